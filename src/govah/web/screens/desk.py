"""The case desk: what is held, what waits for a person, how it is preserved."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from govah.case.case import Case
from govah.model.claim import ClaimStatus
from govah.model.event import Entry, EventType
from govah.model.identifiers import Sha256
from govah.model.letter import Ghost
from govah.model.passage import Passage, Place, Span
from govah.model.status import Status
from govah.web.bench import bench_of, draw, json_answer, language_of, twin
from govah.web.letter_fields import unverified_numbers
from govah.web.translation import Locale

NOT_READ = frozenset(Status) - {Status.OK, Status.EMPTY}
_SHOWN_ENTRIES = 12
_SHOWN_UNREAD = 6
_SHOWN_MARKS = 4

Some = tuple[Sha256, int, tuple[int, int] | None]


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """Something that only a person can do, and how often.

    Args:
        some: The first of the places, as exhibit, page, span.
        note: What stands instead of marks.
    """

    count: int
    words: str
    href: str
    some: tuple[Some, ...] = ()
    note: str | None = None


def desk(request: Request) -> Response:
    """`/`."""
    with bench_of(request).case() as case:
        status = case.status()
        if twin(request):
            return json_answer(status)
        view = case.view
        standings = [(letter, view.standing(letter.id)) for letter in view.letters()]
        unread = [exhibit for exhibit in view.exhibits() if exhibit.status in NOT_READ]
        entries = list(view.entries())
        context: dict[str, Any] = {
            "status": status,
            "standard": view.standard,
            "holdings": [(key, status["status"][key.value]) for key in Status if key.value in status["status"]],
            "unanswered": [pair for pair in standings if pair[1].unanswered],
            "unread": unread[:_SHOWN_UNREAD],
            "unread_total": len(unread),
            "claims": list(view.claims()),
            "latest": [(entry, view.actor(entry.actor)) for entry in _acts(entries)],
            "log_size": len(entries),
            "publications": list(view.publications()),
            "acquisitions": list(view.acquisitions()),
        }
        context["waiting"] = list(_waiting(case, context, list(view.ghosts()), language_of(request)))
        return draw(request, case, "desk.html", "desk", context)


def _acts(entries: Sequence[Entry]) -> list[Entry]:
    """The latest acts; an acquisition stands for the exhibits that it admitted."""
    return [entry for entry in reversed(entries) if entry.type != EventType.ADMIT][:_SHOWN_ENTRIES]


def _waiting(case: Case, context: dict[str, Any], ghosts: Sequence[Ghost], language: Locale) -> list[WaitingLine]:
    view, translate = case.view, language.ngettext
    found = []
    numbers = list(unverified_numbers(view))
    if numbers:
        told = translate("letter number read only by machine", "letter numbers read only by machine", len(numbers))
        some = [_place(letter.sha256, letter.spans["number"]) for letter in numbers]
        found.append(_line(len(numbers), told, some))
    lost = [Place.parse(written) for written in context["status"]["lost_their_place"]]
    if lost:
        told = translate("passage lost its place", "passages lost their place", len(lost))
        found.append(_line(len(lost), told, [_place(Sha256(place.sha), place.span, whole=False) for place in lost]))
    if ghosts:
        told = translate(
            "ghost letter to collect: cited, not held", "ghost letters to collect: cited, not held", len(ghosts)
        )
        note = ghosts[0].number
        found.append(WaitingLine(len(ghosts), told, "/letters?show=ghosts", (), note))
    open_claims = [claim for claim in context["claims"] if claim.status is ClaimStatus.ASSERTED]
    if open_claims:
        told = translate("claim to assess", "claims to assess", len(open_claims))
        some = [_of_passage(claim.passages[0]) for claim in open_claims if claim.passages]
        found.append(_line(len(open_claims), told, some))
    unread = context["unread"]
    if unread:
        total = context["unread_total"]
        told = translate("exhibit not read whole", "exhibits not read whole", total)
        found.append(WaitingLine(total, told, "/exhibits?status=unread"))
    return found


def _line(count: int, words: str, some: Sequence[Some]) -> WaitingLine:
    sha256, page, span = some[0] if some else (Sha256(""), 1, None)
    query = f"?page={page}" + (f"&start={span[0]}&end={span[1]}" if span else "")
    return WaitingLine(count, words, f"/exhibit/{sha256}{query}" if some else "/", tuple(some[:_SHOWN_MARKS]))


def _place(sha256: Sha256, span: Span, *, whole: bool = True) -> Some:
    return sha256, span.page, (span.start, span.end) if whole else None


def _of_passage(passage: Passage) -> Some:
    return _place(passage.sha256, passage.span)
