"""Rich Text Format."""

from collections.abc import Iterator
from typing import BinaryIO

from govah.model.status import Status
from govah.read import media
from govah.read.paging import text_pages
from govah.read.reader import Child, Item, Limits, Metadata, Remark
from govah.read.readers.rtf_text import RtfParser, embedded_files


class RtfReader:
    """Text with its headers, notes and comments; deleted text left out, pictures as children."""

    name = "rtf"
    version = "1"
    media = frozenset({media.RTF})

    def read(self, stream: BinaryIO, limits: Limits) -> Iterator[Item]:
        """Yield the properties, the text, and pictures and objects."""
        stream.seek(0)
        document = RtfParser(stream.read()).parse()
        for name, value in document.properties:
            yield Metadata(name, value)
        yield from text_pages([document.text])
        for name, data in embedded_files(document):
            yield Child(name, data)
        if document.cut:
            yield Remark(Status.PARTIAL, "the file ends too early")
