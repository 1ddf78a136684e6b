"""Cut, flipped and lying files: a reader gives what it can or says why not, in bounds, whatever the bytes are.

What it raises becomes words that a person reads, so it is a sentence about the file, never a mistake of the program.
"""

import io
import os
import resource
import sqlite3
import struct
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.read.readers import samples

from govah.model.page import Page
from govah.read.media_telling import tell
from govah.read.reader import Child, Limits, Reader
from govah.read.registry import installed

SAMPLES: tuple[Callable[[], bytes], ...] = (
    samples.ar, samples.warc, samples.arc, samples.xps, samples.framemaker, samples.hangul, samples.hangul_package,
    samples.publisher, samples.emf, samples.wmf, samples.keynote, samples.pages_archive, samples.onenote,
    samples.sqlite, samples.tnef, samples.word, samples.powerpoint, samples.outlook,
)  # fmt: skip
TOLD = (ValueError, OSError, OverflowError, sqlite3.Error)
MISTAKES = (UnicodeError,)
MOST_BYTES = 32 << 20
MOST_MEMORY = 256 << 10  # KiB that all variants of a sample may add to the peak
LIES = [struct.pack("<I", value) for value in (0, 1, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)]
each = pytest.mark.parametrize("make", SAMPLES, ids=lambda make: make.__name__)


@cache
def sample(make: Callable[[], bytes]) -> tuple[bytes, Reader]:
    data = make()
    reader = installed().reader_for(tell(io.BytesIO(data), []))
    assert reader is not None, make.__name__
    return data, reader


def consume(reader: Reader, data: bytes, scratch: Path) -> int:
    """Read everything; how many pages and parts there were."""
    found = length = 0
    try:
        for item in reader.read(io.BytesIO(data), Limits(scratch=scratch)):
            found += isinstance(item, Page | Child)
            if isinstance(item, Page):
                length += len(item.text)
            elif isinstance(item, Child) and item.content is not None:
                if isinstance(item.content, bytes):
                    length += len(item.content)
                else:
                    while piece := item.content.read(1 << 16):
                        length += len(piece)
                        assert length < MOST_BYTES
            assert length < MOST_BYTES
            assert found < 10_000
    except TOLD as error:
        if isinstance(error, MISTAKES) or not str(error):
            raise
    return found


def variants(data: bytes) -> Iterator[bytes]:
    step = max(1, len(data) // 400)
    for end in range(0, len(data), step):
        yield data[:end]
    step = max(4, len(data) // 200 // 4 * 4)
    for at in range(0, len(data) - 3, step):
        for lie in LIES:
            yield data[:at] + lie + data[at + 4 :]


@pytest.fixture
def bounded() -> Iterator[None]:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    yield
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < MOST_MEMORY


@each
def test_sound_files_give_something(make: Callable[[], bytes], tmp_path: Path) -> None:
    data, reader = sample(make)
    assert consume(reader, data, tmp_path) > 0


@each
@pytest.mark.usefixtures("bounded")
def test_cut_and_lying_files(make: Callable[[], bytes], tmp_path: Path) -> None:
    data, reader = sample(make)
    for variant in variants(data):
        consume(reader, variant, tmp_path)


@each
@pytest.mark.usefixtures("bounded")
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_flipped_files(make: Callable[[], bytes], tmp_path: Path, data: st.DataObject) -> None:
    sound, reader = sample(make)
    changed = bytearray(sound)
    for _ in range(data.draw(st.integers(1, 12))):
        at = data.draw(st.integers(0, len(sound) - 1))
        changed[at] = data.draw(st.integers(0, 255))
    if data.draw(st.booleans()):  # a stretch twice, or instead of another
        start, target, size = (data.draw(st.integers(0, len(sound) - 1)) for _ in range(3))
        changed[target : target + size % 300] = changed[start : start + size % 300]
    consume(reader, bytes(changed), tmp_path)


@each
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(noise=st.binary(max_size=600), kept=st.integers(0, 80))
def test_noise_behind_a_true_beginning(make: Callable[[], bytes], tmp_path: Path, noise: bytes, kept: int) -> None:
    sound, reader = sample(make)
    consume(reader, sound[:kept] + noise, tmp_path)


SHARED = Path(os.environ.get("GOVAH_SHARED") or Path(__file__).parents[4] / "shared")
OURS = {
    "ar", "web_archive", "xps", "framemaker", "hangul", "publisher", "metafile", "iwork", "onenote", "sqlite", "tnef",
    "word_binary", "powerpoint_binary", "outlook", "pst",
}  # fmt: skip


@pytest.mark.shared
@pytest.mark.usefixtures("bounded")
def test_real_files_whole_and_cut(tmp_path: Path) -> None:
    corpora = SHARED / "corpora"
    if not corpora.is_dir():
        pytest.skip("the test corpora are not beside the project")
    tried: dict[str, int] = {}
    for path in sorted(corpora.rglob("*")):
        if not path.is_file() or path.stat().st_size > 300_000:
            continue
        with path.open("rb") as stream:
            reader = installed().reader_for(tell(stream, [path.name]))
        if reader is None or reader.name not in OURS or tried.get(reader.name, 0) >= 12:
            continue
        data = path.read_bytes()
        for variant in (data, data[: len(data) // 2], data[: len(data) - 700]):
            consume(reader, variant, tmp_path)
        tried[reader.name] = tried.get(reader.name, 0) + 1
    assert len(tried) > 10
