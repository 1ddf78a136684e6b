"""The letter names nothing as past that happened after its date."""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from govah.analyse.authenticity.data import rows
from govah.analyse.authenticity.dossier import Office, Paper
from govah.analyse.authenticity.verdict import Verdict, failed, not_applicable, passed
from govah.consolidate.dates import find_dates
from govah.consolidate.folding import folded
from govah.consolidate.letters.numbers import number_key
from govah.consolidate.letters.phrases import pattern
from govah.model.letter import Letter
from govah.model.passage import Span

NAME = "no_later_event"
METHOD = "no_later_event/1"

_SENTENCE = re.compile(r"[.!?؟;؛](?=\s)|\n")
_PAGES = 40


def check(paper: Paper, office: Office) -> Verdict:
    """Whether a cited letter, or a day of which the letter reports that something took place, is later than itself."""
    day = paper.day
    if paper.letter is None or day is None:
        return not_applicable("It has no certain day.")
    if paper.uncertain("date"):
        return not_applicable("The readers doubt its date; a person has to confirm it first.", (paper.span("date"),))
    later = [*_cited_later(paper, paper.letter, day), *_reported_later(paper, day)]
    if later:
        return failed(
            f"It is dated {day} and speaks of {later[0][0]} as past.",
            [paper.span("date"), *(span for _, span in later)],
        )
    return passed("What it cites and reports lies before its date.", (paper.span("date"),))


def _cited_later(paper: Paper, letter: Letter, day: date) -> Iterator[tuple[str, Span]]:
    for reference in letter.references:
        if paper.doubted(reference.span):
            continue
        if reference.date is not None and reference.date.earliest is not None:
            if reference.date.earliest > day:
                yield f"a letter of {reference.date.earliest}", reference.span
        elif reference.number is not None:
            held = paper.case.by_number.get(number_key(reference.number).free, ())
            days = [each.date.earliest for each in held if each.id != letter.id and each.date is not None]
            known = [each for each in days if each is not None]
            if known and len(known) == len(days) and min(known) > day:
                yield f"letter {reference.number}, which is dated {min(known)},", reference.span


def _reported_later(paper: Paper, day: date) -> Iterator[tuple[str, Span]]:
    """Days after the letter's in sentences that report."""
    for page in paper.pages[:_PAGES]:
        for start, end, found in find_dates(page.text):
            if found.earliest is None or found.earliest <= day or paper.doubted(Span(page.number, start, end)):
                continue
            sentence = _around(page.text, start, end)
            if _reports().search(folded(sentence)):
                yield f"{found.earliest}", Span(page.number, start, end)


def _around(text: str, start: int, end: int) -> str:
    """The sentence of a place."""
    before = [match.end() for match in _SENTENCE.finditer(text, max(0, start - 600), start)]
    after = _SENTENCE.search(text, end, end + 600)
    return text[before[-1] if before else max(0, start - 600) : after.start() if after else end + 600]


@cache
def _reports() -> re.Pattern[str]:
    return pattern(word for cells in rows("reporting_words.tsv") for word in cells[1].split("|"))
