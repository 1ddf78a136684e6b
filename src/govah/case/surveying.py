"""What the case holds, what waits, and what this machine lacks."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from govah.case import marking
from govah.case.clocks import told_clocks
from govah.case.queue import count_waiting
from govah.engine.sandbox import protections
from govah.model.mark import Correction, Mark
from govah.read.programs import missing_programs

if TYPE_CHECKING:
    from govah.case.case import Case


def status(case: "Case") -> Mapping[str, Any]:
    """The contract's object of `govah status`, with `protections`, `lost` and more beside it."""
    records = case.derived.records
    counted = case.view.statuses()
    missing = [{"what": program.what, "remedy": program.remedy} for program in missing_programs()]
    missing += [
        {"what": f"protection: {protection.name}", "remedy": protection.why}
        for protection in protections()
        if not protection.in_force
    ]
    lost = list(marking.lost(case))
    return {
        "name": case.view.name,
        "exhibits": records.count("exhibit"),
        "pages": records.count("page"),
        "letters": records.count("letter"),
        "unverified_numbers": _unverified(case),
        "claims": records.count("claim"),
        "findings": 0,
        "queue": {"read": count_waiting(records)},
        "status": {key.value: number for key, number in counted.items()},
        "sealed": case.view.sealed_count(),
        "erased": records.count("erased"),
        "withdrawn": len(case.view.withdrawals.by_exhibit()),
        "missing": missing,
        "protections": [{"name": item.name, "in_force": item.in_force, "why": item.why} for item in protections()],
        "lost_their_place": [each.passage.written for each in lost],
        "lost": [_lost(each) for each in lost],
        "clocks": told_clocks(case),
    }


def _unverified(case: "Case") -> Mapping[str, int]:
    """How many numbers no person confirmed, and how many of them the readers doubt themselves."""
    found = [flagged for _, _, numbers in case.view.unverified() for _, _, flagged in numbers]
    return {"all": len(found), "doubted": sum(found)}


def _lost(each: Correction | Mark) -> Mapping[str, Any]:
    told = {"entry": each.entry, "passage": each.passage.written, "quotation": each.passage.exact, "by": each.by}
    return {**told, "field": each.field, "value": each.value} if isinstance(each, Correction) else told
