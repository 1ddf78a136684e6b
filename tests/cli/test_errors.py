"""Whatever is typed: a sentence with a next step, the right number, and never a traceback."""

import os
from pathlib import Path

import pytest
from tests.cli.conftest import Govah

HUGE = "9" * 40
COMMANDS = [
    ("status",), ("exhibits",), ("text", "12345678"), ("search", "x"), ("mark", "12345678:1:0-1"),
    ("correct", "12345678:1:0-1", "--field", "number", "--value", "1", "--why", "w"), ("confirm", "12345678:1:0-1"),
    ("letters",), ("ghosts",), ("claims",), ("claim", "show", "1"),
    ("claim", "add", "--at", "12345678:1:0-1", "--text", "t"),
    ("claim", "assess", "1", "--status", "supported", "--why", "w"),
    ("share", "bag", "-o", "{out}"), ("report", "build", "-", "-o", "{out}.html"),
]  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: " ".join(command[:2]))
def test_without_a_case(command: tuple[str, ...], tmp_path: Path, govah: Govah) -> None:
    words = [word.format(out=tmp_path / "out") for word in command]
    govah(*words).failed(2, "No case was named", "--case")
    govah("--case", tmp_path / "nothing", *words).failed(4, "is not a case", "govah init")
    (tmp_path / "file").write_text("a file\n", encoding="utf-8")
    govah("--case", tmp_path / "file", *words).failed(4, "is not a case")


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: " ".join(command[:2]))
def test_after_deleting_what_machines_derived(
    command: tuple[str, ...], small: Path, tmp_path: Path, govah: Govah
) -> None:
    (small / "derived").rename(tmp_path / "away")
    words = [word.format(out=tmp_path / "out") for word in command]
    govah("--case", small, *words).failed(4, "Nothing is lost", "govah rebuild")


def test_collect_after_deleting_what_machines_derived(small: Path, tmp_path: Path, govah: Govah) -> None:
    (small / "derived").rename(tmp_path / "away")
    (tmp_path / "more.txt").write_text("x\n", encoding="utf-8")
    govah("--case", small, "collect", tmp_path / "more.txt", "--source", "s").failed(4, "govah rebuild")


@pytest.mark.parametrize("content", [b"", b"not a database at all " * 400, b"SQLite format 3\0" + bytes(5000)])
def test_a_damaged_database_says_what_to_do(content: bytes, small: Path, govah: Govah) -> None:
    (small / "derived" / "case.db").write_bytes(content)
    govah("--case", small, "exhibits").failed(4, "govah rebuild")
    assert govah("--case", small, "rebuild").code == 0
    assert govah("--case", small, "exhibits").code == 0


def test_a_missing_index_is_never_no_hits(small: Path, tmp_path: Path, govah: Govah) -> None:
    (small / "derived" / "index").rename(tmp_path / "away")
    govah("--case", small, "search", "پل").failed(4, "govah rebuild --keep-pages")
    assert govah("--case", small, "rebuild", "--keep-pages").code == 0
    assert govah("--case", small, "search", "پل", "--json").lines[-1] == {"total": 2}


def test_missing_pages_are_never_no_text(small: Path, places: dict[str, str], tmp_path: Path, govah: Govah) -> None:
    (small / "derived" / "pages").rename(tmp_path / "away")
    govah("--case", small, "text", places["letter.txt"]).failed(4, "govah rebuild")
    govah("--case", small, "rebuild", "--keep-pages").failed(4, "govah rebuild")
    assert govah("--case", small, "rebuild").code == 0


def test_a_damaged_stage_result_says_what_to_do(small: Path, places: dict[str, str], govah: Govah) -> None:
    (stored,) = (small / "derived" / "pages").rglob(f"{places['letter.txt']}.json.gz")
    for damaged in (b"", stored.read_bytes()[:-9], b"garbage"):
        stored.write_bytes(damaged)
        govah("--case", small, "text", places["letter.txt"]).failed(4, "govah rebuild")
    assert govah("--case", small, "rebuild").code == 0
    assert govah("--case", small, "text", places["letter.txt"]).code == 0


