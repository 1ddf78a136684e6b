"""PDF: text where it is written, recognition where it is not, files and comments inside."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from typing import BinaryIO

import pikepdf
import pypdfium2 as pdfium

from govah.model.page import Page
from govah.model.status import Status
from govah.model.text import joined
from govah.read.pdf.annotations import blocks
from govah.read.pdf.attachments import attached_files, embedded_files, form_data
from govah.read.pdf.document import Document, EncryptedError, UnreadableError, opened
from govah.read.pdf.page import PageReader
from govah.read.pdf.properties import properties
from govah.read.reader import Child, Item, Limits, Remark

DAMAGED_STRUCTURE = "properties, attachments, comments and form fields could not be read"


class PdfReader:
    """Reads `application/pdf`."""

    name = "pdf"
    version = "5"
    media = frozenset({"application/pdf"})

    def read(self, stream: BinaryIO, limits: Limits) -> Iterator[Item]:
        """Yield metadata, one page per PDF page, and the files inside.

        Nothing that a PDF can start is started: no script, no action, no launch.
        """
        try:
            document = opened(stream, limits.scratch)
        except EncryptedError as error:
            yield Remark(Status.ENCRYPTED, str(error))
            return
        except UnreadableError as error:
            yield Remark(Status.DAMAGED, str(error))
            return
        with ExitStack() as stack:
            stack.callback(document.close)
            if document.repaired is not None:
                yield Remark(Status.PARTIAL, f"damaged ({document.repaired}), read after repair")
            structure = _structure(document)
            if structure is None:
                yield Remark(Status.PARTIAL, DAMAGED_STRUCTURE)
            else:
                stack.enter_context(structure)
                yield from properties(structure)
            yield from _pages(document, structure, limits)
            if structure is not None:
                yield from _files(structure)


def _structure(document: Document) -> pikepdf.Pdf | None:
    """The document's objects; None where they are too damaged."""
    document.stream.seek(0)
    try:
        return pikepdf.open(document.stream, suppress_warnings=True)
    except pikepdf.PdfError:
        return None


def _pages(document: Document, structure: pikepdf.Pdf | None, limits: Limits) -> Iterator[Item]:
    count = len(document.pages)
    if count > limits.pages:
        yield Remark(Status.OVER_LIMIT, f"{count} pages; the first {limits.pages} were read")
    reader = PageReader(document, limits)
    for index in range(min(count, limits.pages)):
        try:
            page, remarks = reader.read(index)
        except pdfium.PdfiumError as error:
            yield Remark(Status.PARTIAL, f"page {index + 1} could not be read: {error}")
            page, remarks = Page(index + 1, "", remark="could not be read"), ()
        yield from remarks
        yield _with_blocks(page, structure, index)


def _with_blocks(page: Page, structure: pikepdf.Pdf | None, index: int) -> Page:
    """The page with comments and field values at its end."""
    if structure is None:
        return page
    try:
        added = list(blocks(structure.pages[index].obj))
    except (pikepdf.PdfError, IndexError, ValueError, TypeError):
        return replace(page, remark=joined(page.remark, "comments and fields could not be read"))
    parts = [page.text, *added] if page.text else added
    return replace(page, text="\n".join(parts)) if added else page


def _files(structure: pikepdf.Pdf) -> Iterator[Child | Remark]:
    seen: set[tuple[int, int]] = set()
    try:
        yield from embedded_files(structure, seen)
        yield from form_data(structure)
        for page in structure.pages:
            yield from attached_files(page.obj, seen)
    except (pikepdf.PdfError, ValueError, TypeError) as error:
        yield Remark(Status.PARTIAL, f"files inside could not all be read: {error}")
