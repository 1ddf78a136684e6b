"""Tables in text files: values parted by comma, semicolon or bar stay as they stand; by TAB they are cells."""

import io
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from govah.read import media
from govah.read.paging import sheet_pages
from govah.read.reader import Item, Limits, Metadata
from govah.read.readers.charset import choose, sample_of, text_chunks

_LONGEST_ROW = 1 << 20


class DelimitedReader:
    """CSV and its relatives, 500 lines a page, each as it stands in the file: that is what a citation must show."""

    name = "delimited"
    version = "1"
    media = frozenset({media.CSV, media.TSV})

    def read(self, stream: BinaryIO, limits: Limits) -> Iterator[Item]:
        """Yield pages of lines."""
        encoding, _ = choose(sample_of(stream), None)
        yield Metadata("encoding", encoding.removesuffix("-sig"))
        stream.seek(0)
        lines = _lines(text_chunks(stream, encoding))
        yield from sheet_pages(enumerate((line.split("\t") for line in lines), 1), None, 1)


def _lines(chunks: Iterable[str]) -> Iterator[str]:
    """Lines without their ends; one that is longer than any row is cut."""
    ends = io.IncrementalNewlineDecoder(None, translate=True)
    rest = ""
    for chunk in chunks:
        *lines, rest = (rest + ends.decode(chunk)).split("\n")
        yield from lines
        if len(rest) > _LONGEST_ROW:
            yield rest
            rest = ""
    if rest:
        yield rest
