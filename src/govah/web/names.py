"""Names of files as a person may trust them: what would hide or turn a part of the name is written out."""

import re
from typing import NamedTuple
from unicodedata import bidirectional

from markupsafe import Markup

_STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_ENDING = re.compile(r"(?<=.)\.[A-Za-z0-9]{1,8}(?:#[0-9]+)?\Z")


class Name(NamedTuple):
    """A name's own words, and the ending that tells its format (`.png`, `.pdf#2`); either may be empty."""

    stem: str
    ending: str


def plain_name(name: str) -> str:
    r"""A name with control and bidi characters as `\u202e`: `exe.fdp` never shows as `pdf.exe`."""
    return _STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", name)


def parted(name: str) -> Name:
    """A name as it is shown, parted before its ending."""
    plain = plain_name(name)
    found = _ENDING.search(plain)
    return Name(plain[: found.start()], found[0]) if found else Name(plain, "")


def name_direction(stem: str, around: str) -> str:
    """Which way a name goes: left to right, unless its first letter is right to left and so is what stands around."""
    for sign in stem:
        kind = bidirectional(sign)
        if kind == "L":
            return "ltr"
        if kind in ("R", "AL"):
            return around
    return "ltr"


def name_text(name: str, around: str) -> str:
    """A name inside a sentence: stem and ending are isolated, and the ending follows the stem.

    Args:
        name: Of a file.
        around: Direction of the sentence, `rtl` or `ltr`.
    """
    stem, ending = parted(name)
    opened = "\u2066" if name_direction(stem, around) == "ltr" else "\u2067"
    told = f"{opened}\u2068{stem}\u2069"
    return told + (f".\u2066{ending[1:]}\u2069" if ending else "") + "\u2069"


def name_html(name: str, around: str) -> Markup:
    """A name on a page: the stem goes as its own letters do, the ending stands after it.

    Args:
        name: Of a file.
        around: Direction of the interface, `rtl` or `ltr`.
    """
    stem, ending = parted(name)
    shown = Markup('<bdi dir="auto">{}</bdi>').format(stem)
    if ending:
        shown += Markup('.<bdi dir="ltr">{}</bdi>').format(ending[1:])
    return Markup('<span class="filename" dir="{}">{}</span>').format(name_direction(stem, around), shown)
