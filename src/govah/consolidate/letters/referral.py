"""Papers that pass others on, whose body names the addressee: «تحال إلى جانب … معاملة …»."""

import re

from govah.consolidate.letters.correspondents import correspondents
from govah.consolidate.letters.head import Header
from govah.consolidate.letters.offices import courtesy, names_office, names_title
from govah.consolidate.letters.phrases import phrase
from govah.consolidate.letters.sheet import Sheet

_LONGEST = 100
_END = re.compile(r"[,:.\n]")


def take_referred(sheet: Sheet, head: Header, last: int) -> None:
    """To whom a paper is passed on, up to what is passed on; only where its own line says it is."""
    for line in sheet.lines[: last + 1]:
        opening = phrase("referred").match(line.text)
        if opening is None:
            continue
        reach = min(len(line.text), opening.end() + _LONGEST)
        ends = [
            found.start() for role in ("passed_on", "letter") for found in _found(role, line.text, opening.end(), reach)
        ]
        sign = _END.search(line.text, opening.end(), reach)
        end = min([*ends, sign.start() if sign else reach])
        words = line.text[opening.end() : end]
        if not (names_office(words) or names_title(words) or courtesy("person").match(words.lstrip())):
            continue
        who = correspondents(sheet.words(line.start + opening.end(), line.start + end))
        if who:
            head.to = who
            head.spans["to"] = sheet.span(line.start + opening.end(), line.start + end)
            return


def _found(role: str, text: str, start: int, end: int) -> list[re.Match[str]]:
    match = phrase(role).search(text, start, end)
    return [match] if match is not None else []
