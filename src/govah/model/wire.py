"""The contract's JSON of every noun: what the command line prints and what a page's `.json` twin holds."""

from base64 import b64encode
from collections.abc import Mapping
from typing import Any

from govah.model.check import Check
from govah.model.claim import Assessment, Claim
from govah.model.exhibit import Exhibit
from govah.model.fuzzy_date import FuzzyDate
from govah.model.hit import Hit
from govah.model.letter import Correspondent, Coverage, Ghost, Letter, Reference, Relation, Standing
from govah.model.minutes import Minutes
from govah.model.outcome import ProposalOutcome
from govah.model.page import Page
from govah.model.passage import Passage, Span
from govah.model.register import AnswerLead, Register, RegisterCoverage, RegisterRow, RegisterStanding, RowPlace
from govah.model.sealing import Sealing
from govah.model.seeking import Seeking
from govah.model.withdrawal import Withdrawal


def span_json(span: Span) -> list[int]:
    """`[page, start, end]`."""
    return [span.page, span.start, span.end]


def passage_json(passage: Passage) -> dict[str, Any]:
    """A passage with its quotation."""
    return {
        "passage": passage.written,
        "sha256": passage.sha256,
        "span": span_json(passage.span),
        "quotation": passage.exact,
        "prefix": passage.prefix,
        "suffix": passage.suffix,
    }


def page_json(page: Page) -> dict[str, Any]:
    """A page without its words; boxes are those of the page before it is turned upright."""
    return {
        "number": page.number,
        "label": page.label,
        "text": page.text,
        "origin": page.origin.value,
        "language": page.language,
        "remark": page.remark,
        "reason": page.reason,
        "layers": [{"origin": layer.origin.value, "text": layer.text} for layer in page.layers],
        "regions": [{"kind": region.kind.value, "box": list(region.box)} for region in page.regions],
        "turned": page.turned,
    }


def exhibit_json(exhibit: Exhibit) -> dict[str, Any]:
    """A line of `govah exhibits`."""
    line: dict[str, Any] = {
        "number": exhibit.number,
        "sha256": exhibit.sha256,
        "paths": list(exhibit.paths),
        "media_type": exhibit.media_type,
        "size": exhibit.size,
        "parents": list(exhibit.parents),
        "children": list(exhibit.children),
        "status": exhibit.status.value,
        "detail": exhibit.detail,
        "sources": list(exhibit.sources),
    }
    if exhibit.path_raw:
        line["path_raw"] = {path: b64encode(raw).decode() for path, raw in exhibit.path_raw.items()}
    if exhibit.sealing is not None:
        line["sealed"] = sealing_json(exhibit.sealing)
    if exhibit.withdrawal is not None:
        line["withdrawn"] = withdrawal_json(exhibit.withdrawal)
    return line


def sealing_json(sealing: Sealing) -> dict[str, Any]:
    """To whom something is sealed, and its openings; never what is inside."""
    return {
        "entry": sealing.entry,
        "to": list(sealing.to),
        "two_keys": sealing.two_keys,
        "one_account": sealing.one_account,
        "by": sealing.by,
        "at": sealing.at,
        "why": sealing.why,
        "opened": [
            {
                "entry": opening.entry,
                "at": opening.at,
                "by": opening.by,
                "custodians": list(opening.custodians),
                "purpose": opening.purpose,
                "one_account": opening.one_account,
            }
            for opening in sealing.openings
        ],
        "asked": sealing.asked,
    }


def withdrawal_json(withdrawal: Withdrawal) -> dict[str, Any]:
    """A withdrawal, and how it was taken back."""
    told: dict[str, Any] = {name: getattr(withdrawal, name) for name in ("entry", "why", "by", "at")}
    ended = withdrawal.ended
    told["ended"] = None if ended is None else {name: getattr(ended, name) for name in ("entry", "why", "by", "at")}
    return told


def seeking_json(seeking: Seeking) -> dict[str, Any]:
    """A person's search for an answer."""
    told = {name: getattr(seeking, name) for name in ("entry", "query", "note", "by", "at")}
    return {**told, "limits": dict(seeking.limits), "found": seeking.pages, "among": seeking.among}


def check_json(check: Check) -> dict[str, Any]:
    """A check of `govah authenticate`: a lead with its method."""
    return {
        "name": check.name,
        "group": check.group.value,
        "outcome": check.outcome.value,
        "why": check.why,
        "spans": [span_json(span) for span in check.spans],
        "false_alarms": None if check.false_alarms is None else check.false_alarms.told,
        "method": check.method,
    }


