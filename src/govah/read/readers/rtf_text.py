r"""Rich Text Format to text. Source: Microsoft, Rich Text Format Specification 1.9.1.

Own reading instead of a library's, because bytes of Persian and Arabic stand in the encoding of their font
(`\fcharset178`) and not in that of the document, and because notes, headers and pictures belong to the evidence.
"""

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from govah.read.readers.charset import codec
from govah.read.readers.text_flow import TextFlow, block, joined

_TOKEN = re.compile(
    rb"\\([A-Za-z]{1,40})(-?\d{1,10})?[ ]?|\\'([0-9A-Fa-f]{2})|\\([^A-Za-z'])|([{}])|[\r\n]+|([^\\{}\r\n]+)", re.DOTALL
)
_CHARSETS = {
    0: "cp1252", 77: "mac_roman", 78: "shift_jis", 79: "cp949", 80: "gb18030", 81: "big5", 83: "mac_greek",
    84: "cp1255", 85: "mac_arabic", 86: "mac_turkish", 87: "mac_cyrillic", 128: "cp932", 129: "cp949", 130: "johab",
    134: "gb18030", 136: "cp950", 161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256",
    179: "cp1256", 180: "cp1256", 181: "cp1255", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
    254: "cp437", 255: "cp850",
}  # fmt: skip
_SYMBOLS = {
    b"emdash": "—", b"endash": "–", b"bullet": "•", b"lquote": "‘", b"rquote": "’", b"ldblquote": "“",
    b"rdblquote": "”", b"emspace": "\u2003", b"enspace": "\u2002", b"qmspace": "\u2005", b"zwj": "\u200d",
    b"zwnj": "\u200c", b"zwbo": "\u200b", b"zwnbo": "\u2060", b"ltrmark": "\u200e", b"rtlmark": "\u200f",
    b"tab": "\t",
}  # fmt: skip
_INFO = {
    b"title": "title", b"subject": "subject", b"author": "author", b"manager": "manager", b"company": "company",
    b"operator": "last-modified-by", b"category": "category", b"keywords": "keywords", b"comment": "comment",
    b"doccomm": "comments", b"hlinkbase": "link-base",
}  # fmt: skip
_TIMES = {b"creatim": "created", b"revtim": "modified", b"printim": "printed"}
_STORIES = {
    b"header": "header", b"headerl": "header", b"headerr": "header", b"headerf": "header", b"footer": "footer",
    b"footerl": "footer", b"footerr": "footer", b"footerf": "footer", b"footnote": "note", b"annotation": "comment",
}  # fmt: skip
_UNSEEN = frozenset(
    {b"colortbl", b"stylesheet", b"listtable", b"listoverridetable", b"revtbl", b"rsidtbl", b"generator", b"fldinst"}
    | {b"filetbl", b"themedata", b"colorschememapping", b"datastore", b"latentstyles", b"xmlnstbl", b"mmathPr"}
    | {b"objclass", b"objname", b"sp", b"nonshppict", b"bkmkstart", b"bkmkend", b"datafield", b"private"}
    | {b"atrfstart", b"atrfend", b"atnref", b"atnid", b"atndate", b"atnparent", b"atntime", b"atnicn", b"template"}
    | {b"ftnsep", b"ftnsepc", b"ftncn", b"aftnsep", b"aftnsepc", b"aftncn", b"passwordhash", b"userprops", b"xe"}
    | {b"tc", b"blipuid", b"pgptbl", b"wgrffmtfilter", b"falt"}
    | {b"panose", b"ffname", b"ffdeftext", b"ffformat", b"ffhelptext", b"ffstattext", b"ffentrymcr"}
    | {b"ffexitmcr", b"ffl", b"formfield", b"mhtmltag", b"keycode", b"svb", b"docvar", b"lsdlockedexcept"}
)
_SHOWN_THOUGH_STARRED = frozenset({b"shptxt", b"shpinst", b"shppict", b"atnauthor"})
_PICTURES = {b"pngblip": ".png", b"jpegblip": ".jpg", b"emfblip": ".emf", b"wmetafile": ".wmf", b"dibitmap": ".dib"}
_DEEPEST = 4_000


