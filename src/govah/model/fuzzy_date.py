"""A date as a document gives it: an interval with its words."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Calendar(StrEnum):
    """Which calendar the words were decided to be in."""

    JALALI = "jalali"
    HIJRI = "hijri"
    GREGORIAN = "gregorian"
    AMBIGUOUS = "ambiguous"


@dataclass(frozen=True, slots=True)
class FuzzyDate:
    """An interval of Gregorian days, ends inclusive.

    Args:
        text: The words as they stand.
        calendar: The calendar decided, None where the words are no date.
        earliest: First possible day, None where unknown.
        latest: Last possible day, None where unknown.
        conflict: A weekday given beside it disagrees.
    """

    text: str
    calendar: Calendar | None
    earliest: date | None
    latest: date | None
    conflict: bool = False
