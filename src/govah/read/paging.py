"""Where a page ends in documents that have no pages of their own (DESIGN.md, "What a page is")."""

from collections.abc import Iterable, Iterator, Sequence

from govah.model.page import Page
from govah.model.text import stored_text

PAGE_CODE_POINTS = 50_000
"""Greatest length of a page of running text."""

SHEET_ROWS = 500
"""Rows of a sheet on one page."""

_LONGEST_LINE = 1 << 20


def _stored(chunks: Iterable[str]) -> Iterator[str]:
    """The same text as it will be stored, in pieces that end at line ends so that no normalisation crosses them."""
    waiting: list[str] = []
    length = 0
    for chunk in chunks:
        waiting.append(chunk)
        length += len(chunk)
        if "\n" not in chunk and length < _LONGEST_LINE:
            continue
        text = "".join(waiting)
        end = text.rfind("\n") + 1 or len(text) - text.endswith("\r")
        yield stored_text(text[:end])
        waiting, length = [text[end:]], len(text) - end
    yield stored_text("".join(waiting))


def _end_of_page(text: str) -> int:
    """Where the first page of a text that is too long for one ends: paragraph, else word, else anywhere."""
    for mark in ("\n", " "):
        end = text.rfind(mark, 1, PAGE_CODE_POINTS)
        if end > 0:
            return end + 1
    return PAGE_CODE_POINTS


def cut(chunks: Iterable[str]) -> Iterator[str]:
    """Cut running text into the texts of pages.

    Each ends at the last paragraph end (LF, which goes with the page before it) within `PAGE_CODE_POINTS`; a
    paragraph longer than that is cut at its last space, else in the middle. The pieces joined are the whole stored
    text but for blank pieces at its end. Memory stays near one page, whatever the length.
    """
    buffer = ""
    for piece in _stored(chunks):
        buffer += piece
        start = 0
        while len(buffer) - start > PAGE_CODE_POINTS:
            end = start + _end_of_page(buffer[start : start + PAGE_CODE_POINTS])
            yield buffer[start:end]
            start = end
        buffer = buffer[start:]
    if buffer.strip():
        yield buffer


def text_pages(
    chunks: Iterable[str], first: int = 1, label: str | None = None, remark: str | None = None
) -> Iterator[Page]:
    """Pages of running text, numbered from `first`; none where there is nothing but white space."""
    number = first
    blank: list[str] = []
    for text in cut(chunks):
        if number == first and not text.strip():
            blank.append(text)
            continue
        for page in (*blank, text):
            yield Page(number=number, text=page.rstrip("\n"), label=label, remark=remark)
            number += 1
        blank = []


def row_text(cells: Sequence[str]) -> str:
    """A row of a sheet: its cells by TAB, empty ones at the end left off; a TAB or line end in a cell is a space."""
    texts = [" ".join(cell.splitlines()).replace("\t", " ") if not cell.isalnum() else cell for cell in cells]
    while texts and not texts[-1]:
        texts.pop()
    return "\t".join(texts)


def sheet_pages(
    rows: Iterable[tuple[int, Sequence[str]]], label: str | None, first: int, notes: Iterable[str] = ()
) -> Iterator[Page]:
    """Pages of one sheet.

    Line n of page p is row (p - 1) x `SHEET_ROWS` + n, unless pages without a word were left out before it: then
    the page's remark says which rows it holds.

    Args:
        rows: Numbers of rows from 1, ascending, rows without cells may be missing, with the cells' texts.
        label: The sheet's name; a sheet that has one is a page even without a word.
        first: Number of the sheet's first page.
        notes: Blocks for the end of the sheet's last page (comments, headers, text boxes).
    """
    number, place, skipped = first, 0, False
    lines: list[str] = []
    held: Page | None = None

    def page() -> Page:
        top = place * SHEET_ROWS + 1
        remark = f"rows {top} to {top + SHEET_ROWS - 1}" if skipped else None
        return Page(number=number, text="\n".join(lines), label=label, remark=remark)

    for row, cells in rows:
        text = row_text(cells)
        if not text:
            continue
        if (row - 1) // SHEET_ROWS != place:
            if lines:
                if held:
                    yield held
                held = page()
                number += 1
            else:
                skipped = True
            skipped = skipped or (row - 1) // SHEET_ROWS > place + 1
            place, lines = (row - 1) // SHEET_ROWS, []
        lines.extend([""] * ((row - 1) % SHEET_ROWS - len(lines)))
        lines.append(text)
    blocks = [note for note in notes if note]
    if lines:
        if held:
            yield held
        held = page()
    if held is None and (blocks or label):
        held = Page(number=first, text="", label=label)
    if held is not None:
        text = "\n".join([held.text, *blocks] if held.text else blocks)
        yield Page(number=held.number, text=text, label=held.label, remark=held.remark)
