"""One exhibit: its page as a picture with marks, its text, numbers that wait, the letter, the custody trail."""

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from govah.case.accessing import opened
from govah.case.searching import places_of
from govah.case.text_of_record import TEXT_FIELDS
from govah.case.unverified import unverified_json, unverified_numbers
from govah.case.view import CaseView
from govah.consolidate.letters.correction import OWN_FIELDS
from govah.model.event import Entry, EventType
from govah.model.exhibit import Exhibit
from govah.model.identifiers import Sha256
from govah.model.letter import Letter, LetterStatus, ReferenceKind, RelationKind
from govah.model.mark import Correction
from govah.model.outcome import OutcomeKind
from govah.model.page import Page
from govah.model.passage import Span
from govah.model.status import Status
from govah.model.stretch import right_to_left
from govah.model.upright import TURNS
from govah.model.wire import exhibit_json, letter_json, page_json
from govah.web.answer_grounds import rests_on
from govah.web.bench import bench_of, draw, holdings_of, json_answer, language_of, twin, whole_number
from govah.web.holdings import Holdings
from govah.web.letter_fields import FieldLine, acts_on, verdicts
from govah.web.letter_sheet import Asked, LetterSheet, letter_sheet
from govah.web.number_list import following, number_marks, number_rows
from govah.web.other_readings import other_readings
from govah.web.page_svg import PageMark, PageRegion, page_svg
from govah.web.record_lines import record_lines
from govah.web.region_list import page_regions, region_crop
from govah.web.register_grounds import registers_say
from govah.web.translation import N_, Locale
from govah.web.wording import Words

PICTURE_WIDTH = 1400
_WIDTHS = range(200, 2401)
_LAYERS = ("picture", "marks", "words")
_BESIDE = "beside"
_MOST_NAMED = 400
"""Letters that a form offers to choose from; others are named all the same."""
_PAGE_LABEL = N_("Exhibit {exhibit}, page {page}")
_PUT = N_("put by {by}, {at}; the file says “{old}”; why: {why}")
_READ_AGAIN = N_("read by {by}, {at}; a machine read “{old}”; why: {why}")
_DRAWN = ("application/pdf", "image/")


def exhibit(request: Request) -> Response:
    """`/exhibit/SHA?page=&start=&end=&q=&layers=`."""
    with bench_of(request).case() as case:
        view = case.view
        sha256 = view.resolve(request.path_params["sha"])
        found = view.exhibit(sha256)
        opened(case, sha256, "web", whole_number(request, "page", 1))
        if twin(request):
            return json_answer(_twin(view, found, sha256, holdings_of(request, case)))
        number = whole_number(request, "page", 1)
        holdings = holdings_of(request, case)
        pages = holdings.pages(sha256)
        page = holdings.page(sha256, number) if found.pages else None
        language = language_of(request)
        acts = verdicts(view, sha256)
        selected = _selected(request, page)
        settled = holdings.by_id
        letters = [letter for letter in view.letters_of(sha256) if letter.id in settled]
        waiting = [Span(leaf, start, end) for _, leaf, some in view.unverified(sha256) for start, end, _ in some]
        asked = _asked(request, number, selected)
        sheets = [
            letter_sheet(
                view,
                order,
                letter,
                view.standing(letter.id),
                pages,
                acts_on(letter, letters, acts),
                waiting,
                language,
                holdings.name_of,
                asked,
            )
            for order, letter in enumerate(letters, 1)
        ]
        marks_here = [mark for mark in view.marks(sha256) if mark.passage.span.page == number]
        changes = _changes(view, sha256, number)
        numbers = unverified_numbers(view, sha256, page) if page else ()
        regions = page_regions(page, language) if page else ()
        layers = _layers(request)
        marks = [
            *_put(changes, language),
            *_fields(sheets, number, Words(language)),
            *number_marks(numbers, language),
            *_marks(marks_here, page, selected, request.query_params.get("q")),
        ]
        address = picture_address(found, page) if page else None
        context: dict[str, Any] = {
            "exhibit": found,
            "title": _title(sheets),
            "changes": changes,
            "page": page,
            "number": number,
            "selected": selected,
            "quotation": page.text[selected[0] : selected[1]] if page and selected else None,
            "sheets": sheets,
            "field_selected": _field_selected(sheets, number, selected),
            "correctable": OWN_FIELDS,
            "asked": {"field": asked.field, "item": asked.item, "letter": asked.letter},
            "rests_on": {sheet.letter.id: rests_on(sheet.letter, sheet.standing, language) for sheet in sheets},
            "seekings": {letter.id: view.seekings.of(letter) for letter in letters},
            "registers_say": {sheet.letter.id: registers_say(sheet.standing, language) for sheet in sheets},
            "acquired_at": holdings.acquired_at,
            "request_look": "look" in request.query_params,
            "reference_kinds": list(ReferenceKind),
            "relation_kinds": list(RelationKind),
            "statuses": list(LetterStatus),
            "outcome_kinds": list(OutcomeKind),
            "held_letters": _held_letters(sheets, holdings),
            "corrections": list(view.corrections(sha256)),
            "marks": marks_here,
            "claims": [claim for claim in view.claims() if any(p.sha256 == sha256 for p in claim.passages)],
            "acquired": view.acquired(sha256),
            "custody": _custody(view, sha256),
            "openings": case.derived.records.count("access", sha256=sha256),
            "members": view.members(sha256),
            "layers": layers,
            "layer_links": _layer_links(layers),
            "confidence": _mean_confidence(page),
            "svg": _svg(found, page, marks, regions, layers, language) if page else None,
            "numbers": number_rows(numbers, page, address, selected, language) if page else (),
            "numbers_elsewhere": following(holdings.waiting, sha256, number),
            "regions": [(region, region_crop(page, address, region)) for region in regions] if page else [],
            "beside": other_readings(page) if page and request.query_params.get("reading") == _BESIDE else None,
            "record_direction": "rtl" if page and right_to_left(page.text) else "ltr",
            "lines": record_lines(page, marks) if page else [],
            "complete": found.status in (Status.OK, Status.EMPTY),
            "letters": settled,
        }
        return draw(request, case, "exhibit.html", "exhibit", context)


