"""Numbers read on fabricated scans: `score.py FONTS` (see README.md here)."""

import argparse
import re
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import gettempdir

import numpy as np
from fonts import ARABIC, TEST, page_faces
from pages import CONDITIONS, HARD, Letter, letters
from pen import Box
from rapidfuzz.distance import Levenshtein

from govah.consolidate.folding import fold
from govah.read.ocr.numbers.certainty import CERTAIN
from govah.read.ocr.page import recognise
from govah.read.ocr.tesseract import Layout, recogniser
from govah.read.reader import Limits

SEED = 88


@dataclass(frozen=True, slots=True)
class Found:
    """A word as a reader gave it: text, place in pixels of the picture, confidence."""

    text: str
    box: Box
    confidence: float


@dataclass(frozen=True, slots=True)
class Told:
    """What became of one number."""

    wanted: str
    got: str | None
    confidence: float
    marked: bool

    @property
    def exact(self) -> bool:
        """Digits, separators and order are right."""
        return self.got == plain(self.wanted)

    @property
    def flagged(self) -> bool:
        """A person is warned."""
        return self.marked if self.got is None else self.confidence < CERTAIN


@dataclass(frozen=True, slots=True)
class Scored:
    """A page, read in one way."""

    face: str
    digits: str
    condition: str
    numbers: list[Told]
    distance: int
    length: int
    invented: int
    seconds: float


def plain(text: str) -> str:
    """A number without the marks around it; digits Latin, all thousands' commas one."""
    folded = fold(text).text.translate(str.maketrans({"٬": ",", "،": ",", "٫": ".", "\u2010": "-", "–": "-", "−": "-"}))
    return re.sub(r"^[^\w]+|[^\w]+$", "", folded)


def told(letter: Letter, words: Sequence[Found], unread: Sequence[Box]) -> list[Told]:
    """What was read at each number's place."""
    made = []
    for number in letter.numbers:
        over = [word for word in words if covers(word.box, number.box)]
        over.sort(key=lambda word: word.box[0])
        if not over:
            made.append(Told(number.text, None, 0.0, any(covers(number.box, box, 0.4) for box in unread)))
            continue
        spoken = [word for word in over if any(char.isdigit() for char in word.text)] or over
        text = "+".join(plain(word.text) for word in spoken)
        made.append(Told(number.text, text, min(word.confidence for word in spoken), True))
    return made


def covers(one: Box, other: Box, share: float = 0.5) -> bool:
    """Whether a share of the first lies within the second."""
    wide, high = min(one[2], other[2]) - max(one[0], other[0]), min(one[3], other[3]) - max(one[1], other[1])
    if wide <= 0 or high <= 0:
        return False
    return wide * high >= share * max((one[2] - one[0]) * (one[3] - one[1]), 1) or (
        wide > 0.5 * (other[2] - other[0]) and high > 0.5 * (other[3] - other[1])
    )


def distance(letter: Letter, words: Sequence[Found]) -> tuple[int, int]:
    """Edit distance and length over the page's lines, words in the script's direction; reading order is not judged."""
    way = 1 if letter.rightwards else -1
    lines: dict[int, list[Found]] = defaultdict(list)
    drawn = letter.drawn
    centres = np.array([[(w.box[0] + w.box[2]) / 2, (w.box[1] + w.box[3]) / 2] for w in drawn])
    for word in words:
        x, y = (word.box[0] + word.box[2]) / 2, (word.box[1] + word.box[3]) / 2
        nearest = int(np.argmin(np.abs(centres[:, 0] - x) + 6 * np.abs(centres[:, 1] - y)))
        lines[drawn[nearest].line].append(word)
    wrong = length = 0
    for line in {word.line for word in drawn}:
        wanted = " ".join(folded(word.text) for word in drawn if word.line == line)
        got = " ".join(
            folded(word.text) for word in sorted(lines[line], key=lambda word: way * (word.box[0] + word.box[2]))
        )
        wrong += Levenshtein.distance(wanted, got)
        length += len(wanted)
    return wrong, length


def folded(text: str) -> str:
    """For the character error: scripts of digits and of separators, and forms of letters, are one."""
    return fold(text).text.translate(str.maketrans({"٬": ",", "،": ","}))


def ours(letter: Letter) -> Scored:
    """The page read by Govah."""
    started = time.thread_time()
    page = recognise(letter.picture, dpi=letter.dpi, limits=Limits(Path(gettempdir())))
    seconds = time.thread_time() - started
    words = [Found(page.text[word.start : word.end], tuple(word.box), word.confidence or 0.0) for word in page.words]
    return _scored(letter, words, [tuple(region.box) for region in page.regions], seconds)


