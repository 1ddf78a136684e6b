"""Stored bytes that changed, copies of a case, and checkpoints: what the command line answers."""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

from tests.bridge import LETTER
from tests.cli.conftest import Govah, asked

from govah import Case


def stored(folder: Path, content: str) -> Path:
    name = hashlib.sha256(content.encode()).hexdigest()
    return folder / "exhibits" / name[:2] / name


def leak_of(tmp_path: Path) -> Path:
    leak = tmp_path / "leak"
    leak.mkdir()
    (leak / "letter.txt").write_text(LETTER, encoding="utf-8")
    return leak


def test_changed_bytes_stop_rebuild_collect_and_share(small: Path, tmp_path: Path, govah: Govah) -> None:
    path = stored(small, LETTER)
    path.chmod(0o644)
    path.write_bytes(b"forged words")
    number = next(
        line["number"] for line in govah("exhibits", "--case", small, "--json").lines if line["sha256"] == path.name
    )
    named = (f"Exhibit {number} ({path.name})", "backup")
    govah("rebuild", "--case", small).failed(3, *named)
    govah("rebuild", "--keep-pages", "--case", small).failed(3, *named)
    govah("collect", leak_of(tmp_path), "--source", "s2", "--case", small).failed(3, *named, "Nothing was overwritten")
    govah("share", "bag", "-o", tmp_path / "bag", "--case", small).failed(3, *named)
    assert path.read_bytes() == b"forged words"
    assert govah("text", path.name, "--case", small, "--json").one["pages"][0]["text"].strip() == LETTER.strip()


def test_a_missing_exhibit_comes_back_and_that_is_told(small: Path, tmp_path: Path, govah: Govah) -> None:
    stored(small, LETTER).unlink()
    govah("rebuild", "--case", small).failed(3, "is missing", "govah collect")
    back = govah("collect", leak_of(tmp_path), "--source", "s2", "--case", small, "--json")
    assert (back.code, back.one["restored"]) == (0, 1)
    assert "1 exhibit that exhibits/ had lost" in back.err
    assert govah("rebuild", "--case", small, "--json").one["identical"] is True
    again = govah("collect", tmp_path / "leak", "--source", "s2", "--case", small, "--json")
    assert (again.one["restored"], again.err) == (0, "")


def test_an_older_copy_is_resumed_with_a_reason(small: Path, tmp_path: Path, govah: Govah) -> None:
    copy = Path(shutil.copytree(small, tmp_path / "copy", symlinks=True))
    mark = f"{stored(small, LETTER).name}:1:0-5"
    assert govah("mark", mark, "--case", copy).code == 0
    govah("mark", mark, "--case", small).failed(3, str(copy), "older copy", "govah resume")
    verdict = govah("verify", small)
    assert verdict.code == 3
    assert all(word in verdict.text for word in (str(copy), "older copy", "govah resume"))
    govah("resume", "--case", small).failed(2, "--why")
    govah("resume", "--why", "trial", "--case", small).failed(2, "still there")
    shutil.rmtree(copy)
    size = Case(small).log.size
    done = govah("resume", "--why", "it was a trial", "--case", small, "--json").one
    assert (done["begin"], done["entry"], done["missing"], done["seen"]) == (size, size, 1, size)
    assert govah("mark", mark, "--case", small).code == 0
    verdict = govah("verify", small)
    assert verdict.code == 0
    assert "note: " in verdict.text
    assert "it was a trial" in verdict.text


def test_a_mistaken_resume_is_taken_back(small: Path, tmp_path: Path, govah: Govah) -> None:
    newer = Path(shutil.copytree(small, tmp_path / "newer", symlinks=True))
    mark = f"{stored(small, LETTER).name}:1:0-5"
    govah("mark", mark, "--case", newer)
    away = newer.rename(tmp_path / "unplugged")
    done = govah("resume", "--why", "lost", "--case", small)
    assert done.code == 0
    assert "1 entry that this account saw last on 20" in done.text
    assert str(newer) in done.text
    away.rename(newer)
    govah("mark", mark, "--case", newer).failed(3, "contradicts")
    aside = list((tmp_path / "keys" / "seen").glob("*.given-up"))
    assert len(aside) == 2
    assert all(str(path) in done.text for path in aside)
    for path in aside:
        path.replace(path.with_suffix(""))
    assert govah("mark", mark, "--case", newer).code == 0
    assert govah("verify", newer).code == 0


def test_a_copy_that_contradicts_what_was_seen_is_given_to_nobody(small: Path, tmp_path: Path, govah: Govah) -> None:
    fork = Path(shutil.copytree(small, tmp_path / "fork", symlinks=True))
    older = Path(shutil.copytree(small, tmp_path / "older", symlinks=True))
    mark = f"{stored(small, LETTER).name}:1:0-5"
    apart = shutil.copytree(tmp_path / "keys", tmp_path / "apart")
    for note in ("one", "two"):
        govah("mark", mark, "--note", note, "--case", fork, GOVAH_KEYS=str(apart))
    govah("mark", mark, "--case", small)
    for copy, told in ((fork, "contradicts"), (older, "older copy")):
        govah("witness", "request", "-o", tmp_path / "q", "--old", "0", "--case", copy).failed(3, told)
        govah("timestamp", "--request", tmp_path / "t.tsq", "--case", copy).failed(3, told)
    govah("backup", tmp_path / "b1", "--case", fork).failed(3, "contradicts")
    assert govah("mark", mark, "--case", small).code == 0, "the memory is still that of the true line"
    made = govah("backup", tmp_path / "b2", "--case", older)
    assert made.code == 0
    assert "older copy" in made.err
    assert govah("backup", tmp_path / "b3", "--case", small).err == ""


