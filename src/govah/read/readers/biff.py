"""What old Excel workbooks hold beside cells: text boxes, comments, headers. Source: MS-XLS 2.4.329, 2.4.136."""

import re
import struct
from collections.abc import Iterator
from typing import BinaryIO

import olefile

from govah.read.readers.text_flow import block

_HEADER, _FOOTER, _CONTINUE, _TEXT = 0x14, 0x15, 0x3C, 0x1B6
_CODE = re.compile(r'&(?:"[^"]*"|\d+|[A-Z])')


def biff_blocks(stream: BinaryIO) -> list[str]:
    """Blocks of a workbook's headers, footers and texts that float over its sheets."""
    stream.seek(0)
    if not olefile.isOleFile(stream):
        return []
    stream.seek(0)
    with olefile.OleFileIO(stream) as file:
        name = next((name for name in ("Workbook", "Book") if file.exists(name)), None)
        data = file.openstream(name).read() if name == "Workbook" else b""
    found: list[str] = []
    wanted, text = 0, ""
    for kind, body in _records(data):
        if kind == _TEXT and len(body) >= 12:
            wanted, text = struct.unpack_from("<H", body, 10)[0], ""
        elif kind == _CONTINUE and wanted and body:
            piece = body[1:].decode("utf-16-le", "replace") if body[0] & 1 else body[1:].decode("latin-1")
            text += piece[:wanted]
            wanted -= len(piece[:wanted])
            if not wanted:
                found.append(block("text box", text.replace("\r", "\n")))
        elif kind in (_HEADER, _FOOTER):
            wanted = 0
            words = "\t".join(_CODE.sub("", part).strip() for part in re.split("&[LCR]", _string(body))).strip()
            found.append(block("header" if kind == _HEADER else "footer", words))
        else:
            wanted = 0
    return [text for text in dict.fromkeys(found) if text]


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    place = 0
    while place + 4 <= len(data):
        kind, length = struct.unpack_from("<HH", data, place)
        yield kind, data[place + 4 : place + 4 + length]
        place += 4 + length


def _string(body: bytes) -> str:
    if len(body) < 3:
        return ""
    count, wide = struct.unpack_from("<HB", body)
    return body[3 : 3 + 2 * count].decode("utf-16-le", "replace") if wide & 1 else body[3 : 3 + count].decode("latin-1")
