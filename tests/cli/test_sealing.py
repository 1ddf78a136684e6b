"""Sources, custodians and sealed exhibits by the command line: who opens what, on one machine and on two."""

import hashlib
import io
import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.bridge import LETTER
from tests.cli.conftest import Govah

from govah import Case
from govah.errors import RefusedError

IDENTITY = "سارا کریمی، تلفن 0912-555-0101\n"


@pytest.fixture
def sealing(small: Path, govah: Govah, monkeypatch: pytest.MonkeyPatch) -> Govah:
    """The small case with custodians A and B, whose keys are on this account."""
    monkeypatch.setenv("GOVAH_CASE", str(small))
    for name in ("A", "B"):
        assert govah("custodian", "new", name).code == 0
        assert govah("custodian", "add", name).code == 0
    return govah


@pytest.fixture
def moved(tmp_path: Path) -> Callable[[str], Path]:
    """Takes a custodian's key away to a machine of its own; the key folder there."""

    def move(name: str) -> Path:
        import os

        here = Path(os.environ["GOVAH_KEYS"]) / "custodians"
        there = tmp_path / f"machine of {name}"
        (there / "custodians").mkdir(parents=True)
        (path,) = (path for path in here.glob("*.json") if json.loads(path.read_text())["name"] == name)
        shutil.move(path, there / "custodians" / path.name)
        return there

    return move


def number_of(small: Path, name: str) -> str:
    with Case(small) as case:
        return next(f"ex{item.number}" for item in case.view.exhibits() if item.paths[0].endswith(name))


def test_custodians_are_made_added_and_listed(sealing: Govah, tmp_path: Path) -> None:
    listed = sealing("custodian", "list", "--json").lines
    assert [(line["name"], line["here"]) for line in listed] == [("A", True), ("B", True)]
    assert "one person" in sealing("custodian", "list").text
    other = sealing(
        "custodian",
        "new",
        "Z",
        GOVAH_KEYS=str(tmp_path / "elsewhere"),
    ).text.split()[0]
    added = sealing("custodian", "add", "Zahra", "--recipient", other, "--json").one
    assert (added["name"], added["recipient"]) == ("Zahra", other)
    assert [line["here"] for line in sealing("custodian", "list", "--json").lines] == [True, True, False]
    sealing("custodian", "add", "Zahra", "--recipient", other).failed(2, "already")
    sealing("custodian", "add", "Y", "--recipient", other).failed(2, "already")
    sealing("custodian", "add", "Nobody").failed(4, "govah custodian new Nobody")
    sealing("custodian", "add", "X", "--recipient", "age1x").failed(2, "no public key")


def test_an_identity_is_sealed_and_every_opening_stands_in_the_log(sealing: Govah, small: Path) -> None:
    added = sealing("source", "add", "s1", "--reliability", "B", "--to", "A", "--identity", "-", "--json",
                    stdin=IDENTITY.encode()).one  # fmt: skip
    assert (added["source"], added["to"], added["one_account"]) == ("s1", ["A"], False)
    (line,) = (line for line in sealing("source", "list", "--json").lines if line["source"] == "s1")
    assert (line["reliability"], line["deliveries"], line["files"]) == ("B", 1, 5)
    assert line["sealed"][0]["opened"] == []
    opened = sealing("source", "open", "s1", "--purpose", "the court asks", "--json").one
    assert opened["identity"] == IDENTITY
    (line,) = (line for line in sealing("source", "list", "--json").lines if line["source"] == "s1")
    (told,) = line["sealed"][0]["opened"]
    assert (told["custodians"], told["purpose"], told["entry"]) == (["A"], "the court asks", opened["entry"])
    assert "the court asks" in sealing("source", "list").text
    assert IDENTITY.strip() in sealing("source", "open", "s1", "--purpose", "again").text
    with Case(small) as case:
        last = case.log.entry(case.log.size - 1)
    assert (last.type, last.fields) == ("unseal", {"seal": added["seal"], "purpose": "again", "by": ["A"]})


