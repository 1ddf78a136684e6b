"""Folding: how texts are compared, never how they are shown or cited.

One table, with its reasons:

====================================== ============ =====================================================
what stands there                      folds to     why
====================================== ============ =====================================================
ي ى ې ے ۍ, ئ                           ی            keyboards of four languages write one letter
ك ڪ                                    ک            likewise
ة ۀ هٔ ہ ھ ە ۃ                          ه            Arabic ة is written ه in Persian; ۀ only marks the genitive
أ إ آ ٱ, ؤ                             ا, و         hamza and madda are left out in fast writing
ء                                      nothing      املاء is also written املا
Arabic, Persian and all other digits   0–9          a number is one number in every script
harakat, tatweel, Latin accents        nothing      left out more often than written
ZWJ, bidi controls, soft hyphen, BOM   nothing      invisible
ZWNJ, also as ¬                        nothing      «می‌رود» is one word; `tokens` keeps its parts
presentation forms, ligatures, width   NFKC         typesetting, not spelling; character by character
superscript digits, ①, ½               set apart    a note's mark is no digit of the number before it
Latin capitals, ß, ı, ø, ł             casefold     passports write what a keyboard has
ʿ ʾ ʻ ʼ                                nothing      transliteration schools differ
٫ ٬ ، ؛ ؟ ٪ “ ” « » ’ ‑                 . , , ; ? % " ' -  punctuation of one meaning
====================================== ============ =====================================================

NFKC_Casefold does none of the Arabic ones but ZWNJ. Marks of other scripts (Devanagari, Thai) spell words and stay.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

ZWNJ = "\u200c"

_LETTERS = {
    **dict.fromkeys("يىېےۍ", "ی"),
    **dict.fromkeys("كڪ", "ک"),
    **dict.fromkeys("ةہھەۃ", "ه"),
    "ٱ": "ا",
    "ء": "",
    "\u0640": "",
    **dict.fromkeys("ʹʺʻʼʽʾʿˈ", ""),
    **{"ı": "i", "ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"},
}
_PUNCTUATION = {
    **{"٫": ".", "٬": ",", "،": ",", "؛": ";", "؟": "?", "٪": "%", "۔": ".", "⁄": "/", "∕": "/", "−": "-"},
    **dict.fromkeys("‐‑", "-"),
    **dict.fromkeys("‒–—―", "–"),
    **dict.fromkeys("“”„«»″", '"'),
    **dict.fromkeys("‘’‚′´", "'"),
}
_OPTIONAL_MARKS = re.compile(
    "[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc"
    "\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0898-\u089f\u08ca-\u08e1\u08e3-\u08ff\u20d0-\u20f0\ufe00-\ufe0f\U000e0100-\U000e01ef]"
)


def _letter(char: str) -> str:
    """One letter of an NFKC form, folded."""
    bare = unicodedata.normalize("NFD", char)
    stripped = _OPTIONAL_MARKS.sub("", bare)
    if stripped != bare:
        char = unicodedata.normalize("NFC", stripped)
    char = "".join(_LETTERS.get(part, part) for part in char.casefold())
    return _OPTIONAL_MARKS.sub("", char)


def _folded_char(char: str) -> str:
    """What one character of a text becomes; ZWNJ stays."""
    if char in (ZWNJ, "¬"):
        return ZWNJ
    if char in _PUNCTUATION:
        return _PUNCTUATION[char]
    category = unicodedata.category(char)
    if category == "Nd":
        return str(unicodedata.decimal(char))
    if category == "Cf":
        return ""
    wide = "".join(_PUNCTUATION.get(part, part) for part in unicodedata.normalize("NFKC", char))
    folded = "".join(map(_letter, wide))
    return f" {folded} " if category == "No" and any(part.isdigit() for part in folded) else folded


class _Table(dict[str, str]):
    """Characters as they fold, worked out when first met."""

    def __missing__(self, char: str) -> str:
        folded = self[char] = _folded_char(char)
        return folded


class _PlainTable(dict[int, str]):
    """The same for `str.translate`, without ZWNJ."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _folded_char(chr(code)).replace(ZWNJ, "")
        return folded


class _Digits(dict[int, int]):
    """Decimal digits of every script for `str.translate`; all else stays."""

    def __missing__(self, code: int) -> int:
        char = chr(code)
        folded = self[code] = 48 + unicodedata.decimal(char) if unicodedata.category(char) == "Nd" else code
        return folded


_TABLE = _Table()
_PLAIN = _PlainTable()
_DIGITS = _Digits()


def _spelling_marks() -> str:
    """Combining marks that spell words in their script, as a character class."""
    marks = [code for code in range(0x0900, 0x20000) if unicodedata.category(chr(code)) in ("Mn", "Mc")]
    return "".join(re.escape(chr(code)) for code in marks if not _OPTIONAL_MARKS.match(chr(code)))


