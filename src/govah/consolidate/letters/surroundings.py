"""What stands around a letter's head and body: marks of class and urgency, copies, signature, marginal note."""

from collections.abc import Mapping
from dataclasses import replace

from govah.consolidate.folding import folded
from govah.consolidate.letters.address_blocks import address_at_foot
from govah.consolidate.letters.classification import classification, standing_urgency
from govah.consolidate.letters.closing import (
    Signature,
    addressee_at_foot,
    copies,
    margin,
    signature,
    unlabelled_margin,
)
from govah.consolidate.letters.foot_senders import sender_at_foot
from govah.consolidate.letters.labels import Label
from govah.consolidate.letters.phrases import phrase
from govah.consolidate.letters.sheet import Sheet
from govah.model.letter import Correspondent, Letter
from govah.model.passage import Span


def with_marks(letter: Letter, sheets: tuple[Sheet, ...], language: str | None) -> Letter:
    """Class and urgency from marks that stand alone, where no label gave them."""
    spans = dict(letter.spans)
    found = letter.classification
    if found is None:
        marked = classification(sheets, language)
        if marked is not None:
            found, spans["classification"] = marked
    urgency = letter.urgency
    if urgency is None:
        for line in sheets[0].lines[:20]:
            place = standing_urgency(line)
            if place is not None:
                urgency = sheets[0].words(*place)
                spans["urgency"] = sheets[0].span(*place)
                break
    return replace(letter, classification=found, urgency=urgency, spans=spans)


def feet(labels: Mapping[int, list[Label]], body: int) -> dict[int, int]:
    """Where the copies begin on each page, after where the body begins."""
    found = {page: [label.start for label in mine if label.field == "cc"] for page, mine in labels.items()}
    first = min(labels)
    late = {page: [start for start in starts if page != first or start > body] for page, starts in found.items()}
    return {page: min(starts) for page, starts in late.items() if starts}


def with_copies(letter: Letter, sheets: tuple[Sheet, ...], labels: Mapping[int, list[Label]]) -> Letter:
    """Those who got a copy, where labels say so: all of a page, for some offices label each of them."""
    for page in sheets:
        mine = labels[page.page.number]
        found = [listed for label in mine if label.field == "cc" and (listed := copies(page, label, mine)) is not None]
        if found:
            who = tuple(dict.fromkeys(one for listed, _ in found for one in listed))
            first, last = found[0][1], found[-1][1]
            return replace(letter, cc=who, spans={**letter.spans, "cc": Span(first.page, first.start, last.end)})
    return letter


def with_closing(
    letter: Letter,
    sheets: tuple[Sheet, ...],
    labels: Mapping[int, list[Label]],
    body: int,
    *,
    mailed: bool,
    unsigned: bool,
) -> Letter:
    """Signature and marginal note, after where the body begins; the signatory's name joins the sender."""
    spans = dict(letter.spans)
    signed = None if unsigned else signature(sheets, dict(labels), body)
    sender = letter.sender
    if signed is not None:
        spans["signature"] = signed.span
        if not mailed:
            sender = _signed_by(sender, signed)
            spans.setdefault("from", signed.span)
    signing = None
    if not sender and not mailed:
        signing = sender_at_foot(sheets[-1], labels[sheets[-1].page.number], body if len(sheets) == 1 else 0)
    if signing is not None:
        sender, spans["from"] = signing
    to = letter.to
    if (not to or _is_greeting(sheets[0], spans.get("to"))) and not mailed:
        page = sheets[signed.span.page - sheets[0].page.number] if signed is not None else sheets[0]
        after = _folded_end(page, signed.span) if signed is not None else _closed(page, body)
        at_foot = addressee_at_foot(sheets, body) or address_at_foot(page, labels[page.page.number], after)
        if at_foot is not None:
            to, spans["to"] = at_foot
    noted = margin(sheets, dict(labels))
    if noted is None and not mailed:
        page = sheets[signed.span.page - sheets[0].page.number] if signed is not None else sheets[-1]
        after = _folded_end(page, signed.span) if signed is not None else len(page.text)
        noted = unlabelled_margin(page, after, labels[page.page.number])
    if noted is not None:
        spans["margin"] = noted
    return replace(
        letter,
        sender=sender,
        to=to,
        spans=spans,
        signatory=signed.who if signed is not None else None,
        margin=_written(sheets, noted),
    )


def _is_greeting(page: Sheet, to: Span | None) -> bool:
    """Whether the addressee is but the one whom the first words greet: `Monsieur le Ministre,`."""
    if to is None or to.page != page.page.number:
        return False
    words = page.page.text[to.start : to.end + 1].strip()
    return words.endswith((",", "،")) and phrase("salutation").match(folded(words)) is not None


def _closed(page: Sheet, body: int) -> int:
    """Where the last words of courtesy end, below which addresses stand; where the body begins if there are none."""
    closing = [line.end for line in page.lines if line.start > body and phrase("closing").match(line.text)]
    return closing[-1] if closing else body


def _written(sheets: tuple[Sheet, ...], span: Span | None) -> str | None:
    """The words of a span, on one line."""
    if span is None:
        return None
    page = next(sheet.page for sheet in sheets if sheet.page.number == span.page)
    return " ".join(page.text[span.start : span.end].split())


def _folded_end(page: Sheet, span: Span) -> int:
    """Where a span's end is in the folded text: the first code point that came from beyond it."""
    offsets = page.folded.offsets
    low, high = 0, len(offsets) - 1
    while low < high:
        middle = (low + high) // 2
        if offsets[middle] < span.end:
            low = middle + 1
        else:
            high = middle
    return low


def _signed_by(sender: tuple[Correspondent, ...], signed: Signature) -> tuple[Correspondent, ...]:
    if not sender:
        return (signed.who,)
    if len(sender) == 1 and sender[0].name is None:
        return (Correspondent(signed.who.name, sender[0].office),)
    return sender
