"""The training set: tokens drawn in the training faces, the same for the same fonts in any number of workers."""

from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import chain
from pathlib import Path

import numpy as np
from drawing import sample
from fonts import LETTER_LIKE, training_faces
from progress import Progress
from training import SEED, Pictures

CHUNK = 500
COUNT = 64_000

Drawn = list[tuple[np.ndarray, list[int]]]


def render(fonts: Path, count: int = COUNT, workers: int = 1) -> Pictures:
    """Draw the training set.

    Args:
        fonts: Where the npm packages are unpacked.
        count: Of pictures, a multiple of `CHUNK`.
        workers: Processes.
    """
    chunks: list[Drawn] = []
    progress = Progress("Drawing numbers", count)
    with ProcessPoolExecutor(workers) as pool:
        for chunk in pool.map(partial(_chunk, fonts), range(count // CHUNK)):
            chunks.append(chunk)
            progress.tell(len(chunks) * CHUNK)
    drawn = list(chain.from_iterable(chunks))
    return Pictures(
        ink=np.concatenate([picture for picture, _ in drawn], axis=1),
        widths=np.array([picture.shape[1] for picture, _ in drawn]),
        labels=np.concatenate([np.array(label, np.uint8) for _, label in drawn]),
        lengths=np.array([len(label) for _, label in drawn]),
    )


def _chunk(fonts: Path, number: int) -> Drawn:
    faces = training_faces(fonts)
    weights = np.array([2.0 if face.name.startswith(LETTER_LIKE) else 1.0 for face in faces])
    dice = np.random.default_rng([SEED, number])
    return [sample(dice, faces, weights / weights.sum()) for _ in range(CHUNK)]
