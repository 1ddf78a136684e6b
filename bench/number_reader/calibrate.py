"""The certainty of readings, fitted on pages drawn for that purpose; its weights are added to the network's."""

from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from tempfile import gettempdir

import numpy as np
from fonts import CALIBRATION, page_faces
from pages import Letter, letters
from progress import Progress
from score import covers, plain

from govah.read.ocr.numbers import certainty, net
from govah.read.ocr.numbers.certainty import CERTAIN
from govah.read.ocr.numbers.rereading import NumberReader
from govah.read.ocr.picture import prepared
from govah.read.ocr.reading import CpuBudget, SheetReader
from govah.read.ocr.sheet import sheet_of
from govah.read.ocr.snap import span_of
from govah.read.ocr.turning import upright
from govah.read.reader import Limits

SEED = 7
DRAWN = ("clean 200", "scan 200", "jpeg 200", "scan 150", "uneven 200", "fax 200", "clean 300")
PENALTY = 2.0

Example = tuple[tuple[float, ...], bool]


def examples(letter: Letter) -> list[Example]:
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
                made.append((judged.signs.features, plain(judged.word.text) == wanted))
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


def calibrate(fonts: Path, weights: Path, workers: int = 1) -> None:
    """Fit the certainty of a network's readings, add its weights to the network's, print what it would catch.

    Args:
        fonts: Where the npm packages are unpacked.
        weights: The network's.
        workers: Processes.
    """
    faces = page_faces(fonts, CALIBRATION)
    progress = Progress("Reading letters for the certainty", len(faces) * len(DRAWN))
    told: list[Example] = []
    with ProcessPoolExecutor(workers, initializer=partial(use, weights)) as pool:
        for place, page in enumerate(pool.map(examples, letters(faces, SEED, conditions=DRAWN)), 1):
            told.extend(page)
            progress.tell(place)
    features, right = np.array([row for row, _ in told]), np.array([ok for _, ok in told], float)
    fit = fitted(features, right)
    likely = 1 / (1 + np.exp(-features @ fit))
    print(f"{right.size} numbers, {right.mean():.3f} right, Brier {np.mean((likely - right) ** 2):.4f}")
    wrong = right == 0
    for level in (0.8, CERTAIN, 0.95):
        caught, false = np.mean(likely[wrong] < level), np.mean(likely[~wrong] < level)
        print(f"below {level}: of the wrong {caught:.3f}, of the right {false:.3f}")
    with np.load(weights) as stored:
        arrays = dict(stored)
    np.savez(weights, **{**arrays, "certainty": fit})


def use(weights: Path) -> None:
    """Read with other weights than the installed ones, in this process."""
    for load in (net.number_net, certainty._fitted):
        load.__wrapped__.__defaults__ = (weights,)
        load.cache_clear()
