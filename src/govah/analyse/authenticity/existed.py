"""Whether what a file names existed when the letter is dated: one rule for programs and fonts."""

from collections.abc import Callable, Sequence

from govah.analyse.authenticity.dossier import Paper
from govah.analyse.authenticity.release_days import GRACE, Release, made_by
from govah.analyse.authenticity.verdict import Verdict, failed, not_applicable, passed


def existed(paper: Paper, named: Sequence[str], release_of: Callable[[str], Release | None]) -> Verdict:
    """Whether none of them was released more than half a year after the letter, or of a scan: after its making.

    Args:
        paper: Of the file.
        named: What its file names, one at least.
        release_of: The release of what is named so; None where it is not known.
    """
    day, span = made_by(paper), paper.span("date")
    if day is None:
        return not_applicable("Of which day the file claims to be is not certain.", (span,))
    known = [release for each in named if (release := release_of(each)) is not None]
    late = [release for release in known if release.day - GRACE > day]
    if late:
        return failed(f"The file claims to be of {day} and names {late[0].told}.", (span,))
    if not known:
        return not_applicable(f"When it was released is not known: {', '.join(named)}.")
    return passed(f"It existed by then: {'; '.join(release.told for release in known)}.", (span,))