@pytest.mark.parametrize(
    ("sha", "code"),
    [
        ("", 2),
        ("xyz", 2),
        ("1234567", 2),
        ("۱۲۳۴۵۶۷۸", 2),
        ("0" * 64, 4),
        ("0" * 900, 4),
        ("-1", 2),
        ("12345678\n9", 2),
    ],
)
def test_hashes_that_name_nothing(sha: str, code: int, small: Path, govah: Govah) -> None:
    govah("--case", small, "text", sha).failed(code)


@pytest.mark.parametrize("page", ["0", "-1", "2", HUGE, "x", "1.5", ""])
def test_pages_that_are_not_there(page: str, small: Path, places: dict[str, str], govah: Govah) -> None:
    answer = govah("--case", small, "text", places["letter.txt"], f"--page={page}")
    answer.failed(2 if page in ("x", "1.5", "") else 4)


@pytest.mark.parametrize(
    "rest", ["", ":", ":1", ":1:5", ":1:5-", ":1:-5", ":0:1-2", ":1:5-5", ":1:9-3", ":a:b-c", ":1:0-1 extra", ":1:0–9",
             f":1:0-{HUGE}", f":{HUGE}:0-1"],
)  # fmt: skip
def test_wrong_passages(rest: str, small: Path, places: dict[str, str], govah: Govah) -> None:
    govah("--case", small, "mark", places["letter.txt"] + rest).failed(2)


def test_passages_outside_of_a_page(small: Path, places: dict[str, str], govah: Govah) -> None:
    sha256 = places["letter.txt"]
    govah("--case", small, "mark", f"{sha256}:1:0-999999").failed(2, "The page ends at")
    govah("--case", small, "mark", f"{sha256}:999999999:0-1").failed(4, "pages")
    govah("--case", small, "mark", f"{'0' * 64}:1:0-1").failed(4)
    govah("--case", small, "mark", f"{places['empty.txt']}:1:0-1").failed(4)


@pytest.mark.parametrize("claim", ["0", "-1", "999999", HUGE])
def test_claims_that_are_not_there(claim: str, small: Path, govah: Govah) -> None:
    govah("--case", small, "claim", "show", "--", claim).failed(4, "govah claims")
    govah("--case", small, "claim", "assess", "--status", "supported", "--why", "w", "--", claim).failed(4)


def test_values_that_are_not_of_their_field(small: Path, places: dict[str, str], govah: Govah) -> None:
    place = f"{places['letter.txt']}:1:0-5"

    def correct(field: str, value: str, why: str = "w") -> None:
        govah("--case", small, "correct", place, "--field", field, "--value", value, "--why", why).failed(2)

    correct("nonsense", "1")
    correct("date", "not a day")
    correct("number", "1", " ")
    govah("--case", small, "claim", "add", "--at", place, "--text", " ").failed(2)
    govah("--case", small, "claim", "add", "--at", place, "--text", "t", "--kind", "rumour").failed(2)
    govah("--case", small, "claim", "show", "1", "--as-of", "soon").failed(4)
    made = govah("--case", small, "claim", "add", "--at", place, "--text", "t", "--json").one["id"]
    govah("--case", small, "claim", "show", made, "--as-of", "soon").failed(2)
    govah("--case", small, "claim", "assess", made, "--status", "true", "--why", "w").failed(2)
    govah("--case", small, "claim", "assess", made, "--status", "supported", "--why", "").failed(2)


@pytest.mark.parametrize(
    "options",
    [("--after", "soon"), ("--before", "1395/13/40"), ("--limit", "-1"), ("--offset", "-1"), ("--limit", "many"),
     ("--nonsense",)],
)  # fmt: skip
def test_search_options(options: tuple[str, ...], small: Path, govah: Govah) -> None:
    govah("--case", small, "search", "پل", *options).failed(2)


