"""Letters as JSON values, for storage: what `letter_from_json` gets from `letter_to_json` is equal to what went in.

What a later version added is looked for and may be missing, for rows are read until a case is derived again.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from govah.model.fuzzy_date import Calendar, FuzzyDate
from govah.model.identifiers import EntryIndex, LetterId, Sha256
from govah.model.letter import (
    ChainJudgement,
    Classification,
    Correspondent,
    Letter,
    LetterForm,
    MailHeaders,
    Mention,
    Proposal,
    Reference,
    ReferenceKind,
)
from govah.model.minutes import AgendaItem, Attendee, Decision, Minutes
from govah.model.passage import Span


def letter_to_json(letter: Letter) -> dict[str, Any]:
    """A letter as a JSON object of plain values; spans are `[page, start, end]`."""
    mail = letter.mail
    return {
        "id": letter.id,
        "sha256": letter.sha256,
        "span": list(letter.span),
        "method": letter.method,
        "number": letter.number,
        "date": date_to_json(letter.date),
        "from": [_correspondent(who) for who in letter.sender],
        "to": [_correspondent(who) for who in letter.to],
        "cc": [_correspondent(who) for who in letter.cc],
        "subject": letter.subject,
        "classification": _classification(letter.classification),
        "urgency": letter.urgency,
        "attachments": letter.attachments,
        "references": [reference_to_json(reference) for reference in letter.references],
        "mentions": [[one.text, date_to_json(one.date), list(one.span)] for one in letter.mentions],
        "reply_expected": letter.reply_expected,
        "proposals": [{"text": proposal.text, "span": list(proposal.span)} for proposal in letter.proposals],
        "mail": None
        if mail is None
        else {
            "message_id": mail.message_id,
            "in_reply_to": list(mail.in_reply_to),
            "references": list(mail.references),
        },
        "language": letter.language,
        "form": letter.form.value,
        "scanned": letter.scanned,
        "spans": {name: list(span) for name, span in sorted(letter.spans.items())},
        "corrected": sorted(letter.corrected),
        "signatory": _correspondent(letter.signatory) if letter.signatory is not None else None,
        "margin": letter.margin,
        "judgements": [_judgement(each) for each in letter.judgements],
        "minutes": _minutes_to_json(letter.minutes) if letter.minutes is not None else None,
    }


def letter_from_json(value: Mapping[str, Any]) -> Letter:
    """The letter that `letter_to_json` wrote.

    Raises:
        KeyError: A field is missing.
    """
    mail, classified = value["mail"], value["classification"]
    return Letter(
        id=LetterId(value["id"]),
        sha256=Sha256(value["sha256"]),
        span=_span(value["span"]),
        method=value["method"],
        number=value["number"],
        date=date_from_json(value["date"]),
        sender=_correspondents(value["from"]),
        to=_correspondents(value["to"]),
        cc=_correspondents(value["cc"]),
        subject=value["subject"],
        classification=Classification(**classified) if classified is not None else None,
        urgency=value["urgency"],
        attachments=value["attachments"],
        references=tuple(reference_from_json(reference) for reference in value["references"]),
        mentions=tuple(
            Mention(text, date_from_json(date), _span(span)) for text, date, span in value.get("mentions", ())
        ),
        reply_expected=value["reply_expected"],
        proposals=tuple(Proposal(entry["text"], _span(entry["span"])) for entry in value["proposals"]),
        mail=None
        if mail is None
        else MailHeaders(mail["message_id"], tuple(mail["in_reply_to"]), tuple(mail["references"])),
        language=value["language"],
        form=LetterForm(value["form"]),
        scanned=value["scanned"],
        spans={name: _span(span) for name, span in value["spans"].items()},
        corrected=frozenset(value["corrected"]),
        signatory=Correspondent(**value["signatory"]) if value.get("signatory") else None,
        margin=value.get("margin"),
        judgements=tuple(
            ChainJudgement(EntryIndex(each["entry"]), each["field"], each["value"], _span(each["span"]), each["words"])
            for each in value.get("judgements", ())
        ),
        minutes=_minutes_from_json(value["minutes"]) if value.get("minutes") else None,
    )


def _minutes_to_json(minutes: Minutes) -> dict[str, Any]:
    return {
        "attendees": [
            {"name": one.name, "office": one.office, "present": one.present, "note": one.note, "span": list(one.span)}
            for one in minutes.attendees
        ],
        "agenda": [{"text": item.text, "span": list(item.span)} for item in minutes.agenda],
        "decisions": [
            {
                "text": one.text,
                "span": list(one.span),
                "owner": one.owner,
                "due": date_to_json(one.due),
                "spans": {name: list(span) for name, span in sorted(one.spans.items())},
            }
            for one in minutes.decisions
        ],
        "spans": {name: list(span) for name, span in sorted(minutes.spans.items())},
        "method": minutes.method,
    }


def _minutes_from_json(value: Mapping[str, Any]) -> Minutes:
    return Minutes(
        tuple(
            Attendee(one["name"], one["office"], one["present"], one["note"], _span(one["span"]))
            for one in value["attendees"]
        ),
        tuple(AgendaItem(item["text"], _span(item["span"])) for item in value["agenda"]),
        tuple(
            Decision(one["text"], _span(one["span"]), one["owner"], date_from_json(one["due"]), _spans(one["spans"]))
            for one in value["decisions"]
        ),
        _spans(value["spans"]),
        value["method"],
    )


def _spans(value: Mapping[str, Sequence[int]]) -> dict[str, Span]:
    return {name: _span(span) for name, span in value.items()}


def date_to_json(found: FuzzyDate | None) -> dict[str, Any] | None:
    """A date as words, calendar and ISO 8601 ends."""
    if found is None:
        return None
    return {
        "text": found.text,
        "calendar": found.calendar.value if found.calendar is not None else None,
        "earliest": found.earliest.isoformat() if found.earliest is not None else None,
        "latest": found.latest.isoformat() if found.latest is not None else None,
        "conflict": found.conflict,
    }


def date_from_json(value: Mapping[str, Any] | None) -> FuzzyDate | None:
    """The date that `date_to_json` wrote."""
    if value is None:
        return None
    return FuzzyDate(
        value["text"],
        Calendar(value["calendar"]) if value["calendar"] is not None else None,
        date.fromisoformat(value["earliest"]) if value["earliest"] is not None else None,
        date.fromisoformat(value["latest"]) if value["latest"] is not None else None,
        value["conflict"],
    )


def reference_to_json(reference: Reference) -> dict[str, Any]:
    """A reference as a JSON object."""
    return {
        "text": reference.text,
        "number": reference.number,
        "date": date_to_json(reference.date),
        "kind": reference.kind.value,
        "span": list(reference.span),
        "letter": reference.letter,
        "judged": reference.judged,
    }


def reference_from_json(value: Mapping[str, Any]) -> Reference:
    """The reference that `reference_to_json` wrote."""
    return Reference(
        value["text"],
        value["number"],
        date_from_json(value["date"]),
        ReferenceKind(value["kind"]),
        _span(value["span"]),
        LetterId(value["letter"]) if value["letter"] is not None else None,
        value.get("judged"),
    )


def _judgement(said: ChainJudgement) -> dict[str, Any]:
    return {
        "entry": said.entry,
        "field": said.field,
        "value": said.value,
        "span": list(said.span),
        "words": said.words,
    }


def _correspondent(who: Correspondent) -> dict[str, str | None]:
    return {"name": who.name, "office": who.office}


def _correspondents(values: Sequence[Mapping[str, Any]]) -> tuple[Correspondent, ...]:
    return tuple(Correspondent(value["name"], value["office"]) for value in values)


def _classification(found: Classification | None) -> dict[str, Any] | None:
    return None if found is None else {"text": found.text, "level": found.level, "scheme": found.scheme}


def _span(value: Sequence[int]) -> Span:
    return Span(*value)