def test_nothing_is_shown_that_the_log_does_not_say(sealing: Govah, small: Path, tmp_path: Path) -> None:
    sealing("source", "seal", "s1", "--to", "A", "--identity", "-", stdin=IDENTITY.encode())
    keys = tmp_path / "keys"
    log_keys = list((keys / "logs").glob("*.json"))
    for path in log_keys:
        path.rename(path.with_suffix(".away"))
    refused = sealing("source", "open", "s1", "--purpose", "x").failed(4, "key of the log")
    assert "کریمی" not in refused.text + refused.err
    for path in log_keys:
        path.with_suffix(".away").rename(path)
    sealing("source", "open", "s1", "--purpose", " ").failed(2, "purpose")
    sealing("source", "open", "nobody", "--purpose", "x").failed(4, "govah source list")
    sealing("source", "seal", "nobody", "--to", "A", "--identity", "-", stdin=b"x").failed(4, "govah source add")
    seal = ("source", "seal", "s1", "--again", "--identity")
    sealing(*seal, "-", "--to", "Q", stdin=b"x").failed(4, "no custodian 'Q'")
    sealing(*seal, "-", stdin=b"x").failed(2, "Nobody was named")
    sealing(*seal, "-", "--to", "A", "--two-keys", stdin=b"x").failed(2, "two custodians")
    sealing(*seal, "-", "--to", "A", stdin=b" \n").failed(2, "empty")
    sealing(*seal, tmp_path / "absent", "--to", "A").failed(4, "not there")


def test_an_identity_may_go_to_a_new_file(sealing: Govah, small: Path, tmp_path: Path) -> None:
    given = tmp_path / "who.txt"
    given.write_text(IDENTITY, encoding="utf-8")
    told = sealing("source", "seal", "s1", "--to", "A", "--identity", given).text
    assert "delete it" in told
    out = tmp_path / "out.txt"
    assert "کریمی" not in sealing("source", "open", "s1", "--purpose", "x", "-o", out).text
    assert out.read_text(encoding="utf-8") == IDENTITY
    assert out.stat().st_mode & 0o777 == 0o600
    sealing("source", "open", "s1", "--purpose", "x", "-o", out).failed(2, "exists")
    sealing("source", "open", "s1", "--purpose", "x", "-o", small / "who.txt").failed(2, "case folder")


def test_two_keys_of_one_account_are_one_person(sealing: Govah) -> None:
    told = sealing("source", "seal", "s1", "--to", "A", "--to", "B", "--two-keys", "--identity", "-", stdin=b"Sara")
    assert "one person" in told.text
    opened = sealing("source", "open", "s1", "--purpose", "x", "--json")
    assert opened.one["one_account"] is True
    assert "one person" in opened.err
    (line,) = (line for line in sealing("source", "list", "--json").lines if line["source"] == "s1")
    assert line["sealed"][0]["one_account"] is True
    assert line["sealed"][0]["opened"][0]["one_account"] is True


def test_two_keys_on_two_machines(sealing: Govah, moved: Callable[[str], Path], tmp_path: Path) -> None:
    there = moved("B")
    sealed = sealing("source", "seal", "s1", "--to", "A", "--to", "B", "--two-keys", "--identity", "-", "--json",
                     stdin=IDENTITY.encode()).one  # fmt: skip
    assert sealed["one_account"] is False
    sealing("source", "open", "s1", "--purpose", "x").failed(4, "only the key of A", "--ask")
    request, answer = tmp_path / "request", tmp_path / "answer"
    asked = sealing("source", "open", "s1", "--purpose", "the court asks", "--ask", request, "--json").one
    sealing("custodian", "half", request, "-o", answer).failed(4, "key of B")
    half = sealing("custodian", "half", request, "-o", answer, "--json", GOVAH_KEYS=str(there), GOVAH_CASE="").one
    assert (half["by"], half["to"], half["purpose"]) == ("B", "A", "the court asks")
    for shown in (request, answer):
        assert "کریمی" not in shown.read_text(encoding="utf-8")
        assert shown.stat().st_mode & 0o777 == 0o600
    opened = sealing("source", "open", "s1", "--purpose", "the court asks", "--half", answer, "--json").one
    assert (opened["identity"], opened["by"], opened["one_account"]) == (IDENTITY, ["B", "A"], False)
    (line,) = (line for line in sealing("source", "list", "--json").lines if line["source"] == "s1")
    assert line["sealed"][0]["asked"] == 1
    assert [each["entry"] for each in line["sealed"][0]["opened"]] == [opened["entry"]]
    assert asked["entry"] < opened["entry"]
    again = ("--two-keys", "--again", "--identity", "-")
    sealing("source", "seal", "s1", "--to", "A", "--to", "B", *again, stdin=b"other")
    sealing("source", "open", "s1", "--purpose", "x", "--half", answer).failed(2, "another seal")
    sealing("source", "open", "s1", "--purpose", "x", "--half", request).failed(2, "no govah half-open seal")
    sealing("source", "open", "s1", "--purpose", "x", "--ask", request).failed(2, "exists")


