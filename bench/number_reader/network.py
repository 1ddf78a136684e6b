"""The number reader's network while it learns: layers with their gradients, in plain NumPy.

The shapes are those of `govah.read.ocr.numbers.net`: planes by pictures by rows by columns. Source of the
normalisation: S. Ioffe and C. Szegedy, Batch Normalization, ICML 2015.
"""

from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from govah.read.ocr.numbers.classes import COUNT

Floats = NDArray[np.float32]
Dice = np.random.Generator

PLANES = (1, 12, 24, 48, 48)
LONG = (96, 64, 64)
DROPPED = 0.1
"""Share of the last layer's inputs that are left out at each step."""
_SLOW = 0.1  # share of a step's mean and variance in those that are kept
_LEAST = 1e-5


class Values:
    """What is learnt of one layer's numbers, and the gradient of the loss by them."""

    def __init__(self, start: Floats) -> None:
        self.now = np.asarray(start, np.float32)
        self.slope = np.zeros_like(self.now)


class Convolution:
    """A convolution that keeps the size, divided by the stride; zeros beyond the edges."""

    def __init__(self, dice: Dice, out: int, into: int, size: tuple[int, int], stride: tuple[int, int]) -> None:
        spread = np.sqrt(2 / (into * size[0] * size[1]))
        self.weight = Values(dice.normal(0, spread, (out, into, *size)))
        self.values = [self.weight]
        self._stride = stride

    def forward(self, planes: Floats) -> Floats:
        """Its output."""
        out, into, high, wide = self.weight.now.shape
        _, count, rows, columns = planes.shape
        padded = np.zeros((into, count, rows + high - 1, columns + wide - 1), planes.dtype)
        padded[:, :, high // 2 : high // 2 + rows, wide // 2 : wide // 2 + columns] = planes
        down, across = -(-rows // self._stride[0]), -(-columns // self._stride[1])
        gathered = np.empty((into, high, wide, count, down, across), planes.dtype)
        for row, column in np.ndindex(high, wide):
            gathered[:, row, column] = padded[self._window(row, column, rows, columns)]
        self._gathered, self._shape = gathered.reshape(into * high * wide, -1), planes.shape
        return (self.weight.now.reshape(out, -1) @ self._gathered).reshape(out, count, down, across)

    def backward(self, slope: Floats, *, further: bool = True) -> Floats | None:
        """The gradient by its input, where that is wanted; that by its weights is kept."""
        out, into, high, wide = self.weight.now.shape
        _, count, rows, columns = self._shape
        flat = slope.reshape(out, -1)
        self.weight.slope = (flat @ self._gathered.T).reshape(self.weight.now.shape)
        if not further:
            return None
        scattered = (self.weight.now.reshape(out, -1).T @ flat).reshape(into, high, wide, *slope.shape[1:])
        padded = np.zeros((into, count, rows + high - 1, columns + wide - 1), scattered.dtype)
        for row, column in np.ndindex(high, wide):
            padded[self._window(row, column, rows, columns)] += scattered[:, row, column]
        return padded[:, :, high // 2 : high // 2 + rows, wide // 2 : wide // 2 + columns]

    def _window(self, row: int, column: int, rows: int, columns: int) -> tuple[slice, ...]:
        down, across = self._stride
        every = slice(None)
        return every, every, slice(row, row + rows, down), slice(column, column + columns, across)


class Normalisation:
    """Each plane's mean and variance evened, then scaled and moved as is learnt; what is below zero is cut off."""

    def __init__(self, planes: int) -> None:
        self.scale, self.shift = Values(np.ones(planes)), Values(np.zeros(planes))
        self.values = [self.scale, self.shift]
        self.mean, self.variance = np.zeros(planes, np.float32), np.ones(planes, np.float32)

    def forward(self, planes: Floats) -> Floats:
        """Its output; the mean and the variance are those of the pictures at hand."""
        flat = planes.reshape(planes.shape[0], -1)
        mean, variance = flat.mean(axis=1), flat.var(axis=1)
        self.mean += np.float32(_SLOW) * (mean - self.mean)
        self.variance += np.float32(_SLOW) * (variance - self.variance)
        self._spread = np.sqrt(variance + np.float32(_LEAST))
        self._evened = (flat - mean[:, np.newaxis]) / self._spread[:, np.newaxis]
        made = self._evened * self.scale.now[:, np.newaxis] + self.shift.now[:, np.newaxis]
        self._kept = made > 0
        return (made * self._kept).reshape(planes.shape)

    def backward(self, slope: Floats) -> Floats:
        """The gradient by its input."""
        flat = slope.reshape(slope.shape[0], -1) * self._kept
        self.shift.slope = flat.sum(axis=1)
        self.scale.slope = np.einsum("pn,pn->p", flat, self._evened)
        count = np.float32(flat.shape[1])
        flat -= (self.shift.slope / count)[:, np.newaxis]
        flat -= self._evened * (self.scale.slope / count)[:, np.newaxis]
        flat *= (self.scale.now / self._spread)[:, np.newaxis]
        return flat.reshape(slope.shape)


class Network:
    """Four flat convolutions, two long ones, one score per class and column.

    Args:
        dice: For the first weights and for what is left out.
    """

    def __init__(self, dice: Dice) -> None:
        self._dice = dice
        sizes = [((5, 5), (2, 2)), *[((3, 3), (2, 1))] * 3]
        self._flat = [
            Convolution(dice, out, into, *shape) for (into, out), shape in zip(pairwise(PLANES), sizes, strict=True)
        ]
        self._long = [Convolution(dice, out, into, (1, 5), (1, 1)) for into, out in pairwise(LONG)]
        self._norms = [Normalisation(planes) for planes in (*PLANES[1:], *LONG[1:])]
        self._last, self._bias = Convolution(dice, COUNT, LONG[-1], (1, 1), (1, 1)), Values(np.zeros(COUNT))
        layers = [*self._flat, *self._long, *self._norms, self._last]
        self.values = [*(value for layer in layers for value in layer.values), self._bias]

    def forward(self, pictures: Floats) -> Floats:
        """Scores, not yet normalised: columns by pictures by classes, of pictures by rows by columns."""
        planes = pictures[np.newaxis]
        for layer, norm in zip(self._flat, self._norms, strict=False):
            planes = norm.forward(layer.forward(planes))
        self._folded = planes.shape
        planes = np.ascontiguousarray(planes.swapaxes(1, 2)).reshape(LONG[0], planes.shape[1], 1, planes.shape[3])
        for layer, norm in zip(self._long, self._norms[len(self._flat) :], strict=True):
            planes = norm.forward(layer.forward(planes))
        self._left = (self._dice.random(planes.shape, np.float32) >= DROPPED) / np.float32(1 - DROPPED)
        told = self._last.forward(planes * self._left)[:, :, 0]
        return np.ascontiguousarray(told.transpose(2, 1, 0)) + self._bias.now

    def backward(self, slope: Floats) -> None:
        """Keep the gradient by every value, of that by the scores."""
        self._bias.slope = slope.sum(axis=(0, 1))
        planes = self._last.backward(np.ascontiguousarray(slope.transpose(2, 1, 0))[:, :, np.newaxis]) * self._left
        for layer, norm in zip(self._long[::-1], self._norms[: len(self._flat) - 1 : -1], strict=True):
            planes = layer.backward(norm.backward(planes))
        out, count, rows, columns = self._folded
        planes = np.ascontiguousarray(planes.reshape(out, rows, count, columns).swapaxes(1, 2))
        for layer, norm in zip(self._flat[::-1], self._norms[len(self._flat) - 1 :: -1], strict=True):
            planes = layer.backward(norm.backward(planes), further=layer is not self._flat[0])

    def write(self, target: Path) -> None:
        """Fold the normalisations into the convolutions and write float16 weights, as the reader takes them."""
        arrays: dict[str, np.ndarray] = {}
        for number, (layer, norm) in enumerate(zip([*self._flat, *self._long], self._norms, strict=True)):
            scale = norm.scale.now / np.sqrt(norm.variance + np.float32(_LEAST))
            weight = layer.weight.now * scale[:, np.newaxis, np.newaxis, np.newaxis]
            if layer in self._long:
                weight = weight[:, :, 0]
            arrays[f"weight{number}"] = weight.astype(np.float16)
            arrays[f"bias{number}"] = norm.shift.now - norm.mean * scale
        arrays["weight6"] = self._last.weight.now[:, :, 0].astype(np.float16)
        arrays["bias6"] = self._bias.now
        np.savez(target, **arrays)
