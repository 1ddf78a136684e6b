"""Who was at a meeting, and who was not."""

import re
from collections.abc import Iterator, Sequence

from govah.consolidate.folding import folded
from govah.consolidate.letters.correspondents import correspondent
from govah.consolidate.letters.offices import is_person
from govah.consolidate.minutes.items import points, table
from govah.consolidate.minutes.parts import Part, Stretch
from govah.consolidate.minutes.words import said
from govah.model.minutes import Attendee

_BRACKETS = re.compile(r"\s*[(\[]([^)\]\n]{1,80})[)\]]\s*$")
_LAST = re.compile(r"\s*(?:[/،,;–—-])\s*([^/،,;–—()-]{1,40})$")
_LISTED = re.compile(r"\s*[;؛]\s*")
_COMMAS = re.compile(r"\s*[,،]\s*(?![^()]*\))")
_LONGEST = 160
"""Code points of what names somebody; what is longer tells something."""
_LONGEST_LIST = 1500
"""Code points of a line that names several."""


def attendees(parts: Sequence[Part]) -> tuple[Attendee, ...]:
    """Those whom the parts `present` and `absent` name, in order."""
    return tuple(
        attendee
        for part in parts
        if part.name in ("present", "absent")
        for attendee in _named(part.lines, present=part.name == "present")
    )


def _named(lines: Sequence[Stretch], *, present: bool) -> Iterator[Attendee]:
    rows = table(lines)
    for row in rows:
        cells = row.named
        if "name" in cells or "office" in cells:
            name, office, note = (cells[key].words if key in cells else None for key in ("name", "office", "note"))
            office, beside = _without_note(office or "")
            yield Attendee(name, office or None, present, beside or note, row.row.span)
    if rows:
        return
    for point in points(lines, people=True):
        for each in _each(point) if len(point.text) <= _LONGEST_LIST else ():
            found = _attendee(each, present=present)
            if found is not None:
                yield found


def _each(point: Stretch) -> Iterator[Stretch]:
    """The people of a line: with semicolons between them, else commas; a comma also parts a person from an office."""
    parts = _cut(point, _LISTED)
    for part in parts:
        pieces = _cut(part, _COMMAS)
        held: Stretch | None = None
        for piece in pieces:
            if (
                held is not None
                and is_person(_bare(held.text))
                and not is_person(_bare(piece.text))
                and len(pieces) == 2
            ):
                held = Stretch(held.sheet, held.start, piece.end)
                continue
            if held is not None:
                yield held
            held = piece
        if held is not None:
            yield held


def _bare(text: str) -> str:
    return _BRACKETS.sub("", text).strip()


def _cut(stretch: Stretch, sign: re.Pattern[str]) -> list[Stretch]:
    found, at = [], 0
    for match in sign.finditer(stretch.text):
        found.append(stretch.part(at, match.start()))
        at = match.end()
    found.append(stretch.part(at, len(stretch.text)))
    return [piece for piece in found if piece.text.strip(" .")]


def _attendee(stretch: Stretch, *, present: bool) -> Attendee | None:
    words, note = _without_note(stretch.words)
    who = correspondent(words) if len(words) <= _LONGEST else None
    if who is None or not any(sign.isalpha() for sign in words):
        return None
    return Attendee(who.name, who.office, present, note, stretch.span)


def _without_note(words: str) -> tuple[str, str | None]:
    """A name without the part in the meeting that stands behind it: «(رئيساً)», `/ عضواً`, `(Chair)`."""
    words = words.strip(" .")
    for shape in (_BRACKETS, _LAST):
        match = shape.search(words)
        if match is not None and said("chair").search(folded(match[1])):
            return words[: match.start()].strip(), match[1].strip()
    match = _BRACKETS.search(words)
    return (
        (words[: match.start()].strip(), match[1].strip())
        if match is not None and _whole(words, match)
        else (words, None)
    )


def _whole(words: str, match: re.Match[str]) -> bool:
    """Whether what stands before a bracket names somebody already with an office, so that the bracket is beside it."""
    who = correspondent(words[: match.start()])
    return who is not None and who.office is not None
