"""What is searched for: our own tree, and how a person writes it.

`ministry letter` both words · `"warning letter"` a phrase · `fire OR آتش` either · `-draft` not · `minist*` beginning ·
`(…)` grouping · `name:"Ali Rezaei"` a name in any script.
"""

import re
from dataclasses import dataclass
from typing import TypeAlias

from govah.consolidate.folding import Token
from govah.consolidate.search.names import name_query
from govah.consolidate.search.words import streams
from govah.errors import UsageError


@dataclass(frozen=True, slots=True)
class Words:
    """Words in this order, side by side: in the joined spelling or in parts.

    Args:
        joined: Tokens of the joined stream.
        parts: Tokens of the stream of parts.
        prefix: Of the last word only the beginning is given.
    """

    joined: tuple[str, ...]
    parts: tuple[str, ...]
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Name:
    """A name by its consonants, first to last or last to first."""

    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every one."""

    of: tuple["Query", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one."""

    of: tuple["Query", ...]


@dataclass(frozen=True, slots=True)
class Without:
    """`wanted` where `unwanted` is not."""

    wanted: "Query"
    unwanted: "Query"


Query: TypeAlias = Words | Name | AllOf | AnyOf | Without

_OPEN = '"“”„«»'
_LEXEME = re.compile(
    rf"""\s*(?:
    (?P<minus>-(?=[^\s]))?(?P<name>name:)?[{_OPEN}](?P<phrase>[^{_OPEN}]*)[{_OPEN}](?P<phrase_star>\*)?
    | (?P<stray>(?:-?(?:name:)?)[{_OPEN}])
    | (?P<not_group>-\()
    | (?P<paren>[()])
    | (?P<or>OR(?=[\s()]|$)|\|)
    | (?P<bare_minus>-(?=[^\s]))?(?P<bare_name>name:)?(?P<word>[^\s(){_OPEN}|]+)
    )""",
    re.VERBOSE,
)
_HOW = 'Write words, "a phrase", either OR other, -not, begin*, (groups), name:"a name".'


@dataclass(frozen=True, slots=True)
class _Lexeme:
    kind: str
    text: str
    negated: bool = False


def parse_query(written: str) -> Query:
    """Read a query as a person writes it. Words are joined by "and"; OR binds weaker.

    Raises:
        UsageError: It cannot be read, says only what is not wanted, or has no word.
    """
    parser = _Parser(_lexemes(written))
    tree = parser.either()
    if parser.rest():
        raise _unreadable("A closing bracket has no opening one.")
    return tree


def leaves(query: Query) -> tuple[Words | Name, ...]:
    """Everything that is wanted, for highlighting."""
    if isinstance(query, Words | Name):
        return (query,)
    if isinstance(query, Without):
        return leaves(query.wanted)
    return tuple(leaf for branch in query.of for leaf in leaves(branch))


def _unreadable(what: str) -> UsageError:
    return UsageError(what, _HOW)


def _lexemes(written: str) -> list[_Lexeme]:
    found = []
    text = written.strip()
    position = 0
    while position < len(text):
        match = _LEXEME.match(text, position)
        if match is None or match["stray"] is not None:
            raise _unreadable("A quotation mark is not closed.")
        found.append(_lexeme(match))
        position = match.end()
        while position < len(text) and text[position].isspace():
            position += 1
    return _merged(found)


def _lexeme(match: re.Match[str]) -> _Lexeme:
    if match["phrase"] is not None:
        has_star = match["phrase_star"] is not None or match["phrase"].endswith("*")
        kind = "name" if match["name"] else "prefix" if has_star else "phrase"
        return _Lexeme(kind, match["phrase"].removesuffix("*"), match["minus"] is not None)
    if match["not_group"]:
        return _Lexeme("(", "", negated=True)
    if match["paren"]:
        return _Lexeme(match["paren"], "")
    if match["or"]:
        return _Lexeme("or", "")
    word = match["word"]
    negated = match["bare_minus"] is not None
    if match["bare_name"]:
        return _Lexeme("name", word, negated)
    if word.endswith("*"):
        return _Lexeme("prefix", word.rstrip("*"), negated)
    return _Lexeme("word", word, negated)


