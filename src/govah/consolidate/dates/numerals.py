"""Numbers in digits and in words, as days and years are written."""

from typing import Protocol

from govah.consolidate.dates.vocabulary import Token


class Tokens(Protocol):
    """Tokens by index, safe beyond the end."""

    def __getitem__(self, index: int) -> Token:
        """The token at an index, an empty one beyond the end."""


def number_at(line: Tokens, index: int) -> tuple[int, int, int] | None:
    """A number in digits or words at an index: value, where it ends, how many digits (4 for words from 1000)."""
    token = line[index]
    if token.kind == "number":
        return (int(token.text), index + 1, len(token.text)) if len(token.text) <= 4 else None
    spoken = spoken_at(line, index, 2600)
    if spoken is None:
        return None
    value, end = spoken
    return value, end, 4 if value >= 1000 else 2 if 10 <= value <= 99 else len(str(value))


def spoken_at(line: Tokens, index: int, limit: int) -> tuple[int, int] | None:
    """A number in words: «بیست و چهارم», «هزار و سیصد و نود و یک».

    Args:
        line: The tokens.
        index: Where it begins.
        limit: Greatest value allowed.

    Returns:
        Its value and where it ends, None where there is none.
    """
    total, room, at, end = 0, 10_000, index, index
    while True:
        token = line[at]
        ordinal, cardinal = token.meaning("ordinal"), token.meaning("cardinal")
        spoken = ordinal or cardinal
        if spoken is None:
            break
        value = int(spoken.value)
        thousand = line[at + 1].meaning("cardinal") if value < 10 else None
        if thousand is not None and thousand.value == "1000" and not total:
            value, at = value * 1000, at + 1
        if value >= room:
            break
        total, end = total + value, at + 1
        room = _room(value)
        if ordinal is not None or room == 0:
            break
        at += 1
        if line[at].meaning("and") is None and line[at].text != "-":
            break
        at += 1
    return (total, end) if end > index and 1 <= total <= limit else None


def _room(value: int) -> int:
    """What may still be added after a value of a composite: less than its own unit."""
    if value >= 1000:
        return 1000
    if value >= 100:
        return 100
    return 10 if value >= 20 and value % 10 == 0 else 0
