"""The offices of the fictional Republic of Varnestan, who held them, and how their letter paper looks."""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Holder:
    """Who held an office, by the Jalali dates `from_` and `to` (YYYY/MM/DD, inclusive, empty while in post)."""

    fa: str
    en: str
    from_: str
    to: str


@dataclass(frozen=True, slots=True)
class Letterhead:
    """How an office's paper looks.

    Args:
        face: Font family of the printed letters.
        arrangement: `right` (letterhead at the right), `centre`, or `framed` (a frame around the page).
        emblem: `diamond`, `ring`, `hexagon` or `columns`.
        colour: Ink of the printed letterhead, `#rrggbb`.
        size: Body text in points.
        boxed: Whether the class is stamped in a box.
    """

    face: str
    arrangement: str
    emblem: str
    colour: str
    size: float
    boxed: bool = False


@dataclass(frozen=True, slots=True)
class Office:
    """An office with its names, the title of who holds it, and its holders in order of time."""

    code: str
    fa: str
    en: str
    title_fa: str
    title_en: str
    holders: tuple[Holder, ...]

    def holder(self, date: str) -> Holder | None:
        """Who held the office on a Jalali date.

        Args:
            date: YYYY/MM/DD in ASCII digits.
        """
        for holder in self.holders:
            if holder.from_ <= date and (not holder.to or date <= holder.to):
                return holder
        return None


LETTERHEADS = {
    "NCC": Letterhead("Noto Naskh Arabic", "right", "diamond", "#26384f", 12.5),
    "OP": Letterhead("Noto Naskh Arabic", "centre", "ring", "#4a2f4c", 13.0),
    "MI": Letterhead("Vazirmatn", "right", "hexagon", "#22452f", 13.0, boxed=True),
    "GK": Letterhead("Vazirmatn", "centre", "columns", "#29407a", 13.0, boxed=True),
    "POC": Letterhead("Noto Naskh Arabic", "framed", "hexagon", "#1d1d1d", 13.0, boxed=True),
    "FI": Letterhead("Vazirmatn", "framed", "ring", "#2a5a50", 13.0),
    "CEM": Letterhead("Vazirmatn", "right", "columns", "#1d1d1d", 12.0),
    "MFA": Letterhead("Noto Naskh Arabic", "centre", "diamond", "#1f3f5c", 13.0),
    "PR": Letterhead("Vazirmatn", "right", "hexagon", "#3b3b3b", 12.5),
    "MIS": Letterhead("Govah Serif", "right", "ring", "#27496b", 11.0),
    "PUB": Letterhead("Noto Naskh Arabic", "right", "ring", "#7a1f1f", 11.0),
}
_PLAIN = Letterhead("Vazirmatn", "right", "diamond", "#1d1d1d", 12.0)


def letterhead(code: str) -> Letterhead:
    """The letter paper of an office; a plain one where it has none of its own."""
    return LETTERHEADS.get(code, _PLAIN)


@cache
def offices() -> dict[str, Office]:
    """All offices by their code."""
    rows: dict[str, list[dict[str, str]]] = {}
    with files("govah.demo").joinpath("offices.csv").open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            rows.setdefault(row["code"], []).append(row)
    return {code: _office(code, terms) for code, terms in rows.items()}


def _office(code: str, terms: list[dict[str, str]]) -> Office:
    first = terms[0]
    holders = tuple(Holder(t["holder_fa"], t["holder_en"], t["from"], t["to"]) for t in terms if t["holder_fa"])
    return Office(code, first["fa"], first["en"], first["title_fa"], first["title_en"], holders)
