"""The other readings of a page, to be held beside its text of record."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from govah.model.page import Origin, Page
from govah.model.stretch import right_to_left

_MOST = 4000
"""Words up to which two readings are compared: the time grows with their product."""


@dataclass(frozen=True, slots=True)
class OtherReading:
    """One of them.

    Args:
        origin: Written text or optical recognition.
        lines: Of its text: each its direction and its runs, with whether the text of record has them, too.
        compared: Whether it was compared with the text of record.
    """

    origin: Origin
    lines: tuple[tuple[str, tuple[tuple[str, bool], ...]], ...]
    compared: bool


def other_readings(page: Page) -> list[OtherReading]:
    """The readings of a page that are not its text, with the words in which they differ from it."""
    return [_reading(page.text, layer.text, layer.origin) for layer in page.layers]


def _reading(record: str, text: str, origin: Origin) -> OtherReading:
    ours, theirs = record.split(), text.split()
    compared = len(ours) <= _MOST and len(theirs) <= _MOST
    same = set(range(len(theirs)))
    if compared:
        blocks = SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks()
        same = {at for block in blocks for at in range(block.b, block.b + block.size)}
    lines, first = [], 0
    for line in text.split("\n"):
        words = line.split()
        known = [at in same for at in range(first, first + len(words))]
        lines.append(("rtl" if right_to_left(line) else "ltr", tuple(_runs(words, known))))
        first += len(words)
    return OtherReading(origin, tuple(lines), compared)


def _runs(words: list[str], known: list[bool]) -> Iterator[tuple[str, bool]]:
    """Words beside each other that are alike known or not, as one run."""
    start = 0
    for at in range(1, len(words) + 1):
        if at == len(words) or known[at] != known[start]:
            yield " ".join(words[start:at]), known[start]
            start = at
