"""What a person does on a page: mark, claim, confirm, correct. Each is a form that works without script.

A form with `walk` stands in the list of unverified numbers: after the act the next number of the page is selected.
`words` are those that the person saw; where others stand at the passage by now, nothing is done.
"""

import re
from typing import Any
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from govah.case.unverified import unverified_numbers
from govah.errors import IntegrityError, UsageError
from govah.model.claim import ClaimKind
from govah.model.passage import Passage, Place
from govah.web.bench import bench_of
from govah.web.letter_forms import said
from govah.web.number_list import after, number_address
from govah.web.watch import State

_FRAGMENT = re.compile("[a-z0-9_-]{1,60}")
BROKEN = IntegrityError(
    "Preserved evidence and its log disagree: nothing can be written.",
    "Compare with a copy kept elsewhere: govah verify --against CHECKPOINT",
)
"""Raised where it is known already, so that it is no new finding."""


async def mark(request: Request) -> Response:
    """Mark a passage: `passage`, `note`."""
    return await _act(request, _mark)


async def claim(request: Request) -> Response:
    """Make a claim on a passage: `passage`, `text`, `kind`, `said_by`."""
    return await _act(request, _claim)


async def confirm(request: Request) -> Response:
    """Confirm what a machine read: `passage`."""
    return await _act(request, _confirm)


async def correct(request: Request) -> Response:
    """Correct what a machine read: `passage`, `field`, `why`, and what `govah.web.letter_forms` asks for."""
    return await _act(request, _correct)


async def _act(request: Request, act: Any) -> Response:
    form = {key: value for key, value in (await request.form()).items() if isinstance(value, str)}
    return await run_in_threadpool(_done, request, act, form)


def _done(request: Request, act: Any, form: dict[str, str]) -> Response:
    """Do it, and show the page where it was done."""
    request.state.form = form
    bench = bench_of(request)
    place = Place.parse(form.get("passage", ""))
    with bench.case() as case:
        if bench.watch.of(case.log).state is State.FAILED:
            raise BROKEN
        passage: Passage = case.passage(place)
        if form.get("words", passage.exact) != passage.exact:
            raise UsageError(
                "The text of this page is not what it was when it was shown: nothing was done.",
                "Open the page again, and look at the number where it stands now.",
            )
        act(case, place, form)
        if "walk" in form:
            return RedirectResponse(_next_number(case, passage, flagged=form["walk"] == "doubted"), 303)
    page, start, end = passage.span
    query = urlencode({"page": page, "start": start, "end": end})
    back = form.get("back", "")
    fragment = f"#{back}" if _FRAGMENT.fullmatch(back) else ""
    return RedirectResponse(f"/exhibit/{passage.sha256}?{query}{fragment}", 303)


def _next_number(case: Any, passage: Passage, *, flagged: bool) -> str:
    """Where the number stands that is to be looked at after one; the list itself where the page has no more."""
    view, number = case.view, passage.span.page
    left = unverified_numbers(view, passage.sha256, view.page(passage.sha256, number))
    found = after(left, flagged, passage.span.start)
    if found is None:
        return f"/exhibit/{passage.sha256}?page={number}#numbers"
    return number_address(passage.sha256, *found.passage.span)


def _mark(case: Any, place: Place, form: dict[str, str]) -> None:
    case.mark(place, form.get("note") or None)


def _confirm(case: Any, place: Place, form: dict[str, str]) -> None:
    case.confirm(place)


def _correct(case: Any, place: Place, form: dict[str, str]) -> None:
    for one in said(form):
        case.correct(place, form.get("field", ""), one.value, form.get("why", ""), clear=one.clear)


def _claim(case: Any, place: Place, form: dict[str, str]) -> None:
    kind = form.get("kind", ClaimKind.FACT.value)
    if kind not in set(ClaimKind):
        raise UsageError(f"{kind!r} is no kind of claim.", "Choose fact or cause.")
    case.add_claim([place], form.get("text", ""), ClaimKind(kind), said_by=form.get("said_by") or None)
