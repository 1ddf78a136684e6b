"""The workbench as an application: addresses, and what becomes of errors."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from govah.errors import GovahError, IntegrityError, NotFoundError, RefusedError, UsageError
from govah.model.passage import Place
from govah.web.bench import Bench, draw, draw_alone, twin
from govah.web.guard import Guard
from govah.web.screens.acts import BROKEN, claim, confirm, correct, mark
from govah.web.screens.authenticity import authenticity
from govah.web.screens.custody import custody
from govah.web.screens.desk import desk
from govah.web.screens.exhibit import exhibit, picture
from govah.web.screens.exhibits import exhibits
from govah.web.screens.letters import letters
from govah.web.screens.pairs import dyad, pairs
from govah.web.screens.search import search
from govah.web.screens.seeking import seek
from govah.web.screens.series import series
from govah.web.screens.withdrawal import reinstate, withdraw
from govah.web.watch import CustodyWatch

_STATUS = {NotFoundError: 404, UsageError: 400, RefusedError: 403, IntegrityError: 500}


_WRITTEN = ("text", "said_by", "note", "value", "number", "date", "letter", "why")
"""Fields of forms into which a person writes."""


def workbench(folder: Path, actor: str | None, port: int) -> Guard:
    """The workbench of a case, behind its guard.

    Args:
        folder: Of the case.
        actor: Name of the key that acts.
        port: Where it will listen, for the Host and Origin that it answers to.
    """
    watch = CustodyWatch(folder)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        watch.start()
        yield
        watch.stop()

    handlers: dict[Any, Any] = {GovahError: _told, 404: _missing}
    app = Starlette(routes=_routes(), exception_handlers=handlers, lifespan=lifespan)
    app.state.bench = Bench(folder, actor, watch)
    return Guard(app, port)


def _routes() -> list[BaseRoute]:
    static = str(files("govah.web") / "static")
    return [
        Route("/", desk),
        Route("/desk.json", desk),
        Route("/search", search),
        Route("/search.json", search),
        Route("/exhibits", exhibits),
        Route("/exhibits.json", exhibits),
        Route("/exhibit/{sha:str}/picture", picture),
        Route("/exhibit/{sha:str}/authenticity", authenticity),
        Route("/exhibit/{sha:str}/authenticity.json", authenticity),
        Route("/exhibit/{sha:str}.json", exhibit),
        Route("/exhibit/{sha:str}", exhibit),
        Route("/letters", letters),
        Route("/letters.json", letters),
        Route("/letters/pairs", pairs),
        Route("/letters/pairs.json", pairs),
        Route("/letters/dyad", dyad),
        Route("/letters/dyad.json", dyad),
        Route("/letters/series", series),
        Route("/letters/series.json", series),
        Route("/custody", custody),
        Route("/custody.json", custody),
        Route("/mark", mark, methods=["POST"]),
        Route("/confirm", confirm, methods=["POST"]),
        Route("/correct", correct, methods=["POST"]),
        Route("/claim", claim, methods=["POST"]),
        Route("/seek", seek, methods=["POST"]),
        Route("/withdraw", withdraw, methods=["POST"]),
        Route("/reinstate", reinstate, methods=["POST"]),
        Mount("/static", StaticFiles(directory=static)),
    ]


def _missing(request: Request, error: Exception) -> Response:
    """An address that leads nowhere."""
    return _told(request, NotFoundError("There is no such page.", "Choose a screen from the list of screens."))


def _told(request: Request, error: Exception) -> Response:
    """An error as a page that says what to do next."""
    if not isinstance(error, GovahError):
        raise error
    status = next((code for kind, code in _STATUS.items() if isinstance(error, kind)), 500)
    bench: Bench = request.app.state.bench
    if isinstance(error, IntegrityError) and error is not BROKEN:
        bench.watch.refused(error)
    if twin(request):
        return JSONResponse({"error": error.what, "remedy": error.remedy}, status)
    try:
        with bench.case() as case:
            return draw(
                request,
                case,
                "error.html",
                "",
                {"error": error, "kept": _kept(request), "back": _back(request)},
                status,
            )
    except GovahError:  # the case itself does not open: there is no frame to draw
        return draw_alone(request, "integrity.html", {"error": error}, status)


def _back(request: Request) -> str | None:
    """The page on which a form was that was refused."""
    form: dict[str, str] = getattr(request.state, "form", {})
    try:
        sha, (page, start, end) = Place.parse(form.get("passage", ""))
    except UsageError:  # it named none
        return None
    return f"/exhibit/{sha}?page={page}&start={start}&end={end}"


def _kept(request: Request) -> list[tuple[str, str]]:
    """What a person wrote into a form that was refused."""
    form: dict[str, str] = getattr(request.state, "form", {})
    return [(name, form[name]) for name in _WRITTEN if form.get(name)]
