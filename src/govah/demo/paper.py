"""One fabricated paper as data: what stands on it, where it was found, and how it was scanned."""

import datetime as dt
import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import PurePosixPath
from typing import Any

from govah.demo.offices import Holder, Office, offices
from govah.demo.victim_list import jalali, latin_digits

ZONE = dt.timezone(dt.timedelta(hours=3, minutes=30))
"""The time of Varnestan."""
NORMAL = "عادی"
"""The class of papers that bear no mark."""


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a letter's body: exactly one of heading, text, numbered items, a table, or a list of victims."""

    heading: str = ""
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
class Signed:
    """Who signed, as printed under the signature."""

    name: str
    title: str


@dataclass(frozen=True, slots=True)
class Cutting:
    """A rectangle of another paper's first page picture, in that picture's pixels, pasted as a signature."""

    paper: str
    left: int
    top: int
    right: int
    bottom: int


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
        age: How far the sheet is yellowed and its ink uneven, from 0 (new) to 1.
    """

    tilt: float = 0.8
    noise: float = 4.0
    light: str = "top"
    colour: bool = True
    quality: int = 70
    dpi: int = 200
    age: float = 0.0


@dataclass(frozen=True, slots=True)
class Paper:
    """One document of the example case.

    Args:
        id: The specification's number (L01 …), never part of a fabricated file.
        format: As the specification names it: `scan_pdf`, `docx`, `minutes_pdf`, `webconf_zip` ….
        path: Inside the collection's folder; what lies in an archive or mailbox has it as a part of its path.
        issued: When it was signed or sent, local time of Varnestan.
        sender: The sending office's code.
        to: The addressed offices' codes.
        collection: Where it was had from: `leak`, `press`, `organisation` or `mission`.
        layout: `letter`, `letterhead` (English), `resolution` or `article`; only of what is typeset.
        copy_of: The paper of which this is another scan: its words are that one's.
        made: When the file was made, where it tells another time than `issued`.
        number: As written, empty on mails.
        date: As written, empty on mails.
        weekday: Printed before the date, where the office prints one.
        sender_name: The sender as printed, where that is not the office's usual name.
        names_sender: Whether an «از» line names the sender, or the letterhead alone does.
        address: The addressee as written after «به».
        invoked: Whether the paper opens with the invocation.
        footed: Whether class and page x of y stand at the foot of every page.
        typed: Whether it was written on a typewriter.
        signed: Who signed, where it is not who held the office on that day.
        cutting: The picture that stands for the signature in a word-processor file.
        list: Which list of victims a workbook holds (`a` to `d`), else empty.
        attach: The papers that a mail carries, by id.
        forwards: The paper whose words a mail passes on.
    """

    id: str
    format: str
    path: PurePosixPath
    issued: dt.datetime
    sender: str
    to: tuple[str, ...]
    subject: str
    classification: str
    collection: str = "leak"
    layout: str = "letter"
    copy_of: str = ""
    made: dt.datetime | None = None
    language: str = "fa"
    number: str = ""
    date: str = ""
    weekday: str = ""
    sender_name: str = ""
    names_sender: bool = True
    address: str = ""
    urgency: str = ""
    attachment: str = ""
    cc: tuple[str, ...] = ()
    body: tuple[Block, ...] = ()
    invoked: bool = True
    footed: bool = True
    typed: bool = False
    signed: Signed | None = None
    cutting: Cutting | None = None
    stamp: tuple[Stamp, ...] = ()
    margin: MarginNote | None = None
    scan: ScanSettings = field(default_factory=ScanSettings)
    clerk: str = ""
    list: str = ""
    message_id: str = ""
    in_reply_to: str = ""
    attach: tuple[str, ...] = ()
    forwards: str = ""

    @property
    def office(self) -> Office:
        """The sending office."""
        return offices()[self.sender]

    @property
    def found(self) -> PurePosixPath:
        """Its path with its collection's folder, as a case names it."""
        return self.collection / self.path

    @property
    def filed(self) -> dt.datetime:
        """When its file was made, local time of Varnestan."""
        return self.made or self.issued

    @property
    def printed_sender(self) -> str:
        """The sender as the paper prints it."""
        return self.sender_name or (self.office.en if self.language == "en" else self.office.fa)

    @property
    def signatory(self) -> Holder | None:
        """Who held the sending office on the paper's day."""
        return self.office.holder(latin_digits(jalali(self.issued.date())))

    @property
    def signature(self) -> Signed | None:
        """The name and title under the signature; None on a paper that nobody signs."""
        holder, office = self.signatory, self.office
        if self.signed is not None or holder is None:
            return self.signed
        if self.language == "en":
            return Signed(holder.en, office.title_en)
        return Signed(holder.fa, office.title_fa)

    @property
    def marked(self) -> bool:
        """Whether the class must stand at head and foot of every page."""
        return self.classification != NORMAL


_OF_ONE_SCAN = frozenset({"path", "format", "stamp", "scan", "margin"})


def _paper(name: str, fields: dict[str, Any]) -> Paper:
    if copied := fields.get("copy_of"):
        fields = {key: value for key, value in _fields(copied).items() if key not in _OF_ONE_SCAN} | fields
    fields["path"] = PurePosixPath(fields["path"])
    for key in ("to", "cc", "attach"):
        fields[key] = tuple(fields.get(key, ()))
    fields["body"] = tuple(_block(block) for block in fields.get("body", ()))
    fields["stamp"] = tuple(Stamp(**{**s, "lines": tuple(s["lines"])}) for s in fields.get("stamp", ()))
    if "margin" in fields:
        fields["margin"] = MarginNote(**fields["margin"])
    if "signed" in fields:
        fields["signed"] = Signed(**fields["signed"])
    if "cutting" in fields:
        fields["cutting"] = Cutting(**fields["cutting"])
    fields["scan"] = ScanSettings(**fields.get("scan", {}))
    return Paper(id=name, **fields)


def _block(fields: dict[str, Any]) -> Block:
    return Block(
        heading=fields.get("heading", ""),
        text=fields.get("text", ""),
        items=tuple(fields.get("items", ())),
        columns=tuple(fields.get("columns", ())),
        rows=tuple(tuple(row) for row in fields.get("rows", ())),
        list=fields.get("list", ""),
    )


def _fields(name: str) -> dict[str, Any]:
    return tomllib.loads(files("govah.demo.letters").joinpath(f"{name}.toml").read_text(encoding="utf-8"))


@cache
def papers() -> dict[str, Paper]:
    """All papers of the example case by id, in order of id."""
    names = sorted(entry.name for entry in files("govah.demo.letters").iterdir() if entry.name.endswith(".toml"))
    return {name: _paper(name, _fields(name)) for name in (file.removesuffix(".toml") for file in names)}
