"""A proposal's outcome stands below it with the passages that tell it; a person says another by the form."""

import html
import re
from pathlib import Path

from tests.cli.test_judging_outcomes import TEXTS
from tests.web.conftest import Serve, Visitor

from govah import Case


def test_an_outcome_is_shown_and_judged(served: Serve, tmp_path: Path) -> None:
    leak = tmp_path / "leak"
    leak.mkdir()
    for name, text in TEXTS.items():
        (leak / name).write_text(text, encoding="utf-8")
    with Case.create(tmp_path / "case", "Bridge") as case:
        case.collect([leak], "s1", ocr=False)
        letter = next(each for each in case.view.letters() if each.proposals)
    with served(tmp_path / "case", tmp_path / "session.json") as workbench:
        visitor = Visitor(workbench)
        page = html.unescape(visitor.page(f"/exhibit/{letter.sha256}?lang=en"))
        assert "no outcome found in holdings" in page
        assert "names it by its place in the list" in page
        assert "پیشنهاد دوم رد شد." in page
        opened = html.unescape(visitor.page(f"/exhibit/{letter.sha256}?field=outcome&item=1&lang=en"))
        assert re.search(r'<option value="rejected" selected>', opened)
        passage = re.search(r'name="passage" value="([^"]+)" data-passage', opened)
        assert passage is not None
        assert passage[1].endswith(":{}:{}-{}".format(*letter.proposals[1].span))
        form = {"field": "outcome", "value": "overtaken", "letter": "", "why": "the bridge fell"}
        assert visitor.post("/correct", passage=passage[1], **form) == 200
        page = visitor.page(f"/exhibit/{letter.sha256}?field=outcome&item=1&lang=fa")
        assert "منتفی شد" in page
        assert "the bridge fell" in page
    with Case(tmp_path / "case") as case:
        assert [each.kind.value for each in case.view.standing(letter.id).outcomes] == ["none_found", "overtaken"]
