"""The number reader made again from nothing, and held against the shipped one: `make number-reader`.

Draws the training set, trains, fits the certainty, reads fabricated letters with both readers and prints how far they
are apart. Nothing is taken from the shipped weights.
"""

import argparse
import shutil
import sys
import time
from pathlib import Path

import numpy as np
from calibrate import calibrate
from card import fonts_table, put
from comparison import EASY, FRESH, HALF_A_POINT, SEEN, both, compared, easy, rates
from fetching import CACHE, ROOT, FetchError, fetch, pinned
from rendering import COUNT, render
from score import Scored, ours, table
from training import BATCH, SEED, STEPS, fit

from govah.read.ocr.numbers.net import WEIGHTS

MADE = ROOT / "build" / "number-reader" / "weights.npz"


def make(fonts: Path, target: Path, workers: int, *, trained: bool) -> None:
    """Weights from nothing, or the shipped network with its certainty fitted anew.

    Args:
        fonts: Where the npm packages are unpacked.
        target: The .npz to write.
        workers: Processes for drawing and reading; training takes one.
        trained: Whether to train.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    if trained:
        fit(render(fonts, COUNT, workers), target)
    else:
        shutil.copyfile(WEIGHTS, target)
    calibrate(fonts, target, workers)
    print(f"Wrote {target}: {sum(array.size for array in _arrays(target).values()):,} weights")


def held_against(fonts: Path, made: Path, workers: int) -> bool:
    """Read the same pages with both readers, tell how far they are apart, also in the model card.

    The same weights are the same reader: then the pages are read once.

    Args:
        fonts: Where the npm packages are unpacked.
        made: Weights made again.
        workers: Processes.

    Returns:
        Whether they are within half a point.
    """
    equal = made.read_bytes() == WEIGHTS.read_bytes()
    shipped: list[Scored] = []
    again: list[Scored] = []
    for sheets, name in ((SEEN, "first"), (FRESH, "second")):
        pages = sheets.read(ours, WEIGHTS, fonts, workers, f"Reading the {name} letters with the shipped reader")
        shipped += pages
        again += pages if equal else sheets.read(ours, made, fonts, workers, f"Reading the {name} letters again")
    told, within = compared(shipped, again)
    apart = rates(easy(again)).exact - rates(easy(shipped)).exact
    verdict = (
        f"Exact numbers on fonts it never saw, {EASY}: {100 * apart:+.2f} points against the shipped reader, "
        f"{'within' if within else 'NOT within'} {100 * HALF_A_POINT} points. "
        f"The weights are {'' if equal else 'not '}the shipped ones, byte for byte."
    )
    print(f"{told}\n\n{verdict}")
    put("again", f"{verdict}\n\n{told}")
    return within


def figures(fonts: Path, workers: int) -> None:
    """Read the letters with the shipped reader and Tesseract alone, and write the model card's tables."""
    put("fonts", fonts_table())
    put("training", f"{COUNT:,} pictures (seed {SEED}), {STEPS:,} steps of {BATCH}.")
    for sheets, name in ((SEEN, "first"), (FRESH, "second")):
        pages = sheets.read(both, WEIGHTS, fonts, workers, f"Reading the {name} letters")
        put(name, table(pages))


def _arrays(path: Path) -> dict[str, np.ndarray]:
    with np.load(path) as stored:
        return dict(stored)


def main() -> None:
    """Make, compare, and what else is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fonts", type=Path, default=CACHE, help="where the npm packages are unpacked")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--certainty", action="store_true", help="keep the shipped network, fit its certainty anew")
    parser.add_argument("--ship", action="store_true", help="put the new weights into the product; write the figures")
    parser.add_argument("--figures", action="store_true", help="only read with the shipped reader; write the figures")
    told = parser.parse_args()
    fonts, started = told.fonts.resolve(), time.monotonic()
    try:
        fetch(fonts, pinned())
    except FetchError as error:
        sys.exit(str(error))
    within = True
    if not told.figures:
        make(fonts, MADE, told.workers, trained=not told.certainty)
        within = held_against(fonts, MADE, told.workers)
        if told.ship:
            shutil.copyfile(MADE, WEIGHTS)
    if told.ship or told.figures:
        figures(fonts, told.workers)
    print(f"Took {(time.monotonic() - started) / 60:.0f} minutes.")
    sys.exit(0 if within or told.ship else 1)


if __name__ == "__main__":
    main()
