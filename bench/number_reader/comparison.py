"""Two readers on the same pages: the shipped one, and one that was trained again."""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from calibrate import use
from fonts import TEST, UNSEEN, page_faces
from pages import CONDITIONS, HARD, Letter, letters
from progress import Progress
from score import SEED, Scored, Told, bare, ours

FRESH_SEED = 4711
EASY = "≥ 200 dpi, no typing, fax, stamp"
HALF_A_POINT = 0.005

Pair = tuple[Scored, Scored]


@dataclass(frozen=True, slots=True)
class Sheets:
    """Pages to be read.

    Args:
        faces: As `fonts.TEST`.
        seed: Of the drawing.
        conditions: Of the scans.
    """

    faces: tuple[tuple[str, str, str], ...]
    seed: int
    conditions: tuple[str, ...] = CONDITIONS

    def read(self, reading: Callable, weights: Path, fonts: Path, workers: int, name: str) -> list:
        """Read them all.

        Args:
            reading: `ours`, `bare`, or both.
            weights: Of the number reader.
            fonts: Where the npm packages are unpacked.
            workers: Processes.
            name: Of this work.
        """
        faces = page_faces(fonts, self.faces)
        progress, pages = Progress(name, len(faces) * len(self.conditions)), []
        with ProcessPoolExecutor(workers, initializer=partial(use, weights)) as pool:
            for page in pool.map(reading, letters(faces, self.seed, conditions=self.conditions)):
                pages.append(page)
                progress.tell(len(pages))
        return pages


SEEN = Sheets(TEST, SEED)
"""The pages by which the reader was bettered."""
FRESH = Sheets(UNSEEN, FRESH_SEED)
"""Other faces and another seed: nothing was chosen by them."""


@dataclass(frozen=True, slots=True)
class Rates:
    """What became of some numbers: each a share.

    Args:
        count: How many.
        exact: Read right.
        caught: Right, flagged, or marked as unread.
        doubted: Of the right ones, those flagged.
    """

    count: int
    exact: float
    caught: float
    doubted: float


def rates(pages: Iterable[Scored]) -> Rates:
    """Of all numbers of some pages."""
    numbers: list[Told] = [number for page in pages for number in page.numbers]
    right = [number for number in numbers if number.exact]
    return Rates(
        len(numbers),
        len(right) / len(numbers),
        sum(number.exact or number.flagged for number in numbers) / len(numbers),
        sum(number.flagged for number in right) / max(len(right), 1),
    )


def easy(pages: Sequence[Scored]) -> list[Scored]:
    """The part that the goals are for."""
    return [page for page in pages if page.condition.split()[0] not in HARD and "150" not in page.condition]


def both(letter: Letter) -> Pair:
    """Read by Govah and by Tesseract alone."""
    return ours(letter), bare(letter)


def compared(shipped: Sequence[Scored], again: Sequence[Scored]) -> tuple[str, bool]:
    """A table in Markdown, and whether the part that the goals are for differs by no more than half a point.

    Args:
        shipped: Pages read with the shipped weights.
        again: The same pages with others.
    """
    rows = [
        "| pages | numbers | exact | made again | right or flagged | made again | wrongly flagged | made again |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    parts: dict[str, Callable[[Sequence[Scored]], list[Scored]]] = {EASY: easy, "all": list}
    parts |= {
        script: partial(_of_script, zero=zero)
        for script, zero in (("Persian", "۰"), ("Arabic-Indic", "٠"), ("Latin", "0"))
    }
    parts |= {condition: partial(_of_condition, condition=condition) for condition in CONDITIONS}
    for name, part in parts.items():
        if not part(shipped):
            continue
        one, other = rates(part(shipped)), rates(part(again))
        cells = [f"{was:.3f} | {now:.3f}" for was, now in
                 ((one.exact, other.exact), (one.caught, other.caught), (one.doubted, other.doubted))]  # fmt: skip
        rows.append(f"| {name} | {one.count} | {' | '.join(cells)} |")
    apart = abs(rates(easy(shipped)).exact - rates(easy(again)).exact)
    return "\n".join(rows), round(apart, 6) <= HALF_A_POINT


def _of_script(pages: Sequence[Scored], zero: str) -> list[Scored]:
    return [page for page in pages if page.digits[0] == zero]


def _of_condition(pages: Sequence[Scored], condition: str) -> list[Scored]:
    return [page for page in pages if page.condition == condition]
