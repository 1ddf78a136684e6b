"""Sets letters with typst. A letter's words go in as JSON data, never as markup."""

import json
from importlib.resources import files
from pathlib import Path

import typst

from govah.demo.offices import letterhead
from govah.demo.paper import Block, Paper, papers
from govah.demo.signature import signature_svg
from govah.demo.stationery import address, details, stationery, superior
from govah.demo.victim_list import victim_table
from govah.errors import MissingExtraError

AUTOMATION_FACE = "Vazirmatn"
"""The face of letters that were never printed: the state's office automation sets them all alike."""
TYPEWRITER_FACE = "DejaVu Sans Mono"
TYPEWRITER_SIZE = 11.5
"""Points: about ten letters to the inch, as on a typewriter."""
FAMILIES = frozenset({"Vazirmatn", "Noto Naskh Arabic", "Katibeh", "Govah Serif", TYPEWRITER_FACE})


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
        self._faces = faces()
        self._compilers: dict[str, typst.Compiler] = {}

    def pictures(self, paper: Paper) -> list[bytes]:
        """The letter's pages as PNG at its scan's resolution."""
        sheet, ppi = {"letter": _sheet(paper)}, float(paper.scan.dpi)
        made = self._compiler(paper.layout).compile(format="png", ppi=ppi, sys_inputs=sheet)
        return [made] if isinstance(made, bytes) else list(made or ())

    def pdf(self, paper: Paper) -> bytes:
        """The letter as typst writes it."""
        sheet = {"letter": _sheet(paper)}
        made = self._compiler(paper.layout).compile(format="pdf", sys_inputs=sheet, pdf_tags=False)
        assert isinstance(made, bytes)  # noqa: S101 - a PDF is one file
        return made

    def _compiler(self, layout: str) -> typst.Compiler:
        if layout not in self._compilers:
            template = Path(str(files("govah.demo"))) / "layouts" / f"{layout}.typ"
            self._compilers[layout] = typst.Compiler(input=template, font_paths=self._faces)
        return self._compilers[layout]


def _face(paper: Paper) -> str:
    if paper.typed:
        return TYPEWRITER_FACE
    printed = papers()[paper.copy_of].format if paper.copy_of else paper.format
    return AUTOMATION_FACE if printed in ("pdf", "minutes_pdf") else letterhead(paper.sender).face


def _sheet(paper: Paper) -> str:
    style, words, signed = letterhead(paper.sender), stationery(paper.language), paper.signature
    sheet = {
        "made": [paper.issued.year, paper.issued.month, paper.issued.day],
        "language": paper.language,
        "style": {
            "face": _face(paper),
            "arrangement": style.arrangement,
            "emblem": style.emblem,
            "colour": style.colour,
            "size": TYPEWRITER_SIZE if paper.typed else style.size,
            "boxed": style.boxed,
        },
        "words": {"copies": words.copies, "page": words.page, "of": words.of, "numeral": words.numeral},
        "republic": superior(paper),
        "invocation": words.invocation if paper.invoked else "",
        "office": paper.printed_sender,
        "number": paper.number,
        "date": paper.date,
        "to": paper.address,
        "subject": paper.subject,
        "marked": paper.marked,
        "footed": paper.footed,
        "classification": paper.classification,
        "details": details(paper),
        "address": address(paper),
        "body": [_part(block) for block in paper.body],
        "signature": signed and {"name": signed.name, "title": signed.title, "picture": _drawn(paper)},
        "stamps": [{"lines": s.lines, "shape": s.shape, "colour": s.colour, "tilt": s.tilt} for s in paper.stamp],
        "cc": paper.cc,
        "margin": {"text": paper.margin.text, "tilt": paper.margin.tilt} if paper.margin else None,
    }
    return json.dumps(sheet, ensure_ascii=False)


def _drawn(paper: Paper) -> str:
    """The signature's picture: a person's own, in whatever letters the name is printed."""
    if paper.signed is not None or paper.signatory is None:
        return signature_svg(paper.signed.name if paper.signed else "")
    return signature_svg(paper.signatory.en)


def _part(block: Block) -> dict[str, object]:
    if block.heading:
        return {"kind": "heading", "text": block.heading}
    if block.list:
        columns, rows = victim_table(block.list)
        return {"kind": "table", "columns": columns, "rows": rows, "tight": 4}
    if block.columns:
        return {"kind": "table", "columns": block.columns, "rows": block.rows, "tight": 5}
    if block.items:
        return {"kind": "items", "items": block.items}
    return {"kind": "text", "text": block.text}
