"""What one reader made of one fabricated page, and the tables of many."""

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import gettempdir

import numpy as np
from bench.section import table
from fonts import ARABIC, LATIN
from pages import HARD, Letter
from pen import Box, Drawn
from rapidfuzz.distance import Levenshtein
from score import Found, Told, covers, distance, folded, told

from govah.read.ocr.page import recognise
from govah.read.ocr.tesseract import Layout, recogniser
from govah.read.reader import Limits

_OVER = 0.2
EASY = "≥ 200 dpi, no typing, fax, stamp"
COLUMNS = ("pages", "numbers", "exact", "right or flagged", "wrongly flagged", "CER", "CER in order", "missing",
           "ink in boxes", "CPU s")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Figures:
    """A page, read in one way.

    Args:
        face, script, condition: Of the page.
        numbers: What became of each.
        wrong, length: Edit distance and length of its lines, each by itself.
        disordered, whole: Likewise of its text in reading order.
        missing, words: Words with nothing read over their place, and all.
        unmarked: Of the missing, those over which no unread ink is marked either.
        covered: Share of the ink of each word that stands in a box of a word read there.
        overlap: Of each word's rectangle and the best of these boxes: what they share over what they cover.
        marks: Places marked as unread.
        seconds: CPU time.
    """

    face: str
    script: str
    condition: str
    numbers: tuple[Told, ...]
    wrong: int
    length: int
    disordered: int
    whole: int
    missing: int
    words: int
    unmarked: int
    covered: tuple[float, ...]
    overlap: tuple[float, ...]
    marks: int
    seconds: float

    @property
    def easy(self) -> bool:
        """Whether its numbers are held to the goals."""
        kind, dpi = self.condition.split()
        return int(dpi) >= 200 and kind not in HARD


def by_govah(letter: Letter) -> Figures:
    """The page read by Govah."""
    started = time.thread_time()
    page = recognise(letter.picture, dpi=letter.dpi, limits=Limits(Path(gettempdir())))
    seconds = time.thread_time() - started
    words = [Found(page.text[word.start : word.end], tuple(word.box), word.confidence or 0.0) for word in page.words]
    return _figures(letter, words, page.text, [tuple(region.box) for region in page.regions], seconds)


def by_tesseract(letter: Letter) -> Figures:
    """The page as Tesseract reads it by itself, told the language."""
    grey = np.asarray(letter.picture.convert("L"))
    language = {ARABIC: "ara", LATIN: "eng" if _is_english(letter) else "fas"}.get(letter.digits, "fas")
    started = time.thread_time()
    read = recogniser(language).read(grey, Layout.PAGE, letter.dpi)
    seconds = time.thread_time() - started
    words = [Found(w.text, (w.left, w.top, w.left + w.width, w.top + w.height), w.confidence) for w in read]
    return _figures(letter, words, " ".join(word.text for word in words), [], seconds)


def both(letter: Letter) -> tuple[Figures, Figures]:
    """By Govah, by Tesseract."""
    return by_govah(letter), by_tesseract(letter)


def _figures(letter: Letter, words: Sequence[Found], text: str, unread: Sequence[Box], seconds: float) -> Figures:
    wrong, length = distance(letter, words)
    wanted, got = _one_line(" ".join(word.text for word in letter.drawn)), _one_line(text)
    lost = [word for word in letter.drawn if not any(_shared(word.box, found.box) > 0 for found in words)]
    over = [[found.box for found in words if covers(found.box, word.box, 0.3)] for word in letter.drawn]
    placed = [(word, boxes) for word, boxes in zip(letter.drawn, over, strict=True) if boxes]
    return Figures(
        letter.face, _script(letter), letter.condition, tuple(told(letter, words, unread)), wrong, length,
        Levenshtein.distance(wanted, got), len(wanted), len(lost), len(letter.drawn),
        sum(not any(_shared(word.box, box) > 0 for box in unread) for word in lost),
        tuple(_inside(word, boxes) for word, boxes in placed),
        tuple(max(_overlap(word.box, box) for box in boxes) for word, boxes in placed), len(unread), seconds,
    )  # fmt: skip


