import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as drawn

from govah.read.ocr.ink import painted, parts, runs
from govah.read.ocr.lines import find_lines
from govah.read.ocr.order import reading_order
from govah.read.ocr.skew import tilt
from govah.read.ocr.span import Span

MASKS = drawn.arrays(np.bool_, st.tuples(st.integers(1, 14), st.integers(1, 14)))


def flooded(ink: np.ndarray) -> int:
    """Parts counted the slow way."""
    left = {(int(y), int(x)) for y, x in zip(*np.nonzero(ink), strict=True)}
    count = 0
    while left:
        count += 1
        front = [left.pop()]
        while front:
            y, x = front.pop()
            near = {(y + dy, x + dx) for dy in (-1, 0, 1) for dx in (-1, 0, 1)} & left
            left -= near
            front.extend(near)
    return count


@given(MASKS)
@settings(max_examples=150, deadline=None)
def test_parts_are_those_of_a_flood(ink: np.ndarray) -> None:
    found = parts(ink)
    assert len(found.area) == flooded(ink)
    assert int(found.area.sum()) == int(ink.sum())


@given(MASKS)
@settings(max_examples=100, deadline=None)
def test_runs_paint_their_picture(ink: np.ndarray) -> None:
    assert np.array_equal(painted(*runs(ink), (ink.shape[0], ink.shape[1])), ink)


def rows(count: int, width: int = 600, pitch: int = 30, left: int = 60) -> np.ndarray:
    ink = np.zeros((count * pitch + 80, width + 120), bool)
    dice = np.random.default_rng(1)
    for row in range(count):
        x = left
        while x < left + width - 20:
            wide = int(dice.integers(4, 14))
            ink[40 + row * pitch : 40 + row * pitch + 12, x : x + wide] = True
            x += wide + int(dice.integers(2, 7))
    return ink


def test_every_row_is_a_line() -> None:
    assert len(find_lines(rows(12)).lines) == 12


def test_a_wide_gap_splits_and_rules_are_no_lines() -> None:
    ink = rows(6)
    ink[:, 330:420] = False
    ink[30, 40:680] = True
    layout = find_lines(ink)
    assert len(layout.lines) == 12
    assert all(line.right <= 330 or line.left >= 420 for line in layout.lines)


def test_rules_are_told_and_headlines_are_not() -> None:
    ink = rows(6)
    ink[30, 40:680] = True
    ink[:, 700] = True
    ink[5:17, 100:400] = True
    rules = find_lines(ink).rules
    assert rules[30, 40:680].all()
    assert rules[:, 700].mean() > 0.9
    assert not rules[5:17, 100:400].any()


def test_sides_of_low_cells_are_rules() -> None:
    ink = np.zeros((200, 400), bool)
    ink[[40, 70, 100], 40:360] = True
    ink[40:101, [40, 150, 260, 359]] = True
    ink[50:62, 60:70] = True
    rules = find_lines(ink).rules
    assert rules[45:65, 150].all()
    assert not rules[50:62, 60:70].any()
    stroke = np.zeros((200, 400), bool)
    stroke[40, 40:360] = True
    stroke[60:90, 200] = True  # a tall letter that stands on nothing
    assert not find_lines(stroke).rules[60:90].any()


def test_touching_rows_are_split() -> None:
    ink = rows(5, pitch=24)
    for row in range(4):  # long descenders tie the rows together
        ink[44 + row * 24 : 66 + row * 24, [200 + 40 * row, 500 + 20 * row]] = True
    assert len(find_lines(ink).lines) == 5


def test_tilt_is_found() -> None:
    ink = rows(20)
    y, x = np.nonzero(ink)
    for angle in (-4.0, -0.7, 1.5, 5.0):
        moved = np.zeros((ink.shape[0] + 160, ink.shape[1]), bool)
        moved[(y + 80 - x * np.tan(np.radians(angle))).astype(int), x] = True
        assert abs(tilt(moved) - angle) < 0.15


def test_nothing_has_no_tilt_and_no_lines() -> None:
    empty = np.zeros((50, 40), bool)
    assert tilt(empty) == 0.0
    assert find_lines(empty).lines == ()


def test_letterhead_is_read_block_by_block_from_the_right() -> None:
    left = [Span(50, 100 + 30 * row, 200, 120 + 30 * row) for row in range(3)]
    right = [Span(550, 104 + 30 * row, 760, 124 + 30 * row) for row in range(3)]
    body = [Span(450, 250, 760, 270)]  # a short line, beside nothing, is no part of the right block
    lines = [*left, *right, *body]
    assert reading_order(lines, rightwards=False) == [3, 4, 5, 0, 1, 2, 6]
    assert reading_order(lines, rightwards=True) == [0, 1, 2, 3, 4, 5, 6]


def test_cells_are_read_row_by_row() -> None:
    cells = [
        Span(50 + 180 * column, 100 + 30 * row, 120 + 180 * column, 120 + 30 * row)
        for row in range(3)
        for column in range(4)
    ]
    assert reading_order(cells, rightwards=True) == list(range(12))
    assert reading_order(cells, rightwards=False)[:4] == [3, 2, 1, 0]


@given(
    st.lists(st.tuples(st.integers(0, 700), st.integers(0, 1000), st.integers(5, 300), st.integers(5, 60)), max_size=25)
)
@settings(max_examples=150, deadline=None)
def test_every_line_is_read_once(boxes: list[tuple[int, int, int, int]]) -> None:
    lines = [Span(x, y, x + w, y + h) for x, y, w, h in boxes]
    for rightwards in (False, True):
        assert sorted(reading_order(lines, rightwards=rightwards)) == list(range(len(lines)))


def test_zeros_at_the_end_of_a_number_are_in_its_line() -> None:
    """Eastern zeros are dots: two of them after a figure, or between two, belong to it."""
    ink = np.pad(rows(3), ((0, 200), (0, 0)))
    ink[230:242, 70:76] = True
    for zero in (83, 92, 101):
        ink[235:238, zero : zero + 3] = True
    ink[230:242, 110:116] = True
    ink[235:238, 121:124] = True
    (last,) = [line for line in find_lines(ink).lines if line.top > 200]
    assert (last.left, last.right) == (70, 124)


def test_a_row_of_leaders_is_no_part_of_the_number_beside_it() -> None:
    ink = np.pad(rows(3), ((0, 200), (0, 0)))
    ink[230:242, 70:76] = True
    for dot in range(82, 400, 9):
        ink[235:238, dot : dot + 3] = True
    assert max(line.right for line in find_lines(ink).lines if line.top > 200) < 200
