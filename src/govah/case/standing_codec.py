"""Standings and ghosts, to and from the rows that keep them."""

from datetime import date
from typing import Any

from govah.consolidate.letters.wire import date_from_json, date_to_json, reference_from_json, reference_to_json
from govah.model.identifiers import LetterId, Sha256
from govah.model.letter import Coverage, Ghost, LetterStatus, Relation, RelationKind, Standing
from govah.model.outcome import OutcomeGround, OutcomeKind, OutcomeLead, ProposalOutcome
from govah.model.passage import Span
from govah.model.register import AnswerLead, Ground, RegisterCoverage, RegisterStanding, RowPlace
from govah.model.wire import coverage_json, outcome_json, row_place_json


def standing_value(standing: Standing) -> dict[str, Any]:
    """A standing as JSON."""
    return {
        "letter": standing.letter,
        "references": [reference_to_json(reference) for reference in standing.references],
        "relations": [
            {"kind": relation.kind.value, "letter": relation.letter, "judged": relation.judged}
            for relation in standing.relations
        ],
        "status": standing.status.value,
        "answered_by": list(standing.answered_by),
        "coverage": coverage_json(standing.coverage),
        "judged": dict(standing.judged),
        "outcomes": [outcome_json(each) for each in standing.outcomes],
    }


def standing_of(value: Any) -> Standing:
    """The standing of a row."""
    return Standing(
        LetterId(value["letter"]),
        tuple(reference_from_json(reference) for reference in value["references"]),
        tuple(
            Relation(RelationKind(item["kind"]), LetterId(item["letter"]), item.get("judged"))
            for item in value["relations"]
        ),
        LetterStatus(value["status"]),
        tuple(LetterId(letter) for letter in value["answered_by"]),
        _coverage_of(value["coverage"]) if value["coverage"] else None,
        value.get("judged", {}),
        tuple(map(_outcome_of, value.get("outcomes", ()))),
    )


def _outcome_of(value: Any) -> ProposalOutcome:
    kept, decided = value["kept_as"], value["decided_in"]
    return ProposalOutcome(
        OutcomeKind(value["kind"]),
        tuple(map(_outcome_lead_of, value["leads"])),
        (LetterId(kept["letter"]), kept["proposal"]) if kept else None,
        value["judged"],
        LetterId(decided) if decided else None,
    )


def _outcome_lead_of(value: Any) -> OutcomeLead:
    return OutcomeLead(
        OutcomeKind(value["kind"]),
        LetterId(value["letter"]),
        Sha256(value["sha256"]),
        Span(*value["span"]),
        value["quotation"],
        OutcomeGround(value["ground"]),
        LetterId(value["via"]) if value["via"] else None,
        value["method"],
    )


def _coverage_of(value: Any) -> Coverage:
    found = value.get("register")
    return Coverage(**{**value, "register": _register_coverage_of(found) if found else None})


def _register_coverage_of(value: Any) -> RegisterCoverage:
    return RegisterCoverage(
        **{
            **value,
            "registers": tuple(value["registers"]),
            "first": _day(value["first"]),
            "last": _day(value["last"]),
            "received": _places(value["received"]),
            "sent": _places(value["sent"]),
            "leads": tuple(map(_lead_of, value["leads"])),
        }
    )


def _lead_of(value: Any) -> AnswerLead:
    letter = LetterId(value["letter"]) if value["letter"] else None
    day = date_from_json({**value["date"], "conflict": False}) if value["date"] else None
    return AnswerLead(_place(value), Ground(value["ground"]), value["number"], day, letter, value["method"])


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _place(value: Any) -> RowPlace:
    return RowPlace(Sha256(value["sha256"]), Span(*value["span"]))


def _places(values: Any) -> tuple[RowPlace, ...]:
    return tuple(map(_place, values))


def ghost_value(ghost: Ghost) -> dict[str, Any]:
    """A ghost as JSON."""
    return {
        "number": ghost.number,
        "date": date_to_json(ghost.date),
        "cited_by": list(ghost.cited_by),
        "registered_at": [row_place_json(place) for place in ghost.registered_at],
    }


def ghost_of(value: Any) -> Ghost:
    """The ghost of a row."""
    cited_by = tuple(map(LetterId, value["cited_by"]))
    return Ghost(value["number"], date_from_json(value["date"]), cited_by, _places(value.get("registered_at", ())))


def register_standing_value(standing: RegisterStanding) -> dict[str, Any]:
    """What a register comes to, as JSON."""
    return {
        "office": standing.office,
        "inferred": standing.inferred,
        "letters": dict(standing.letters),
        "cited": sorted(standing.cited),
    }


def register_standing_of(value: Any) -> RegisterStanding:
    """What the register of a row comes to."""
    return RegisterStanding(value["office"], value["inferred"], value["letters"], frozenset(value["cited"]))
