"""A full disk is told as one, with the place, and leaves nothing in the way of the same command."""

import errno
import os
import sqlite3
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy.exc import OperationalError
from tests.cli.conftest import Govah

from govah import Case
from govah.preserve import log
from govah.store import sqlite_records


def full(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def all_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize("first", [True, False])
def test_a_case_that_could_not_be_founded_leaves_nothing(
    tmp_path: Path, govah: Govah, monkeypatch: pytest.MonkeyPatch, first: bool
) -> None:
    monkeypatch.setenv("GOVAH_KEYS", str(tmp_path / "keys"))
    if not first:
        assert govah("init", tmp_path / "before", "--name", "Before").code == 0
    keys = all_in(tmp_path / "keys")
    with monkeypatch.context() as patch:
        patch.setattr(log, "write_group", full)
        govah("init", tmp_path / "case", "--name", "Case").failed(1, "No space left")
    assert not (tmp_path / "case").exists()
    assert all_in(tmp_path / "keys") == keys
    with monkeypatch.context() as patch:
        patch.setattr("govah.case.opening.Vault.create", full)
        govah("init", tmp_path / "case", "--name", "Case").failed(1, "No space left")
    assert all_in(tmp_path / "keys") == keys
    assert govah("init", tmp_path / "case", "--name", "Case").code == 0
    assert govah("verify", tmp_path / "case").code == 0


@pytest.mark.parametrize("said", ["database or disk is full", "disk I/O error"])
def test_a_full_disk_is_no_damage(small: Path, govah: Govah, monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    def refused(*_: object, **__: object) -> None:
        raise OperationalError("INSERT", (), sqlite3.OperationalError(said))

    monkeypatch.setattr(sqlite_records.SqliteWriter, "put", refused)
    with monkeypatch.context() as patch:
        patch.setattr(sqlite_records.os, "statvfs", lambda _: SimpleNamespace(f_bavail=1, f_frsize=512, f_files=0))
        govah("source", "add", "s7", "--case", small).failed(1, "no space is left", "case.db", "Nothing is damaged")
    if "I/O" in said:
        govah("source", "add", "s8", "--case", small).failed(4, "govah rebuild")


def test_what_could_not_be_written_is_named(
    small: Path, tmp_path: Path, govah: Govah, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Case, "share_bag", full)
    govah("share", "bag", "-o", tmp_path / "bag", "--case", small).failed(1, f"{tmp_path / 'bag'}: No space left")
