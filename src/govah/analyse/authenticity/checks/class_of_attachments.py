"""A paper has at least the class of its highest attachment."""

from govah.analyse.authenticity.dossier import Office, Paper
from govah.analyse.authenticity.marking_rules import rule_for
from govah.analyse.authenticity.verdict import Verdict, failed, not_applicable, passed
from govah.model.letter import Letter

NAME = "class_of_attachments"
METHOD = "class_of_attachments/1"


def check(paper: Paper, office: Office) -> Verdict:
    """Whether no attachment that is held has a higher class than the letter."""
    if paper.letter is None:
        return not_applicable("It is no letter.")
    held = paper.case.attachments.get(paper.letter.id, ())
    marked = [each for each in held if each.classification is not None and each.classification.level is not None]
    if not marked:
        return not_applicable("No attachment of it that bears a class is held.", (paper.span("attachments"),))
    rule = rule_for(paper, "attachments")
    if isinstance(rule, Verdict) and paper.letter.classification is not None and _level(paper.letter) < _UNMARKED:
        return rule
    spans = (paper.span("classification"), paper.span("attachments"))
    highest = min(marked, key=_level)
    name = paper.case.paper(highest).name
    if _level(highest) < _level(paper.letter):
        article = "" if isinstance(rule, Verdict) else f" ({rule.article} of the {rule.source})"
        return failed(f"Its attachment {name} bears a higher class than the letter itself{article}.", spans)
    return passed(f"Its class is not lower than that of its attachment {name}.", spans)


_UNMARKED = 9


def _level(letter: Letter) -> int:
    """1 is the highest."""
    found = letter.classification
    return _UNMARKED if found is None or found.level is None else found.level
