"""The programs that the file names existed when the letter is dated."""

from govah.analyse.authenticity.dossier import Office, Paper
from govah.analyse.authenticity.existed import existed
from govah.analyse.authenticity.release_days import programs, software
from govah.analyse.authenticity.verdict import Verdict, not_applicable

NAME = "software"
METHOD = "software/1"


def check(paper: Paper, office: Office) -> Verdict:
    """Whether none of them was released more than half a year after the letter, or of a scan: after its making."""
    named = list(programs(paper.exhibit.metadata))
    if not named:
        return not_applicable("The file names no program that made it.")
    return existed(paper, named, software)
