from govah.read.readers.rtf import RtfReader

HEAD = rb"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fswiss Arial;}{\f1\fcharset178 Nazli{\*\falt B};}}"


def hexed(text: str, encoding: str) -> bytes:
    return b"".join(b"\\'%02x" % byte for byte in text.encode(encoding))


def test_bytes_are_in_the_encoding_of_their_font(read) -> None:
    data = HEAD + rb"\pard\f0 caf\'e9\par{\f1 " + hexed("گزارش بازديد", "cp1256") + rb"}\par}"
    assert read(RtfReader(), data).text == "café\nگزارش بازديد"


def test_unicode_and_what_stands_for_it(read) -> None:
    data = HEAD + rb"\uc1\u1606?\u1575\'3f\u1605 { \uc0\u-10188\u-8930} \u8204\zwnj x\emdash\~y}"
    assert read(RtfReader(), data).text == "نام \U0001d11e \u200c\u200cx—\u00a0y"


def test_tables_notes_headers_and_properties(read) -> None:
    data = HEAD + (
        rb"{\info{\title Plan}{\author Quill Ferrow}{\creatim\yr2016\mo1\dy2}}{\header top\par}"
        rb"\trowd a\cell b\cell\row\trowd c\cell d\cell\row text{\footnote{\*\x y} below} end\par"
        rb"{\deleted gone}{\*\unknown hidden}{\field{\*\fldinst HYPERLINK x}{\fldrslt link}}}"
    )
    found = read(RtfReader(), data)
    assert found.text == "a\tb\nc\td\ntext[1] end\nlink\n[header] top\n[note 1] below"
    assert found.metadata == {"title": "Plan", "author": "Quill Ferrow", "created": "2016-01-02T00:00:00"}


def test_pictures(read) -> None:
    data = HEAD + rb"{\pict\pngblip\picw1 89504e47}{\pict\jpegblip\bin3 " + b"\xff}{" + rb"}x}"
    found = read(RtfReader(), data)
    assert found.children == {"picture-1.png": b"\x89PNG", "picture-2.jpg": b"\xff}{"}
    assert found.text == "x"


def test_a_million_braces(read) -> None:
    found = read(RtfReader(), HEAD + b"{" * 1_000_000 + b"deep")
    assert found.text == "deep"
    assert found.statuses == {"partial"}
