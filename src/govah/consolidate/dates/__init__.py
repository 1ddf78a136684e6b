"""Dates in running text, of three calendars and four languages, as intervals of Gregorian days."""

from govah.consolidate.dates.finder import find_dates, read_date
from govah.consolidate.dates.spoken import find_spoken

__all__ = ["find_dates", "find_spoken", "read_date"]
