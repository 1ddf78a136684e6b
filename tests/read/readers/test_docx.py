import io
import zipfile

import docx
import pytest
from docx.document import Document

from govah.read.readers.docx import DocxReader

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
STRICT = 'xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def saved(document: Document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def package(
    body: str, parts: dict[str, tuple[str, str]] | None = None, space: str = W, encoding: str = "utf-8"
) -> bytes:
    """A package with a body and further parts: name → kind of relation, XML."""
    parts = parts or {}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        head = f'<?xml version="1.0" encoding="{encoding}"?>'
        file.writestr(
            "word/document.xml", f"{head}<w:document {space}><w:body>{body}</w:body></w:document>".encode(encoding)
        )
        links = "".join(
            f'<Relationship Id="r{n}" Type="{OFFICE}/{kind}" Target="{name}"/>'
            for n, (name, (kind, _)) in enumerate(parts.items())
        )
        file.writestr("word/_rels/document.xml.rels", f"<Relationships>{links}</Relationships>")
        for name, (_, xml) in parts.items():
            file.writestr(f"word/{name}", xml)
    return out.getvalue()


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def test_a_document_made_by_an_office_library(read) -> None:
    document = docx.Document()
    document.add_paragraph("شماره: ۱۲۳/ج\tتاریخ: ۱۳۹۴/۱۰/۱۲")
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip((c for row in table.rows for c in row.cells), "abcd", strict=True):
        cell.text = text
    document.add_paragraph("والسلام")
    document.sections[0].header.paragraphs[0].text = "محرمانه"
    document.sections[0].footer.paragraphs[0].text = "Page footer"
    document.core_properties.title = "عنوان"
    document.core_properties.author = "Quill Ferrow"
    found = read(DocxReader(), saved(document))
    assert found.text == "شماره: ۱۲۳/ج\tتاریخ: ۱۳۹۴/۱۰/۱۲\na\tb\nc\td\nوالسلام\n[header] محرمانه\n[footer] Page footer"
    assert (found.metadata["title"], found.metadata["author"]) == ("عنوان", "Quill Ferrow")


@pytest.mark.parametrize(("space", "encoding"), [(W, "utf-8"), (STRICT, "utf-8"), (W, "utf-16")])
def test_insertions_deletions_fields_and_marks(read, space: str, encoding: str) -> None:
    body = (
        f"<w:p>{run('a')}<w:ins>{run('b')}</w:ins><w:del><w:r><w:delText>GONE</w:delText></w:r></w:del>"
        "<w:r><w:fldChar/><w:instrText>DATE</w:instrText></w:r>"
        f"{run('c')}<w:hyperlink>{run('d')}</w:hyperlink><w:sdt><w:sdtPr/><w:sdtContent>{run('e')}</w:sdtContent></w:sdt>"
        "<w:r><w:tab/><w:t>f</w:t><w:br/><w:t>g</w:t><w:noBreakHyphen/></w:r></w:p>"
    )
    assert read(DocxReader(), package(body, space=space, encoding=encoding)).text == "abcde\tf\ng\u2011"


def test_a_text_box_stands_there_once_and_behind_its_paragraph(read) -> None:
    box = f"<w:txbxContent><w:p>{run('in the box')}</w:p></w:txbxContent>"
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    body = (
        f"<w:p>{run('be')}<w:r><mc:AlternateContent {mc}><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
    )
    body += f"</mc:AlternateContent></w:r>{run('fore')}</w:p><w:p>{run('after')}</w:p>"
    assert read(DocxReader(), package(body)).text == "before\nin the box\nafter"


def test_notes_and_comments(read) -> None:
    note = (
        f'<w:footnotes {W}><w:footnote w:id="0" w:type="separator"/><w:footnote w:id="2"><w:p>{run("نگاه کنید")}</w:p>'
    )
    note += "</w:footnote></w:footnotes>"
    comment = (
        f'<w:comments {W}><w:comment w:id="0" w:author="Reviewer"><w:p>{run("why?")}</w:p></w:comment></w:comments>'
    )
    body = f'<w:p>{run("text")}<w:r><w:footnoteReference w:id="2"/></w:r>{run(".")}</w:p>'
    found = read(
        DocxReader(), package(body, {"footnotes.xml": ("footnotes", note), "comments.xml": ("comments", comment)})
    )
    assert found.text == "text[1].\n[note 1] نگاه کنید\n[comment by Reviewer] why?"


def test_pictures_are_children(read) -> None:
    data = package(f"<w:p>{run('x')}</w:p>", {"media/image1.png": ("image", "picture")})
    assert read(DocxReader(), data).children == {"word/media/image1.png": b"picture"}


def test_entities_are_not_expanded(read) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        dtd = '<!DOCTYPE d [<!ENTITY a "LOL"><!ENTITY f SYSTEM "file:///etc/hostname">]>'
        file.writestr(
            "word/document.xml", f"{dtd}<w:document {W}><w:body><w:p>{run('x&a;&f;y')}</w:p></w:body></w:document>"
        )
    text = read(DocxReader(), out.getvalue()).text
    assert text.startswith("x")
    assert "LOL" not in text


def test_a_long_document_is_cut_at_paragraphs(read) -> None:
    body = "".join(f"<w:p>{run('ب' * 999)}</w:p>" for _ in range(120))
    pages = read(DocxReader(), package(body)).pages
    assert [len(page.text) for page in pages] == [49_999, 49_999, 19_999]


def test_a_damaged_package_gives_what_is_there(read) -> None:
    data = package(f"<w:p>{run('saved')}</w:p>")
    found = read(DocxReader(), data[: data.index(b"PK\x01\x02")])
    assert found.text == "saved"
    assert found.statuses == {"partial"}
