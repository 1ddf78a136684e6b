"""Plain text in any encoding."""

from collections.abc import Iterator
from typing import BinaryIO

from govah.read import media
from govah.read.paging import text_pages
from govah.read.reader import Item, Limits, Metadata
from govah.read.readers.charset import choose, sample_of, text_chunks


class TextReader:
    """Text as it stands, in constant memory; also formats that people read as text."""

    name = "text"
    version = "1"
    media = media.TEXTS

    def read(self, stream: BinaryIO, limits: Limits) -> Iterator[Item]:
        """Yield its pages and its encoding."""
        encoding, _ = choose(sample_of(stream), None)
        yield Metadata("encoding", encoding.removesuffix("-sig"))
        yield from text_pages(text_chunks(stream, encoding))
