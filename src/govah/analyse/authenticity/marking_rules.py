"""Rules about marks of secrecy that a state gave itself, and from which day on (`data/marking_rules.tsv`)."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from govah.analyse.authenticity.data import rows
from govah.analyse.authenticity.dossier import Paper
from govah.analyse.authenticity.verdict import Verdict, not_applicable


@dataclass(frozen=True, slots=True)
class MarkingRule:
    """A rule of a scheme.

    Args:
        scheme: Of classes.
        rule: `marks`, `pages` or `attachments`.
        since: First day on which it was in force.
        article: Of the source.
        source: For people.
    """

    scheme: str
    rule: str
    since: date
    article: str
    source: str


@cache
def _rules() -> tuple[MarkingRule, ...]:
    return tuple(
        MarkingRule(scheme, rule, date.fromisoformat(since), article, source)
        for scheme, rule, since, article, source in rows("marking_rules.tsv")
    )


def rule_for(paper: Paper, rule: str) -> MarkingRule | Verdict:
    """The rule that a paper had to keep; else why there is none."""
    letter = paper.letter
    if letter is None or not paper.has_pages:
        return not_applicable("It is no letter on pages.")
    found = letter.classification
    if found is None or found.level is None:
        return not_applicable("It bears no mark of secrecy.", (paper.span("classification"),))
    known = next((each for each in _rules() if each.scheme == found.scheme and each.rule == rule), None)
    span = paper.span("classification")
    if known is None:
        return not_applicable(
            f"The rules of the state whose class it bears ({found.scheme}) ask for no such thing.", (span,)
        )
    if letter.date is None or letter.date.latest is None:
        return not_applicable("It has no certain date, so whether the rule was in force is not known.", (span,))
    if letter.date.latest < known.since:
        return not_applicable(f"It is older than the {known.source}.", (span, paper.span("date")))
    return known
