"""No picture of a signature or stamp on the paper is that of another letter.

A hand never signs twice alike. But office automation pastes one picture of a signature under many letters, and does so
lawfully: so the outcome says that, and how often the check fails on other letters of the office.
"""

from govah.analyse.authenticity.bitmap_index import Twin
from govah.analyse.authenticity.dossier import Office, Paper
from govah.analyse.authenticity.verdict import Verdict, failed, not_applicable, passed

NAME = "same_bitmap"
METHOD = "same_bitmap/1"

_LAWFUL = (
    "Office automation pastes pictures of signatures and stamps lawfully; see how often this fails on its letters."
)
_HOW = {
    "piece": "A picture on it was cut from the page's picture of {names}, point for point.",
    "pixels": "The same picture, point for point, stands on {names}.",
    "look": "A picture that looks the same stands on {names}.",
}
_MOST = 5


def check(paper: Paper, office: Office) -> Verdict:
    """Whether a picture in the file, letterheads apart, is on another letter, or was cut from another's page."""
    traces = paper.traces
    if traces is None:
        return not_applicable("The file was not looked into, or is of a kind that is not.")
    index = paper.case.bitmaps
    twins = [twin for twin in index.twins(paper.sha256) if not _is_family(paper, twin)]
    for how, told in _HOW.items():
        found = [twin for twin in twins if twin.how == how]
        if found:
            return failed(f"{told.format(names=_names(paper, found))} {_LAWFUL}")
    sources = [twin for twin in twins if twin.how == "source"]
    if sources:
        return passed(
            f"No picture on it is another letter's. A piece of its own page stands on {_names(paper, sources)}."
        )
    if not traces.bitmaps:
        return not_applicable("There is no picture in the file.")
    return passed("No picture on it is that of another letter.")


def _names(paper: Paper, twins: list[Twin]) -> str:
    numbers = [f"Ex. {paper.case.exhibits[twin.other].number}" for twin in twins if twin.other in paper.case.exhibits]
    more = f" and {len(numbers) - _MOST} more" if len(numbers) > _MOST else ""
    return ", ".join(numbers[:_MOST]) + more


def _is_family(paper: Paper, twin: Twin) -> bool:
    """Whether the other file is a version or second copy of the same letter."""
    if paper.letter is None:
        return False
    copies = paper.case.copies
    chief = copies.get(paper.letter.id, paper.letter.id)
    others = [other.letter.id for other in paper.case.papers(twin.other) if other.letter is not None]
    return any(copies.get(other, other) == chief for other in others)
