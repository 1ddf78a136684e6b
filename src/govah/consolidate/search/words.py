"""Words as the search sees them: two streams, so that every spelling of a word is found and phrases stay right.

«می‌رود», «می رود» and «میرود» are one word in three spellings, `88/2235` is a number and two numbers. An index has one
token a position; so there are two fields. `joined` has compounds as one token and verb prefixes, plural and comparative
endings attached; `parts` has every part for itself.
"""

from dataclasses import dataclass

from govah.consolidate.folding import Token, tokens

LONGEST = 200
"""Code points of a token that are indexed; both sides cut alike."""

_PREFIXES = frozenset(["می", "نمی", "همی"])
_PLURALS = ["ها", "های", "هایی", "هایم", "هایت", "هایش", "هایمان", "هایتان", "هایشان"]
_COMPARATIVES = ["تر", "تری", "ترین", "ترها"]
_ENDINGS = ["ام", "ای", "ایم", "اید", "اند", "ات", "اش"]
_SUFFIXES = frozenset([*_PLURALS, *_COMPARATIVES, *_ENDINGS])


@dataclass(frozen=True, slots=True)
class Streams:
    """A text's tokens in order, once with compounds joined and once with their parts apart."""

    joined: tuple[Token, ...]
    parts: tuple[Token, ...]


def streams(text: str) -> Streams:
    """Both streams of a text; tokens carry their places in the text as it stands."""
    joined = _attached(text, tokens(text))
    parts = [part for token in joined for part in (token.parts or (token,))]
    return Streams(tuple(map(_cut, joined)), tuple(map(_cut, parts)))


def _cut(token: Token) -> Token:
    return token if len(token.text) <= LONGEST else token._replace(text=token.text[:LONGEST])


def _attached(text: str, words: list[Token]) -> list[Token]:
    """Attach what is written with a space but belongs to its neighbour; a line's end does not attach."""
    done: list[Token] = []
    for word in words:
        before = done[-1] if done else None
        if before is not None and _belong(text, before, word):
            parts = (*(before.parts or (before,)), *(word.parts or (word,)))
            done[-1] = Token(before.text + word.text, before.start, word.end, parts)
        else:
            done.append(word)
    return done


def _belong(text: str, before: Token, word: Token) -> bool:
    if word.text not in _SUFFIXES and before.text not in _PREFIXES:
        return False
    gap = text[before.end : word.start]
    is_one_line = 0 < len(gap) <= 2 and gap.isspace() and "\n" not in gap
    return is_one_line and word.text.isalpha() and not before.text[-1].isascii() and not word.text[0].isascii()
