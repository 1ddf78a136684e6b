# ruff: noqa: E501 (fixtures of XML)
import io
import zipfile

from govah.read.readers.epub import EpubReader
from govah.read.readers.presentation import PresentationReader

P = (
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)


def shape(text: str, kind: str = "") -> str:
    place = f"<p:nvSpPr><p:nvPr><p:ph type='{kind}'/></p:nvPr></p:nvSpPr>" if kind else ""
    return f"<p:sp>{place}<p:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:txBody></p:sp>"


def links(**targets: str) -> str:
    one = "".join(
        f'<Relationship Id="{n}" Type="x/{n.rstrip("0123456789")}" Target="{t}"/>' for n, t in targets.items()
    )
    return f"<Relationships>{one}</Relationships>"


def packed(parts: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, text in parts.items():
            file.writestr(name, text)
    return out.getvalue()


def test_slides_in_the_order_of_the_show(read) -> None:
    tree = "<p:sld {} {}><p:cSld><p:spTree>{}</p:spTree></p:cSld></p:sld>"
    found = read(
        PresentationReader(),
        packed(
            {
                "ppt/presentation.xml": f"<p:presentation {P}><p:sldIdLst><p:sldId r:id='slide2'/><p:sldId r:id='slide1'/>"
                "</p:sldIdLst></p:presentation>",
                "ppt/_rels/presentation.xml.rels": links(slide1="slides/slide1.xml", slide2="slides/slide2.xml"),
                "ppt/slides/slide1.xml": tree.format(P, 'show="0"', f"<p:grpSp>{shape('گروه')}</p:grpSp>"),
                "ppt/slides/slide2.xml": tree.format(P, "", shape("نخست", "title") + shape("second")),
                "ppt/slides/_rels/slide2.xml.rels": links(
                    notesSlide="../notesSlides/n1.xml", slideLayout="../layout.xml"
                ),
                "ppt/notesSlides/n1.xml": tree.format(P, "", shape("say this", "body") + shape("7", "sldNum")),
                "ppt/layout.xml": tree.format(P, "", shape("Click to edit", "title") + shape("RESTRICTED")),
            }
        ),
    )
    assert [page.text for page in found.pages] == ["نخست\nsecond\n[master] RESTRICTED\n[note] say this", "گروه"]
    assert found.pages[1].remark == "hidden slide"


def test_a_book_in_the_order_of_its_spine(read) -> None:
    found = read(
        EpubReader(),
        packed(
            {
                "META-INF/container.xml": "<c><rootfile full-path='OPS/b.opf'/></c>",
                "OPS/b.opf": "<package><metadata xmlns:dc='http://purl.org/dc/elements/1.1/'><dc:title>کتاب</dc:title></metadata>"
                "<manifest><item id='1' href='one.xhtml' media-type='application/xhtml+xml'/>"
                "<item id='2' href='two.xhtml' media-type='application/xhtml+xml'/></manifest>"
                "<spine><itemref idref='2'/><itemref idref='1'/></spine></package>",
                "OPS/one.xhtml": "<html><body><p>یک</p></body></html>",
                "OPS/two.xhtml": "<html><body><p>دو</p></body></html>",
            }
        ),
    )
    assert [page.text for page in found.pages] == ["دو", "یک"]
    assert found.metadata == {"title": "کتاب"}
