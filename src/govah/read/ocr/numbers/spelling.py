"""Between what was read as text and what the network says: the part of a word that is a number, and its signs."""

import re
import unicodedata
from typing import Final, NamedTuple

from rapidfuzz.distance import Levenshtein

from govah.read.ocr.numbers.classes import ARABIC_FOUR, EASTERN, LATIN, OTHER, SEPARATORS, SLASH
from govah.read.ocr.numbers.decoding import Classes

_NUMBER: Final = re.compile(r"\d(?:[\d/.,\-\u060c\u066b\u066c\u2044\u2010-\u2015\u2212]*\d)?")
_PLAIN: Final = str.maketrans(
    {
        "\u060c": ",",
        "\u066b": ".",
        "\u066c": ",",
        "\u2044": "/",
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
    }
)
_DATE: Final = re.compile(r"(\d{2,4})[/.\-](\d{1,2})[/.\-](\d{1,4})")
_FORM: Final = re.compile(
    r"\d{1,8}|\d{1,3}([.,]\d{3})+|\d+\.\d{1,3}|\d{1,5}/\d{1,6}|\d{1,6}(-\d{1,6}){1,3}|\d{1,5}(/\d{1,4}){2,3}"
)
_COMMA: Final = SLASH + SEPARATORS.index(",")
_GROUP: Final = 3  # digits between thousands' marks
_MARKS: Final = re.compile(r"[()\[\]«»:؛،.٪%]")
_LETTERED: Final = re.compile(r"[/\-](?![اآ١۱])[\u0621-\u064a\u067e-\u06cc](?![\u0621-\u06cc])")
_DIGITS: Final = {"fas": "۰۱۲۳۴۵۶۷۸۹", "ara": "٠١٢٣٤٥٦٧٨٩", "eng": "0123456789"}
_THOUSANDS: Final = {"fas": "٬", "ara": "٬", "eng": ","}


class Spelled(NamedTuple):
    """A word with one number in it.

    Args:
        before: What stands before the number.
        number: Digits, and separators between them.
        after: What stands after it.
    """

    before: str
    number: str
    after: str

    @property
    def plain(self) -> str:
        """The number in Latin digits and plain separators."""
        digits = (str(unicodedata.digit(char)) if char.isdigit() else char for char in self.number)
        return "".join(digits).translate(_PLAIN)


def spelled(text: str) -> Spelled | None:
    """Find a word's number; None where it has none, or several.

    Args:
        text: As it was recognised.
    """
    found = list(_NUMBER.finditer(text))
    if len(found) != 1:
        return None
    start, end = found[0].span()
    return Spelled(text[:start], text[start:end], text[end:])


def classes_of(number: str, *, arabic: bool) -> tuple[Classes, Classes]:
    """A number's signs as the network knows them: in eastern digits, and in Latin ones.

    Args:
        number: In plain signs, from left to right.
        arabic: Whether the eastern digits are Arabic-Indic.
    """

    def sign(char: str, zero: int) -> int:
        if not char.isdigit():
            return SLASH + SEPARATORS.index(char)
        if arabic and zero == EASTERN and char in "456":
            return ARABIC_FOUR + int(char) - 4
        return zero + int(char)

    return tuple(sign(char, EASTERN) for char in number), tuple(sign(char, LATIN) for char in number)


def plausible(number: str) -> bool:
    """Whether a number has a form that letters use: an integer, thousands, a decimal, a letter's number, a date.

    Args:
        number: In plain signs.
    """
    date = _DATE.fullmatch(number)
    if date is not None:
        first, month, last = date.groups()
        padded = "0" in (month[0], min(first, last, key=len)[0])
        if padded and (len(month) != 2 or min(len(first), len(last)) != 2):
            return False
        return 1 <= int(month) <= 12 and (1 <= int(last) <= 31 or 1 <= int(first) <= 31)
    return _FORM.fullmatch(number) is not None


def number_of(signs: Classes) -> tuple[int, ...] | None:
    """The classes of the one number among some signs; None where there is none, or several.

    Args:
        signs: As the network said them, from left to right.
    """
    groups: list[list[int]] = [[]]
    for sign in signs:
        if sign == OTHER:
            groups.append([])
        else:
            groups[-1].append(sign)
    numbers = [trimmed for group in groups if (trimmed := _trimmed(group))]
    return tuple(numbers[0]) if len(numbers) == 1 else None


