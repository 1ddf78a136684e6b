"""Who may talk to the workbench: one browser on this machine, and no page but our own."""

import hmac
import secrets
from http.cookies import SimpleCookie
from urllib.parse import parse_qs, urlsplit

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from govah.web.bench import draw_alone, json_answer, twin
from govah.web.translation import N_

COOKIE = "govah"
NOT_ENTERED = N_("This browser has not entered the workbench.")
USED = N_("This address was used already, or it is of a workbench that has ended.")
_OPEN = ("/static/govah.css", "/static/fonts/", "/static/mark.svg")
"""What the page before the door is drawn with. Nothing of a case is in it."""
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = (
    (b"content-security-policy", _POLICY.encode()),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=(), interest-cohort=()"),
)
_SAFE = frozenset({"GET", "HEAD"})


class Guard:
    """Checks Host, Origin and session of every request, and sets the headers of every answer.

    Args:
        app: The workbench.
        port: Where it listens.
    """

    def __init__(self, app: ASGIApp, port: int) -> None:
        self._app = app
        self._hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}
        self._origins = {f"http://{host}" for host in self._hosts}
        self._token: str | None = secrets.token_urlsafe(32)
        self._session = secrets.token_urlsafe(32)

    @property
    def token(self) -> str:
        """The one-time token that opens a session.

        Raises:
            ValueError: It was used.
        """
        if self._token is None:
            raise ValueError("the token was used")
        return self._token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                names = {name.lower() for name, _ in message["headers"]}
                message["headers"] = [*message["headers"], *(pair for pair in _HEADERS if pair[0] not in names)]
            await send(message)

        refusal = self._refusal(scope)
        if refusal is not None:
            await refusal(scope, receive, with_headers)
        else:
            await self._app(scope, receive, with_headers)

    def _refusal(self, scope: Scope) -> Response | None:
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        if headers.get("host") not in self._hosts:
            return PlainTextResponse("This workbench answers to 127.0.0.1 only.\n", 421)
        origin = headers.get("origin")
        # our own pages send no referrer, and browsers then call even their own origin "null"
        ours = origin in self._origins or (origin == "null" and headers.get("sec-fetch-site") == "same-origin")
        if origin is not None and not ours:
            return PlainTextResponse("Refused: the request comes from another page.\n", 403)
        if scope["method"] not in _SAFE and origin is None and headers.get("sec-fetch-site") != "same-origin":
            return PlainTextResponse("Refused: the request does not say which page it comes from.\n", 403)
        if headers.get("sec-fetch-site") in ("cross-site", "same-site") and scope["path"] != "/enter":
            return PlainTextResponse("Refused: the request comes from another page.\n", 403)
        entered = self._entered(headers.get("cookie", ""))
        if scope["path"] == "/enter":
            return RedirectResponse("/", 303) if entered else self._enter(scope)
        if not entered and not scope["path"].startswith(_OPEN):
            return self._closed(scope, NOT_ENTERED)
        return None

    def _entered(self, cookies: str) -> bool:
        held = SimpleCookie(cookies).get(COOKIE)
        return held is not None and hmac.compare_digest(held.value.encode(), self._session.encode())

    def _closed(self, scope: Scope, why: str) -> Response:
        """The page before the door: why it is closed, and the next step."""
        request = Request(scope)
        if twin(request):
            return json_answer({"error": why, "remedy": "govah serve"}, 401)
        return draw_alone(request, "entrance.html", {"why": why}, 401)

    def _enter(self, scope: Scope) -> Response:
        """Exchange the one-time token for a session."""
        query = parse_qs(urlsplit("?" + scope["query_string"].decode("latin-1")).query)
        given = query.get("token", [""])[0]
        if self._token is None or not hmac.compare_digest(given.encode(), self._token.encode()):
            return self._closed(scope, USED)
        self._token = None
        answer = RedirectResponse("/", 303)
        answer.set_cookie(COOKIE, self._session, httponly=True, samesite="strict", path="/")
        return answer
