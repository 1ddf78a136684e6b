"""What every screen needs: the case, the language, the frame around the work area."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from govah.case.case import Case
from govah.case.view import CaseView
from govah.web import marks
from govah.web.translation import LANGUAGES, NAMES, Locale, locale
from govah.web.watch import CustodyWatch

LANGUAGE_COOKIE = "govah-language"


@dataclass(frozen=True, slots=True)
class Bench:
    """The workbench of one case.

    Args:
        folder: Of the case.
        actor: Name of the key that acts.
        watch: The state of custody.
    """

    folder: Path
    actor: str | None
    watch: CustodyWatch

    def case(self) -> AbstractContextManager[Case]:
        """The case, opened for one request."""
        return Case(self.folder, self.actor)


def bench_of(request: Request) -> Bench:
    """The workbench that answers a request."""
    found: Bench = request.app.state.bench
    return found


def language_of(request: Request) -> Locale:
    """The language that the address asks for, else the one chosen before, else the browser's."""
    asked = request.query_params.get("lang") or request.cookies.get(LANGUAGE_COOKIE)
    if asked in LANGUAGES:
        return locale(asked)
    accepted = [part.split(";")[0].strip()[:2] for part in request.headers.get("accept-language", "").split(",")]
    return locale(next((code for code in accepted if code in LANGUAGES), "en"))


def twin(request: Request) -> bool:
    """Whether the JSON twin of a page is asked for."""
    return request.url.path.endswith(".json")


def json_answer(value: Any) -> Response:
    """The JSON twin."""
    return JSONResponse(value)


def draw(
    request: Request, case: Case, template: str, screen: str, context: Mapping[str, Any], status: int = 200
) -> Response:
    """Draw a screen in its frame.

    Args:
        template: Name of the template.
        screen: Which entry of the rail is current.
        context: What the template needs besides the frame.
        status: HTTP status.
    """
    language = language_of(request)
    environment = _environment(language)
    watch = bench_of(request).watch
    html = environment.get_template(template).render(
        **context,
        frame=_frame(request, case.view, language, screen, watch),
        locale=language,
        mark_of=marks.MarkWriter(case.view, language),
    )
    answer = HTMLResponse(html, status)
    if request.query_params.get("lang") in LANGUAGES:
        answer.set_cookie(LANGUAGE_COOKIE, language.code, httponly=True, samesite="strict", path="/")
    return answer


_ENVIRONMENTS: dict[str, Environment] = {}


def _environment(language: Locale) -> Environment:
    known = _ENVIRONMENTS.get(language.code)
    if known is None:
        known = Environment(
            loader=PackageLoader("govah.web", "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            extensions=["jinja2.ext.i18n"],
        )
        known.install_gettext_translations(language.messages, newstyle=True)  # type: ignore[attr-defined]
        known.filters["figure"] = language.figure
        known.filters["digits"] = language.digits
        known.filters["day"] = language.day
        _ENVIRONMENTS[language.code] = known
    return known


def _frame(request: Request, view: CaseView, language: Locale, screen: str, watch: CustodyWatch) -> dict[str, Any]:
    parameters = [(key, value) for key, value in request.query_params.multi_items() if key != "lang"]
    path = request.url.path
    return {
        "case": view.name,
        "screen": screen,
        "languages": [
            {
                "code": code,
                "name": NAMES[code],
                "current": code == language.code,
                "href": f"{path}?{urlencode([*parameters, ('lang', code)])}",
            }
            for code in LANGUAGES
        ],
        "twin": f"{'/desk' if path == '/' else path}.json" + (f"?{urlencode(parameters)}" if parameters else ""),
        "verdict": watch.verdict,
        "broken": watch.broken,
        "query": request.query_params.get("q", ""),
        "exhibits": view.exhibit_count,
        "unanswered": view.unanswered_count,
    }
