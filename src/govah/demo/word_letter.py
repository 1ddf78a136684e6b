"""Letters as word-processor files: right to left, with the class in header and footer."""

import io
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from govah.demo.package_zip import office_package
from govah.demo.paper import Paper
from govah.demo.typesetting import INVOCATION, REPUBLIC, address, details
from govah.demo.victim_list import persian_digits

_FACE = "B Nazanin"


def word_letter(paper: Paper) -> bytes:
    """The letter as a .docx whose properties and members carry the letter's own date."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    _class_marks(section, paper)
    _head(document, paper)
    for block in paper.body:
        words = (f"{persian_digits(str(n))}. {item}" for n, item in enumerate(block.items, start=1))
        for text in words if block.items else (block.text,):
            _paragraph(document, text, WD_ALIGN_PARAGRAPH.JUSTIFY)
    _foot(document, paper)
    _properties(document, paper)
    written = io.BytesIO()
    document.save(written)
    return office_package(written.getvalue(), paper.issued)


def _head(document: Any, paper: Paper) -> None:
    _paragraph(document, INVOCATION, WD_ALIGN_PARAGRAPH.CENTER)
    _paragraph(document, REPUBLIC, bold=True)
    _paragraph(document, paper.office.fa, bold=True)
    for label, value in details(paper):
        _paragraph(document, f"{label}: {value}", WD_ALIGN_PARAGRAPH.RIGHT)
    for label, value in address(paper):
        _paragraph(document, f"{label}: {value}", bold=label == "موضوع")


def _foot(document: Any, paper: Paper) -> None:
    holder = paper.signatory
    if holder is not None:
        _paragraph(document, holder.fa, WD_ALIGN_PARAGRAPH.RIGHT, bold=True)
        _paragraph(document, paper.office.title_fa, WD_ALIGN_PARAGRAPH.RIGHT)
    if paper.cc:
        _paragraph(document, "رونوشت:", bold=True)
        for words in paper.cc:
            _paragraph(document, f"– {words}")


def _class_marks(section: Any, paper: Paper) -> None:
    header, footer = section.header.paragraphs[0], section.footer.paragraphs[0]
    _fill(header, paper.classification if paper.marked else "", WD_ALIGN_PARAGRAPH.CENTER, bold=True)
    _fill(footer, paper.classification if paper.marked else "", WD_ALIGN_PARAGRAPH.CENTER, bold=True)
    _fill(section.footer.add_paragraph(), "صفحه ۱ از ۱", WD_ALIGN_PARAGRAPH.CENTER)


def _paragraph(document: Any, text: str, alignment: Any = WD_ALIGN_PARAGRAPH.LEFT, bold: bool = False) -> None:
    _fill(document.add_paragraph(), text, alignment, bold)


def _fill(paragraph: Any, text: str, alignment: Any, bold: bool = False) -> None:
    """Write one right-to-left run; in such a paragraph Word's "left" means the starting, right-hand edge."""
    paragraph.alignment = alignment
    properties = paragraph._p.get_or_add_pPr()
    bidi = OxmlElement("w:bidi")
    jc = properties.find(qn("w:jc"))
    if jc is None:
        properties.append(bidi)
    else:
        jc.addprevious(bidi)
    run = paragraph.add_run(text)
    run.bold = bold
    run.font.size = Pt(13)
    run.font.name = _FACE
    run_properties = run._r.get_or_add_rPr()
    run_properties.rFonts.set(qn("w:cs"), _FACE)
    run.font.rtl = True
    run.font.cs_bold = bold


def _properties(document: Any, paper: Paper) -> None:
    core = document.core_properties
    core.author = core.last_modified_by = paper.clerk
    core.title = paper.subject
    core.comments = ""
    core.created = core.modified = paper.issued  # rewritten in UTC with the package
    core.revision = 3
