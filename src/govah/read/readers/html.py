"""Web pages."""

import mimetypes
from collections.abc import Iterator
from typing import BinaryIO

from govah.read import media
from govah.read.paging import text_pages
from govah.read.reader import Child, Item, Limits, Metadata
from govah.read.readers.html_text import html_document


class HtmlReader:
    """HTML and XHTML; what is not in the file is not fetched."""

    name = "html"
    version = "1"
    media = media.HTMLS

    def read(self, stream: BinaryIO, limits: Limits) -> Iterator[Item]:
        """Yield the visible text, the title and other properties, and pictures that the file itself holds."""
        stream.seek(0)
        document = html_document(stream.read())
        if document.title:
            yield Metadata("title", document.title)
        for name, value in document.properties:
            yield Metadata(name, value)
        yield from text_pages([document.text], remark=document.remark)
        for number, (kind, data) in enumerate(document.pictures, 1):
            yield Child(f"picture-{number}{extension(kind)}", data)
        for number, frame in enumerate(document.frames, 1):
            yield Child(f"frame-{number}.html", frame.encode("utf-8", "replace"))


def extension(kind: str) -> str:
    """The usual ending of names of a media type, with its dot; `.bin` where there is none."""
    known = {"image/jpeg": ".jpg", "message/rfc822": ".eml", "text/plain": ".txt", "text/calendar": ".ics"}
    return known.get(kind) or _TYPES.guess_extension(kind, strict=False) or ".bin"


_TYPES = mimetypes.MimeTypes(filenames=())
"""Only the standard library's own table: the machine's would make names differ from one to the next."""
