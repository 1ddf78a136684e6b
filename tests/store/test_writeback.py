"""The disk begins to write before a group ends, and what it then says is not lost."""

import io
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from govah.store import files
from govah.store.files import DurabilityLost
from govah.store.objects import FolderObjects

PIECE = 1 << 20
MANY = 40
"""Files of 1 MiB: more than wait before the disk is asked to begin."""


def put_many(objects: FolderObjects) -> None:
    with objects.group():
        for _ in range(MANY):
            objects.put_if_absent(io.BytesIO(os.urandom(PIECE)), PIECE)


def put_one(objects: FolderObjects) -> None:
    with objects.group():
        objects.put_if_absent(io.BytesIO(os.urandom(MANY * PIECE)))


@pytest.mark.parametrize("put", [put_many, put_one])
def test_the_disk_begins_within_a_group(
    put: Callable[[FolderObjects], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Path | str] = []
    monkeypatch.setattr("govah.store.writeback.files.sync_file_system", asked.append)
    put(FolderObjects(tmp_path / "exhibits"))
    folder = str(tmp_path / "exhibits")
    assert asked.count(folder) >= 2


def test_what_the_disk_lost_meanwhile_ends_the_group(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    objects = FolderObjects(tmp_path / "exhibits")
    folder = str(tmp_path / "exhibits")
    syncs = files.sync_file_system

    def told_once(path: Path | str) -> bool:
        if path == folder:
            raise DurabilityLost("The disk did not keep it.")
        return syncs(path)

    monkeypatch.setattr(files, "sync_file_system", told_once)
    with pytest.raises(DurabilityLost):
        put_many(objects)
    assert list(objects.iterate()) == []
    assert not (tmp_path / "exhibits" / ".tmp").exists()


def test_what_the_disk_lost_is_told_though_the_group_was_broken_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lost(path: Path | str) -> bool:
        raise DurabilityLost("The disk did not keep it.")

    monkeypatch.setattr(files, "sync_file_system", lost)
    objects = FolderObjects(tmp_path / "exhibits")
    with pytest.raises(DurabilityLost), objects.group():
        broken_off(objects)


def broken_off(objects: FolderObjects) -> None:
    objects.put_if_absent(io.BytesIO(os.urandom(MANY * PIECE)))
    raise KeyError
