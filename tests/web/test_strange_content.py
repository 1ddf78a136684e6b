"""A workbench over what nobody expects: nothing at all, names that are no text, endless lines, hundreds of pages."""

import os
from collections.abc import Iterator
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import typst

from govah import Case

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

_BOOK = """#set page(width: 200pt, height: 200pt)
#for n in range(300) { [leaf number #(n + 1)]; if n < 299 { pagebreak() } }
"""


def _leak(folder: Path) -> None:
    folder.mkdir()
    (folder / "empty.txt").write_bytes(b"")
    (folder / "endless.txt").write_text("کهراب" + "ک" * 20_000 + " end\nsecond line\n", encoding="utf-8")
    (folder / ("n" * 200 + ".txt")).write_text("a long name", encoding="utf-8")
    Path(os.fsdecode(os.fsencode(folder) + b"/\xff\xfe name.txt")).write_text(
        "a name that is no text", encoding="utf-8"
    )
    (folder / "‮fdp.exe‬.txt").write_text("a name that turns round", encoding="utf-8")
    (folder / "damaged.docx").write_bytes(b"PK\x03\x04 and nothing")
    (folder / "unknown.bin").write_bytes(bytes(range(256)) * 4)
    (folder / "book.pdf").write_bytes(typst.compile(_BOOK.encode(), ignore_system_fonts=True))
    with pikepdf.new() as locked:
        locked.add_blank_page()
        held = BytesIO()
        locked.save(held, encryption=pikepdf.Encryption(user="u", owner="o"))
    (folder / "locked.pdf").write_bytes(held.getvalue())
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "a@varn.example", "b@varn.example", "three papers"
    mail.set_content("see the papers")
    for number in range(3):
        mail.add_attachment(
            f"paper {number}".encode(), maintype="text", subtype="plain", filename=f"paper {number}.txt"
        )
    (folder / "papers.eml").write_bytes(bytes(mail))


@pytest.fixture(scope="module")
def strange(served: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    root = tmp_path_factory.mktemp("strange")
    _leak(root / "leak")
    with Case.create(root / "case", "strange") as case:
        case.collect([root / "leak"], "s1")
    with served(root / "case", root / "session.json") as workbench:
        yield workbench


@pytest.fixture(scope="module")
def nothing(served: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    root = tmp_path_factory.mktemp("nothing")
    Case.create(root / "case", "nothing").close()
    with served(root / "case", root / "session.json") as workbench:
        yield workbench


def _visit(browser: Any, workbench: Any, **options: Any) -> Any:
    if not workbench.state.exists():
        context = browser.new_context()
        context.new_page().goto(workbench.entrance)
        context.storage_state(path=workbench.state)
        context.close()
    return browser.new_context(storage_state=workbench.state, locale="en-GB", **options).new_page()


@pytest.mark.parametrize("lang", ["fa", "en"])
def test_a_case_without_an_exhibit(browser: Any, nothing: Any, lang: str) -> None:
    page = _visit(browser, nothing)
    for path in ("/?", "/search?", "/search?q=word&", "/exhibits?", "/letters?", "/letters?show=ghosts&"):
        assert page.goto(f"{nothing.url}{path}lang={lang}").status == 200, path
        assert page.locator(".empty, .lead-in").count() >= 1, f"{path} says in words that there is nothing"
    page.context.close()


@pytest.mark.parametrize("width", [400, 1440])
@pytest.mark.parametrize("lang", ["fa", "en"])
def test_every_exhibit_opens_and_nothing_runs_over_the_edge(browser: Any, strange: Any, lang: str, width: int) -> None:
    page = _visit(browser, strange, viewport={"width": width, "height": 900})
    paths = [f"/exhibit/{sha}?" for sha in strange.exhibits.values()]
    for path in [*paths, "/exhibits?", "/?", "/search?q=کهراب&", "/search?q=paper&", "/search?q=leaf&"]:
        assert page.goto(f"{strange.url}{path}lang={lang}").status == 200, path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, (path, page.locator("h1").inner_text())
    page.context.close()


def test_what_was_not_read_is_told_with_its_remedy(browser: Any, strange: Any) -> None:
    page = _visit(browser, strange)
    for name, word in (("locked.pdf", "encrypted"), ("damaged.docx", "damaged"), ("unknown.bin", "unsupported")):
        page.goto(f"{strange.url}/exhibit/{strange.exhibit(name)}?lang=en")
        told = page.locator(".partial").first.inner_text()
        assert told.startswith(word)
        assert len(told.splitlines()) >= 2, "and what a person can do"
        assert "There is no text" in page.locator(".record").inner_text()
    page.context.close()


def test_a_book_is_walked_page_by_page(browser: Any, strange: Any) -> None:
    page = _visit(browser, strange)
    book = f"{strange.url}/exhibit/{strange.exhibit('book.pdf')}"
    page.goto(f"{book}?lang=en&page=299")
    page.keyboard.press("]")
    page.wait_for_url("**page=300**")
    assert "leaf number 300" in page.locator("#record").inner_text()
    assert page.get_by_role("link", name="Next page").count() == 0
    assert page.goto(f"{book}?page=301").status == 404
    page.goto(f"{strange.url}/search?q=leaf&lang=en")
    assert page.locator("tr[data-row]").count() == 50
    page.get_by_role("link", name="Next").click()
    assert page.locator(".beside").first.inner_text() == "pages 51 to 100 shown"
    page.context.close()


def test_a_page_can_be_gone_to_by_its_number(browser: Any, strange: Any) -> None:
    page = _visit(browser, strange, java_script_enabled=False)
    page.goto(f"{strange.url}/exhibit/{strange.exhibit('book.pdf')}?lang=en")
    page.get_by_label("page", exact=True).fill("250")
    page.get_by_label("page", exact=True).press("Enter")
    assert "leaf number 250" in page.locator("#record").inner_text()
    page.context.close()


def test_a_name_that_turns_round_turns_nothing_else(browser: Any, strange: Any) -> None:
    page = _visit(browser, strange)
    page.goto(f"{strange.url}/exhibits?lang=en")
    turned = [row.inner_text() for row in page.locator("tr[data-row]").all() if "exe" in row.inner_text()]
    assert len(turned) == 1
    assert "\u202e" not in turned[0], "a control that hides a name's ending is shown as what it is"
    page.context.close()


def test_attachments_lead_to_their_mail_and_back(browser: Any, strange: Any) -> None:
    page = _visit(browser, strange)
    page.goto(f"{strange.url}/exhibit/{strange.exhibit('papers.eml')}?lang=en")
    assert page.locator("section li[data-row]").count() == 3
    page.locator("section li[data-row] a.mark").first.click()
    assert "paper 0" in page.locator("#record").inner_text()
    assert page.get_by_text("Held in").count() == 1
    page.context.close()
