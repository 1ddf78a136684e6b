import pytest
from hypothesis import given
from hypothesis import strategies as st

from govah.read.pdf.glyph import FRAMES, frame_of
from govah.read.pdf.placement import placement

places = st.floats(-1e4, 1e4)


@given(places, places, st.floats(1, 2000), st.floats(1, 2000), st.sampled_from([0, 90, 180, 270, -90, 450]))
def test_the_visible_box_fills_the_page(left: float, bottom: float, wide: float, high: float, turn: int) -> None:
    place = placement((left, bottom, left + wide, bottom + high), turn)
    shown = place.rectangle(left, bottom, left + wide, bottom + high)
    assert shown == pytest.approx((0, 0, place.width, place.height), abs=1e-6)
    sides = (wide, high) if turn % 180 == 0 else (high, wide)
    assert (place.width, place.height) == pytest.approx(sides, abs=1e-6)


def test_turning_is_clockwise() -> None:
    lower_left = [placement((0, 0, 100, 200), turn).point(0, 0) for turn in (0, 90, 180, 270)]
    assert lower_left == [(0, 200), (0, 0), (100, 0), (200, 100)]


@given(places, places, st.sampled_from(FRAMES))
def test_a_frame_comes_back(x: float, y: float, frame: object) -> None:
    assert frame.back(frame.along(x, y), frame.across(x, y)) == (x, y)


@pytest.mark.parametrize(("direction", "frame"), [((5, 0.2), 0), ((0.1, 3), 1), ((-2, 0.1), 2), ((0, -1), 3)])
def test_the_nearest_frame(direction: tuple[float, float], frame: int) -> None:
    assert frame_of(*direction) == FRAMES[frame]
