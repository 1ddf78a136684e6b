"""Backup, restore, acquisitions and the access log by command."""

import json
import shutil
from pathlib import Path

from tests.cli.conftest import Govah

SUMMARY = {
    "out", "size", "root", "entries_new", "files", "copied", "bytes", "removed", "missing", "derived", "seconds",
    "strange",
}  # fmt: skip


def test_a_backup_is_made_renewed_verified_and_restored(govah: Govah, small: Path, tmp_path: Path) -> None:
    out = tmp_path / "backup"
    first = govah("backup", out, "--case", small, "--json")
    assert (first.code, set(first.one)) == (0, SUMMARY)
    assert (first.one["copied"], first.one["files"]) == (5, 5)
    assert govah("backup", out, "--case", small, "--check", "--json").one["copied"] == 0
    assert "Keys are not in it" in govah("backup", out, "--case", small).text
    govah("mark", "ex1.1:0-5", "--case", small)
    verified = govah("verify", out, "--json")
    assert (verified.code, verified.one["verdict"]) == (0, "VERIFIED")
    digest = govah("rebuild", "--case", small, "--json").one["digest"]
    govah("backup", out, "--case", small)
    restored = govah("restore", out, tmp_path / "restored", "--rebuild", "--json")
    assert (restored.code, restored.one["verdict"], restored.one["digest"]) == (0, "VERIFIED", digest)
    assert (
        govah("exhibits", "--case", tmp_path / "restored", "--json").out
        == govah("exhibits", "--case", small, "--json").out
    )


def test_restoring_an_older_backup_says_what_to_do(govah: Govah, small: Path, tmp_path: Path) -> None:
    govah("backup", tmp_path / "backup", "--case", small)
    govah("mark", "ex1.1:0-5", "--case", small)
    shutil.rmtree(small)
    told = govah("restore", tmp_path / "backup", tmp_path / "restored")
    assert told.code == 0
    assert "resume" in told.text
    assert "rebuild" in told.text
    assert govah("rebuild", "--case", tmp_path / "restored").code == 0
    govah("mark", "ex1.1:0-5", "--case", tmp_path / "restored").failed(3, "resume")
    assert govah("resume", "--why", "the disk burned", "--case", tmp_path / "restored").code == 0
    assert govah("mark", "ex1.1:0-5", "--case", tmp_path / "restored").code == 0


def test_what_the_backup_has_and_the_case_lost_is_an_alarm(govah: Govah, small: Path, tmp_path: Path) -> None:
    govah("backup", tmp_path / "backup", "--case", small)
    lost = next((small / "exhibits").glob("??/*"))
    lost.unlink()
    answer = govah("backup", tmp_path / "backup", "--case", small, "--json")
    assert (answer.code, answer.one["missing"]) == (3, [lost.name])
    assert "missing from the case" in answer.err


def test_backup_and_restore_refuse_in_sentences(govah: Govah, small: Path, tmp_path: Path) -> None:
    govah("backup", small / "inside", "--case", small).failed(2, "inside each other")
    govah("backup", tmp_path, "--case", small).failed(2, "inside each other")
    govah("restore", tmp_path / "nowhere", tmp_path / "new").failed(4, "not there")
    (tmp_path / "empty").mkdir()
    govah("restore", tmp_path / "empty", tmp_path / "new").failed(4, "no whole backup")


def test_acquisitions_with_their_record_and_gaps(govah: Govah, small: Path, tmp_path: Path) -> None:
    more = tmp_path / "more"
    more.mkdir()
    (more / "a.txt").write_text("alpha", encoding="utf-8")
    record = tmp_path / "record.json"
    record.write_text(json.dumps({"acquired_by": "سارا", "how": "handed over"}), encoding="utf-8")
    done = govah(
        "collect", more, "--source", "s2", "--record", record, "--how", "by post", "--acquired-at", "2026-03-01",
        "--case", small,
    )  # fmt: skip
    assert done.code == 0
    first, second = govah("acquisitions", "--case", small, "--json").lines
    assert first["record"] == {}
    assert (first["files_in"] + first["children"]) == sum(first["status"].values()) == 5
    assert second["record"] == {"acquired_by": "سارا", "acquired_at": "2026-03-01", "how": "by post"}
    assert {"field": "history", "option": "--history"}.items() <= second["gaps"][4].items()
    added = govah("acquisitions", "add", "s2", "--history", "found in a bin", "--case", small, "--json").one
    assert added["record"]["history"] == "found in a bin"
    assert added["acquisition"] == second["entry"]
    assert "found in a bin" in govah("acquisitions", "--case", small).text
    govah("acquisitions", "add", "s2", "--case", small).failed(2, "Nothing was told")
    govah("acquisitions", "add", "s9", "--how", "x", "--case", small).failed(4, "s9")
    govah("collect", more, "--acquired-at", "in spring", "--case", small).failed(2, "no day")


