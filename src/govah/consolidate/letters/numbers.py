"""Numbers of letters: how they are written, and the keys under which two of them are the same.

A letter's number has segments (`30186/9192`, `14-170/م`). Right-to-left layout reverses the order of segments, so
numbers are matched on an order-free key first and on order second.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from govah.consolidate.folding import ascii_digits, folded

_WORD = r"[^\W_]{1,24}(?:\([^\W_]{1,8}\)[^\W_]{0,8})?"
_INITIALS = "(?:(?!و)[\u0621-\u06ff] (?=[\u0621-\u06ff]/|(?!و)[\u0621-\u06ff] )){0,3}"
"""Letters of an Arabic office in a number, parted by spaces: `ش خ/22/731`; not the «and» before another number."""

_SEGMENT = rf"(?:{_INITIALS}{_WORD}|\([^\W_]{{1,8}}\))"
_ABBREVIATED = r"(?:[\u0621-\u06ff]\.){1,3}[\u0621-\u06ff]?(?=[\s,)]|$)"
_LETTERS = (
    r"(?:(?!و)[\u0621-\u06ff](?: (?=(?!و)[\u0621-\u06ff](?!\w)))?){1,3}"
    r"(?= *(?:[\n\t,)]|$| (?:فی|بتاریخ|المورخ|مورخ|موورخ) ))"
)
_TAIL = rf"(?:(?<=\d) (?!و)(?:{_ABBREVIATED}|{_LETTERS}))?"
"""Letters of an office after its number, parted by a space: `1125 ک.ع`, `3254 د`."""

_BRANCH = (
    r"\d{1,8}(?:/[a-z0-9]{1,8}){1,4} (?!and/|or/|w/|c/o|a/c)[a-z]{2,8}(?:/[a-z0-9()]{1,8}){1,3}"
    r"(?=\)?(?:$|[\n\t]| {2}|,? (?:dt|dated|of|date)\b))"
)
"""An army branch's number, which holds a space: `20315/Wtr Sup/Q`."""

_STROKE = (
    r"(?:(?<![^\W\d_]{4})(?<!رقم)(?<!عدد) )?[/\\⁄](?: (?![^\W\d_]{4}))?(?! ?(?:في|فی|من|المؤرخ|تاریخ|بتاریخ)(?!\w))"
)
"""Between segments, with spaces only beside short words: `3321 / ق.ش`, not «رقم /٣٣٤/ تاريخ»."""

NUMBER = re.compile(
    rf"(?<!\w)(?<!\w/)(?:{_BRANCH}|{_INITIALS}{_WORD}(?:(?:{_STROKE}|[-–._]|\./){_SEGMENT}){{0,7}})"
    rf"(?:\([^\W_]{{1,8}}\)(?: ?\d{{3,9}})?| \(\d{{4}}\) \d{{3,9}}|(?<=\d) \(\d{{1,3}}\))?{_TAIL}(?!\w)"
)
"""A number in folded text; only matches with a digit count. A segment may hold another in parentheses: `F.7(2)`."""

_SERIES = re.compile(r"(?<![\w.])(?:[A-Z]{2,5} ){1,2}$")
_FOLDED_SERIES = re.compile(r"^(?:[a-z]{2,5} ){1,2}(?=\d)")
_NO_SERIES = frozenset(
    [
        "REF",
        "REFS",
        "NO",
        "NR",
        "OUR",
        "YOUR",
        "NOTE",
        "FILE",
        "MEMO",
        "OF",
        "AND",
        "THE",
        "TO",
        "IN",
        "DATED",
        "DATE",
        "FAX",
        "TEL",
        "ROOM",
        "PAGE",
        "BOX",
        "PO",
        "POB",
        "ART",
        "PARA",
        "FROM",
        "BY",
        "ON",
        "IS",
        "AS",
        "FOR",
        "AT",
    ]
)

