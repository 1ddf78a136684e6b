"""A backup holds an exact set of files: what somebody laid into it is told, never copied, never thrown away."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.case.test_backing_up import add_marks, papers, state, verdict

from govah import Case
from govah.case.backing_up import back_up
from govah.case.progress import silent
from govah.case.restoring import restore
from govah.errors import GovahError, IntegrityError
from govah.model.event import Event, EventType
from govah.preserve import strangers

AMONG = [
    "log/checkpoint.yesterday", "log/tile/0/000.p/7", "log/bodies/x123/004.jsonl", "log/torn/notes.txt",
    "exhibits/list.txt", "exhibits/ab/.DS_Store", "exhibits/ab/" + "cd" * 32, "sealed/key.txt",
]  # fmt: skip
BESIDE = ["checkpoint", "README.txt", "papers/letter.txt", "exhibits.new.txt"]


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    """Some papers under a log of two bundles, and something sealed away."""
    with Case.create(tmp_path / "case", "Bridge") as made:
        made.collect([papers(tmp_path / "leak", 0, 20)], "s1", process=False)
        add_marks(made, 400)
        yield made


def laid(folder: Path, path: str) -> Path:
    place = folder / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(b"laid here by somebody")
    return place


@pytest.mark.parametrize("path", AMONG)
def test_among_the_evidence_it_stops_the_backup_and_stays(case: Case, tmp_path: Path, path: str) -> None:
    out = tmp_path / "backup"
    back_up(case.folder, out, silent)
    laid(out, path)
    add_marks(case, 3)
    before = state(out)
    with pytest.raises(IntegrityError, match="no backup wrote") as told:
        back_up(case.folder, out, silent)
    assert path in told.value.what
    assert "move it away" in told.value.remedy
    assert state(out) == before
    assert verdict(out)[0] == "FAILED"  # the verifier says the same
    restored = restore(out, tmp_path / "restored", silent)
    assert list(restored.strange) == [path]
    assert not (tmp_path / "restored" / path).exists()
    assert verdict(tmp_path / "restored")[0] == "VERIFIED"
    (out / path).unlink()
    back_up(case.folder, out, silent)
    assert verdict(out) == ("VERIFIED", case.log.size)


@pytest.mark.parametrize("path", BESIDE)
def test_beside_the_evidence_it_is_told_and_left_alone(case: Case, tmp_path: Path, path: str) -> None:
    out = tmp_path / "backup"
    assert list(back_up(case.folder, out, silent).strange) == []
    place = laid(out, path)
    add_marks(case, 3)
    done = back_up(case.folder, out, silent)
    assert list(done.strange) == [path.split("/")[0]]
    assert place.read_bytes() == b"laid here by somebody"
    assert verdict(out) == ("VERIFIED", case.log.size)
    restored = restore(out, tmp_path / "restored", silent)
    assert list(restored.strange) == [path.split("/")[0]]
    assert not (tmp_path / "restored" / path).exists()


def test_a_link_among_the_evidence_is_none_of_it(case: Case, tmp_path: Path) -> None:
    out = tmp_path / "backup"
    back_up(case.folder, out, silent)
    (out / "exhibits" / "link").symlink_to(tmp_path / "leak" / "00001.txt")
    with pytest.raises(IntegrityError, match="exhibits/link"):
        back_up(case.folder, out, silent)


def test_an_older_checkpoint_put_into_a_backup_leaves_entries_without_one(case: Case, tmp_path: Path) -> None:
    """At the border of a bundle an older head still leads to its root: the entries behind it give it away."""
    add_marks(case, 512 - case.log.size)
    older = case.log.checkpoint_bytes()
    add_marks(case, 30)
    out = tmp_path / "backup"
    back_up(case.folder, out, silent)
    (out / "log" / "checkpoint").write_bytes(older)
    with pytest.raises(IntegrityError, match="no backup wrote"):
        back_up(case.folder, out, silent)
    assert "log/tile/entries/002.p/30" in restore(out, tmp_path / "restored", silent).strange


def test_bytes_that_no_entry_admits_are_told_when_they_come_with_a_backup(case: Case, tmp_path: Path) -> None:
    import hashlib

    out = tmp_path / "backup"
    back_up(case.folder, out, silent)
    name = hashlib.sha256(b"laid here by somebody").hexdigest()
    laid(out, f"exhibits/{name[:2]}/{name}")
    assert list(restore(out, tmp_path / "restored", silent).unadmitted) == [f"exhibits/{name[:2]}/{name}"]


@pytest.mark.parametrize("size", [1, 255, 256, 257, 512, 65_536, 65_537])
def test_what_a_log_asks_for_is_what_a_backup_writes(case: Case, tmp_path: Path, size: int) -> None:
    """Against the copier itself where that is quick; by the tiles' arithmetic where it is not."""
    wanted = strangers._log_files(size)
    assert sum("/entries/" in path for path in wanted) == -(-size // 256) == sum("bodies" in path for path in wanted)
    if size > case.log.size:
        add_marks(case, min(size, 1024) - case.log.size)
    back_up(case.folder, tmp_path / "backup", silent)
    there = {str(path.relative_to(tmp_path / "backup" / "log")) for path in (tmp_path / "backup" / "log").rglob("*")}
    files = {path for path in there if (tmp_path / "backup" / "log" / path).is_file()}
    assert files == strangers._log_files(case.log.size)


class TestRestoringFails:
    """What was half made goes; what was there before stays."""

    @pytest.fixture
    def broken(self, case: Case, tmp_path: Path) -> Path:
        """A backup that has lost an exhibit."""
        out = tmp_path / "backup"
        back_up(case.folder, out, silent)
        next((out / "exhibits").glob("??/*")).unlink()
        return out

    def test_a_new_folder_goes_with_the_parents_that_were_made(self, broken: Path, tmp_path: Path) -> None:
        (tmp_path / "here").mkdir()
        with pytest.raises(IntegrityError, match="is missing") as told:
            restore(broken, tmp_path / "here" / "deep" / "restored", silent)
        assert "removed again" in told.value.remedy
        assert list((tmp_path / "here").iterdir()) == []

    def test_a_folder_that_was_there_stays_and_is_empty(self, broken: Path, tmp_path: Path) -> None:
        (tmp_path / "restored").mkdir()
        inode = (tmp_path / "restored").stat().st_ino
        with pytest.raises(IntegrityError, match="is missing"):
            restore(broken, tmp_path / "restored", silent)
        assert (tmp_path / "restored").stat().st_ino == inode
        assert list((tmp_path / "restored").iterdir()) == []
        shutil.copytree(tmp_path / "case" / "exhibits", broken / "exhibits", dirs_exist_ok=True)
        restore(broken, tmp_path / "restored", silent)

    def test_what_somebody_else_put_there_meanwhile_stays(
        self, broken: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def meanwhile(*_: object, **__: object) -> None:
            (tmp_path / "restored" / "exhibits").mkdir()
            (tmp_path / "restored" / "letter").write_bytes(b"of somebody else")
            raise GovahError("The disk is full.", "Free some space.")

        monkeypatch.setattr("govah.case.restoring.duplicate", meanwhile)
        with pytest.raises(GovahError, match="removed again"):
            restore(broken, tmp_path / "restored", silent)
        assert [path.name for path in (tmp_path / "restored").iterdir()] == ["letter"]

    def test_what_cannot_be_removed_is_told(
        self, broken: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        remove = shutil.rmtree

        def refused(place: Path, **more: bool) -> None:
            if place == tmp_path / "restored" / "exhibits":
                raise OSError
            remove(place, **more)

        monkeypatch.setattr("govah.store.filling.shutil.rmtree", refused)
        with pytest.raises(GovahError, match="delete it before"):
            restore(broken, tmp_path / "restored", silent)

    def test_interrupted_it_leaves_nothing(self, case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        back_up(case.folder, tmp_path / "backup", silent)

        def interrupted(stage: str, *_: object) -> None:
            if stage == "verify":
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            restore(tmp_path / "backup", tmp_path / "restored", interrupted)
        assert not (tmp_path / "restored").exists()

    def test_a_whole_copy_that_does_not_verify_is_kept_and_told(
        self, case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("govah.preserve.log.Log._check_actor", lambda self, signer: None)
        from govah.preserve.keys import Keyring

        stranger = Keyring(tmp_path / "others").make("stranger")
        case.log.append([Event(EventType.ENGAGE, {"note": "by nobody whom the log knows"})], stranger)
        back_up(case.folder, tmp_path / "backup", silent)
        with pytest.raises(IntegrityError, match="does not hold") as told:
            restore(tmp_path / "backup", tmp_path / "restored", silent)
        assert f"It lies in {tmp_path / 'restored'}" in told.value.remedy
        assert (tmp_path / "restored" / "log").is_dir()