def test_a_list_that_differs_is_an_alarm(govah: Govah, small: Path, tmp_path: Path) -> None:
    more = tmp_path / "more"
    more.mkdir()
    (more / "a.txt").write_text("alpha", encoding="utf-8")
    hashes = tmp_path / "list.md5"
    hashes.write_text(f"{'0' * 32}  a.txt\n", encoding="utf-8")
    answer = govah("collect", more, "--source", "s2", "--hashes", hashes, "--case", small, "--json")
    assert answer.code == 5
    assert answer.one["hash_lists"][0]["differing_paths"] == ["more/a.txt"]
    assert "differing: more/a.txt" in answer.err
    (listed,) = govah("acquisitions", "--case", small, "--json").lines[-1]["hash_lists"]
    assert listed == answer.one["hash_lists"][0]


def test_openings_are_logged_where_the_case_says_so(govah: Govah, small: Path) -> None:
    assert govah("text", "ex1", "--case", small).code == 0
    assert govah("access", "--case", small, "--json").lines == []
    assert govah("access", "on", "--case", small, "--json").one["access"] == "exhibits"
    govah("text", "ex2", "--page", "1", "--case", small)
    govah("text", "ex2", "--case", small)
    (line,) = govah("access", "--exhibit", "ex2", "--case", small, "--json").lines
    assert set(line) == {"entry", "at", "by", "exhibit", "number", "page", "face", "what"}
    assert (line["number"], line["page"], line["face"]) == (2, 1, "cli")
    assert govah("access", "--by", "nobody", "--case", small, "--json").lines == []
    govah("text", "ex1", "--case", small, GOVAH_KEYS=str(small / "no keys")).failed(7, "Nothing was shown")
    assert govah("exhibits", "--case", small, GOVAH_KEYS=str(small / "no keys")).code == 0
    govah("access", "on", "--case", small).failed(2, "on already")
    assert govah("access", "off", "--case", small).code == 0


def test_what_is_sealed_goes_into_backups_sealed(govah: Govah, small: Path, tmp_path: Path) -> None:
    out = tmp_path / "backup"
    govah("backup", out, "--case", small)
    exhibits = govah("exhibits", "--case", small, "--json").lines
    sha256 = exhibits[0]["sha256"]
    govah("custodian", "new", "sara", GOVAH_KEYS=str(tmp_path / "keys"))
    assert govah("custodian", "add", "sara", "--case", small).code == 0
    sealed = govah("seal", "ex1", "--to", "sara", "--why", "it names a witness", "--case", small)
    assert sealed.code == 0, sealed.err
    renewed = govah("backup", out, "--case", small, "--json").one
    assert (renewed["copied"], renewed["removed"], renewed["missing"]) == (1, 1, [])
    assert not list(out.rglob(sha256))
    verified = govah("verify", out, "--json").one
    assert (verified["verdict"], verified["exhibits"]["SEALED"]) == ("VERIFIED", 1)
    restored = govah("restore", out, tmp_path / "restored", "--json").one
    assert restored["exhibits"]["SEALED"] == 1
    assert govah("backup", out, "--case", small, "--json").one["copied"] == 0


def test_a_copy_that_is_not_newer_is_told(govah: Govah, small: Path, tmp_path: Path) -> None:
    govah("backup", tmp_path / "backup", "--case", small)
    told = govah("restore", tmp_path / "backup", tmp_path / "restored", "--newer", small)
    assert told.code == 0
    assert f"{small} is not newer than the backup" in told.err
