"""Numbers that recognition misread: whether two of them can be one, and what is common to them."""

from collections.abc import Iterator

from rapidfuzz.distance import Levenshtein

from govah.consolidate.letters.numbers import NumberKey

_LONGEST = 24
"""Code points of a number that is compared; no office has longer ones."""


def alike(one: NumberKey, other: NumberKey) -> bool:
    """Whether a misreading can have made one number of the other.

    For numbers whose day and offices agree: their digits, in either order of segments, differ in half of them at most,
    or a segment of two digits or more is the same; letters are what recognition misreads most, and do not count.
    """
    mine, theirs = _digits(one.ordered), _digits(other.ordered)
    if not mine or not theirs or max(map(sum, (map(len, mine), map(len, theirs)))) > _LONGEST:
        return False
    if {part for part in mine if len(part) >= 2} & set(theirs):
        return True
    least = min(_distance(mine, theirs), _distance(mine[::-1], theirs))
    return 2 * least <= max(len("".join(mine)), len("".join(theirs)))


def _distance(mine: tuple[str, ...], theirs: tuple[str, ...]) -> int:
    return int(Levenshtein.distance("".join(mine), "".join(theirs)))


def _digits(segments: tuple[str, ...]) -> tuple[str, ...]:
    """Its segments of digits but for years, which tell nothing."""
    return tuple(part for part in bare(segments) if not is_year(part))


def bare(segments: tuple[str, ...]) -> tuple[str, ...]:
    """Segments of digits, without lone zeros, which are marks that were misread."""
    return tuple(part for part in segments if part.isdigit() and part != "0")


def is_year(part: str) -> bool:
    """Whether a segment may be the year, of either calendar."""
    return len(part) == 4 and part[:2] in ("13", "14", "19", "20")


def gaps(key: NumberKey) -> Iterator[tuple[str, ...]]:
    """The ordered segments with each digit in turn left open, in both directions."""
    for segments in dict.fromkeys((key.ordered, key.reverse)):
        if sum(map(len, segments)) > _LONGEST:
            continue
        for place, segment in enumerate(segments):
            for index, char in enumerate(segment):
                if char.isdigit():
                    yield (*segments[:place], f"{segment[:index]}?{segment[index + 1 :]}", *segments[place + 1 :])
