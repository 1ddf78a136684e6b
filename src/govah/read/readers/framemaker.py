"""Adobe FrameMaker's interchange format. Source: Adobe, MIF Reference (2015)."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from govah.read import media
from govah.read.paging import text_pages
from govah.read.reader import Item, Limits, Metadata
from govah.read.readers.charset import decode

_TOKEN = re.compile(r"#[^\n]*|`((?:[^'\\\n]|\\.)*)'|<\s*([A-Za-z]\w*)|>|(^[=&][^\n]*)|([^\s<>`#]+)", re.MULTILINE)
_ESCAPE = re.compile(r"\\(?:x([0-9A-Fa-f]{1,2}) ?|u([0-9A-Fa-f]{4})|(.))", re.DOTALL)
_ESCAPED = {"t": "\t", ">": ">", "q": "'", "Q": "`", "\\": "\\"}
_CHARACTERS = {
    "Tab": "\t", "HardSpace": "\u00a0", "HardHyphen": "\u2011", "HardReturn": "\n", "Cent": "¢", "Pound": "£",
    "Yen": "¥", "EnDash": "–", "EmDash": "—", "Dagger": "†", "DoubleDagger": "‡", "Bullet": "•", "EnSpace": " ",
    "EmSpace": " ", "ThinSpace": " ", "NumberSpace": " ",
}  # fmt: skip
_UNSEEN = frozenset({"Catalog", "Document", "Dictionary", "Marker", "Variable", "XRef", "ElementDefCatalog"})
_PLACES = frozenset({"TextFlow", "Tbl", "TextLine", "FNote"})
_OUTERMOST = frozenset({"TextFlow", "Tbls", "Page", "AFrames", "VariableFormats"})
_ENDS = {"Para": "\n", "TextLine": "\n", "Cell": "\t", "Row": "\n"}


class FrameMakerReader:
    """The words of text flows, tables, notes and lines of text, in the order of the file."""

    name = "framemaker"
    version = "1"
    media = frozenset({media.MIF})

    def read(self, stream: BinaryIO, limits: Limits) -> Iterator[Item]:
        """Yield the words."""
        stream.seek(0)
        data = stream.read()
        text = decode(data, "utf-8").text if _is_utf8(data) else data.decode("mac_roman")
        version = re.match(r"<MIFFile\s+([\d.]+)", text)
        if version:
            yield Metadata("version", version.group(1))
        yield from text_pages(_words(text))


def _is_utf8(data: bytes) -> bool:
    """From version 8 on; before it letters beyond ASCII are FrameMaker's own, near to those of old Macintoshes."""
    found = re.match(rb"<MIFFile\s+(\d+)", data)
    return found is None or int(found.group(1)) >= 8


def _words(text: str) -> Iterator[str]:
    """Pieces of running text; paragraphs and cells end lines."""
    open_: list[str] = []
    hidden = 0
    bare, space = True, ""
    for token in _TOKEN.finditer(text):
        string, begun, facet, word = token.group(1), token.group(2), token.group(3), token.group(4)
        if begun is not None:
            if begun in _OUTERMOST and open_:  # something before it was damaged
                open_, hidden = [], 0
            open_.append(begun)
            hidden += begun in _UNSEEN or begun.endswith("Catalog")
        elif token.group() == ">":
            if open_:
                ended = open_.pop()
                hidden -= ended in _UNSEEN or ended.endswith("Catalog")
                if ended == "Para" and "Cell" in open_:
                    space = " "
                elif ended in _ENDS and not hidden and _PLACES.intersection((*open_, ended)):
                    if not bare or ended == "Cell":
                        yield _ENDS[ended]
                    bare, space = ended != "Cell", ""
        elif hidden or facet is not None or not open_ or not _PLACES.intersection(open_):
            continue
        elif string is not None and open_[-1] in ("String", "PgfNumString"):
            piece = _unescaped(string)
            if piece:
                yield space + piece
                bare, space = False, ""
        elif word is not None and open_[-1] == "Char" and word in _CHARACTERS:
            yield _CHARACTERS[word]


def _unescaped(string: str) -> str:
    def one(found: re.Match[str]) -> str:
        code = found.group(1) or found.group(2)
        if not code:
            return _ESCAPED.get(found.group(3), "")
        if found.group(2):
            return chr(int(code, 16))
        return bytes([int(code, 16)]).decode("mac_roman")

    return _ESCAPE.sub(one, string)
