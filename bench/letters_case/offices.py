"""Which office a correspondent is, by the spellings that the truth lists."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

_SHAPES = str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک", "ة": "ه", "أ": "ا", "إ": "ا", "آ": "ا", "ؤ": "و", "ٔ": None})


def plain(text: str) -> str:
    """A text without what two spellings of the same may differ in: case, marks, shapes of a letter, signs."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_SHAPES))
    return "".join(
        str(unicodedata.digit(sign)) if sign.isdigit() else sign
        for sign in decomposed.translate(_SHAPES)
        if sign.isalnum()
    )


def number_key(number: str) -> tuple[str, ...]:
    """A letter's number without its signs, its parts in any order."""
    parted = "".join(sign if sign.isalnum() else " " for sign in unicodedata.normalize("NFC", number))
    return tuple(sorted(plain(part).lstrip("0") or "0" for part in parted.split()))


@dataclass(frozen=True, slots=True)
class Offices:
    """Offices by code.

    Args:
        names: Spellings, as `plain` makes them.
        within: The office that one is a part of.
    """

    names: Mapping[str, Sequence[str]]
    within: Mapping[str, str]

    @classmethod
    def of(cls, rows: Iterable[Mapping[str, str]]) -> "Offices":
        """Offices of a table with the columns code, within and names."""
        listed = list(rows)
        return cls(
            {row["code"]: [plain(name) for name in row["names"].split("|")] for row in listed},
            {row["code"]: row["within"] for row in listed if row["within"]},
        )

    def codes(self, told: str) -> frozenset[str]:
        """The offices that a text names; not one whose part it names, nor one within a longer name."""
        text = plain(told)
        found = {(code, name) for code, names in self.names.items() for name in names if name and name in text}
        longest = {code for code, name in found if not any(name != other and name in other for _, other in found)}
        return frozenset(longest - {self._whole(code) for code in longest})

    def right(self, wanted: str, told: Sequence[str]) -> bool:
        """Whether correspondents are those wanted: each `A|B` of a list parted by `;` is there, no other office."""
        got = frozenset(code for one in told for code in self.codes(one))
        if not wanted:
            return not told
        asked = [frozenset(one.split("|")) for one in wanted.split(";")]
        named = frozenset(code for one in asked for code in one)
        return all(one & got for one in asked) and got <= named

    def _whole(self, code: str) -> str:
        return self.within.get(code, "")
