"""The number reader's network, in plain NumPy: float32 throughout, so the same picture gives the same numbers.

Four flat convolutions, two long ones, one score per class and column; its columns are decoded as connectionist
temporal classification. Source of the decoding: A. Graves et al., Connectionist Temporal Classification, ICML 2006.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from govah.errors import MissingExtraError

WEIGHTS: Final = Path(__file__).with_name("weights.npz")
_STRIDES: Final = ((2, 2), (2, 1), (2, 1), (2, 1))
_LAYERS: Final = 7

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Layer:
    """One convolution, its normalisation folded in.

    Args:
        weight: Planes out by planes in by rows by columns (flat), or by columns (long).
        bias: One per plane out.
    """

    weight: Floats
    bias: Floats


@dataclass(frozen=True, slots=True)
class NumberNet:
    """The network.

    Args:
        layers: Four flat, two long and the last.
        version: First digits of the hash of its weights.
    """

    layers: tuple[Layer, ...]
    version: str

    def scores(self, pictures: Sequence[Floats]) -> list[Floats]:
        """Log-probabilities of the classes, for several pictures at once.

        Args:
            pictures: Rows by columns, 1.0 is ink; as `govah.read.ocr.numbers.picture.fitted` makes them. The
                narrower ones are filled up with white.

        Returns:
            For each, half as many columns by classes.
        """
        widest = max(picture.shape[1] for picture in pictures)
        planes = np.zeros((1, len(pictures), pictures[0].shape[0], widest), np.float32)
        for place, picture in enumerate(pictures):
            planes[0, place, :, : picture.shape[1]] = picture
        for layer, stride in zip(self.layers, _STRIDES, strict=False):
            planes = np.maximum(convolved(planes, layer, stride), 0)
        columns = planes.swapaxes(1, 2).reshape(-1, len(pictures), planes.shape[3])[:, :, np.newaxis]
        for layer in self.layers[len(_STRIDES) :]:
            columns = convolved(columns, Layer(layer.weight[:, :, np.newaxis], layer.bias), (1, 1))
            if layer is not self.layers[-1]:
                columns = np.maximum(columns, 0)
        raw = columns[:, :, 0].transpose(1, 2, 0)
        raw = raw - raw.max(axis=2, keepdims=True)
        told = np.asarray(raw - np.log(np.exp(raw).sum(axis=2, keepdims=True)), np.float32)
        return [told[place, : (picture.shape[1] + 1) // 2] for place, picture in enumerate(pictures)]


def convolved(planes: Floats, layer: Layer, stride: tuple[int, int]) -> Floats:
    """A convolution that keeps the size, divided by the stride; zeros beyond the edges.

    Args:
        planes: Planes by pictures by rows by columns.
        layer: Its weight has odd sides.
        stride: Down and across.
    """
    out, into, high, wide = layer.weight.shape
    _, count, rows, columns = planes.shape
    padded = np.zeros((into, count, rows + high - 1, columns + wide - 1), np.float32)
    padded[:, :, high // 2 : high // 2 + rows, wide // 2 : wide // 2 + columns] = planes
    down, across = (rows + stride[0] - 1) // stride[0], (columns + stride[1] - 1) // stride[1]
    gathered = np.empty((into, high, wide, count, down, across), np.float32)
    for row in range(high):
        for column in range(wide):
            window = padded[:, :, row : row + rows : stride[0], column : column + columns : stride[1]]
            gathered[:, row, column] = window
    product = layer.weight.reshape(out, -1) @ gathered.reshape(into * high * wide, -1) + layer.bias[:, np.newaxis]
    return np.asarray(product.reshape(out, count, down, across), np.float32)


@cache
def number_net(path: Path = WEIGHTS) -> NumberNet:
    """The network with its weights.

    Args:
        path: Of the weights.

    Raises:
        MissingExtraError: They are not where they should be, or are not whole.
    """
    try:
        version = hashlib.sha256(path.read_bytes()).hexdigest()[:16]
        with np.load(path, allow_pickle=False) as stored:
            layers = tuple(
                Layer(stored[f"weight{number}"].astype(np.float32), stored[f"bias{number}"].astype(np.float32))
                for number in range(_LAYERS)
            )
    except (OSError, ValueError, KeyError) as error:
        raise MissingExtraError(
            f"The number reader's weights {path.name} cannot be read: {error}",
            "Install Govah again: a file is missing.",
        ) from error
    return NumberNet(layers, version)
