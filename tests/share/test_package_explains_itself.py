"""A package says what it is: a page to read, a list of its exhibits, the root to compare; and names nothing else."""

import csv
import hashlib
import io
import os
import shutil
import subprocess
import sys
from pathlib import Path

import bagit
import pytest
from tests.case.conftest import mail

from govah import Case
from govah.case.progress import silent
from govah.case.verifying import verify
from govah.errors import IntegrityError, UsageError
from govah.model.identifiers import Sha256
from govah.preserve import verifier
from govah.share.endings import ENDINGS, ending
from govah.share.index import COLUMNS, Enclosed, index_csv


@pytest.fixture
def case(tmp_path: Path) -> Case:
    leak = tmp_path / "home-of-papers"
    leak.mkdir()
    (leak / "secret-name.txt").write_text("Words of a letter.\n", encoding="utf-8")
    (leak / "a-mail.eml").write_bytes(mail("One", b"An attachment.\n"))
    (leak / "=cmd.bin").write_bytes(bytes(range(256)) * 3)
    made = Case.create(tmp_path / "case", "Bridge")
    made.collect([leak], "press-1")
    return made


def rows(folder: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((folder / "data/index.csv").read_text(encoding="utf-8"), newline="")))


def test_the_index_lists_every_exhibit_and_no_name(case: Case, tmp_path: Path) -> None:
    out = tmp_path / "out"
    case.share_bag(out)
    held = {str(exhibit.sha256): exhibit for exhibit in case.view.exhibits()}
    listed = rows(out)
    assert list(listed[0]) == list(COLUMNS)
    assert [int(row["number"]) for row in listed] == [1, 2, 3, 4]
    assert {row["sha256"] for row in listed} == held.keys()
    for row in listed:
        content = (out / row["file"]).read_bytes()
        exhibit = held[row["sha256"]]
        assert hashlib.sha256(content).hexdigest() == row["sha256"]
        assert (int(row["size"]), row["media_type"]) == (len(content), exhibit.media_type)
        assert int(row["number"]) == exhibit.number
    assert {row["ending"] for row in listed} == {".txt", ".eml", ""}
    told = (out / "data/index.csv").read_text(encoding="utf-8") + (out / "README.txt").read_text(encoding="utf-8")
    for name in ("secret-name", "a-mail", "note.txt", "=cmd", "home-of-papers", "press-1", str(tmp_path)):
        assert name not in told


def test_the_readme_explains_and_is_signed(case: Case, tmp_path: Path) -> None:
    out = tmp_path / "out"
    case.share_bag(out)
    told = (out / "README.txt").read_text(encoding="utf-8")
    for words in ("python3 verify.py", "VERIFIED", "FAILED", "does NOT mean that a paper is genuine", "data/index.csv"):
        assert words in told
    for item in out.iterdir():  # whatever lies at the top or a level below is named
        assert item.name in (told + "README.txt data"), item.name
    bagit.Bag(str(out)).validate()
    assert verify(out, None, silent)["verdict"] == "VERIFIED"
    for name in ("README.txt", "data/index.csv"):
        right = (out / name).read_bytes()
        (out / name).write_bytes(right + b"trust this package\n")
        assert name in [problem["where"] for problem in verify(out, None, silent)["problems"]]
        (out / name).write_bytes(right)


def test_no_cell_is_a_formula() -> None:
    odd = ("=1+1", "+1", "-1", "@x", "\t=1", "\r=1", 'a"b,c', "|calc", None)
    listed = index_csv(
        Enclosed(Sha256(f"{number:064x}"), number, kind, 1) for number, kind in enumerate(odd, start=1)
    ).decode()
    read = list(csv.DictReader(io.StringIO(listed, newline="")))
    assert len(read) == len(odd)
    assert all(not cell.startswith(("=", "+", "-", "@", "\t", "\r", "|")) for row in read for cell in row.values())
    assert read[6]["media_type"] == 'a"b,c'


def test_endings_are_endings() -> None:
    assert all(found.startswith(".") and found[1:].isalnum() and found.islower() for found in ENDINGS.values())
    assert (ending("application/pdf"), ending("application/x-executable"), ending(None)) == (".pdf", "", "")


def test_the_root_to_tell_is_the_one_that_the_receiver_reads(case: Case, tmp_path: Path) -> None:
    out = tmp_path / "out"
    made = case.share_bag(out)
    case.collect([tmp_path / "home-of-papers"], "press-2")  # the log goes on, and the package does not
    run = [sys.executable, "-I", out / "verify.py"]
    done = subprocess.run(run, capture_output=True, text=True, check=True)
    assert made.root in done.stdout
    assert f"{made.size} entries" in done.stdout
    newer = case.folder / "log" / "checkpoint"
    with pytest.raises(UsageError, match="cannot be compared") as told:
        verify(out, newer, silent)
    assert "without --against" in told.value.remedy
    again = subprocess.run([*run, "--against", newer], capture_output=True, text=True, check=False)
    assert (again.returncode, again.stdout) == (2, "")
    for alarm in ("FAILED", "changed", "Traceback"):
        assert alarm not in again.stderr


@pytest.mark.parametrize("deed", ["delete", "forge"])
def test_no_package_of_exhibits_that_are_not_those_admitted(case: Case, tmp_path: Path, deed: str) -> None:
    sha256 = hashlib.sha256(b"Words of a letter.\n").hexdigest()
    stored = case.folder / "exhibits" / sha256[:2] / sha256
    stored.chmod(0o644)
    if deed == "delete":
        stored.unlink()
    else:
        stored.write_bytes(b"Words of a forger.\n")
    size = case.log.size
    with pytest.raises(IntegrityError, match=sha256):
        case.share_bag(tmp_path / "out")
    assert not (tmp_path / "out").exists()
    assert case.log.size == size


def test_the_verifier_taken_from_elsewhere_verifies_it_too(case: Case, tmp_path: Path) -> None:
    out = tmp_path / "out"
    case.share_bag(out)
    run = [sys.executable, "-I", os.fspath(verifier.__file__), out]
    assert subprocess.run(run, capture_output=True, text=True, check=True).stdout.startswith("VERIFIED\n")
    shutil.rmtree(out / "proofs")
    done = subprocess.run(run, capture_output=True, text=True, check=False)
    assert done.returncode == 3
    assert "root None" not in done.stdout
