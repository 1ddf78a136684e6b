"""A reading as JSON, and back with every value checked.

The JSON comes from a worker that opened a hostile file, so nothing in it is believed: types, ranges, sizes,
spans inside their text, names of spooled files.
"""

import base64
import binascii
import math
import re
from collections.abc import Callable
from enum import StrEnum
from typing import Any, Final, TypeVar

from govah.errors import GovahError
from govah.model.page import Box, Layer, Origin, Page, Region, RegionKind, Word
from govah.model.status import Status
from govah.model.text import stored_text
from govah.model.upright import TURNS
from govah.read.reading import Part, Reading

MAX_PAGES: Final = 100_000
MAX_CHILDREN: Final = 1_000_000
MAX_METADATA: Final = 2_000
MAX_WORDS: Final = 4_000_000
MAX_TEXT: Final = 256 << 20
"""Code points of all pages together, their other layers included."""
MAX_LAYERS: Final = 4
MAX_REGIONS: Final = 10_000
MAX_STRING: Final = 1 << 20
"""Code points of a name, label, detail or metadata value."""
MAX_SIZE: Final = 1 << 50
MAX_EXTENT: Final = 1e7
"""Greatest absolute coordinate and page size, in the page's units."""

_FILE = re.compile(r"[0-9]{6,9}")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_MEDIA = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,126}/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}")
_SURROGATE = re.compile("[\ud800-\udfff]")

_T = TypeVar("_T")
_E = TypeVar("_E", bound=StrEnum)