@dataclass(slots=True)
class RtfDocument:
    """What an RTF file says: text, properties, embedded files by name."""

    text: str = ""
    properties: list[tuple[str, str]] = field(default_factory=list)
    files: list[tuple[str, bytes]] = field(default_factory=list)
    html: bool = False
    cut: bool = False


@dataclass(slots=True)
class _Group:
    """What holds inside a pair of braces."""

    encoding: str
    skip: int = 1
    shown: bool = True
    deleted: bool = False
    place: str = "body"
    complex_encoding: str | None = None
    right_to_left: bool = False
    starred: bool = False
    opened: bool = False


@dataclass(slots=True)
class _Story:
    flow: TextFlow = field(default_factory=TextFlow)
    in_row: bool = False


class RtfParser:
    """Goes once over the bytes, without recursion."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._default = "cp1252"
        self._fonts: dict[int, str] = {}
        self._font = -1
        self._usual_font = -1
        self._group = _Group(self._default)
        self._stack: list[_Group] = []
        self._bytes = bytearray()
        self._units: list[int] = []
        self._skip = 0
        self._stories: dict[str, _Story] = {"body": _Story()}
        self._order: list[tuple[str, str]] = []
        self._notes = 0
        self._author = ""
        self._held: dict[str, str] = {}
        self._hex = bytearray()
        self._extension = ".bin"
        self._time: dict[bytes, int] = {}
        self.found = RtfDocument()

    def parse(self) -> RtfDocument:
        """The document."""
        place, data = 0, self._data
        while place < len(data):
            found = _TOKEN.match(data, place)
            if found is None:
                place += 1
                continue
            place = found.end()
            if found.group(1):
                if found.group(1) == b"bin":
                    count = max(0, int(found.group(2) or 0))
                    if self._group.place in ("picture", "object"):
                        self._hex.extend(binascii.hexlify(data[place : place + count]))
                    place += count
                else:
                    self._word(found.group(1), found.group(2))
            elif found.group(3):
                self._byte(int(found.group(3), 16))
            elif found.group(4):
                self._symbol(found.group(4))
            elif found.group(5) == b"{":
                self._open()
            elif found.group(5) == b"}":
                self._close()
            elif found.group(6):
                self._plain(found.group(6))
        self.found.cut = bool(self._stack)
        while self._stack:
            self._close()
        self._flush()
        body = self._stories["body"].flow.text()
        blocks = [block(label, self._stories[key].flow.text()) for key, label in self._order]
        rank = {"header": 0, "footer": 1, "note": 2}
        blocks.sort(key=lambda text: rank.get(text[1:].split("]")[0].split(" ")[0], 3))
        self.found.text = joined(body, [text for text in blocks if text])
        return self.found

    # Groups

    def _open(self) -> None:
        self._flush()
        if len(self._stack) < _DEEPEST:
            self._stack.append(replace(self._group))
        else:
            self._stack.append(self._group)
        self._group.starred, self._group.opened = False, True

    def _close(self) -> None:
        self._flush()
        if not self._stack:
            return
        left, self._group = self._group, self._stack.pop()
        if left.place != self._group.place:
            self._leave(left.place)

    def _leave(self, place: str) -> None:
        if place in ("picture", "object"):
            self._embedded(place)
        elif place.startswith("info:") and (text := " ".join(self._held.pop(place, "").split())):
            self.found.properties.append((place[5:], text))
        elif place.startswith("time:") and self._time:
            self.found.properties.append((place[5:], _time_text(self._time)))
            self._time = {}
        elif place == "author":
            self._author = " ".join(self._held.pop("author", "").split())
            self._name_comment()

    def _name_comment(self) -> None:
        """The comment that is being read has its author now."""
        if self._order and self._order[-1][1] == "comment":
            self._order[-1] = (self._order[-1][0], f"comment by {self._author or 'unknown'}")

    def _embedded(self, place: str) -> None:
        raw, self._hex = bytes(self._hex), bytearray()
        digits = re.sub(rb"[^0-9A-Fa-f]", b"", raw)
        data = binascii.unhexlify(digits[: len(digits) // 2 * 2])
        if not data:
            return
        number = len(self.found.files) + 1
        extension = self._extension if place == "picture" else ".bin"
        if place == "object":
            start = data.find(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
            data, extension = (data[start:], ".ole") if start >= 0 else (data, ".bin")
        self.found.files.append((f"{place}-{number}{extension}", data))

    # Words

    def _word(self, word: bytes, parameter: bytes | None) -> None:
        group, value = self._group, int(parameter) if parameter is not None else None
        first, group.opened = group.opened or group.starred, False
        starred, group.starred = group.starred, False
        if word == b"u" and value is not None:
            if group.shown:
                self._flush_bytes()
                self._units.append(value & 0xFFFF)
                self._skip = group.skip
            return
        self._skip = 0
        if word in _SYMBOLS:
            self._put(_SYMBOLS[word])
            return
        self._flush()
        if first and self._destination(word, starred):
            return
        self._formatting(word, value)

    def _destination(self, word: bytes, starred: bool) -> bool:
        group = self._group
        if word in _STORIES and group.shown:
            self._enter_story(_STORIES[word])
        elif word == b"fonttbl":
            group.place = "fonts"
        elif word == b"info":
            group.place = "info"
            group.shown = False
        elif group.place == "info" and word in _INFO:
            group.place, group.shown = f"info:{_INFO[word]}", True
        elif group.place == "info" and word in _TIMES:
            group.place = f"time:{_TIMES[word]}"
        elif word == b"atnauthor":
            group.place, group.shown = "author", True
        elif word == b"pict":
            group.place, self._extension = "picture", ".bin"
        elif word == b"objdata":
            group.place = "object"
        elif word in _UNSEEN or (starred and word not in _SHOWN_THOUGH_STARRED and word not in _SYMBOLS):
            group.shown = False
        else:
            return False
        return True

    def _enter_story(self, kind: str) -> None:
        key = f"{kind}{len(self._order)}"
        if kind == "note":
            self._notes += 1
            self._put(f"[{self._notes}]")
            self._flush()
        label = {"note": f"note {self._notes}", "comment": f"comment by {self._author or 'unknown'}"}.get(kind, kind)
        self._stories[key] = _Story()
        self._order.append((key, label))
        self._group.place = key

    def _formatting(self, word: bytes, value: int | None) -> None:
        group = self._group
        if word in (b"par", b"sect", b"page", b"column", b"line", b"lbr"):
            self._line(word)
        elif word in (b"cell", b"nestcell", b"row", b"nestrow", b"trowd"):
            self._table(word)
        elif word == b"uc":
            group.skip = max(0, min(value if value is not None else 1, 16))
        elif word in (b"f", b"af") and value is not None:
            self._choose_font(word, value)
        elif word in (b"rtlch", b"ltrch"):
            group.right_to_left = word == b"rtlch"
        elif word == b"plain":
            group.encoding = self._fonts.get(self._usual_font, self._default)
            group.deleted = False
        elif word == b"fcharset" and group.place == "fonts" and value is not None:
            self._fonts[self._font] = _CHARSETS.get(value, self._default)
            if value == 0:
                self._fonts[self._font] = self._default
        elif word == b"cpg" and group.place == "fonts" and value is not None:
            self._fonts[self._font] = codec(f"cp{value}") or self._default
        elif word == b"deff":
            self._usual_font = value or 0
        elif word == b"deleted":
            group.deleted = value != 0
        elif word == b"fromhtml":
            self.found.html = True
        elif word in (b"ansicpg", b"mac", b"pc", b"pca"):
            self._page(word, value)
        elif word in _PICTURES and group.place == "picture":
            self._extension = _PICTURES[word]
        elif group.place.startswith("time:") and value is not None:
            self._time[word] = value

    def _page(self, word: bytes, value: int | None) -> None:
        named = {b"mac": "mac_roman", b"pc": "cp437", b"pca": "cp850"}.get(word)
        self._default = named or ("utf-8" if value == 65001 else codec(f"cp{value}") or self._default)
        self._group.encoding = self._default

    def _choose_font(self, word: bytes, value: int) -> None:
        if self._group.place == "fonts":
            self._font = value
        elif word == b"f":
            self._group.encoding = self._fonts.get(value, self._default)
        else:
            self._group.complex_encoding = self._fonts.get(value)

    # Text

    def _byte(self, value: int) -> None:
        if self._skip:
            self._skip -= 1
            return
        if self._group.place == "picture":
            return
        self._flush_units()
        self._bytes.append(value)

    def _plain(self, data: bytes) -> None:
        self._group.opened = False
        if self._group.place in ("picture", "object"):
            self._hex.extend(data)
            return
        if self._skip:
            skipped = min(self._skip, len(data))
            self._skip -= skipped
            data = data[skipped:]
        if data:
            self._flush_units()
            self._bytes.extend(data)

    def _symbol(self, symbol: bytes) -> None:
        if symbol == b"*":
            self._group.starred = True
            return
        if self._skip:
            self._skip -= 1
            return
        if symbol in b"\r\n":
            self._flush()
            self._line(b"par")
            return
        texts = {b"~": "\u00a0", b"_": "\u2011", b"-": "\u00ad"}
        if symbol in b"\\{}":
            self._flush_units()
            self._bytes.extend(symbol)
        elif symbol in texts:
            self._put(texts[symbol])

    def _flush(self) -> None:
        self._flush_units()
        self._flush_bytes()
        self._skip = 0

    def _flush_units(self) -> None:
        if self._units:
            raw = b"".join(unit.to_bytes(2, "little") for unit in self._units)
            self._units.clear()
            self._write(raw.decode("utf-16-le", "replace"))

    def _flush_bytes(self) -> None:
        if self._bytes:
            raw = bytes(self._bytes)
            self._bytes.clear()
            group = self._group
            encoding = group.complex_encoding if group.right_to_left and group.complex_encoding else group.encoding
            self._write(raw.decode(encoding, "replace"))

    def _put(self, text: str) -> None:
        self._flush()
        self._write(text)

    def _write(self, text: str) -> None:
        group = self._group
        if not group.shown or group.deleted or group.place == "fonts":
            return
        story = self._stories.get(group.place)
        if story is not None:
            story.flow.literal(text)
        elif group.place.startswith("info:") or group.place == "author":
            self._held[group.place] = self._held.get(group.place, "") + text

    def _here(self) -> _Story | None:
        return self._stories.get(self._group.place) if self._group.shown and not self._group.deleted else None

    def _line(self, word: bytes) -> None:
        story = self._here()
        if story is None:
            return
        if word in (b"line", b"lbr"):
            story.flow.line_break()
        else:
            story.flow.line()

    def _table(self, word: bytes) -> None:
        story = self._here()
        if story is None:
            return
        if word in (b"cell", b"nestcell"):
            story.flow.cell_end()
        elif word in (b"row", b"nestrow"):
            story.flow.row_end()


def _time_text(parts: dict[bytes, int]) -> str:
    year, month, day = (parts.get(word, 0) for word in (b"yr", b"mo", b"dy"))
    return f"{year:04}-{month:02}-{day:02}T{parts.get(b'hr', 0):02}:{parts.get(b'min', 0):02}:{parts.get(b'sec', 0):02}"


def embedded_files(document: RtfDocument) -> Iterator[tuple[str, bytes]]:
    """Pictures and objects, each distinct one once: a picture usually stands there in several forms."""
    seen = set()
    for name, data in document.files:
        if data not in seen:
            seen.add(data)
            yield name, data
