import io
import zipfile
from collections.abc import Iterator
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import BinaryIO

import pytest

from govah.errors import UsageError
from govah.model.page import Box, Page, Word
from govah.model.status import Status
from govah.read import media
from govah.read.reader import Child, Item, Limits, Metadata, Remark
from govah.read.reading import Part, Reading, SpoiledScratchError, open_part
from govah.read.registry import Registry, installed
from govah.read.stage import cpu_allowance, read_exhibit, read_stream
from govah.read.wire import reading_from_json, reading_to_json


class Panic(BaseException):
    """What a reader written in Rust raises."""


class Yields:
    """A reader that yields what the test says, then raises what it says."""

    name, version, media = "yields", "3", frozenset({media.TEXT})

    def __init__(self, *items: Item, error: BaseException | None = None) -> None:
        self.items, self.error = items, error

    def read(self, stream: BinaryIO, limits: Limits) -> Iterator[Item]:
        yield from self.items
        if self.error is not None:
            raise self.error


class Broken(io.RawIOBase):
    def read(self, size: int = -1) -> bytes:
        raise zipfile.BadZipFile("bad check sum")


def reading(
    scratch: Path, *items: Item, error: BaseException | None = None, content: bytes = b"text", **limits: int
) -> Reading:
    reader = Yields(*items, error=error)
    registry = Registry({media.TEXT: reader}, ())
    found = read_stream(io.BytesIO(content), [], Limits(scratch, **limits), registry)
    assert reading_from_json(reading_to_json(found)) == found
    return found


def test_pages_children_and_metadata_are_kept(tmp_path: Path) -> None:
    found = reading(
        tmp_path,
        Metadata("author", "A"),
        Metadata("author", "B"),
        Page(1, "one\r\ntwo"),
        Child("a.txt", b"bytes"),
        Child("b.txt", io.BytesIO(b"stream")),
        Child("c.txt", None, detail="needs a password"),
    )
    assert (found.status, found.reader, found.media_type) == (Status.OK, "yields/3", media.TEXT)
    assert found.metadata == {"author": "A; B"}
    assert found.pages[0].text == "one\ntwo"
    assert [part.size for part in found.children] == [5, 6, 0]
    assert found.children[2].detail == "needs a password"
    with open_part(tmp_path, found.children[1]) as stream:
        assert stream.read() == b"stream"


@pytest.mark.parametrize("error", [ValueError("bad"), RecursionError("deep"), Panic("rust")])
def test_an_error_is_damage_or_part_of_it(tmp_path: Path, error: BaseException) -> None:
    alone = reading(tmp_path, error=error)
    assert (alone.status, alone.detail) == (Status.DAMAGED, f"{type(error).__name__}: {error}")
    assert reading(tmp_path, Page(1, "a"), error=error).status is Status.PARTIAL
    assert reading(tmp_path, Metadata("a", "b"), error=error).status is Status.PARTIAL


def test_words_are_the_same_in_every_run(tmp_path: Path) -> None:
    error = OSError(f"no {tmp_path}/x1.png in <object at 0x7f12> of <_io.BufferedReader name='/a/b c'>")
    assert reading(tmp_path, error=error).detail == "OSError: no (scratch) in <object> of (the file)"


def test_nothing_is_empty(tmp_path: Path) -> None:
    assert reading(tmp_path).status is Status.EMPTY
    assert reading(tmp_path, Page(1, " \n")).status is Status.EMPTY
    assert reading(tmp_path, Child("a", b"")).status is Status.OK
    assert reading(tmp_path, content=b"").status is Status.EMPTY


def test_the_gravest_remark_wins_and_all_are_told(tmp_path: Path) -> None:
    found = reading(
        tmp_path,
        Page(1, "a"),
        Remark(Status.PARTIAL, "page 2 timed out"),
        Remark(Status.ENCRYPTED, "needs a password"),
        Remark(Status.PARTIAL, "page 2 timed out"),
    )
    assert (found.status, found.detail) == (Status.ENCRYPTED, "needs a password; page 2 timed out")


def test_missing_pages_are_told(tmp_path: Path) -> None:
    found = reading(tmp_path, Page(1, "a"), Page(3, "c"))
    assert [(page.number, page.text) for page in found.pages] == [(1, "a"), (2, ""), (3, "c")]
    assert (found.status, found.detail) == (Status.PARTIAL, "page 2 was not read")
    assert reading(tmp_path, Page(1, "a"), Page(1, "b")).status is Status.PARTIAL


def test_places_of_words_follow_the_stored_text(tmp_path: Path) -> None:
    box = Box(0, 0, 1, 1)
    page = Page(1, "e\u0301a\r\nbc\x00", words=(Word(0, 3, box, 0), Word(5, 8, box, 1)))
    stored = reading(tmp_path, page).pages[0]
    assert stored.text == "\u00e9a\nbc\ufffd"
    assert [stored.text[word.start : word.end] for word in stored.words] == ["\u00e9a", "bc\ufffd"]


@pytest.mark.parametrize(
    "words",
    [
        (Word(0, 9, Box(0, 0, 1, 1), 0),),
        (Word(2, 3, Box(0, 0, 1, 1), 0), Word(0, 1, Box(0, 0, 1, 1), 0)),
        (Word(0, 1, Box(float("nan"), 0, 1, 1), 0),),
    ],
)
def test_unsound_places_are_dropped_and_told(tmp_path: Path, words: tuple[Word, ...]) -> None:
    page = reading(tmp_path, Page(1, "text", words=words)).pages[0]
    assert (page.text, page.words) == ("text", ())
    assert page.remark == "places of words were not sound and are not kept"


