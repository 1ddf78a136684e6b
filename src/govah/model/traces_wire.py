"""Traces as JSON values, for storage: what `traces_from_json` gets from `traces_to_json` is equal to what went in."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from govah.model.identifiers import Sha256
from govah.model.traces import Bitmap, MailSeal, Revisions, Traces


def traces_to_json(traces: Traces) -> dict[str, Any]:
    """Traces as a JSON object of plain values."""
    revisions = traces.revisions
    return {
        "sha256": traces.sha256,
        "method": traces.method,
        "fonts": list(traces.fonts),
        "revisions": None
        if revisions is None
        else {"listed": sorted(revisions.listed), "used": sorted(revisions.used)},
        "seals": [asdict(seal) for seal in traces.seals],
        "bitmaps": [{**asdict(each), "prints": [list(one) for one in each.prints]} for each in traces.bitmaps],
        "failed": traces.failed,
    }


def traces_from_json(value: Mapping[str, Any]) -> Traces:
    """The traces that `traces_to_json` wrote.

    Raises:
        KeyError: A part is missing.
    """
    revisions = value["revisions"]
    return Traces(
        sha256=Sha256(value["sha256"]),
        method=value["method"],
        fonts=tuple(value["fonts"]),
        revisions=None
        if revisions is None
        else Revisions(frozenset(revisions["listed"]), frozenset(revisions["used"])),
        seals=tuple(MailSeal(**seal) for seal in value["seals"]),
        bitmaps=tuple(
            Bitmap(**{**each, "prints": tuple((one[0], one[1], one[2]) for one in each["prints"])})
            for each in value["bitmaps"]
        ),
        failed=value["failed"],
    )
