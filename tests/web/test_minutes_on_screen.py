"""The page of minutes lists attendance, agenda and decisions, each leading to its place."""

import html
from pathlib import Path

from tests.consolidate.test_minutes import ENGLISH
from tests.web.conftest import Serve, Visitor

from govah import Case


def test_minutes_are_listed_with_their_places(served: Serve, tmp_path: Path) -> None:
    leak = tmp_path / "leak"
    leak.mkdir()
    (leak / "minutes.txt").write_text(ENGLISH.replace("The well\n", "The <b>well</b>\n"), encoding="utf-8")
    with Case.create(tmp_path / "case", "Bridge") as case:
        case.collect([leak], "s1", ocr=False)
        (letter,) = case.view.letters()
        assert case.rebuild().identical
    assert letter.minutes is not None
    with served(tmp_path / "case", tmp_path / "session.json") as workbench:
        visitor = Visitor(workbench)
        page = visitor.page(f"/exhibit/{letter.sha256}?lang=en")
        assert "The &lt;b&gt;well&lt;/b&gt;" in page
        assert "What the minutes record" in page
        _, start, end = letter.minutes.decisions[0].spans["owner"]
        assert f"start={start}&end={end}" in html.unescape(page)
        assert "آنچه صورت‌جلسه ثبت کرده است" in visitor.page(f"/exhibit/{letter.sha256}?lang=fa")
