"""Lines of a page: gaps on paper are empty lines, words parted at a line's end are whole, places stay the page's."""

import pytest

from govah.consolidate.letters.gaps import gaps
from govah.consolidate.letters.sheet import sheet
from govah.model.page import Box, Origin, Page, Word

LINES = [
    "Ministry of Ports",
    "Harbour Road",
    "The Secretary,",
    "Ministry of Fish,",
    "Port.",
    "Sir,",
    "I write to say",
    "so.",
]
APART = {"The Secretary,", "Sir,", "I write to say"}


def scanned(lines: list[str], apart: set[str], *, tilt: float = 0.0, turned: int = 0) -> Page:
    """Lines of a pitch of 20, of 34 where one stands apart, each word 40 wide."""
    words, at, y = [], 0, 100.0
    for number, line in enumerate(lines):
        y += 34 if line in apart else 20
        x, place = 50.0, at
        for word in line.split(" "):
            top = y + tilt * (x + 20)
            words.append(Word(place, place + len(word), Box(x, top, x + 40, top + 10), number, 0.9))
            x, place = x + 45, place + len(word) + 1
        at += len(line) + 1
    return Page(1, "\n".join(lines), Origin.OCR, width=600, height=800, words=tuple(words), turned=turned)


@pytest.mark.parametrize("tilt", [0.0, 0.02, -0.02])
def test_gaps_are_where_lines_stand_apart(tilt: float) -> None:
    page = scanned(LINES, APART, tilt=tilt)
    assert {page.text[start:].split("\n")[0] for start in gaps(page)} == APART
    shown = [line.text for line in sheet(page).lines]
    assert shown.count("") == len(APART)
    assert shown[shown.index("sir,") - 1] == ""


def test_without_geometry_nothing_is_told() -> None:
    assert gaps(Page(1, "\n".join(LINES))) == frozenset()
    assert gaps(scanned(LINES, APART, turned=90)) == frozenset()
    assert gaps(scanned(LINES[:3], {LINES[2]})) == frozenset()


def test_another_column_stands_apart() -> None:
    left, right = scanned(LINES, set()), scanned(["Box 7", "Port Amity"], set())
    shift = len(left.text) + 1
    moved = [Word(one.start + shift, one.end + shift, one.box, one.line, one.confidence) for one in right.words]
    both = Page(1, f"{left.text}\n{right.text}", Origin.OCR, width=600, height=800, words=(*left.words, *moved))
    assert gaps(both) == {shift}


def test_a_word_parted_at_the_end_of_a_line_is_whole_and_keeps_its_place() -> None:
    page = Page(1, "The Embassy presents its compli-\nments to No. 7-\n8 and to the self-\nStyled.")
    found = sheet(page)
    assert [line.text for line in found.lines] == [
        "the embassy presents its compliments to no. 7-",
        "8 and to the selfstyled.",
    ]
    start = found.text.index("compliments")
    assert found.span(start, start + len("compliments")) == (1, 25, 38)
    assert page.text[25:38] == "compli-\nments"
    end = found.text.index("styled")
    assert page.text[slice(*found.span(end, end + 6)[1:])] == "Styled"
