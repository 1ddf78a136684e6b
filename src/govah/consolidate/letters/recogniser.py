"""From the pages of an exhibit to its letters. A pure function; newspaper pages, lists and resolutions give none."""

from collections.abc import Mapping
from dataclasses import replace

from govah.consolidate.letters.address_blocks import address_at_foot
from govah.consolidate.letters.body import proposals, reply_expected, salutation
from govah.consolidate.letters.classification import classification, standing_urgency
from govah.consolidate.letters.closing import (
    Signature,
    addressee_at_foot,
    copies,
    margin,
    office_of_mail,
    signature,
    unlabelled_margin,
)
from govah.consolidate.letters.head import Header
from govah.consolidate.letters.header import all_labels, header
from govah.consolidate.letters.labels import Label
from govah.consolidate.letters.mail import Mail, forwards_by_subject, is_mail, mail
from govah.consolidate.letters.numbers import number_key
from govah.consolidate.letters.phrases import phrase
from govah.consolidate.letters.quoted import is_printed_mail, own_part
from govah.consolidate.letters.references import dated_near, is_annex, labelled_references, references
from govah.consolidate.letters.session import is_session, session_day, session_offices, session_title
from govah.consolidate.letters.sheet import Sheet, sheet
from govah.model.identifiers import LetterId, Sha256, span_id
from govah.model.letter import Correspondent, Letter, LetterForm, Reference, ReferenceKind
from govah.model.page import Origin, Page
from govah.model.passage import Span

METHOD = "letters/3"
"""Name and version of these rules."""

_EVIDENCE = 4
"""Of number, date, sender, addressee, subject, references and salutation: how many make a letter without labels."""

_PAGES = 40
"""Pages of a letter that are read; what is longer is a report with a covering page."""


def recognise(
    sha256: Sha256, media_type: str, pages: tuple[Page, ...], metadata: Mapping[str, str]
) -> tuple[Letter, ...]:
    """The letters that an exhibit's pages hold.

    Args:
        sha256: The exhibit.
        media_type: Told from its content.
        pages: Its pages in order, from 1.
        metadata: What its reader found; of a mail the headers by lower-case name (`message-id`, `in-reply-to`,
            `references`, `from`, `to`, `cc`, `date`, `subject`).

    Returns:
        One letter, several where pages clearly begin again with another head, none where the pages lack the
        evidence of a letter. Same input, same output.
    """
    if not pages:
        return ()
    headers = mail(metadata) if is_mail(media_type, metadata) else None
    sheets = tuple(sheet(page) for page in pages[:_PAGES])
    if headers is not None or is_printed_mail(sheets[0]):
        sheets = tuple(own_part(one) for one in sheets)
    language = _language(pages)
    if headers is None and is_session(sheets[0]):
        return (_session(sha256, sheets[0], language),)
    heads = _heads(sheets, language, alone=headers is not None)
    letters = []
    for order, (first, head) in enumerate(heads):
        last = heads[order + 1][0] if order + 1 < len(heads) else len(sheets)
        found = _letter(sha256, sheets[first:last], head, headers, language)
        if found is not None:
            letters.append(found)
    return tuple(letters)


def _session(sha256: Sha256, sheet: Sheet, language: str | None) -> Letter:
    """What is kept of a session: its title, its day, who convened it and for whom."""
    title, named = session_title(sheet), session_offices(sheet)
    day = session_day(sheet)
    spans = {"subject": sheet.span(title.start, title.end)}
    parties = [(Correspondent(None, sheet.words(line.start, line.end)),) for line in named[:2]]
    spans |= {field: sheet.span(line.start, line.end) for field, line in zip(("from", "to"), named, strict=False)}
    span = Span(sheet.page.number, 0, max(1, len(sheet.page.text)))
    if day is not None:
        spans["date"] = day[1]
    marked = classification((sheet,), language)
    if marked is not None:
        spans["classification"] = marked[1]
    return Letter(
        id=LetterId(span_id(sha256, *span, "letter")),
        sha256=sha256,
        span=span,
        method=METHOD,
        date=day[0] if day is not None else None,
        sender=parties[0] if parties else (),
        to=parties[1] if len(parties) > 1 else (),
        subject=sheet.words(title.start, title.end),
        classification=marked[0] if marked is not None else None,
        language=language,
        form=LetterForm.SESSION,
        spans=spans,
    )