def test_equal_names_are_numbered(tmp_path: Path) -> None:
    names = ["a", "a", "a#2", "b", "a", ""]
    found = reading(tmp_path, *(Child(name, b"x") for name in names))
    assert [part.name for part in found.children] == ["a", "a#2", "a#2#2", "b", "a#3", "000006"]


def test_names_are_text_and_never_paths(tmp_path: Path) -> None:
    hostile = ["../../etc/passwd", "/etc/passwd", "nul\x00byte", "x" * 5000]
    found = reading(tmp_path, *(Child(name, b"x") for name in hostile))
    assert [part.name for part in found.children[:3]] == hostile[:3]
    assert sorted(path.name for path in (tmp_path / "children").iterdir()) == [f"{at:06d}" for at in range(4)]


def test_bytes_of_names_that_are_not_utf8_show_as_percent(tmp_path: Path) -> None:
    found = reading(
        tmp_path,
        Child("stra\udcdfe", b"x"),
        Child("guessed", b"x", name_raw=b"\xe4\xf6"),
        Child("nameh", b"x", name_raw="نامه".encode()),
    )
    assert [part.name for part in found.children] == ["stra%DFe", "%E4%F6", "nameh"]
    assert [part.name_raw for part in found.children] == [b"stra\xdfe", b"\xe4\xf6", None]


def test_a_member_that_cannot_be_read_is_its_own_damage(tmp_path: Path) -> None:
    found = reading(tmp_path, Child("a", Broken()), Child("b", b"x"))  # type: ignore[arg-type]
    assert found.status is Status.PARTIAL
    assert (found.children[0].file, found.children[0].detail) == (None, "BadZipFile: bad check sum")
    assert found.children[1].size == 1


@pytest.mark.parametrize(
    ("limits", "kept"), [({"members": 2}, 2), ({"bytes_out": 25}, 3), ({"pages": 0, "members": 9}, 0)]
)
def test_limits_keep_what_came_before(tmp_path: Path, limits: dict[str, int], kept: int) -> None:
    items: list[Item] = [Child(str(at), b"ten bytes!") for at in range(5)]
    if "pages" in limits:
        items = [Page(1, "a"), *items]
    found = reading(tmp_path, *items, **limits)
    assert found.status is Status.OVER_LIMIT
    assert len(found.children) == kept
    assert found.detail


def test_a_bomb_is_over_its_ratio(tmp_path: Path) -> None:
    class Zeros(io.RawIOBase):
        def read(self, size: int = -1) -> bytes:
            return bytes(1 << 20)

    found = reading(tmp_path, Child("zeros", Zeros()))  # type: ignore[arg-type]
    assert found.status is Status.OVER_LIMIT
    assert found.children[0].file is None
    assert list((tmp_path / "children").iterdir()) == []


def test_archives_in_archives_count_together(tmp_path: Path) -> None:
    content: bytes = bytes(64 << 20)
    for _ in range(3):
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
            for number in range(4):
                archive.writestr(f"{number}", content)
        content = held.getvalue()
    found = reading(tmp_path, Child("inner.zip", content))
    assert found.status is Status.OVER_LIMIT
    assert found.children[0].size == len(content)


def test_what_has_no_reader(tmp_path: Path) -> None:
    point = EntryPoint("lost", "govah.read.readers.lost:LostReader", "govah.readers")
    registry = Registry.load([point])
    assert [broken.name for broken in registry.broken] == ["lost"]
    found = read_stream(io.BytesIO(b"text"), [], Limits(tmp_path), registry)
    assert found.status is Status.UNSUPPORTED
    assert found.detail is not None
    assert "lost (ModuleNotFoundError" in found.detail


def test_what_is_wholly_encrypted_asks_no_reader(tmp_path: Path) -> None:
    content = b"-----BEGIN PGP MESSAGE-----\n\nabc\n"
    found = read_stream(io.BytesIO(content), [], Limits(tmp_path), Registry({}, ()))
    assert (found.status, found.reader) == (Status.ENCRYPTED, None)


def test_every_registered_reader_loads() -> None:
    assert installed().broken == ()


@pytest.mark.parametrize(
    "wrong",
    [{"path": "relative"}, {"names": "a"}, {"ocr": 1}, {"limits": {"scratch": 1}}, {"limits": {"pages": "x"}}],
)
def test_wrong_arguments(tmp_path: Path, wrong: dict[str, object]) -> None:
    right = {"path": str(tmp_path / "a"), "names": [], "ocr": False, "limits": {}}
    with pytest.raises(UsageError):
        read_exhibit({**right, **wrong}, tmp_path)


def test_more_bytes_may_take_longer() -> None:
    assert cpu_allowance(0, False) < cpu_allowance(10 << 20, False) < cpu_allowance(10 << 20, True)
    assert cpu_allowance(1 << 40, True) == 4 * 3600


def test_links_in_scratch_are_not_followed(tmp_path: Path) -> None:
    folder, secret = tmp_path / "children", tmp_path / "secret"
    secret.write_text("keys", encoding="utf-8")
    folder.mkdir()
    (folder / "000000").symlink_to(secret)
    (folder / "000001").hardlink_to(secret)
    (folder / "000002").write_text("four", encoding="utf-8")
    for index, size in ((0, 4), (1, 4), (2, 5), (3, 4)):
        with pytest.raises(SpoiledScratchError):
            open_part(tmp_path, Part(index, "a", None, f"{index:06d}", size))
