"""Property sets of OLE files. Source: MS-OLEPS 2.1 to 2.21.

Read here and not by `olefile`, which believes the count of a vector: four bytes then keep it busy for hours.
"""

import struct
from datetime import UTC, datetime, timedelta
from typing import Final, TypeAlias

from govah.read.readers.charset import codec, decode

PropertyValue: TypeAlias = str | int | datetime

_MOST: Final = 4096
_LONGEST: Final = 1 << 16
_CODE_PAGE: Final = 1
_SHORT, _LONG, _BASIC_STRING, _BYTES, _WIDE, _TIME = 2, 3, 8, 0x1E, 0x1F, 0x40
_UTF16, _UTF8 = 1200, 65001
_EPOCH: Final = datetime(1601, 1, 1, tzinfo=UTC)


def property_set(data: bytes) -> dict[int, PropertyValue]:
    """Numbers, strings and times of a stream's first property set, by their identifiers.

    What is damaged, of another type or a vector is left out.

    Raises:
        ValueError: It is no property set.
    """
    if len(data) < 56:
        raise ValueError("the set of properties is cut")
    start = struct.unpack_from("<I", data, 44)[0]
    if start + 8 > len(data):
        raise ValueError("the set of properties is cut")
    count = struct.unpack_from("<I", data, start + 4)[0]
    count = min(count, _MOST, (len(data) - start - 8) // 8)
    places = dict(struct.iter_unpack("<II", data[start + 8 : start + 8 + 8 * count]))
    page = _value(data, start + places[_CODE_PAGE], 0) if _CODE_PAGE in places else None
    label = page & 0xFFFF if isinstance(page, int) else 0
    found = {name: _value(data, start + place, label) for name, place in places.items()}
    return {name: value for name, value in found.items() if value is not None}


def _value(data: bytes, place: int, page: int) -> PropertyValue | None:
    if place + 8 > len(data):
        return None
    kind, first = struct.unpack_from("<II", data, place)
    if kind == _SHORT:
        return int(struct.unpack_from("<h", data, place + 4)[0])
    if kind == _LONG:
        return int(struct.unpack_from("<i", data, place + 4)[0])
    if kind in (_BYTES, _BASIC_STRING):
        return _text(data[place + 8 : place + 8 + min(first, _LONGEST)], page)
    if kind == _WIDE:
        return data[place + 8 : place + 8 + 2 * min(first, _LONGEST)].decode("utf-16-le", "replace").rstrip("\x00")
    if kind == _TIME and place + 12 <= len(data):
        ticks = struct.unpack_from("<Q", data, place + 4)[0]
        try:
            return _EPOCH + timedelta(microseconds=ticks // 10) if ticks else None
        except OverflowError:
            return None
    return None


def _text(raw: bytes, page: int) -> str:
    if page == _UTF16:
        return raw[: len(raw) // 2 * 2].decode("utf-16-le", "replace").rstrip("\x00")
    label = "utf-8" if page == _UTF8 else f"cp{page}"
    return decode(raw.replace(b"\x00", b""), label if codec(label) else None).text