_ARABIC = re.compile("[\u0621-\u06ff]+")
_PARTS = re.compile(r"\d+|[^\W\d_]+")
_SPACES = re.compile(
    "[\\s\u200b\u200d-\u200f\u202a-\u202e\u2066-\u2069\ufeff]+|(?<![^\\W\\d_])\u200c|\u200c(?![^\\W\\d_])"
)
"""White space and what is invisible; between two letters the non-joiner spells them: «الف‌ک»."""

_UNPARTED = re.compile(r" (?![A-Za-z0-9])|(?<![A-Za-z]) ")
"""A space that parts no Latin word from what follows it."""

_LATIN = dict(zip("ابپتجچحخدرزسشصعغفقکگلمنوهی", "abptjchkdrzsšsʿgfqkglmnvhy", strict=True))
_LATIN_FORMS = {"v": "v", "w": "v", "c": "ch"}


@dataclass(frozen=True, slots=True)
class NumberKey:
    """Keys of a number.

    Args:
        ordered: Its segments as they stand, without leading zeros; single letters as Latin ones.
        free: The same without order.
    """

    ordered: tuple[str, ...]
    free: tuple[str, ...]

    @property
    def reverse(self) -> tuple[str, ...]:
        """The segments in the other direction."""
        return self.ordered[::-1]

    @property
    def digits(self) -> str:
        """All digits in order-free order, on which a misread digit is measured."""
        return "/".join(part for part in self.free if part.isdigit())


def number_key(number: str) -> NumberKey:
    """The keys of a number as it is written, in any script."""
    segments = tuple(_segment(piece) for part in _PARTS.findall(folded(number)) for piece in _pieces(part))
    return NumberKey(segments, tuple(sorted(segments)))


def _pieces(part: str) -> Iterable[str]:
    """Letters of an Arabic office one by one, for `ش خ`, `ش.خ` and `شخ` are one; other segments whole."""
    return part if len(part) <= 3 and _ARABIC.fullmatch(part) else (part,)


def _segment(part: str) -> str:
    if part.isdigit():
        return part.lstrip("0") or "0"
    if len(part) == 1:
        return _LATIN.get(part, _LATIN_FORMS.get(part, part))
    return part


def written_number(words: str) -> str:
    """A number as it is stored: ASCII digits, no marks of direction, a space only after Latin letters: `AL 3/2011`."""
    number = _UNPARTED.sub("", _SPACES.sub(" ", unicodedata.normalize("NFC", ascii_digits(words)))).strip("-–./\\: ")
    return number[1:-1] if number.startswith("(") and number.endswith(")") else number


_LOOSE = re.compile(
    r"(?=.{0,60}\d)(?:[^\W\d_]{2,6} (?=\d))?(?:(?:\d{1,16}|[^\W\d_]{1,2})(?![^\W_])(?: ?[/\\.()-] ?| )?){1,16}"
)


def is_loose_number(words: str) -> bool:
    """Whether the whole of a labelled value is a number: digits and letters one by one, with spaces between them."""
    return len(words) <= 60 and _LOOSE.fullmatch(words) is not None and re.search(r"[/)-]|[^\W\d_]", words) is not None


def with_series(before: str, start: int) -> int:
    """Where a number begins when its series' capital letters stand apart before it: `AL SAH 3/2011`.

    Args:
        before: The page's own text up to the number.
        start: Where its first segment begins in folded text, code point by code point like the page's own there.
    """
    match = _SERIES.search(before[-24:])
    if match is None:
        return start
    words = match.group().split()
    if words[-1] in _NO_SERIES:
        return start
    return start - len(match.group() if words[0] not in _NO_SERIES else f"{words[-1]} ")


def without_series(words: str) -> str:
    """Folded words without the series that may stand apart before a number."""
    return _FOLDED_SERIES.sub("", words)


def has_digit(text: str) -> bool:
    """Whether any digit stands in it."""
    return any(char.isdigit() for char in text)


def first_number(text: str, start: int, end: int, reach: int = 40) -> tuple[int, int] | None:
    """Place of the first number with a digit in a stretch of folded text, beginning within `reach` code points."""
    for match in NUMBER.finditer(text, start, end):
        if match.start() - start > reach:
            return None
        if has_digit(match.group()):
            return match.span()
    return None
