# ruff: noqa: E501 (fixtures of XML)
import io
import zipfile

from govah.read.readers.opendocument import OpenDocumentReader

NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:presentation="urn:oasis:names:tc:opendocument:xmlns:presentation:1.0"'
)


def package(body: str, **parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr(
            "content.xml",
            f"<office:document-content {NAMES}><office:body>{body}</office:body></office:document-content>",
        )
        for name, xml in parts.items():
            file.writestr(f"{name}.xml" if name != "manifest" else "META-INF/manifest.xml", xml)
    return out.getvalue()


def test_text_notes_comments_and_headers(read) -> None:
    body = (
        "<office:text><text:tracked-changes><text:p>GONE</text:p></text:tracked-changes>"
        "<text:h>سربرگ</text:h><text:p>a<text:s text:c='2'/>b<text:tab/>c<text:line-break/>d<text:span>e</text:span>"
        "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>below</text:p></text:note-body></text:note>"
        "<office:annotation><dc:creator>Reviewer</dc:creator><dc:date>2016</dc:date><text:p>why?</text:p></office:annotation>."
        "</text:p><table:table><table:table-row><table:table-cell><text:p>x</text:p></table:table-cell>"
        "<table:table-cell><text:p>y</text:p></table:table-cell></table:table-row></table:table></office:text>"
    )
    styles = (
        f"<s {NAMES}><style:master-page><style:header><text:p>محرمانه</text:p></style:header></style:master-page></s>"
    )
    meta = f"<m {NAMES}><office:meta><dc:title>T</dc:title><meta:initial-creator>Quill</meta:initial-creator><dc:creator>B</dc:creator></office:meta></m>"
    found = read(OpenDocumentReader(), package(body, styles=styles, meta=meta))
    assert found.text == ("سربرگ\na  b\tc\nde[1].\nx\ty\n[header] محرمانه\n[note 1] below\n[comment by Reviewer] why?")
    assert found.metadata == {"title": "T", "author": "Quill", "last-modified-by": "B"}


def test_a_sheet_with_a_million_repeated_rows(read) -> None:
    cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
    body = (
        "<office:spreadsheet><table:table table:name='فهرست'><table:table-row>" + cell.format("a")
        + "<table:table-cell table:number-columns-repeated='3'/>" + cell.format("b") + "</table:table-row>"
        "<table:table-row table:number-rows-repeated='1048574'><table:table-cell table:number-columns-repeated='16384'/>"
        "</table:table-row><table:table-row>" + cell.format("z") + "</table:table-row></table:table></office:spreadsheet>"
    )  # fmt: skip
    pages = read(OpenDocumentReader(), package(body)).pages
    assert [(page.label, page.text.strip("\n")) for page in pages] == [("فهرست", "a\t\t\t\tb"), ("فهرست", "z")]


def test_slides(read) -> None:
    body = (
        "<office:presentation><draw:page draw:name='one'><draw:frame><draw:text-box><text:p>نخست</text:p></draw:text-box></draw:frame>"
        "<presentation:notes><draw:frame><draw:text-box><text:p>say</text:p></draw:text-box></draw:frame></presentation:notes>"
        "</draw:page><draw:page draw:name='two'/></office:presentation>"
    )
    pages = read(OpenDocumentReader(), package(body)).pages
    assert [(page.label, page.text) for page in pages] == [("one", "نخست\n[note] say"), ("two", "")]


def test_encrypted(read) -> None:
    found = read(OpenDocumentReader(), package("", manifest="<m><encryption-data/></m>"))
    assert found.statuses == {"encrypted"}
