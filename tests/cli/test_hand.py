"""What a person's hand does to a page is told back at once, and shown with the page."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from govah import Case

Govah = Callable[..., Any]


@pytest.fixture
def at(small: Path, places: dict[str, str]) -> Callable[[str], str]:
    """Where some words of the letter stand."""

    def written(words: str) -> str:
        sha256 = places["letter.txt"]
        with Case(small) as case:
            start = case.view.page(sha256, 1).text.index(words)  # type: ignore[arg-type]
        return f"{sha256}:1:{start}-{start + len(words)}"

    return written


def test_a_correction_is_told_back(small: Path, at: Callable[[str], str], govah: Govah) -> None:
    done = govah("correct", at("۲۱/۴۵۰"), "--field", "text", "--value", "۲۱/۴۵۱", "--why", "w", "--case", small)
    assert "«۲۱/۴۵۰» → «۲۱/۴۵۱»" in done.text
    assert "the file itself says" in done.err
    shown = govah("text", at("۲۱/۴۵۱")[:12], "--case", small).text
    assert "in the file «۲۱/۴۵۰», now «۲۱/۴۵۱»: w" in shown
    (page,) = govah("text", at("۲۱/۴۵۱")[:12], "--case", small, "--json").one["pages"]
    ((start, end),) = page["corrected"]
    assert page["text"][start:end] == "۲۱/۴۵۱"


def test_a_field_names_its_letter(small: Path, at: Callable[[str], str], govah: Govah) -> None:
    done = govah("correct", at("پل"), "--field", "number", "--value", "99/1", "--why", "w", "--case", small)
    assert "«پل» → «99/1»" in done.text
    assert "the number of the letter 21/450 «پل چوبی»" in done.text
    assert not done.err


def test_nothing_is_cleared_by_an_empty_value(small: Path, at: Callable[[str], str], govah: Govah) -> None:
    call = ("correct", at("۲۱/۴۵۰"), "--field", "number", "--why", "w", "--case", small)
    govah(*call, "--value", "").failed(2, "empty", "--clear")
    govah(*call).failed(2, "--clear")
    govah(*call, "--value", "1", "--clear").failed(2)
    assert "→ nothing" in govah(*call, "--clear").text


def test_a_confirmation_is_told_back(small: Path, at: Callable[[str], str], govah: Govah) -> None:
    done = govah("confirm", at("۲۱/۴۵۰"), "--case", small)
    assert done.code == 0
    assert ": ۲۱/۴۵۰\n" in done.text
    assert "the file's own" in done.text


def test_what_lost_its_place_can_be_settled(small: Path, at: Callable[[str], str], govah: Govah) -> None:
    entry = govah("mark", at("بازدید از پل"), "--case", small, "--json").one["entry"]
    govah("correct", at("نتیجه بازدید از پل چوبی"), "--field", "text", "--value", "دیگر", "--why", "w", "--case", small)
    told = govah("status", "--case", small).text
    assert f"Lost its place: entry {entry}" in told
    assert f"--instead-of {entry}" in told
    assert govah("mark", at("دیگر"), "--instead-of", entry, "--case", small).code == 0
    assert "Lost its place" not in govah("status", "--case", small).text


def test_a_claim_is_shown_with_its_grounds(small: Path, at: Callable[[str], str], govah: Govah) -> None:
    said = ("--said-by", "Ministry", "--about", "the bridge")
    claim = govah("claim", "add", "--at", at("نتیجه بازدید"), "--text", "T", *said, "--case", small, "--json").one["id"]
    govah("claim", "assess", claim, "--status", "disputed", "--for", at("پل چوبی"), "--against", at("۲۱/۴۵۰"),
          "--why", "w", "--case", small)  # fmt: skip
    told = govah("claim", "show", claim, "--case", small).text
    for words in ("said by Ministry", "about the bridge", "«نتیجه بازدید»", "for ex", "«پل چوبی»", "against ex"):
        assert words in told


def test_every_fault_of_a_draft_is_told(small: Path, at: Callable[[str], str], tmp_path: Path, govah: Govah) -> None:
    draft = tmp_path / "draft.md"
    draft.write_text(f"Nobody knows.\n\nIt had 77 planks [@{at('پل چوبی')}].\n", encoding="utf-8")
    told = govah("report", "build", draft, "-o", tmp_path / "out.html", "--case", small).failed(1)
    for words in ("line 1:", "Nobody knows.", "line 3:", "number 77", "It had 77 planks", "2 problems"):
        assert words in told.err
    draft.write_text("# Title\n", encoding="utf-8")
    govah("report", "build", draft, "-o", tmp_path / "out.html", "--case", small).failed(1, "no sentence")
    out = tmp_path / "kept.html"
    out.write_text("mine", encoding="utf-8")
    draft.write_text(f"It is a bridge [@{at('پل چوبی')}].\n", encoding="utf-8")
    govah("report", "build", draft, "-o", out, "--case", small).failed(2, "--force")
    assert govah("report", "build", draft, "-o", out, "--force", "--case", small).code == 0
