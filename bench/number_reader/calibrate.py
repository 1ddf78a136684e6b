"""Fit the certainty of readings on pages drawn for that purpose: `calibrate.py FONTS WEIGHTS`.

The regression's weights are added to the network's.
"""

import argparse
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from tempfile import gettempdir

import numpy as np
from fonts import CALIBRATION, page_faces
from pages import CONDITIONS, Letter, letters
from score import covers, plain

from govah.read.ocr.numbers import net
from govah.read.ocr.numbers.rereading import NumberReader
from govah.read.ocr.page import prepared, upright
from govah.read.ocr.reading import CpuBudget, SheetReader
from govah.read.ocr.sheet import sheet_of
from govah.read.ocr.snap import span_of
from govah.read.reader import Limits

SEED = 7
PENALTY = 2.0


def examples(letter: Letter) -> list[tuple[tuple[float, ...], bool, str]]:
    """What spoke for each number read on a page, and whether it is right."""
    page = prepared(letter.picture, letter.dpi, 1)
    budget = CpuBudget(Limits(Path(gettempdir())).page_seconds)
    reader, language = upright(page, letter.dpi, SheetReader(sheet_of(page, letter.dpi, 0), budget))
    if language == "eng":
        return []
    numbers: NumberReader = reader.numbers(language)
    lines = [reader.best(number, language) for number in range(len(reader.sheet.lines))]
    script = numbers.script(lines)
    made = []
    for line in lines:
        for _, judged in numbers.judgements(line, script):
            if judged is not None:
                box = reader.sheet.in_picture(span_of(judged.word), page.shape[1], page.shape[0])
                near = [number for number in letter.numbers if covers(tuple(box), number.box)]
                wanted = near[0].text if len(near) == 1 else ""
                right = plain(judged.word.text) == wanted
                made.append(
                    (
                        judged.signs.features,
                        right,
                        f"{letter.face} {letter.digits[4]} {letter.condition} {wanted} {judged.word.text}",
                    )
                )
    return made


def fitted(features: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Logistic regression by Newton's method, with a quadratic penalty on all but the constant."""
    weights = np.zeros(features.shape[1])
    penalty = np.full(features.shape[1], PENALTY)
    penalty[0] = 1e-3
    for _ in range(50):
        likely = 1 / (1 + np.exp(-np.clip(features @ weights, -30, 30)))
        slope = features.T @ (right - likely) - penalty * weights
        curve = (features * (likely * (1 - likely))[:, None]).T @ features + np.diag(penalty)
        step = np.linalg.solve(curve, slope)
        weights += step
        if np.abs(step).max() < 1e-8:
            break
    return weights


def main() -> None:
    """Draw, read, fit, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("fonts", type=Path)
    parser.add_argument("weights", type=Path, help="the network's; the fitted ones are added to it")
    parser.add_argument("--conditions", nargs="*", default=list(CONDITIONS))
    parser.add_argument("--workers", type=int, default=2)
    chosen = parser.parse_args()
    faces = page_faces(chosen.fonts, CALIBRATION)
    with ProcessPoolExecutor(chosen.workers, initializer=partial(use, chosen.weights)) as pool:
        drawn = letters(faces, SEED, conditions=tuple(chosen.conditions))
        told = [example for page in pool.map(examples, drawn) for example in page]
    features, right = np.array([row for row, _, _ in told]), np.array([ok for _, ok, _ in told], float)
    weights = fitted(features, right)
    likely = 1 / (1 + np.exp(-features @ weights))
    for name in sorted({story.rsplit(" ", 2)[0] for _, _, story in told}):
        chosen_rows = [ok for _, ok, story in told if story.startswith(name)]
        print(f"{name}: {len(chosen_rows)}, {np.mean(chosen_rows):.3f} right")
    print(f"{right.size} numbers, {right.mean():.3f} right, Brier {np.mean((likely - right) ** 2):.4f}")
    for level in (0.8, 0.9, 0.95):
        wrong = right == 0
        caught, false = np.mean(likely[wrong] < level), np.mean(likely[~wrong] < level)
        print(f"{level}: wrong and flagged {caught:.3f}, right and flagged {false:.3f}")
    with np.load(chosen.weights) as stored:
        arrays = dict(stored)
    np.savez(chosen.weights, **{**arrays, "certainty": weights})


def use(weights: Path) -> None:
    """Read with other weights than the installed ones."""
    net.number_net.cache_clear()
    net.WEIGHTS = weights
    net.number_net.__wrapped__.__defaults__ = (weights,)


if __name__ == "__main__":
    main()
