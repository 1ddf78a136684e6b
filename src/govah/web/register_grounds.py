"""What registers of letters say beside a silence, in the interface's language. Leads; the status is not theirs."""

from dataclasses import dataclass

from markupsafe import Markup, escape

from govah.model.identifiers import LetterId
from govah.model.letter import Standing
from govah.model.register import AnswerLead, Ground, RegisterCoverage, RowPlace
from govah.web.translation import N_, Locale

_LISTED = N_("The addressee's outgoing register lists {listed} numbers, of which {held} are held.")
_LATER = N_("From the letter's day on it lists {listed}, of which {held} are held.")
_GOES_ON = N_("It goes on to {day}, after the letter.")
_ENDS = N_("It ends on {day}, before the letter: it cannot list an answer.")
_GROUNDS = {
    Ground.ANSWERED_BY: N_("The letter's own row names what answers it"),
    Ground.CITES_NUMBER: N_("A row cites the letter"),
    Ground.SUBJECT: N_("Same parties, a later day, a like subject"),
    Ground.PARTIES: N_("Same parties, a later day"),
}


@dataclass(frozen=True, slots=True)
class RowLead:
    """A row that looks like an answer.

    Args:
        why: In words.
        place: Of the row.
        named: Number and day of the answer, as the register has them.
        letter: The answer where it is held.
    """

    why: str
    place: RowPlace
    named: Markup
    letter: LetterId | None


@dataclass(frozen=True, slots=True)
class RegisterGrounds:
    """What registers say.

    Args:
        sentences: Of the addressee's outgoing register.
        received: Rows of the addressee's own registers that list the letter.
        sent: Rows of others that do.
        leads: Rows that look like its answer.
        more: How many of these are left out.
        method: Name and version of the rules.
    """

    sentences: tuple[str, ...]
    received: tuple[RowPlace, ...]
    sent: tuple[RowPlace, ...]
    leads: tuple[RowLead, ...]
    more: int
    method: str


def registers_say(standing: Standing, language: Locale) -> RegisterGrounds | None:
    """What registers add to a letter's silence; None where it is not silent, or none tells anything."""
    found = standing.coverage.register if standing.coverage is not None else None
    if found is None:
        return None
    leads = tuple(_lead(each, language) for each in found.leads)
    method = found.leads[0].method if found.leads else ""
    return RegisterGrounds(tuple(_sentences(found, language)), found.received, found.sent, leads, found.more, method)


def _sentences(found: RegisterCoverage, language: Locale) -> list[str]:
    if not found.listed:
        return []
    counts = {"listed": language.figure(found.listed), "held": language.figure(found.held)}
    told = [language.gettext(_LISTED).format(**counts)]
    if found.later is not None and found.later_held is not None:
        later = {"listed": language.figure(found.later), "held": language.figure(found.later_held)}
        told.append(language.gettext(_LATER).format(**later))
    if found.last is not None and found.covers is not None:
        told.append(language.gettext(_GOES_ON if found.covers else _ENDS).format(day=language.day(found.last)))
    return told


def _lead(lead: AnswerLead, language: Locale) -> RowLead:
    parts = [part for part in (lead.number, lead.date.text if lead.date is not None else None) if part]
    named = escape(language.comma).join(Markup("<bdi>{}</bdi>").format(part) for part in parts)
    return RowLead(language.gettext(_GROUNDS[lead.ground]), lead.place, named, lead.letter)
