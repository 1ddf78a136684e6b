"""A page as SVG: marks over the words they mark, words in logical order, nothing of a page's words as markup."""

import xml.etree.ElementTree as ET
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from govah.model.page import Box, Page, Word
from govah.model.stretch import stretches
from govah.web.page_svg import PageMark, page_svg, surroundings
from govah.web.record_lines import record_lines

_TEXT = "سلام کهراب\nplot 9"
_PAGE = Page(
    1,
    _TEXT,
    width=200,
    height=100,
    words=(
        Word(0, 4, Box(150, 10, 190, 20), 0),
        Word(5, 10, Box(90, 10, 140, 20), 0),
        Word(11, 15, Box(10, 30, 50, 40), 1),
        Word(16, 17, Box(60, 30, 66, 40), 1),
    ),
)


def test_a_span_over_two_lines_has_a_rectangle_on_each() -> None:
    assert stretches(_PAGE, 5, 15) == [Box(90, 10, 140, 20), Box(10, 30, 50, 40)]


def test_a_cut_word_is_covered_from_the_side_where_reading_begins() -> None:
    (first_half,) = stretches(_PAGE, 0, 2)
    assert first_half == Box(170, 10, 190, 20), "Persian begins at the right"
    (latin,) = stretches(_PAGE, 11, 13)
    assert latin == Box(10, 30, 30, 40)


def test_frames_on_neighbouring_lines_of_a_file_do_not_overlap() -> None:
    lines = tuple(Word(at, at + 4, Box(10, 20.0 * row, 50, 20.0 * row + 23), row) for row, at in enumerate((0, 5, 10)))
    page = Page(1, "aaaa bbbb cccc", width=100, height=100, words=lines)
    svg = str(page_svg(page, None, [PageMark(word.start, word.end, "field", "") for word in lines], "page"))
    frames = [(float(r.get("y", "")), float(r.get("height", ""))) for r in ET.fromstring(svg).iter("rect")]
    for (above, height), (below, _) in pairwise(frames):
        assert above + height <= below


def test_words_stand_in_the_order_of_the_text() -> None:
    svg = str(page_svg(_PAGE, None, [PageMark(5, 10, "selected", "کهراب")], "page"))
    root = ET.fromstring(svg)  # our own drawing
    lines = ["".join(text.itertext()).strip() for text in root.iter("text")]
    assert lines == ["سلام کهراب", "plot 9"]
    spans = [(int(span.get("data-start", "")), span.text) for span in root.iter("tspan")]
    assert [_TEXT[start : start + len(text or "")] for start, text in spans] == [text for _, text in spans]


def test_a_page_without_geometry_has_no_picture() -> None:
    assert page_svg(Page(1, "words"), None, [], "page") is None


@given(st.text(st.characters(codec="utf-8", categories=["L", "P", "S"]), min_size=1, max_size=40))
def test_words_are_never_markup(text: str) -> None:
    page = Page(1, text, width=10, height=10, words=(Word(0, len(text), Box(1, 1, 9, 9), 0),))
    svg = str(page_svg(page, None, [PageMark(0, len(text), "hit", text)], text))
    root = ET.fromstring(svg)
    assert {element.tag for element in root.iter()} == {"svg", "rect", "title", "text", "tspan"}
    assert next(root.iter("tspan")).text == text


@given(st.integers(0, 16), st.integers(1, 17))
def test_surroundings_stay_on_the_page(start: int, length: int) -> None:
    box = surroundings(_PAGE, start, min(17, start + length))
    if box is not None:
        assert 0 <= box.left < box.right <= 200
        assert 0 <= box.top < box.bottom <= 100


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)), max_size=5))
def test_lines_of_record_hold_the_whole_text_at_its_code_points(text: str, spans: list[tuple[int, int]]) -> None:
    marks = [PageMark(start, start + length, "hit", "") for start, length in spans]
    lines = record_lines(Page(1, text), marks)
    assert "\n".join("".join(stretch.text for stretch in line.stretches) for line in lines) == text
    for line in lines:
        for stretch in line.stretches:
            assert text[stretch.start : stretch.start + len(stretch.text)] == stretch.text
            inside = [
                mark for mark in marks if mark.start <= stretch.start and mark.end >= stretch.start + len(stretch.text)
            ]
            assert bool(stretch.kinds) == bool(inside and stretch.text)
