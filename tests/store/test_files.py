import fcntl
import multiprocessing
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from govah.errors import BusyError, GovahError
from govah.store import files


def test_append_create_replace_truncate(tmp_path):
    path = tmp_path / "a" / "b" / "file"
    files.make_folder(path.parent)
    files.make_folder(path.parent)
    files.append(path, b"one ")
    files.append(path, b"two")
    assert files.read(path) == b"one two"
    files.truncate(path, 3)
    assert files.read(path) == b"one"
    files.replace(path, b"new")
    files.replace(path, b"newer", via=tmp_path / "scratch")
    assert files.read(path) == b"newer"
    with pytest.raises(GovahError):
        files.create(path, b"x")
    files.create(tmp_path / "c", b"x")
    assert sorted(item.name for item in tmp_path.rglob("*")) == ["a", "b", "c", "file"]
    files.remove([path, path])
    assert not (tmp_path / "a" / "b").exists()
    assert files.read(path) is None


def test_links_are_not_written_through(tmp_path):
    (tmp_path / "target").write_bytes(b"kept")
    (tmp_path / "link").symlink_to(tmp_path / "target")
    with pytest.raises(GovahError):
        files.append(tmp_path / "link", b"x")
    assert (tmp_path / "target").read_bytes() == b"kept"


def test_many_files_at_once(tmp_path):
    paths = [tmp_path / str(number) for number in range(20)]
    for path in paths:
        files.create_unsynced(path, b"x")
    files.sync_files(paths)
    files.sync_files(paths[:2])
    files.sync_folders({tmp_path})
    assert all(path.stat().st_mode & 0o222 == 0 for path in paths)


def test_a_second_writer_waits_and_then_gives_up(tmp_path):
    with files.locked(tmp_path / "lock"), pytest.raises(BusyError), files.locked(tmp_path / "lock", patience=0.01):
        pytest.fail("two writers at once")
    with files.locked(tmp_path / "lock", patience=0.01):
        pass


def hold(path: Path, told) -> None:
    handle = os.open(path, os.O_RDWR | os.O_CREAT)
    fcntl.flock(handle, fcntl.LOCK_EX)
    told.send(True)
    told.recv()


def test_a_killed_writers_lock_is_free(tmp_path):
    here, there = multiprocessing.Pipe()
    holder = multiprocessing.get_context("fork").Process(target=hold, args=(tmp_path / "lock", there))
    holder.start()
    here.recv()
    with pytest.raises(BusyError), files.locked(tmp_path / "lock", patience=0.01):
        pytest.fail("the lock was not held")
    holder.kill()
    holder.join()
    with files.locked(tmp_path / "lock", patience=0.01):
        pass


def test_working_locks_are_found_working(tmp_path):
    files.check_locks(tmp_path / "lock")


def test_a_full_disk_is_told_with_a_remedy(tmp_path):
    """A limit on file sizes stands for the full disk: the system refuses the write in the middle."""
    code = (
        "import resource, signal, sys\nfrom pathlib import Path\nfrom govah.store import files\n"
        "from govah.errors import GovahError\nsignal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "try: files.append(Path(sys.argv[1]), bytes(5000))\n"
        "except GovahError as error: print(error.remedy)\n"
    )
    told = subprocess.run([sys.executable, "-c", code, tmp_path / "file"], capture_output=True, text=True, check=True)
    assert "run the command again" in told.stdout
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 1000


def test_a_failed_fsync_ends_the_process(tmp_path):
    """A pipe cannot be synced: the system reports an error, and nothing may go on after one."""
    reading, writing = os.pipe()
    with pytest.raises(SystemExit, match="did not keep"):
        files._sync(writing, tmp_path)
    os.close(reading)
    os.close(writing)


def test_the_disks_errors_are_asked_for_through_a_file_that_was_open_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def syncfs(handle: int) -> int:
        asked.append(os.fstat(handle).st_ino)
        return 0

    monkeypatch.setattr(files, "_SYNCFS", syncfs)
    paths = [tmp_path / str(number) for number in range(20)]
    lock = tmp_path / "lock"
    with files.locked(lock):
        for path in paths:
            files.create_unsynced(path, b"x")
        files.sync_files(paths)
    files.sync_files(paths)
    assert asked == [lock.stat().st_ino, paths[0].stat().st_ino]


def test_another_disk_is_asked_through_a_file_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    memory = Path("/dev/shm")
    if not os.access(memory, os.W_OK) or memory.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("there is no second file system here")
    asked: list[int] = []
    monkeypatch.setattr(files, "_SYNCFS", lambda handle: asked.append(os.fstat(handle).st_dev) or 0)
    with tempfile.TemporaryDirectory(dir=memory) as other, files.locked(tmp_path / "lock"):
        paths = [Path(other, str(number)) for number in range(20)]
        for path in paths:
            files.create_unsynced(path, b"x")
        files.sync_files(paths)
    assert asked == [memory.stat().st_dev]
