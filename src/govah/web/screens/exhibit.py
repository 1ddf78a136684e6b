"""One exhibit: the page as a picture with marks, the text of record, the letter's fields, the custody trail."""

from typing import Any

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from govah.case.searching import places_of
from govah.case.view import CaseView
from govah.model.event import Entry
from govah.model.exhibit import Exhibit
from govah.model.identifiers import Sha256
from govah.model.letter import Letter
from govah.model.page import Page
from govah.model.wire import exhibit_json, letter_json, page_json
from govah.web.bench import bench_of, draw, json_answer, language_of, twin
from govah.web.page_svg import PageMark, page_svg
from govah.web.record_lines import record_lines
from govah.web.translation import Locale

_PICTURE_WIDTH = 1400
_WIDTHS = range(200, 2401)


def exhibit(request: Request) -> Response:
    """`/exhibit/SHA?page=&start=&end=&q=&layers=`."""
    with bench_of(request).case() as case:
        view = case.view
        sha256 = view.resolve(request.path_params["sha"])
        found = view.exhibit(sha256)
        if twin(request):
            return json_answer(_twin(view, found, sha256))
        number = _number(request, "page", 1)
        page = view.page(sha256, number) if found.pages else None
        letters = view.letters_of(sha256)
        selected = _selected(request, page)
        context: dict[str, Any] = {
            "exhibit": found,
            "page": page,
            "number": number,
            "selected": selected,
            "quotation": page.text[selected[0] : selected[1]] if page and selected else None,
            "letters": [(letter, view.standing(letter.id)) for letter in letters],
            "corrections": list(view.corrections(sha256)),
            "marks": [mark for mark in view.marks(sha256) if mark.passage.span.page == number],
            "claims": [claim for claim in view.claims() if any(p.sha256 == sha256 for p in claim.passages)],
            "custody": _custody(view, sha256),
            "members": view.members(sha256),
            "parents": found.parents,
            "layers": _layers(request),
        }
        marks = _marks(context, letters, number, request, page)
        context["svg"] = _svg(sha256, found, page, marks, context["layers"], language_of(request)) if page else None
        context["lines"] = record_lines(page, marks) if page else []
        return draw(request, case, "exhibit.html", "exhibit", context)


def picture(request: Request) -> Response:
    """`/exhibit/SHA/picture?page=&width=`: a PNG drawn by a sandboxed worker, never the leaked file."""
    with bench_of(request).case() as case:
        width = _number(request, "width", _PICTURE_WIDTH)
        if width not in _WIDTHS:
            return PlainTextResponse("Ask for a width between 200 and 2400.\n", 400)
        sha256 = case.view.resolve(request.path_params["sha"])
        drawn = case.picture(sha256, _number(request, "page", 1), width)
        if drawn is None:
            return PlainTextResponse("This page has no picture.\n", 404)
        return Response(drawn.png, media_type="image/png", headers={"cache-control": "private, max-age=3600"})


def _number(request: Request, name: str, default: int) -> int:
    written = request.query_params.get(name, "")
    return int(written) if written.isascii() and written.isdigit() and len(written) < 10 else default


def _selected(request: Request, page: Page | None) -> tuple[int, int] | None:
    start, end = _number(request, "start", -1), _number(request, "end", -1)
    return (start, end) if page is not None and 0 <= start < end <= len(page.text) else None


def _layers(request: Request) -> frozenset[str]:
    asked = request.query_params.get("layers")
    return frozenset(("picture", "marks")) if asked is None else frozenset(asked.split(","))


def _marks(
    context: dict[str, Any], letters: tuple[Letter, ...], number: int, request: Request, page: Page | None
) -> list[PageMark]:
    """Fields of letters, words searched for, marks of persons, the selected passage: later ones lie on top."""
    found = []
    for letter in letters:
        for field, span in letter.spans.items():
            if span.page == number:
                kind = "confirmed" if field in letter.corrected else "field"
                found.append(PageMark(span.start, span.end, kind, field))
    query = request.query_params.get("q")
    if query and page is not None:
        found += [PageMark(start, end, "hit", query) for start, end in places_of(query, page.text)]
    for mark in context["marks"]:
        if mark.anchored is not None:
            found.append(PageMark(mark.anchored.start, mark.anchored.end, "mark", mark.note or mark.by))
    if context["selected"] is not None:
        start, end = context["selected"]
        found.append(PageMark(start, end, "selected", context["quotation"]))
    return found


def _svg(
    sha256: Sha256, exhibit: Exhibit, page: Page, marks: list[PageMark], layers: frozenset[str], language: Locale
) -> Markup | None:
    picture = f"/exhibit/{sha256}/picture?page={page.number}&width={_PICTURE_WIDTH}" if "picture" in layers else None
    shown = marks if "marks" in layers else []
    label = f"{language.gettext('Exhibit')} {exhibit.number}, {language.gettext('page')} {page.number}"
    return page_svg(page, picture, shown, label)


def _custody(view: CaseView, sha256: Sha256) -> list[tuple[Entry, str]]:
    """What the log says of an exhibit, with who did it."""
    return [(entry, view.actor(entry.actor)) for entry in view.entries(sha256)]


def _twin(view: CaseView, exhibit: Exhibit, sha256: Sha256) -> dict[str, Any]:
    letters = [letter_json(letter, view.standing(letter.id)) for letter in view.letters_of(sha256)]
    pages = [page_json(page) for page in view.pages(sha256)]
    return {**exhibit_json(exhibit), "pages": pages, "letters": letters}
