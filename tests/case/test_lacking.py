"""A file that could not be read is listed once, and no longer as lacking when it could be read at another time."""

import ctypes
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from govah import Case
from govah.case.acquiring import tallies
from govah.model.acquisition import AcquisitionRecord
from govah.model.status import Status


@pytest.fixture
def leak(tmp_path: Path) -> Path:
    """Files, a folder, and a link to nothing."""
    leak = tmp_path / "leak"
    (leak / "folder").mkdir(parents=True)
    (leak / "folder" / "inner.txt").write_text("inside\n")
    (leak / "open.txt").write_text("open\n")
    (leak / "later.txt").symlink_to("nowhere")
    with open(os.fsencode(leak) + b"/od\xdfd.txt", "wb") as odd:  # noqa: PTH123  # pathlib knows no such name
        odd.write(b"odd\n")
    return leak


@contextmanager
def permissions_bind() -> Iterator[None]:
    """What the owner may not read cannot be read, not even by root."""
    libc = ctypes.CDLL(None, use_errno=True)
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    caps = (ctypes.c_uint32 * 6)()  # effective, permitted, inheritable: low words, then high words
    assert libc.capget(header, caps) == 0
    effective = caps[0]
    caps[0] = effective & ~(1 << 1 | 1 << 2)  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
    assert libc.capset(header, caps) == 0
    try:
        yield
    finally:
        caps[0] = effective
        assert libc.capset(header, caps) == 0


@contextmanager
def shut(leak: Path, *names: str) -> Iterator[None]:
    """Nobody may read these."""
    for name in names:
        (leak / name).chmod(0)
    try:
        with permissions_bind():
            yield
    finally:
        for name in names:
            (leak / name).chmod(0o755)


def listed(case: Case) -> list[tuple[str, str]]:
    return sorted((path, exhibit.status.value) for exhibit in case.view.exhibits() for path in exhibit.paths)


WHOLE = [
    ("leak/folder/inner.txt", "ok"),
    ("leak/later.txt", "ok"),
    ("leak/od%DFd.txt", "ok"),
    ("leak/open.txt", "ok"),
]


CLOSED = ("folder", "open.txt", os.fsdecode(b"od\xdfd.txt"))
LACKING = [(f"leak/{name}", "unreadable") for name in ("folder", "later.txt", "od%DFd.txt", "open.txt")]


def test_what_cannot_be_read_is_admitted_once(leak: Path, tmp_path: Path) -> None:
    with Case.create(tmp_path / "case", "Bridge") as case, shut(leak, *CLOSED):
        case.collect([leak], "s1")
        size = case.log.size
        assert listed(case) == LACKING
        for roots in ([leak], [leak, leak], [Path(f"{leak}/")]):
            done = case.collect(roots, "s1")
            assert done.status == {Status.UNREADABLE: 4}
            assert (case.log.size, listed(case)) == (size, LACKING)


def test_what_could_be_read_later_is_lacking_no_more(leak: Path, tmp_path: Path) -> None:
    with Case.create(tmp_path / "case", "Bridge") as case:
        with shut(leak, *CLOSED):
            case.collect([leak], "s1")
            case.collect([leak], "s2")
        (leak / "later.txt").unlink()
        (leak / "later.txt").write_text("later\n")
        case.collect([leak], "s1")
        assert listed(case) == sorted([*WHOLE, *LACKING])  # the other deliverer's still are
        assert case.status()["status"] == {"ok": 4, "unreadable": 4}
        first, other = tallies(case).values()
        assert (first.files_in, first.status) == (4, {Status.OK: 4})
        assert (other.files_in, other.status) == (4, {Status.UNREADABLE: 4})
        case.collect([leak], "s2")
        assert listed(case) == WHOLE
        assert case.status()["status"] == {"ok": 4}
        assert sum(entry.fields.get("detail") is not None for entry in case.log.entries()) == 8
        assert case.rebuild().identical is True


def test_another_acquisition_keeps_what_it_met(leak: Path, tmp_path: Path) -> None:
    with Case.create(tmp_path / "case", "Bridge") as case:
        with shut(leak, "open.txt"):
            case.collect([leak], "s1")
        case.collect([leak], "s1", record=AcquisitionRecord(how="handed over again"))
        first, other = tallies(case).values()
        assert (first.status[Status.UNREADABLE], other.status) == (2, {Status.OK: 1})
        assert case.status()["status"] == {"ok": 3, "unreadable": 1}


def test_what_was_read_before_is_not_lacking(leak: Path, tmp_path: Path) -> None:
    with Case.create(tmp_path / "case", "Bridge") as case:
        case.collect([leak], "s1")
        with shut(leak, "open.txt"):
            done = case.collect([leak], "s1")
        assert done.status[Status.UNREADABLE] == 2
        assert case.status()["status"] == {"ok": 3, "unreadable": 1}
