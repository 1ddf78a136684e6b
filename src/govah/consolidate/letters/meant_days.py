"""The days of references that leave out the year, or its century, as the letter that cites them means them."""

from dataclasses import replace

from govah.consolidate.dates import with_year
from govah.consolidate.folding import folded
from govah.consolidate.letters.leaning_days import of_month
from govah.consolidate.letters.short_years import in_letter
from govah.model.fuzzy_date import FuzzyDate
from govah.model.letter import Reference


def dated_near(
    references: tuple[Reference, ...], date: FuzzyDate | None, language: str | None
) -> tuple[Reference, ...]:
    """References whose days lack a year, or its century, with what a letter of this date and language means."""
    return tuple(
        replace(one, date=_meant(one.date, date, language)) if one.date is not None else one for one in references
    )


def _meant(cited: FuzzyDate, letter: FuzzyDate | None, language: str | None) -> FuzzyDate:
    near = letter.latest if letter is not None else None
    words = folded(cited.text)
    known = in_letter(words, language, near) or of_month(words, letter)
    if known is None and cited.earliest is None and near is not None and letter is not None:
        known = with_year(words, cited.calendar or letter.calendar, near)
    return replace(known, text=cited.text) if known is not None else cited
