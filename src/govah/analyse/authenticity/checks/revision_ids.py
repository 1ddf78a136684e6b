"""The revision ids in a Word document are those of its own settings, and it is not continued from a later paper.

Word gives each editing session an id, writes it to what was edited then, and lists all of them (ECMA-376 part 1,
17.15.1.70). So a document that is saved under another name and edited on has the ids of the first, and more. Text that
a program pasted in keeps ids of elsewhere.
"""

from collections.abc import Iterator

from govah.analyse.authenticity.dossier import Office, Paper
from govah.analyse.authenticity.verdict import Verdict, failed, not_applicable, passed

NAME = "revision_ids"
METHOD = "revision_ids/1"

_COMMON = 60
"""Files that share an id; one that more of them have is a template's, and leads to no other file."""
_LEAST = 3
"""Editing sessions that tell one document's history from another's."""
_NONE = "00000000"


def check(paper: Paper, office: Office) -> Verdict:
    """Whether all ids of the text are listed, and no letter that is dated later has a history that this one goes on."""
    traces = paper.traces
    revisions = traces.revisions if traces is not None else None
    if not paper.is_word or revisions is None or not revisions.listed:
        return not_applicable("The file keeps no revision ids.")
    strange = sorted(revisions.used - revisions.listed - {_NONE})
    if strange:
        return failed(f"Its text has revision ids that its settings do not list: {', '.join(strange[:5])}.")
    for later in _continued(paper, revisions.listed):
        return failed(
            f"It lists all editing sessions of {later.name}, dated {later.day}, and more: it goes on from that."
        )
    return passed("The revision ids of its text are those that it lists, and no later letter's history is in them.")


def _continued(paper: Paper, listed: frozenset[str]) -> Iterator[Paper]:
    """Letters that are dated later, and of whose editing sessions this file has every one and more."""
    day, case = paper.day, paper.case
    if day is None:
        return
    near = {
        sha256 for one in sorted(listed) if len(case.revised.get(one, ())) <= _COMMON for sha256 in case.revised[one]
    }
    for sha256 in sorted(near - {paper.sha256}):
        found = case.view.traces(sha256)
        theirs = found.revisions.listed if found is not None and found.revisions is not None else frozenset[str]()
        if len(theirs) < _LEAST or not theirs < listed:
            continue
        for other in case.papers(sha256):
            if other.day is not None and other.day > day:
                yield other
