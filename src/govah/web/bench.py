"""What every screen needs: the case, the language, the frame around the work area."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from govah.case.case import Case
from govah.config import actor_name
from govah.web.holdings import Holdings, Shelf
from govah.web.letter_fields import date_gloss, no_such_day, office, written
from govah.web.marks import MarkWriter
from govah.web.names import name_html
from govah.web.translation import LANGUAGES, NAMES, Locale, locale
from govah.web.watch import CustodyWatch, State
from govah.web.wording import Words

LANGUAGE_COOKIE = "govah-language"


@dataclass(frozen=True, slots=True)
class Bench:
    """The workbench of one case.

    Args:
        folder: Of the case.
        actor: Name of the key that acts.
        watch: The state of custody.
        shelf: What was read of the whole case.
    """

    folder: Path
    actor: str | None
    watch: CustodyWatch
    shelf: Shelf = field(default_factory=Shelf)

    def case(self) -> AbstractContextManager[Case]:
        """The case, opened for one request."""
        return Case(self.folder, self.actor)


def bench_of(request: Request) -> Bench:
    """The workbench that answers a request."""
    found: Bench = request.app.state.bench
    return found


def holdings_of(request: Request, case: Case) -> Holdings:
    """What the case of a request holds."""
    return bench_of(request).shelf.holdings(case)


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


def json_answer(value: Any, status: int = 200) -> Response:
    """The JSON twin."""
    return JSONResponse(value, status, headers={"cache-control": "no-store"})


def whole_number(request: Request, name: str, default: int) -> int:
    """A number in the address; the default where there is none."""
    written_number = request.query_params.get(name, "")
    is_number = written_number.isascii() and written_number.isdigit() and len(written_number) < 10
    return int(written_number) if is_number else default


def address(request: Request, **changed: object) -> str:
    """The address of this page with some parameters changed; None takes one away."""
    parameters = {key: value for key, value in request.query_params.items() if key not in ("lang", "print", "keys")}
    parameters |= {key: str(value) for key, value in changed.items() if value is not None}
    kept = [(key, value) for key, value in parameters.items() if changed.get(key, "") is not None]
    return request.url.path + (f"?{urlencode(kept)}" if kept else "")


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
    holdings = holdings_of(request, case)

    def here(**changed: object) -> str:
        return address(request, **changed)

    html = (
        _environment(language)
        .get_template(template)
        .render(
            **context,
            frame=_frame(request, case, holdings, language, screen),
            locale=language,
            words=Words(language),
            here=here,
            mark_of=MarkWriter(holdings.numbers, holdings.withdrawn, language),
        )
    )
    answer = HTMLResponse(html, status, headers={"cache-control": "no-store"})
    if request.query_params.get("lang") in LANGUAGES:
        answer.set_cookie(LANGUAGE_COOKIE, language.code, httponly=True, samesite="strict", path="/")
    return answer


def draw_alone(request: Request, template: str, context: Mapping[str, Any], status: int) -> Response:
    """Draw a page without the frame, for when the case itself does not open."""
    language = language_of(request)
    return HTMLResponse(_environment(language).get_template(template).render(**context, locale=language), status)


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
        known.filters |= {
            "figure": language.figure,
            "digits": language.digits,
            "day": language.day,
            "moment": language.moment,
            "instant": language.instant,
            "clock": language.clock,
            "percent": language.percent,
            "size": language.size,
            "name": lambda name: name_html(name, language.direction),
            "office": office,
            "written": written,
            "impossible": no_such_day,
            "gloss": lambda found: date_gloss(found, language),
        }
        _ENVIRONMENTS[language.code] = known
    return known


def _frame(request: Request, case: Case, holdings: Holdings, language: Locale, screen: str) -> dict[str, Any]:
    parameters = [(key, value) for key, value in request.query_params.multi_items() if key not in ("lang", "print")]
    path = request.url.path
    view, custody = case.view, bench_of(request).watch.of(case.log)
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
        "print": "print" in request.query_params,
        "keys_open": "keys" in request.query_params,
        "custody": custody,
        "broken": custody.state is State.FAILED,
        "query": request.query_params.get("q", ""),
        "exhibits": view.exhibit_count,
        "unanswered": holdings.unanswered,
        "until": holdings.until,
        "person": case.actor or actor_name() or view.first_actor,
    }
