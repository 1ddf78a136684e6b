"""A date as a document gives it: an interval with its words."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

_NUMBER = re.compile(r"\d+")
_YEAR = 4
"""Digits of a year."""


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

    @property
    def impossible(self) -> bool:
        """Whether it is whole, with its year, and its calendar has no such day: the 19th of a 13th month."""
        if self.earliest is not None:
            return False
        numbers = _NUMBER.findall(self.text)
        with_year = any(len(number) == _YEAR for number in numbers)
        return with_year and len(numbers) >= (2 if self.calendar else 3)
