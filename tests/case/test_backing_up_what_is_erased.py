"""What was erased goes from backups too, and a restored case does not bring it back."""

import os
import shutil
import signal
import time
from pathlib import Path

import pytest

from govah import Case
from govah.case import acting, erasing
from govah.case.backing_up import back_up
from govah.case.progress import silent
from govah.case.restoring import restore
from govah.model.event import Event, EventType
from govah.preserve.verifier import verify_case
from govah.store import transfer

SECRET = "The witness lives behind the old mill"
COURT = "Order 7 of the court of appeal"


@pytest.fixture
def case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Case:
    monkeypatch.setenv("GOVAH_KEYS", str(tmp_path / "keys"))
    leak = tmp_path / "leak"
    leak.mkdir()
    (leak / "secret.txt").write_text(f"{SECRET} in the northern town.\n", encoding="utf-8")
    for number in range(20):
        (leak / f"harmless {number}.txt").write_text(f"Paper {number}, which stays.\n", encoding="utf-8")
    made = Case.create(tmp_path / "case", "Erasing")
    made.collect([leak], "courier")
    made.log.append([Event(EventType.ENGAGE, {"note": f"{number}"}) for number in range(300)], made.signer)
    acting.make("omid")
    acting.add(made, "omid", None)
    return made


def secret_of(case: Case) -> str:
    (found,) = (each for each in case.view.exhibits() if any(path.endswith("secret.txt") for path in each.paths))
    return str(found.sha256)


def erase(case: Case, sha256: str) -> None:
    asked = erasing.request(case, [sha256], "danger to life", COURT)
    with Case(case.folder, "omid") as other:
        erasing.approve(other, asked.entry, "I agree", None, silent)


def left_of(folder: Path, *words: bytes) -> list[str]:
    return [
        str(path)
        for path in folder.rglob("*")
        if path.is_file() and any(word in path.read_bytes() or word.decode() in path.name for word in words)
    ]


def counts(folder: Path) -> tuple[str, int, int]:
    found = verify_case(folder)
    return found["verdict"], found["exhibits"]["VERIFIED"], found["exhibits"]["ERASED"]


def test_the_next_backup_holds_nothing_of_it(case: Case, tmp_path: Path) -> None:
    out = tmp_path / "backup"
    back_up(case.folder, out, silent)
    sha256 = secret_of(case)
    words = (SECRET.encode(), sha256.encode(), b"secret.txt")
    assert left_of(out, *words)
    erase(case, sha256)
    done = back_up(case.folder, out, silent)
    assert (done.made.removed, done.made.missing) == (1, [])
    assert left_of(out, *words) == []
    assert counts(out) == ("VERIFIED", 20, 1)
    again = back_up(case.folder, out, silent)
    assert (again.made.removed, again.made.copied) == (0, 0)


def test_a_first_backup_after_an_erasure(case: Case, tmp_path: Path) -> None:
    erase(case, secret_of(case))
    back_up(case.folder, tmp_path / "backup", silent)
    assert counts(tmp_path / "backup") == ("VERIFIED", 20, 1)


def test_broken_off_between_the_log_and_the_plaintext(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "backup"
    back_up(case.folder, out, silent)
    sha256 = secret_of(case)
    erase(case, sha256)

    def broken(shelf: transfer.Shelf, names: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(transfer.Shelf, "discard", broken)
        with pytest.raises(KeyboardInterrupt):
            back_up(case.folder, out, silent)
    assert left_of(out, SECRET.encode())
    assert back_up(case.folder, out, silent).made.removed == 1
    assert left_of(out, SECRET.encode(), sha256.encode()) == []
    assert counts(out) == ("VERIFIED", 20, 1)


def test_killed_while_an_erasure_is_taken_over(case: Case, tmp_path: Path) -> None:
    kept, out = tmp_path / "kept", tmp_path / "backup"
    older = back_up(case.folder, kept, silent).made.head.checkpoint.size
    erase(case, secret_of(case))
    newer = case.log.size
    for trial in range(6):
        shutil.rmtree(out, ignore_errors=True)
        shutil.copytree(kept, out)
        child = os.fork()
        if not child:
            back_up(case.folder, out, silent)
            os._exit(0)
        time.sleep(0.03 * trial)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        found = verify_case(out)
        assert found["size"] in (older, newer)
        if found["size"] == older:
            assert found["verdict"] == "VERIFIED"
        back_up(case.folder, out, silent)
        assert counts(out) == ("VERIFIED", 20, 1)
        assert left_of(out, SECRET.encode()) == []


def test_a_restored_backup_brings_nothing_back_that_a_newer_log_erased(case: Case, tmp_path: Path) -> None:
    out = tmp_path / "backup"
    back_up(case.folder, out, silent)
    sha256 = secret_of(case)
    erase(case, sha256)
    lost = next(path for path in (case.folder / "exhibits").glob("??/*"))
    lost.unlink()  # why somebody restores
    done = restore(out, tmp_path / "restored", silent, newer=case.folder)
    assert (done.erased, done.newer) == (1, case.log.size - done.made.head.checkpoint.size + done.newer)
    assert counts(tmp_path / "restored") == ("VERIFIED", 20, 1)
    assert left_of(tmp_path / "restored", SECRET.encode(), sha256.encode(), b"secret.txt") == []


def test_without_the_newer_log_the_older_state_comes_back_and_that_is_said(case: Case, tmp_path: Path) -> None:
    out = tmp_path / "backup"
    back_up(case.folder, out, silent)
    erase(case, secret_of(case))
    done = restore(out, tmp_path / "restored", silent)
    assert done.seen == case.log.size
    assert done.seen_in == case.folder
    assert counts(tmp_path / "restored") == ("VERIFIED", 21, 0)
