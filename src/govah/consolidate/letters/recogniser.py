"""From the pages of an exhibit to its letters. A pure function; newspaper pages, lists and resolutions give none."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from govah.consolidate.letters.beginnings import beginnings
from govah.consolidate.letters.body import proposals, reply_expected
from govah.consolidate.letters.closing import office_of_mail
from govah.consolidate.letters.evidence import is_letter
from govah.consolidate.letters.head import Header
from govah.consolidate.letters.header import header
from govah.consolidate.letters.language import language_of
from govah.consolidate.letters.mail import Mail, forwards_by_subject, is_mail, mail
from govah.consolidate.letters.meant_days import dated_near
from govah.consolidate.letters.mentions import OWN, mentions
from govah.consolidate.letters.method import METHOD
from govah.consolidate.letters.numbers import number_key
from govah.consolidate.letters.page_labels import all_labels
from govah.consolidate.letters.quoted import is_printed_mail, own_part
from govah.consolidate.letters.references import is_annex, labelled_references, references
from govah.consolidate.letters.session import is_session, session_letter
from govah.consolidate.letters.sheet import Sheet, sheet
from govah.consolidate.letters.surroundings import feet, with_closing, with_copies, with_marks
from govah.model.fuzzy_date import FuzzyDate
from govah.model.identifiers import LetterId, Sha256, span_id
from govah.model.letter import Correspondent, Letter, LetterForm, Reference, ReferenceKind
from govah.model.page import Origin, Page
from govah.model.passage import Span

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
    if headers is None and is_session(sheets[0]):
        return (session_letter(sha256, sheets[0], language_of(pages)),)
    begun = beginnings(sheets) if headers is None else (0,)
    letters = []
    for first, end in zip(begun, (*begun[1:], len(sheets)), strict=True):
        mine = sheets[first:end]
        found = _letter(sha256, mine, headers, language_of([one.page for one in mine]))
        if found is not None:
            letters.append(found)
    return tuple(letters)


def _letter(sha256: Sha256, sheets: tuple[Sheet, ...], headers: Mail | None, language: str | None) -> Letter | None:
    first = sheets[0]
    head = header(first, language)
    labels = {first.page.number: head.labels} | {page.page.number: all_labels(page) for page in sheets[1:]}
    cited = _references(first, head)
    if headers is None and not is_letter(first, head, cited):
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
        references=_others(dated_near(cited, head.date, language), head),
        reply_expected=None
        if form is LetterForm.MINUTES
        else reply_expected(sheets, feet(labels, head.body), mailed=form is LetterForm.MAIL),
        proposals=proposals(sheets),
        language=language,
        form=form,
        scanned=first.page.origin is Origin.OCR,
        spans=dict(head.spans),
    )
    if letter.subject is None and cited and is_annex(cited[0].text):
        letter = replace(letter, subject=cited[0].text, spans={**letter.spans, "subject": cited[0].span})
    said = [one.span for one in letter.references] + [letter.spans[name] for name in OWN if name in letter.spans]
    letter = replace(letter, mentions=tuple(one for page in sheets for one in mentions(page, said)))
    letter = with_marks(letter, sheets, language)
    letter = with_copies(letter, sheets, labels)
    letter = with_closing(letter, sheets, labels, head.body, mailed=headers is not None, unsigned=head.compliments)
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


def _others(cited: tuple[Reference, ...], head: Header) -> tuple[Reference, ...]:
    """References but to the letter itself, and none twice; the second time may tell the day.

    A file's number may stand on letters of several days, this one among them.
    """
    own = number_key(head.number).free if head.number is not None else None
    kept: list[Reference] = []
    seen: dict[tuple[str, ...], list[int]] = {}
    for reference in cited:
        if reference.number is not None:
            key, day = number_key(reference.number).free, _day(reference.date)
            if key == own and not (_is_letter_of(reference) and day and _day(head.date) not in (None, day)):
                continue
            before = seen.setdefault(key, [])
            undated = next((place for place in before if kept[place].date is None), None)
            if undated is not None and reference.date is not None:
                kept[undated] = replace(kept[undated], date=reference.date)
                continue
            if before and (day is None or any(_day(kept[place].date) in (None, day) for place in before)):
                continue
            before.append(len(kept))
        elif reference.date is not None and any(_one_day(reference, other) for other in kept):
            continue
        kept.append(reference)
    return tuple(kept)


def _day(found: FuzzyDate | None) -> date | None:
    """The day of a date that names one."""
    return found.earliest if found is not None and found.earliest == found.latest else None


def _is_letter_of(reference: Reference) -> bool:
    """Whether a reference says whose letter it cites, so that its number is no field of its own paper's head."""
    return reference.kind in (ReferenceKind.REPLY, ReferenceKind.FOLLOW_UP)


def _one_day(reference: Reference, other: Reference) -> bool:
    """Whether a letter cited by its date alone was cited before with that date."""
    mine, theirs = reference.date, other.date
    return mine is not None and theirs is not None and mine.earliest is not None and mine.earliest == theirs.earliest


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
