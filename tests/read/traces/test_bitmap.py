"""Digests of pictures: a piece has the squares of the whole, at their distance, and noise has none of another's."""

import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from govah.model.identifiers import Sha256
from govah.model.traces import Bitmap, MailSeal, Revisions, Traces
from govah.model.traces_wire import traces_from_json, traces_to_json
from govah.read.traces.bitmap import bitmap


def scan(seed: int, width: int = 900, height: int = 700) -> Image.Image:
    """Ink on paper under a scanner's noise."""
    chance = np.random.default_rng(seed)
    points = np.full((height, width), 225.0)
    for _ in range(60):
        top, left = int(chance.integers(0, height - 40)), int(chance.integers(0, width - 160))
        points[top : top + int(chance.integers(2, 6)), left : left + int(chance.integers(30, 150))] = 40
        points[top : top + int(chance.integers(10, 38)), left : left + 3] = 40
    return Image.fromarray(np.clip(points + chance.normal(0, 4, points.shape), 0, 255).astype(np.uint8), "L")


def digests(image: Image.Image) -> Bitmap:
    return bitmap(image, "1/1", page=1, whole=False, letterhead=False)


PAGE = scan(1)
WHOLE = {square: (left, top) for square, left, top in digests(PAGE).prints}


@settings(max_examples=25, deadline=None)
@given(left=st.integers(0, 500), top=st.integers(0, 400), width=st.integers(200, 400), height=st.integers(150, 300))
def test_every_square_of_a_piece_is_one_of_the_whole(left: int, top: int, width: int, height: int) -> None:
    piece = digests(PAGE.crop((left, top, left + width, top + height)))
    assert piece.prints
    for square, x, y in piece.prints:
        assert WHOLE[square] == (left + x, top + y)


def test_another_scan_has_none_of_them() -> None:
    assert not set(WHOLE) & {square for square, _, _ in digests(scan(2)).prints}
    assert len(WHOLE) > 20


def test_pictures_are_equal_whatever_format_keeps_them() -> None:
    written = io.BytesIO()
    PAGE.convert("RGB").save(written, "PNG")
    with Image.open(written) as again:
        assert digests(again).pixels == digests(PAGE).pixels
        assert digests(again) == digests(PAGE)
    assert digests(PAGE.rotate(180)).pixels != digests(PAGE).pixels


def test_a_picture_that_was_packed_again_looks_the_same() -> None:
    written = io.BytesIO()
    PAGE.save(written, "JPEG", quality=60)
    with Image.open(written) as again:
        one, other = digests(again), digests(PAGE)
        assert one.pixels != other.pixels
        assert (int(one.look, 16) ^ int(other.look, 16)).bit_count() <= 4


@pytest.mark.parametrize("size", [(1, 1), (15, 200), (16, 16), (300, 1)])
def test_small_pictures(size: tuple[int, int]) -> None:
    made = digests(Image.new("L", size, 255))
    assert (made.width, made.height, made.prints) == (*size, ())


def test_traces_come_back_from_storage() -> None:
    traces = Traces(
        Sha256("ab" * 32),
        "traces/1",
        ("B Nazanin",),
        Revisions(frozenset({"00A1"}), frozenset()),
        (MailSeal("varn.example", "s1", "rsa-sha256", None),),
        (digests(PAGE),),
    )
    assert traces_from_json(traces_to_json(traces)) == traces
