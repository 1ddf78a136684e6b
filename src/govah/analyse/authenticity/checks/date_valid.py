"""The date is a day of its calendar, and not later than the day on which the paper was collected."""

from datetime import date

from govah.analyse.authenticity.dossier import Office, Paper
from govah.analyse.authenticity.verdict import Verdict, failed, not_applicable, passed

NAME = "date_valid"
METHOD = "date_valid/1"


def check(paper: Paper, office: Office) -> Verdict:
    """Whether the calendar has such a day, and it lay before the collection."""
    found = paper.letter.date if paper.letter is not None else None
    if found is None:
        return not_applicable("It has no date.")
    spans = (paper.span("date"),)
    if paper.uncertain("date"):
        return not_applicable("The readers doubt its date; a person has to confirm it first.", spans)
    if found.earliest is None:
        if not found.impossible:
            return not_applicable(f"Its date was not read whole: {found.text}.", spans)
        return failed(f"The calendar has no such day: {found.text}.", spans)
    collected = min((each.at for each in paper.acquired), default=None)
    if collected is not None and found.earliest > date.fromisoformat(collected[:10]):
        return failed(f"It is dated {found.earliest}, after it was collected on {collected[:10]}.", spans)
    return passed("The calendar has such a day, and it lies before the collection.", spans)
