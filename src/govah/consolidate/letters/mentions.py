"""Numbers that stand in a letter's own text without words that cite: whether they are letters' shows what is held."""

from collections.abc import Sequence

from govah.consolidate.letters.citable import Cited, list_gap, pieces_of
from govah.consolidate.letters.numbers import number_key, written_number
from govah.consolidate.letters.sheet import Sheet
from govah.model.letter import Mention
from govah.model.passage import Span

OWN = ("number", "date")
"""Fields whose words are the letter's own, as recognised."""
_MOST = 60
"""Numbers of one page that are kept: what has more is a list or a table."""
_DIGITS = 3
"""Digits of a number with several segments that comes without a day: `3/4` is a share, a day, a paragraph."""


def mentions(sheet: Sheet, taken: Sequence[Span]) -> tuple[Mention, ...]:
    """The numbers of a page that may be letters', with the day beside each.

    A number of one segment only with a day right after it; nothing where a page has too many.

    Args:
        sheet: The page, without what it quotes.
        taken: What is the letter's own number and date, or cited by words.
    """
    found = []
    pieces = [piece.cited for piece in pieces_of(sheet, 0, len(sheet.text), ())]
    for place, cited in enumerate(pieces):
        if cited.number is None:
            continue
        after = pieces[place + 1] if place + 1 < len(pieces) else None
        date = after.date if after is not None and _follows(sheet, cited, after) else None
        text = sheet.words(*cited.number)
        key = number_key(written_number(text))
        if date is None and (len(key.free) < 2 or len(key.digits.replace("/", "")) < _DIGITS):
            continue
        span = sheet.span(*cited.number)
        if not any(span.page == other.page and span.start < other.end and other.start < span.end for other in taken):
            found.append(Mention(text, date, span))
    return tuple(found) if len(found) <= _MOST else ()


def _follows(sheet: Sheet, cited: Cited, after: Cited) -> bool:
    """Whether a day stands right after a number."""
    return after.number is None and list_gap().fullmatch(sheet.text[cited.end : after.start]) is not None
