"""What the Arabic script does to letters: joining, presentation forms, marks.

Joining types follow ArabicShaping.txt of the Unicode Character Database.
"""

import unicodedata
from functools import lru_cache

ZWNJ = "\u200c"
ALEFS = frozenset("اآأإٱ")

_RIGHT_JOINING = frozenset(
    chr(code)
    for low, high in (
        (0x0622, 0x0625), (0x0627, 0x0627), (0x0629, 0x0629), (0x062F, 0x0632), (0x0648, 0x0648), (0x0671, 0x0673),
        (0x0675, 0x0677), (0x0688, 0x0699), (0x06C0, 0x06C0), (0x06C3, 0x06CB), (0x06CD, 0x06CD), (0x06CF, 0x06CF),
        (0x06D2, 0x06D3), (0x06D5, 0x06D5), (0x06EE, 0x06EF), (0x0759, 0x075B), (0x076B, 0x076C), (0x0771, 0x0771),
        (0x0773, 0x0774), (0x0778, 0x0779), (0x08AA, 0x08AC), (0x08AE, 0x08AE), (0x08B1, 0x08B2), (0x08B9, 0x08B9),
    )
    for code in range(low, high + 1)
)  # fmt: skip
_NOT_JOINING = frozenset("\u0621\u0674\u06dd")
_SYMBOLS = frozenset("\ufdfa\ufdfb\ufdfc\ufdfd")
"""Signs of their own, not shapes of letters: a text that has them means them."""


@lru_cache(maxsize=8192)
def is_arabic_letter(char: str) -> bool:
    """Whether it is a letter of the Arabic script (Hebrew and others are not)."""
    return unicodedata.bidirectional(char) == "AL" and unicodedata.category(char) in ("Lo", "Lm")


@lru_cache(maxsize=8192)
def joins_forward(char: str) -> bool:
    """Whether this Arabic letter joins to the letter after it (left of it)."""
    return is_arabic_letter(char) and char not in _RIGHT_JOINING and char not in _NOT_JOINING


@lru_cache(maxsize=8192)
def joins_backward(char: str) -> bool:
    """Whether this Arabic letter joins to the letter before it (right of it)."""
    return is_arabic_letter(char) and char not in _NOT_JOINING


@lru_cache(maxsize=8192)
def is_mark(char: str) -> bool:
    """Whether it is a combining mark."""
    return unicodedata.category(char) in ("Mn", "Me")


@lru_cache(maxsize=8192)
def is_right_to_left(char: str) -> bool:
    """Whether it is a strong right-to-left character."""
    return unicodedata.bidirectional(char) in ("R", "AL")


@lru_cache(maxsize=8192)
def shape_of(char: str) -> str:
    """`final`, `isolated`, `initial`, `medial` for a presentation form, else empty."""
    if not _is_presentation_form(char):
        return ""
    form = unicodedata.decomposition(char).split(" ", 1)[0]
    return form.strip("<>") if form.startswith("<") else ""


@lru_cache(maxsize=8192)
def plain(char: str) -> str:
    """The letters of a presentation form or a Latin ligature; any other character as it is.

    Nothing else of NFKC: it would turn a footnote mark into a digit of a number.
    """
    if not _is_presentation_form(char):
        return char
    letters = unicodedata.normalize("NFKC", char)
    if len(letters) > 1 and letters[0] in " \u0640" and is_mark(letters[-1]):
        return letters[1:]
    return letters


def undone(text: str) -> str:
    """A text with every presentation form and Latin ligature undone."""
    return "".join(map(plain, text)) if not text.isascii() else text


def _is_presentation_form(char: str) -> bool:
    code = ord(char)
    return (0xFB00 <= code <= 0xFB4F or 0xFB50 <= code <= 0xFDFF or 0xFE70 <= code <= 0xFEFE) and char not in _SYMBOLS
