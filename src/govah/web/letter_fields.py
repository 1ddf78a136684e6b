"""A letter's fields as lines of a table: what stands there, where, and whose reading it is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from govah.case.view import CaseView
from govah.consolidate.letters.correction import letter_at
from govah.model.fuzzy_date import Calendar, FuzzyDate
from govah.model.identifiers import EntryIndex, Sha256
from govah.model.letter import Classification, Correspondent, Letter
from govah.model.mark import TEXT_FIELDS
from govah.model.page import Origin, Page
from govah.model.passage import Span
from govah.web.translation import Locale
from govah.web.wording import Words

FIELDS = (
    *("number", "date", "from", "to", "cc", "classification", "urgency", "subject", "attachments"),
    *("signature", "margin", "reply_expected"),
)
"""As they stand in the table; all can be corrected."""
_FIGURES = frozenset({"number", "date"})
"""Fields whose digits a machine may misread: on a picture they wait for a person."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A person's act on a reading: a confirmation, or a correction of a field, which may be the page's text.

    Args:
        span: Where its words stand now.
        field: None of a confirmation.
        why: Of a correction.
    """

    entry: EntryIndex
    span: Span
    by: str
    at: str
    field: str | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class FieldLine:
    """One field.

    Args:
        name: By the contract.
        values: What stands there, verbatim; empty where nothing was found.
        gloss: In the interface's language: the other calendar, the level.
        span: Where it stands.
        verdict: Of a person, None where it is a machine's lead.
        confidence: Of the least certain word where it was recognised on a picture.
        doubtful: Figures read by a machine on a picture that no person confirmed.
    """

    name: str
    values: tuple[str, ...]
    gloss: str | None
    span: Span | None
    verdict: Verdict | None
    confidence: float | None
    doubtful: bool


def verdicts(view: CaseView, sha256: Sha256) -> list[Verdict]:
    """Confirmations and corrections of an exhibit that still have their place, in the order in which they were made."""
    found = [
        Verdict(each.entry, each.anchored, each.by, each.at, each.field, each.why)
        for each in view.corrections(sha256)
        if each.anchored is not None
    ]
    found += [
        Verdict(each.entry, each.anchored, each.by, each.at)
        for each in view.confirmations(sha256)
        if each.anchored is not None
    ]
    return sorted(found, key=lambda act: act.entry)


def acts_on(letter: Letter, letters: Sequence[Letter], acts: Iterable[Verdict]) -> list[Verdict]:
    """Those acts on an exhibit that are on the pages of one of its letters."""
    return [act for act in acts if letter_at(letters, act.span.page).id == letter.id]


def letter_fields(
    letter: Letter,
    pages: Sequence[Page],
    acts: Sequence[Verdict],
    waiting: Sequence[Span],
    language: Locale,
) -> tuple[FieldLine, ...]:
    """The fields of a letter in the order of the table.

    Args:
        letter: The letter.
        pages: Text of record of its exhibit.
        acts: Of persons on this letter's pages.
        waiting: Where its numbers stand that a machine read on a picture and no person confirmed.
        language: Of the interface.
    """
    return tuple(_line(letter, field, pages, acts, waiting, language) for field in FIELDS)


def _line(
    letter: Letter,
    field: str,
    pages: Sequence[Page],
    acts: Sequence[Verdict],
    waiting: Sequence[Span],
    language: Locale,
) -> FieldLine:
    span = letter.spans.get(field)
    page = pages[span.page - 1] if span is not None and span.page <= len(pages) else None
    waits = figures_wait(letter, field, waiting)
    verdict = None if waits else _verdict(field, span, acts, corrected=field in letter.corrected)
    recognised = page is not None and page.origin is Origin.OCR
    values = _values(letter, field, language)
    if field == "number" and page is not None and span is not None and field not in letter.corrected:
        values = (page.text[span.start : span.end],)  # figures of the paper, not our ASCII
    return FieldLine(
        field,
        values,
        _gloss(letter, field, language),
        span,
        verdict,
        _confidence(page, span) if page is not None and span is not None and recognised else None,
        bool(values) and waits,
    )


def figures_wait(letter: Letter, field: str, waiting: Iterable[Span]) -> bool:
    """Whether figures of a letter's number or date wait for a person."""
    span = letter.spans.get(field)
    if span is None or field not in _FIGURES or field in letter.corrected:
        return False
    return any(span.meets(one) for one in waiting)


