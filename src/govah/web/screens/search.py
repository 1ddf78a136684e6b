"""Search: a concordance, each place on its line with the words around it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from govah.case.case import Case
from govah.case.searching import Found, SearchRequest
from govah.case.view import CaseView
from govah.errors import UsageError
from govah.model.exhibit import Exhibit
from govah.model.hit import Hit
from govah.model.identifiers import LetterId, Sha256
from govah.model.letter import Letter, Standing
from govah.model.status import Status
from govah.model.stretch import right_to_left
from govah.model.wire import hit_json
from govah.web.bench import bench_of, draw, holdings_of, json_answer, language_of, twin, whole_number
from govah.web.holdings import Holdings
from govah.web.page_svg import PageMark, page_svg, surroundings
from govah.web.screens.exhibit import page_label, picture_address
from govah.web.translation import Locale

_PAGES = 50
_BESIDE = 60
_MOST_SPANS = 20
_SPELLINGS = 12


@dataclass(frozen=True, slots=True)
class Concordance:
    """A place and the words on both sides of it.

    Args:
        more: How many more places this page has than are listed, told on its last line.
    """

    sha256: Sha256
    page: int
    start: int
    end: int
    before: str
    found: str
    after: str
    direction: str
    letter: Letter | None
    more: int = 0


@dataclass(frozen=True, slots=True)
class SoughtFor:
    """The letter for whose answer somebody searches, and how the request names it."""

    name: str
    letter: Letter


def search(request: Request) -> Response:
    """`/search?q=&offset=&row=&language=&source=&after=&before=&for=`; `for`: a letter that may be answered."""
    with bench_of(request).case() as case:
        asked = _asked(request)
        found, refused = _found(case, asked)
        if twin(request):
            return _twin(found, refused)
        view = case.view
        places = (
            [place for hit in found.hits for place in _concordance(view, holdings_of(request, case), hit)]
            if found
            else []
        )
        row = min(whole_number(request, "row", 0), max(0, len(places) - 1))
        context: dict[str, Any] = {
            "asked": asked,
            "sought_for": _sought_for(request, view),
            "refused": refused,
            "found": found,
            "places": places,
            "row": row,
            "preview": _preview(view, holdings_of(request, case), places, row, language_of(request)),
            "standing": _standing(holdings_of(request, case), places[row].letter) if places else None,
            "unverified": {letter.id for letter in holdings_of(request, case).unverified},
            "spellings": Counter(place.found for place in places).most_common(_SPELLINGS),
            "unsearched": _by_status(holdings_of(request, case).unsearched),
            "searched_pages": case.derived.records.count("page"),
            "page_size": _PAGES,
            "sources": sorted({str(acquisition["source"]) for acquisition in view.acquisitions()}),
        }
        return draw(request, case, "search.html", "search", context)


def _standing(holdings: Holdings, letter: Letter | None) -> Standing | None:
    return next((standing for other, standing in holdings.letters if letter and other.id == letter.id), None)


def _sought_for(request: Request, view: CaseView) -> SoughtFor | None:
    name = request.query_params.get("for")
    return SoughtFor(name, view.letter(LetterId(name))) if name else None


def _asked(request: Request) -> SearchRequest:
    query = request.query_params
    return SearchRequest(
        query.get("q", ""),
        _PAGES,
        whole_number(request, "offset", 0),
        query.get("language") or None,
        query.get("source") or None,
        query.get("after") or None,
        query.get("before") or None,
    )


def _found(case: Case, asked: SearchRequest) -> tuple[Found | None, UsageError | None]:
    """What was found, or why the query cannot be read; neither where nothing was asked."""
    if not asked.query.strip():
        return None, None
    try:
        return case.search(asked), None
    except UsageError as error:
        return None, error


def _twin(found: Found | None, refused: UsageError | None) -> Response:
    if refused is not None:
        return json_answer({"error": refused.what, "remedy": refused.remedy}, 400)
    hits = found.hits if found else ()
    return json_answer({"hits": [hit_json(hit) for hit in hits], "total": found.total if found else 0})


def _by_status(exhibits: Sequence[Exhibit]) -> list[tuple[Status, list[Exhibit]]]:
    """Exhibits under each status that any has, in the order of statuses."""
    return [
        (status, those) for status in Status if (those := [exhibit for exhibit in exhibits if exhibit.status == status])
    ]


def _concordance(view: CaseView, holdings: Holdings, hit: Hit) -> list[Concordance]:
    text = holdings.page(hit.sha256, hit.page).text
    letters = view.letters_of(hit.sha256)
    letter = next((letter for letter in letters if letter.span.page <= hit.page), None)
    found = []
    for start, end in _joined(hit.spans, text)[:_MOST_SPANS]:
        before = _line(text[max(0, start - _BESIDE) : start])
        after = _line(text[end : end + _BESIDE])
        words = _line(text[start:end])
        direction = "rtl" if right_to_left(before + words + after) else "ltr"
        found.append(Concordance(hit.sha256, hit.page, start, end, before, words, after, direction, letter))
    if not found:  # the index knows the words by a name or number that stands elsewhere in the letter
        words = _line(hit.snippet)
        end = min(len(text), hit.snippet_start + len(hit.snippet))
        direction = "rtl" if right_to_left(words) else "ltr"
        found.append(Concordance(hit.sha256, hit.page, hit.snippet_start, end, "", "", words, direction, letter))
    return found


def _joined(spans: Sequence[tuple[int, int]], text: str) -> list[tuple[int, int]]:
    """Found words that follow each other are one place."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and not text[joined[-1][1] : start].strip():
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _line(text: str) -> str:
    return text.replace("\n", " ").replace("\t", " ")


def _preview(
    view: CaseView, holdings: Holdings, places: Sequence[Concordance], row: int, language: Locale
) -> Markup | None:
    """The part of the page around a place; None where the page has no picture."""
    if not places:
        return None
    place = places[row]
    page, exhibit = holdings.page(place.sha256, place.page), view.exhibit(place.sha256)
    crop = surroundings(page, place.start, place.end)
    address = picture_address(exhibit, page)
    if crop is None or address is None:
        return None
    label = page_label(exhibit, page, language)
    return page_svg(page, address, [PageMark(place.start, place.end, "selected", place.found)], label, crop=crop)
