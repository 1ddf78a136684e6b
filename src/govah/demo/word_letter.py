"""Letters as word-processor files, with the class in header and footer; Persian ones run right to left."""

import io
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from govah.demo.package_zip import office_package
from govah.demo.paper import Block, Paper
from govah.demo.stationery import address, details, stationery, superior
from govah.demo.victim_list import numeral

_FACES = {"fa": "B Nazanin", "en": "Times New Roman"}


def word_letter(paper: Paper, signature: bytes | None = None) -> bytes:
    """The letter as a .docx whose properties and members carry the time when its file was made.

    Args:
        paper: The letter.
        signature: The PNG that stands for the signature, where there is one.
    """
    return _Letter(paper).package(signature)


class _Letter:
    """One document on its way."""

    def __init__(self, paper: Paper) -> None:
        self._paper = paper
        self._words = stationery(paper.language)
        self._document: Any = Document()

    def package(self, signature: bytes | None) -> bytes:
        section = self._document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        self._class_marks(section)
        self._head()
        for block in self._paper.body:
            self._block(block)
        self._foot(signature)
        self._properties()
        written = io.BytesIO()
        self._document.save(written)
        return office_package(written.getvalue(), self._paper.filed)

    def _head(self) -> None:
        paper, words = self._paper, self._words
        if words.invocation:
            self._paragraph(words.invocation, WD_ALIGN_PARAGRAPH.CENTER)
        self._paragraph(superior(paper), bold=True)
        self._paragraph(paper.printed_sender, bold=True)
        for label, value in details(paper):
            self._paragraph(f"{label}: {value}", WD_ALIGN_PARAGRAPH.RIGHT)
        for label, value in address(paper):
            self._paragraph(f"{label}: {value}", bold=label == words.subject)

    def _block(self, block: Block) -> None:
        if block.columns:
            self._table(block)
        elif block.heading:
            self._paragraph(block.heading, bold=True)
        elif block.items:
            for number, item in enumerate(block.items, start=1):
                self._paragraph(f"{numeral(number, self._paper.language)}. {item}", WD_ALIGN_PARAGRAPH.JUSTIFY)
        else:
            self._paragraph(block.text, WD_ALIGN_PARAGRAPH.JUSTIFY)

    def _table(self, block: Block) -> None:
        table = self._document.add_table(rows=0, cols=len(block.columns), style="Table Grid")
        table._tbl.tblPr.append(OxmlElement("w:bidiVisual"))
        for row in (block.columns, *block.rows):
            for cell, text in zip(table.add_row().cells, row, strict=True):
                self._fill(cell.paragraphs[0], text, WD_ALIGN_PARAGRAPH.LEFT, bold=row is block.columns)

    def _foot(self, signature: bytes | None) -> None:
        if signature is not None:
            paragraph = self._document.add_paragraph()
            self._fill(paragraph, "", WD_ALIGN_PARAGRAPH.RIGHT, bold=False)
            paragraph.runs[0].add_picture(io.BytesIO(signature), width=Mm(44))
        if self._paper.signature is not None:
            self._paragraph(self._paper.signature.name, WD_ALIGN_PARAGRAPH.RIGHT, bold=True)
            self._paragraph(self._paper.signature.title, WD_ALIGN_PARAGRAPH.RIGHT)
        if self._paper.cc:
            self._paragraph(f"{self._words.copies}:", bold=True)
            for words in self._paper.cc:
                self._paragraph(f"– {words}")

    def _class_marks(self, section: Any) -> None:
        header, footer = section.header.paragraphs[0], section.footer.paragraphs[0]
        mark = self._paper.classification if self._paper.marked else ""
        self._fill(header, mark, WD_ALIGN_PARAGRAPH.CENTER, bold=True)
        if self._paper.footed:
            self._fill(footer, mark, WD_ALIGN_PARAGRAPH.CENTER, bold=True)
            one = numeral(1, self._paper.language)
            pages = f"{self._words.page} {one} {self._words.of} {one}"
            self._fill(section.footer.add_paragraph(), pages, WD_ALIGN_PARAGRAPH.CENTER, bold=False)

    def _paragraph(self, text: str, alignment: Any = WD_ALIGN_PARAGRAPH.LEFT, bold: bool = False) -> None:
        self._fill(self._document.add_paragraph(), text, alignment, bold)

    def _fill(self, paragraph: Any, text: str, alignment: Any, bold: bool) -> None:
        """Write one run; in a right-to-left paragraph Word's "left" means the starting, right-hand edge."""
        face, persian = _FACES[self._paper.language], self._paper.language == "fa"
        paragraph.alignment = alignment
        if persian:
            _set_right_to_left(paragraph)
        run = paragraph.add_run(text)
        run.bold = bold
        run.font.size = Pt(13 if persian else 12)
        run.font.name = face
        run._r.get_or_add_rPr().rFonts.set(qn("w:cs"), face)
        if persian:
            run.font.rtl = True
            run.font.cs_bold = bold

    def _properties(self) -> None:
        core = self._document.core_properties
        core.author = core.last_modified_by = self._paper.clerk
        core.title = self._paper.subject
        core.comments = ""
        core.created = core.modified = self._paper.filed  # rewritten in UTC with the package
        core.revision = 3


def _set_right_to_left(paragraph: Any) -> None:
    properties = paragraph._p.get_or_add_pPr()
    bidi, jc = OxmlElement("w:bidi"), properties.find(qn("w:jc"))
    if jc is None:
        properties.append(bidi)
    else:
        jc.addprevious(bidi)
