"""The inverse of the bidirectional algorithm, on visual units.

Levels are set on what is seen; then rule L2 of UAX #9, which is its own inverse.
"""

from govah.read.pdf.arabic import is_arabic_letter
from govah.read.pdf.brackets import BRACKETS
from govah.read.pdf.direction import Direction
from govah.read.pdf.numerals import JOINTS, raise_numbers
from govah.read.pdf.places import Place, kind_of
from govah.read.pdf.words import VisualWord

_LABEL_BRACKETS = ({"(", ")"}, {"[", "]"})
_LATIN_JOINTS = JOINTS | frozenset("-_\\")
_HEADS = frozenset("@")
"""Signs that stand before their word although the algorithm would put them behind it: it was written apart."""
_MEASURES = frozenset(
    ["m", "cm", "mm", "km", "m2", "m3", "m²", "m³", "km2", "km²", "cm2", "cm²", "ha", "kg", "g", "mg", "ml",
     "KB", "MB", "GB", "TB", "Kbps", "Mbps", "Gbps", "Hz", "kHz", "MHz", "GHz", "kV", "kW", "MW", "kWh", "MWh", "mA",
     "°C", "°F", "dpi", "rpm", "USD", "EUR", "GBP", "CHF", "IRR", "IQD", "AED", "SAR", "TRY", "AFN"]
)  # fmt: skip
"""Follow their numbers in running text; «GB 16» and «16 GB» look the same in a right-to-left line."""


def ordered(words: list[VisualWord], base: Direction) -> list[Place]:
    """The units of a line in logical order, each with its level.

    Args:
        words: From left to right.
        base: The line's direction.
    """
    places: list[Place] = []
    for number, word in enumerate(words):
        if number:
            places.append(Place(None, number - 1, "O"))
        places.extend(Place(unit, number, kind_of(unit.text)) for unit in word.units)
    if base is Direction.RIGHT:
        _levels_in_right(places)
    else:
        _levels_in_left(places)
    return _reversed_by_levels(places)


def _levels_in_right(places: list[Place]) -> None:
    for place in places:
        place.level = 1
    start = 0
    while start < len(places):
        if places[start].kind != "L":
            start += 1
            continue
        end = _before_label(places, start, _stretch_end(places, start, "R", "LN"))
        low, high = _glued_left(places, start), _closing(places, start, end)
        unit = _unit_end(places, low, high)
        for place in places[low : unit or high]:
            place.level = 2
        start = unit or end
    raise_numbers(places, 0, len(places), arabic=any(map(_is_arabic, places)))


def _levels_in_left(places: list[Place]) -> None:
    start = 0
    while start < len(places):
        if places[start].kind != "R" and not _is_eastern_number(places[start]):
            start += 1
            continue
        end = _stretch_end(places, start, "L", "R")
        if not any(place.kind == "R" for place in places[start:end]):
            start = end
            continue
        for place in places[start:end]:
            place.level = 1
        raise_numbers(places, start, end, arabic=any(map(_is_arabic, places[start:end])))
        start = end


def _is_arabic(place: Place) -> bool:
    """Whether it is of the script after whose letters the algorithm reads digits apart (Hebrew is not)."""
    return place.kind == "R" and any(map(is_arabic_letter, place.text))


def _stretch_end(places: list[Place], start: int, stop: str, last: str) -> int:
    """One past the last unit of kind `last` before the first of kind `stop`."""
    end = start + 1
    for index in range(start + 1, len(places)):
        if places[index].kind == stop:
            break
        if places[index].kind in last or (stop == "L" and _is_eastern_number(places[index])):
            end = index + 1
    return end


def _is_eastern_number(place: Place) -> bool:
    return place.kind == "N" and not place.text.isascii()


def _glued_left(places: list[Place], start: int) -> int:
    """Digits that stand to the left of a Latin stretch without a space belong to it, also across one sign.

    A sign without digits there does not: the algorithm puts to the left what comes after the stretch.
    """
    low = start
    while low and places[low - 1].unit is not None:
        joint = places[low - 1].text in _LATIN_JOINTS and low > 1 and places[low - 2].kind == "N"
        if not (places[low - 1].kind == "N" or joint or places[low - 1].text in _HEADS):
            break
        low -= 1
    return low


def _before_label(places: list[Place], start: int, end: int) -> int:
    """One past a Latin stretch without the number in brackets to its right, by which its paragraph is called."""
    space = max((index for index in range(start, end) if places[index].unit is None), default=end)
    label = places[space + 1 : end + 1]
    if len(label) > 2 and {label[0].text, label[-1].text} in _LABEL_BRACKETS:
        return space if all(map(_is_eastern_number, label[1:-1])) else end
    return end


def _unit_end(places: list[Place], low: int, high: int) -> int | None:
    """One past a unit or currency that stands alone left of its number: then the number is read first."""
    space = next((index for index in range(low, high) if places[index].unit is None), None)
    if space is None or "".join(place.text for place in places[low:space]) not in _MEASURES:
        return None
    number = places[space + 1 : high]
    if all(place.kind == "N" or place.text in JOINTS for place in number):
        return space
    return None


def _closing(places: list[Place], start: int, end: int) -> int:
    """One past the closing bracket that the stretch itself opened."""
    if end >= len(places) or places[end].unit is None or places[end].text not in BRACKETS:
        return end
    inside = [place.text for place in places[start:end]]
    bracket = places[end].text
    opened = inside.count(BRACKETS[bracket]) - inside.count(bracket)
    return end + 1 if opened > 0 else end


def _reversed_by_levels(places: list[Place]) -> list[Place]:
    order = list(places)
    for level in range(max((place.level for place in order), default=0), 0, -1):
        start = 0
        while start < len(order):
            if order[start].level < level:
                start += 1
                continue
            end = start
            while end < len(order) and order[end].level >= level:
                end += 1
            order[start:end] = order[start:end][::-1]
            start = end
    return order
