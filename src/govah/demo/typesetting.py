"""Sets letters with typst. A letter's words go in as JSON data, never as markup."""

import json
from importlib.resources import files
from pathlib import Path

import typst

from govah.demo.offices import letterhead
from govah.demo.paper import Block, Paper
from govah.demo.signature import signature_svg
from govah.demo.victim_list import COLUMNS, Victim, persian_digits, victims
from govah.errors import MissingExtraError

REPUBLIC = "جمهوری ورنستان"
INVOCATION = "بسمه تعالی"
AUTOMATION_FACE = "Vazirmatn"
"""The face of letters that were never printed: the state's office automation sets them all alike."""
_UNKNOWN = "–"
FAMILIES = frozenset({"Vazirmatn", "Noto Naskh Arabic", "Katibeh"})


def font_folders() -> list[Path]:
    """Where the faces of the letters lie: our own, and those that the reports are set in."""
    folders = (Path(str(files("govah.demo"))) / "fonts", Path(str(files("govah.report"))) / "fonts")
    return [folder for folder in folders if folder.is_dir()]


def faces() -> typst.Fonts:
    """The faces of the letters, loaded.

    Raises:
        MissingExtraError: A family is missing; another face would silently change every scan.
    """
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=font_folders())
    if missing := sorted(FAMILIES - set(fonts.families())):
        raise MissingExtraError(
            f"The faces of the example case are not installed: {', '.join(missing)}.",
            "Install Govah again: pip install --force-reinstall govah",
        )
    return fonts


class Typesetter:
    """Sets letters as pictures or as PDF; keeps the fonts loaded between letters."""

    def __init__(self) -> None:
        template = Path(str(files("govah.demo"))) / "letter.typ"
        self._compiler = typst.Compiler(input=template, font_paths=faces())

    def pictures(self, paper: Paper) -> list[bytes]:
        """The letter's pages as PNG at its scan's resolution."""
        made = self._compiler.compile(format="png", ppi=float(paper.scan.dpi), sys_inputs={"letter": _sheet(paper)})
        return [made] if isinstance(made, bytes) else list(made or ())

    def pdf(self, paper: Paper) -> bytes:
        """The letter as typst writes it."""
        made = self._compiler.compile(format="pdf", sys_inputs={"letter": _sheet(paper)}, pdf_tags=False)
        assert isinstance(made, bytes)  # noqa: S101 - a PDF is one file
        return made


def details(paper: Paper) -> list[tuple[str, str]]:
    """The letter's registry block: label and value, in order."""
    block = [("شماره", paper.number), ("تاریخ", paper.date), ("پیوست", paper.attachment), ("فوریت", paper.urgency)]
    if not paper.marked:
        block.append(("طبقه‌بندی", paper.classification))
    return [(label, value) for label, value in block if value]


def address(paper: Paper) -> list[tuple[str, str]]:
    """From (where the paper says it), to and subject."""
    lines = [("از", paper.office.fa)] if paper.names_sender else []
    return [*lines, ("به", paper.address), ("موضوع", paper.subject)]


def _sheet(paper: Paper) -> str:
    style, holder = letterhead(paper.sender), paper.signatory
    assert holder is not None  # noqa: S101 - the specification gives every sender a holder
    sheet = {
        "made": [paper.issued.year, paper.issued.month, paper.issued.day],
        "style": {
            "face": AUTOMATION_FACE if paper.format == "pdf" else style.face,
            "arrangement": style.arrangement,
            "emblem": style.emblem,
            "colour": style.colour,
            "size": style.size,
            "boxed": style.boxed,
        },
        "republic": REPUBLIC,
        "invocation": INVOCATION,
        "office": paper.office.fa,
        "marked": paper.marked,
        "classification": paper.classification,
        "details": details(paper),
        "address": address(paper),
        "body": [_part(block) for block in paper.body],
        "signature": {"name": holder.fa, "title": paper.office.title_fa, "picture": signature_svg(holder.en)},
        "stamps": [{"lines": s.lines, "shape": s.shape, "colour": s.colour, "tilt": s.tilt} for s in paper.stamp],
        "cc": paper.cc,
        "margin": {"text": paper.margin.text, "tilt": paper.margin.tilt} if paper.margin else None,
    }
    return json.dumps(sheet, ensure_ascii=False)


def _part(block: Block) -> dict[str, object]:
    if block.list:
        rows = [
            [persian_digits(str(number)), victim.name, *(cell or _UNKNOWN for cell in _cells(victim))]
            for number, victim in enumerate(victims(block.list), start=1)
        ]
        return {"kind": "table", "columns": ["ردیف", *COLUMNS], "rows": rows, "tight": 4}
    if block.columns:
        return {"kind": "table", "columns": block.columns, "rows": block.rows, "tight": 5}
    if block.items:
        return {"kind": "items", "items": block.items}
    return {"kind": "text", "text": block.text}


def _cells(victim: Victim) -> tuple[str, str, str]:
    return victim.province, "" if victim.age is None else persian_digits(str(victim.age)), victim.died
