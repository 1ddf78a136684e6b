"""A letter's box: its fields, what it cites and proposes, what it is to others, and the form of what is open."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from govah.case.judging import head_of
from govah.case.view import CaseView
from govah.errors import UsageError
from govah.model.identifiers import EntryIndex, LetterId
from govah.model.letter import Letter, Standing
from govah.model.mark import Correction
from govah.model.outcome import ProposalOutcome
from govah.model.page import Page
from govah.model.passage import Span
from govah.web.letter_fields import FieldLine, Verdict, letter_fields, verdict_of, written_value
from govah.web.translation import Locale

LISTS = ("references", "relations", "proposals", "answered_by")
"""Fields of which a letter has several."""
ADDED = "new"
"""The item of a list that is not there yet."""


@dataclass(frozen=True, slots=True)
class Item:
    """One of several: a reference, a relation, a proposal, a letter that answers.

    Args:
        text: The paper's words; empty where the paper says nothing of it.
        span: Where it stands, None where it stands at no place.
        verdict: Of a person, None where it is a machine's lead.
        letter: The other letter where it is held.
        was: How a correction names it where several stand at one place.
        outcome: Of a proposal, what became of it.
        judged: Who said so; None where a machine did.
    """

    text: str
    span: Span | None
    verdict: Verdict | None
    kind: str = ""
    number: str = ""
    date: str = ""
    letter: LetterId | None = None
    was: str = ""
    outcome: ProposalOutcome | None = None
    judged: Verdict | None = None


@dataclass(frozen=True, slots=True)
class Editor:
    """What is open to be corrected.

    Args:
        item: Its place in its list, `new`, or empty where the field is one thing.
        span: Where the correction will stand.
        words: That stand there.
        value: What is written in the form when it opens.
        shown: The item itself.
        named: How its letter is written: `ex6.1`.
        history: What persons said of this field, the latest first.
        shared: Others of the list stand at the same place.
    """

    field: str
    item: str
    span: Span
    words: str
    value: str
    shown: Item | None
    named: str
    history: tuple[Correction, ...]
    shared: bool


@dataclass(frozen=True, slots=True)
class LetterSheet:
    """A letter on this exhibit with its fields.

    Args:
        order: Of this letter on the exhibit, from 1.
        lists: Items by field.
        status: Who said the status, None where it is derived.
        check: The field that a person should look at next, None where all were looked at.
        editor: What is open, None where nothing of this letter is.
        head: Where things are said that stand at no place.
    """

    order: int
    letter: Letter
    standing: Standing
    fields: tuple[FieldLine, ...]
    lists: Mapping[str, tuple[Item, ...]]
    status: Verdict | None
    check: FieldLine | None
    editor: Editor | None
    head: Span

    @property
    def leads(self) -> int:
        """How many fields that stand on the paper are still leads."""
        return sum(1 for line in self.fields if line.values and line.span is not None and line.verdict is None)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks to open.

    Args:
        field: Empty for nothing.
        item: As of an `Editor`.
        letter: The letter; None for the first.
        selected: The passage that is selected.
    """

    field: str
    item: str
    letter: str | None
    selected: Span | None


def letter_sheet(
    view: CaseView,
    order: int,
    letter: Letter,
    standing: Standing,
    pages: Sequence[Page],
    acts: Sequence[Verdict],
    waiting: Sequence[Span],
    language: Locale,
    name_of: Callable[[LetterId], str],
    asked: Asked,
) -> LetterSheet:
    """A letter's box.

    Args:
        order: Of the letter on its exhibit, from 1.
        pages: Text of record of its exhibit.
        acts: Of persons on this letter's pages.
        waiting: Where its numbers stand that a machine read on a picture and no person confirmed.
        name_of: How a letter is written in a correction.
        asked: What is to be opened; of another letter, nothing is.
    """
    fields = letter_fields(letter, pages, acts, waiting, language)
    lists = _lists(letter, standing, acts, name_of)
    open_fields = [line for line in fields if line.values and line.span is not None and line.verdict is None]
    open_fields.sort(key=lambda line: not line.doubtful)
    head = _head(view, letter)
    by_entry = {act.entry: act for act in acts}
    status = by_entry.get(standing.judged["status"]) if "status" in standing.judged else None
    mine = asked.letter == letter.id or (order == 1 and asked.letter is None)
    editor = _editor(view, letter, standing, fields, lists, head, pages, name_of, asked) if mine else None
    check = open_fields[0] if open_fields else None
    return LetterSheet(order, letter, standing, fields, lists, status, check, editor, head)