def picture(request: Request) -> Response:
    """`/exhibit/SHA/picture?page=&width=&turned=`: a PNG drawn by a sandboxed worker, never the leaked file."""
    with bench_of(request).case() as case:
        width = whole_number(request, "width", PICTURE_WIDTH)
        if width not in _WIDTHS:
            return PlainTextResponse("Ask for a width between 200 and 2400.\n", 400)
        turned = whole_number(request, "turned", 0)
        if turned not in TURNS:
            return PlainTextResponse("A page is turned by 0, 90, 180 or 270 degrees.\n", 400)
        sha256 = case.view.resolve(request.path_params["sha"])
        opened(case, sha256, "web", whole_number(request, "page", 1))
        drawn = case.picture(sha256, whole_number(request, "page", 1), width, turned)
        if drawn is None:
            return PlainTextResponse("This page has no picture.\n", 404)
        return Response(drawn.png, media_type="image/png", headers={"cache-control": "private, max-age=3600"})


def picture_address(exhibit: Exhibit, page: Page) -> str | None:
    """Where the upright picture of a page is; None for formats that have none."""
    if exhibit.media_type is None or not exhibit.media_type.startswith(_DRAWN):
        return None
    turned = f"&turned={page.turned}" if page.turned else ""
    return f"/exhibit/{exhibit.sha256}/picture?page={page.number}&width={PICTURE_WIDTH}{turned}"


def page_label(exhibit: Exhibit, page: Page, language: Locale) -> str:
    """A page's name for those who hear it."""
    number, leaf = language.figure(exhibit.number or 0), language.figure(page.number)
    return language.gettext(_PAGE_LABEL).format(exhibit=number, page=leaf)


def _title(sheets: Sequence[LetterSheet]) -> str | None:
    """What the exhibit is called: its letter's subject; None where its file's name must do."""
    return next((sheet.letter.subject for sheet in sheets if sheet.letter.subject), None)


def _changes(view: CaseView, sha256: Sha256, number: int) -> list[Correction]:
    """Corrections of this page's own text that still have their place."""
    return [
        correction
        for correction in view.corrections(sha256)
        if correction.field in TEXT_FIELDS
        and correction.passage.span.page == number
        and (correction.anchored is not None or not correction.value)
    ]


def _selected(request: Request, page: Page | None) -> tuple[int, int] | None:
    start, end = whole_number(request, "start", -1), whole_number(request, "end", -1)
    return (start, end) if page is not None and 0 <= start < end <= len(page.text) else None


def _asked(request: Request, number: int, selected: tuple[int, int] | None) -> Asked:
    query = request.query_params
    span = Span(number, *selected) if selected else None
    return Asked(query.get("field", ""), query.get("item", ""), query.get("letter"), span)