def _heads(sheets: tuple[Sheet, ...], language: str | None, *, alone: bool) -> list[tuple[int, Header]]:
    """Indices of pages where a letter begins, with its head."""
    heads = [(0, header(sheets[0], language))]
    if alone:
        return heads
    for index, page in enumerate(sheets[1:], 1):
        if page.page.label is not None and page.page.label == sheets[0].page.label:
            continue
        head = header(page, language)
        before = heads[-1][1].number
        full = {"number", "date"} <= head.labelled and bool(head.to or "from" in head.labelled)
        numbered = full and before is not None and head.number is not None
        if numbered and number_key(head.number or "").free != number_key(before or "").free:
            heads.append((index, head))
    return heads


def _letter(
    sha256: Sha256, sheets: tuple[Sheet, ...], head: Header, headers: Mail | None, language: str | None
) -> Letter | None:
    first = sheets[0]
    labels = {first.page.number: head.labels} | {page.page.number: all_labels(page) for page in sheets[1:]}
    cited = _references(first, head)
    if headers is None and not _is_letter(first, head, cited):
        return None
    for page in sheets[1:]:
        cited += references(page)
    span = Span(first.page.number, 0, max(1, len(first.page.text)))
    form = LetterForm.MINUTES if head.minutes else LetterForm.LETTER
    form = LetterForm.MAIL if headers is not None else form
    letter = Letter(
        id=LetterId(span_id(sha256, *span, "letter")),
        sha256=sha256,
        span=span,
        method=METHOD,
        number=head.number,
        date=head.date,
        sender=head.sender,
        to=head.to,
        subject=head.subject,
        classification=head.classification,
        urgency=head.urgency,
        attachments=head.attachments,
        references=dated_near(_others(cited, head.number), head.date, language),
        reply_expected=None if form is LetterForm.MINUTES else reply_expected(sheets, _feet(labels, head.body)),
        proposals=proposals(sheets),
        language=language,
        form=form,
        scanned=first.page.origin is Origin.OCR,
        spans=dict(head.spans),
    )
    if letter.subject is None and cited and is_annex(cited[0].text):
        letter = replace(letter, subject=cited[0].text, spans={**letter.spans, "subject": cited[0].span})
    letter = _with_marks(letter, sheets, language)
    letter = _with_copies(letter, sheets, labels)
    letter = _with_closing(letter, sheets, labels, head.body, mailed=headers is not None)
    return _with_mail(letter, headers, first) if headers is not None else letter


def _references(first: Sheet, head: Header) -> tuple[Reference, ...]:
    """References of the head's labelled lines and of the first page's text, each number once."""
    kinds = {"yours": ReferenceKind.REPLY, "ours_before": ReferenceKind.FOLLOW_UP, "basis": ReferenceKind.REPLY}
    labelled: list[Reference] = []
    stretches = []
    for label in head.cited:
        found = labelled_references(first, label.start, label.value, label.end, kinds[label.field])
        labelled += found
        stretches += [(label.start, label.end)] if found else []
    return tuple(labelled) + references(first, taken=tuple(head.taken + stretches))


def _others(cited: tuple[Reference, ...], number: str | None) -> tuple[Reference, ...]:
    """References but to the letter itself, and none twice."""
    own = number_key(number).free if number is not None else None
    kept: list[Reference] = []
    seen: set[tuple[str, ...]] = set()
    for reference in cited:
        if reference.number is not None:
            key = number_key(reference.number).free
            if key == own or key in seen:
                continue
            seen.add(key)
        elif reference.date is not None and any(_one_day(reference, other) for other in kept):
            continue
        kept.append(reference)
    return tuple(kept)