@pytest.mark.parametrize("query", ['"', "(", "name:", "", " ", "-", "*", "OR", "AND NOT", "\u202e", "a" * 20_000])
def test_odd_queries_answer_or_say_why(query: str, small: Path, govah: Govah) -> None:
    answer = govah("--case", small, "search", "--json", "--", query)
    if answer.code:
        answer.failed(2)
    else:
        assert "total" in answer.lines[-1]


def test_absurd_numbers_are_no_accident(small: Path, govah: Govah) -> None:
    for options in (("--limit", HUGE), ("--offset", HUGE), ("--limit", "1000000000")):
        answer = govah("--case", small, "search", "پل", *options, "--json")
        assert answer.code == 0, answer.err
        assert answer.lines[-1] == {"total": 2}


def test_words_that_are_not_utf8(small: Path, places: dict[str, str], tmp_path: Path, govah: Govah) -> None:
    odd = os.fsdecode(b"odd\xff")
    place = f"{places['letter.txt']}:1:0-5"
    for words in (
        ("mark", place, "--note", odd),
        ("correct", place, "--field", "subject", "--value", odd, "--why", odd),
        ("claim", "add", "--at", place, "--text", odd, "--said-by", odd, "--about", odd),
        ("search", odd),
        ("letters", "--from", odd),
        ("exhibits", "--source", odd),
        ("claims",),
        ("letters",),
    ):
        assert govah("--case", small, *words).code == 0, words
        assert govah("--case", small, *words, "--json").lines is not None
    govah("--case", small, "text", odd).failed(2)
    govah("--case", odd, "status").failed(4)
    govah("--case", small, "mark", place, "--as", odd).failed(4)
    made = govah("init", tmp_path / odd, "--name", odd, "--json")
    assert made.code == 0
    assert govah("--case", tmp_path / odd, "status").code == 0
    leak = tmp_path / "leak.txt"
    leak.write_text("x\n", encoding="utf-8")
    assert govah("--case", small, "collect", leak, "--source", odd).code == 0
    bag = govah("--case", small, "share", "bag", "-o", tmp_path / "bag", "--to", odd, "--purpose", odd)
    assert bag.code == 0, bag.err
    assert govah("--case", small, "verify").code == 0


def test_init_where_something_is(tmp_path: Path, govah: Govah) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").write_text("x", encoding="utf-8")
    govah("init", tmp_path / "full", "--name", "N").failed(2, "not empty")
    govah("init", tmp_path / "full" / "x", "--name", "N").failed(2)
    govah("init", tmp_path / "full" / "x" / "y", "--name", "N").failed(1)
    govah("init", tmp_path / "new", "--name", " ").failed(2)
    govah("init", tmp_path / "new").failed(2, "--name")
    govah("init", tmp_path / "new", "--name", "N", "--mandate", tmp_path / "none").failed(4)
    govah("init", tmp_path / "new", "--name", "N", "--mandate", tmp_path).failed(4)
    govah("init", "/proc/new", "--name", "N").failed(1)
    assert not (tmp_path / "new").exists()
    (tmp_path / "empty").mkdir()
    assert govah("init", tmp_path / "empty", "--name", "N").code == 0


def test_collect_what_is_not_there(small: Path, tmp_path: Path, govah: Govah) -> None:
    govah("--case", small, "collect", tmp_path / "nothing", "--source", "s").failed(4, "not there")
    govah("--case", small, "collect", "--source", "s").failed(2)
    govah("--case", small, "collect", small, "--source", "s").failed(2, "inside")
    govah("--case", small, "collect", tmp_path, "--source", " ").failed(2, "source")
    loop = tmp_path / "loop"
    loop.symlink_to("loop")
    answer = govah("--case", small, "collect", loop, "--source", "s", "--json")
    assert answer.code == 5
    assert answer.one["status"] == {"unreadable": 1}