def with_thousands(signs: Classes) -> Classes:
    """The signs of a plain number with a comma before each three digits; none where it is no such number.

    Args:
        signs: As the network knows them, from left to right.
    """
    if len(signs) <= _GROUP or any(sign == OTHER or SLASH <= sign < ARABIC_FOUR for sign in signs):
        return ()
    first = len(signs) % _GROUP or _GROUP
    made = list(signs[:first])
    for start in range(first, len(signs), _GROUP):
        made += [_COMMA, *signs[start : start + _GROUP]]
    return tuple(made)


def has_other(signs: Classes) -> bool:
    """Whether something that is no part of a number stands there too."""
    return OTHER in signs


def plain(number: Classes) -> str:
    """Classes of a number in Latin digits, from left to right."""
    return "".join(_character(sign) for sign in number)


def bare(read: Spelled) -> Spelled:
    """A word without the letters and strokes beside its number, where the picture shows none.

    A letter behind a stroke is kept, for it is a part of many registers' numbers (140/1207/م): the network, which reads
    figures, may have taken it for another word's.
    """
    lettered = _LETTERED.match(read.after)
    after = lettered[0] + "".join(_MARKS.findall(read.after[lettered.end() :])) if lettered else None
    return Spelled("".join(_MARKS.findall(read.before)), read.number, after or "".join(_MARKS.findall(read.after)))


def is_lettered(read: Spelled) -> bool:
    """Whether a letter of a register stands behind a word's number."""
    return _LETTERED.match(read.after) is not None


def logical(number: str, like: str) -> str:
    """A number in the order in which it was typed.

    A number with hyphens stands on a page of the Arabic script with its groups from right to left, or from left
    to right, as its writing program would have it. Of the two orders the one nearer to Tesseract's is taken.

    Args:
        number: In plain signs, from left to right.
        like: What Tesseract read, in logical order.
    """
    turned = "-".join(reversed(number.split("-")))
    return turned if Levenshtein.distance(turned, like) < Levenshtein.distance(number, like) else number


def has_more_separators(one: str, other: str) -> bool:
    """Whether a number has the digits of another in their order, and separators beyond its.

    Args:
        one: In plain signs.
        other: Likewise.
    """
    digits = [char for char in one if char.isdigit()]
    return len(one) > len(other) > 0 and digits == [char for char in other if char.isdigit()]


def with_told_separators(number: str, told: str) -> str:
    """A number with the commas and full stops that Tesseract read, where nothing else differs.

    Args:
        number: In plain signs, in logical order.
        told: Likewise, as Tesseract read it.
    """
    return told if number.replace(",", ".") == told.replace(",", ".") else number


def written(number: str, read: Spelled, language: str, *, latin: bool) -> str:
    """A word with its number exchanged.

    Args:
        number: In plain signs, in logical order.
        read: What Tesseract read.
        language: Whose digits the page has: `fas` or `ara`.
        latin: Whether the number is drawn in Latin digits.
    """
    script = "eng" if latin else language
    thousands = next((char for char in read.number if char in "\u060c\u066b\u066c,"), _THOUSANDS[script])
    digits = _DIGITS[script]
    point = "\u066b" if "\u066b" in read.number and script != "eng" else "."
    signs = {",": thousands, ".": point}
    made = (digits[int(char)] if char.isdigit() else signs.get(char, char) for char in number)
    return f"{read.before}{''.join(made)}{read.after}"


def is_latin(number: Classes) -> bool:
    """Whether most digits of a number are Latin ones."""
    latin = sum(LATIN <= sign < SLASH for sign in number)
    return latin > sum(EASTERN <= sign < LATIN or sign >= ARABIC_FOUR for sign in number)


def _trimmed(group: list[int]) -> list[int]:
    """Without separators at its ends: a comma or a full stop after a number is none of it."""
    digits = [place for place, sign in enumerate(group) if sign < SLASH or sign >= ARABIC_FOUR]
    return group[digits[0] : digits[-1] + 1] if digits else []


def _character(sign: int) -> str:
    if sign >= ARABIC_FOUR:
        return str(sign - ARABIC_FOUR + 4)
    if sign >= SLASH:
        return SEPARATORS[sign - SLASH]
    return str(sign - LATIN if sign >= LATIN else sign - EASTERN)