def _one_line(text: str) -> str:
    return " ".join(folded(text).split())


def _is_english(letter: Letter) -> bool:
    return sum(char.isascii() and char.isalpha() for word in letter.drawn for char in word.text) > 100


def _script(letter: Letter) -> str:
    if letter.digits == ARABIC:
        return "Arabic-Indic digits"
    if letter.digits == LATIN:
        return "English" if _is_english(letter) else "Latin digits"
    return "Persian digits"


def _shared(word: Box, box: Box) -> float:
    """The part of a word's rectangle within another, where that is more than a fringe."""
    wide, high = min(word[2], box[2]) - max(word[0], box[0]), min(word[3], box[3]) - max(word[1], box[1])
    share = wide * high / max((word[2] - word[0]) * (word[3] - word[1]), 1) if wide > 0 and high > 0 else 0.0
    return share if share > _OVER else 0.0


def _inside(word: Drawn, boxes: Sequence[Box]) -> float:
    x, y = word.ink[:, 0], word.ink[:, 1]
    held = [(x >= box[0]) & (x <= box[2]) & (y >= box[1]) & (y <= box[3]) for box in boxes]
    return float(np.mean(np.logical_or.reduce(held)))


def _overlap(one: Box, other: Box) -> float:
    wide, high = min(one[2], other[2]) - max(one[0], other[0]), min(one[3], other[3]) - max(one[1], other[1])
    both_cover = max(wide, 0.0) * max(high, 0.0)
    whole = sum((box[2] - box[0]) * (box[3] - box[1]) for box in (one, other))
    return both_cover / (whole - both_cover)


def row(name: str, pages: Sequence[Figures]) -> tuple[str, ...]:
    """A row of a table, as `COLUMNS` has it."""
    numbers = [number for page in pages for number in page.numbers]
    right = [number for number in numbers if number.exact]
    return (
        name,
        str(len(numbers)),
        f"{len(right) / max(len(numbers), 1):.3f}",
        f"{caught(pages):.3f}",
        f"{falsely_flagged(pages):.3f}",
        f"{ratio(pages, 'wrong', 'length'):.3f}",
        f"{ratio(pages, 'disordered', 'whole'):.3f}",
        f"{ratio(pages, 'missing', 'words'):.4f}",
        f"{np.mean([share for page in pages for share in page.covered]):.3f}",
        f"{np.mean([page.seconds for page in pages]):.2f}",
    )


def caught(pages: Sequence[Figures]) -> float:
    """Share of the numbers that are right, or flagged, or under a mark of unread ink."""
    return float(np.mean([number.exact or number.flagged for page in pages for number in page.numbers]))


def exact(pages: Sequence[Figures]) -> float:
    """Share of the numbers that are right."""
    return float(np.mean([number.exact for page in pages for number in page.numbers]))


def falsely_flagged(pages: Sequence[Figures]) -> float:
    """Share of the right numbers that are flagged."""
    right = [number.flagged for page in pages for number in page.numbers if number.exact]
    return float(np.mean(right)) if right else 0.0


def ratio(pages: Sequence[Figures], part: str, whole: str) -> float:
    """One count over another, over all pages."""
    return float(sum(getattr(page, part) for page in pages) / max(sum(getattr(page, whole) for page in pages), 1))


def grouped(pages: Iterable[Figures], key: Callable[[Figures], str]) -> dict[str, list[Figures]]:
    """Pages by a name, in the order of their first."""
    groups: dict[str, list[Figures]] = defaultdict(list)
    for page in pages:
        groups[key(page)].append(page)
    return groups


def tabled(pages: Sequence[Figures]) -> str:
    """All of them, those of the goals, by condition, by script, by face."""
    rows = [row("all", pages)]
    easy = [page for page in pages if page.easy]
    rows += [row(EASY, easy)] if easy else []
    for key in ("condition", "script", "face"):
        rows += [row(name, some) for name, some in grouped(pages, lambda page, key=key: getattr(page, key)).items()]  # type: ignore[misc]
    return table(COLUMNS, rows)
