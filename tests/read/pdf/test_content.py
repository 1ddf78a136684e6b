"""The tokeniser of content streams, by examples of ISO 32000-1 and beside pdfminer's."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pdfminer.pdfinterp import PDFContentParser
from pdfminer.pdftypes import PDFStream
from pdfminer.psparser import LIT, PSEOF, PSKeyword

from govah.read.pdf.content import operations


def _operands(data: bytes) -> list[Any]:
    ((operator, operands),) = operations(data + b" op")
    assert operator == b"op"
    return operands


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (b"1 -2 +3 4. .5 -.002", [1, -2, 3, 4.0, 0.5, -0.002]),
        (rb"(a\(b\)c) (x(y)z) (\101\60) (a\n) (a\\) ()", [b"a(b)c", b"x(y)z", b"A0", b"a\n", b"a\\", b""]),
        (b"(two\\\nlines)", [b"twolines"]),
        (b"<48 65> <486>", [b"He", b"H`"]),
        (b"/F1 /A#20B", [LIT("F1"), LIT("A B")]),
        (b"[(A) -120 <42>]", [[b"A", -120, b"B"]]),
        (b"/Span <</ActualText <FEFF0627> /MCID 3>>", [LIT("Span"), {"ActualText": b"\xfe\xff\x06\x27", "MCID": 3}]),
        (b"% a remark (\n1", [1]),
        (b"true null 5-3", [True, None, 5.0]),
        (b"--7 1.2.3", [-7.0, 1.2]),
    ],
)
def test_operands(written: bytes, meant: list[Any]) -> None:
    assert _operands(written) == meant


def test_an_inline_picture_is_passed_over() -> None:
    data = b"q BI /W 2 /H 1 ID \x00(\xff EI\xfeEI not Q\x01 EI Q (A) Tj"
    assert [operator for operator, _ in operations(data)][-2:] == [b"Q", b"Tj"]


@pytest.mark.parametrize("data", [b"(never closed", b"[1 2", b"<< /A", b"<41", b"))>>]]", b"BI ID", b"\\\xff\x00"])
def test_damaged_content_ends(data: bytes) -> None:
    assert list(operations(data)) is not None


@given(st.binary(max_size=200))
def test_any_bytes_end(data: bytes) -> None:
    for operator, operands in operations(data):
        assert isinstance(operator, bytes)
        assert isinstance(operands, list)


_string = st.binary(max_size=12).map(lambda raw: b"<" + raw.hex().encode() + b">")
_number = st.one_of(st.integers(-9999, 9999).map(str), st.floats(-999, 999).map(lambda x: f"{x:.3f}")).map(str.encode)
_array = st.lists(st.one_of(_string, _number), max_size=5).map(lambda items: b"[" + b" ".join(items) + b"]")
_operation = st.tuples(
    st.lists(st.one_of(_string, _number, _array, st.sampled_from([b"/F1", b"/Im.2"])), max_size=4),
    st.sampled_from([b"Tj", b"TJ", b"re", b"cm", b"T*", b"'"]),
).map(lambda both: b" ".join([*both[0], both[1]]))


@given(st.lists(_operation, max_size=8))
def test_as_pdfminer_reads_it(written: list[bytes]) -> None:
    data = b"\n".join(written) + b"\n"
    parser, stack, theirs = PDFContentParser([PDFStream({}, data)]), [], []
    while True:
        try:
            _, token = parser.nextobject()
        except PSEOF:
            break
        if isinstance(token, PSKeyword):
            theirs.append((token.name, stack))
            stack = []
        else:
            stack.append(token)
    assert list(operations(data)) == theirs


def test_a_stream_of_openings_takes_no_time() -> None:
    assert list(operations(b"( " * 200_000)) == []
    assert list(operations(b"< " * 200_000)) == []
