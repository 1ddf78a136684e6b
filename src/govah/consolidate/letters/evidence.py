"""Whether a page is evidence enough of a letter. Newspaper pages, lists and resolutions are not."""

from govah.consolidate.letters.body import salutation
from govah.consolidate.letters.head import Header
from govah.consolidate.letters.phrases import phrase
from govah.consolidate.letters.references import is_annex
from govah.consolidate.letters.sheet import Sheet
from govah.model.letter import Reference

_EVIDENCE = 4
"""Of number, date, sender, addressee, subject, references and salutation: how many make a letter without labels."""


def is_letter(first: Sheet, head: Header, cited: tuple[Reference, ...]) -> bool:
    """Whether there is evidence enough: something that registers a letter and something that addresses it."""
    if any(is_annex(reference.text) for reference in cited[:1]):
        return True
    registered = bool({"number", "date"} & head.labelled) or head.numbered_alone
    if head.compliments or head.minutes:
        return head.number is not None or head.date is not None or bool(cited)
    named = {"from", "to"} & head.labelled
    addressed = bool(named) or bool(head.to)
    if registered and addressed:
        return True
    if named == {"from", "to"} and (head.date is not None or head.subject is not None):
        return True
    greeted = salutation(first) is not None
    if "number" in head.labelled and head.date is not None:
        return greeted or bool(head.sender and (cited or head.subject))
    if bool(head.to) and (bool(cited) or head.date is not None) and (greeted or bool(cited)):
        return True
    if head.to and head.date is not None and phrase("petition").search(first.text):
        return True
    found = (head.number, head.date, head.sender, head.to, head.subject, cited, greeted)
    return (head.number is not None or head.date is not None) and sum(map(bool, found)) >= _EVIDENCE
