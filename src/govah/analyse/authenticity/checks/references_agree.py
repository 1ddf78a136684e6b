"""What the letter says of letters that it cites agrees with those letters, where they are held."""

from collections.abc import Iterator

from govah.analyse.authenticity.dossier import Office, Paper
from govah.analyse.authenticity.verdict import Verdict, failed, not_applicable, passed
from govah.consolidate.chains.registry import same_day
from govah.consolidate.letters.numbers import number_key
from govah.model.letter import Letter, Reference
from govah.model.text import counted

NAME = "references_agree"
METHOD = "references_agree/1"


def check(paper: Paper, office: Office) -> Verdict:
    """Whether each cited date is that of the held letter of that number; and so for those that cite this one."""
    if paper.letter is None:
        return not_applicable("It is no letter.")
    compared = list(_compared(paper))
    spans = [reference.span for reference, _, _ in compared]
    wrong = [(reference, held) for reference, held, agrees in compared if not agrees]
    if wrong:
        reference, held = wrong[0]
        cited, dated = (each.text if each is not None else "?" for each in (reference.date, held.date))
        told = f"It cites {reference.number} as dated {cited}; {paper.case.paper(held).name} is dated {dated}."
        more = f" So it is with {len(wrong) - 1} more." if len(wrong) > 1 else ""
        return failed(told + more, [each.span for each, _ in wrong])
    citing = [each for each in paper.case.citing.get(paper.letter.id, ()) if each != paper.letter.id]
    both = f" It is cited by {counted(len(citing), 'held letter')}." if citing else ""
    if not compared:
        return not_applicable(f"It cites no held letter by number and date.{both}")
    return passed(
        f"It dates what is held of the letters that it cites as they are dated ({len(compared)}).{both}", spans
    )


def _compared(paper: Paper) -> Iterator[tuple[Reference, Letter, bool]]:
    """References with a number and a date, the held letter that they name, and whether the dates can be the same."""
    letter = paper.letter
    assert letter is not None  # noqa: S101  # asked before
    directory = paper.case.directory
    parties = (*letter.to, *letter.sender, *letter.cc)
    for reference in letter.references:
        if reference.number is None or reference.date is None or paper.doubted(reference.span):
            continue
        key = number_key(reference.number)
        held = [
            each
            for each in paper.case.by_number.get(key.free, ())
            if each.id != letter.id
            and number_key(each.number or "").ordered in (key.ordered, key.reverse)
            and directory.among(each.sender, parties) is not False
            and not paper.case.paper(each).uncertain("date")
        ]
        answers = [(each, same_day(each.date, reference.date)) for each in held]
        known = [(each, agrees) for each, agrees in answers if agrees is not None]
        if known:
            fitting = next((each for each, agrees in known if agrees), None)
            yield reference, fitting or known[0][0], fitting is not None
