"""CONTRACT.md, command by command: names of fields, shapes, and what is one object and what are lines."""

import re
from pathlib import Path

import pytest
from tests.bridge import LETTER
from tests.cli.conftest import Govah

from govah import Case
from govah.config import keys_folder
from govah.preserve.keys import Keyring

HASH = re.compile(r"[0-9a-f]{64}")
STATUSES = {
    "ok", "empty", "encrypted", "partial", "unsupported", "damaged", "crashed", "timed_out", "over_limit", "pending",
    "unreadable",
}  # fmt: skip
LETTER_FIELDS = {
    "id", "sha256", "page", "number", "date", "from", "to", "cc", "subject", "classification", "urgency", "references",
    "relations", "reply_expected", "status", "answered_by", "coverage", "proposals", "spans",
}  # fmt: skip


def place(sha256: str, text: str, words: str) -> str:
    start = text.index(words)
    return f"{sha256}:1:{start}-{start + len(words)}"


@pytest.fixture
def said(small: Path, places: dict[str, str], govah: Govah) -> str:
    """A passage of the small case's letter."""
    page = govah("--case", small, "--json", "text", places["letter.txt"]).one["pages"][0]
    return place(places["letter.txt"], page["text"], "نتیجه بازدید از پل چوبی")


def test_init(tmp_path: Path, govah: Govah) -> None:
    mandate = tmp_path / "mandate.txt"
    mandate.write_text("Establish the facts.", encoding="utf-8")
    answer = govah("init", tmp_path / "new", "--name", "New", "--mandate", mandate, "--json")
    assert answer.code == 0
    made = answer.one
    assert made.keys() >= {"case", "log_origin", "key"}
    assert made["case"] == str(tmp_path / "new")
    assert HASH.fullmatch(made["key"])
    assert not list((tmp_path / "new").rglob("*.pem"))
    with Case(tmp_path / "new") as case:
        assert case.view.setting("mandate") == "Establish the facts."


def test_collect_counts_every_occurrence(tmp_path: Path, govah: Govah) -> None:
    leak = tmp_path / "leak"
    leak.mkdir()
    (leak / "a.txt").write_text("words\n", encoding="utf-8")
    (leak / "noise").write_bytes(bytes(range(256)) * 9)
    (leak / "gone.txt").symlink_to("nowhere")
    govah("init", tmp_path / "case", "--name", "N")
    first = govah("collect", leak, "--source", "s", "--case", tmp_path / "case", "--json")
    assert first.code == 5
    assert first.one.keys() >= {"files_in", "exhibits_new", "exhibits_known", "children", "status", "seconds"}
    assert first.one["restored"] == 0
    assert first.one["files_in"] + first.one["children"] == sum(first.one["status"].values()) == 3
    assert set(first.one["status"]) <= STATUSES
    again = govah("collect", leak, "--source", "s", "--case", tmp_path / "case", "--json").one
    assert (again["exhibits_new"], again["exhibits_known"]) == (0, 2)
    assert again["status"] == first.one["status"]
    (leak / "noise").unlink()
    (leak / "gone.txt").unlink()
    good = govah("collect", leak, "--source", "s", "--case", tmp_path / "case", "--json", "--no-ocr")
    assert good.code == 0
    left = govah("collect", leak / "a.txt", "--source", "t", "--case", tmp_path / "case", "--no-process", "--json")
    assert left.code == 0


