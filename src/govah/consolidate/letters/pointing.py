"""Letters that are cited by nothing but their subject: `your letter on the above subject`."""

import re

from govah.consolidate.data.extension import by_wordings
from govah.consolidate.letters.phrases import phrase
from govah.consolidate.letters.sheet import Sheet
from govah.model.letter import Reference, ReferenceKind


@by_wordings()
def _pointed() -> re.Pattern[str]:
    """Whose letter, its noun, and what stands for its number and date; Arabic writes the first two in one word."""
    yours, noun, above = (phrase(role).pattern for role in ("yours", "letter", "above"))
    return re.compile(rf"(?:{yours}[ \n]{{1,3}})?(?:{noun}[ \n]{{1,3}}){{1,2}}(?:{yours}[ \n]{{1,3}})?{above}")


def by_subject(sheet: Sheet, start: int) -> tuple[Reference, ...]:
    """The letter of the addressee that a page's text points at.

    Args:
        sheet: The page.
        start: Where its body begins.

    Returns:
        A reference to a letter of theirs without number and date, or none.
    """
    for match in _pointed().finditer(sheet.text, start, start + 6000):
        if phrase("yours").search(match.group()) is not None:
            span = sheet.span(*match.span())
            return (Reference(sheet.words(*match.span()), None, None, ReferenceKind.REPLY, span),)
    return ()
