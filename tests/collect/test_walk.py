"""Every directory entry that is not a directory, once, whatever it is called and however deep it lies."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govah.collect.walk import Found, base_name, open_found, shown, walk

DEPTH = 2000


@pytest.fixture
def open_to_all() -> Iterator[Path]:
    """A folder that any user may enter, other than pytest's own."""
    folder = Path(tempfile.mkdtemp(prefix="govah-walk-"))
    folder.chmod(0o755)
    yield folder
    for place, folders, _ in os.walk(folder):
        for name in folders:
            (Path(place) / name).chmod(0o755)
    shutil.rmtree(folder)


@contextmanager
def without_privileges() -> Iterator[None]:
    """As a user whom permissions bind."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def found(*roots: Path | bytes) -> dict[str, Found]:
    """By path; no path may come twice."""
    entries = list(walk(os.fsencode(root) for root in roots))
    by_path = {entry.path: entry for entry in entries}
    assert len(by_path) == len(entries)
    return by_path


def content(entry: Found) -> bytes:
    with os.fdopen(open_found(entry.location), "rb") as stream:
        return stream.read()


def test_paths_are_relative_to_the_parent_in_byte_order(leak: Path) -> None:
    for name in ("b.txt", "B.txt", "a/z", "a/y/x", "a.b", "ب"):
        (leak / name).parent.mkdir(parents=True, exist_ok=True)
        (leak / name).write_text(name)
    paths = list(found(leak))
    assert paths == [f"leak/{name}" for name in ("B.txt", "a/y/x", "a/z", "a.b", "b.txt", "ب")]
    assert list(found(leak)) == paths
    assert [content(entry).decode() for entry in found(leak).values()] == [path[5:] for path in paths]


def test_an_empty_folder_holds_no_entry(leak: Path) -> None:
    (leak / "empty" / "too").mkdir(parents=True)
    assert found(leak) == {}


def test_a_file_given_directly(leak: Path) -> None:
    (leak / "one.txt").write_text("one")
    (entry,) = found(leak / "one.txt").values()
    assert (entry.path, entry.size, entry.problem, content(entry)) == ("one.txt", 3, None, b"one")


def test_a_path_that_is_not_there(leak: Path) -> None:
    (entry,) = found(leak / "nothing").values()
    assert entry.path == "nothing"
    assert entry.problem == "cannot be looked at: No such file or directory"


def test_the_same_folder_named_twice_is_walked_once(leak: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (leak / "one.txt").write_text("one")
    monkeypatch.chdir(leak.parent)
    entries = list(walk([os.fsencode(leak), b"leak", b"./leak/", b"leak/../leak"]))
    assert [entry.path for entry in entries] == ["leak/one.txt"]


def test_two_folders_of_one_name_are_both_walked(tmp_path: Path) -> None:
    for disk in ("one", "two"):
        (tmp_path / disk / "leak").mkdir(parents=True)
        (tmp_path / disk / "leak" / "a").write_text(disk)
    entries = list(walk(os.fsencode(tmp_path / disk / "leak") for disk in ("one", "two")))
    assert [(entry.path, content(entry)) for entry in entries] == [("leak/a", b"one"), ("leak/a", b"two")]


def test_one_content_under_many_names_is_many_entries(leak: Path) -> None:
    (leak / "first").write_text("same")
    for number in range(20):
        os.link(leak / "first", leak / f"hard {number}")
        (leak / f"copy {number}").write_text("same")
    assert len(found(leak)) == 41
    assert {content(entry) for entry in found(leak).values()} == {b"same"}


@pytest.mark.parametrize(
    ("raw", "path"),
    [
        (b"na\xdfme", "leak/na%DFme"),
        ("نامه".encode("cp1256"), "leak/" + "".join(f"%{byte:02X}" for byte in "نامه".encode("cp1256"))),
        (b"a\xc3", "leak/a%C3"),
        (b"\xed\xa0\x80", "leak/%ED%A0%80"),
        (b"50%DF", "leak/50%DF"),
        (b"line\nend\x1b[31m\t", "leak/line\nend\x1b[31m\t"),
        ("‮fdp.exe".encode(), "leak/‮fdp.exe"),
        ("\u00e9".encode(), "leak/\u00e9"),
        ("e\u0301".encode(), "leak/e\u0301"),
        (b"x" * 255, "leak/" + "x" * 255),
        (b" ", "leak/ "),
        (b"-rf", "leak/-rf"),
        (b"...", "leak/..."),
    ],
)
def test_any_name_is_kept(leak: Path, raw: bytes, path: str) -> None:
    location = os.fsencode(leak) + b"/" + raw
    try:
        handle = os.open(location, os.O_CREAT | os.O_WRONLY)
    except OSError as error:
        pytest.skip(f"this file system refuses the name: {error.strerror}")
    os.write(handle, b"words")
    os.close(handle)
    (entry,) = found(leak).values()
    assert entry.path == path
    assert entry.path_raw == (None if b"/" + raw == path[4:].encode() else b"leak/" + raw)
    assert content(entry) == b"words"


@given(st.binary(max_size=60))
def test_a_shown_path_is_text_and_keeps_its_bytes(raw: bytes) -> None:
    path, kept = shown(raw)
    assert path.encode().decode() == path
    assert (path.encode() if kept is None else kept) == raw


def test_names_that_look_alike_keep_apart(leak: Path) -> None:
    for raw in (b"a\xdf", b"a%DF"):
        os.close(os.open(os.fsencode(leak) + b"/" + raw, os.O_CREAT))
    entries = list(walk([os.fsencode(leak)]))
    assert [(entry.path, entry.path_raw) for entry in entries] == [("leak/a%DF", None), ("leak/a%DF", b"leak/a\xdf")]


def test_no_depth_is_too_deep(leak: Path) -> None:
    name = "a folder with a long name, as people give them"
    raw = name.encode()
    handle = os.open(leak, os.O_RDONLY)
    try:
        for _ in range(DEPTH):
            os.mkdir(raw, dir_fd=handle)
            inner = os.open(raw, os.O_RDONLY, dir_fd=handle)
            os.close(handle)
            handle = inner
        file = os.open(b"end.txt", os.O_CREAT | os.O_WRONLY, dir_fd=handle)
        os.write(file, b"the deepest words")
        os.close(file)
        os.symlink("end.txt", b"link.txt", dir_fd=handle)
        os.mkfifo(b"pipe", dir_fd=handle)
    finally:
        os.close(handle)
    try:
        deepest, link, pipe = found(leak).values()
        assert content(deepest) == b"the deepest words"
    finally:
        subprocess.run(["rm", "-rf", leak], check=True)  # deeper than Python's own recursion goes
    with pytest.raises(FileNotFoundError):
        open_found(deepest.location)
    assert deepest.path == f"leak/{f'{name}/' * DEPTH}end.txt"
    assert (deepest.size, deepest.problem) == (17, None)
    assert link.problem is None or "too deep" in link.problem
    assert pipe.problem == "a named pipe, not a file"


def test_links_are_told_and_only_files_inside_are_followed(leak: Path) -> None:
    (leak / "in").mkdir()
    (leak / "in" / "file").write_text("inside")
    outside = leak.parent / "outside.txt"
    outside.write_text("secret")
    neighbour = leak.parent / "leak of another"
    neighbour.mkdir()
    (neighbour / "file").write_text("secret")
    targets = {
        "good": "in/file",
        "absolute": str(leak / "in" / "file"),
        "twice": "good",
        "out": str(outside),
        "out by dots": "../outside.txt",
        "neighbour": "../leak of another/file",
        "folder": "in",
        "up": "..",
        "broken": "nowhere",
        "self": "self",
        "loop a": "loop b",
        "loop b": "loop a",
        "device": "/dev/null",
    }
    for name, target in targets.items():
        (leak / name).symlink_to(target)
    (leak / "in" / "round").symlink_to(leak)
    entries = {path.removeprefix("leak/"): entry for path, entry in found(leak).items()}
    for name in ("good", "absolute", "twice"):
        assert content(entries[name]) == b"inside"
    problems = {name: entry.problem for name, entry in entries.items() if entry.problem}
    assert set(problems) == {*targets, "in/round"} - {"good", "absolute", "twice"}
    assert problems["out"] == f"a link to {outside}, outside what was collected, not followed"
    assert problems["neighbour"] == "a link to ../leak of another/file, outside what was collected, not followed"
    assert problems["folder"] == "a link to the folder in, not followed"
    for name in ("broken", "self", "loop a", "loop b"):
        assert problems[name] == f"a link to {targets[name]}, which is not there"
    assert "outside" in (problems["device"] or "")


def test_a_root_that_is_a_link(leak: Path) -> None:
    (leak / "file").write_text("words")
    for name, target in {"shortcut": "leak", "one": "leak/file", "broken": "nowhere", "round": "round"}.items():
        (leak.parent / name).symlink_to(target)
    assert list(found(leak.parent / "shortcut")) == ["shortcut/file"]
    assert content(found(leak.parent / "one")["one"]) == b"words"
    for name in ("broken", "round"):
        (entry,) = found(leak.parent / name).values()
        assert entry.path == name
        assert entry.problem


def test_what_is_no_file_is_told_and_never_opened(leak: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(leak / "pipe")
    monkeypatch.chdir(leak)  # the path of a socket is short
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("socket")
        entries = found(leak)
    assert entries["leak/pipe"].problem == "a named pipe, not a file"
    assert entries["leak/socket"].problem == "a socket, not a file"
    os.close(open_found(entries["leak/pipe"].location))  # does not wait for a writer


def test_what_may_not_be_read(open_to_all: Path) -> None:
    leak = open_to_all / "leak"
    (leak / "shut").mkdir(parents=True)
    (leak / "shut" / "hidden").write_text("x")
    (leak / "names only").mkdir()
    (leak / "names only" / "seen").write_text("x")
    (leak / "file").write_text("x")
    (leak / "open").write_text("x")
    (leak / "file").chmod(0)
    (leak / "names only").chmod(0o444)
    (leak / "shut").chmod(0)
    with without_privileges():
        entries = found(leak)
        with pytest.raises(PermissionError):
            open_found(entries["leak/file"].location)
    assert entries["leak/shut"].problem == "this folder cannot be listed: Permission denied"
    assert entries["leak/names only/seen"].problem == "cannot be looked at: Permission denied"
    assert entries["leak/open"].problem is None
    assert len(entries) == 4


def test_what_changes_while_it_is_walked(leak: Path) -> None:
    for name in ("a", "b", "c", "d/1", "d/2", "e/1", "f/1"):
        (leak / name).parent.mkdir(exist_ok=True)
        (leak / name).write_text(name)
    (leak.parent / "elsewhere").mkdir()
    (leak.parent / "elsewhere" / "secret").write_text("secret")
    steps = walk([os.fsencode(leak)])
    assert next(steps).path == "leak/a"
    (leak / "b").unlink()
    (leak / "c").unlink()
    (leak / "c").mkdir()
    (leak / "c" / "new").write_text("new")
    shutil.rmtree(leak / "d")
    shutil.rmtree(leak / "e")
    (leak / "e").symlink_to("../elsewhere")
    rest = {entry.path: entry.problem for entry in steps}
    assert rest == {
        "leak/b": "cannot be looked at: No such file or directory",
        "leak/c/new": None,
        "leak/d": "cannot be looked at: No such file or directory",
        "leak/e": "a link to the folder ../elsewhere, not followed",
        "leak/f/1": None,
    }


def test_a_file_that_became_a_link_is_not_opened(leak: Path) -> None:
    (leak / "file").write_text("words")
    (entry,) = found(leak).values()
    (leak / "file").unlink()
    (leak / "file").symlink_to("/etc/hostname")
    with pytest.raises(OSError, match="symbolic"):
        open_found(entry.location)


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(0, "1970-01-01T00:00:00Z"), (-1, "1969-12-31T23:59:59Z"), (4_102_444_800, "2100-01-01T00:00:00Z")],
)
def test_times_are_told_in_utc(leak: Path, seconds: int, told: str) -> None:
    (leak / "file").write_text("x")
    os.utime(leak / "file", (seconds, seconds))
    assert found(leak)["leak/file"].modified == told


@pytest.mark.parametrize("seconds", [1 << 40, -(1 << 40), (1 << 62) // 10**9])
def test_a_time_beyond_all_calendars_stops_nothing(seconds: int) -> None:
    folder = Path(tempfile.mkdtemp(dir="/dev/shm" if Path("/dev/shm").is_dir() else None))  # tmpfs keeps any time
    try:
        (folder / "file").write_text("x")
        os.utime(folder / "file", (seconds, seconds))
        ((_, entry),) = found(folder).items()
        kept = (folder / "file").stat().st_mtime
    finally:
        shutil.rmtree(folder)
    assert entry.problem is None
    assert (entry.modified is None) == (abs(kept) > 1 << 39)


@pytest.mark.parametrize(
    ("root", "name"), [(b"/a/b/", "b"), (b"/a/b\xdf", "b%DF"), (b"/", "root"), (b"/a/./b/..", "a")]
)
def test_what_a_root_is_called(root: bytes, name: str) -> None:
    assert base_name(root) == name
