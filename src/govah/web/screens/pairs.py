"""Who wrote to whom: all pairs of offices, and one pair with the letters of both directions."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from govah.consolidate.chains.dyads import Dyad, Sent
from govah.errors import NotFoundError
from govah.model.wire import letter_json
from govah.web.bench import bench_of, draw, holdings_of, json_answer, language_of, twin, whole_number
from govah.web.dyad_picture import draw_dyad, sign
from govah.web.holdings import Holdings
from govah.web.marks import MarkWriter

_PAGE = 100


def pairs(request: Request) -> Response:
    """`/letters/pairs?offset=`."""
    with bench_of(request).case() as case:
        holdings = holdings_of(request, case)
        found = holdings.dyads
        if twin(request):
            return json_answer({"dyads": [_json(dyad) for dyad in found]})
        offset = whole_number(request, "offset", 0)
        context = {
            "dyads": found[offset : offset + _PAGE],
            "all": len(found),
            "offset": offset,
            "page_size": _PAGE,
        }
        return draw(request, case, "pairs.html", "letters", context)


def dyad(request: Request) -> Response:
    """`/letters/dyad?a=OFFICE&b=OFFICE&offset=`."""
    with bench_of(request).case() as case:
        holdings = holdings_of(request, case)
        found = _asked(holdings, request.query_params.get("a", ""), request.query_params.get("b", ""))
        if twin(request):
            letters = [{**letter_json(each.letter, each.standing), "copy": each.copy} for each in found.sent]
            return json_answer({**_json(found), "letters": letters})
        offset = whole_number(request, "offset", 0)
        shown = found.sent[offset : offset + _PAGE]
        language = language_of(request)
        unverified = {letter.id for letter in holdings.unverified}
        mark_of = MarkWriter(holdings.numbers, holdings.withdrawn, language)
        context: dict[str, Any] = {
            "dyad": found,
            "shown": shown,
            "svg": draw_dyad(found.one, found.other, shown, mark_of, unverified, language),
            "by_id": holdings.by_id,
            "sign": sign,
            "unverified": unverified,
            "offset": offset,
            "page_size": _PAGE,
        }
        return draw(request, case, "dyad.html", "letters", context)


def _asked(holdings: Holdings, one: str, other: str) -> Dyad:
    named = {holdings.parties.named(one), holdings.parties.named(other)}
    found = next((each for each in holdings.dyads if {each.one, each.other} == named), None)
    if found is None:
        raise NotFoundError(
            f"No letter between {one!r} and {other!r} is held.", "Choose a pair from the list: /letters/pairs"
        )
    return found


def _json(dyad: Dyad) -> dict[str, Any]:
    return {
        "offices": [dyad.one, dyad.other],
        "sent": [dyad.count(dyad.one), dyad.count(dyad.other)],
        "unanswered": [dyad.unanswered(dyad.one), dyad.unanswered(dyad.other)],
        "first": _day(dyad.sent, 0),
        "last": _day(dyad.sent, -1),
    }


def _day(sent: tuple[Sent, ...], place: int) -> str | None:
    days = sorted(each.letter.date.earliest for each in sent if each.letter.date and each.letter.date.earliest)
    return days[place].isoformat() if days else None
