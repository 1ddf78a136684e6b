"""Who may act, by command."""

import json
from pathlib import Path

from tests.cli.conftest import Answer, Govah

from govah import Case


def test_a_new_key_tells_where_its_file_lies(govah: Govah, small: Path, tmp_path: Path) -> None:
    made = govah("actor", "new", "omid", "--json").one
    assert json.loads(Path(made["file"]).read_text(encoding="utf-8"))["name"] == "omid"
    told = govah("actor", "new", "نیما")
    (line,) = [line for line in told.text.splitlines() if line.startswith("Its file")]
    assert Path(line.split(": ")[1]).is_file()
    # that file is what an approval on another machine asks for
    govah("actor", "add", "omid", "--case", small)
    asked = govah("erase", "request", "ex1", "--why", "a promise", "--authority", "a", "--case", small, "--json").one
    stick = tmp_path / "stick"
    Path(made["file"]).rename(stick)
    done = govah("erase", "approve", asked["entry"], "--key", stick, "--why", "yes", "--case", small, "--json").one
    assert done["one_account"] is False


def test_a_failed_exchange_says_why_and_leaves_no_key(govah: Govah, small: Path, tmp_path: Path) -> None:
    done = govah("actor", "rotate", "owner", "--why", "lost", "--case", small, "--json").one
    assert json.loads(Path(done["file"]).read_text(encoding="utf-8"))["name"] == "owner"
    govah("actor", "rotate", "nobody", "--why", "lost", "--case", small).failed(4, "No key of nobody")
    (tmp_path / "keys" / "logs").rename(tmp_path / "logs")
    govah("actor", "rotate", "owner", "--why", "lost", "--case", small).failed(4, "does not hold the key of the log")
    assert not list((tmp_path / "keys").rglob("*.next"))


def test_a_key_is_not_exchanged_again_by_an_oversight(govah: Govah, small: Path, tmp_path: Path) -> None:
    words = ("actor", "rotate", "owner", "--why", "lost", "--case", small)
    entry = govah(*words, "--json").one["entry"]
    told = govah(*words).failed(2, f"exchanged at entry {entry}, 20", "--again")
    assert "in use" in told.err
    govah("init", tmp_path / "later", "--name", "Later")
    govah("actor", "rotate", "owner", "--why", "lost", "--case", tmp_path / "later").failed(
        2, "another case", "--again"
    )
    assert govah(*words, "--again", "--json").one["entry"] == entry + 1
    assert govah("verify", small).code == 0


def test_a_damaged_key_is_told_as_damaged(govah: Govah, small: Path, tmp_path: Path) -> None:
    for path in (tmp_path / "keys" / "actors").glob("*.json"):
        path.write_text("{")
    told = govah("source", "add", "s7", "--case", small).failed(1, "damaged", "copy of your keys")
    assert "passphrase" not in told.err
    assert "Expecting" not in told.err


def test_a_key_is_added_by_its_own_name(govah: Govah, small: Path, tmp_path: Path) -> None:
    def reza(*words: object) -> Answer:
        return govah(*words, GOVAH_KEYS=str(tmp_path / "theirs"))

    reza("actor", "new", "reza")
    for wrong in ("nonsense", "govah/1", "bridge"):
        reza("actor", "ask", wrong, "--as", "reza").failed(2, "is not the origin", "govah actor list")
    told = govah("actor", "list", "--case", small).text
    origin = told.splitlines()[-1].split("govah actor ask ")[1].split()[0]
    asked = tmp_path / "reza ask"
    assert reza("actor", "ask", origin, "-o", asked, "--as", "reza").code == 0
    before = govah("actor", "list", "--case", small, "--json").lines
    govah("actor", "add", "x", "--asked", asked, "--case", small).failed(
        2, "made by reza", f"govah actor add reza --asked '{asked}'", "--other-name"
    )
    assert govah("actor", "list", "--case", small, "--json").lines == before
    assert govah("actor", "add", "reza", "--asked", asked, "--case", small).code == 0
    assert "–" in govah("actor", "list", "--case", small).text


def test_two_accounts_may_call_their_key_alike(govah: Govah, small: Path, tmp_path: Path) -> None:
    with Case(small) as case:
        origin = case.log.origin
    theirs = {"GOVAH_KEYS": str(tmp_path / "theirs")}
    govah("actor", "new", "owner", **theirs)
    govah("actor", "ask", origin, "-o", tmp_path / "asked", "--as", "owner", **theirs)
    adding = ("--asked", tmp_path / "asked", "--case", small)
    govah("actor", "add", "owner", *adding).failed(2)
    assert govah("actor", "add", "sara", "--other-name", *adding).code == 0
    assert govah("actor", "list", "--case", small, "--json").lines[-1]["name"] == "sara"
