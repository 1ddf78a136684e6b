"""Confirming with its answer: what waited at the place, and whether the same person confirmed it before."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from govah.case import marking
from govah.case.passages import passage_value
from govah.case.saying import Said, settle
from govah.case.unverified import numbers_waiting
from govah.model.identifiers import EntryIndex
from govah.model.passage import Passage, Place, Span

if TYPE_CHECKING:
    from govah.case.case import Case


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What a confirmation did.

    Args:
        passage: What was confirmed.
        said: Its entry, and whether it stood in the log before.
        read: Whether a machine read any of it on a picture.
        numbers: How many numbers waited there and wait no more.
        beyond: A number that stands there in part only, and goes on waiting.
    """

    passage: Passage
    said: Said
    read: bool
    numbers: int
    beyond: Span | None


def confirm(case: "Case", place: Place) -> Confirmed:
    """Confirm a passage, unless the same person confirmed this very passage already and it still stands there.

    Another person's confirmation of the same passage is another word, and is logged.
    """
    settle(case)
    passage = case.passage(place)
    number, start, end = passage.span
    page = case.view.page(passage.sha256, number)
    there = [
        each
        for each in numbers_waiting(page, case.view.seen(passage.sha256, number))
        if each.start < end and start < each.end
    ]
    before = _before(case, passage)
    said = Said(marking.confirm(case, place), already=False) if before is None else Said(before, already=True)
    still = numbers_waiting(page, case.view.seen(passage.sha256, number))
    beyond = next((Span(number, each.start, each.end) for each in there if each in still), None)
    settled = sum(1 for each in there if each not in still)
    return Confirmed(passage, said, page.read_on_picture(start, end), settled, beyond)


def _before(case: "Case", passage: Passage) -> EntryIndex | None:
    """The entry by which this person confirmed this passage."""
    key, same = case.signer.key_id, dict(passage_value(passage))
    rows = case.derived.records.select("confirmation", sha256=passage.sha256)
    found = (row["entry"] for row in rows if row["data"]["by"] == key and row["data"]["passage"] == same)
    return next(map(EntryIndex, found), None)
