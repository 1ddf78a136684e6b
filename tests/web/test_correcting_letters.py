"""A person corrects a letter where it is read, by keyboard; chains and answers follow on the same page."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from tests.web.conftest import Serve, Workbench, sheet

from govah import Case

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

ASKED = """شماره: ۲۱/۴۵۰
تاریخ: ۱۳۹۵/۰۲/۱۴
از: وزارت راه ناکجا
به: استانداری بیستون
موضوع: پل چوبی
با سلام، خواهشمند است دستور فرمایید نتیجه بازدید از پل چوبی اعلام گردد.
پیشنهاد می‌گردد:
۱. پل بسته شود.
۲. نگهبان گذاشته شود."""
ANSWERED = """شماره: ۷/۱۲۰
تاریخ: ۱۳۹۵/۰۲/۲۰
از: استانداری بیستون
به: وزارت راه ناکجا
موضوع: پل چوبی
بازگشت به نامه شماره ۲۱/۴۵۰ مورخ ۱۳۹۵/۰۲/۱۴، بازدید انجام شد."""
THIRD = """شماره: ۷/۱۳۱
تاریخ: ۱۳۹۵/۰۳/۰۱
از: استانداری بیستون
به: وزارت راه ناکجا
موضوع: هزینه پل
با سلام، هزینه پل به پیوست است."""


@pytest.fixture
def bench(tmp_path: Path, served: Serve) -> Iterator[Workbench]:
    """Three letters: one asks, one answers, one stands alone."""
    leak = tmp_path / "leak"
    leak.mkdir()
    for name, text in (("asked", ASKED), ("answered", ANSWERED), ("third", THIRD)):
        (leak / f"{name}.pdf").write_bytes(sheet(text, "fa", "pdf"))
    with Case.create(tmp_path / "case", "Bridge") as case:
        case.collect([leak], "s1")
    with served(tmp_path / "case", tmp_path / "session.json") as workbench:
        yield workbench


class Reader:
    """Somebody who reads letters with a keyboard alone."""

    def __init__(self, workbench: Workbench, page: Page, language: str) -> None:
        self.bench, self.page, self._language = workbench, page, language

    def open(self, name: str, more: str = "") -> None:
        sha256 = self.bench.exhibit(f"{name}.pdf")
        self.page.goto(f"{self.bench.url}/exhibit/{sha256}?lang={self._language}{more}")

    def line(self, field: str) -> Any:
        return self.page.locator(f"[data-field={field}]")

    def choose(self, field: str, link: str = ".value a") -> None:
        """Press Enter on what is to be corrected; its form has the focus then."""
        self.line(field).locator(link).last.focus()
        self.page.keyboard.press("Enter")
        self.page.wait_for_url("**field=*")
        expect(self.line(field).locator("form [autofocus]")).to_be_focused()

    def say(self, *words: str | None) -> None:
        """Write into each field in turn (None leaves it as it is), and press Enter in the last, which is why."""
        for place, word in enumerate(words):
            if place:
                self.page.keyboard.press("Tab")
            if word is not None:
                self.page.keyboard.press("Control+a")
                self.page.keyboard.type(word)
        self.page.keyboard.press("Enter")
        self.page.wait_for_url(lambda url: "field=" not in url)

    def voice(self, field: str) -> Any:
        return self.line(field).locator(".voice").first


@pytest.fixture(params=["en", "fa"])
def reader(bench: Workbench, browser: Browser, request: pytest.FixtureRequest) -> Iterator[Reader]:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto(bench.entrance)
    yield Reader(bench, page, request.param)
    context.close()


def _standing(reader: Reader, name: str) -> tuple[Any, Any]:
    with Case(reader.bench.case) as case:
        sha256 = reader.bench.exhibit(f"{name}.pdf")
        (letter,) = case.view.letters_of(sha256)  # type: ignore[arg-type]
        return letter, case.view.standing(letter.id)


def test_number_date_and_addressee(reader: Reader) -> None:
    reader.open("answered")
    expect(reader.line("references").locator("a.mark")).to_have_count(1)
    reader.open("asked")
    expect(reader.voice("number")).to_contain_text("◇")
    reader.choose("number")
    assert reader.page.locator("svg.page rect.selected").count() == 1, "the page shows the place"
    reader.say("۹۹/۷۷۷", "the stamp covers digits")
    expect(reader.voice("number")).to_contain_text("◆")
    expect(reader.line("number")).to_contain_text("99/777")
    expect(reader.page.locator(".answered .tag")).to_have_class("tag no_answer_in_holdings")
    reader.choose("number")
    expect(reader.line("number").locator(".history")).to_contain_text("the stamp covers digits")
    reader.say("۲۱/۴۵۰", "read again")
    expect(reader.page.locator(".answered .tag")).to_have_class("tag answered")
    reader.choose("date")
    reader.say("۱۳۹۵/۰۲/۱۵", "the digit is a five")
    expect(reader.voice("date")).to_contain_text("◆")
    reader.choose("to")
    reader.say("| استانداری گلشن", "the letterhead was reused")
    letter, _ = _standing(reader, "asked")
    assert letter.to[0].office == "استانداری گلشن"
    assert str(letter.date.earliest) == "2016-05-04"
    assert letter.corrected == {"number", "date", "to"}


def test_what_the_paper_does_not_have(reader: Reader) -> None:
    reader.open("asked")
    reader.choose("urgency")
    reader.say("آنی", "stamped beside the text")
    expect(reader.line("urgency")).to_contain_text("آنی")
    reader.choose("urgency")
    for _ in range(3):
        reader.page.keyboard.press("Tab")
    reader.page.keyboard.press("Shift+Tab")
    reader.page.keyboard.press("Shift+Tab")
    reader.page.keyboard.type("the stamp is another letter's")
    reader.page.keyboard.press("Tab")
    reader.page.keyboard.press("Tab")
    reader.page.keyboard.press("Enter")
    reader.page.wait_for_url(lambda url: "field=" not in url)
    expect(reader.line("urgency").locator(".value")).not_to_contain_text("آنی")
    expect(reader.voice("urgency")).to_contain_text("◆")


def test_the_kind_of_a_reference(reader: Reader) -> None:
    reader.open("answered")
    reader.choose("references", "[data-item] a.evidence")
    reader.page.keyboard.press("End")  # the last kind: it cites
    reader.say(None, None, None, None, "it only names the letter")
    expect(reader.line("references").locator(".voice")).to_contain_text("◆")
    _, standing = _standing(reader, "asked")
    assert standing.status == "no_answer_in_holdings"
    reader.open("asked")
    expect(reader.page.locator(".answered .tag")).to_have_class("tag no_answer_in_holdings")
    reader.choose("reply_expected")
    reader.page.keyboard.press("End")  # no
    reader.say(None, "it only informs")
    expect(reader.voice("reply_expected")).to_contain_text("◆")
    expect(reader.page.locator(".answered .tag")).to_have_class("tag none_expected")


def test_a_reference_a_relation_and_an_answer_are_added(reader: Reader) -> None:
    with Case(reader.bench.case) as case:
        number = case.view.exhibit(reader.bench.exhibit("asked.pdf")).number  # type: ignore[arg-type]
    reader.open("third")
    reader.choose("references", "a.add")
    reader.say(None, "99/8", "", "", "written by hand on the back")
    expect(reader.line("references").locator(".mark.ghost")).to_contain_text("99/8")
    reader.choose("relations", "a.add")
    reader.say(None, f"ex{number}", "it says that it waits")
    expect(reader.line("relations").locator("[data-item]")).to_have_count(1)
    expect(reader.line("relations").locator(".voice")).to_contain_text("◆")
    reader.page.goto(f"{reader.bench.url}/letters?show=ghosts")
    expect(reader.page.locator("table .mark.ghost")).to_contain_text("99/8")
    reader.open("asked")
    with Case(reader.bench.case) as case:
        number = case.view.exhibit(reader.bench.exhibit("third.pdf")).number  # type: ignore[arg-type]
    reader.choose("answered_by")
    reader.say(f"ex{number}", "the clerk said so")
    expect(reader.line("answered_by").locator("a.mark")).to_have_count(1)
    expect(reader.voice("answered_by")).to_contain_text("◆")
    reader.choose("status")
    reader.page.keyboard.press("ArrowDown")
    reader.say(None, "two questions are left")
    expect(reader.page.locator(".answered .tag")).to_have_class("tag answered_in_part")
    expect(reader.voice("status")).to_contain_text("◆")


def test_a_proposal_takes_the_words_that_are_selected(reader: Reader) -> None:
    reader.open("asked")
    before = reader.line("proposals").locator("[data-item]").count()
    reader.choose("proposals", "a.add")
    reader.page.locator("#record a.line").nth(5).focus()
    reader.page.keyboard.press("Enter")
    reader.page.wait_for_url("**start=*")
    field = reader.line("proposals").locator("textarea")
    expect(field).to_be_focused()
    expect(field).to_have_value("با سلام، خواهشمند است دستور فرمایید نتیجه بازدید از پل چوبی")
    reader.say("نتیجه بازدید اعلام گردد", "it is asked like one")
    expect(reader.line("proposals").locator("[data-item]")).to_have_count(before + 1)
    expect(reader.line("proposals").locator(".voice").first).to_contain_text("◆")


def test_selecting_words_with_a_mouse_moves_the_correction(reader: Reader) -> None:
    reader.open("asked")
    reader.choose("subject")
    text = reader.page.locator("#record .text").nth(5)
    text.click(click_count=3)
    expect(reader.line("subject").locator("[data-place-words]")).to_contain_text("نتیجه بازدید")
    expect(reader.line("subject").locator("[name=value]")).to_have_value(text.inner_text().strip())
    field = reader.line("subject").locator("[name=value]")
    field.fill("بازدید")
    reader.line("subject").locator("[name=why]").fill("the subject line is of another letter")
    reader.line("subject").locator("[name=why]").press("Enter")
    reader.page.wait_for_url(lambda url: "field=" not in url)
    expect(reader.line("subject")).to_contain_text("بازدید")
    letter, _ = _standing(reader, "asked")
    assert letter.subject == "بازدید"
    assert letter.spans["subject"].start > 60


def test_a_letter_that_is_not_known_is_told_with_the_next_step(reader: Reader) -> None:
    reader.open("third")
    reader.choose("relations", "a.add")
    reader.say(None, "ex77", "w")
    expect(reader.page.locator(".refused")).to_contain_text("There is no exhibit 77.")
    expect(reader.page.locator("main")).to_contain_text("ex77")
    reader.page.locator("a.back").press("Enter")
    expect(reader.page.locator("#record")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["fa", "en"])
def test_axe_finds_nothing_in_open_forms(bench: Workbench, browser: Browser, scheme: Any, language: str) -> None:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    page.goto(bench.entrance)
    reader = Reader(bench, page, language)
    rules = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    for more in ("&field=references&item=0", "&field=relations&item=new", "&field=status", "&field=to"):
        reader.open("answered", more)
        found = Axe().run(page, options=rules)
        assert found.violations_count == 0, f"{more}\n{found.generate_report()}"
    context.close()
