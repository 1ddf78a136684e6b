"""Backups: made while work goes on, interrupted at any moment, made again, restored."""

import errno
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from govah import Case
from govah.case.backing_up import back_up
from govah.case.progress import silent
from govah.case.restoring import restore
from govah.case.verifying import verify
from govah.errors import GovahError, IntegrityError, UsageError
from govah.model.event import Event, EventType
from govah.preserve.verifier import verify_case
from govah.store import exchange, files


def papers(folder: Path, first: int, last: int) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(first, last):
        (folder / f"{number:05d}.txt").write_text(f"paper {number} " * (number % 90 + 1), encoding="utf-8")
    return folder


def add_marks(case: Case, count: int) -> None:
    while count > 0:
        some = min(count, 4096)
        marks = [Event(EventType.ENGAGE, {"note": f"یادداشت {number}"}) for number in range(some)]
        case.log.append(marks, case.signer)
        count -= some


def state(folder: Path) -> dict[str, bytes]:
    """Every file of exhibits and log, by path."""
    kept = (path for base in ("exhibits", "log") for path in (folder / base).rglob("*"))
    return {str(path.relative_to(folder)): path.read_bytes() for path in kept if path.is_file()}


def verdict(folder: Path) -> tuple[str, int]:
    found = verify_case(folder)
    return found["verdict"], found["size"]


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    """300 papers under a log of two bundles."""
    with Case.create(tmp_path / "case", "Bridge") as made:
        made.collect([papers(tmp_path / "leak", 0, 300)], "s1", process=False)
        yield made


def test_a_backup_is_the_case_without_what_machines_derived(case: Case, tmp_path: Path) -> None:
    done = back_up(case.folder, tmp_path / "backup", silent)
    assert (done.made.copied, done.made.kept, done.made.begun) == (300, 0, 0)
    assert done.made.bytes == sum(path.stat().st_size for path in (tmp_path / "leak").iterdir())
    original = state(case.folder)
    del original["log/lock"]
    assert state(tmp_path / "backup") == original
    assert {item.name for item in (tmp_path / "backup").iterdir()} == {"exhibits", "log", "BACKUP.txt"}
    assert verdict(tmp_path / "backup") == ("VERIFIED", case.log.size)


def test_again_only_what_is_new_is_copied(case: Case, tmp_path: Path) -> None:
    out = tmp_path / "backup"
    back_up(case.folder, out, silent)
    again = back_up(case.folder, out, silent)
    assert (again.made.copied, again.made.bytes, again.made.kept) == (0, 0, 300)
    before = {path: path.stat().st_ino for path in (out / "exhibits").rglob("*") if path.is_file()}
    case.collect([papers(tmp_path / "leak", 300, 307)], "s1", process=False)
    add_marks(case, 5000)
    third = back_up(case.folder, out, silent)
    assert (third.made.copied, third.made.kept) == (7, 300)
    assert third.made.head.checkpoint.size - third.made.begun == 5007
    assert all(path.stat().st_ino == inode for path, inode in before.items())
    assert verdict(out) == ("VERIFIED", case.log.size)


