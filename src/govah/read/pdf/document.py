"""Opening a PDF: as it is, else repaired."""

import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import pikepdf
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c


class EncryptedError(Exception):
    """It opens only with a password, or with a key that we do not have."""


class UnreadableError(Exception):
    """It cannot be opened even after repair."""


@dataclass(slots=True)
class Document:
    """An open PDF.

    Args:
        pages: pdfium's document: text, boxes and pictures.
        stream: The bytes that are read, the repaired ones where it had to be repaired.
        repaired: Why it had to be repaired, None where it had not.
    """

    pages: pdfium.PdfDocument
    stream: BinaryIO
    repaired: str | None = None

    def close(self) -> None:
        """Close pdfium's document, and the repaired file."""
        self.pages.close()
        if self.repaired is not None:
            self.stream.close()


def opened(stream: BinaryIO, scratch: Path) -> Document:
    """Open a PDF without a password, repairing it in the scratch folder where pdfium cannot read it.

    Raises:
        EncryptedError: It needs a password.
        UnreadableError: It cannot be repaired, or holds no page.
    """
    try:
        document = _load(stream)
    except pdfium.PdfiumError as error:
        why = str(error)
    else:
        if len(document):
            return Document(document, stream)
        document.close()
        why = "no page was found"
    repaired = _repaired(stream, scratch / "repaired.pdf", why)
    try:
        document = _load(repaired)
    except pdfium.PdfiumError as error:
        repaired.close()
        raise UnreadableError(str(error)) from error
    if not len(document):
        document.close()
        repaired.close()
        raise UnreadableError("It holds no page.")
    return Document(document, repaired, why)


def _load(stream: BinaryIO) -> pdfium.PdfDocument:
    stream.seek(0)
    try:
        document = pdfium.PdfDocument(stream)
    except pdfium.PdfiumError as error:
        if error.err_code in (pdfium_c.FPDF_ERR_PASSWORD, pdfium_c.FPDF_ERR_SECURITY):
            raise EncryptedError("It opens only with a password.") from error
        raise
    return document


def _repaired(stream: BinaryIO, path: Path, why: str) -> BinaryIO:
    stream.seek(0)
    try:
        with pikepdf.open(stream, suppress_warnings=True) as pdf, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what another viewer might make of the copy
            pdf.save(path)
    except pikepdf.PasswordError as error:
        raise EncryptedError("It opens only with a password.") from error
    except Exception as error:  # qpdf's own, and what its bindings make of damaged objects
        raise UnreadableError(f"{why} Repair failed: {error}") from error
    return path.open("rb")
