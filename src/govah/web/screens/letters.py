"""Correspondence: the chain as a picture, what has no answer in holdings, the coverage that a silence rests on."""

from starlette.requests import Request
from starlette.responses import Response

from govah.model.letter import Coverage, Letter, LetterStatus, Standing
from govah.model.wire import ghost_json, letter_json
from govah.web.bench import bench_of, draw, json_answer, language_of, twin
from govah.web.chain_picture import draw_chain

_TABS = ("unanswered", "all", "ghosts")


def letters(request: Request) -> Response:
    """`/letters?show=unanswered|all|ghosts&chain=ID`."""
    with bench_of(request).case() as case:
        view = case.view
        found = [(letter, view.standing(letter.id)) for letter in view.letters()]
        ghosts = list(view.ghosts())
        if twin(request):
            lines = [letter_json(letter, standing) for letter, standing in found]
            return json_answer({"letters": lines, "ghosts": [ghost_json(ghost) for ghost in ghosts]})
        shown = request.query_params.get("show", "unanswered")
        shown = shown if shown in _TABS else "unanswered"
        silent = [pair for pair in found if pair[1].status is LetterStatus.NO_ANSWER_IN_HOLDINGS]
        expecting = [pair for pair in found if pair[1].status is not LetterStatus.NONE_EXPECTED]
        context = {
            "shown": shown,
            "tabs": _TABS,
            "rows": silent if shown == "unanswered" else found,
            "silent": len(silent),
            "expecting": len(expecting),
            "total": len(found),
            "ghosts": ghosts,
            "chain": draw_chain(found, ghosts, request.query_params.get("chain"), view, language_of(request)),
            "coverage": _coverage(silent),
            "by_id": {letter.id: letter for letter, _ in found},
        }
        return draw(request, case, "letters.html", "letters", context)


def _coverage(silent: list[tuple[Letter, Standing]]) -> list[Coverage]:
    """Each addressee's coverage, once."""
    seen: dict[str | None, Coverage] = {}
    for _, standing in silent:
        if standing.coverage is not None:
            seen.setdefault(standing.coverage.office, standing.coverage)
    return list(seen.values())
