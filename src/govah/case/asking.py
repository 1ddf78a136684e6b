"""The one place where Govah speaks to a network: a time-stamp's request to the address that somebody named."""

import http.client
import urllib.error
import urllib.parse
import urllib.request

from govah.errors import GovahError, UsageError

PATIENCE = 30.0
"""Seconds that an authority may take."""
_MOST_BYTES = 1 << 20
_QUERY, _REPLY = "application/timestamp-query", "application/timestamp-reply"


def ask(url: str, query: bytes) -> bytes:
    """Send a request for a time-stamp (RFC 3161, 3.4) and return the answer, which is not checked here.

    Raises:
        UsageError: The address is none of http or https.
        GovahError: The authority cannot be reached, takes too long, or answers with something else.
    """
    parts = urllib.parse.urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise UsageError(f"{url!r} is not an address of an authority.", "It begins with http:// or https://.")
    headers = {"Content-Type": _QUERY, "Accept": _REPLY, "User-Agent": "timestamp-client"}
    request = urllib.request.Request(url, query, headers, method="POST")  # noqa: S310  # http and https alone
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as reply:  # noqa: S310
            kind = reply.headers.get_content_type()
            data: bytes = reply.read(_MOST_BYTES)
    except urllib.error.HTTPError as error:
        raise _failed(parts.hostname, f"answers {error.code} {error.reason}") from error
    except (urllib.error.URLError, http.client.HTTPException, OSError) as error:
        reason = getattr(error, "reason", error)
        told = reason.strerror if isinstance(reason, OSError) and reason.strerror else reason
        raise _failed(parts.hostname, f"cannot be reached: {told}") from error
    if kind != _REPLY:
        raise _failed(parts.hostname, f"answers with {kind} and not with a time-stamp")
    return data


def _failed(host: str, what: str) -> GovahError:
    return GovahError(
        f"{host} {what}.",
        "Check the address and the connection, or name another authority. Without a network: govah timestamp --request "
        "FILE.tsq, then --response FILE.tsr.",
    )
