"""Columns of running text: one after the other, however their lines stand beside each other."""

import numpy as np
import pytest

from govah.read.ocr.lines import find_lines
from govah.read.ocr.order import reading_order
from govah.read.ocr.span import Span

PITCH = 30


def line(ink: np.ndarray, left: int, right: int, top: int) -> Span:
    """Words of strokes, as wide as letters are, with a space between them."""
    at = left
    while at < right:
        end = min(at + 40, right)
        ink[top + 4 : top + 16, at:end:3] = True
        ink[top + 15 : top + 17, at:end] = True
        at = end + 9
    return Span(left, top + 4, right, top + 17)


def column(ink: np.ndarray, left: int, right: int, top: int, count: int, *, ragged: str) -> list[Span]:
    """Lines of a paragraph; the last one is short, at the side where reading begins."""
    whole = [line(ink, left, right, top + row * PITCH) for row in range(count - 1)]
    short = (left, left + 90) if ragged == "right" else (right - 90, right)
    return [*whole, line(ink, *short, top + (count - 1) * PITCH)]


def read(ink: np.ndarray, *, rightwards: bool) -> list[Span]:
    layout = find_lines(ink)
    return [layout.lines[i] for i in reading_order(layout.lines, layout.gutters, rightwards=rightwards)]


def places(found: list[Span], drawn: list[Span]) -> list[int]:
    """Which drawn line each found one is, by its middle."""

    def apart(one: Span, other: Span) -> int:
        return abs(one.left + one.right - other.left - other.right) + abs(
            one.top + one.bottom - other.top - other.bottom
        )

    return [min(range(len(drawn)), key=lambda i: apart(span, drawn[i])) for span in found]


@pytest.mark.parametrize("shift", [0, 7, 13, 22])
@pytest.mark.parametrize("rightwards", [False, True])
def test_columns_whose_lines_do_not_stand_at_one_height(shift: int, *, rightwards: bool) -> None:
    ink = np.zeros((900, 830), bool)
    ragged = "right" if rightwards else "left"
    title = [line(ink, 300, 520, 40)]
    left = column(ink, 80, 395, 120 + shift, 14, ragged=ragged)
    right = column(ink, 435, 750, 120, 12, ragged=ragged)
    end = [line(ink, 100, 240, 640)]
    columns = [*left, *right] if rightwards else [*right, *left]
    drawn = [*title, *columns, *end]
    assert places(read(ink, rightwards=rightwards), drawn) == list(range(len(drawn)))


def test_a_letterhead_above_columns_is_no_part_of_them() -> None:
    ink = np.zeros((900, 830), bool)
    head = [line(ink, 640, 750, 40), line(ink, 600, 750, 70)]
    number = [line(ink, 80, 200, 40), line(ink, 80, 210, 70)]
    right = column(ink, 435, 750, 160, 10, ragged="left")
    left = column(ink, 80, 395, 171, 10, ragged="left")
    drawn = [*head, *number, *right, *left]
    assert places(read(ink, rightwards=False), drawn) == list(range(len(drawn)))


def test_a_title_at_one_side_begins_new_columns() -> None:
    ink = np.zeros((1300, 830), bool)
    drawn = []
    for top in (120, 620):
        title = line(ink, 600, 750, top - 60)
        ink[top - 64 : top - 34, 600:750:6] = True
        right = column(ink, 435, 750, top, 12, ragged="left")
        left = column(ink, 80, 395, top + 9, 11, ragged="left")
        drawn += [title, *right, *left]
    assert places(read(ink, rightwards=False), drawn) == list(range(len(drawn)))


def test_cells_without_rules_are_read_row_by_row() -> None:
    ink = np.zeros((900, 830), bool)
    rows = []
    for row in range(9):
        rows += [line(ink, 640, 750, 100 + row * PITCH), line(ink, 80, 170, 100 + row * PITCH)]
    drawn = rows
    assert places(read(ink, rightwards=False), drawn) == list(range(len(drawn)))


def test_a_wide_paragraph_is_not_parted_by_spaces_that_meet() -> None:
    ink = np.zeros((900, 830), bool)
    lines = [line(ink, 80, 750, 100 + row * PITCH) for row in range(10)]
    drawn = lines
    assert places(read(ink, rightwards=False), drawn) == list(range(len(drawn)))
