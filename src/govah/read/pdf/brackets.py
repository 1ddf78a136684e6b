"""Brackets: producers map them by shape or by meaning, so which it is is asked of the page."""

from dataclasses import dataclass

from govah.read.pdf.places import Place

BRACKETS = {
    "(": ")",
    ")": "(",
    "[": "]",
    "]": "[",
    "{": "}",
    "}": "{",
    "«": "»",
    "»": "«",
    "<": ">",
    ">": "<",
    "‹": "›",
    "›": "‹",
}
_OPENING = frozenset("([{«‹")
_BALANCED = frozenset("()[]{}«»‹›")


@dataclass(frozen=True, slots=True)
class Mirroring:
    """Which brackets of a page are to be mirrored: producers map them by shape or by meaning."""

    odd: bool
    even: bool

    def text(self, place: Place) -> str:
        """The unit's text with its bracket as it was meant."""
        mirrored = self.odd if place.level % 2 else self.even
        return BRACKETS.get(place.text, place.text) if mirrored else place.text


_CHOICES = (Mirroring(True, False), Mirroring(False, False), Mirroring(True, True), Mirroring(False, True))


def mirroring(lines: list[list[Place]]) -> Mirroring:
    """The choice under which a page's brackets balance best; by shape in right-to-left text where none is better."""
    brackets = [[place for place in line if place.text in _BALANCED] for line in lines]
    if not any(brackets):
        return _CHOICES[0]
    return max(_CHOICES, key=lambda choice: (_balance(brackets, choice), -_CHOICES.index(choice)))


def _balance(lines: list[list[Place]], choice: Mirroring) -> int:
    score = 0
    opened: list[str] = []
    for line in lines:
        for place in line:
            bracket = choice.text(place)
            if bracket in _OPENING:
                opened.append(bracket)
            elif opened and opened[-1] == BRACKETS[bracket]:
                opened.pop()
                score += 2
            else:
                score -= 1
    return score - len(opened)
