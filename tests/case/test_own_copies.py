"""A copy of the case is no delivery; another case's folder in a leak is one."""

import os
import shutil
from pathlib import Path

import pytest

from govah import Case
from govah.case.backing_up import back_up
from govah.case.progress import silent
from govah.errors import UsageError


@pytest.fixture
def case(tmp_path: Path) -> Case:
    (tmp_path / "leak").mkdir()
    (tmp_path / "leak" / "letter.txt").write_text("words\n")
    case = Case.create(tmp_path / "case", "Bridge")
    case.collect([tmp_path / "leak"], "s1")
    return case


@pytest.fixture
def stick(case: Case, tmp_path: Path) -> Path:
    """A folder with a backup of the case, among others."""
    stick = tmp_path / "stick"
    (stick / "papers").mkdir(parents=True)
    (stick / "papers" / "other.txt").write_text("other words\n")
    back_up(case.folder, stick / "backup", silent)
    return stick


def test_a_backup_is_not_collected_wherever_it_is_met(case: Case, stick: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(stick / "backup")
    backup = stick / "backup"
    stored = next((backup / "exhibits").glob("??/*"))
    size = case.log.size
    for root in (backup, stick, backup / "exhibits", stored, backup / "BACKUP.txt", tmp_path / "link"):
        with pytest.raises(UsageError, match="is a copy of this case") as refused:
            case.collect([stick / "papers", root], "s2")
        assert str(backup) in refused.value.what
        assert "govah restore" in refused.value.remedy
    assert case.log.size == size
    assert case.collect([stick / "papers"], "s2").exhibits_new == 1


def test_a_copied_case_and_a_half_made_backup_are_copies(case: Case, stick: Path, tmp_path: Path) -> None:
    shutil.copytree(case.folder, tmp_path / "copied" / "case")
    with pytest.raises(UsageError, match="copy of this case"):
        case.collect([tmp_path / "copied"], "s2")
    shutil.rmtree(stick / "backup" / "log")
    with pytest.raises(UsageError, match="copy of this case"):
        case.collect([stick], "s2")


def test_another_case_is_evidence(case: Case, tmp_path: Path) -> None:
    Case.create(tmp_path / "leaked" / "their case", "Theirs").close()
    back_up(tmp_path / "leaked" / "their case", tmp_path / "leaked" / "their backup", silent)
    assert case.collect([tmp_path / "leaked"], "s2", process=False).exhibits_new > 0


def test_what_only_looks_like_one_is_collected_and_never_waited_for(case: Case, tmp_path: Path) -> None:
    odd = tmp_path / "odd"
    for name in ("pipe", "folder", "link", "long", "noise"):
        (odd / name / "log").mkdir(parents=True)
    os.mkfifo(odd / "pipe" / "log" / "checkpoint")
    (odd / "folder" / "log" / "checkpoint").mkdir()
    (odd / "link" / "log" / "checkpoint").symlink_to(case.folder / "log" / "checkpoint")
    (odd / "long" / "log" / "checkpoint").write_bytes(b"x" * 5000)
    (odd / "noise" / "BACKUP.txt").write_bytes(b"govah backup of \xff\n")
    assert case.collect([odd], "s2", process=False).files_in == 4
