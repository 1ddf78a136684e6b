"""The programs that the file names existed when the letter is dated."""

from govah.analyse.authenticity.dossier import Office, Paper
from govah.analyse.authenticity.release_days import GRACE, made_by, programs, software
from govah.analyse.authenticity.verdict import Verdict, failed, not_applicable, passed

NAME = "software"
METHOD = "software/1"


def check(paper: Paper, office: Office) -> Verdict:
    """Whether none of them was released more than half a year after the letter, or of a scan: after its making."""
    named = list(programs(paper.exhibit.metadata))
    if not named:
        return not_applicable("The file names no program that made it.")
    day, span = made_by(paper), paper.span("date")
    if day is None:
        return not_applicable("Of which day the file claims to be is not certain.", (span,))
    known = [release for each in named if (release := software(each)) is not None]
    late = [release for release in known if release.day - GRACE > day]
    if late:
        return failed(f"The file claims to be of {day} and names {late[0].told}.", (span,))
    if not known:
        return not_applicable(f"When it was released is not known: {', '.join(named)}.")
    return passed(f"It existed by then: {'; '.join(release.told for release in known)}.", (span,))
