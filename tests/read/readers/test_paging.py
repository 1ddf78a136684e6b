from hypothesis import given
from hypothesis import strategies as st

from govah.model.text import stored_text
from govah.read.paging import PAGE_CODE_POINTS, cut, row_text, sheet_pages, text_pages


def test_a_page_ends_with_the_last_paragraph_that_fits() -> None:
    paragraph = "ب" * 19_999 + "\n"
    pages = list(text_pages([paragraph * 5]))
    assert [page.text for page in pages] == [(paragraph * 2)[:-1], (paragraph * 2)[:-1], paragraph[:-1]]


def test_a_paragraph_longer_than_a_page_is_cut_at_a_space() -> None:
    pages = list(cut(["کلمه " * 12_000]))
    assert all(len(page) <= PAGE_CODE_POINTS for page in pages)
    assert "".join(pages) == "کلمه " * 12_000
    assert pages[0].endswith(" ")


def test_nothing_but_white_space_is_no_page() -> None:
    assert list(text_pages(["\n \n", "\t"])) == []


@given(st.lists(st.text(alphabet="ab \n\r\u0627\u0653\u0301e", max_size=40), max_size=20))
def test_chunks_do_not_change_the_text(chunks: list[str]) -> None:
    whole = stored_text("".join(chunks))
    assert "".join(cut(chunks)) == (whole if whole.strip() else "")


def test_rows_stand_where_they_stood() -> None:
    rows = [(1, ["نام", "شماره"]), (3, ["", "۱۲"]), (501, ["z"])]
    first, second = sheet_pages(rows, "برگه", 1)
    assert first.text == "نام\tشماره\n\n\t۱۲"
    assert (second.number, second.text, second.label, second.remark) == (2, "z", "برگه", None)


def test_pages_without_a_word_are_left_out_and_told() -> None:
    pages = list(sheet_pages([(1, ["a"]), (1_048_576, ["b"])], "S", 4))
    assert [page.number for page in pages] == [4, 5]
    assert pages[1].remark == "rows 1048501 to 1049000"
    assert pages[1].text == "\n" * 75 + "b"


def test_notes_come_at_the_end_of_a_sheet() -> None:
    (page,) = sheet_pages([(1, ["a"])], "S", 1, ["[comment by X] A1: c"])
    assert page.text == "a\n[comment by X] A1: c"


def test_a_cell_keeps_its_place() -> None:
    assert row_text(["a\tb", "c\nd", "", ""]) == "a b\tc d"