def test_drafts_that_are_none(small: Path, tmp_path: Path, govah: Govah) -> None:
    draft = tmp_path / "draft.md"

    def build(content: bytes, code: int, *words: str, out: str = "out.html") -> None:
        draft.write_bytes(content)
        govah("--case", small, "report", "build", draft, "-o", tmp_path / out).failed(code, *words)
        assert not (tmp_path / out).is_file()

    good = b"::: context\nTwo papers are held.\n:::\n"
    build(bytes(range(256)) * 20, 2, "UTF-8")
    build(b"A sentence without grounds.\n", 1, "line 1")
    build(b"::: context\nnever closed.\n", 1, "line 1")
    build(b"[" * 5000 + b"x" + b"]" * 5000 + b".\n", 1)
    build(b"Words [@claim:99999999999999999999999999].\n", 1, "line 1")
    build(b"Words [ex99999999999999999999999999.1:0-1].\n", 1, "line 1")
    build(good, 2, out="out.xyz")
    build(good, 2, out="out")
    build(good, 2, out="nowhere/out.html")
    govah("--case", small, "report", "build", tmp_path / "none.md", "-o", tmp_path / "o.html").failed(4)
    govah("--case", small, "report", "build", tmp_path, "-o", tmp_path / "o.html").failed(4)
    draft.write_bytes(good)
    (tmp_path / "folder.html").mkdir()
    govah("--case", small, "report", "build", draft, "-o", tmp_path / "folder.html").failed(2, "is a folder")


def test_packages_that_cannot_be_made(small: Path, places: dict[str, str], tmp_path: Path, govah: Govah) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").write_text("x", encoding="utf-8")
    govah("--case", small, "share", "bag", "-o", tmp_path / "full").failed(2, "not empty")
    govah("--case", small, "share", "bag", "-o", tmp_path / "full" / "x").failed(2)
    govah("--case", small, "share", "bag", "-o", tmp_path / "full" / "x" / "y").failed(1)
    govah("--case", small, "share", "bag", "--report", tmp_path / "none", "-o", tmp_path / "bag").failed(4)
    govah("--case", small, "share", "bag", "--report", tmp_path / "full" / "x", "-o", tmp_path / "bag").failed(
        4, "not published from this case"
    )
    govah("--case", small, "share", "bag", "0" * 64, "-o", tmp_path / "bag").failed(4)
    govah("--case", small, "share", "bag", "-o", "/proc/bag").failed(1)
    govah("--case", small, "share", "bag").failed(2, "-o")
    assert not (tmp_path / "bag").exists()


def test_a_package_inside_of_the_case_is_refused(small: Path, govah: Govah) -> None:
    for place in (small / "exhibits" / "bag", small / "bag", small / "reports" / "bag", small):
        govah("--case", small, "share", "bag", "-o", place).failed(2, "case folder")
    assert not (small / "bag").exists()
    assert not (small / "reports").exists()
    assert govah("verify", small).code == 0


def test_a_report_inside_of_the_log_is_refused(small: Path, tmp_path: Path, govah: Govah) -> None:
    draft = tmp_path / "draft.md"
    draft.write_bytes(b"::: context\nTwo papers are held.\n:::\n")
    govah("--case", small, "report", "build", draft, "-o", small / "log" / "out.html").failed(2, "case folder")
    assert govah("verify", small).code == 0


def test_verify_what_is_no_case(tmp_path: Path, small: Path, govah: Govah) -> None:
    govah("verify", tmp_path / "nothing").failed(4, "is not there")
    (tmp_path / "file").write_text("x", encoding="utf-8")
    govah("verify", tmp_path / "file").failed(4)
    govah("verify", small, "--against", tmp_path / "none").failed(4, "is not there")
    govah("verify").failed(2)
    govah("verify", small, "--against", tmp_path / "file").failed(2, "is not a checkpoint")
    (tmp_path / "folder" / "log").mkdir(parents=True)
    answer = govah("verify", tmp_path / "folder").failed(4, "neither a case nor a package")
    assert answer.text == ""


def test_words_that_are_no_commands(govah: Govah) -> None:
    govah("nonsense").failed(2, "--help")
    govah("claim", "nonsense").failed(2)
    govah("--nonsense").failed(2)
    govah("collect", "--nonsense").failed(2, "govah collect --help")
    govah("init").failed(2)
    govah("read").failed(2)
    assert govah("--version").code == 0
    assert govah("--help").code == 0