def test_the_stand_alone_verifier_checks_a_backup(case: Case, tmp_path: Path) -> None:
    back_up(case.folder, tmp_path / "backup", silent)
    from govah.preserve import verifier

    copy = shutil.copy(verifier.__file__, tmp_path / "verify.py")
    done = subprocess.run(
        [sys.executable, "-I", str(copy), str(tmp_path / "backup")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("VERIFIED")


def test_this_account_knows_its_backups_when_the_case_has_gone_on(case: Case, tmp_path: Path) -> None:
    out = tmp_path / "backup"
    back_up(case.folder, out, silent)
    add_marks(case, 3)
    found = verify(out, None, silent)
    assert found["verdict"] == "VERIFIED"
    assert f"gone on to {case.log.size} entries" in found["notes"][-1]["what"]
    # an older copy elsewhere is still told: only the folder that this account filled is known as a backup
    shutil.copytree(out, tmp_path / "elsewhere")
    assert verify(tmp_path / "elsewhere", None, silent)["verdict"] == "FAILED"


def test_a_backup_that_was_put_back_to_an_older_state_is_told(case: Case, tmp_path: Path) -> None:
    out = tmp_path / "backup"
    back_up(case.folder, out, silent)
    shutil.copytree(out, tmp_path / "old")
    add_marks(case, 3)
    back_up(case.folder, out, silent)
    shutil.rmtree(out)
    (tmp_path / "old").rename(out)
    assert verify(out, None, silent)["verdict"] == "FAILED"


def test_a_backup_while_another_process_collects(case: Case, tmp_path: Path) -> None:
    more = papers(tmp_path / "more", 1000, 4000)
    writer = subprocess.Popen(
        [sys.executable, "-m", "govah.cli.main", "collect", str(more), "--source", "s2", "--no-process"],
        env={**os.environ, "GOVAH_CASE": str(case.folder)},
        stdout=subprocess.DEVNULL,
    )
    out = tmp_path / "backup"
    sizes = []
    while writer.poll() is None:
        sizes.append(back_up(case.folder, out, silent).made.head.checkpoint.size)
        assert verdict(out) == ("VERIFIED", sizes[-1])
    assert writer.returncode == 0
    assert len(set(sizes)) > 1, "the backups were not made while the other process wrote"
    back_up(case.folder, out, silent)
    assert verdict(out) == ("VERIFIED", case.log.size)
    assert len(list((out / "exhibits").glob("??/*"))) == 3300


def test_killed_at_any_moment_the_older_backup_or_the_newer_stands(case: Case, tmp_path: Path) -> None:
    out, kept = tmp_path / "backup", tmp_path / "kept"
    older = back_up(case.folder, kept, silent).made.head.checkpoint.size
    case.collect([papers(tmp_path / "leak", 300, 900)], "s1", process=False)
    add_marks(case, 4400)
    newer = case.log.size
    shutil.copytree(kept, out, copy_function=os.link)
    started = time.monotonic()
    back_up(case.folder, out, silent)
    whole = time.monotonic() - started
    chance, met = random.Random(7), set()
    for trial in range(8):  # the whole length is gone through: copying, building and putting in place
        shutil.rmtree(out)
        shutil.copytree(kept, out, copy_function=os.link)
        child = os.fork()
        if not child:
            back_up(case.folder, out, silent)
            os._exit(0)
        time.sleep(whole * (trial + chance.random()) / 8)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        word, size = verdict(out)
        assert word == "VERIFIED"
        assert size in (older, newer)
        met.add(size)
    assert older in met
    back_up(case.folder, out, silent)
    assert verdict(out) == ("VERIFIED", newer)
    assert {item.name for item in out.iterdir()} == {"exhibits", "log", "BACKUP.txt"}


def test_file_systems_that_cannot_exchange_names_or_link(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*names: object, **options: object) -> None:
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(exchange, "_exchanged", lambda one, other: False)
    monkeypatch.setattr(os, "link", refused)
    out = tmp_path / "backup"
    back_up(case.folder, out, silent)
    add_marks(case, 700)
    back_up(case.folder, out, silent)
    assert verdict(out) == ("VERIFIED", case.log.size)
    # broken off between the two steps that such a file system needs
    (out / "log").rename(out / "log.old")
    back_up(case.folder, out, silent)
    assert verdict(out) == ("VERIFIED", case.log.size)
    assert not (out / "log.old").exists()


def test_a_backup_on_another_file_system(case: Case, tmp_path: Path) -> None:
    memory = Path("/dev/shm")
    if not memory.is_dir() or memory.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("there is no second file system here")
    out = memory / f"govah-backup-{os.getpid()}"
    try:
        back_up(case.folder, out, silent)
        add_marks(case, 600)
        back_up(case.folder, out, silent)
        assert verdict(out) == ("VERIFIED", case.log.size)
        restored = restore(out, tmp_path / "restored", silent)
        assert restored.found["exhibits"]["VERIFIED"] == 300
    finally:
        shutil.rmtree(out, ignore_errors=True)


@pytest.mark.parametrize("place", ["case/backup", "case", "."])
def test_case_and_backup_lie_apart(case: Case, tmp_path: Path, place: str) -> None:
    before = state(case.folder)
    with pytest.raises(UsageError, match="inside each other"):
        back_up(case.folder, tmp_path / place, silent)
    assert state(case.folder) == before


def test_a_link_does_not_lead_a_backup_into_the_case(case: Case, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(case.folder / "sealed")
    with pytest.raises(UsageError, match="inside each other"):
        back_up(case.folder, tmp_path / "link", silent)


def test_what_is_no_backup_is_refused(case: Case, tmp_path: Path) -> None:
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter.txt").write_text("words", encoding="utf-8")
    with pytest.raises(UsageError, match="no backup"):
        back_up(case.folder, tmp_path / "thesis", silent)
    assert [item.name for item in (tmp_path / "thesis").iterdir()] == ["chapter.txt"]


def test_the_backup_of_another_case_is_refused(case: Case, tmp_path: Path) -> None:
    out = tmp_path / "backup"
    back_up(case.folder, out, silent)
    before = state(out)
    with Case.create(tmp_path / "other", "Tunnel") as other, pytest.raises(IntegrityError, match="another case"):
        back_up(other.folder, out, silent)
    assert state(out) == before


def test_a_backup_that_went_further_is_refused(case: Case, tmp_path: Path) -> None:
    out = tmp_path / "backup"
    older = tmp_path / "older"
    shutil.copytree(case.folder, older)
    add_marks(case, 5)
    back_up(case.folder, out, silent)
    before = state(out)
    with pytest.raises(IntegrityError, match="went further"):
        back_up(older, out, silent)
    assert state(out) == before


def test_another_history_of_the_case_is_refused(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from govah.config import keys_folder

    fork = tmp_path / "fork"
    shutil.copytree(case.folder, fork)
    add_marks(case, 5)
    out = tmp_path / "backup"
    back_up(case.folder, out, silent)
    keys = shutil.copytree(keys_folder(), tmp_path / "thief")
    shutil.rmtree(keys / "seen")
    monkeypatch.setenv("GOVAH_KEYS", str(keys))
    with Case(fork) as forked:
        add_marks(forked, 9)
    before = state(out)
    with pytest.raises(IntegrityError, match="another history"):
        back_up(fork, out, silent)
    assert state(out) == before


@pytest.mark.parametrize("side", ["case", "backup"])
@pytest.mark.parametrize("longer", [True, False])
def test_an_altered_exhibit_is_named(case: Case, tmp_path: Path, side: str, longer: bool) -> None:
    out = tmp_path / "backup"
    back_up(case.folder, out, silent)
    altered = next((tmp_path / side / "exhibits").glob("??/*"))
    altered.chmod(0o600)
    data = altered.read_bytes()
    altered.write_bytes(data + b"!" if longer else bytes([data[0] ^ 1]) + data[1:])
    add_marks(case, 2)
    with pytest.raises(IntegrityError, match=altered.name) as told:
        back_up(case.folder, out, silent, check=not longer)
    assert str(tmp_path / side) in told.value.what


def test_an_exhibit_that_was_altered_before_it_is_copied_never_enters(case: Case, tmp_path: Path) -> None:
    altered = next((case.folder / "exhibits").glob("??/*"))
    altered.chmod(0o600)
    altered.write_bytes(b"forged")
    with pytest.raises(IntegrityError, match=altered.name):
        back_up(case.folder, tmp_path / "backup", silent)
    assert not (tmp_path / "backup" / "log").exists()
    assert not list((tmp_path / "backup" / "exhibits").rglob(altered.name))


def test_a_backup_keeps_what_the_case_has_lost(case: Case, tmp_path: Path) -> None:
    out = tmp_path / "backup"
    back_up(case.folder, out, silent)
    lost = next((case.folder / "exhibits").glob("??/*"))
    lost.unlink()
    add_marks(case, 2)
    done = back_up(case.folder, out, silent)
    assert done.made.missing == [lost.name]
    assert verdict(out) == ("VERIFIED", case.log.size)


def test_an_exhibit_that_is_nowhere_stops_the_backup(case: Case, tmp_path: Path) -> None:
    out = tmp_path / "backup"
    older = back_up(case.folder, out, silent).made.head.checkpoint.size
    case.collect([papers(tmp_path / "leak", 300, 302)], "s1", process=False)
    last = next(entry for entry in reversed(list(case.entries())) if entry.type == EventType.ADMIT)
    (case.folder / "exhibits" / str(last.fields["sha256"])[:2] / str(last.fields["sha256"])).unlink()
    with pytest.raises(IntegrityError, match=str(last.fields["sha256"])):
        back_up(case.folder, out, silent)
    assert verdict(out) == ("VERIFIED", older)


def test_a_log_that_its_checkpoint_does_not_cover_is_not_taken(case: Case, tmp_path: Path) -> None:
    out = tmp_path / "backup"
    older = back_up(case.folder, out, silent).made.head.checkpoint.size
    add_marks(case, 300)
    bodies = case.folder / "log" / "bodies" / "001.jsonl"
    bodies.write_bytes(bodies.read_bytes().replace("یادداشت 9".encode(), "یادداشت 8".encode(), 1))
    with pytest.raises(IntegrityError, match="not what its actor signed"):
        back_up(case.folder, out, silent)
    assert verdict(out) == ("VERIFIED", older)


def test_a_full_disk_is_told_before_anything_is_copied(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = shutil.disk_usage(tmp_path)._replace(free=0)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: full)
    with pytest.raises(GovahError, match="MiB are needed"):
        back_up(case.folder, tmp_path / "backup", silent)
    assert not (tmp_path / "backup" / "exhibits").exists()


def test_one_backup_at_a_time(case: Case, tmp_path: Path) -> None:
    out = tmp_path / "backup"
    back_up(case.folder, out, silent)
    with files.locked(out / "BACKUP.txt"), pytest.raises(GovahError, match="Another program"):
        back_up(case.folder, out, silent)


def test_progress_counts_every_file(case: Case, tmp_path: Path) -> None:
    told: list[tuple[int, int | None]] = []
    back_up(case.folder, tmp_path / "backup", lambda stage, done, total, what: told.append((done, total)))
    assert told == [(number, 300) for number in range(1, 301)]


def test_restored_read_and_rebuilt_it_is_the_same_case(tmp_path: Path) -> None:
    with Case.create(tmp_path / "case", "Bridge") as case:
        case.collect([papers(tmp_path / "leak", 0, 20)], "s1")
        digest = case.rebuild(keep_pages=True).digest
        back_up(case.folder, tmp_path / "backup", silent)
        back_up(case.folder, tmp_path / "whole", silent, derived=True)
        root = case.log.checkpoint().root
    done = restore(tmp_path / "backup", tmp_path / "restored", silent)
    assert done.found["exhibits"]["VERIFIED"] == 20
    assert (done.has_key, done.derived, done.newer) == (True, False, 0)
    from govah.case.rebuilding import rebuild

    assert rebuild(tmp_path / "restored", None, False, silent).digest == digest
    with Case(tmp_path / "restored") as restored:
        assert restored.log.checkpoint().root == root
        add_marks(restored, 1)
    assert restore(tmp_path / "whole", tmp_path / "with derived", silent).derived
    with Case(tmp_path / "with derived") as restored:
        assert restored.rebuild(keep_pages=True).digest == digest


def test_derived_of_an_earlier_backup_does_not_stay(tmp_path: Path) -> None:
    with Case.create(tmp_path / "case", "Bridge") as case:
        case.collect([papers(tmp_path / "leak", 0, 3)], "s1")
        back_up(case.folder, tmp_path / "backup", silent, derived=True)
        assert (tmp_path / "backup" / "derived" / "case.db").is_file()
        back_up(case.folder, tmp_path / "backup", silent)
    assert not (tmp_path / "backup" / "derived").exists()


def test_a_damaged_backup_is_not_called_restored(case: Case, tmp_path: Path) -> None:
    out = tmp_path / "backup"
    back_up(case.folder, out, silent)
    next((out / "exhibits").glob("??/*")).unlink()
    with pytest.raises(IntegrityError, match="is missing"):
        restore(out, tmp_path / "restored", silent)
    assert not (tmp_path / "restored" / "log").exists()


def test_a_case_is_restored_into_a_new_folder_only(case: Case, tmp_path: Path) -> None:
    out = tmp_path / "backup"
    back_up(case.folder, out, silent)
    for place in (case.folder, out / "inside"):
        with pytest.raises(UsageError):
            restore(out, place, silent)


def test_a_damaged_case_gives_its_log_and_the_backup_its_exhibits(case: Case, tmp_path: Path) -> None:
    out = tmp_path / "backup"
    back_up(case.folder, out, silent)
    add_marks(case, 12)
    shutil.rmtree(case.folder / "exhibits")
    (case.folder / "exhibits").mkdir()
    done = restore(out, tmp_path / "restored", silent, newer=case.folder)
    assert done.newer == 12
    assert verdict(tmp_path / "restored") == ("VERIFIED", case.log.size)


def test_a_newer_copy_of_another_history_is_refused(case: Case, tmp_path: Path) -> None:
    out = tmp_path / "backup"
    back_up(case.folder, out, silent)
    with Case.create(tmp_path / "other", "Tunnel") as other, pytest.raises(IntegrityError, match="another case"):
        restore(out, tmp_path / "restored", silent, newer=other.folder)
    assert not (tmp_path / "restored").exists()


def test_links_in_a_backup_lead_nowhere(case: Case, tmp_path: Path) -> None:
    out = tmp_path / "backup"
    back_up(case.folder, out, silent)
    secret = tmp_path / "secret"
    secret.write_text("a file of this machine", encoding="utf-8")
    (out / "log" / "torn").mkdir()
    (out / "log" / "torn" / "1.0.bodies").symlink_to(secret)
    (out / "derived" / "pages").mkdir(parents=True)
    (out / "derived" / "case.db").write_bytes(b"")
    (out / "derived" / "pages" / "x").symlink_to(secret)
    restore(out, tmp_path / "restored", silent)
    kept = [path for path in (tmp_path / "restored").rglob("*") if path.is_file()]
    assert all(b"a file of this machine" not in path.read_bytes() for path in kept)
