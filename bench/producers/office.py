"""LibreOffice's export of .docx."""

import subprocess
from pathlib import Path
from typing import Any

import docx
from bench.producers.document import Block, Document
from bench.producers.fonts import Font
from bench.producers.made import Made, Order
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Pt


def libreoffice(orders: list[Order]) -> list[Made]:
    """Written as .docx, exported by LibreOffice in one run."""
    sources = []
    for order in orders:
        source = order.path.with_suffix(".docx")
        _written(order.document, order.font).save(str(source))
        sources.append(str(source))
    folder = orders[0].path.parent
    command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf"]
    subprocess.run([*command, "--outdir", str(folder), *sources], check=True, capture_output=True, timeout=900)
    return [Made(order) for order in orders if Path(order.path).exists()]


def _written(document: Document, font: Font) -> Any:
    paper = docx.Document()
    section = paper.sections[0]
    section.page_width, section.page_height = Pt(595), Pt(842)
    section.left_margin = section.right_margin = Pt(60)
    section.top_margin = section.bottom_margin = Pt(60)
    for text, part in ((document.header, section.header), (document.footer, section.footer)):
        if text:
            _fill(part.paragraphs[0], text, font, document.direction, 10)
    paper._body.clear_content()
    for block in document.blocks:
        _add(paper, block, font)
    return paper


def _add(paper: Any, block: Block, font: Font) -> None:
    if block.kind in ("ruled", "plain"):
        grid = paper.add_table(len(block.texts), len(block.texts[0]))
        if block.kind == "ruled":
            grid.style = "Table Grid"
        if block.direction == "rtl":
            grid._tbl.tblPr.append(OxmlElement("w:bidiVisual"))
        for row, texts in zip(grid.rows, block.texts, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                _fill(cell.paragraphs[0], text, font, block.direction, 12)
    elif block.kind == "columns":
        _columns(paper.add_section(WD_SECTION.CONTINUOUS), 2)
        for number, column in enumerate(block.texts):
            for place, text in enumerate(column):
                paragraph = paper.add_paragraph()
                if number and not place:
                    paragraph.add_run().add_break(docx.enum.text.WD_BREAK.COLUMN)
                _fill(paragraph, text, font, block.direction, 12)
                paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    else:
        size = {"heading": 15, "small": 9.5}.get(block.kind, 12)
        paragraph = paper.add_paragraph()
        _fill(paragraph, next(block.said()), font, block.direction, size)
        if block.kind == "heading":
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _columns(section: Any, count: int) -> None:
    columns = section._sectPr.find(qn("w:cols"))
    if columns is None:
        columns = OxmlElement("w:cols")
        section._sectPr.append(columns)
    columns.set(qn("w:num"), str(count))
    columns.set(qn("w:space"), "480")
    section._sectPr.append(OxmlElement("w:bidi"))


def _fill(paragraph: Any, text: str, font: Font, direction: str, size: float) -> None:
    run = paragraph.add_run(text)
    properties = run._r.get_or_add_rPr()
    names = OxmlElement("w:rFonts")
    for name in ("ascii", "hAnsi", "cs"):
        names.set(qn(f"w:{name}"), font.family)
    properties.append(names)
    for name in ("w:sz", "w:szCs"):
        wanted = OxmlElement(name)
        wanted.set(qn("w:val"), str(round(size * 2)))
        properties.append(wanted)
    if direction == "rtl":
        paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))
        properties.append(OxmlElement("w:rtl"))