def _held_letters(sheets: Sequence[LetterSheet], holdings: Holdings) -> list[tuple[str, Letter]]:
    """Letters that can be named in the form that is open, with how each is written."""
    fields = {sheet.editor.field for sheet in sheets if sheet.editor is not None}
    if not fields & {"references", "relations"}:
        return []
    return [(holdings.name_of(letter.id), letter) for letter, _ in holdings.letters[:_MOST_NAMED]]


def _field_selected(sheets: Sequence[LetterSheet], number: int, selected: tuple[int, int] | None) -> FieldLine | None:
    """The field whose words are selected and that waits for a person."""
    for sheet in sheets:
        for line in sheet.fields:
            if selected and line.span == Span(number, *selected) and line.verdict is None:
                return line
    return None


def _layers(request: Request) -> tuple[str, ...]:
    asked = request.query_params.get("layers")
    wanted = ("picture", "marks") if asked is None else asked.split(",")
    return tuple(layer for layer in _LAYERS if layer in wanted)


def _layer_links(shown: tuple[str, ...]) -> list[tuple[str, bool, str]]:
    """Each layer, whether it is shown, and the list of layers when it is switched."""
    return [
        (layer, layer in shown, ",".join(other for other in _LAYERS if (other in shown) != (other == layer)) or "none")
        for layer in _LAYERS
    ]


def _mean_confidence(page: Page | None) -> float | None:
    found = [word.confidence for word in page.words if word.confidence is not None] if page else []
    return sum(found) / len(found) if found else None


def _fields(sheets: Sequence[LetterSheet], number: int, words: Words) -> list[PageMark]:
    """Fields of letters."""
    return [
        PageMark(
            line.span.start, line.span.end, "field" if line.verdict is None else "confirmed", words.field(line.name)
        )
        for sheet in sheets
        for line in sheet.fields
        if line.span is not None and line.span.page == number
    ]


def _marks(
    marks: Sequence[Any], page: Page | None, selected: tuple[int, int] | None, query: str | None
) -> list[PageMark]:
    """Words searched for, marks of persons, the selected passage: later ones lie on top."""
    found = []
    if query and page is not None:
        found += [PageMark(start, end, "hit", query) for start, end in places_of(query, page.text)]
    for mark in marks:
        if mark.anchored is not None:
            found.append(PageMark(mark.anchored.start, mark.anchored.end, "mark", mark.note or mark.by))
    if selected is not None and page is not None:
        found.append(PageMark(*selected, "selected", page.text[selected[0] : selected[1]]))
    return found


def _put(changes: Sequence[Correction], language: Locale) -> list[PageMark]:
    """Words that a person put in the place of the file's own or of a machine's, with what stood there, who and why."""
    read, put = language.gettext(_READ_AGAIN), language.gettext(_PUT)
    return [
        PageMark(
            change.anchored.start,
            change.anchored.end,
            "put",
            (read if change.of_picture else put).format(
                old=change.passage.exact, by=change.by, at=language.instant(change.at), why=change.why
            ),
        )
        for change in changes
        if change.anchored is not None
    ]


def _svg(
    exhibit: Exhibit,
    page: Page,
    marks: list[PageMark],
    regions: Sequence[PageRegion],
    layers: tuple[str, ...],
    language: Locale,
) -> Markup | None:
    address = picture_address(exhibit, page) if "picture" in layers else None
    marked = "marks" in layers
    shown = marks if marked else [mark for mark in marks if mark.kind == "selected"]
    label = page_label(exhibit, page, language)
    return page_svg(page, address, shown, label, regions=regions if marked else (), legible="words" in layers)


def _custody(view: CaseView, sha256: Sha256) -> list[tuple[Entry, str]]:
    """What the log says of an exhibit, with who did it; openings are only counted, for they would hide the rest."""
    return [(entry, view.actor(entry.actor)) for entry in view.entries(sha256) if entry.type != EventType.ACCESS]


def _twin(view: CaseView, exhibit: Exhibit, sha256: Sha256, holdings: Holdings) -> dict[str, Any]:
    letters = [letter_json(letter, standing) for letter, standing in holdings.letters if letter.sha256 == sha256]
    pages = [page_json(page) for page in view.pages(sha256)]
    waiting = [
        unverified_json(each, exhibit.number)
        for _, number, _ in view.unverified(sha256)
        for each in unverified_numbers(view, sha256, view.page(sha256, number))
    ]
    return {**exhibit_json(exhibit), "pages": pages, "letters": letters, "unverified_numbers": waiting}
