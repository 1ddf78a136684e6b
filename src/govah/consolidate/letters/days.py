"""Days that a letter's text names, two-digit years counted as a letter of its language means them."""

from govah.consolidate.dates import find_dates
from govah.consolidate.letters.short_years import SHORT, in_letter
from govah.model.fuzzy_date import FuzzyDate


def days(text: str, language: str | None) -> list[tuple[int, int, FuzzyDate]]:
    """Dates of folded text in order, as `find_dates` gives them; `9.10.98` in an English letter is of 1998.

    Args:
        text: Folded.
        language: Of the letter.
    """
    short = [
        (*match.span(), known)
        for match in SHORT.finditer(text)
        if (known := in_letter(match.group(), language, None)) is not None
    ]
    others = [
        entry for entry in find_dates(text) if not any(start < entry[1] and entry[0] < end for start, end, _ in short)
    ]
    return sorted([*short, *others], key=lambda entry: entry[0])
