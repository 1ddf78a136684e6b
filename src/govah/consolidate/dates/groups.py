"""Date-time groups of signals: `141630Z MAR 91`."""

from govah.consolidate.dates.line import Line, Parsed
from govah.consolidate.dates.moment import Moment
from govah.consolidate.dates.named import calendar_of, full_year, month_at, number_of
from govah.consolidate.dates.vocabulary import Token
from govah.model.fuzzy_date import Calendar


def date_time_group(line: Line, index: int) -> Parsed | None:
    """Two digits of the day and four of the time, the letter of a zone, the month, and the year where it is said."""
    token = line[index]
    if token.kind != "number" or len(token.text) != 6 or not _is_timed(token):
        return None
    at = index + 1
    if line.touches(index) and line[at].kind == "word":
        if len(line[at].text) != 1:
            return None
        at += 1
    found = month_at(line, at)
    gregorian = [one for one in found[0] if calendar_of(one) is Calendar.GREGORIAN] if found is not None else []
    if found is None or not gregorian:
        return None
    day, month, end = int(token.text[:2]), number_of(gregorian[0]), found[1]
    written = line[end]
    year = None
    if written.kind == "number" and len(written.text) in (2, 4):
        year = full_year(Calendar.GREGORIAN, int(written.text), len(written.text), two_digits=True)
    end = end + 1 if year is not None else end
    return Parsed(Moment(Calendar.GREGORIAN, year, month, day), end)


def _is_timed(token: Token) -> bool:
    day, hour, minute = (int(token.text[place : place + 2]) for place in (0, 2, 4))
    return 1 <= day <= 31 and hour <= 24 and minute <= 59
