"""Days of a citation that lean on what stands beside them: «٩ منه», `the 9th instant`, «في ١٠ و ١٩/٢/٢٠١٣»."""

import re

from govah.consolidate.dates import find_dates, in_month_of
from govah.model.fuzzy_date import FuzzyDate

_THIS = (
    r"منه|(?:من )?(?:الشهر )?الجاری|من هذا الشهر|(?:ماه )?جاری|همین ماه"
    r"|inst(?:ant)?\.?|(?:du )?courant|de ce mois|of this month"
)
_LAST = r"(?:من )?(?:الشهر )?(?:الماضی|المنصرم|الفائت)|ماه گذشته|ult(?:imo)?\.?|du mois dernier|of last month"
OF_MONTH = re.compile(
    rf"(?<![\w/.-])(?P<day>\d{{1,2}}) ?(?:st|nd|rd|th|ام|م)?\.? ?(?:(?P<this>{_THIS})|(?P<last>{_LAST}))(?!\w)"
)
"""A day of the letter's own month, or of the one before it, in folded text."""

BEFORE_ANOTHER = re.compile(r"(?<![\w/.-])(?P<day>\d{1,2}) ?(?:,|و|and|et|&) ?(?=\d{1,2}(?: ?[/.-] ?\d| [^\W\d_]{3}))")
"""A day that takes its month and year from the day after it, in folded text."""

_DAY = re.compile(r"\d{1,2}")


def of_month(words: str, letter: FuzzyDate | None) -> FuzzyDate | None:
    """The day that folded words such as «٩ منه» mean in a letter of this date; None where they are no such words."""
    match = OF_MONTH.fullmatch(words.strip())
    if match is None or letter is None or letter.latest is None:
        return None
    return in_month_of(int(match["day"]), letter.calendar, letter.latest, before=match["last"] is not None)


def before_another(day: str, after: str) -> FuzzyDate | None:
    """The date of a day whose month and year stand with the day after it.

    Args:
        day: Its digits, folded.
        after: The words of the date after it, folded.
    """
    found = find_dates(_DAY.sub(day, after, count=1))
    return found[0][2] if len(found) == 1 else None
