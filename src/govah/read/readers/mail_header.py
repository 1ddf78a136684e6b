"""Mail headers as people wrote them: RFC 5322, 2047 and 2231, and what mailers made of these."""

import binascii
import re
from collections.abc import Iterator
from urllib.parse import unquote_to_bytes

from govah.read.readers.charset import decode

_ENCODED = re.compile(r"=\?([^?\s*]{1,60})(?:\*[^?\s]*)?\?([bBqQ])\?([^?]*(?:\?(?!=)[^?]*)*)\?=")
_PARAMETER = re.compile(r""";\s*([^\s=;"]+)\s*=\s*("(?:[^"\\]|\\.)*"?|[^;]*)""", re.DOTALL)
_FOLD = re.compile(r"\r?\n[ \t]*|\r")


def header_text(raw: bytes) -> str:
    """A header's value: unfolded, bytes that are not ASCII by a guess at their encoding, encoded words undone."""
    text = raw.decode("ascii") if raw.isascii() else decode(raw).text
    return words(_FOLD.sub(" ", text)).strip()


def words(text: str) -> str:
    """Undo encoded words (RFC 2047), also where they stand where they should not.

    The white space between two of them is not text; a character that was cut between two is joined again.
    """
    out: list[str] = []
    held: tuple[str, bytes] | None = None
    place = 0
    for found in _ENCODED.finditer(text):
        between = text[place : found.start()]
        charset, kind, payload = found.group(1).lower(), found.group(2).lower(), found.group(3)
        data = base64_bytes(payload.encode("ascii", "ignore")) if kind == "b" else _q_bytes(payload)
        if held is not None and (between.strip() or held[0] != charset):
            out.append(decode(held[1], held[0]).text)
            held = None
        if between.strip() or place == 0:
            out.append(between)
        held = (charset, (held[1] if held else b"") + data)
        place = found.end()
    if held is not None:
        out.append(decode(held[1], held[0]).text)
    return "".join(out) + text[place:]


def _q_bytes(payload: str) -> bytes:
    raw = payload.replace("_", " ").encode("utf-8", "replace")
    return re.sub(rb"=([0-9A-Fa-f]{2})", lambda found: bytes([int(found.group(1), 16)]), raw)


def base64_bytes(data: bytes) -> bytes:
    """Base64 with whatever stands between its letters ignored, also several pieces in a row."""
    out = []
    for piece in re.split(rb"=+", re.sub(rb"[^A-Za-z0-9+/=]", b"", data)):
        if len(piece) % 4 == 1:
            piece = piece[:-1]
        out.append(binascii.a2b_base64(piece + b"=" * (-len(piece) % 4)))
    return b"".join(out)


def split_value(text: str) -> tuple[str, dict[str, str]]:
    """A structured value such as Content-Type's: what stands before the first `;`, and its parameters."""
    head = text.partition(";")[0].strip().lower()
    plain: dict[str, str] = {}
    pieces: dict[str, list[tuple[int, bool, str]]] = {}
    for found in _PARAMETER.finditer(text):
        name, value = found.group(1).lower(), _unquoted(found.group(2).strip())
        base, star, rest = name.partition("*")
        if not star:
            plain.setdefault(base, words(value))
            continue
        number = rest.rstrip("*")
        if number and not number.isdecimal():
            continue
        pieces.setdefault(base, []).append((int(number[:6] or 0), not rest or rest.endswith("*"), value))
    return head, plain | {name: _continued(found) for name, found in pieces.items()}


def _unquoted(value: str) -> str:
    if value.startswith('"'):
        inner = value[1:-1] if value.endswith('"') and len(value) > 1 else value[1:]
        return re.sub(r'\\(["\\])', r"\1", inner)
    return value


def _continued(pieces: list[tuple[int, bool, str]]) -> str:
    """RFC 2231: pieces in the order of their numbers, percent signs and a character set in those with a star."""
    pieces.sort(key=lambda piece: piece[0])
    charset, data = None, b""
    for place, (_, starred, value) in enumerate(pieces):
        if starred:
            if place == 0 and value.count("'") >= 2:
                charset, _, value = value.split("'", 2)
            data += unquote_to_bytes(value)
        else:
            data += value.encode("utf-8", "replace")
    return decode(data, charset).text


def header_lines(block: bytes) -> Iterator[tuple[str, bytes]]:
    """Headers of a block as small-letter name and raw value, folded lines kept with theirs."""
    name, value = "", b""
    for line in block.splitlines(keepends=True):
        if line[:1] in (b" ", b"\t") and name:
            value += line
            continue
        if name:
            yield name, value.strip()
        left, colon, right = line.partition(b":")
        name = left.strip().decode("ascii", "replace").lower() if colon else ""
        value = right
    if name:
        yield name, value.strip()