def test_a_case_named_from_where_one_stands(tmp_path: Path, govah: Govah, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("leak").mkdir()
    Path("leak/a.txt").write_text("words\n", encoding="utf-8")
    assert govah("init", "case", "--name", "N", "--json").one["case"] == "case"
    assert govah("--case", "case", "collect", "leak", "--source", "s", "--json").one["status"] == {"ok": 1}
    assert govah("--case", "case", "rebuild", "--json").one["identical"] is True
    assert govah("--case", "case", "search", "words", "--json").lines[-1] == {"total": 1}
    assert govah("read", "leak/a.txt", "--json").one["status"] == "ok"
    assert govah("--case", "case", "share", "bag", "-o", "bag", "--json").one["out"] == "bag"
    assert govah("verify", "bag").code == 0


def test_status(small: Path, govah: Govah) -> None:
    answer = govah("--case", small, "status", "--json")
    assert answer.code == 0
    told = answer.one
    assert told.keys() >= {"exhibits", "pages", "letters", "claims", "findings", "queue", "status", "missing"}
    assert told["exhibits"] == 5
    assert told["letters"] == 2
    assert sum(told["status"].values()) == 5
    assert all(isinstance(count, int) for count in told["queue"].values())
    assert all(item.keys() >= {"what", "remedy"} for item in told["missing"])


def test_exhibits(small: Path, govah: Govah) -> None:
    lines = govah("--case", small, "exhibits", "--json").lines
    assert [line["number"] for line in lines] == [1, 2, 3, 4, 5]
    for line in lines:
        assert line.keys() >= {
            "number", "sha256", "paths", "media_type", "size", "parents", "children", "status", "detail", "sources"
        }  # fmt: skip
        assert HASH.fullmatch(line["sha256"])
        assert line["sources"] == ["s1"]
        assert line["paths"][0].startswith("leak/")
    only = govah("exhibits", "--status", "empty", "--case", small, "--json").lines
    assert [line["paths"] for line in only] == [["leak/empty.txt"]]
    assert govah("exhibits", "--source", "nobody", "--case", small, "--json").lines == []


def test_text_is_what_spans_count_in(small: Path, places: dict[str, str], govah: Govah) -> None:
    sha256 = places["letter.txt"]
    whole = govah("--case", small, "text", sha256[:8], "--json").one
    assert whole["sha256"] == sha256
    (page,) = whole["pages"]
    assert page.keys() >= {"number", "label", "text", "origin"}
    assert (page["number"], page["origin"]) == (1, "text")
    assert page["text"].strip() == LETTER.strip()
    assert govah("--case", small, "text", sha256, "--page", "1", "--json").one["pages"] == [page]


def test_search(small: Path, places: dict[str, str], govah: Govah) -> None:
    *hits, total = govah("--case", small, "search", "پل چوبی", "--json").lines
    assert total == {"total": 2}
    assert {hit["sha256"] for hit in hits} == {places["letter.txt"], places["answer.txt"]}
    for hit in hits:
        assert hit.keys() >= {"sha256", "page", "spans", "snippet", "score"}
        text = govah("--case", small, "text", hit["sha256"], "--json").one["pages"][hit["page"] - 1]["text"]
        assert all("پل" in text[start:end] or "چوبی" in text[start:end] for _, start, end in hit["spans"])
    first, total = govah("--case", small, "search", "پل", "--limit", "1", "--json").lines
    second, _ = govah("--case", small, "search", "پل", "--limit", "1", "--offset", "1", "--json").lines
    assert total == {"total": 2}
    assert first["sha256"] != second["sha256"]
    assert govah("--case", small, "search", "پل", "--limit", "0", "--json").lines == [{"total": 2}]


def test_search_filters(small: Path, places: dict[str, str], govah: Govah) -> None:
    def found(*options: str) -> set[str]:
        *hits, total = govah("--case", small, "search", "پل", *options, "--json").lines
        assert total["total"] == len(hits)
        return {hit["sha256"] for hit in hits}

    both = {places["letter.txt"], places["answer.txt"]}
    assert found("--source", "s1") == found("--language", "fa") == found("--after", "1395/02/14") == both
    assert found("--source", "s2") == found("--language", "en") == found("--before", "2010-01-01") == set()
    assert found("--after", "1395/02/15") == found("--after", "2016-05-04") == {places["answer.txt"]}
    assert found("--before", "1395/02/19") == {places["letter.txt"]}


def test_mark_and_correct_and_confirm(small: Path, said: str, govah: Govah) -> None:
    marked = govah("mark", said, "--note", "asks", "--case", small, "--json").one
    assert marked.keys() == {"passage", "quotation", "entry"}
    assert (marked["passage"], marked["quotation"]) == (said, "نتیجه بازدید از پل چوبی")
    corrected = govah(
        "correct", said, "--field", "text", "--value", "نتیجه", "--why", "the paper", "--case", small, "--json"
    ).one
    assert corrected == {"entry": marked["entry"] + 1}
    again = f"{said.rpartition('-')[0]}-{int(said.rpartition(':')[2].partition('-')[0]) + 5}"
    assert govah("confirm", again, "--case", small, "--json").one["entry"] == marked["entry"] + 2


def test_letters(small: Path, places: dict[str, str], govah: Govah) -> None:
    lines = {line["sha256"]: line for line in govah("--case", small, "letters", "--json").lines}
    asks, answers = lines[places["letter.txt"]], lines[places["answer.txt"]]
    for line in lines.values():
        assert line.keys() >= LETTER_FIELDS
        assert line["date"].keys() == {"text", "calendar", "earliest", "latest"}
        assert all(item.keys() == {"name", "office"} for item in line["from"] + line["to"] + line["cc"])
        for page, start, end in line["spans"].values():
            assert page == 1
            assert 0 <= start < end
    assert (asks["date"]["calendar"], asks["date"]["earliest"]) == ("jalali", "2016-05-03")
    assert asks["status"] == "answered"
    assert asks["answered_by"] == [answers["id"]]
    (reference,) = answers["references"]
    assert reference.keys() >= {"text", "number", "date", "kind", "letter"}
    assert (reference["kind"], reference["letter"]) == ("reply", asks["id"])
    assert [line["id"] for line in govah("--case", small, "letters", "--from", "بیستون", "--json").lines] == [
        answers["id"]
    ]
    assert [line["id"] for line in govah("--case", small, "letters", "--to", "بیستون", "--json").lines] == [asks["id"]]
    assert govah("--case", small, "letters", "--unanswered", "--json").lines == []


def test_claims(small: Path, said: str, govah: Govah) -> None:
    made = govah(
        "claim", "add", "--at", said, "--text", "The bridge was inspected", "--kind", "fact", "--said-by", "Ministry",
        "--case", small, "--json",
    ).one  # fmt: skip
    fields = {"id", "text", "about", "kind", "said_by", "spans", "status", "standard", "history"}
    assert made.keys() >= fields
    assert (made["status"], made["standard"], made["history"]) == ("asserted", "reasonable_grounds", [])
    assessed = govah(
        "claim", "assess", made["id"], "--status", "supported", "--for", said, "--why", "another office says so",
        "--case", small, "--json",
    ).one  # fmt: skip
    (step,) = assessed["history"]
    assert step.keys() == {"at", "status", "by", "why", "for", "against"}
    assert (step["status"], step["for"], step["against"]) == ("supported", [said], [])
    assert govah("claims", "--case", small, "--json").one == assessed
    assert govah("claim", "show", made["id"], "--case", small, "--json").one == assessed
    before = govah("claim", "show", made["id"], "--as-of", "1390/01/01", "--case", small, "--json").one
    assert (before["status"], before["history"]) == ("asserted", [])
    today = govah("claim", "show", made["id"], "--as-of", "2049-12-31", "--case", small, "--json").one
    assert today["status"] == "supported"


DRAFT = """---
title: Bridge
lang: en
---

# Bridge

The Ministry asked for the result [@{said}].

::: context
Two papers are held.
:::
"""


def test_report_share_and_verify(small: Path, said: str, tmp_path: Path, govah: Govah) -> None:
    draft = tmp_path / "draft.md"
    draft.write_text(DRAFT.format(said=said), encoding="utf-8")
    built = govah("report", "build", draft, "-o", tmp_path / "out.html", "--case", small, "--json").one
    assert built.keys() >= {"sentences", "cited", "context", "out", "entry"}
    assert (built["sentences"], built["cited"], built["context"]) == (2, 1, 1)
    assert built["out"] == str(tmp_path / "out.html")
    from_stdin = govah(
        "report", "build", "-", "-o", tmp_path / "two.html", "--case", small, "--json", stdin=draft.read_bytes()
    ).one
    assert from_stdin["entry"] == built["entry"] + 1
    bag = tmp_path / "bag"
    shared = govah(
        "share", "bag", "--report", tmp_path / "out.html", "--cited", "-o", bag, "--case", small, "--json"
    ).one
    assert shared.keys() >= {"out", "exhibits", "proofs", "size", "root"}
    assert shared["exhibits"] == 1
    assert (bag / "verify.py").is_file()
    for folder in (small, bag):
        verdict = govah("verify", folder, "--json")
        assert verdict.code == 0
        assert verdict.one.keys() >= {"verdict", "meaning", "size", "root", "time", "exhibits", "problems"}
        assert verdict.one["verdict"] == "VERIFIED"
        assert verdict.one["exhibits"].keys() == {"VERIFIED", "SEALED", "ERASED", "FAILED"}
        assert verdict.one["problems"] == []
    kept = tmp_path / "kept"
    kept.write_bytes((small / "log" / "checkpoint").read_bytes())
    govah("mark", said, "--case", small)
    assert govah("--case", small, "verify", "--against", kept, "--json").one["verdict"] == "VERIFIED"
    exhibit = next((bag / "data" / "exhibits").iterdir())
    exhibit.chmod(0o644)
    exhibit.write_bytes(b"exchanged")
    failed = govah("verify", bag, "--json")
    assert failed.code == 3
    assert failed.one["verdict"] == "FAILED"
    assert f"data/exhibits/{exhibit.name}" in [problem["where"] for problem in failed.one["problems"]]
    assert failed.one["problems"][0].keys() >= {"what", "where"}


def test_rebuild(small: Path, govah: Govah) -> None:
    done = govah("rebuild", "--case", small, "--json").one
    assert done.keys() == {"identical", "changed", "digest"}
    assert (done["identical"], done["changed"]) == (True, [])
    assert HASH.fullmatch(done["digest"])


def test_a_case_is_named_in_three_places(small: Path, govah: Govah) -> None:
    answers = [
        govah("--case", small, "exhibits", "--json"),
        govah("exhibits", "--case", small, "--json"),
        govah("--json", "exhibits", GOVAH_CASE=str(small)),
        govah("--json", "--case", small, "exhibits", "--json", GOVAH_CASE="/nowhere"),
        govah("exhibits", "--case", small, "--json", GOVAH_CASE="/nowhere"),
        govah("--case", "/nowhere", "exhibits", "--case", small, "--json"),
    ]
    assert [answer.code for answer in answers] == [0] * 6
    assert len({answer.out for answer in answers}) == 1
    govah("exhibits", GOVAH_CASE="").failed(2, "No case was named")


def test_a_group_takes_the_options_too(small: Path, said: str, govah: Govah) -> None:
    made = govah("--json", "--case", small, "claim", "add", "--at", said, "--text", "T").one
    assert govah("claim", "show", made["id"], GOVAH_CASE=str(small)).code == 0


def test_who_acts(small: Path, said: str, govah: Govah) -> None:
    govah("mark", said, "--case", small, "--as", "nobody at all").failed(4, "nobody at all")
    govah("mark", said, "--case", small, GOVAH_ACTOR="nobody at all").failed(4, "nobody at all")
    Keyring(keys_folder()).make("sara")
    govah("mark", said, "--case", small, "--as", "sara").failed(4)
    owner = next(iter(govah("--json", "claim", "add", "--at", said, "--text", "T", "--case", small).lines))["by"]
    assert govah("mark", said, "--case", small, "--as", owner).code == 0
