"""One fabricated paper as data: what stands on it, where it lay in the leak, and how it was scanned."""

import datetime as dt
import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import PurePosixPath
from typing import Any

from govah.demo.offices import Holder, Office, offices

ZONE = dt.timezone(dt.timedelta(hours=3, minutes=30))
"""The time of Varnestan."""
_LATIN = str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789")


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a letter's body: exactly one of text, numbered items, a table, or a list of victims."""

    text: str = ""
    items: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    list: str = ""


@dataclass(frozen=True, slots=True)
class Stamp:
    """A registry stamp: its lines, `box` or `round`, ink `#rrggbb`, tilt in degrees."""

    lines: tuple[str, ...]
    shape: str
    colour: str
    tilt: float


@dataclass(frozen=True, slots=True)
class MarginNote:
    """Words written by hand in the margin, with their tilt in degrees."""

    text: str
    tilt: float


@dataclass(frozen=True, slots=True)
class ScanSettings:
    """How a printed page went through the scanner.

    Args:
        tilt: Degrees, counter-clockwise.
        noise: Standard deviation of the sensor's noise, in grey levels of 255.
        light: Where it is darkest: `top`, `bottom`, `left`, `right` or `corner`.
        colour: Whether the scanner kept colour.
        quality: JPEG quality.
        dpi: Pixels an inch.
    """

    tilt: float = 0.8
    noise: float = 4.0
    light: str = "top"
    colour: bool = True
    quality: int = 70
    dpi: int = 200


@dataclass(frozen=True, slots=True)
class Paper:
    """One document of the leak.

    Args:
        id: The specification's number (L01 …), never part of a fabricated file.
        format: `scan_pdf`, `scan_jpg`, `pdf`, `docx`, `xlsx` or `eml`.
        path: Inside the leak's folder; what lies in an archive has the archive as a part of its path.
        issued: When it was signed or sent, local time of Varnestan.
        sender: The sending office's code.
        to: The addressed offices' codes.
        number: As written, empty on mails.
        date: As written, Jalali, empty on mails.
        names_sender: Whether an «از» line names the sender, or the letterhead alone does.
        address: The addressee as written after «به».
        list: Which list of victims a workbook holds (`a`, `b`, `c`), else empty.
        attach: The papers that a mail carries, by id.
    """

    id: str
    format: str
    path: PurePosixPath
    issued: dt.datetime
    sender: str
    to: tuple[str, ...]
    subject: str
    classification: str
    language: str = "fa"
    number: str = ""
    date: str = ""
    names_sender: bool = True
    address: str = ""
    urgency: str = ""
    attachment: str = ""
    cc: tuple[str, ...] = ()
    body: tuple[Block, ...] = ()
    stamp: tuple[Stamp, ...] = ()
    margin: MarginNote | None = None
    scan: ScanSettings = field(default_factory=ScanSettings)
    clerk: str = ""
    list: str = ""
    message_id: str = ""
    in_reply_to: str = ""
    attach: tuple[str, ...] = ()

    @property
    def office(self) -> Office:
        """The sending office."""
        return offices()[self.sender]

    @property
    def signatory(self) -> Holder | None:
        """Who held the sending office on the letter's date; of a mail, who held it first."""
        if self.date:
            return self.office.holder(self.date.translate(_LATIN))
        return next(iter(self.office.holders), None)

    @property
    def marked(self) -> bool:
        """Whether the class must stand at head and foot of every page."""
        return self.classification != "عادی"


def _paper(name: str, fields: dict[str, Any]) -> Paper:
    fields["path"] = PurePosixPath(fields["path"])
    for key in ("to", "cc", "attach"):
        fields[key] = tuple(fields.get(key, ()))
    fields["body"] = tuple(_block(block) for block in fields.get("body", ()))
    fields["stamp"] = tuple(Stamp(**{**s, "lines": tuple(s["lines"])}) for s in fields.get("stamp", ()))
    if "margin" in fields:
        fields["margin"] = MarginNote(**fields["margin"])
    fields["scan"] = ScanSettings(**fields.get("scan", {}))
    return Paper(id=name, **fields)


def _block(fields: dict[str, Any]) -> Block:
    return Block(
        text=fields.get("text", ""),
        items=tuple(fields.get("items", ())),
        columns=tuple(fields.get("columns", ())),
        rows=tuple(tuple(row) for row in fields.get("rows", ())),
        list=fields.get("list", ""),
    )


@cache
def papers() -> dict[str, Paper]:
    """All papers of the leak by id, in order of id."""
    texts = (entry for entry in files("govah.demo.letters").iterdir() if entry.name.endswith(".toml"))
    ordered = sorted(texts, key=lambda entry: entry.name)
    return {
        name: _paper(name, tomllib.loads(entry.read_text(encoding="utf-8")))
        for name, entry in ((entry.name.removesuffix(".toml"), entry) for entry in ordered)
    }