class WireError(GovahError):
    """A worker's answer is not a reading."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"The worker's answer is not a reading: {what}.",
            "The file may have attacked its reader: keep it apart and report it.",
        )


def reading_to_json(reading: Reading) -> dict[str, Any]:
    """The JSON object of a reading."""
    return {
        "media_type": reading.media_type,
        "reader": reading.reader,
        "status": reading.status.value,
        "detail": reading.detail,
        "language": reading.language,
        "metadata": dict(reading.metadata),
        "pages": [_page_to_json(page) for page in reading.pages],
        "children": [_part_to_json(part) for part in reading.children],
    }


def reading_from_json(value: object) -> Reading:
    """The reading of a JSON object.

    Raises:
        WireError: Anything in it is not as the contract says.
    """
    fields = _object(value, "the answer")
    pages = tuple(_page(item, number) for number, item in enumerate(_list(fields, "pages", MAX_PAGES), start=1))
    texts = sum(len(page.text) + sum(len(layer.text) for layer in page.layers) for page in pages)
    if texts > MAX_TEXT or sum(len(page.words) for page in pages) > MAX_WORDS:
        raise WireError("more text than is allowed")
    children = tuple(_part(item, index) for index, item in enumerate(_list(fields, "children", MAX_CHILDREN)))
    if len({part.name for part in children}) != len(children):
        raise WireError("two children of one name")
    media_type = _string(fields, "media_type")
    if not _MEDIA.fullmatch(media_type):
        raise WireError("media_type")
    return Reading(
        media_type=media_type,
        reader=_maybe(_string, fields, "reader"),
        status=_member(Status, fields, "status"),
        detail=_maybe(_string, fields, "detail"),
        language=_maybe(_language, fields, "language"),
        metadata=_metadata(fields),
        pages=pages,
        children=children,
    )


def _page_to_json(page: Page) -> dict[str, Any]:
    value: dict[str, Any] = {
        "number": page.number,
        "label": page.label,
        "text": page.text,
        "origin": page.origin.value,
        "width": page.width,
        "height": page.height,
        "language": page.language,
        "remark": page.remark,
        "words": [[word.start, word.end, *word.box, word.line, word.confidence, word.other] for word in page.words],
        "reason": page.reason,
        "layers": [{"origin": layer.origin.value, "text": layer.text} for layer in page.layers],
        "regions": [[region.kind.value, *region.box] for region in page.regions],
    }
    return {**value, "turned": page.turned} if page.turned else value


def _part_to_json(part: Part) -> dict[str, Any]:
    return {
        "index": part.index,
        "name": part.name,
        "name_raw": None if part.name_raw is None else base64.b64encode(part.name_raw).decode("ascii"),
        "file": part.file,
        "size": part.size,
        "detail": part.detail,
        "inline": part.inline,
    }


def _page(value: object, number: int) -> Page:
    fields = _object(value, f"page {number}")
    if _integer(fields, "number", MAX_PAGES) != number:
        raise WireError(f"page {number} has another number")
    text = _text(fields, number)
    return Page(
        number=number,
        text=text,
        origin=_member(Origin, fields, "origin"),
        label=_maybe(_string, fields, "label"),
        width=_maybe(_extent, fields, "width"),
        height=_maybe(_extent, fields, "height"),
        words=_words(_list(fields, "words", MAX_WORDS), len(text)),
        language=_maybe(_language, fields, "language"),
        remark=_maybe(_string, fields, "remark"),
        reason=_maybe(_string, fields, "reason"),
        layers=tuple(_layer(item, number) for item in _list(fields, "layers", MAX_LAYERS)),
        regions=tuple(_region(item) for item in _list(fields, "regions", MAX_REGIONS)),
        turned=_turned(fields, number),
    )


def _text(fields: dict[str, Any], number: int) -> str:
    text = _string(fields, "text", MAX_TEXT)
    if stored_text(text) != text:
        raise WireError(f"page {number} has text that is not normalised")
    return text


def _turned(fields: dict[str, Any], number: int) -> int:
    turned = _integer(fields, "turned", max(TURNS)) if "turned" in fields else 0
    if turned not in TURNS:
        raise WireError(f"page {number} is turned by no quarters")
    return turned


def _layer(value: object, number: int) -> Layer:
    fields = _object(value, f"a layer of page {number}")
    return Layer(_member(Origin, fields, "origin"), _text(fields, number))


def _region(value: object) -> Region:
    if not isinstance(value, list) or len(value) != 5:
        raise WireError("a region is not a row of five")
    kind, *sides = value
    if not isinstance(kind, str) or kind not in set(RegionKind):
        raise WireError("a region's kind")
    return Region(RegionKind(kind), _box(sides, "a region's"))


def _box(sides: list[object], whose: str) -> Box:
    if not all(_is_number(side, -MAX_EXTENT, MAX_EXTENT) for side in sides):
        raise WireError(f"{whose} box is not four numbers")
    return Box(*(float(side) for side in sides))  # type: ignore[arg-type]


def _words(items: list[object], length: int) -> tuple[Word, ...]:
    words = []
    last = 0
    for item in items:
        if not isinstance(item, list) or len(item) != 9:
            raise WireError("a word is not a row of nine")
        start, end, *sides, line, confidence, other = item
        if not _is_integer(start, length) or not _is_integer(end, length) or not last <= start < end:
            raise WireError("a word leaves its page or its order")
        if not _is_integer(line, MAX_WORDS):
            raise WireError("a word's line is not a number")
        if confidence is not None and not _is_number(confidence, 0, 1):
            raise WireError("a word's confidence is not from 0 to 1")
        if other is not None and (not isinstance(other, str) or len(other) > MAX_STRING or stored_text(other) != other):
            raise WireError("a word's other reading is no text")
        box = _box(sides, "a word's")
        words.append(Word(start, end, box, line, None if confidence is None else float(confidence), other))
        last = end
    return tuple(words)


def _part(value: object, index: int) -> Part:
    fields = _object(value, f"child {index}")
    if _integer(fields, "index", MAX_CHILDREN) != index:
        raise WireError(f"child {index} has another index")
    file = _maybe(_string, fields, "file")
    if file is not None and not _FILE.fullmatch(file):
        raise WireError(f"child {index} names a file outside its folder")
    raw = _maybe(_string, fields, "name_raw")
    inline = fields.get("inline")
    if not isinstance(inline, bool):
        raise WireError("inline")
    try:
        name_raw = None if raw is None else base64.b64decode(raw, validate=True)
    except (binascii.Error, ValueError) as error:
        raise WireError("name_raw") from error
    return Part(
        index=index,
        name=_string(fields, "name"),
        name_raw=name_raw,
        file=file,
        size=_integer(fields, "size", MAX_SIZE),
        detail=_maybe(_string, fields, "detail"),
        inline=inline,
    )


def _metadata(fields: dict[str, Any]) -> dict[str, str]:
    found = _object(fields.get("metadata"), "metadata")
    if len(found) > MAX_METADATA:
        raise WireError("more metadata than is allowed")
    return {name: _string(found, name) for name in found}


def _member(vocabulary: type[_E], fields: dict[str, Any], name: str) -> _E:
    try:
        return vocabulary(_string(fields, name))
    except ValueError as error:
        raise WireError(name) from error


def _object(value: object, what: str) -> dict[str, Any]:
    if not isinstance(value, dict) or not all(isinstance(key, str) and not _SURROGATE.search(key) for key in value):
        raise WireError(f"{what} is not an object")
    return value


def _list(fields: dict[str, Any], name: str, longest: int) -> list[object]:
    value = fields.get(name)
    if not isinstance(value, list) or len(value) > longest:
        raise WireError(name)
    return value


def _string(fields: dict[str, Any], name: str, longest: int = MAX_STRING) -> str:
    value = fields.get(name)
    if not isinstance(value, str) or len(value) > longest or _SURROGATE.search(value):
        raise WireError(name)
    return value


def _language(fields: dict[str, Any], name: str) -> str:
    value = _string(fields, name)
    if not _LANGUAGE.fullmatch(value):
        raise WireError(name)
    return value


def _integer(fields: dict[str, Any], name: str, greatest: int) -> int:
    value = fields.get(name)
    if not _is_integer(value, greatest):
        raise WireError(name)
    return int(value)  # type: ignore[arg-type]


def _extent(fields: dict[str, Any], name: str) -> float:
    value = fields.get(name)
    if not _is_number(value, 0, MAX_EXTENT):
        raise WireError(name)
    return float(value)  # type: ignore[arg-type]


def _maybe(take: Callable[[dict[str, Any], str], _T], fields: dict[str, Any], name: str) -> _T | None:
    return None if fields.get(name) is None else take(fields, name)


def _is_integer(value: object, greatest: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= greatest


def _is_number(value: object, least: float, greatest: float) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return math.isfinite(value) and least <= value <= greatest
