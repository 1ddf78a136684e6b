"""Text as QR codes, for machines that share no network and no stick; what is too long for one goes into several."""

import base64
import hashlib
import re
from io import BytesIO
from pathlib import Path

from govah.case.outputs import check_new, write_new
from govah.errors import UsageError

_ONE = 1400
"""Bytes that still make a code which a telephone reads from a screen."""
_PIECE = 900
"""Bytes of a piece; base64 makes 1200 of them."""
_PART = re.compile(r"govah-part ([1-9]\d?)/([1-9]\d?) ([0-9a-f]{8}) ([A-Za-z0-9+/=]+)\s*", re.ASCII)


def split(data: bytes) -> list[str]:
    """What each code holds: the text itself, or numbered parts of it."""
    if len(data) <= _ONE:
        return [data.decode()]
    pieces = [data[at : at + _PIECE] for at in range(0, len(data), _PIECE)]
    name = hashlib.sha256(data).hexdigest()[:8]
    return [
        f"govah-part {number}/{len(pieces)} {name} {base64.b64encode(piece).decode()}\n"
        for number, piece in enumerate(pieces, 1)
    ]


def join(data: bytes) -> bytes:
    """Text that came in numbered parts, in any order; any other text as it is.

    Raises:
        UsageError: A part is missing or was garbled.
    """
    if not data.startswith(b"govah-part "):
        return data
    text = data.decode("ascii", "replace")
    parts = list(_PART.finditer(text))
    pieces = {int(part[1]): part[4] for part in parts}
    totals = {(part[2], part[3]) for part in parts}
    remedy = "Scan every code once more, each whole, one after the other."
    if len(totals) != 1 or _PART.sub("", text).strip():
        raise UsageError("These are not the parts of one text.", remedy)
    ((total, name),) = totals
    missing = [str(number) for number in range(1, int(total) + 1) if number not in pieces]
    if missing:
        absent = f"{', '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing"
        raise UsageError(f"Of {total} parts, {absent}.", remedy)
    try:
        whole = b"".join(base64.b64decode(pieces[number], validate=True) for number in sorted(pieces))
    except ValueError as error:
        raise UsageError("A part was garbled.", remedy) from error
    if hashlib.sha256(whole).hexdigest()[:8] != name:
        raise UsageError("A part was garbled.", remedy)
    return whole


def write_codes(data: bytes, path: Path) -> list[Path]:
    """Write a text as QR codes.

    Args:
        data: The text.
        path: Of the picture, `.svg` or `.png`; where several are needed, a number is put before its ending.

    Returns:
        The pictures, in order.

    Raises:
        UsageError: Another kind of picture, one that exists, or a text that is too long for codes at all.
    """
    import segno

    texts = split(data)
    paths = _places(texts, path)
    for place, text in zip(paths, texts, strict=True):
        drawn = BytesIO()
        segno.make(text, error="l", micro=False, encoding="utf-8").save(drawn, kind=place.suffix[1:].lower(), scale=4)
        write_new(place, drawn.getvalue(), "--qr FILE")
    return paths


def check_picture(path: Path) -> None:
    """See that codes can be drawn at a place.

    Raises:
        UsageError: It is another kind of picture, or exists.
    """
    if path.suffix.lower() not in (".svg", ".png"):
        raise UsageError(f"{path} is neither SVG nor PNG.", "Name the picture FILE.svg or FILE.png.")
    check_new(path, "--qr FILE")


def _places(texts: list[str], path: Path) -> list[Path]:
    """Where the pictures go, all of them new.

    Raises:
        UsageError: As `write_codes`.
    """
    check_picture(path)
    if len(texts) > 99:
        raise UsageError("This is too long for QR codes.", "Carry the file itself: -o FILE")
    paths = [path] if len(texts) == 1 else [path.with_stem(f"{path.stem}-{n}") for n in range(1, len(texts) + 1)]
    for place in paths:
        check_new(place, "--qr FILE")
    return paths