def _head(view: CaseView, letter: Letter) -> Span:
    try:
        return head_of(view, letter.sha256, letter.span.page)
    except UsageError:  # an empty page of a letter that a mail's headers make
        return letter.span


def _lists(
    letter: Letter, standing: Standing, acts: Sequence[Verdict], name_of: Callable[[LetterId], str]
) -> Mapping[str, tuple[Item, ...]]:
    by_entry = {act.entry: act for act in acts}

    def said(entry: EntryIndex | None) -> Verdict | None:
        return by_entry.get(entry) if entry is not None else None

    references = tuple(
        Item(
            each.text,
            each.span,
            said(each.judged) or verdict_of(each.span, acts),
            each.kind,
            each.number or "",
            each.date.text if each.date is not None else "",
            each.letter,
            each.number or (name_of(each.letter) if each.letter is not None else ""),
        )
        for each in standing.references
    )
    relations = tuple(
        Item("", None, said(each.judged), each.kind, "", "", each.letter, f"{each.kind} {name_of(each.letter)}")
        for each in standing.relations
    )
    proposals = tuple(
        Item(
            each.text,
            each.span,
            _proposed(each.span, acts) or verdict_of(each.span, acts),
            outcome=outcome,
            judged=said(outcome.judged) if outcome is not None else None,
        )
        for each, outcome in zip_longest(letter.proposals, standing.outcomes)
    )
    answers = tuple(
        Item("", None, said(standing.judged.get("answered_by")), letter=each) for each in standing.answered_by
    )
    return {"references": references, "relations": relations, "proposals": proposals, "answered_by": answers}


def _proposed(span: Span, acts: Iterable[Verdict]) -> Verdict | None:
    return next((act for act in reversed(list(acts)) if act.field == "proposals" and act.span == span), None)


def _editor(
    view: CaseView,
    letter: Letter,
    standing: Standing,
    fields: Sequence[FieldLine],
    lists: Mapping[str, tuple[Item, ...]],
    head: Span,
    pages: Sequence[Page],
    name_of: Callable[[LetterId], str],
    asked: Asked,
) -> Editor | None:
    line = next((each for each in fields if each.name == asked.field), None)
    if line is None and asked.field not in (*LISTS, "status", "outcome"):
        return None
    items = lists.get("proposals" if asked.field == "outcome" else asked.field, ())
    number = int(asked.item) if asked.item.isascii() and asked.item.isdigit() else len(items)
    shown = items[number] if number < len(items) else None
    if asked.field == "outcome" and shown is None:
        return None
    place = line.span if line is not None else shown.span if shown is not None else None
    span = asked.selected or place or head
    words = pages[span.page - 1].text[span.start : span.end] if span.page <= len(pages) else ""
    value = _value(letter, standing, asked.field, shown, words, name_of)
    item = "" if line is not None or asked.field in ("status", "answered_by") else asked.item if shown else ADDED
    named = name_of(shown.letter) if shown is not None and shown.letter is not None else ""
    shared = shown is not None and sum(each.span == shown.span for each in items) > 1
    history = _history(view, letter, asked.field)
    if asked.field == "outcome":  # of this proposal, not of its neighbours
        history = tuple(each for each in history if each.anchored is None or each.anchored.meets(span))
        decided = shown.outcome.decided_in if shown is not None and shown.outcome is not None else None
        named = name_of(decided) if decided is not None else ""
    return Editor(asked.field, item, span, words, value, shown, named, history, shared)


def _value(
    letter: Letter,
    standing: Standing,
    field: str,
    shown: Item | None,
    words: str,
    name_of: Callable[[LetterId], str],
) -> str:
    """What the form says when it opens: what is there now, or the words at the place."""
    if field == "status":
        return standing.status
    if field == "outcome":
        return shown.outcome.kind if shown is not None and shown.outcome is not None else ""
    if field == "answered_by":
        return ", ".join(name_of(each) for each in standing.answered_by)
    if field == "proposals":
        return shown.text if shown is not None else words
    return "" if field in LISTS else written_value(letter, field)


def _history(view: CaseView, letter: Letter, field: str) -> tuple[Correction, ...]:
    letters = view.letters_of(letter.sha256)
    later = [other.span.page for other in letters if other.span.page > letter.span.page]
    last = min(later, default=1 << 30)
    first = letter.span.page if any(other.span.page < letter.span.page for other in letters) else 1
    found = [
        each
        for each in view.corrections(letter.sha256)
        if each.field == field and first <= each.passage.span.page < last
    ]
    return tuple(reversed(found))
