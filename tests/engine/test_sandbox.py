"""A protection that the kernel offers and that is not in force fails here."""

from pathlib import Path

import pytest

from govah.engine import landlock, seccomp
from govah.engine.executor import LocalExecutor
from govah.engine.sandbox import protections
from govah.engine.task import Task, TaskLimits

LIMITS = TaskLimits(20, 60, 1 << 30, 1 << 20)


def offers_seccomp() -> bool:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return "Seccomp:" in status and seccomp.is_known_architecture()


needs_seccomp = pytest.mark.skipif(not offers_seccomp(), reason="this kernel has no seccomp filters")
needs_landlock = pytest.mark.skipif(landlock.version() == 0, reason="this kernel offers no Landlock")


@pytest.fixture(autouse=True)
def _stages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))


def value_of(folder: Path, name: str, readable: list[Path] | None = None, **arguments: object) -> object:
    with LocalExecutor(1, folder, readable) as executor:
        outcome = next(iter(executor.run([Task("t", f"hostile_stages:{name}", arguments, LIMITS)])))
    assert outcome.detail is None
    return outcome.value


@needs_seccomp
def test_no_socket_can_be_made(tmp_path: Path) -> None:
    assert value_of(tmp_path, "connect") == []


@needs_seccomp
def test_programs_make_no_socket_either(tmp_path: Path) -> None:
    assert value_of(tmp_path, "connect_in_child") == 1


@needs_seccomp
def test_a_pair_of_sockets_within_the_worker_is_harmless(tmp_path: Path) -> None:
    assert value_of(tmp_path, "pair") == "x"


@needs_landlock
def test_nothing_is_written_outside_scratch(tmp_path: Path) -> None:
    outside = tmp_path / "outside.txt"
    assert value_of(tmp_path / "scratch", "write_outside", path=str(outside)) == "PermissionError"
    assert not outside.exists()


@needs_landlock
def test_an_existing_file_is_not_truncated(tmp_path: Path) -> None:
    if landlock.version() < 3:
        pytest.skip("this kernel's Landlock does not know truncation")
    exhibit = tmp_path / "exhibit"
    exhibit.write_text("evidence", encoding="utf-8")
    assert value_of(tmp_path / "scratch", "write_outside", path=str(exhibit)) == "PermissionError"
    assert exhibit.read_text(encoding="utf-8") == "evidence"


@needs_landlock
def test_only_what_is_readable_is_read(tmp_path: Path) -> None:
    (tmp_path / "exhibits").mkdir()
    exhibit, key = tmp_path / "exhibits" / "ab", tmp_path / "key"
    exhibit.write_text("evidence", encoding="utf-8")
    key.write_text("secret", encoding="utf-8")
    readable = [tmp_path / "exhibits"]
    assert value_of(tmp_path / "scratch", "read_outside", readable, path=str(exhibit)) == "evidence"
    assert value_of(tmp_path / "scratch", "read_outside", readable, path=str(key)) == "PermissionError"


@needs_landlock
def test_the_parent_gets_no_signal(tmp_path: Path) -> None:
    if landlock.version() < 6:
        pytest.skip("this kernel's Landlock does not know signals")
    assert value_of(tmp_path, "signal_parent") == "PermissionError"


def test_what_is_told_is_what_holds() -> None:
    told = {one.name: one for one in protections()}
    assert told["dies with its parent"].in_force
    assert told["network"].in_force == offers_seccomp(), told["network"].why
    assert told["files"].in_force == (landlock.version() > 0), told["files"].why
    assert all(one.why for one in told.values())


def test_a_probe_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    protections()
    assert list(tmp_path.iterdir()) == []
