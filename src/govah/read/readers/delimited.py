"""Tables in text files: values parted by comma, semicolon, TAB or bar."""

import csv
import io
import itertools
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from govah.read import media
from govah.read.paging import sheet_pages, text_pages
from govah.read.reader import Item, Limits, Metadata
from govah.read.readers.charset import choose, sample_of, text_chunks

_DELIMITERS = ",;\t|"
_LONGEST_ROW = 1 << 20


class DelimitedReader:
    """CSV and its relatives, 500 rows a page."""

    name = "delimited"
    version = "1"
    media = frozenset({media.CSV, media.TSV})

    def read(self, stream: BinaryIO, limits: Limits) -> Iterator[Item]:
        """Yield pages of rows; running text where the quotes do not let themselves be read as rows."""
        encoding, _ = choose(sample_of(stream), None)
        yield Metadata("encoding", encoding.removesuffix("-sig"))
        delimiter = _delimiter(list(itertools.islice(_lines(text_chunks(stream, encoding)), 200)))
        if _readable(stream, encoding, delimiter):
            rows = csv.reader(_rows_of(stream, encoding), delimiter=delimiter)
            yield from sheet_pages(enumerate(rows, 1), None, 1)
        else:
            stream.seek(0)
            yield from text_pages(text_chunks(stream, encoding))


def _rows_of(stream: BinaryIO, encoding: str) -> Iterator[str]:
    stream.seek(0)
    csv.field_size_limit(_LONGEST_ROW)
    return _lines(text_chunks(stream, encoding))


def _readable(stream: BinaryIO, encoding: str, delimiter: str) -> bool:
    """Whether every row can be parsed: a quote that is never closed would swallow the rest of the file."""
    try:
        for _ in csv.reader(_rows_of(stream, encoding), delimiter=delimiter):
            pass
    except csv.Error:
        return False
    return True


def _lines(chunks: Iterable[str]) -> Iterator[str]:
    """Lines with their ends; NUL, which the csv module may refuse, as U+FFFD."""
    ends = io.IncrementalNewlineDecoder(None, translate=True)
    rest = ""
    for chunk in chunks:
        *lines, rest = (rest + ends.decode(chunk).replace("\x00", "\ufffd")).split("\n")
        yield from (line + "\n" for line in lines)
        if len(rest) > _LONGEST_ROW:
            yield rest
            rest = ""
    if rest:
        yield rest


def _delimiter(lines: list[str]) -> str:
    """The delimiter that gives most rows the same number of cells, more than one; the comma where none does."""
    if lines and lines[0].lower().startswith("sep=") and len(lines[0].strip()) == 5:
        return lines[0][4]
    best, found = 0.0, ","
    for delimiter in _DELIMITERS:
        try:
            widths = [len(row) for row in csv.reader(lines, delimiter=delimiter) if row]
        except csv.Error:
            continue
        wide = [width for width in widths if width > 1]
        if not wide:
            continue
        usual = max(sorted(set(wide)), key=wide.count)
        score = wide.count(usual) / len(widths) + min(usual, 20) / 1000
        if score > best:
            best, found = score, delimiter
    return found
