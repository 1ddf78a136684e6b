"""What a letter's status rests on, in the interface's language: coverage, its estimate, the search for an answer."""

from dataclasses import dataclass

from markupsafe import Markup, escape

from govah.model.letter import Coverage, Letter, LetterStatus, RelationKind, Standing
from govah.web.translation import N_, Locale

_SERIES = N_(
    "Distinct outgoing numbers of the series {series}/… that are held, over all numbers from the lowest held ({low}) "
    "to the highest ({high})."
)
_NO_SERIES = N_(
    "Outgoing letters of this office that are held: {n}, in no series of numbers. How many there were cannot be said."
)
_AMONG = N_("Sought among the letters held: {n}.")
_BY_NUMBER = N_("references to {number}, in either order of its segments")
_BY_DATE = N_("references by the date {date}, in the opposite direction")
_BY_MAIL = N_("mail headers and answered subjects")
_BY_MARGIN = N_("a note in the margin of the letter itself")
_WHY = {
    LetterStatus.ANSWERED: N_("A letter that is held replies to it."),
    LetterStatus.ANSWERED_IN_MARGIN: N_("A note in the margin of the same sheet answers it; no letter does."),
    LetterStatus.ANSWERED_IN_PART: N_("What replies to it leaves some of its questions open."),
    LetterStatus.REACTED: N_("Something was done upon it, and no letter that is held replies."),
}
_GOES_WITH = N_("It goes with another letter, which is the one to be answered.")
_INFORMS = N_("Its words only inform.")
_ASKS_NOTHING = N_("Its words ask for no answer.")


@dataclass(frozen=True, slots=True)
class Grounds:
    """What a status rests on.

    Args:
        why: A sentence.
        method: How the coverage was estimated, empty where nothing is silent.
        among: How many letters were searched.
        queries: What was sought.
    """

    why: str
    method: Markup
    among: str
    queries: tuple[Markup, ...]


def rests_on(letter: Letter, standing: Standing, language: Locale) -> Grounds:
    """What the status of a letter rests on; of one that a person said, only what was searched."""
    why = "" if "status" in standing.judged else _why(letter, standing, language)
    coverage = standing.coverage
    if coverage is None:
        return Grounds(why, Markup(""), "", ())
    among = language.gettext(_AMONG).format(n=language.figure(coverage.among)) if coverage.among is not None else ""
    return Grounds(why, _method(coverage, language), among, tuple(_queries(letter, language)))


def _why(letter: Letter, standing: Standing, language: Locale) -> str:
    if standing.status in _WHY:
        return language.gettext(_WHY[standing.status])
    if standing.status is not LetterStatus.NONE_EXPECTED:
        return ""
    lesser = {RelationKind.ATTACHMENT, RelationKind.FORWARD}
    if any(relation.kind in lesser for relation in standing.relations):
        return language.gettext(_GOES_WITH)
    return language.gettext(_INFORMS if letter.reply_expected is False else _ASKS_NOTHING)


def _method(coverage: Coverage, language: Locale) -> Markup:
    if coverage.series is None or coverage.low is None or coverage.high is None:
        return escape(language.gettext(_NO_SERIES)).format(n=language.figure(coverage.held))
    ends = {"low": _evidence(str(coverage.low)), "high": _evidence(str(coverage.high))}
    return escape(language.gettext(_SERIES)).format(series=_evidence(coverage.series), **ends)


def _queries(letter: Letter, language: Locale) -> list[Markup]:
    found = []
    if letter.number is not None:
        found.append(escape(language.gettext(_BY_NUMBER)).format(number=_evidence(letter.number)))
    if letter.date is not None:
        found.append(escape(language.gettext(_BY_DATE)).format(date=_evidence(letter.date.text)))
    if letter.mail is not None:
        found.append(escape(language.gettext(_BY_MAIL)))
    return [*found, escape(language.gettext(_BY_MARGIN))]


def _evidence(words: str) -> Markup:
    return Markup("<bdi>{}</bdi>").format(words)