def _verdict(field: str, span: Span | None, acts: Iterable[Verdict], *, corrected: bool) -> Verdict | None:
    """The last act that says what a field is: of the field itself, else of all its words."""
    if corrected:
        return next((act for act in reversed(list(acts)) if act.field == field), None)
    return verdict_of(span, acts)


def verdict_of(span: Span | None, acts: Iterable[Verdict]) -> Verdict | None:
    """The last act by which a person confirmed or put all the words of a place."""
    whole = (act for act in reversed(list(acts)) if act.field is None or act.field in TEXT_FIELDS)
    return next((act for act in whole if span is not None and _covers(act.span, span)), None)


def _covers(outer: Span, inner: Span) -> bool:
    return outer.page == inner.page and outer.start <= inner.start and inner.end <= outer.end


def _confidence(page: Page, span: Span) -> float | None:
    found = [
        word.confidence
        for word in page.words
        if word.start < span.end and word.end > span.start and word.confidence is not None
    ]
    return min(found, default=None)


def _values(letter: Letter, field: str, language: Locale) -> tuple[str, ...]:
    people = _people(letter, field)
    if people is not None:
        return tuple(written(item) for item in people)
    if field == "reply_expected":
        return () if letter.reply_expected is None else (Words(language).yes(letter.reply_expected),)
    value = written_value(letter, field)
    return (value,) if value else ()


def _people(letter: Letter, field: str) -> tuple[Correspondent, ...] | None:
    """Who stands in a field; None where it names nobody."""
    signed = (letter.signatory,) if letter.signatory is not None else ()
    return {"from": letter.sender, "to": letter.to, "cc": letter.cc, "signature": signed}.get(field)


def written_value(letter: Letter, field: str) -> str:
    """A field as a person would write it to say the same; empty where there is none."""
    people = _people(letter, field)
    if people is not None:
        return "; ".join(f"{who.name or ''} | {who.office or ''}".strip() for who in people)
    match field:
        case "date":
            return letter.date.text if letter.date else ""
        case "classification":
            return _written_class(letter.classification) if letter.classification else ""
        case "reply_expected":
            return "" if letter.reply_expected is None else "yes" if letter.reply_expected else "no"
        case _:
            return str(getattr(letter, field) or "")


def _written_class(marks: Classification) -> str:
    return marks.text if marks.scheme is not None or marks.level is None else f"{marks.text} = {marks.level}"


def _gloss(letter: Letter, field: str, language: Locale) -> str | None:
    if field == "date" and letter.date is not None:
        return date_gloss(letter.date, language)
    if field == "classification" and letter.classification and letter.classification.level:
        return Words(language).level(letter.classification.level)
    return None


def date_gloss(date: FuzzyDate, language: Locale) -> str:
    """The calendar, and the same day in the other one."""
    words = Words(language)
    calendar = words.calendar(date.calendar.value) if date.calendar else ""
    if no_such_day(date):
        return language.comma.join(part for part in (calendar, words.no_such_day()) if part)
    if date.earliest is None:
        return calendar
    other = language.jalali if date.calendar is Calendar.GREGORIAN else language.gregorian
    days = [other(date.earliest)]
    if date.latest is not None and date.latest != date.earliest:
        days.append(other(date.latest))
    return f"{calendar} = {' – '.join(days)}"


def no_such_day(date: FuzzyDate) -> bool:
    """Whether a date is whole, with its year, and its calendar has no such day: the 19th of a 13th month."""
    return date.impossible


def written(correspondent: Correspondent) -> str:
    """Who wrote or received, as one run of words."""
    return "، ".join(part for part in (correspondent.name, correspondent.office) if part) or "–"


def office(correspondents: Iterable[Correspondent]) -> str | None:
    """The office of the first correspondent, else their name."""
    return next((item.office or item.name for item in correspondents if item.office or item.name), None)
