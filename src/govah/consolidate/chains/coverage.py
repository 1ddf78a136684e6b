"""How much of an office's outgoing register is held: what a silence rests on."""

from collections import Counter
from collections.abc import Sequence

from govah.consolidate.chains.direction import Directory
from govah.consolidate.letters.numbers import number_key
from govah.model.letter import Correspondent, Coverage, Letter
from govah.model.text import counted


class Registers:
    """Outgoing registers of a case's offices.

    Args:
        letters: All letters held, one of each family.
        directory: Who is who.
    """

    def __init__(self, letters: Sequence[Letter], directory: Directory) -> None:
        self._letters = letters
        self._directory = directory
        self._outgoing: dict[Correspondent, list[Letter]] = {}

    def coverage(self, letter: Letter) -> Coverage:
        """Coverage of the outgoing numbers of a letter's addressee.

        The series is the office's numbers that share a segment (`88/…`); its length is counted from the lowest to the
        highest number held, so what was issued before or after is not in it.

        Args:
            letter: The letter that is unanswered.
        """
        addressee = letter.to[0] if letter.to else None
        outgoing = self._sent_by(addressee)
        series = _series(outgoing)
        office = (addressee.office or addressee.name) if addressee is not None else None
        search = _search(letter, len(self._letters))
        if series is None:
            method = (
                f"{counted(len(outgoing), 'outgoing letter')} of this office {'is' if len(outgoing) == 1 else 'are'} "
                "held, in no series of numbers, so how many there were can't be said."
            )
            return Coverage(office, len(outgoing), None, None, method, search, among=len(self._letters))
        prefix, serials = series
        low, high = min(serials), max(serials)
        span = high - low + 1
        method = (
            f"Distinct outgoing numbers of the series {prefix}/… that are held, over all numbers from the lowest held "
            f"({low}) to the highest ({high})."
        )
        share = len(serials) / span
        return Coverage(office, len(serials), span, share, method, search, prefix, low, high, len(self._letters))

    def _sent_by(self, office: Correspondent | None) -> list[Letter]:
        if office is None:
            return []
        if office not in self._outgoing:
            same = self._directory.among
            self._outgoing[office] = [one for one in self._letters if one.sender and same((office,), one.sender[:1])]
        return self._outgoing[office]


def _series(outgoing: Sequence[Letter]) -> tuple[str, set[int]] | None:
    """The segment that most of an office's numbers share, and the serials beside it."""
    keys = [number_key(one.number).free for one in outgoing if one.number is not None]
    keys = [key for key in keys if len(key) == 2 and sum(part.isdigit() for part in key) >= 1]
    shared = Counter(part for key in keys for part in set(key))
    for prefix, count in sorted(shared.items(), key=lambda entry: (-entry[1], entry[0])):
        if count < 2:
            return None
        serials = {int(part) for key in keys if prefix in key for part in _beside(key, prefix)}
        if len(serials) >= 2:
            return prefix, serials
    return None


def _beside(key: tuple[str, ...], prefix: str) -> list[str]:
    rest = list(key)
    rest.remove(prefix)
    return [part for part in rest if part.isdigit() and len(part) <= 9]


def _search(letter: Letter, held: int) -> str:
    by_number = f"references to {letter.number} in either order of its segments" if letter.number else ""
    by_date = f"references by the date {letter.date.text} in the opposite direction" if letter.date else ""
    by_mail = "mail headers and answered subjects" if letter.mail is not None else ""
    ways = "; ".join(way for way in (by_number, by_date, by_mail, "a marginal note on the letter itself") if way)
    return f"Sought among {counted(held, 'letter')} held: {ways}. None was found."
