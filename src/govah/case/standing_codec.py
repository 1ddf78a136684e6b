"""Standings and ghosts, to and from the rows that keep them."""

from typing import Any

from govah.consolidate.letters.wire import date_from_json, date_to_json, reference_from_json, reference_to_json
from govah.model.identifiers import LetterId
from govah.model.letter import Coverage, Ghost, LetterStatus, Relation, RelationKind, Standing
from govah.model.wire import coverage_json


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
        Coverage(**value["coverage"]) if value["coverage"] else None,
        value.get("judged", {}),
    )


def ghost_value(ghost: Ghost) -> dict[str, Any]:
    """A ghost as JSON."""
    return {"number": ghost.number, "date": date_to_json(ghost.date), "cited_by": list(ghost.cited_by)}


def ghost_of(value: Any) -> Ghost:
    """The ghost of a row."""
    return Ghost(value["number"], date_from_json(value["date"]), tuple(map(LetterId, value["cited_by"])))
