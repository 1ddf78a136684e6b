"""The words that date expressions are made of, and the tokens of a text.

The words are data (`consolidate/data/*.tsv`); they pass through the same folding as the text they are sought in.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from govah.consolidate.data import rows
from govah.consolidate.folding import fold

_JOINT = "[ \u200c\u00a0'’‘`ʿʾ-]{0,2}"
_STRIP = re.compile("[ \u200c\u00a0'’‘`ʿʾ.-]+")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a word can be in a date: its role, its value (a month as `calendar:number`), and whether it is weak."""

    role: str
    value: str
    weak: bool = False


@dataclass(frozen=True, slots=True)
class Token:
    """A number, a word, a sign or a line's end of the folded text.

    Args:
        kind: `number`, `word`, `sign` or `line`.
        text: As folded.
        start: In the folded text.
        end: One past the last.
        meanings: What a known word can be.
    """

    kind: str
    text: str
    start: int
    end: int
    meanings: tuple[Meaning, ...] = ()

    def meaning(self, role: str) -> Meaning | None:
        """What the word is in one role."""
        return next((found for found in self.meanings if found.role == role), None)


@lru_cache(maxsize=1)
def _lexicon() -> tuple[dict[str, tuple[Meaning, ...]], re.Pattern[str]]:
    entries: list[tuple[str, Meaning]] = []
    for calendar, month, weak, names in rows("months.tsv"):
        entries += [(name, Meaning("month", f"{calendar}:{month}", bool(weak))) for name in names.split("|")]
    for role, value, words in rows("date_words.tsv"):
        entries += [(word, Meaning(role, value)) for word in words.split("|")]
    for kind, value, words in rows("numerals.tsv"):
        role = {"c": "cardinal", "o": "ordinal", "l": "last"}[kind]
        entries += [(word, Meaning(role, value)) for word in words.split("|")]
    meanings: dict[str, list[Meaning]] = {}
    shapes: dict[str, str] = {}
    for written, meaning in entries:
        folded = fold(written).text.strip().lower()
        known = meanings.setdefault(_key(folded), [])
        if meaning not in known:
            known.append(meaning)
        shapes[folded] = _JOINT.join(re.escape(part) for part in re.split("[ -]+", folded))
    ordered = "|".join(shapes[word] for word in sorted(shapes, key=lambda word: (-len(word), word)))
    # a month may carry its «ماه» without a joint once the zero-width non-joiner is folded away
    pattern = re.compile(
        rf"(?P<number>\d+)|(?P<known>(?:{ordered})(?:(?![^\W\d_])|(?=ماه(?![^\W\d_]))))"
        r"|(?P<word>[^\W\d_]+)|(?P<line>\n)|(?P<sign>[^\w\s]|_)",
        re.IGNORECASE,
    )
    return {key: tuple(found) for key, found in meanings.items()}, pattern


def _key(text: str) -> str:
    return _STRIP.sub("", text.lower())


def tokens(folded: str) -> list[Token]:
    """Tokens of a folded text, white space left out but for ends of lines."""
    meanings, pattern = _lexicon()
    found = []
    for match in pattern.finditer(folded):
        kind = match.lastgroup or "sign"
        known = meanings.get(_key(match.group()), ()) if kind == "known" else ()
        found.append(Token("word" if kind == "known" else kind, match.group(), *match.span(), known))
    return found
