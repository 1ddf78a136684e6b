"""Plain text in any encoding."""

import itertools
import re
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from govah.read import media
from govah.read.paging import text_pages
from govah.read.reader import Item, Limits, Metadata
from govah.read.readers.charset import choose, sample_of, text_chunks

_ESCAPE = re.compile(r"(\\*?)((?:\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})|\\u[0-9a-fA-F]{4})")
_TAIL = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\Z")


class TextReader:
    """Text as it stands, in constant memory; also formats that people read as text."""

    name = "text"
    version = "1"
    media = media.TEXTS

    def read(self, stream: BinaryIO, limits: Limits) -> Iterator[Item]:
        """Yield its pages and its encoding."""
        encoding, _ = choose(sample_of(stream), None)
        yield Metadata("encoding", encoding.removesuffix("-sig"))
        chunks = text_chunks(stream, encoding)
        first = next(chunks, "")
        whole = itertools.chain([first], chunks)
        escaped = first.lstrip("\ufeff \r\n\t")[:1] in ("{", "[") and _ESCAPE.search(first)
        yield from text_pages(_unescaped(whole) if escaped else whole)


def _unescaped(chunks: Iterable[str]) -> Iterator[str]:
    """JSON with the letters that its escapes stand for; quotes, backslashes and control characters stay escaped."""
    rest = ""
    for chunk in chunks:
        text = rest + chunk
        end = text.rfind("\\", max(0, len(text) - 12))
        end = len(text) if end < 0 else end
        while end > 0 and text[end - 1] == "\\":
            end -= 1
        pair = _TAIL.search(text, 0, end)
        if pair:
            end = pair.start()
        yield _ESCAPE.sub(_letter, text[:end])
        rest = text[end:]
    yield _ESCAPE.sub(_letter, rest)


def _letter(found: re.Match[str]) -> str:
    if len(found.group(1)) % 2:  # the backslash is itself escaped
        return found.group()
    units = found.group(2).replace("\\u", "")
    letter = bytes.fromhex(units).decode("utf-16-be", "replace")
    return found.group(1) + letter if letter >= "\x80" else found.group()