def _merged(found: list[_Lexeme]) -> list[_Lexeme]:
    """Check stars, and let words side by side stand as one run: «می رود» is understood only together."""
    if any("*" in lexeme.text for lexeme in found):
        raise _unreadable("A star stands only at the end of a word.")
    merged: list[_Lexeme] = []
    for lexeme in found:
        if lexeme.kind == "word" and not lexeme.negated and merged and merged[-1] == _Lexeme("word", merged[-1].text):
            merged[-1] = _Lexeme("word", f"{merged[-1].text} {lexeme.text}")
        else:
            merged.append(lexeme)
    return merged


class _Parser:
    """Recursive descent over lexemes."""

    def __init__(self, lexemes: list[_Lexeme]) -> None:
        self._lexemes = lexemes
        self._at = 0

    def rest(self) -> bool:
        return self._at < len(self._lexemes)

    def _peek(self) -> str:
        return self._lexemes[self._at].kind if self.rest() else ""

    def either(self, depth: int = 0) -> Query:
        if depth > 50:
            raise _unreadable("The brackets are nested too deeply.")
        branches = [self._every(depth)]
        while self._peek() == "or":
            self._at += 1
            branches.append(self._every(depth))
        return branches[0] if len(branches) == 1 else AnyOf(tuple(branches))

    def _every(self, depth: int) -> Query:
        wanted: list[Query] = []
        unwanted: list[Query] = []
        has_lexeme = False
        while self._peek() not in ("", "or", ")"):
            has_lexeme = True
            lexeme = self._lexemes[self._at]
            self._at += 1
            (unwanted if lexeme.negated else wanted).extend(self._one(lexeme, depth))
        if not wanted:
            raise _unreadable(
                "The query says only what is not wanted."
                if unwanted
                else "There is no word to search for here."
                if has_lexeme or not self._lexemes
                else "A word is missing beside OR or in brackets."
            )
        tree = wanted[0] if len(wanted) == 1 else AllOf(tuple(wanted))
        return tree if not unwanted else Without(tree, unwanted[0] if len(unwanted) == 1 else AnyOf(tuple(unwanted)))

    def _one(self, lexeme: _Lexeme, depth: int) -> list[Query]:
        if lexeme.kind == "(":
            group = self.either(depth + 1)
            if self._peek() != ")":
                raise _unreadable("A bracket is not closed.")
            self._at += 1
            return [group]
        if lexeme.kind == "name":
            keys = name_query(lexeme.text)
            if not keys:
                raise _unreadable(f"{lexeme.text!r} has too few consonants to be found as a name.")
            return [Name(keys)]
        if lexeme.kind == "word":
            return _run(lexeme.text)
        sequence = _sequence(lexeme.text, prefix=lexeme.kind == "prefix")
        return [] if sequence is None else [sequence]


def _sequence(text: str, *, prefix: bool = False) -> Words | None:
    both = streams(text)
    if not both.joined:
        return None
    return Words(tuple(word.text for word in both.joined), tuple(part.text for part in both.parts), prefix)


def _run(text: str) -> list[Query]:
    """Words without quotation marks: each is wanted; what is written as one word stays together.

    Where only a space divides what may be one word, both are right: «می رود» and pages with «می» and «رود».
    """
    wanted: list[Query] = []
    both = streams(text)
    for group in _unspaced(text, both.joined):
        start, end = group[0].start, group[-1].end
        parts = tuple(part.text for part in both.parts if start <= part.start < end)
        together = Words(tuple(token.text for token in group), parts)
        pieces = text[start:end].split()
        if len(pieces) == 1:
            wanted.append(together)
        else:
            apart = [sequence for piece in pieces if (sequence := _sequence(piece)) is not None]
            wanted.append(AnyOf((together, AllOf(tuple(apart)))))
    return wanted


def _unspaced(text: str, joined: tuple[Token, ...]) -> list[list[Token]]:
    """Tokens that no space divides, together: Han characters, `a,b`."""
    groups: list[list[Token]] = []
    for token in joined:
        gap = text[groups[-1][-1].end : token.start] if groups else " "
        if any(char.isspace() for char in gap):
            groups.append([token])
        else:
            groups[-1].append(token)
    return groups
