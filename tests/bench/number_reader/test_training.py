"""The training's gradients against differences, its loss against the reader's own sums, its order."""

from pathlib import Path

import numpy as np
import pytest
from loss import loss
from network import Network
from training import Pictures, fit

from govah.read.ocr.numbers.decoding import probabilities
from govah.read.ocr.numbers.net import Layer, NumberNet
from govah.read.ocr.numbers.net import number_net as load

LABELS = [[3, 3, 4], [5, 25], [1, 2, 3], [7]]


def _scores(columns: int = 14) -> np.ndarray:
    return np.random.default_rng(1).normal(0, 1, (columns, 4, 29)).astype(np.float32)


def test_the_loss_is_what_the_reader_thinks_improbable() -> None:
    scores, widths = _scores(), [14, 11, 7, 14]
    shown = scores - np.log(np.exp(scores).sum(axis=2, keepdims=True))
    wanted = [
        -np.log(probabilities([shown[:width, place]], [tuple(label)])[0, 0]) / len(label)
        for place, (width, label) in enumerate(zip(widths, LABELS, strict=True))
    ]
    assert loss(scores, widths, LABELS)[0] == pytest.approx(np.mean(wanted), rel=1e-5)


def test_a_label_without_room_counts_as_nothing() -> None:
    scores = _scores()
    told, slope = loss(scores, [14, 14, 14, 14], [[3, 4], [3, 3, 3, 3, 3, 3, 3, 3, 3], [5], [7]])
    assert np.isfinite(told)
    assert not slope[:, 1].any()
    assert slope[:, 0].any()


def test_the_gradient_of_the_loss() -> None:
    scores, widths = _scores().astype(np.float64), [14, 11, 7, 14]
    _, slope = loss(scores, widths, LABELS)
    step = np.random.default_rng(2).normal(0, 1e-4, scores.shape)
    ahead, behind = loss(scores + step, widths, LABELS)[0], loss(scores - step, widths, LABELS)[0]
    assert (ahead - behind) / 2 == pytest.approx(float((slope * step).sum()), rel=1e-3)


def test_the_gradient_of_the_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("network.DROPPED", 0.0)
    dice = np.random.default_rng(3)
    network = Network(dice)
    for value in network.values:  # float64: differences as small as these drown in float32
        value.now = value.now.astype(np.float64)
    pictures, widths = dice.random((4, 32, 28)), [14, 11, 7, 14]

    def told() -> float:
        return loss(network.forward(pictures), widths, LABELS)[0]

    _, slope = loss(network.forward(pictures), widths, LABELS)
    network.backward(slope)
    for value in network.values:
        kept, wanted = value.now, value.slope
        step = dice.normal(0, 1e-5, kept.shape)
        value.now = kept + step
        ahead = told()
        value.now = kept - step
        behind = told()
        value.now = kept
        assert (ahead - behind) / 2 == pytest.approx(float((wanted * step).sum()), rel=0.02, abs=1e-8)


@pytest.fixture(scope="module")
def drawn() -> Pictures:
    """Bars: one of three widths, each a class."""
    dice = np.random.default_rng(4)
    labels = dice.integers(1, 4, 256)
    ink = np.zeros((32, 256 * 24), np.uint8)
    for place, label in enumerate(labels):
        ink[6:26, 24 * place + 4 : 24 * place + 4 + 5 * label] = 255
    return Pictures(ink, np.full(256, 24), labels.astype(np.uint8), np.ones(256, int))


def test_what_was_learnt_is_what_is_read(drawn: Pictures, tmp_path: Path) -> None:
    fit(drawn, tmp_path / "weights.npz", 60)
    net: NumberNet = load(tmp_path / "weights.npz")
    assert all(isinstance(layer, Layer) for layer in net.layers)
    pictures = [np.asarray(drawn.ink[:, 24 * place : 24 * place + 24] / 255, np.float32) for place in range(40)]
    read = [int(np.argmax(scores[:, 1:].max(axis=0))) + 1 for scores in net.scores(pictures)]
    assert read == drawn.labels[:40].tolist()


def test_training_twice_gives_the_same_bytes(drawn: Pictures, tmp_path: Path) -> None:
    for name in ("one.npz", "other.npz"):
        fit(drawn, tmp_path / name, 5)
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "other.npz").read_bytes()
