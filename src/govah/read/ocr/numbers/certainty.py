"""How certain a number is, by what the network and Tesseract each say of it.

A logistic regression, fitted on pages drawn in faces that the network was not trained on (bench/number_reader).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import exp, log
from pathlib import Path
from typing import Final

import numpy as np

from govah.read.ocr.numbers.net import WEIGHTS

CERTAIN: Final = 0.87
"""A number of less certainty is flagged: a person must look at it."""

_NEAR_ONE: Final = 1e-4


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for and against a reading.

    Args:
        probability: The network's, mean over its crops.
        votes: Share of the crops whose own likeliest reading it is.
        agreed: Whether Tesseract read the same number.
        contradicted: Whether Tesseract read another number.
        trust: Tesseract's, in the least certain of its words.
        height: Of the number, in pixels at 200 dots per inch.
        digits: How many there are.
        twins: How many are 2 or 3, in eastern digits, or 0: what is mistaken most.
        widest: The widest gap in it, in usual spaces between words.
        nearest: The gap to the nearest other ink of its line, in such spaces.
        beside: Whether something that is no number stands in the same picture.
        plausible: Whether it has a form that letters use.
        arabic: Whether its digits are Arabic-Indic, which Tesseract hardly reads.
    """

    probability: float
    votes: float
    agreed: bool
    contradicted: bool
    trust: float
    height: float
    digits: int
    twins: int
    widest: float
    nearest: float
    beside: bool
    plausible: bool
    arabic: bool

    @property
    def features(self) -> tuple[float, ...]:
        """As the regression takes them."""
        sure = min(max(self.probability, _NEAR_ONE), 1 - _NEAR_ONE)
        logit = log(sure / (1 - sure))
        return (
            1.0,
            logit,
            logit * self.agreed,
            self.votes,
            float(self.agreed),
            float(self.contradicted),
            self.trust * self.agreed,
            self.trust * self.contradicted,
            min(log(max(self.height, 4.0) / 20.0), 0.0),
            float(self.digits == 1),
            self.digits / 10.0,
            self.twins / 10.0,
            max(self.widest - 0.7, 0.0),
            max(1.2 - self.nearest, 0.0),
            float(self.beside),
            float(self.plausible),
            float(self.arabic),
            float(self.contradicted and self.arabic),
        )


def certainty(signs: Signs) -> float:
    """The probability that a number's reading is right.

    Raises:
        OSError: The network's weights are not installed.
    """
    total = sum(weight * value for weight, value in zip(_fitted(), signs.features, strict=True))
    return 1.0 / (1.0 + exp(-max(min(total, 30.0), -30.0)))


@cache
def _fitted(path: Path = WEIGHTS) -> Sequence[float]:
    with np.load(path, allow_pickle=False) as stored:
        return tuple(float(weight) for weight in stored["certainty"])