def test_keys_from_files_bad_keys_and_missing_custodians(
    sealing: Govah, moved: Callable[[str], Path], tmp_path: Path
) -> None:
    sealing("source", "seal", "s1", "--to", "A", "--identity", "-", stdin=b"Sara")
    (a,) = (moved("A") / "custodians").glob("*.json")
    (b,) = (moved("B") / "custodians").glob("*.json")
    sealing("source", "open", "s1", "--purpose", "x").failed(4, "sealed to A", "--key")
    sealing("source", "open", "s1", "--purpose", "x", "--key", b).failed(4, "nobody whom this is sealed to")
    broken = tmp_path / "broken"
    broken.write_text("AGE-SECRET-KEY-1QQQ\n")
    told = sealing("source", "open", "s1", "--purpose", "x", "--key", broken).failed(1, "no custodian's key")
    assert "QQQ" not in told.err
    sealing("source", "open", "s1", "--purpose", "x", "--key", tmp_path / "absent").failed(4, "not a file")
    assert sealing("source", "open", "s1", "--purpose", "x", "--key", a, "--json").one["identity"] == "Sara"


def test_a_sealed_exhibit_gives_nothing_but_its_row(sealing: Govah, small: Path, tmp_path: Path) -> None:
    named = number_of(small, "letter.txt")
    assert sealing("search", "چوبی", "--json").lines[-1]["total"] == 2
    marked = sealing("mark", named, "بسمه تعالی", "--json").one
    done = sealing("seal", named, "--to", "A", "--why", "it names a witness", "--json").one
    assert [each["number"] for each in done["sealed"]] == [int(named[2:])]
    (line,) = (line for line in sealing("exhibits", "--json").lines if f"ex{line['number']}" == named)
    assert (line["status"], line["detail"], line["sealed"]["to"]) == ("encrypted", "sealed to A; opened never", ["A"])
    assert sealing("text", named, "--json").one["pages"] == []
    assert "sealed to A" in sealing("text", named).text
    sealing("text", named, "--page", 1).failed(7, "sealed to A")
    sealing("mark", marked["passage"]).failed(7, "sealed")
    assert [line["sha256"] for line in sealing("search", "چوبی", "--json").lines[:-1]] != []
    assert all(hit.get("sha256") != line["sha256"] for hit in sealing("search", "چوبی", "--json").lines)
    assert sealing("status", "--json").one["lost_their_place"] == []
    assert not [path for path in (small / "exhibits").rglob("*") if path.name == line["sha256"]]
    words = "اعلام گردد".encode()
    assert words in LETTER.encode()
    assert not [path for path in small.rglob("*") if path.is_file() and words in path.read_bytes()]
    assert sealing("rebuild", "--json").one["identical"] is True
    assert sealing("rebuild", "--keep-pages", "--json").one["identical"] is True
    out = tmp_path / "opened.txt"
    opened = sealing("unseal", named, "--purpose", "the editor asks", "-o", out, "--json").one
    assert out.read_bytes() == LETTER.encode()
    assert opened["sha256"] == line["sha256"]
    assert "opened once" in sealing("exhibits", "--status", "encrypted").text
    sealing("seal", named, "--to", "A", "--why", "x").failed(2, "need not be sealed again")
    sealing("unseal", number_of(small, "answer.txt"), "--purpose", "x", "-o", tmp_path / "y").failed(2, "not sealed")