_UNSPACED = "\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
_LETTER = f"[^\\W_{_UNSPACED}]"
_MARKS = _spelling_marks()
_WORD = f"{_LETTER}+(?:[{_MARKS}]+{_LETTER}*)*"
_THOUSANDS = r"(?<=\d)(?<!\d\d\d\d),(?=\d{3}(?!\d))"
_JOIN = rf"(?:{ZWNJ}+|[-/_'.@]|(?<=\d):(?=\d)|{_THOUSANDS})"
_COMPOUND = re.compile(f"{_WORD}((?:{_JOIN}{_WORD}){{1,15}})?|[{_UNSPACED}]")
_TRAILING = re.compile(f"[\u0640\u0621]|{_OPTIONAL_MARKS.pattern}|[{_MARKS}]")
_JOINS = re.compile(f"({ZWNJ}+|[^\\w{_MARKS}]|_)")
_SILENT_JOINS = frozenset("-_'.")


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text that knows where it came from.

    Args:
        text: The folded text.
        offsets: For each of its code points the index in `source` of the character that made it; then, one more,
            the length of `source`.
        source: The unfolded text.
    """

    text: str
    offsets: Sequence[int]
    source: str

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the unfolded text that made `text[start:end]`: whole characters with the marks after them."""
        if end <= start:
            return self.offsets[start], self.offsets[start]
        return self.offsets[start], _whole(self.source, self.offsets[end - 1] + 1)


class Token(NamedTuple):
    """A word or number, folded, and its place in the unfolded text.

    Args:
        text: The folded word; of a compound the joined form (`میرود`, `88/2235`, `1234567`, `cooperation`).
        start: First code point in the unfolded text.
        end: One past the last.
        parts: Of a compound its parts in order, else empty.
    """

    text: str
    start: int
    end: int
    parts: tuple["Token", ...] = ()


def _whole(source: str, end: int) -> int:
    """`end`, moved past the marks and tatweel that belong to the character before it."""
    while end < len(source) and source[end] > "\u02ff" and _TRAILING.match(source[end]):
        end += 1
    return end


def _fold(source: str, *, joiners: bool) -> Folded:
    if source.isascii():
        return Folded(source.lower(), range(len(source) + 1), source)
    pieces = list(map(_TABLE.__getitem__, source))
    if not joiners:
        pieces = ["" if piece == ZWNJ else piece for piece in pieces]
    lengths = np.fromiter(map(len, pieces), dtype=np.intp, count=len(pieces))
    offsets = np.repeat(np.arange(len(pieces)), lengths).tolist()
    offsets.append(len(source))
    return Folded("".join(pieces), offsets, source)


def fold(text: str) -> Folded:
    """Fold a text and keep the way back."""
    return _fold(text, joiners=False)


def folded(text: str) -> str:
    """Fold a text where the way back is not needed."""
    return text.lower() if text.isascii() else text.translate(_PLAIN)


def ascii_digits(text: str) -> str:
    """The text with the decimal digits of every script as 0–9 and nothing else changed: offsets stay."""
    return text if text.isascii() else text.translate(_DIGITS)


def tokens(text: str) -> list[Token]:
    """The words and numbers of a text, folded, in order, with their places in the text as it stands.

    A word with ZWNJ, hyphen or apostrophe, a number with separators (`88/2235`, `1401/08/25`, `1,234`) is one token
    with parts. Han and kana give a token a character, for they put no space between words.
    """
    analysed = _fold(text, joiners=True)
    return [
        Token(match.group(), *analysed.span(*match.span())) if match.lastindex is None else _compound(analysed, match)
        for match in _COMPOUND.finditer(analysed.text)
    ]


def _compound(analysed: Folded, match: re.Match[str]) -> Token:
    start, end = match.span()
    place, word = analysed.span(start, end), match.group()
    pieces = _JOINS.split(word)
    parts, joined, at = [], [], start
    for index, piece in enumerate(pieces):
        if index % 2 == 0:
            parts.append(Token(piece, *analysed.span(at, at + len(piece))))
            joined.append(piece)
        elif not _is_silent(piece, pieces[index - 1], pieces[index + 1]):
            joined.append(piece)
        at += len(piece)
    return Token("".join(joined), *place, tuple(parts))


def _is_silent(join: str, before: str, after: str) -> bool:
    """Whether a joined form leaves the join out: thousands, and what spelling varies in; never a decimal point."""
    if join[0] == ZWNJ or join == ",":
        return True
    return join in _SILENT_JOINS and not (before[-1].isdigit() and after[0].isdigit())