def hit_json(hit: Hit) -> dict[str, Any]:
    """A line of `govah search`."""
    return {
        "sha256": hit.sha256,
        "page": hit.page,
        "spans": [[hit.page, start, end] for start, end in hit.spans],
        "snippet": hit.snippet,
        "score": hit.score,
    }


def date_json(date: FuzzyDate | None) -> dict[str, Any] | None:
    """A date as an interval."""
    if date is None:
        return None
    return {
        "text": date.text,
        "calendar": date.calendar.value if date.calendar else None,
        "earliest": date.earliest.isoformat() if date.earliest else None,
        "latest": date.latest.isoformat() if date.latest else None,
    }


def letter_json(letter: Letter, standing: Standing) -> dict[str, Any]:
    """A line of `govah letters`."""
    marks = letter.classification
    return {
        "id": letter.id,
        "sha256": letter.sha256,
        "page": letter.span.page,
        "number": letter.number,
        "date": date_json(letter.date),
        "from": _correspondents(letter.sender),
        "to": _correspondents(letter.to),
        "cc": _correspondents(letter.cc),
        "subject": letter.subject,
        "classification": {"text": marks.text, "level": marks.level, "scheme": marks.scheme} if marks else None,
        "urgency": letter.urgency,
        "attachments": letter.attachments,
        "references": [_reference(reference) for reference in standing.references],
        "relations": [{"kind": item.kind.value, "letter": item.letter, **_judged(item)} for item in standing.relations],
        "reply_expected": letter.reply_expected,
        "status": standing.status.value,
        "answered_by": list(standing.answered_by),
        "coverage": coverage_json(standing.coverage),
        "proposals": _proposals(letter, standing),
        "spans": {field: span_json(span) for field, span in sorted(letter.spans.items())},
        "method": letter.method,
        "form": letter.form.value,
        "corrected": corrected_fields(letter, standing),
        "signatory": _correspondents((letter.signatory,))[0] if letter.signatory else None,
        "margin": letter.margin,
        "judged": dict(standing.judged),
        "minutes": _minutes(letter.minutes) if letter.minutes is not None else None,
    }


def _proposals(letter: Letter, standing: Standing) -> list[dict[str, Any]]:
    known = [outcome_json(each) for each in standing.outcomes]
    told = known + [None] * (len(letter.proposals) - len(known))
    return [
        {"text": item.text, "span": span_json(item.span), "outcome": outcome}
        for item, outcome in zip(letter.proposals, told, strict=False)
    ]


def outcome_json(outcome: ProposalOutcome) -> dict[str, Any]:
    """What became of a proposal, with the passages that tell it."""
    kept = outcome.kept_as
    return {
        "kind": outcome.kind.value,
        "leads": [
            {
                "kind": lead.kind.value,
                "letter": lead.letter,
                "sha256": lead.sha256,
                "span": span_json(lead.span),
                "quotation": lead.quotation,
                "ground": lead.ground.value,
                "via": lead.via,
                "method": lead.method,
            }
            for lead in outcome.leads
        ],
        "kept_as": None if kept is None else {"letter": kept[0], "proposal": kept[1]},
        "judged": outcome.judged,
        "decided_in": outcome.decided_in,
    }


def _minutes(minutes: Minutes) -> dict[str, Any]:
    return {
        "attendees": [
            {
                "name": one.name,
                "office": one.office,
                "present": one.present,
                "note": one.note,
                "span": span_json(one.span),
            }
            for one in minutes.attendees
        ],
        "agenda": [{"text": item.text, "span": span_json(item.span)} for item in minutes.agenda],
        "decisions": [
            {
                "text": one.text,
                "owner": one.owner,
                "due": date_json(one.due),
                "span": span_json(one.span),
                "spans": {name: span_json(span) for name, span in sorted(one.spans.items())},
            }
            for one in minutes.decisions
        ],
        "spans": {name: span_json(span) for name, span in sorted(minutes.spans.items())},
        "method": minutes.method,
    }


def corrected_fields(letter: Letter, standing: Standing) -> list[str]:
    """The fields of a letter that are as a person said, by the contract's names."""
    linked = {each.field for each in letter.judgements if each.field in ("references", "relations")}
    return sorted(letter.corrected | linked | standing.judged.keys())


def _correspondents(found: tuple[Correspondent, ...]) -> list[dict[str, Any]]:
    return [{"name": item.name, "office": item.office} for item in found]


def _reference(reference: Reference) -> dict[str, Any]:
    return {
        "text": reference.text,
        "number": reference.number,
        "date": date_json(reference.date),
        "kind": reference.kind.value,
        "letter": reference.letter,
        "span": span_json(reference.span),
        **_judged(reference),
    }


