"""Dates in running text, of three calendars and four languages, as intervals of Gregorian days."""

from govah.consolidate.dates.finder import find_dates, read_date
from govah.consolidate.dates.month_of import in_month_of
from govah.consolidate.dates.spoken import find_spoken
from govah.consolidate.dates.yearless import DAY_MONTH, with_year

__all__ = ["DAY_MONTH", "find_dates", "find_spoken", "in_month_of", "read_date", "with_year"]
