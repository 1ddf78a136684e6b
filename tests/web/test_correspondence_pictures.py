"""Who wrote to whom, two offices on a time axis, number series: pictures that keys reach, tables that say the same."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from tests.web.conftest import Serve, Workbench

from govah import Case

ROAD, TOWN, WATER = "وزارت راه ناکجا", "استانداری بیستون", "سازمان آب گلشن"


def _letter(number: str, day: str, sender: str, to: str, body: str) -> str:
    return f"شماره: {number}\nتاریخ: {day}\nاز: {sender}\nبه: {to}\nموضوع: پل {number}\nبا سلام، {body}\n"


ASK = "خواهشمند است دستور فرمایید نتیجه اعلام گردد."
PAPERS = {
    "a": _letter("۲۱/۴۵۰", "۱۳۹۵/۰۲/۱۴", ROAD, TOWN, ASK),
    "b": _letter("۷/۱۲۰", "۱۳۹۵/۰۲/۲۰", TOWN, ROAD, "بازگشت به نامه شماره ۲۱/۴۵۰ مورخ ۱۳۹۵/۰۲/۱۴، انجام شد."),
    "c": _letter("۲۱/۴۶۰", "۱۳۹۵/۰۲/۲۵", ROAD, TOWN, ASK),
    "d": _letter("۲۱/۴۵۸", "۱۳۹۵/۰۳/۰۵", ROAD, WATER, "پیرو نامه شماره ۲۱/۴۵۴ مورخ ۱۳۹۵/۰۲/۱۸، برای آگاهی است."),
    "e": _letter("۷/۱۲۹", "۱۳۹۵/۰۳/۰۹", TOWN, ROAD, "عطف به نامه شماره ۲۱/۴۷۷ مورخ ۱۳۹۵/۰۳/۰۱، انجام شد."),
}
NUMBERS = {"21/450", "7/120", "21/460", "7/129"}
DYAD = f"/letters/dyad?a={quote(TOWN)}&b={quote(ROAD)}"


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory, served: Serve) -> Iterator[Workbench]:
    root = tmp_path_factory.mktemp("pictures")
    (root / "leak").mkdir()
    for name, text in PAPERS.items():
        (root / "leak" / f"{name}.txt").write_text(text, encoding="utf-8")
    with Case.create(root / "case", "Bridge") as case:
        case.collect([root / "leak"], "s1")
    with served(root / "case", root / "session.json") as workbench:
        yield workbench


@pytest.fixture(scope="module")
def page(bench: Workbench, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, bypass_csp=True)
    opened = context.new_page()
    opened.goto(bench.entrance)
    yield opened
    context.close()


pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_pairs_with_their_silences(bench: Workbench, page: Page) -> None:
    page.goto(f"{bench.url}/letters/pairs?lang=en")
    rows = page.locator("tbody tr").all_inner_texts()
    assert {tuple(row.split("\t")[:4]) for row in rows} == {
        (TOWN, ROAD, "2", "0"),
        (ROAD, TOWN, "2", "1"),
        (WATER, ROAD, "0", "0"),
        (ROAD, WATER, "1", "0"),
    }
    page.locator("tbody a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/letters/dyad**")
    twin = json.loads(page.request.get(f"{bench.url}/letters/pairs.json").text())["dyads"]
    assert [each["unanswered"] for each in twin if set(each["offices"]) == {ROAD, TOWN}] in ([[0, 1]], [[1, 0]])


@pytest.mark.parametrize("language", ["en", "fa"])
def test_a_dyad_is_read_by_keys_and_as_a_table(bench: Workbench, page: Page, language: str) -> None:
    page.goto(f"{bench.url}{DYAD}&lang={language}")
    marks = page.locator("svg.dyad a")
    told = [one.get_attribute("aria-label") or "" for one in marks.all()]
    assert {next(number for number in NUMBERS if number in each) for each in told} == NUMBERS
    assert len(told) == 4
    table = page.locator("tbody tr").all_inner_texts()
    assert len(table) == 4
    for number in NUMBERS:
        (mark,) = (each for each in told if number in each)
        (row,) = (each for each in table if number in each)
        status = mark.rpartition(": ")[2]
        assert status in row, "the table says the same"
    page.locator(".chain-frame").focus()
    for order in range(4):
        page.keyboard.press("Tab")
        expect(marks.nth(order)).to_be_focused()
    before, after = (page.locator("svg.dyad a rect").nth(order).bounding_box() for order in (0, 3))
    assert before is not None
    assert after is not None
    assert (before["x"] > after["x"]) is (language == "fa"), "time runs as reading does"
    page.keyboard.press("Enter")
    page.wait_for_url("**/exhibit/**")


def test_a_pair_that_wrote_nothing_is_told(bench: Workbench, page: Page) -> None:
    answer = page.request.get(f"{bench.url}/letters/dyad?a={quote(WATER)}&b={quote(TOWN)}")
    assert answer.status == 404
    assert "/letters/pairs" in answer.text()


@pytest.mark.parametrize("language", ["en", "fa"])
def test_a_series_shows_its_gaps_its_ghosts_and_what_breaks_it(bench: Workbench, page: Page, language: str) -> None:
    page.goto(f"{bench.url}/letters/series?lang={language}")
    expect(page.locator("h1")).to_contain_text(ROAD)
    points = page.locator("svg.series a")
    assert points.count() == 5
    assert page.locator("svg.series .letter.ghost").count() == 2
    assert page.locator("svg.series path.broken").count() == 1
    assert page.locator("svg.series rect.gap").count() == 2
    rows = page.locator("tbody tr").all_inner_texts()
    assert [row.split("\t")[0] for row in rows] == [
        "21/450",
        "21/451 – 21/457",
        "21/454",
        "21/458",
        "21/459",
        "21/460",
        "21/477",
    ]
    points.first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/exhibit/**")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "fa"])
def test_axe_finds_nothing(bench: Workbench, page: Page, language: str, scheme: Any) -> None:
    page.emulate_media(color_scheme=scheme)
    rules = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    for path in ("/letters/pairs?", f"{DYAD}&", "/letters/series?", "/letters?"):
        page.goto(f"{bench.url}{path}lang={language}")
        found = Axe().run(page, options=rules)
        assert found.violations_count == 0, f"{path} {language} {scheme}\n{found.generate_report()}"


@pytest.mark.parametrize("language", ["en", "fa"])
def test_narrow_screens_do_not_scroll_sideways(bench: Workbench, page: Page, language: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    for path in ("/letters/pairs?", f"{DYAD}&", "/letters/series?"):
        page.goto(f"{bench.url}{path}lang={language}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
    page.set_viewport_size({"width": 1440, "height": 900})


def test_no_script_and_no_inline_style_is_needed(bench: Workbench, page: Page) -> None:
    for path in ("/letters/pairs", DYAD, "/letters/series"):
        text = page.request.get(bench.url + path).text()
        assert " style=" not in text
        assert '<table class="stack">' in text


@pytest.mark.parametrize("language", ["en", "fa"])
def test_a_chain_tells_its_links_and_its_ghosts(bench: Workbench, page: Page, language: str) -> None:
    answer = json.loads(page.request.get(f"{bench.url}/letters.json").text())["letters"]
    ids = {each["number"]: each["id"] for each in answer}
    page.goto(f"{bench.url}/letters?chain={ids['7/120']}&lang={language}")
    told = {one.get_attribute("aria-label") or "" for one in page.locator("svg.chain [role=listitem] a").all()}
    assert len(told) == 2
    (reply,) = (each for each in told if "7/120" in each.split("→")[0])
    assert ("replies to Ex." if language == "en" else "پاسخ به سند") in reply.replace("\u00a0", " ")
    assert page.locator("svg.chain path.link.reply").count() == 1
    expect(page.locator("svg.chain a[aria-current]")).to_have_attribute("aria-label", reply)
    page.goto(f"{bench.url}/letters?chain={ids['21/458']}&lang={language}")
    ghost = page.locator("svg.chain a", has=page.locator("rect.ghost"))
    assert "21/454" in (ghost.get_attribute("aria-label") or "")
    page.goto(f"{bench.url}/letters?chain={ids['7/120']}&as=table&lang={language}")
    assert page.locator(".chain-list li").count() == 2
    assert page.locator(".chain-list li p", has=page.locator(".lead")).count() == 1
