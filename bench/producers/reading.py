"""A PDF's text by each way of reading it."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pypdfium2 as pdfium
from bench.producers.made import Seen
from pdfminer.high_level import extract_text

from govah.model.page import Page
from govah.read.reader import Limits
from govah.read.readers.pdf import PdfReader


def ours(path: Path) -> list[Page]:
    """The pages of `govah read`, without recognition."""
    with TemporaryDirectory() as scratch, path.open("rb") as stream:
        return [item for item in PdfReader().read(stream, Limits(Path(scratch), ocr=False)) if isinstance(item, Page)]


def words_of(page: Page) -> list[Seen]:
    """A page's words with their places."""
    return [Seen(page.text[w.start : w.end], w.box.left, w.box.right, w.box.top) for w in page.words]


def pdfium_text(path: Path) -> str:
    """Pdfium's own text."""
    document = pdfium.PdfDocument(path)
    try:
        return "\n".join(page.get_textpage().get_text_range(errors="replace") for page in document)
    finally:
        document.close()


def pdfminer_text(path: Path) -> str:
    """pdfminer's layout analysis."""
    return str(extract_text(str(path)))
