"""A sealed exhibit on screen: to whom, opened by whom, when and why; no picture, no text, no name of a file."""

import json
from pathlib import Path

import pytest
from tests.web.conftest import Serve, Visitor

from govah import Case
from govah.case import custodians, sealing, unsealing
from govah.model.passage import Place, Span

SAID = {
    "en": ("Sealed", "opened 1 time", "opened never", "to "),
    "fa": ("مهر و موم", "بار گشوده شد", "هرگز گشوده نشده", "برای "),
    "ar": ("مختوم", "فُتح مرة واحدة", "لم يُفتح قط", "لصالح "),
}


@pytest.fixture
def folder(bridge: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GOVAH_KEYS", str(tmp_path / "keys"))
    with Case.create(tmp_path / "case", "Bridge") as case:
        case.collect([bridge], "s1")
        custodians.make("آزاده", None)
        custodians.add(case, "آزاده", None)
        case.mark(_place(case))
        chosen = [case.view.numbered(number) for number in (1, 2)]
        sealing.seal(case, chosen[:1], ["آزاده"], "names a witness", lambda *told: None, two_keys=False)
        unsealing.unseal(case, chosen[0], "the court asks", unsealing.Keys(), tmp_path / "opened")
        (bridge / "secret name.txt").write_text("secret words", encoding="utf-8")
        case.collect_sealed([bridge / "secret name.txt"], "s2", ["آزاده"])
    return tmp_path / "case"


def _place(case: Case) -> Place:
    return Place(case.view.numbered(1), Span(1, 0, 4))


@pytest.mark.parametrize("language", SAID)
def test_the_sealed_state_is_shown_and_nothing_else(folder: Path, served: Serve, tmp_path: Path, language: str) -> None:
    with Case(folder) as case:
        opened, came = case.view.numbered(1), case.view.numbered(3)
    with served(folder, tmp_path / "session.json") as bench:
        page = Visitor(bench, language).page
        word, once, never, to = SAID[language]
        shown = page(f"/exhibit/{opened}")
        for told in (word, once, to, "آزاده", "the court asks", "names a witness", "govah unseal ex1"):
            assert told in shown, told
        assert "بسمه تعالی" not in shown
        assert '<svg class="page' not in shown
        for path in (f"/exhibit/{came}", "/exhibits", "/", f"/exhibit/{came}.json", "/exhibits.json", "/custody"):
            assert "secret" not in page(path)
        assert never in page(f"/exhibit/{came}")
        listed = page("/exhibits")
        assert word in listed
        assert once in listed
        assert never in listed
        twin = json.loads(page(f"/exhibit/{opened}.json"))
        assert (twin["pages"], twin["letters"], twin["sealed"]["opened"][0]["purpose"]) == ([], [], "the court asks")
