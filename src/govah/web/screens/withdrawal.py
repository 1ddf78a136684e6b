"""A person puts an exhibit aside, or takes that back: `exhibit`, `why`."""

from collections.abc import Callable
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from govah.case.case import Case
from govah.web.bench import bench_of
from govah.web.screens.acts import BROKEN
from govah.web.watch import State


async def withdraw(request: Request) -> Response:
    """Withdraw an exhibit."""
    return await _act(request, Case.withdraw)


async def reinstate(request: Request) -> Response:
    """Take the withdrawal of an exhibit back."""
    return await _act(request, Case.reinstate)


async def _act(request: Request, act: Callable[[Case, str, str], Any]) -> Response:
    form = {key: value for key, value in (await request.form()).items() if isinstance(value, str)}
    return await run_in_threadpool(_done, request, act, form)


def _done(request: Request, act: Callable[[Case, str, str], Any], form: dict[str, str]) -> Response:
    """Do it, and show the exhibit."""
    request.state.form = form
    bench = bench_of(request)
    with bench.case() as case:
        if bench.watch.of(case.log).state is State.FAILED:
            raise BROKEN
        sha256 = case.view.resolve(form.get("exhibit", ""))
        act(case, sha256, form.get("why", ""))
    return RedirectResponse(f"/exhibit/{sha256}", 303)