def test_resuming_is_asked_first_on_a_terminal(small: Path, tmp_path: Path, govah: Govah) -> None:
    copy = Path(shutil.copytree(small, tmp_path / "copy", symlinks=True))
    govah("mark", f"{stored(small, LETTER).name}:1:0-5", "--case", copy)
    shutil.rmtree(copy)
    size = Case(small).log.size
    code, told = asked(b"\n", "resume", "--why", "trial", "--case", small)
    assert code == 2
    assert "1 entry that this account saw last" in told
    assert Case(small).log.size == size
    assert asked(b"y\n", "resume", "--why", "trial", "--case", small)[0] == 0
    assert Case(small).log.size == size + 1


def test_the_root_that_is_told_with_a_package(small: Path, tmp_path: Path, govah: Govah) -> None:
    made = govah("share", "bag", "-o", tmp_path / "bag", "--case", small, "--json").one
    found = govah("verify", tmp_path / "bag", "--json").one
    assert (made["root"], made["size"]) == (found["root"], found["size"])
    assert found["root"] in govah("share", "bag", "-o", tmp_path / "two", "--case", small).text.replace(
        govah("verify", tmp_path / "two", "--json").one["root"], found["root"]
    )
    newer = small / "log" / "checkpoint"
    told = govah("verify", tmp_path / "bag", "--against", newer).failed(2, "cannot be compared", "without --against")
    assert told.text == ""
    assert "FAILED" not in told.err


def test_what_a_kept_checkpoint_says_is_told(small: Path, tmp_path: Path, govah: Govah) -> None:
    kept = Path(shutil.copy(small / "log" / "checkpoint", tmp_path / "kept"))
    size = Case(small).log.size
    bag = tmp_path / "bag"
    govah("share", "bag", "-o", bag, "--case", small)
    govah("init", tmp_path / "other", "--name", "Other")
    other = tmp_path / "other" / "log" / "checkpoint"
    run = (sys.executable, "-I", bag / "verify.py")
    plainly = subprocess.run(run, capture_output=True, text=True, check=False)
    assert "Compare the root" in plainly.stdout
    agreed = subprocess.run((*run, "--against", kept), capture_output=True, text=True, check=False)
    assert (agreed.returncode, agreed.stderr) == (0, "")
    assert f"It agrees with the checkpoint of {size} entries." in agreed.stdout
    assert "Compare the root" not in agreed.stdout
    for place in (bag, small):
        told = govah("verify", place, "--against", kept)
        assert f"It agrees with the checkpoint of {size} entries." in told.text
        assert govah("verify", place, "--against", kept, "--json").one["agrees_with"] == size
        assert govah("verify", place, "--json").one["agrees_with"] is None
        wrong = govah("verify", place, "--against", other, "--json")
        assert (wrong.code, wrong.one["verdict"], wrong.one["agrees_with"]) == (3, "FAILED", None)
        assert wrong.one["meaning"].startswith("Nothing was found changed in what is here.")
        assert "is of another log" in wrong.one["meaning"]


def test_what_is_left_of_a_case_is_told_in_words(small: Path, govah: Govah) -> None:
    shutil.rmtree(small / "log")
    left = govah("verify", small)
    assert left.code == 3
    assert "root None" not in left.text
    assert "Exhibits: \n" not in left.text


def test_an_altered_exhibit_comes_back_by_the_steps_that_are_told(small: Path, tmp_path: Path, govah: Govah) -> None:
    path = stored(small, LETTER)
    path.chmod(0o644)
    path.write_bytes(b"forged words")
    collecting = ("collect", leak_of(tmp_path), "--source", "s2", "--case", small)
    told = govah(*collecting).failed(3, str(path), "move the altered file away")
    named = next(line.split(": ")[1] for line in told.err.splitlines() if line.endswith(str(path)))
    Path(named).rename(tmp_path / "kept")
    assert govah(*collecting, "--json").one["restored"] == 1
    assert govah("verify", small).code == 0


def test_what_two_sources_delivered_unreadable_is_told_apart(small: Path, tmp_path: Path, govah: Govah) -> None:
    leak = leak_of(tmp_path)
    (leak / "gone").symlink_to("nowhere")
    govah("collect", leak, "--source", "s2", "--case", small)
    assert ", by s2" not in govah("exhibits", "--case", small).text
    govah("collect", leak, "--source", "s3", "--case", small)
    rows = [line for line in govah("exhibits", "--case", small).text.splitlines() if "leak/gone" in line]
    assert [("by s2)" in row, "by s3)" in row) for row in rows] == [(True, False), (False, True)]
