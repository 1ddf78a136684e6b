"""Names across scripts: a key of consonants that a name keeps in Persian, Arabic and Latin letters.

Vowels are written in one script and left out in the other, and transliterations choose them freely; consonants stay.
The key finds candidates for a person who searches; it never says that two people are one.
"""

import re
from functools import lru_cache

from govah.consolidate.folding import Token
from govah.consolidate.search.words import Streams, streams

SILENT = "0"
"""Key of a word without consonants; it keeps its place in a phrase."""

_LATIN_PAIRS = {
    **{"tch": "c", "sch": "$", "kh": "x", "ch": "c", "sh": "$", "zh": "z", "gh": "q", "dj": "j", "th": "s", "dh": "z"},
    **{"ph": "f", "ck": "k"},
}
_LATIN = {
    **dict.fromkeys("aeiouyw", ""),
    **dict.fromkeys("v", ""),
    **{"c": "k", "p": "b", "x": "ks", "j": "j"},
}
_ARABIC = {
    **dict.fromkeys("اعوی", ""),
    **dict.fromkeys("بپ", "b"),
    **dict.fromkeys("تط", "t"),
    **dict.fromkeys("ثسص", "s"),
    **dict.fromkeys("حه", "h"),
    **dict.fromkeys("ذزضظژ", "z"),
    **dict.fromkeys("غق", "q"),
    **{"ج": "j", "چ": "c", "خ": "x", "د": "d", "ر": "r", "ش": "$", "ف": "f", "ک": "k", "گ": "g", "ل": "l"},
    **{"م": "m", "ن": "n"},
}
_PAIR = re.compile("|".join(sorted(_LATIN_PAIRS, key=len, reverse=True)) + "|.", re.DOTALL)
_TWICE = re.compile(r"(.)\1+")
_FIRST_VOWELS = frozenset("اعaeiou")
_ARTICLES = frozenset(["al", "el", "ul", "ol", "ال"])


@lru_cache(maxsize=100_000)
def name_key(word: str) -> str:
    """The consonants of one folded word, the same for مهدی, Mahdi and Mehdi; `SILENT` where it has none.

    و/v/w and ی/y are left out (both letters and vowels), a last ه/h too (Fatemeh, Fatima, فاطمه), doubled letters
    once. A vowel at the beginning is kept as `a`, whichever it is.
    """
    bare = re.sub("(?<=.)[هh]+$", "", word)
    first = "a" if bare[:1] in _FIRST_VOWELS else ""
    letters = [_ARABIC.get(part, _LATIN_PAIRS.get(part, _LATIN.get(part, part))) for part in _PAIR.findall(bare)]
    return first + _TWICE.sub(r"\1", "".join(letters)) or SILENT


def name_stream(both: Streams, *, bare: bool) -> tuple[Token, ...]:
    """The keys of a text's words with their places.

    Args:
        both: The text's words.
        bare: Leave out the article that is written to the name (الخطیب). Both ways are indexed, for الهام has none.
    """
    return tuple(_keyed(token, bare=bare) for token in both.joined)


def _keyed(token: Token, *, bare: bool) -> Token:
    word = token.text
    if token.parts and token.parts[0].text in _ARTICLES:
        word = "".join(part.text for part in token.parts[1:])
    elif bare and word.startswith("ال") and len(word) > 4:
        word = word[2:]
    return Token(name_key(word), token.start, token.end)


def name_query(name: str) -> tuple[str, ...]:
    """The keys of a name that someone searches; empty where it has too few consonants to be found by them."""
    keys = tuple(token.text for token in name_stream(streams(name), bare=False))
    return keys if any(len(key) > 1 for key in keys) else ()
