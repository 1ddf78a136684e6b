"""How well and how fast the text of PDFs is read, by their producer."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from io import BytesIO
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

import pikepdf
import typst
from bench.producers import reading
from bench.producers.made import Made
from bench.producers.making import made
from bench.producers.score import Overlap, Score, overlap, score
from bench.section import Place, Section, table

from govah.model.page import Page
from govah.read.reader import Limits
from govah.read.readers.pdf import PdfReader

ROUNDS = {"known": 4, "held": 3}
"""Pages of each kind by each producer."""
CHARACTERS, WORDS, NUMBERS, OVERLAP = 0.005, 0.015, 0.995, 0.9
FEWEST = {"pages": 100, "producers": 5}
TRIALS = 3
_TOLD = {
    "known": "Contents and fonts that were looked at while the reader was bettered",
    "held": "Held out: other sentences by the same writer, other fonts but one; no rule was made from them",
}


@dataclass(slots=True)
class _Row:
    """A producer's pages, read three ways."""

    ours: Score = field(default_factory=Score)
    pdfium: Score = field(default_factory=Score)
    pdfminer: Score = field(default_factory=Score)
    boxes: Overlap = field(default_factory=lambda: Overlap((), 0))
    asked: Counter[str] = field(default_factory=Counter)

    def add(self, page: Made) -> None:
        """Read one page."""
        path, written = page.order.path, page.order.document.text()
        found = reading.ours(path)
        if not found.layer:
            self.asked[page.order.font.family] += 1
            return
        self.ours += score(written, found.text)
        self.pdfium += score(written, reading.pdfium_text(path))
        self.pdfminer += score(written, reading.pdfminer_text(path))
        self.boxes += overlap(page.words, found.words)

    def __add__(self, other: "_Row") -> "_Row":
        return _Row(
            self.ours + other.ours,
            self.pdfium + other.pdfium,
            self.pdfminer + other.pdfminer,
            self.boxes + other.boxes,
            self.asked + other.asked,
        )


def run(place: Place) -> Iterator[Section]:
    """Make both sets, read them, then measure speed on the first."""
    known: list[Made] = []
    for name in ROUNDS:
        # Fonts of both sets share names, by which ReportLab keeps those that it has read: a process for each set.
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as apart:
            pages = apart.submit(made, name, place.work / "producers", ROUNDS[name]).result()
        known = known or [page for of_one in pages.values() for page in of_one]
        yield _accuracy(name, pages)
    yield _speed(known, place.work)


def _accuracy(name: str, pages: dict[str, list[Made]]) -> Section:
    rows: dict[str, _Row] = {}
    for producer, of_one in pages.items():
        rows[producer] = _Row()
        for page in of_one:
            rows[producer].add(page)
    every = sum(rows.values(), _Row())
    columns = (
        "producer", "pages", "without error", "characters", "words", "numbers exact", "words with ZWNJ exact",
        "boxes, IoU", "pdfium's text: characters, words, numbers", "pdfminer's text: characters, words, numbers",
        "to recognition",
    )  # fmt: skip
    lines = [_line(producer, row) for producer, row in rows.items()]
    body = "\n\n".join(
        (
            f"{_TOLD[name]}. Characters: edits by characters written; words: edits of the sequence of words by words"
            " written, so that a word out of order counts; both folded (letters that share a shape, digits' scripts,"
            " marks, kashida, non-joiners). Numbers and words with a non-joiner are compared as they are written."
            " Boxes: horizontal intersection over union with the producer's own places of words. To recognition:"
            " pages that the reader itself will not read from their text layer, because the file does not name its"
            " letters; they are not counted in the other columns. «Own Naskh» is the repository's Noto Naskh. «Base"
            " letters» imitates word processors: ReportLab's pages with another map of the font. XeTeX makes three"
            " kinds of contents only.",
            table(columns, [*lines, _line("**all**", every)]),
        )
    )
    return Section(f"Text of PDFs by producer ({name})", body, _is_met(every, rows), "accuracy")


def _is_met(every: _Row, rows: dict[str, _Row]) -> bool:
    ours = every.ours
    return (
        _part(ours.characters) <= CHARACTERS
        and _part(ours.words) <= WORDS
        and _part(ours.numbers) >= NUMBERS
        and every.boxes.mean >= OVERLAP
        and ours.pages[0] >= FEWEST["pages"]
        and sum(row.ours.pages[0] > 0 for row in rows.values()) >= FEWEST["producers"]
    )


def _line(name: str, row: _Row) -> tuple[object, ...]:
    ours = row.ours
    matched = f"{row.boxes.mean:.3f} ({len(row.boxes.shares)} of {row.boxes.of})" if row.boxes.of else "–"
    asked = ", ".join(f"{count} ({family})" for family, count in row.asked.items())
    return (
        name, ours.pages[0], ours.pages[1], _percent(ours.characters), _percent(ours.words),
        f"{ours.numbers[0]} of {ours.numbers[1]}", f"{ours.joiners[0]} of {ours.joiners[1]}", matched,
        _three(row.pdfium), _three(row.pdfminer), asked or "0",
    )  # fmt: skip


def _three(of: Score) -> str:
    return f"{_percent(of.characters)}, {_percent(of.words)}, {_percent(of.numbers)}"


def _percent(pair: tuple[int, int]) -> str:
    return f"{100 * _part(pair):.2f} %"


def _part(pair: tuple[int, int]) -> float:
    return pair[0] / max(pair[1], 1)


def _speed(pages: list[Made], work: Path) -> Section:
    right, left = work / "right.pdf", work / "left.pdf"
    _merged([page.order.path for page in islice(pages, 0, None, 4)], right)
    _latin(left)
    rows = [_timed(*named) for named in (("Persian and Arabic, all producers", right), ("Latin only, typst", left))]
    columns = ("pages", "how many", "characters a page", "bare pdfium, pages/s", "govah, pages/s", "times pdfium's CPU")
    body = (
        "One core, CPU seconds, best of three; pdfium: opening, text and nothing else; govah: the whole reader without"
        " recognition, words and boxes included. pdfminer's interpreter runs only for pages with right-to-left"
        f" letters.\n\n{table(columns, rows)}"
    )
    return Section("Speed of reading PDFs with a text layer", body, None, "performance")


def _merged(paths: list[Path], out: Path) -> None:
    with pikepdf.new() as whole:
        for path in paths:
            with pikepdf.open(path) as one:
                whole.pages.extend(one.pages)
        whole.save(out)


def _latin(out: Path) -> None:
    """Fifty pages of Latin words."""
    source = out.with_suffix(".typ")
    source.write_text("#set page(width: 595pt, height: 842pt)\n#for n in range(50) { lorem(330 + n); pagebreak() }")
    typst.compile(str(source), output=str(out))


def _timed(name: str, path: Path) -> tuple[object, ...]:
    text = reading.pdfium_text(path)
    data = path.read_bytes()
    bare = _seconds(lambda: reading.pdfium_text(path))
    with TemporaryDirectory() as scratch:
        limits = Limits(Path(scratch), ocr=False)
        found = [item for item in PdfReader().read(BytesIO(data), limits) if isinstance(item, Page)]
        ours = _seconds(lambda: list(PdfReader().read(BytesIO(data), limits)))
    count = len(found)
    return name, count, len(text) // count, f"{count / bare:.0f}", f"{count / ours:.0f}", f"{ours / bare:.1f}"


def _seconds(work: Callable[[], object]) -> float:
    spent = []
    for _ in range(TRIALS):
        started = time.process_time()
        work()
        spent.append(time.process_time() - started)
    return min(spent)
