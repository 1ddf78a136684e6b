"""Whoever signs held the office on the day of the letter."""

from collections.abc import Iterator, Sequence
from datetime import date

from rapidfuzz.fuzz import ratio

from govah.analyse.authenticity.dossier import Office, Paper
from govah.analyse.authenticity.verdict import Verdict, failed, not_applicable, passed
from govah.consolidate.folding import folded
from govah.consolidate.letters.offices import courtesy
from govah.model.letter import Correspondent
from govah.model.term import Term

NAME = "office_holder"
METHOD = "office_holder/1"

_NEAR = 12
"""Papers before and after that are compared."""
_SAME = 80
"""How near two spellings of one name are, of 100; a machine's reading of a scan loses a letter or two."""


def check(paper: Paper, office: Office) -> Verdict:
    """By the terms that persons entered; where the office has none, by who signs its letters before and after."""
    name, day, spans = _signatory(paper), paper.day, (paper.span("signature"), paper.span("date"))
    if name is None:
        return not_applicable("Whose signature it bears was not recognised.")
    if day is None or paper.uncertain("date"):
        return not_applicable("Its day is not certain.", spans)
    terms = [term for term in paper.case.terms if _of_office(paper, term)]
    if terms:
        return _by_terms(name, day, terms, paper)
    return _by_neighbours(name, day, paper, office)


def _by_terms(name: str, day: date, terms: Sequence[Term], paper: Paper) -> Verdict:
    spans = (paper.span("signature"), paper.span("date"))
    mine = [term for term in terms if _same(name, term.holder)]
    if not mine:
        return not_applicable(f"“{name}” is not among the holders of the office that were entered.", spans)
    if any(term.covers(day) for term in mine):
        return passed(f"{mine[0].holder} held the office on {day} ({mine[0].why}).", spans)
    held = "; ".join(f"from {term.since or '?'} to {term.until or 'now'}" for term in mine)
    there = next((f"; on {day} it was {term.holder}" for term in terms if term.covers(day)), "")
    return failed(f"{mine[0].holder}, who signs, held the office {held}{there} ({mine[0].why}).", spans)


def _by_neighbours(name: str, day: date, paper: Paper, office: Office) -> Verdict:
    spans = (paper.span("signature"), paper.span("date"))
    signed = [(each, who, each.day) for each in office.others(paper) if (who := _signatory(each)) and each.day]
    if not signed:
        return not_applicable("No term of the office was entered, and no other letter of it is signed.", spans)
    own = [there for _, who, there in signed if there is not None and _same(name, who)]
    if any(there <= day for there in own) and any(there >= day for there in own):
        return passed(f"{name} signs letters of the office before and after this one.", spans)
    for before, after in _around(signed, day):
        other = _signatory(before) or ""
        if not _same(name, other) and not paper.on_picture(paper.span("signature")):
            return failed(
                f"{name} signs, but {other} signs for the office before ({before.name}, {before.day}) and after "
                f"({after.name}, {after.day}). No term of the office was entered; a deputy may have signed.",
                spans,
            )
    if own:
        return passed(f"{name} signs other letters of the office, and nobody else does before and after.", spans)
    return not_applicable("Nothing that is held says who held the office on that day.", spans)


def _around(signed: Sequence[tuple[Paper, str, date | None]], day: date) -> Iterator[tuple[Paper, Paper]]:
    """Papers of one signatory before and after a day, the nearest first."""
    before = [each for each in signed if each[2] is not None and each[2] < day]
    after = [each for each in signed if each[2] is not None and each[2] > day]
    for early, who, _ in sorted(before, key=lambda each: each[2] or day, reverse=True)[:_NEAR]:
        for late, other, _ in sorted(after, key=lambda each: each[2] or day)[:_NEAR]:
            if _same(who, other):
                yield early, late
                break


def _signatory(paper: Paper) -> str | None:
    """Who signs a letter that was written on paper."""
    letter = paper.letter
    if letter is None or "signature" not in letter.spans or not letter.sender:
        return None
    return letter.sender[0].name


def _of_office(paper: Paper, term: Term) -> bool:
    sender = paper.letter.sender[:1] if paper.letter is not None else ()
    return paper.case.directory.among(sender, (Correspondent(None, term.office),)) is True


def _same(one: str, other: str) -> bool:
    return ratio(_bare(one), _bare(other)) >= _SAME


def _bare(name: str) -> str:
    return " ".join(courtesy("person").sub(" ", folded(name)).split())
