"""Who may act, by command."""

import json
from pathlib import Path

from tests.cli.conftest import Govah


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
    govah("actor", "rotate", "nobody", "--why", "lost", "--case", small).failed(4, "No key of nobody")
    (tmp_path / "keys" / "logs").rename(tmp_path / "logs")
    govah("actor", "rotate", "owner", "--why", "lost", "--case", small).failed(4, "does not hold the key of the log")
    assert not list((tmp_path / "keys").rglob("*.next"))
