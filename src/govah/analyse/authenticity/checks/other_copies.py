"""Other copies and versions that are held say the same as the paper."""

from collections.abc import Iterator

from govah.analyse.authenticity.dossier import Office, Paper
from govah.analyse.authenticity.verdict import Verdict, failed, not_applicable, passed
from govah.consolidate.chains.registry import same_day
from govah.consolidate.letters.numbers import number_key
from govah.model.letter import Letter

NAME = "other_copies"
METHOD = "other_copies/1"


def check(paper: Paper, office: Office) -> Verdict:
    """Whether number, date and class of near-duplicates and versions agree, and where the same bytes were found."""
    exhibit = paper.exhibit
    places = f" The same bytes were found at {len(exhibit.paths)} places." if len(exhibit.paths) > 1 else ""
    several = f" {len(exhibit.sources)} sources delivered them." if len(exhibit.sources) > 1 else ""
    found = list(_family(paper))
    for other in found:
        for field in ("number", "date"):
            if _differs(paper, other, field):
                return failed(
                    f"{other.name} is nearly the same paper and gives another {field}.{places}{several}",
                    (paper.span(field),),
                )
    if found:
        names = ", ".join(other.name for other in found)
        return passed(f"Nearly the same paper is held as {names}; number and date agree.{places}{several}")
    if places or several:
        return passed(f"{places}{several}".strip())
    return not_applicable("No other copy or version of it is held. Ask whoever else should have one.")


def _family(paper: Paper) -> Iterator[Paper]:
    if paper.letter is None:
        return
    copies = paper.case.copies
    chief = copies.get(paper.letter.id, paper.letter.id)
    names = [chief, *(name for name, other in copies.items() if other == chief)]
    for name in names:
        letter = paper.case.by_id.get(name)
        if letter is not None and name != paper.letter.id:
            yield paper.case.paper(letter)


def _differs(paper: Paper, other: Paper, field: str) -> bool:
    """Whether two papers give a field differently; what was read on a picture may be misread, and is no difference."""
    mine, theirs = paper.letter, other.letter
    if mine is None or theirs is None or paper.on_picture(paper.span(field)) or other.on_picture(other.span(field)):
        return False
    if field == "date":
        return same_day(mine.date, theirs.date) is False
    return _number(mine) is not None and _number(theirs) is not None and _number(mine) != _number(theirs)


def _number(letter: Letter) -> tuple[str, ...] | None:
    return number_key(letter.number).free if letter.number is not None else None
