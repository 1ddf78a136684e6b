"""Numbers on a line of visual units: which signs run with their digits from left to right."""

import unicodedata

from govah.read.pdf.places import Place

JOINTS = frozenset("/.,:٫٬")
_PERCENT = frozenset("%٪‰")
_DASHES = frozenset("-\u2010\u2011")
_AREA_CODE = 3
"""Digits of the shortest one, with its nought."""


def raise_numbers(places: list[Place], low: int, high: int, *, arabic: bool) -> None:
    """Digit groups, joined by one sign of a number, run from left to right."""
    index = low
    while index < high:
        if places[index].kind != "N" or places[index].level != 1:
            index += 1
            continue
        end = index + 1
        while end < high:
            if places[end].kind == "N" and places[end].level == 1:
                end += 1
            elif end + 1 < high and places[end + 1].kind == "N" and _joins(places, end, arabic=arabic):
                end += 2
            else:
                break
        chain = _telephone(places, low, index, high) if arabic else None
        start, end = chain or _with_percent(places, low, index, end, high, arabic=arabic)
        for place in places[start:end]:
            place.level = 2
        index = end


def _joins(places: list[Place], index: int, *, arabic: bool) -> bool:
    place = places[index]
    if place.unit is None or places[index + 1].unit is None:
        return False
    return place.text in JOINTS or (not arabic and place.text in "-+")


def _with_percent(places: list[Place], low: int, start: int, end: int, high: int, *, arabic: bool) -> tuple[int, int]:
    """A percent sign glued to its number belongs to it only where no Arabic letter was read before."""
    if arabic and any(place.kind == "R" for place in places[end:high]):
        return start, end
    if end < high and places[end].text in _PERCENT:
        return start, end + 1
    if start > low and places[start - 1].text in _PERCENT:
        return start - 1, end
    return start, end


def _telephone(places: list[Place], low: int, start: int, high: int) -> tuple[int, int] | None:
    """Where groups joined by dashes begin as a telephone number does: with a plus sign or an area code.

    After an Arabic letter the algorithm turns the groups of such a number round; of one that begins on the left it
    tells that it was ordered apart: in an element of its own, or at the start of its line.
    """
    groups = [_digits_end(places, start, high)]
    while groups[-1] + 1 < high and places[groups[-1]].text in _DASHES and places[groups[-1] + 1].kind == "N":
        groups.append(_digits_end(places, groups[-1] + 1, high))
    if len(groups) < 2:
        return None
    end = groups[-1]
    plus = start > low and places[start - 1].text == "+"
    first, last = places[start : groups[0]], places[groups[-2] + 1 : end]
    if plus or (_is_area_code(first) and not _is_area_code(last) and (end >= high or places[end].text != "+")):
        return start - plus, end
    return None


def _digits_end(places: list[Place], start: int, high: int) -> int:
    end = start
    while end < high and places[end].kind == "N" and places[end].level == 1:
        end += 1
    return end


def _is_area_code(digits: list[Place]) -> bool:
    return len(digits) >= _AREA_CODE and unicodedata.digit(digits[0].text[0], None) == 0