def _one_day(reference: Reference, other: Reference) -> bool:
    """Whether a letter cited by its date alone was cited before with that date."""
    mine, theirs = reference.date, other.date
    return mine is not None and theirs is not None and mine.earliest is not None and mine.earliest == theirs.earliest


def _is_letter(first: Sheet, head: Header, cited: tuple[Reference, ...]) -> bool:
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
    found = (head.number, head.date, head.sender, head.to, head.subject, cited, greeted)
    return (head.number is not None or head.date is not None) and sum(map(bool, found)) >= _EVIDENCE


def _with_marks(letter: Letter, sheets: tuple[Sheet, ...], language: str | None) -> Letter:
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


def _feet(labels: Mapping[int, list[Label]], body: int) -> dict[int, int]:
    """Where the copies begin on each page, after where the body begins."""
    found = {page: [label.start for label in mine if label.field == "cc"] for page, mine in labels.items()}
    first = min(labels)
    late = {page: [start for start in starts if page != first or start > body] for page, starts in found.items()}
    return {page: min(starts) for page, starts in late.items() if starts}


def _with_copies(letter: Letter, sheets: tuple[Sheet, ...], labels: Mapping[int, list[Label]]) -> Letter:
    for page in sheets:
        mine = labels[page.page.number]
        for label in mine:
            found = copies(page, label, mine) if label.field == "cc" else None
            if found is not None:
                return replace(letter, cc=found[0], spans={**letter.spans, "cc": found[1]})
    return letter


def _with_closing(
    letter: Letter, sheets: tuple[Sheet, ...], labels: Mapping[int, list[Label]], body: int, *, mailed: bool
) -> Letter:
    """Signature and marginal note, after where the body begins; the signatory's name joins the sender."""
    spans = dict(letter.spans)
    signed = signature(sheets, dict(labels), body)
    sender = letter.sender
    if signed is not None:
        spans["signature"] = signed.span
        if not mailed:
            sender = _signed_by(sender, signed)
            spans.setdefault("from", signed.span)
    to = letter.to
    if not to and not mailed:
        page = sheets[signed.span.page - sheets[0].page.number] if signed is not None else sheets[0]
        after = _folded_end(page, signed.span) if signed is not None else _closed(page, body)
        at_foot = addressee_at_foot(sheets) or address_at_foot(page, labels[page.page.number], after)
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


def _with_mail(letter: Letter, headers: Mail, first: Sheet) -> Letter:
    """A mail's headers go before its text; the office comes from the last lines where the name is a person's."""
    sender = headers.sender or letter.sender
    if forwards_by_subject(headers.subject or ""):
        # What its text is registered and marked with are the forwarded letter's.
        passed_on = ("number", "classification", "urgency", "attachments")
        kept = {field: span for field, span in letter.spans.items() if field not in passed_on}
        letter = replace(letter, number=None, classification=None, urgency=None, attachments=None, spans=kept)
    if len(sender) == 1 and sender[0].office is None:
        own = letter.sender[0].office if letter.sender and letter.sender[0].office else None
        sender = (Correspondent(sender[0].name, own or office_of_mail(first.page.text)),)
    return replace(
        letter,
        sender=sender,
        to=headers.to or letter.to,
        cc=headers.cc or letter.cc,
        date=headers.date or letter.date,
        subject=headers.subject or letter.subject,
        mail=headers.headers,
    )


def _language(pages: tuple[Page, ...]) -> str | None:
    """The language of most pages, by length of text; told from letters where no reader said."""
    weights: dict[str, int] = {}
    for page in pages:
        if page.language is not None:
            weights[page.language] = weights.get(page.language, 0) + len(page.text)
    if weights:
        return max(sorted(weights), key=lambda language: weights[language])
    text = " ".join(page.text[:5000] for page in pages[:3])
    persian = sum(text.count(char) for char in "پچژگکی")
    arabic = sum(text.count(char) for char in "ةيىكأإ")
    if persian + arabic >= 5:
        return "fa" if persian >= arabic else "ar"
    return "en" if sum(char.isascii() and char.isalpha() for char in text) > 20 else None
