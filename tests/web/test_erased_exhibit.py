"""An erased exhibit on screen: its row stays, struck, with the authority; nothing else of it is left."""

from pathlib import Path

import pytest
from tests.web.conftest import Serve, Visitor

from govah import Case
from govah.case import acting, erasing
from govah.case.progress import silent
from govah.model.claim import ClaimKind
from govah.model.passage import Place

SAID = {"en": ("Erased", "the proof still holds"), "fa": ("پاک‌شده", "برجاست"), "ar": ("ممحو", "لا يزال قائمًا")}


@pytest.fixture
def folder(bridge: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GOVAH_KEYS", str(tmp_path / "keys"))
    with Case.create(tmp_path / "case", "Bridge") as case:
        case.collect([bridge], "s1")
        case.add_claim([Place.parse("ex1.1:0-30")], "They said nobody was hurt", ClaimKind.FACT)
        acting.make("second")
        acting.add(case, "second", None)
        asked = erasing.request(case, ["ex1"], "a promise", "Order 5")
    with Case(tmp_path / "case", "second") as other:
        erasing.approve(other, asked.entry, "agreed", None, silent)
    return tmp_path / "case"


@pytest.mark.parametrize("language", SAID)
def test_the_row_stays_struck_and_says_under_which_authority(
    folder: Path, served: Serve, tmp_path: Path, language: str
) -> None:
    with served(folder, tmp_path / "session.json") as bench:
        visitor = Visitor(bench, language)
        listed, desk = visitor.page("/exhibits"), visitor.page("/")
    for words in SAID[language]:
        assert words in listed
    assert '<del class="mark">' in listed
    assert "Order 5" in listed
    assert "Order 5" in desk  # the claim that stood on it, and the act itself
    assert "nobody was hurt" not in desk
    assert "answer.txt" not in listed
