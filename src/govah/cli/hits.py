"""Hits of a search, as a terminal shows them."""

from typing import TYPE_CHECKING

from govah.cli.context import Call
from govah.model.hit import Hit

if TYPE_CHECKING:
    from govah.case.case import Case
    from govah.case.searching import Found


def show_hits(call: Call, case: "Case", found: "Found") -> None:
    """Each with its passage, and whether its exhibit was withdrawn."""
    withdrawn = case.view.withdrawals.by_exhibit()
    for hit in found.hits:
        place = _place(hit, case.view.exhibit(hit.sha256).number)
        call.output.evidence(f"{place} (withdrawn)" if hit.sha256 in withdrawn else place, hit.snippet)


def _place(hit: Hit, number: int | None) -> str:
    if hit.closest is None:
        return f"ex{number} page {hit.page}"
    start, end = hit.closest
    others = len([span for span in hit.spans if not start <= span[0] < end])
    return f"ex{number}.{hit.page}:{start}-{end}" + (f" (+{others})" if others else "")
