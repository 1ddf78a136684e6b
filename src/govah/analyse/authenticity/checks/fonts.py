"""The fonts that the file names existed when the letter is dated."""

from govah.analyse.authenticity.dossier import Office, Paper
from govah.analyse.authenticity.existed import existed
from govah.analyse.authenticity.release_days import font
from govah.analyse.authenticity.verdict import Verdict, not_applicable

NAME = "fonts"
METHOD = "fonts/1"


def check(paper: Paper, office: Office) -> Verdict:
    """Whether none of them was released more than half a year after the letter, or of a scan: after its making."""
    named = list(paper.traces.fonts) if paper.traces is not None else []
    if not named:
        return not_applicable("The file names no font, or was not looked into.")
    return existed(paper, named, font)
