"""What stands over a register: that it is one, whose it is, which way its letters went, of which year."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from govah.consolidate.dates import find_dates
from govah.consolidate.folding import fold, folded
from govah.consolidate.letters.offices import opens_with_office
from govah.consolidate.registers.columns import register_words, way_of_title, way_words
from govah.model.register import Way

_PARTS = re.compile(r"\s*[\t|:؛;()\[\]]\s*|\s+[-–—]\s+|\s*[،,]\s+")
_LINKS = re.compile(r"^(?:(?:of|for|the|du|de|des|la|le|في|از|در|و|and|letters|نامه ?ها(?:ی)?)\s+)+", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(?:1[34]|19|20)\d\d(?!\d)|(?<!\d)[۱١][۳۴٣٤][۰-۹٠-٩]{2}(?![۰-۹٠-٩])")
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Title:
    """What stands over a register.

    Args:
        register: It says that it is one.
        office: Whose, verbatim.
        way: Of its letters.
        year: The last day of the year or the time that it names.
    """

    register: bool
    office: str | None
    way: Way | None
    year: date | None


def read_title(lines: Sequence[str]) -> Title:
    """Read the lines over a table and the name of its sheet."""
    kept = [line[:_LONGEST] for line in lines if line.strip()]
    text = "\n".join(kept)
    named = bool(register_words().search(folded(text)))
    parts = [part for line in kept for part in _PARTS.split(line) if part.strip()]
    office = next((found for part in parts if (found := _office(part)) is not None), None)
    last = [each.latest for _, _, each in find_dates(text) if each.latest is not None]
    return Title(named, office, way_of_title(text), max(last, default=None))


def _office(part: str) -> str | None:
    """The office that a part of a title names, without the words that say register."""
    source = fold(_undated(part))
    taken = sorted(match.span() for each in (register_words(), *way_words()) for match in each.finditer(source.text))
    at, free = 0, []
    for start, end in taken:
        if start > at:
            free.append((at, start))
        at = max(at, end)
    if at < len(source.text):
        free.append((at, len(source.text)))
    for start, end in sorted(free, key=lambda place: place[0] - place[1]):
        first, last = source.span(start, end)
        words = _LINKS.sub("", source.source[first:last].strip(" \t.:,،-–—()\"'«»"))
        for named in (words.removeprefix("ل"), words):
            if opens_with_office(folded(named)):
                return named
    return None


def _undated(part: str) -> str:
    """A part without the years and days in it."""
    for start, end, _ in reversed(find_dates(part)):
        part = f"{part[:start]} {part[end:]}"
    return _YEAR.sub(" ", part)
