"""Fit the weights of `govah.read.ocr.handwriting` on drawn pages: `GOVAH_HANDS=… python bench/handwriting_fit.py`.

Prints them; who changes the traits puts them into the module.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import numpy as np  # noqa: E402  # the path comes first
from bench.drawn_letter import CONDITIONS, DPI, Letter, faces, letter, scanned  # noqa: E402
from bench.margin import annotated, covered, hands  # noqa: E402

from govah.read.ocr.handwriting import Traits, groups  # noqa: E402
from govah.read.ocr.picture import prepared  # noqa: E402
from govah.read.ocr.reading import CpuBudget, SheetReader  # noqa: E402
from govah.read.ocr.sheet import sheet_of  # noqa: E402
from govah.read.ocr.turning import upright  # noqa: E402

PAGES = 72
RIDGE = 0.5
MOST_STEPS = 100


def examples(number: int) -> Iterator[tuple[Traits, bool]]:
    """The groups of one page, and whether each lies on a note; every other page has notes."""
    dice = np.random.default_rng([26, number])
    language = ("fa", "en", "fa", "ar")[number // 2 % 4]
    known = faces(language)
    size, busy = int(dice.integers(38, 54)), number % 3 == 0
    drawn: Letter = letter(dice, language, known[number // 8 % len(known)], lines=8, size=size, busy=busy)
    picture, notes = annotated(dice, drawn.picture, hands()) if number % 2 else (drawn.picture, [])
    condition = CONDITIONS[number // 2 % len(CONDITIONS)]
    seen = scanned(dice, picture, condition, tilt=0.0 if notes else None)
    scale = 300 / DPI.get(condition, 300)
    factor = max(1, int(300 / scale / 280))
    page = prepared(seen, 300 / scale, factor)
    sheet = sheet_of(page, 300 / scale / factor, 0)
    reader, spoken = upright(page, 300 / scale / factor, SheetReader(sheet, CpuBudget(60)))
    words = [word for line in range(len(reader.sheet.lines)) for word in reader.best(line, spoken).words]
    for span, traits in groups(reader.sheet, words):
        box = reader.sheet.in_picture(span, page.shape[1], page.shape[0])
        place = (box.left * scale, box.top * scale, box.right * scale, box.bottom * scale)
        by_hand = any(covered(place, [other]) > 0.5 for _, other in notes)
        if by_hand or condition != "stamp":
            yield traits, by_hand


def main() -> None:
    """A logistic regression by Newton's method, with a small ridge on the standardised traits."""
    found = [example for number in range(PAGES) for example in examples(number)]
    x = np.array([traits.features for traits, _ in found])
    y = np.array([by_hand for _, by_hand in found], float)
    mean, spread = x[:, 1:].mean(axis=0), x[:, 1:].std(axis=0)
    x[:, 1:] = (x[:, 1:] - mean) / spread
    ridge = RIDGE * np.diag([0.0] + [1.0] * (x.shape[1] - 1))
    weights = np.zeros(x.shape[1])
    for _ in range(MOST_STEPS):
        likely = 1 / (1 + np.exp(-x @ weights))
        slope = x.T @ (likely - y) + ridge @ weights
        weights -= np.linalg.solve((x * (likely * (1 - likely))[:, None]).T @ x + ridge, slope)
    plain = np.concatenate(([weights[0] - (weights[1:] * mean / spread).sum()], weights[1:] / spread))
    likely = 1 / (1 + np.exp(-x @ weights))
    print(f"{int(y.sum())} groups by hand, {int((1 - y).sum())} of print")
    print(f"found {int(((likely >= 0.5) & (y == 1)).sum())}, false {int(((likely >= 0.5) & (y == 0)).sum())}")
    print(tuple(round(float(weight), 3) for weight in plain))


if __name__ == "__main__":
    main()
