"""Tables with rules, cell by cell."""

import numpy as np

from govah.read.ocr.cells import cells_of, in_rows, tables_of
from govah.read.ocr.order import reading_order
from govah.read.ocr.span import Span


def grid(edges: list[int], levels: list[int]) -> tuple[np.ndarray, np.ndarray]:
    level, upright = np.zeros((600, 800), bool), np.zeros((600, 800), bool)
    level[levels, edges[0] : edges[-1] + 1] = True
    upright[levels[0] : levels[-1] + 1, edges] = True
    return level, upright


def test_a_cell_of_several_lines_is_read_before_the_next() -> None:
    level, upright = grid([100, 300, 500, 700], [100, 180, 260])
    above, below = Span(100, 60, 690, 74), Span(100, 300, 690, 314)
    right = [Span(520, 110, 690, 124), Span(520, 130, 690, 144), Span(600, 150, 690, 164)]
    middle = [Span(320, 120, 480, 134), Span(320, 140, 480, 154)]
    left = [Span(120, 130, 280, 144)]
    second = [Span(520, 200, 690, 214), Span(320, 200, 480, 214), Span(120, 200, 280, 214)]
    lines = [above, *right, *middle, *left, *second, below]
    cells = cells_of(lines, level, upright)
    assert cells[0] is None
    assert cells[-1] is None
    assert reading_order(lines, (), cells, rightwards=False) == list(range(len(lines)))
    rightwards = [0, 6, 4, 5, 1, 2, 3, 9, 8, 7, 10]
    assert reading_order(lines, (), cells, rightwards=True) == rightwards


def test_an_open_side_ends_with_the_rule_above() -> None:
    level, upright = grid([100, 300, 500], [100, 150])
    upright[:, [100, 500]] = False
    cells = cells_of([Span(120, 110, 250, 130), Span(320, 110, 450, 130)], level, upright)
    assert cells == [Span(100, 101, 299, 149), Span(301, 101, 500, 149)]


def test_a_frame_around_a_page_changes_no_order() -> None:
    level, upright = grid([20, 780], [20, 580])
    inner = grid([100, 400, 700], [200, 240, 280])
    level, upright = level | inner[0], upright | inner[1]
    lines = [Span(100, 60, 700, 74), Span(420, 210, 600, 224), Span(120, 210, 300, 224), Span(100, 400, 700, 414)]
    cells = cells_of(lines, level, upright)
    assert reading_order(lines, (), cells, rightwards=False) == [0, 1, 2, 3]


def test_text_between_two_rules_without_sides_is_no_table() -> None:
    level = np.zeros((600, 800), bool)
    level[[100, 300], 100:700] = True
    assert cells_of([Span(120, 150, 600, 170)], level, np.zeros((600, 800), bool)) == [None]


def test_tables_apart_are_two_and_a_tall_cell_is_read_where_it_begins() -> None:
    tall, one, two = Span(500, 100, 600, 200), Span(300, 100, 498, 148), Span(300, 152, 498, 200)
    far = Span(300, 400, 498, 440)
    tables = tables_of([two, one, far, tall, one])
    assert sorted(map(len, tables)) == [1, 3]
    assert in_rows(next(table for table in tables if tall in table), rightwards=False) == [tall, one, two]


def test_labels_are_read_with_what_stands_beside_them() -> None:
    lines = [span for row in range(3) for span in (Span(600, 100 + 30 * row, 690, 120 + 30 * row),
                                                   Span(300, 100 + 30 * row, 450, 120 + 30 * row))]  # fmt: skip
    assert reading_order(lines, labels={0, 2, 4}, rightwards=False) == list(range(6))
    assert reading_order(lines, rightwards=False) == [0, 2, 4, 1, 3, 5]
