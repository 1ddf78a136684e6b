"""The case desk: what is held, what waits for a person, how it is preserved."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from govah.case.accessing import logged
from govah.case.listing import NOT_READ
from govah.case.marking import lost_acts
from govah.case.view import CaseView
from govah.model.claim import Claim, ClaimStatus
from govah.model.exhibit import Exhibit
from govah.model.identifiers import Sha256
from govah.model.passage import Passage, Span
from govah.model.status import Status
from govah.web.bench import bench_of, draw, holdings_of, json_answer, language_of, twin
from govah.web.holdings import Holdings
from govah.web.number_list import number_address
from govah.web.translation import Locale

_SHOWN_LETTERS = 25
_SHOWN_CLAIMS = 50
_SHOWN_PUBLICATIONS = 8
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


def not_read(exhibit: Exhibit) -> bool:
    """Whether an exhibit waits for a person because it was not read whole; what is sealed or erased does not."""
    erased = exhibit.number is not None and exhibit.sha256 is None
    return exhibit.status in NOT_READ and exhibit.sealing is None and not erased


def desk(request: Request) -> Response:
    """`/`."""
    with bench_of(request).case() as case:
        if twin(request):
            return json_answer(case.status())
        view, holdings = case.view, holdings_of(request, case)
        counted = holdings.statuses
        unread = view.unread()
        silent = [pair for pair in holdings.letters if pair[1].unanswered]
        claims = list(view.claims())
        publications = list(view.publications())
        context: dict[str, Any] = {
            "pages": case.derived.records.count("page"),
            "letters": len(holdings.letters),
            "missing": bench_of(request).watch.missing,
            "standard": view.standard,
            "holdings": list(counted.items()),
            "pending": counted.get(Status.PENDING, 0),
            "unanswered": silent[:_SHOWN_LETTERS],
            "unanswered_total": len(silent),
            "unread": list(islice(filter(not_read, view.exhibits(NOT_READ)), _SHOWN_UNREAD)) if unread else [],
            "unread_total": unread,
            "claims": claims[-_SHOWN_CLAIMS:],
            "claims_total": len(claims),
            "latest": [(entry, view.actor(entry.actor)) for entry in holdings.acts],
            "lost": counted.get(Status.UNREADABLE, 0),
            "publications": publications[-_SHOWN_PUBLICATIONS:],
            "acquisitions": view.acquired(),
            "access_logged": logged(case),
            "waiting": list(_waiting(view, holdings, claims, unread, language_of(request))),
        }
        return draw(request, case, "desk.html", "desk", context)


def _waiting(
    view: CaseView, holdings: Holdings, claims: Sequence[Claim], unread: int, language: Locale
) -> list[WaitingLine]:
    translate = language.ngettext
    found = []
    ghosts = holdings.ghosts
    for doubted in (True, False):
        numbers = [
            (sha256, page, (start, end))
            for sha256, page, some in holdings.waiting
            for start, end, flagged in some
            if flagged is doubted
        ]
        if numbers:
            found.append(_numbers_line(numbers, translate, doubted=doubted))
    lost = [act.passage for act in lost_acts(view)]
    if lost:
        told = translate("passage lost its place", "passages lost their place", len(lost))
        found.append(_line(len(lost), told, [_place(passage.sha256, passage.span, whole=False) for passage in lost]))
    if ghosts:
        told = translate(
            "ghost letter to collect: cited, not held", "ghost letters to collect: cited, not held", len(ghosts)
        )
        note = ghosts[0].number
        found.append(WaitingLine(len(ghosts), told, "/letters?show=ghosts", (), note))
    open_claims = [claim for claim in claims if claim.status is ClaimStatus.ASSERTED]
    if open_claims:
        told = translate("claim to assess", "claims to assess", len(open_claims))
        some = [_of_passage(claim.passages[0]) for claim in open_claims if claim.passages]
        found.append(_line(len(open_claims), told, some))
    if unread:
        told = translate("exhibit not read whole", "exhibits not read whole", unread)
        found.append(WaitingLine(unread, told, "/exhibits?status=unread"))
    return found


def _numbers_line(
    numbers: Sequence[tuple[Sha256, int, tuple[int, int]]],
    translate: Callable[[str, str, int], str],
    *,
    doubted: bool,
) -> WaitingLine:
    """Numbers that a machine read on pictures: those that the readers doubt, or the others."""
    count = len(numbers)
    if doubted:
        told = translate("unverified number on a scan", "unverified numbers on scans", count)
    else:
        told = translate(
            "number on a scan read with certainty, confirmed by nobody",
            "numbers on scans read with certainty, confirmed by nobody",
            count,
        )
    sha256, page, (start, end) = numbers[0]
    some = tuple(_pages_of(numbers)[:_SHOWN_MARKS])
    return WaitingLine(count, told, number_address(sha256, page, start, end), some)


def _pages_of(numbers: Iterable[Some]) -> list[Some]:
    """The first number of each page."""
    first: dict[tuple[Sha256, int], Some] = {}
    for each in numbers:
        first.setdefault(each[:2], each)
    return list(first.values())


def _line(count: int, words: str, some: Sequence[Some]) -> WaitingLine:
    sha256, page, span = some[0] if some else (Sha256(""), 1, None)
    query = f"?page={page}" + (f"&start={span[0]}&end={span[1]}" if span else "")
    return WaitingLine(count, words, f"/exhibit/{sha256}{query}" if some else "/", tuple(some[:_SHOWN_MARKS]))


def _place(sha256: Sha256, span: Span, *, whole: bool = True) -> Some:
    return sha256, span.page, (span.start, span.end) if whole else None


def _of_passage(passage: Passage) -> Some:
    return _place(passage.sha256, passage.span)
