"""The training: pictures in, weights out. One thread, seeded: the same machine gives the same weights."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from loss import loss
from network import Dice, Floats, Network, Values
from progress import Progress

from govah.read.ocr.numbers.picture import HEIGHT

SEED = 1393
STEPS = 6000
BATCH = 64
FASTEST = 4e-3
"""Learning rate at its highest, after the first `WARMING` of the steps; it then falls to nothing."""
WARMING = 0.15
_FIRST, _LAST = 1 / 25, 1 / 250_000
_DECAY = 1e-4
_LONGEST = 5.0  # gradient
_MEAN, _SQUARE, _LEAST = 0.9, 0.999, 1e-8


@dataclass(frozen=True, slots=True)
class Pictures:
    """A training set.

    Args:
        ink: The pictures side by side, `HEIGHT` rows, 255 is ink.
        widths: Of each picture.
        labels: What each should say, one after the other.
        lengths: Of each label.
    """

    ink: np.ndarray
    widths: np.ndarray
    labels: np.ndarray
    lengths: np.ndarray


def fit(drawn: Pictures, target: Path, steps: int = STEPS) -> None:
    """Train, and write the weights.

    Args:
        drawn: The training set.
        target: The .npz of weights.
        steps: Of `BATCH` pictures each.
    """
    dice = np.random.default_rng(SEED)
    network = Network(dice)
    optimiser = Optimiser(network.values, steps)
    progress, mean = Progress("Training", steps), 0.0
    for step, (pictures, widths, labels) in enumerate(batches(drawn, dice, steps)):
        scores = network.forward(pictures)
        told, slope = loss(scores, (widths + 1) // 2, labels)
        network.backward(slope)
        optimiser.step(step)
        mean = told if not step else 0.98 * mean + 0.02 * told
        progress.tell(step + 1, f"loss {mean:.4f}")
    network.write(target)


def batches(drawn: Pictures, dice: Dice, steps: int) -> Iterator[tuple[Floats, np.ndarray, list[np.ndarray]]]:
    """Pictures of like width together, in chance order, each a little lighter and noisier than drawn."""
    at = np.concatenate(([0], drawn.widths.cumsum()))
    labels = np.split(drawn.labels.astype(np.intp), drawn.lengths.cumsum()[:-1])
    ahead: list[np.ndarray] = []
    for _ in range(steps):
        if not ahead:
            order = np.argsort(drawn.widths * dice.uniform(0.85, 1.15, drawn.widths.size))
            ahead = [order[first : first + BATCH] for first in range(0, order.size - BATCH + 1, BATCH)]
            dice.shuffle(ahead)
        chosen = ahead.pop()
        widths = drawn.widths[chosen]
        pictures = np.zeros((BATCH, HEIGHT, int(widths.max())), np.float32)
        for row, number in enumerate(chosen):
            pictures[row, :, : widths[row]] = drawn.ink[:, at[number] : at[number + 1]]
        pictures *= dice.uniform(0.75 / 255, 1 / 255, (BATCH, 1, 1)).astype(np.float32)
        pictures += np.float32(0.03) * dice.standard_normal(pictures.shape, np.float32)
        yield pictures, widths, [labels[number] for number in chosen]


class Optimiser:
    """Adam with decay of the weights, on a rate that rises once and falls.

    Source: I. Loshchilov and F. Hutter, Decoupled Weight Decay Regularization, ICLR 2019.
    """

    def __init__(self, values: list[Values], steps: int) -> None:
        self._values = values
        self._means = [np.zeros_like(value.now) for value in values]
        self._squares = [np.zeros_like(value.now) for value in values]
        self._steps = steps

    def step(self, number: int) -> None:
        """Move every value against its gradient."""
        rate = self.rate(number)
        length = float(np.sqrt(sum(np.square(value.slope, dtype=np.float64).sum() for value in self._values)))
        shortened = np.float32(min(1.0, _LONGEST / max(length, _LEAST)))
        first, second = 1 - _MEAN ** (number + 1), 1 - _SQUARE ** (number + 1)
        for value, mean, square in zip(self._values, self._means, self._squares, strict=True):
            slope = value.slope * shortened
            mean += np.float32(1 - _MEAN) * (slope - mean)
            square += np.float32(1 - _SQUARE) * (slope * slope - square)
            value.now *= np.float32(1 - rate * _DECAY)
            value.now -= np.float32(rate / first) * mean / (np.sqrt(square / np.float32(second)) + np.float32(_LEAST))

    def rate(self, number: int) -> float:
        """Learning rate of a step."""
        top = WARMING * self._steps - 1
        if number <= top:
            start, end, done = _FIRST, 1.0, number / top
        else:
            start, end, done = 1.0, _LAST, (number - top) / (self._steps - 1 - top)
        return FASTEST * (end + (start - end) * (1 + np.cos(np.pi * done)) / 2)