def _judged(said: Reference | Relation) -> dict[str, Any]:
    """The entry by which a person said so, where one did."""
    return {} if said.judged is None else {"judged": said.judged}


def coverage_json(coverage: Coverage | None) -> dict[str, Any] | None:
    """What a silence rests on."""
    if coverage is None:
        return None
    return {
        "office": coverage.office,
        "held": coverage.held,
        "span": coverage.span,
        "share": coverage.share,
        "method": coverage.method,
        "search": coverage.search,
        "series": coverage.series,
        "low": coverage.low,
        "high": coverage.high,
        "among": coverage.among,
        "register": _register_coverage(coverage.register),
    }


def _register_coverage(found: RegisterCoverage | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "registers": list(found.registers),
        "listed": found.listed,
        "held": found.held,
        "later": found.later,
        "later_held": found.later_held,
        "first": found.first.isoformat() if found.first else None,
        "last": found.last.isoformat() if found.last else None,
        "covers": found.covers,
        "received": [row_place_json(place) for place in found.received],
        "sent": [row_place_json(place) for place in found.sent],
        "leads": [_answer_lead(lead) for lead in found.leads],
        "more": found.more,
    }


def row_place_json(place: RowPlace) -> dict[str, Any]:
    """Where a row of a register stands."""
    return {"sha256": place.sha256, "span": span_json(place.span)}


def _answer_lead(lead: AnswerLead) -> dict[str, Any]:
    return {
        **row_place_json(lead.place),
        "ground": lead.ground.value,
        "number": lead.number,
        "date": date_json(lead.date),
        "letter": lead.letter,
        "method": lead.method,
    }


def ghost_json(ghost: Ghost) -> dict[str, Any]:
    """A line of `govah ghosts`."""
    return {
        "number": ghost.number,
        "date": date_json(ghost.date),
        "cited_by": list(ghost.cited_by),
        "registered_at": [row_place_json(place) for place in ghost.registered_at],
    }


def register_json(register: Register, standing: RegisterStanding) -> dict[str, Any]:
    """A line of `govah registers`: a register with its rows."""
    days = register.days
    return {
        "id": register.id,
        "sha256": register.sha256,
        "page": register.span.page,
        "span": span_json(register.span),
        "label": register.label,
        "office": standing.office,
        "office_inferred": standing.inferred,
        "way": register.way.value if register.way else None,
        "first": days[0].isoformat() if days else None,
        "last": days[1].isoformat() if days else None,
        "columns": dict(register.columns),
        "listed": len(register.rows),
        "held": len(standing.letters),
        "rows": [_register_row(row, standing) for row in register.rows],
        "method": register.method,
    }


def _register_row(row: RegisterRow, standing: RegisterStanding) -> dict[str, Any]:
    return {
        "id": row.id,
        "span": span_json(row.span),
        "number": row.number,
        "entry": row.entry,
        "date": date_json(row.date),
        "entered": date_json(row.entered),
        "way": row.way.value if row.way else None,
        "from": row.sender,
        "to": row.to,
        "subject": row.subject,
        "remarks": row.remarks,
        "answers": list(row.answers),
        "answered_by": list(row.answered_by),
        "letter": standing.letters.get(row.id),
        "cited": row.id in standing.cited,
        "spans": {name: span_json(span) for name, span in sorted(row.spans.items())},
    }


def claim_json(claim: Claim, as_of: str | None = None) -> dict[str, Any]:
    """A line of `govah claims`; its status on a past day where `as_of` (RFC 3339) is given."""
    history = [step for step in claim.history if as_of is None or step.at <= as_of]
    line: dict[str, Any] = {
        "id": claim.id,
        "text": claim.text if claim.erased is None else None,
        "erased": claim.erased,
        "about": claim.about,
        "kind": claim.kind.value,
        "said_by": claim.said_by,
        "spans": [span_json(passage.span) for passage in claim.passages],
        "passages": [passage_json(passage) for passage in claim.passages],
        "status": history[-1].status.value if history else "asserted",
        "standard": claim.standard,
        "by": claim.by,
        "at": claim.at,
        "history": [_step(step) for step in history],
    }
    return line


def _step(step: Assessment) -> Mapping[str, Any]:
    return {
        "at": step.at,
        "status": step.status.value,
        "by": step.by,
        "why": step.why,
        "for": [passage.written for passage in step.grounds_for],
        "against": [passage.written for passage in step.grounds_against],
    }
