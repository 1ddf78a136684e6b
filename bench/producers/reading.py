"""A PDF's text by each way of reading it."""

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pypdfium2 as pdfium
from bench.producers.made import Seen
from pdfminer.high_level import extract_text

from govah.model.page import Page
from govah.model.status import Status
from govah.read.reader import Limits, Remark
from govah.read.readers.pdf import PdfReader


@dataclass(frozen=True, slots=True)
class Reading:
    """What our reader makes of a file.

    Args:
        text: Of its pages.
        words: With their places.
        layer: Whether the text layer is the page's text; else the reader asks for recognition.
    """

    text: str
    words: tuple[Seen, ...]
    layer: bool


def ours(path: Path) -> Reading:
    """The pages of a file, without recognition."""
    with TemporaryDirectory() as scratch, path.open("rb") as stream:
        items = list(PdfReader().read(stream, Limits(Path(scratch), ocr=False)))
    pages = [item for item in items if isinstance(item, Page)]
    asked = any(isinstance(item, Remark) and item.status is Status.PARTIAL for item in items)
    words = tuple(Seen(p.text[w.start : w.end], w.box.left, w.box.right, w.box.top) for p in pages for w in p.words)
    return Reading("\n".join(page.text for page in pages), words, not asked)


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
