"""Holds and erasures as a list."""

from typing import TYPE_CHECKING

from govah.cli.output import Output

if TYPE_CHECKING:
    from govah.case.case import Case


def show(output: Output, case: "Case", kind: str, empty: str) -> None:
    """List those of one kind, `hold` or `erasure`."""
    from govah.case import erasing

    found = [standing for standing in erasing.standings(case) if standing.kind == kind]
    if output.as_json:
        for each in found:
            output.line(
                {
                    "entry": each.entry,
                    "state": each.state,
                    "exhibits": list(each.numbers),
                    "why": each.why,
                    "authority": each.authority,
                    "at": each.at,
                    "by": list(each.by),
                    **({"one_account": each.one_account} if kind == "erasure" else {}),
                }
            )
        return
    rows = [
        (
            str(each.entry),
            each.state,
            " ".join(f"ex{number}" for number in each.numbers),
            each.at[:10],
            ", ".join(each.by) + (" (one account: one person)" if each.one_account else ""),
            each.authority,
            each.why,
        )
        for each in found
    ]
    output.table(("entry", "state", "exhibits", "since", "by", "authority", "why"), rows, empty=empty)
