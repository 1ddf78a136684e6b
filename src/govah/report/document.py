"""A report before it is printed: what both printers draw, as plain data.

Nothing in it is markup. Signs that would reorder or hide what stands beside them are spelt out (`⟨U+202E⟩`).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from govah.model.identifiers import Sha256
from govah.model.page import Box, Page
from govah.report.wording import Wording

Pictures = Callable[[Sha256, Page], "tuple[bytes, int, int] | None"]
"""A page's picture, upright, as PNG with its width and height in pixels; None where there is none."""

_DECEIVING = re.compile("[\u202a-\u202e\u2066-\u2069\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\U000e0000-\U000e007f]")
_STRONG_RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]")


@dataclass(frozen=True, slots=True)
class Imprint:
    """What stands at a report's head and is not its author's to choose.

    Args:
        as_of: The day up to which the case is told, ISO 8601.
        log_size: Entries in the log.
        log_root: Root hash of the checkpoint, as the log writes it.
    """

    as_of: str
    log_size: int
    log_root: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of words in one manner.

    Args:
        notes: Numbers of the notes whose words these are (annex), or of the citation that stands here (body).
        begins: Notes that begin here.
        corrected: A person's correction of what stood here before.
        put: A person put this, or what is cited here, where the file itself says something else.
        waits: A number of a page that no person confirmed (annex).
    """

    text: str
    strong: bool = False
    emphasis: bool = False
    code: bool = False
    doubtful: bool = False
    citation: bool = False
    notes: tuple[int, ...] = ()
    begins: tuple[int, ...] = ()
    corrected: bool = False
    put: bool = False
    waits: bool = False


@dataclass(frozen=True, slots=True)
class Drawn:
    """A block to print. `kind`: heading, paragraph, list, quote, table, rule, context."""

    kind: str
    pieces: tuple[Piece, ...] = ()
    level: int = 0
    first: int | None = None
    items: tuple[tuple["Drawn", ...], ...] = ()
    blocks: tuple["Drawn", ...] = ()
    head: tuple[tuple[Piece, ...], ...] = ()
    rows: tuple[tuple[tuple[Piece, ...], ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """A name and its value with its direction.

    Args:
        is_code: What a machine compares.
        when: The value's day or moment as ISO 8601 writes it, where it is one.
        remark: What a reader must know beside the value.
    """

    name: str
    value: str
    direction: str = "ltr"
    is_code: bool = False
    when: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A page's picture: PNG, its size in pixels, and the passages' rectangles in shares of width and height."""

    png: bytes
    width: int
    height: int
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a page's text around passages."""

    pieces: tuple[Piece, ...]
    direction: str


@dataclass(frozen=True, slots=True)
class Amendment:
    """A person's correction as the annex tells it.

    Args:
        what: Name of the letter's field; empty where the text itself was corrected.
        before: What stood there.
        after: What the person put there.
        who: By whom, when, in which entry of the log, and what became of it.
        why: The person's reason.
        put: Whether `before` is what the file itself says, not a machine's reading of a picture.
    """

    what: str
    before: Stretch
    after: Stretch
    who: str
    why: Stretch
    put: bool


@dataclass(frozen=True, slots=True)
class Annexed:
    """A page of an exhibit, a claim, or a table, as the annex shows it.

    Args:
        anchor: What links lead to.
        links: Names and anchors of other sections that it stands on.
        notes: The notes that lead here.
    """

    mark: str
    anchor: str
    facts: tuple[Fact, ...]
    stretches: tuple[Stretch, ...] = ()
    remarks: tuple[str, ...] = ()
    picture: Picture | None = None
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    notes: tuple[int, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    amendments: tuple[Amendment, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A whole report.

    Args:
        custody_known: Whether the case's log tells of all cited exhibits what happened before they were admitted.
    """

    language: str
    wording: Wording
    title: tuple[Piece, ...]
    plain_title: str
    facts: tuple[Fact, ...]
    blocks: tuple[Drawn, ...]
    annex: tuple[Annexed, ...]
    root: str
    custody_known: bool

    @property
    def annex_note(self) -> str:
        """What the annex says of the texts that it shows, and of the gap before their admission.

        What is known of that gap is never printed: it may lead to the source.
        """
        is_corrected = any(section.amendments for section in self.annex)
        texts = self.wording.annex_note_corrected if is_corrected else self.wording.annex_note
        return f"{texts} {self.wording.custody_told if self.custody_known else self.wording.custody_gap}"


def visible(text: str) -> str:
    """Text with the signs that deceive a reader spelt out."""
    return _DECEIVING.sub(lambda match: f"⟨U+{ord(match[0]):04X}⟩", text)


def direction(text: str) -> str:
    """`rtl` or `ltr` by the first letter that has a direction; `ltr` where none has."""
    for char in text:
        if _STRONG_RTL.match(char):
            return "rtl"
        if char.isalpha():
            return "ltr"
    return "ltr"
