"""The panel: all checks on one document, each tried on the other papers of its office."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from govah.analyse.authenticity.checks import (
    author,
    class_marks,
    class_of_attachments,
    custody_path,
    date_valid,
    dkim,
    file_times,
    fonts,
    letterhead,
    no_later_event,
    number_series,
    office_holder,
    other_copies,
    page_total,
    references_agree,
    revision_ids,
    same_bitmap,
    software,
    weekday,
)
from govah.analyse.authenticity.dossier import Dossier, Office, Paper
from govah.analyse.authenticity.verdict import Verdict
from govah.model.check import Check, CheckGroup, FalseAlarms, Outcome
from govah.model.identifiers import Sha256
from govah.model.view import View


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of check.

    Args:
        name: Of the check.
        method: Name and version.
        group: What it looks at.
        check: The check itself.
    """

    name: str
    method: str
    group: CheckGroup
    check: Callable[[Paper, Office], Verdict]


_BY_GROUP = {
    CheckGroup.INTERNAL: (
        number_series,
        date_valid,
        weekday,
        office_holder,
        class_marks,
        page_total,
        class_of_attachments,
        letterhead,
        references_agree,
        no_later_event,
    ),
    CheckGroup.FILE: (file_times, author, software, fonts, revision_ids, same_bitmap),
    CheckGroup.EXTERNAL: (other_copies, dkim),
    CheckGroup.PROVENANCE: (custody_path,),
}

KINDS = tuple(
    Kind(module.NAME, module.METHOD, group, module.check) for group, modules in _BY_GROUP.items() for module in modules
)
"""All checks, in the order in which they are shown."""


def authenticate(view: View, sha256: Sha256) -> tuple[Check, ...]:
    """All checks on one exhibit, in a fixed order; a pure function of the view.

    An exhibit that holds several letters fails where one of them does.

    Args:
        view: The case.
        sha256: The exhibit.

    Raises:
        NotFoundError: There is none.
    """
    dossier = Dossier(view)
    papers = [(paper, dossier.office(paper)) for paper in dossier.papers(sha256)]
    return tuple(_checked(kind, papers) for kind in KINDS)


def _checked(kind: Kind, papers: Sequence[tuple[Paper, Office]]) -> Check:
    verdicts = [kind.check(paper, office) for paper, office in papers]
    outcome = _worst([verdict.outcome for verdict in verdicts])
    telling = [verdict for verdict in verdicts if verdict.outcome is outcome]
    why = " ".join(dict.fromkeys(verdict.why for verdict in telling))
    spans = tuple(dict.fromkeys(span for verdict in telling for span in verdict.spans))
    return Check(kind.name, kind.group, outcome, why, spans, _false_alarms(kind, *papers[0]), kind.method)


def _worst(outcomes: Sequence[Outcome]) -> Outcome:
    if Outcome.FAIL in outcomes:
        return Outcome.FAIL
    return Outcome.PASS if Outcome.PASS in outcomes else Outcome.NOT_APPLICABLE


def _false_alarms(kind: Kind, paper: Paper, office: Office) -> FalseAlarms | None:
    """How often the check fails on the office's other papers; nobody knows that they are genuine, but most are."""
    if paper.letter is None or not paper.letter.sender:
        return None
    outcomes = [kind.check(other, office).outcome for other in office.others(paper)]
    return FalseAlarms(outcomes.count(Outcome.FAIL), len(outcomes) - outcomes.count(Outcome.NOT_APPLICABLE))