def test_what_is_sealed_does_not_come_in_again(sealing: Govah, small: Path, tmp_path: Path) -> None:
    named = number_of(small, "letter.txt")
    sealing("seal", named, "--to", "A", "--why", "x")
    leak = tmp_path / "again"
    leak.mkdir()
    (leak / "letter copy.txt").write_bytes(LETTER.encode())
    with zipfile.ZipFile(leak / "pack.zip", "w") as pack:
        pack.writestr("inside.txt", LETTER)
        pack.writestr("other.txt", "other words\n")
    done = sealing("collect", leak, "--source", "s3", "--json")
    summary = done.one
    assert summary["files_in"] + summary["children"] == sum(summary["status"].values()) == 4
    assert (done.code, summary["status"], summary["sealed"]) == (0, {"ok": 2, "encrypted": 2}, 2)
    sha256 = hashlib.sha256(LETTER.encode()).hexdigest()
    assert not [path for path in (small / "exhibits").rglob("*") if path.name == sha256]
    assert "not taken in" in sealing("collect", leak, "--source", "s3").text
    assert sealing("rebuild", "--json").one["identical"] is True


def test_containers_and_parts_go_together(sealing: Govah, small: Path, tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as pack:
        pack.writestr("one.txt", "words of one\n")
        pack.writestr("two.txt", "words of two\n")
    (tmp_path / "pack.zip").write_bytes(packed.getvalue())
    sealing("collect", tmp_path / "pack.zip", "--source", "s2")
    box, one, two = (number_of(small, name) for name in ("pack.zip", "one.txt", "two.txt"))
    sealing("seal", one, "--to", "A", "--why", "x").failed(7, f"readable in {box}", "--with-containers")
    sealing("seal", box, "--to", "A", "--why", "x").failed(7, f"{one}, {two}", "--with-parts")
    done = sealing("seal", one, "--to", "A", "--why", "x", "--with-containers", "--json").one
    assert sorted(f"ex{each['number']}" for each in done["sealed"]) == sorted([box, one])
    assert "words of two" in sealing("text", two).text
    (line,) = (line for line in sealing("exhibits", "--json").lines if f"ex{line['number']}" == two)
    assert (line["paths"], line["sources"]) == (["pack.zip/two.txt"], ["s2"])
    assert sealing("rebuild", "--json").one["identical"] is True
    assert sealing("seal", two, "--to", "A", "--why", "x").code == 0
    assert sealing("rebuild", "--json").one["identical"] is True


def test_a_compartment_says_nothing_of_what_is_in_it(sealing: Govah, small: Path, tmp_path: Path) -> None:
    leak = tmp_path / "a telling folder"
    leak.mkdir()
    for name in ("telling name.txt", "same.txt"):
        (leak / name).write_bytes(b"the same words")
    (leak / "nowhere").symlink_to("absent")
    done = sealing("collect", leak, "--source", "kabutar", "--sealed", "--to", "A", "--json")
    assert done.one["status"] == {"encrypted": 2, "unreadable": 1}
    assert (done.one["files_in"], done.one["exhibits_new"], done.one["children"]) == (3, 3, 0)
    rows = [line for line in sealing("exhibits", "--source", "kabutar", "--json").lines]
    assert [row["paths"] for row in rows] == [[], [], []]
    assert len({row["sha256"] for row in rows}) == 3
    assert max(row["size"] for row in rows) - min(row["size"] for row in rows) < 300
    for row in rows:
        assert (small / "sealed" / row["sha256"][:2] / row["sha256"]).is_file()
    everything = b"".join(path.read_bytes() for path in small.rglob("*") if path.is_file())
    for secret in (b"telling", b"the same words", b"nowhere"):
        assert secret not in everything
    named = f"ex{rows[0]['number']}"
    out = tmp_path / "out"
    opened = sealing("unseal", named, "--purpose", "x", "-o", out, "--json").one
    assert opened["path"].startswith("a telling folder/")
    assert sealing("rebuild", "--json").one["identical"] is True
    again = sealing("collect", leak, "--source", "kabutar", "--sealed", "--to", "A", "--json").one
    assert again["exhibits_new"] == 3
    sealing("collect", leak, "--source", "kabutar", "--to", "A").failed(2, "--sealed")
    sealing("collect", leak, "--source", "kabutar", "--sealed").failed(2, "Nobody was named")


def test_a_broken_ciphertext_leaves_nothing(sealing: Govah, small: Path, tmp_path: Path) -> None:
    named = number_of(small, "letter.txt")
    done = sealing("seal", named, "--to", "A", "--why", "x", "--json").one
    (stored,) = (small / "sealed").rglob(done["sealed"][0]["sealed"])
    whole = stored.read_bytes()
    stored.chmod(0o644)
    entries = len(list(Case(small).log.entries()))
    out = tmp_path / "place" / "out"
    out.parent.mkdir()
    stored.write_bytes(whole[:-1])
    sealing("unseal", named, "--purpose", "x", "-o", out).failed(3)
    stored.unlink()
    sealing("unseal", named, "--purpose", "x", "-o", out).failed(4, "backup")
    assert list(out.parent.iterdir()) == []
    assert len(list(Case(small).log.entries())) == entries
    stored.write_bytes(whole)
    sealing("unseal", named, "--purpose", "x", "-o", out)
    sealing("unseal", named, "--purpose", "x", "-o", out).failed(2, "exists")
    sealing("unseal", named, "--purpose", "x", "-o", small / "sealed" / "out").failed(2, "case folder")
    sealing("unseal", named, "--purpose", "x").failed(2, "-o OUT")


def test_two_machines_open_an_exhibit(
    sealing: Govah, small: Path, moved: Callable[[str], Path], tmp_path: Path
) -> None:
    there = moved("A")
    named = number_of(small, "letter.txt")
    sealing("seal", named, "--to", "A", "--to", "B", "--two-keys", "--why", "x")
    request, answer, out = tmp_path / "request", tmp_path / "answer", tmp_path / "out"
    sealing("unseal", named, "--purpose", "x", "--ask", request)
    sealing("custodian", "half", request, "-o", answer, GOVAH_KEYS=str(there), GOVAH_CASE="")
    opened = sealing("unseal", named, "--purpose", "x", "--half", answer, "-o", out, "--json").one
    assert (opened["by"], out.read_bytes()) == (["A", "B"], LETTER.encode())


def test_a_package_never_holds_what_is_sealed(sealing: Govah, small: Path, tmp_path: Path) -> None:
    named = number_of(small, "letter.txt")
    sealing("seal", named, "--to", "A", "--why", "x")
    made = sealing("share", "bag", "-o", tmp_path / "bag", "--json").one
    assert made["exhibits"] == 4
    sealing("share", "bag", named, "-o", tmp_path / "no", "--to", "Tribunal").failed(7, "is sealed", "Entry")
    assert not (tmp_path / "no").exists()
    with Case(small) as case:
        last = case.log.entry(case.log.size - 1)
        assert (last.type, last.fields["why"], last.fields["to"]) == ("refuse", "sealed", "Tribunal")
        sha256 = case.view.resolve(named)
        for forbidden in (case.vault.check, case.vault.open, case.vault.path):
            with pytest.raises(RefusedError, match="sealed"):
                forbidden(sha256)


def test_what_an_interrupted_sealing_left_open_goes_with_the_next_writer(
    sealing: Govah, small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from govah.case import sealing as at_work

    named = number_of(small, "letter.txt")
    with monkeypatch.context() as patch:
        patch.setattr(at_work, "finish", lambda case, progress: False)
        sealing("seal", named, "--to", "A", "--why", "x")
    words = "اعلام گردد".encode()
    assert [path for path in (small / "exhibits").rglob("*") if path.is_file() and words in path.read_bytes()]
    assert sealing("text", named, "--json").one["pages"] == []
    assert all("گردد" not in str(hit) for hit in sealing("search", "اعلام گردد", "--json").lines)
    (tmp_path / "x.txt").write_text("x")
    sealing("collect", tmp_path / "x.txt", "--source", "s9")
    assert not [path for path in small.rglob("*") if path.is_file() and words in path.read_bytes()]
    assert sealing("rebuild", "--json").one["identical"] is True


def test_a_backup_made_before_loses_the_open_bytes_when_it_is_renewed(
    sealing: Govah, small: Path, tmp_path: Path
) -> None:
    named = number_of(small, "letter.txt")
    copy = tmp_path / "backup"
    assert sealing("backup", copy).code == 0
    sha256 = hashlib.sha256(LETTER.encode()).hexdigest()
    assert (copy / "exhibits" / sha256[:2] / sha256).exists()
    sealing("seal", named, "--to", "A", "--why", "x")
    assert sealing("backup", copy).code == 0
    assert not (copy / "exhibits" / sha256[:2] / sha256).exists()
    found = sealing("verify", copy, "--json").one
    assert (found["verdict"], found["exhibits"]["SEALED"]) == ("VERIFIED", 1)
    whole = [path.read_bytes() for path in copy.rglob("*") if path.is_file()]
    assert not [data for data in whole if "اعلام گردد".encode() in data]


def test_what_came_in_sealed_is_told_as_sealed(sealing: Govah, small: Path, tmp_path: Path) -> None:
    leak = tmp_path / "hidden"
    leak.mkdir()
    (leak / "one.txt").write_bytes(b"one")
    (leak / "two.txt").write_bytes(b"two")
    (leak / "nowhere").symlink_to("absent")
    done = sealing("collect", leak, "--source", "kabutar", "--sealed", "--to", "A")
    assert "2 sealed, 1 unreadable" in done.text or "1 unreadable, 2 sealed" in done.text
    first, other = sealing("acquisitions", "--json").lines
    assert (other["status"], other["sealed"]) == ({"encrypted": 2, "unreadable": 1}, 2)
    assert (first["source"], first["sealed"]) == ("s1", 0)
    assert "pending" not in sealing("acquisitions").text
    assert "2 sealed" in sealing("acquisitions").text
    (lacking,) = (line for line in sealing("exhibits", "--status", "unreadable", "--json").lines)
    opened = sealing("unseal", f"ex{lacking['number']}", "--purpose", "x", "-o", tmp_path / "out")
    assert "It lay at hidden/nowhere." in opened.text
    assert "No bytes of it could be had: a link to absent" in opened.text


def test_what_was_sealed_after_it_was_read_is_told_as_sealed(sealing: Govah, small: Path) -> None:
    sealing("seal", number_of(small, "letter.txt"), "--to", "A", "--why", "x")
    (told,) = sealing("acquisitions", "--json").lines
    assert (told["status"]["encrypted"], told["sealed"], "pending" in told["status"]) == (1, 1, False)


def test_status_asks_nobody_for_the_password_of_a_seal(sealing: Govah, small: Path, tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("x")
    sealing("collect", tmp_path / "x.txt", "--source", "s2", "--sealed", "--to", "A")
    sealing("seal", number_of(small, "letter.txt"), "--to", "A", "--why", "x")
    told = sealing("status", "--json").one
    assert (told["status"]["encrypted"], told["sealed"], told["erased"]) == (2, 2, 0)
    shown = sealing("status").text
    assert "2 sealed: whoever holds the keys" in shown
    assert "encrypted" not in shown.replace("--status encrypted", "")
    assert "password" not in shown
    assert "run govah collect again" not in shown


def test_an_identity_is_not_sealed_twice_or_weaker_by_an_oversight(sealing: Govah, small: Path) -> None:
    both = ("--to", "A", "--to", "B", "--two-keys")
    first = sealing("source", "seal", "s1", *both, "--identity", "-", "--json", stdin=b"first").one
    size = Case(small).log.size
    refused = sealing("source", "seal", "s1", *both, "--identity", "-", stdin=b"second")
    refused.failed(2, "sealed before", f"entry {first['seal']}", "A, B (any two)", "--again")
    sealing("source", "add", "s1", "--to", "A", "--identity", "-", stdin=b"second").failed(2, "--again")
    weaker = ("source", "seal", "s1", "--to", "A", "--again", "--identity", "-")
    sealing(*weaker, stdin=b"second").failed(7, "two keys", "--two-keys", "--weaker")
    assert Case(small).log.size == size
    assert len([path for path in (small / "sealed").rglob("*") if path.is_file()]) == 1
    second = sealing("source", "seal", "s1", *both, "--again", "--identity", "-", "--json", stdin=b"second").one
    assert second["earlier"] == [first["seal"]]
    third = sealing(*weaker, "--weaker", stdin=b"third")
    assert f"--entry {first['seal']}, --entry {second['seal']}" in third.text
    assert sealing("source", "add", "s1", "--reliability", "C").code == 0


def test_what_was_sealed_before_can_be_opened(sealing: Govah, moved: Callable[[str], Path], tmp_path: Path) -> None:
    seal = ("source", "seal", "s1", "--identity", "-", "--json")
    first = sealing(*seal, "--to", "A", "--to", "B", "--two-keys", stdin=b"first").one["seal"]
    second = sealing(*seal, "--to", "A", "--again", "--weaker", stdin=b"second").one["seal"]
    look = ("source", "open", "s1", "--purpose", "x")
    newest = sealing(*look)
    assert newest.text == "second\n"
    assert f"--entry {first}" in newest.err
    opened = sealing(*look, "--entry", first, "--json")
    assert (opened.one["identity"], opened.one["seal"], opened.one["by"]) == ("first", first, ["B", "A"])
    sealing(*look, "--entry", first + 1000).failed(4, "seals no identity", "govah source list")
    (line,) = sealing("source", "list", "--json").lines
    assert [len(each["opened"]) for each in line["sealed"]] == [1, 1]
    listed = sealing("source", "list").text
    assert f"before, in entry {first}: sealed to A, B (any two)" in listed
    there = moved("B")
    request, answer = tmp_path / "request", tmp_path / "answer"
    sealing(*look, "--entry", first, "--ask", request)
    sealing("custodian", "half", request, "-o", answer, GOVAH_KEYS=str(there), GOVAH_CASE="")
    sealing(*look, "--half", answer).failed(2, "another seal", "--entry")
    assert sealing(*look, "--entry", first, "--half", answer, "--json").one["identity"] == "first"
    assert second > first


def test_whose_keys_are_here_is_told_without_a_case(govah: Govah, small: Path, tmp_path: Path) -> None:
    assert "custodian new" in govah("custodian", "list").err
    made = govah("custodian", "new", "sara", "--json").one
    assert govah("custodian", "list", "--json").one == {
        "name": "sara", "recipient": made["recipient"], "entry": None, "here": True,
    }  # fmt: skip
    assert made["recipient"] in govah("custodian", "list").text


def test_a_custodians_key_that_cannot_be_read_is_told(govah: Govah, small: Path, tmp_path: Path) -> None:
    key = Path(govah("custodian", "new", "sara", "--json").one["file"])
    govah("custodian", "add", "sara", "--case", small)
    assert govah("seal", "ex1", "--to", "sara", "--why", "w", "--case", small).code == 0
    key.write_bytes(b"{")
    opening = ("unseal", "ex1", "--purpose", "p", "-o", tmp_path / "out", "--case", small)
    govah(*opening).failed(4, "cannot be read", str(key))
    govah("custodian", "new", "sara").failed(1, "cannot be read", str(key))
    govah("custodian", "add", "sara", "--case", small).failed(1, "cannot be read", str(key))
    assert str(key) in govah("custodian", "list", "--case", small).err


def test_a_package_of_all_says_how_many_are_sealed(sealing: Govah, small: Path, tmp_path: Path) -> None:
    one = number_of(small, "letter.txt")
    assert sealing("share", "bag", "-o", tmp_path / "whole", "--json").one["sealed_left_out"] == 0
    sealing("seal", one, "--to", "A", "--why", "w")
    done = sealing("share", "bag", "-o", tmp_path / "bag", "--json").one
    assert done["sealed_left_out"] == 1
    assert "1 sealed, left out." in sealing("share", "bag", "-o", tmp_path / "other").text
    assert "left out" not in sealing("share", "bag", number_of(small, "list.csv"), "-o", tmp_path / "third").text


def test_whoever_cites_what_is_sealed_is_told_so(sealing: Govah, small: Path) -> None:
    one = number_of(small, "answer.txt")
    sealing("seal", one, "--to", "A", "--why", "w")
    told = (f"{one} is sealed to A", f"govah unseal {one} --purpose")
    sealing("mark", one, "any words").failed(7, *told)
    for words in (
        ("mark", f"{one}.1:0-5"),
        ("claim", "add", "--at", f"{one}.1:0-5", "--text", "T"),
        ("correct", f"{one}.1:0-5", "--field", "text", "--value", "x", "--why", "w"),
        ("confirm", f"{one}.1:0-5"),
    ):
        sealing(*words).failed(7, *told)
