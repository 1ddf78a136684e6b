import json

import pytest

from govah.read.readers.delimited import DelimitedReader
from govah.read.readers.text import TextReader


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1256"])
def test_text_as_it_stands(read, encoding: str) -> None:
    text = "شماره: 12\n\n  موضوع:\tگزارش بازديد از انبار"
    found = read(TextReader(), text.encode(encoding))
    assert found.text == text
    assert found.metadata["encoding"] == encoding


def test_letters_behind_much_ascii(read) -> None:
    text = "line\n" * 100_000 + "گزارش بازديد از انبار شماره سه"
    assert read(TextReader(), text.encode("cp1256")).text.endswith("گزارش بازديد از انبار شماره سه")


def test_json_says_its_letters(read) -> None:
    text = json.dumps({"متن": 'نامه "سری" \U0001d11e \\u0041 \n'})
    assert read(TextReader(), text.encode()).text == '{"متن": "نامه \\"سری\\" \U0001d11e \\\\u0041 \\n"}'


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_rows_stand_as_they_are_written(read, delimiter: str) -> None:
    lines = ["نام|سن|شهر", '"بهاری نرگس"|30|"a', 'b"', "کاوه|۴۱|x"]
    written = [line.replace("|", delimiter) for line in lines]
    assert read(DelimitedReader(), "\r\n".join(written).encode("utf-8-sig")).text == "\n".join(written)


def test_five_hundred_rows_a_page(read) -> None:
    pages = read(DelimitedReader(), b"".join(b"%d,x\n" % n for n in range(1, 1002))).pages
    assert [page.text.split("\n")[0] for page in pages] == ["1,x", "501,x", "1001,x"]


def test_a_quote_that_is_never_closed_hides_nothing(read) -> None:
    data = b'a,b\n"open,' + b"x,y\n" * 400_000
    assert "x,y" in read(DelimitedReader(), data).text
