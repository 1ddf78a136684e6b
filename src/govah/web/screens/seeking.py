"""A person keeps a search for an answer in the log: `letter`, `q`, what narrowed it, `note`."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from govah.case.searching import SearchRequest
from govah.model.identifiers import LetterId
from govah.web.bench import bench_of
from govah.web.screens.acts import BROKEN
from govah.web.watch import State


async def seek(request: Request) -> Response:
    """Search again, keep it, and show the letter."""
    form = {key: value for key, value in (await request.form()).items() if isinstance(value, str) and value}
    return await run_in_threadpool(_done, request, form)


def _done(request: Request, form: dict[str, str]) -> Response:
    request.state.form = form
    bench = bench_of(request)
    asked = SearchRequest(
        form.get("q", ""),
        language=form.get("language"),
        source=form.get("source"),
        after=form.get("after"),
        before=form.get("before"),
    )
    with bench.case() as case:
        if bench.watch.of(case.log).state is State.FAILED:
            raise BROKEN
        letter = case.view.letter(LetterId(form.get("letter", "")))
        case.seek(letter.id, asked, form.get("note", ""))
    return RedirectResponse(f"/exhibit/{letter.sha256}?page={letter.span.page}", 303)
