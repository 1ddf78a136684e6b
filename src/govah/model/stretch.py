"""Where the words of a span lie on their page, as rectangles that cover their ink: for marks, citations, redaction."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from govah.model.page import Box, Page, Word

_ABOVE = 0.28
"""A written word's box may be that of its font's size: hamza, madda and high dots stand this part of it above."""
_RECOGNISED = 0.1
"""A recognised word's box lies on its ink, but for the last row of pixels that blurred away."""
_BESIDE = 0.08
"""The last letter of a word may reach beyond the way that the pen goes on, by this part of its height."""

_SAME_LINE = 0.5
"""What lies less than this part of a line's height away is part of that line, whatever the reader made of it."""


def stretches(page: Page, start: int, end: int) -> list[Box]:
    """One rectangle per line of a span: the union of the boxes of its words.

    A word that the span cuts is covered by the share of its letters, from the side where reading begins.
    """
    return [_union(_cut(page, word, start, end) for word in words) for words in _lines(page, start, end)]


def covering(page: Page, start: int, end: int) -> list[Box]:
    """One rectangle per line of a span that covers the ink of its words: grown by no more than half the way to others.

    Boxes of neighbouring lines that overlap are cut where they meet.
    """
    return [
        _grown(page, box, words)
        for box, words in zip(stretches(page, start, end), _lines(page, start, end), strict=True)
    ]


def right_to_left(text: str) -> bool:
    """Whether most letters of a text are written right to left."""
    backwards = sum(1 for sign in text if _is_rtl(sign))
    return backwards * 2 > sum(1 for sign in text if sign.isalpha())


def _lines(page: Page, start: int, end: int) -> Iterator[Sequence[Word]]:
    for _, words in groupby(page.words_over(start, end), key=lambda word: word.line):
        yield tuple(words)


def _grown(page: Page, box: Box, words: Sequence[Word]) -> Box:
    high = box.bottom - box.top
    is_recognised = any(word.confidence is not None for word in words)
    most = (_RECOGNISED if is_recognised else _ABOVE) * high
    above, below, before, after = _room(page, box, words)
    sideways = _BESIDE * high
    up, down = min(most, above / 2), min(most, below / 2)
    return Box(
        box.left - max(0.0, min(sideways, before / 2)),
        box.top - max(up, -_RECOGNISED * high),
        box.right + max(0.0, min(sideways, after / 2)),
        box.bottom + max(down, -_RECOGNISED * high),
    )


def _room(page: Page, box: Box, words: Sequence[Word]) -> tuple[float, float, float, float]:
    """How far it is to other words above, below, left and right; less than nothing where boxes overlap."""
    middle, across = (box.top + box.bottom) / 2, (box.left + box.right) / 2
    near = _SAME_LINE * (box.bottom - box.top)
    above = below = before = after = float("inf")
    own, line = {word.start for word in words}, words[0].line
    for word in page.words:
        other = word.box
        if word.line == line:
            if word.start in own:
                continue
            if (other.left + other.right) / 2 < across:
                before = min(before, box.left - other.right)
            else:
                after = min(after, other.left - box.right)
        elif other.left < box.right and box.left < other.right:
            away = (other.top + other.bottom) / 2 - middle
            if away < -near:
                above = min(above, box.top - other.bottom)
            elif away > near:
                below = min(below, other.top - box.bottom)
    return above, below, before, after


def _union(boxes: Iterable[Box]) -> Box:
    left, top, right, bottom = zip(*boxes, strict=True)
    return Box(min(left), min(top), max(right), max(bottom))


def _cut(page: Page, word: Word, start: int, end: int) -> Box:
    length = word.end - word.start
    before, after = max(0, start - word.start) / length, max(0, word.end - end) / length
    if right_to_left(page.text[word.start : word.end]):
        before, after = after, before
    left, top, right, bottom = word.box
    width = right - left
    return Box(left + before * width, top, right - after * width, bottom)


def _is_rtl(sign: str) -> bool:
    return sign.isalpha() and ("\u0590" <= sign <= "\u08ff" or "\ufb1d" <= sign <= "\ufefc")