def bare(letter: Letter) -> Scored:
    """The page as Tesseract reads it by itself."""
    grey = np.asarray(letter.picture.convert("L"))
    started = time.thread_time()
    read = recogniser("ara" if letter.digits == ARABIC else "fas").read(grey, Layout.PAGE, letter.dpi)
    seconds = time.thread_time() - started
    words = [Found(w.text, (w.left, w.top, w.left + w.width, w.top + w.height), w.confidence) for w in read]
    return _scored(letter, words, [], seconds)


def _scored(letter: Letter, words: list[Found], unread: list[Box], seconds: float) -> Scored:
    wrong, length = distance(letter, words)
    invented = sum(
        any(char.isdigit() for char in word.text)
        and not any(covers(word.box, number.box, 0.2) for number in letter.numbers)
        for word in words
    )
    return Scored(
        letter.face, letter.digits, letter.condition, told(letter, words, unread), wrong, length, invented, seconds
    )


def table(pages: Iterable[tuple[Scored, Scored]]) -> str:
    """Markdown: a row for each condition, each script and the part that the goals are for."""
    groups: dict[str, list[tuple[Scored, Scored]]] = defaultdict(list)
    for one, other in pages:
        script = "Arabic-Indic" if one.digits[0] == ARABIC[0] else "Latin" if one.digits[0] == "0" else "Persian"
        kind, dpi = one.condition.split()
        easy = int(dpi) >= 200 and kind not in HARD
        for name in ("all", *(["≥ 200 dpi, no typing, fax, stamp"] if easy else []), script, one.face, one.condition):
            groups[name].append((one, other))
    rows = [
        "| pages | numbers | exact | right or flagged | wrongly flagged | CER | CPU s | bare: exact | CER | CPU s |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for name, both in groups.items():
        mine, theirs = [pair[0] for pair in both], [pair[1] for pair in both]
        numbers = [number for page in mine for number in page.numbers]
        right = [number for number in numbers if number.exact]
        caught = sum(number.exact or number.flagged for number in numbers)
        false = sum(number.flagged for number in right) / max(len(right), 1)
        other = [number for page in theirs for number in page.numbers]
        cells = [
            name, str(len(numbers)), f"{len(right) / len(numbers):.3f}", f"{caught / len(numbers):.3f}", f"{false:.3f}",
            _cer(mine), f"{np.mean([page.seconds for page in mine]):.2f}",
            f"{sum(number.exact for number in other) / len(other):.3f}", _cer(theirs),
            f"{np.mean([page.seconds for page in theirs]):.2f}",
        ]  # fmt: skip
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows)


def _cer(pages: Sequence[Scored]) -> str:
    return f"{sum(page.distance for page in pages) / sum(page.length for page in pages):.3f}"


def _both(letter: Letter) -> tuple[Scored, Scored]:
    return ours(letter), bare(letter)


def thresholds(pages: Sequence[Scored]) -> None:
    """Print what other thresholds of certainty would catch on the part that the goals are for."""
    easy = [page for page in pages if page.condition.split()[0] not in HARD and "150" not in page.condition]
    numbers = [number for page in easy for number in page.numbers]
    for level in (0.8, 0.85, CERTAIN, 0.9):
        doubted = [number.marked if number.got is None else number.confidence < level for number in numbers]
        caught = np.mean([number.exact or doubt for number, doubt in zip(numbers, doubted, strict=True)])
        false = np.mean([doubt for number, doubt in zip(numbers, doubted, strict=True) if number.exact])
        print(f"flagged below {level}: caught {caught:.3f}, wrongly flagged {false:.3f}")


def main() -> None:
    """Draw, read, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("fonts", type=Path, help="where the npm font packages are unpacked")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--conditions", nargs="*", default=list(CONDITIONS))
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--wrong", action="store_true", help="print each number that is wrong")
    chosen = parser.parse_args()
    drawn = letters(page_faces(chosen.fonts, TEST), chosen.seed, conditions=tuple(chosen.conditions))
    with ProcessPoolExecutor(chosen.workers) as pool:
        pages = list(pool.map(_both, drawn))
    if chosen.wrong:
        for page, _ in pages:
            for number in page.numbers:
                if not number.exact:
                    print(
                        page.face,
                        page.digits[4],
                        page.condition,
                        number.wanted,
                        number.got,
                        f"{number.confidence:.2f}",
                        "flagged" if number.flagged else "MISSED",
                    )
    print(table(pages))
    thresholds([page for page, _ in pages])
    print(f"words that are no numbers read as numbers: {sum(page.invented for page, _ in pages)}")


if __name__ == "__main__":
    main()
