"""Whoever the file names as its author writes the files of this office."""

from govah.analyse.authenticity.dossier import Office, Paper
from govah.analyse.authenticity.verdict import Verdict, failed, not_applicable, passed

NAME = "author"
METHOD = "author/1"

_NAMES = ("author", "last-modified-by")


def check(paper: Paper, office: Office) -> Verdict:
    """Whether the names that the file keeps are on other files of the office, and not on another office's alone."""
    own = _names(paper)
    if paper.letter is None or not own:
        return not_applicable("The file names no author.")
    here = {name for each in office.others(paper) for name in _names(each)}
    unknown = [name for name in own if name not in here]
    if not unknown:
        return passed(f"Other files of the office name {', '.join(own)} too.")
    if not here:
        return not_applicable("No other file of the office names an author.")
    ours = {each.sha256 for each in office.papers}
    for name in unknown:
        there = [sha256 for sha256 in paper.case.authors.get(name, ()) if sha256 not in ours]
        if there:
            number = paper.case.exhibits[there[0]].number
            return failed(
                f"The file names {name}, who is on no other file of this office, but on one of another (Ex. {number})."
            )
    return not_applicable(f"The file names {', '.join(unknown)}, who is on no other file that is held.")


def _names(paper: Paper) -> list[str]:
    found = (paper.exhibit.metadata.get(name, "").strip() for name in _NAMES)
    return list(dict.fromkeys(name for name in found if name))
