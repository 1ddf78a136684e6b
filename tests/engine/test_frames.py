import msgpack
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from govah.engine.frames import MOST, FrameError, Frames, packed, unpacked

SCALARS = st.none() | st.booleans() | st.integers(-(2**63), 2**63) | st.floats(allow_nan=False)
TEXT = st.text(st.characters(exclude_categories=["Cs"]))
JSON = st.recursive(SCALARS | TEXT, lambda inner: st.lists(inner) | st.dictionaries(TEXT, inner), max_leaves=20)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(JSON, max_size=4), st.integers(1, 50))
def test_messages_come_out_as_they_went_in_however_they_are_cut(values: list[object], size: int) -> None:
    data = b"".join(packed(value) for value in values)
    frames, found = Frames(), []
    for at in range(0, len(data), size):
        frames.feed(data[at : at + size])
        while (body := frames.take()) is not None:
            found.append(unpacked(body))
    assert found == values


@pytest.mark.parametrize("value", [b"raw", {1: 2}, {"a": b"raw"}, msgpack.ExtType(4, b"x"), msgpack.Timestamp(1, 2)])
def test_only_json_comes_out(value: object) -> None:
    with pytest.raises(FrameError):
        unpacked(msgpack.packb(value))


@pytest.mark.parametrize("value", [{1, 2}, object(), "\ud800", 1 << 70])
def test_only_json_goes_in(value: object) -> None:
    with pytest.raises(FrameError):
        packed(value)


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_garbage_is_a_frame_error_or_json(body: bytes) -> None:
    try:
        unpacked(body)
    except FrameError:
        return


def test_deep_nesting_is_refused() -> None:
    with pytest.raises(FrameError):
        unpacked(b"\x91" * 100_000)


@pytest.mark.parametrize("before", [b"", packed("first")])
def test_a_message_too_long_is_refused_at_its_announcement(before: bytes) -> None:
    frames = Frames()
    frames.feed(before + (MOST + 1).to_bytes(4))
    if before:
        assert frames.take() == packed("first")[4:]
    with pytest.raises(FrameError, match="announced"):
        frames.take()
