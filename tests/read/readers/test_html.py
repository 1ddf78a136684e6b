import base64

import pytest

from govah.read.readers.html import HtmlReader

PAGE = """<html><head><title> عنوان  صفحه </title><meta name="author" content="Quill"><style>p{}</style></head><body>
<h1>سربرگ</h1><p>یک<b>‌دو</b>   سه<br>چهار</p><script>no()</script>
<table><tr><td>a</td><td><p>b</p></td></tr><tr><th>c</th><td></td><td>d</td></tr></table><pre>x
  y</pre><ul><li>one<li>two</ul>end</body></html>"""
TEXT = "سربرگ\nیک‌دو سه\nچهار\na\tb\nc\t\td\nx\n  y\none\ntwo\nend"


def test_visible_text_in_order(read) -> None:
    found = read(HtmlReader(), PAGE.encode())
    assert found.text == TEXT
    assert found.metadata == {"title": "عنوان صفحه", "author": "Quill"}


@pytest.mark.parametrize("encoding", ["cp1256", "utf-16", "utf-16-be", "utf-32"])
def test_encodings_without_a_declaration(read, encoding: str) -> None:
    page = PAGE.replace("ی", "ي")
    assert read(HtmlReader(), page.encode(encoding)).text == TEXT.replace("ی", "ي")


def test_a_declaration(read) -> None:
    data = b'<meta http-equiv=Content-Type content="text/html; charset=iso-8859-6"><p>' + "محضر اجتماع".encode(
        "iso8859_6"
    )
    assert read(HtmlReader(), data).text == "محضر اجتماع"


def test_pictures_in_the_page(read) -> None:
    data = b'<img src="data:image/png;base64,' + base64.b64encode(b"png") + b'"><img src="http://192.0.2.1/x.png">'
    assert read(HtmlReader(), data).children == {"picture-1.png": b"png"}


def test_a_hundred_thousand_nested_elements(read) -> None:
    found = read(HtmlReader(), b"<div>" * 100_000 + b"deep<script>no</script><p>er")
    assert found.text == "deep\ner"
    assert found.pages[0].remark == "nested too deep: read without its structure"


def test_an_empty_page(read) -> None:
    assert read(HtmlReader(), b" \n").pages == []
