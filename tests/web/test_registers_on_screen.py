"""Beside a silence stands what registers say, with the place of each row; a ghost shows where it is registered."""

import html
from pathlib import Path

from tests.bridge import ANSWER, LETTER
from tests.web.conftest import Serve, Visitor

from govah import Case

BOOK = """دفتر اندیکاتور صادره استانداری بیستون
شماره;تاریخ;گیرنده;موضوع;ملاحظات
7/119;1395/02/19;وزارت آب ناکجا;<b>چاه</b>;
7/120;1395/02/20;وزارت راه ناکجا;پل چوبی;عطف به 21/450
"""


def test_a_silence_is_told_with_what_registers_list(served: Serve, tmp_path: Path) -> None:
    leak = tmp_path / "leak"
    leak.mkdir()
    (leak / "letter.txt").write_text(LETTER, encoding="utf-8")
    citing = ANSWER.replace("۷/۱۲۰", "۷/۱۲۵").replace("۲۱/۴۵۰ مورخ ۱۳۹۵/۰۲/۱۴", "۷/۱۱۹ مورخ ۱۳۹۵/۰۲/۱۹")
    (leak / "later.txt").write_text(citing, encoding="utf-8")
    (leak / "book.csv").write_text(BOOK, encoding="utf-8")
    with Case.create(tmp_path / "case", "Bridge") as case:
        case.collect([leak], "s1", ocr=False)
        ((register, _),) = case.view.registers()
    with served(tmp_path / "case", tmp_path / "session.json") as workbench:
        visitor = Visitor(workbench)
        page = visitor.page(f"/exhibit/{workbench.exhibit('letter.txt')}?lang=en")
        assert "lists 2 numbers, of which 0 are held" in page
        assert "A row cites the letter" in page
        _, start, end = register.rows[1].span
        assert f"/exhibit/{register.sha256}?page=1&start={start}&end={end}" in html.unescape(page)
        assert "ردیفی به نامه ارجاع می‌دهد" in visitor.page(f"/exhibit/{workbench.exhibit('letter.txt')}?lang=fa")
        assert "registered:" in visitor.page("/letters?show=ghosts&lang=en")
        assert "register itself: 0 of 2" in visitor.page("/letters?lang=en")
        assert visitor.get(f"/exhibit/{register.sha256}?page=1&start={start}&end={end}")[0] == 200
