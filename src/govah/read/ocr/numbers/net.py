"""The number reader's network, in plain NumPy: float32 throughout, so the same picture gives the same numbers.

Four flat convolutions, two long ones, one score per class and column; its columns are decoded as connectionist
temporal classification. Source of the decoding: A. Graves et al., Connectionist Temporal Classification, ICML 2006.
"""

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
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

    def scores(self, ink: Floats) -> Floats:
        """Log-probabilities of the classes.

        Args:
            ink: Rows by columns, 1.0 is ink; as `govah.read.ocr.numbers.picture.fitted` makes it.

        Returns:
            Half as many columns by classes.
        """
        planes = ink[np.newaxis]
        for layer, stride in zip(self.layers, _STRIDES, strict=False):
            planes = np.maximum(convolved(planes, layer, stride), 0)
        columns = planes.reshape(1, -1, planes.shape[2]).swapaxes(0, 1)
        for layer in self.layers[len(_STRIDES) :]:
            flat = Layer(layer.weight[:, :, np.newaxis], layer.bias)
            columns = convolved(columns, flat, (1, 1))
            if layer is not self.layers[-1]:
                columns = np.maximum(columns, 0)
        raw = columns[:, 0].T
        raw = raw - raw.max(axis=1, keepdims=True)
        return np.asarray(raw - np.log(np.exp(raw).sum(axis=1, keepdims=True)), np.float32)


def convolved(planes: Floats, layer: Layer, stride: tuple[int, int]) -> Floats:
    """A convolution that keeps the size, divided by the stride; zeros beyond the edges.

    Args:
        planes: Planes by rows by columns.
        layer: Its weight has odd sides.
        stride: Down and across.
    """
    out, into, high, wide = layer.weight.shape
    padded = np.pad(planes, ((0, 0), (high // 2, high // 2), (wide // 2, wide // 2)))
    windows = sliding_window_view(padded, (high, wide), axis=(1, 2))[:, :: stride[0], :: stride[1]]
    rows, columns = windows.shape[1], windows.shape[2]
    gathered = windows.transpose(0, 3, 4, 1, 2).reshape(into * high * wide, rows * columns)
    product = layer.weight.reshape(out, -1) @ gathered + layer.bias[:, np.newaxis]
    return np.asarray(product.reshape(out, rows, columns), np.float32)


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
            f"The number reader's weights {path.name} cannot be read: {error}", "Install Govah again: a file is missing."
        ) from error
    return NumberNet(layers, version)
