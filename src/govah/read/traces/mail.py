"""Signatures of a mail: DKIM (RFC 6376), as far as they can be checked without the key, which the network has."""

import base64
import binascii
import hashlib
import re
from collections.abc import Iterator

from govah.model.traces import MailSeal

_HEADER = re.compile(rb"^dkim-signature:((?:.*\r?\n(?=[ \t]))*.*)$", re.IGNORECASE | re.MULTILINE)
_END = re.compile(rb"\r?\n\r?\n")
_BARE = re.compile(rb"(?<!\r)\n")
_BLANKS = re.compile(rb"[ \t]+")
_HASHES = {"sha256": hashlib.sha256, "sha1": hashlib.sha1}
_MOST_HEADERS = 1 << 20


def seals(data: bytes) -> Iterator[MailSeal]:
    """The DKIM signatures of a mail, each with whether the hash that it gives is the body's.

    Args:
        data: The mail; line ends of LF, as mailboxes keep them, are those of CRLF.
    """
    end = _END.search(data)
    headers = data[: end.start() if end else len(data)][:_MOST_HEADERS]
    body = _BARE.sub(b"\r\n", data[end.end() :]) if end else b""
    for found in _HEADER.finditer(headers):
        tags = dict(_tags(found[1]))
        yield MailSeal(tags.get("d", ""), tags.get("s", ""), tags.get("a", ""), _agrees(tags, body))


def _tags(value: bytes) -> Iterator[tuple[str, str]]:
    for part in value.decode("ascii", "replace").split(";"):
        name, sign, text = part.partition("=")
        if sign:
            yield name.strip(), re.sub(r"\s+", "", text)


def _agrees(tags: dict[str, str], body: bytes) -> bool | None:
    digest = _HASHES.get(tags.get("a", "").rpartition("-")[2].lower())
    if digest is None or "bh" not in tags:
        return None
    _, _, way = tags.get("c", "simple/simple").partition("/")
    canonical = _relaxed(body) if way == "relaxed" else _simple(body)
    length = tags.get("l", "")
    if length.isdigit():
        canonical = canonical[: int(length)]
    try:
        wanted = base64.b64decode(tags["bh"], validate=True)
    except (binascii.Error, ValueError):
        return False
    return digest(canonical).digest() == wanted


def _simple(body: bytes) -> bytes:
    """3.4.3: without empty lines at the end; an empty body is one line end."""
    return re.sub(rb"(?:\r\n)*\Z", b"", body) + b"\r\n"


def _relaxed(body: bytes) -> bytes:
    """3.4.4: white space within lines as one space, none at their ends, no empty lines at the end."""
    lines = [_BLANKS.sub(b" ", line).rstrip(b" ") for line in body.split(b"\r\n")]
    while lines and not lines[-1]:
        lines.pop()
    return b"".join(line + b"\r\n" for line in lines)
