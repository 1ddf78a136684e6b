"""Search: a concordance, each place on its line with the words around it."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from govah.case.searching import SearchRequest
from govah.case.view import CaseView
from govah.errors import UsageError
from govah.model.hit import Hit
from govah.model.identifiers import Sha256
from govah.model.letter import Letter
from govah.model.status import Status
from govah.model.wire import hit_json
from govah.web.bench import bench_of, draw, json_answer, twin
from govah.web.page_svg import right_to_left

_PAGES = 50
_BESIDE = 60
_MOST_SPANS = 20


@dataclass(frozen=True, slots=True)
class Concordance:
    """A place and the words on both sides of it."""

    sha256: Sha256
    page: int
    start: int
    end: int
    before: str
    found: str
    after: str
    direction: str
    letter: Letter | None


def search(request: Request) -> Response:
    """`/search?q=&offset=&language=&source=`."""
    with bench_of(request).case() as case:
        asked = _asked(request)
        view = case.view
        context: dict[str, Any] = {"asked": asked, "refused": None, "found": None, "places": [], "spellings": []}
        if asked.query.strip():
            try:
                found = case.search(asked)
            except UsageError as error:
                if twin(request):
                    return json_answer({"error": error.what, "remedy": error.remedy})
                context["refused"] = error
            else:
                if twin(request):
                    return json_answer({"hits": [hit_json(hit) for hit in found.hits], "total": found.total})
                places = [place for hit in found.hits for place in _concordance(view, hit)]
                context |= {
                    "found": found,
                    "places": places,
                    "spellings": Counter(place.found for place in places).most_common(12),
                }
        context["unsearched"] = [
            exhibit
            for exhibit in view.exhibits()
            if exhibit.status not in (Status.OK, Status.EMPTY) or (exhibit.status is Status.OK and not exhibit.pages)
            if not exhibit.children
        ]
        context["searched_pages"] = case.derived.records.count("page")
        context["page_size"] = _PAGES
        return draw(request, case, "search.html", "search", context)


def _asked(request: Request) -> SearchRequest:
    query = request.query_params
    offset = query.get("offset", "0")
    return SearchRequest(
        query.get("q", ""),
        _PAGES,
        int(offset) if offset.isascii() and offset.isdigit() and len(offset) < 10 else 0,
        query.get("language") or None,
        query.get("source") or None,
        query.get("after") or None,
        query.get("before") or None,
    )


def _concordance(view: CaseView, hit: Hit) -> list[Concordance]:
    text = view.page(hit.sha256, hit.page).text
    letters = [letter for letter in view.letters_of(hit.sha256) if letter.date is not None]
    found = []
    for start, end in hit.spans[:_MOST_SPANS]:
        before = text[max(0, start - _BESIDE) : start].replace("\n", " ")
        after = text[end : end + _BESIDE].replace("\n", " ")
        direction = "rtl" if right_to_left(before + text[start:end] + after) else "ltr"
        found.append(
            Concordance(
                hit.sha256,
                hit.page,
                start,
                end,
                before,
                text[start:end],
                after,
                direction,
                letters[0] if letters else None,
            )
        )
    return found
