"""Numbers of an office rise through a year: what was numbered later has the greater number."""

from govah.analyse.authenticity.dossier import Office, Paper
from govah.analyse.authenticity.series import Numbered, NumberSeries, is_evidence
from govah.analyse.authenticity.verdict import Verdict, failed, not_applicable, passed

NAME = "number_series"
METHOD = "number_series/1"


def check(paper: Paper, office: Office) -> Verdict:
    """Whether the number stands in order of dates among those of its office, its register and its year.

    A paper fails where some longest run of numbers that do not fall with their dates does without it. So where one of
    many is out of order, it is the one that fails; where two contradict each other and nothing decides, both do.
    """
    if paper.letter is None or paper.letter.number is None:
        return not_applicable("It has no number.")
    spans = (paper.span("number"), paper.span("date"))
    if paper.day is None:
        return not_applicable("It has no certain day, so its number has no place in time.", spans)
    if paper.uncertain("number") or paper.uncertain("date"):
        return not_applicable("The readers doubt its number or date; a person has to confirm them first.", spans)
    if not is_evidence(paper):
        return not_applicable("It is an annex or copy, and its number is that of its letter.", spans)
    place = office.once(NAME, NumberSeries).of(paper)
    if place is None or len(place[1].members) < 2:
        return not_applicable("No other number of this register and year is held.", spans)
    mine, series = place
    against = [each for each in series.members if _contradicts(each, mine)]
    if not against or series.holds_in_order(mine):
        return passed(f"Its number rises with the date among {len(series.members)} of this register and year.", spans)
    nearest = min(against, key=lambda each: (abs((each.day - mine.day).days), abs(each.serial - mine.serial)))
    days = abs((nearest.day - mine.day).days)
    when = f"{days} {'day' if days == 1 else 'days'} {'later' if nearest.day > mine.day else 'earlier'}"
    other = nearest.paper.letter.number if nearest.paper.letter is not None else None
    return failed(
        f"Its number {paper.letter.number} breaks the series: {nearest.paper.name}, dated {when}, has {other}.", spans
    )


def _contradicts(other: Numbered, mine: Numbered) -> bool:
    """Whether one of two papers is out of order."""
    if other.serial == mine.serial:
        return other.day != mine.day
    return (other.day - mine.day).days * (other.serial - mine.serial) < 0
