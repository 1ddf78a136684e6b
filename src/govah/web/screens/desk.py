"""The case desk: what is held, what waits for a person, how it is preserved."""

from starlette.requests import Request
from starlette.responses import Response

from govah.model.letter import LetterStatus
from govah.model.status import Status
from govah.web.bench import bench_of, draw, json_answer, twin

_NOT_READ = frozenset(Status) - {Status.OK, Status.EMPTY}
_SHOWN_ENTRIES = 12


def desk(request: Request) -> Response:
    """`/`."""
    with bench_of(request).case() as case:
        status = case.status()
        if twin(request):
            return json_answer(status)
        view = case.view
        letters = {letter.id: letter for letter in view.letters()}
        unanswered = [
            (letters[key], standing)
            for key in letters
            if (standing := view.standing(key)).status is LetterStatus.NO_ANSWER_IN_HOLDINGS
        ]
        unread = [exhibit for exhibit in view.exhibits() if exhibit.status in _NOT_READ]
        latest = list(view.entries())[-_SHOWN_ENTRIES:][::-1]
        context = {
            "status": status,
            "standard": view.standard,
            "mandate": view.setting("mandate"),
            "unanswered": unanswered,
            "ghosts": list(view.ghosts()),
            "unread": unread,
            "claims": list(view.claims()),
            "latest": [(entry, view.actor(entry.actor)) for entry in latest],
            "publications": list(view.publications()),
        }
        return draw(request, case, "desk.html", "desk", context)
