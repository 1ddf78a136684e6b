"""Registers as JSON values, for storage: `register_from_json` gets back what `register_to_json` was given."""

from collections.abc import Mapping
from typing import Any

from govah.consolidate.letters.wire import date_from_json, date_to_json
from govah.model.identifiers import Sha256
from govah.model.passage import Span
from govah.model.register import Register, RegisterRow, Way


def register_to_json(register: Register) -> dict[str, Any]:
    """A register as a JSON object of plain values; spans are `[page, start, end]`."""
    return {
        "sha256": register.sha256,
        "span": list(register.span),
        "label": register.label,
        "office": register.office,
        "way": register.way.value if register.way is not None else None,
        "columns": dict(register.columns),
        "rows": [_row_to_json(row) for row in register.rows],
        "method": register.method,
    }


def register_from_json(value: Mapping[str, Any]) -> Register:
    """The register that `register_to_json` wrote."""
    sha256 = Sha256(value["sha256"])
    return Register(
        sha256=sha256,
        span=Span(*value["span"]),
        label=value["label"],
        office=value["office"],
        way=_way(value["way"]),
        columns=value["columns"],
        rows=tuple(_row_from_json(sha256, row) for row in value["rows"]),
        method=value["method"],
    )


def _row_to_json(row: RegisterRow) -> dict[str, Any]:
    return {
        "span": list(row.span),
        "number": row.number,
        "entry": row.entry,
        "date": date_to_json(row.date),
        "entered": date_to_json(row.entered),
        "way": row.way.value if row.way is not None else None,
        "from": row.sender,
        "to": row.to,
        "subject": row.subject,
        "remarks": row.remarks,
        "noted": list(row.noted),
        "answers": list(row.answers),
        "answered_by": list(row.answered_by),
        "spans": {name: list(span) for name, span in sorted(row.spans.items())},
    }


def _row_from_json(sha256: Sha256, value: Mapping[str, Any]) -> RegisterRow:
    return RegisterRow(
        sha256=sha256,
        span=Span(*value["span"]),
        number=value["number"],
        entry=value["entry"],
        date=date_from_json(value["date"]),
        entered=date_from_json(value["entered"]),
        way=_way(value["way"]),
        sender=value["from"],
        to=value["to"],
        subject=value["subject"],
        remarks=value["remarks"],
        noted=tuple(value["noted"]),
        answers=tuple(value["answers"]),
        answered_by=tuple(value["answered_by"]),
        spans={name: Span(*span) for name, span in value["spans"].items()},
    )


def _way(value: str | None) -> Way | None:
    return Way(value) if value is not None else None
