"""The weekday that is written beside the date is that day's."""

from govah.analyse.authenticity.dossier import Office, Paper
from govah.analyse.authenticity.verdict import Verdict, failed, not_applicable, passed
from govah.consolidate.dates import find_dates
from govah.consolidate.dates.vocabulary import tokens
from govah.consolidate.folding import folded
from govah.model.passage import Span

NAME = "weekday"
METHOD = "weekday/1"

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def check(paper: Paper, office: Office) -> Verdict:
    """Whether a weekday stands beside the letter's date, and agrees."""
    span, day = paper.span("date"), paper.day
    if paper.letter is None or paper.letter.date is None or span is None:
        return not_applicable("It has no date.")
    if paper.uncertain("date"):
        return not_applicable("The readers doubt its date; a person has to confirm it first.", (span,))
    text = paper.pages[span.page - 1].text
    start = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", span.end)
    for left, right, found in find_dates(text[start : end if end >= 0 else len(text)]):
        place = Span(span.page, start + left, start + right)
        if not place.meets(span):
            continue
        weekday = _weekday(text[place.start : place.end])
        if weekday is None:
            break
        if found.conflict or paper.letter.date.conflict:
            told = f": {day} was a {_DAYS[day.weekday()]}" if day is not None else ""
            return failed(f"The weekday that is written, {_DAYS[weekday]}, is not that of the date{told}.", (place,))
        return passed(f"The weekday that is written, {_DAYS[weekday]}, is that of the date.", (place,))
    return not_applicable("No weekday is written beside the date.", (span,))


def _weekday(words: str) -> int | None:
    for token in tokens(folded(words)):
        meaning = token.meaning("weekday")
        if meaning is not None:
            return int(meaning.value)
    return None
