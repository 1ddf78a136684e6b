"""A person goes through the unverified numbers of a scan with single keys, and all that hangs on them follows."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from tests.bridge import ANSWER, LETTER
from tests.scanned import recognise
from tests.web.conftest import sheet

from govah import Case
from govah.model.identifiers import Sha256
from govah.model.letter import LetterStatus
from govah.model.passage import Place, Span

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

MISREAD = ANSWER.replace("۲۱/۴۵۰", "۲۱/۴۵۵").replace("۱۳۹۵/۰۲/۱۴،", "۱۳۹۵/۰۳/۱۷،")
DOUBTS = {"۲۱/۴۵۵": (0.4, "۲۱/۴۵۰"), "۱۳۹۵/۰۳/۱۷،": (0.6, None)}
PLACES = [["unread", 20.0, 200.0, 120.0, 240.0], ["handwriting", 400.0, 210.0, 560.0, 260.0]]
REASON = "Recognised anew: the letters of the text in the file make no words."
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


class Desk:
    """A case that a test may change, behind its workbench."""

    def __init__(self, folder: Path, url: str, context: Any) -> None:
        self.folder, self.url, self.context = folder, url, context
        with Case(folder) as case:
            found = {each.paths[0].rpartition("/")[2]: each.sha256 for each in case.view.exhibits() if each.paths}
        self.exhibits: dict[str, Sha256] = {name: sha for name, sha in found.items() if sha}
        self.complaints: list[str] = []

    def open(self, path: str, **options: Any) -> Page:
        page: Page = self.context(**options).new_page()
        page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        answer = page.goto(self.url + path)
        assert answer is not None
        assert answer.status == 200
        return page

    def scan(self, lang: str = "en", **options: Any) -> Page:
        return self.open(f"/exhibit/{self.exhibits['answer.png']}?lang={lang}", **options)

    def waiting(self) -> list[str]:
        with Case(self.folder) as case:
            return [each.passage.exact for each in case.unverified_numbers()]


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A letter as text, and its answer as a scan on which a machine read two numbers wrongly."""
    root = tmp_path_factory.mktemp("numbers")
    (root / "leak").mkdir()
    (root / "leak" / "letter.txt").write_text(LETTER, encoding="utf-8")
    (root / "leak" / "answer.png").write_bytes(sheet(ANSWER, "fa", "png"))
    (root / "leak" / "second.png").write_bytes(sheet("۱۲ تن", "fa", "png"))
    with Case.create(root / "case", "Bridge پل") as case:
        case.collect([root / "leak"], "s1", ocr=False)
        found = {each.paths[0].rpartition("/")[2]: each.sha256 for each in case.view.exhibits() if each.paths}
        layers = [{"origin": "text", "text": MISREAD.replace("بازدید", "ىدىزاب")}]
        recognise(case, found["answer.png"], MISREAD, DOUBTS, regions=PLACES, reason=REASON, layers=layers)
        recognise(case, found["second.png"], "۱۲ تن", {"۱۲": (0.3, "۱۳")})
    return root / "case"


@pytest.fixture
def desk(fresh: Path, served: Callable[..., Any], browser: Any, tmp_path: Path, forgetful_keys: Path) -> Iterator[Desk]:

    folder = Path(shutil.copytree(fresh, tmp_path / "case"))
    with served(folder, tmp_path / "session.json") as workbench:
        entered = browser.new_context()
        entered.new_page().goto(workbench.entrance)
        state = entered.storage_state()
        entered.close()
        contexts = []

        def context(**options: Any) -> Any:
            wanted = {"viewport": {"width": 1440, "height": 900}, **options}
            contexts.append(browser.new_context(storage_state=state, **wanted))
            return contexts[-1]

        opened = Desk(folder, workbench.url, context)
        yield opened
        for each in contexts:
            each.close()
        assert opened.complaints == []


def chosen(page: Page) -> str:
    return page.locator(".numberlist .chosen .context b").inner_text()


def test_the_list_shows_crop_readings_doubt_in_words_and_line(desk: Desk) -> None:
    page = desk.scan()
    rows = page.locator("#numbers li")
    expect(rows).to_have_count(4)
    expect(page.locator("#numbers-title")).to_contain_text("2 in doubt, 4 in all on this page")
    first = rows.first
    expect(first.locator("[data-choice='1'] bdi")).to_have_text("۲۱/۴۵۵")
    expect(first.locator("[data-choice='2'] bdi")).to_have_text("۲۱/۴۵۰")
    expect(first).to_contain_text("Two readers read it differently.")
    expect(first).to_contain_text("بازگشت به نامه شماره")
    expect(rows.nth(1)).to_contain_text("One reading only, with little certainty.")
    expect(rows.nth(1).locator("[data-choice='2']")).to_have_count(0)
    expect(rows.nth(2)).to_contain_text("On it hang: Number")
    assert "%" not in first.inner_text()
    image = first.locator("svg.crop image")
    assert image.get_attribute("href") == page.locator("svg.page image").get_attribute("href")
    assert page.locator("svg.page rect.doubt").count() == 2
    assert page.locator("svg.page rect.figure").count() == 2
    crop = first.locator("svg.crop").bounding_box()
    assert crop is not None
    assert crop["height"] > 40


@pytest.mark.parametrize("lang", ["en", "fa", "ar"])
def test_by_keys_alone(desk: Desk, lang: str) -> None:
    page = desk.scan(lang)
    page.keyboard.press("1")  # nobody looked at a number yet: it only shows the first
    assert len(desk.waiting()) == 5
    expect(page.locator("#numbers li").first.locator("a.look")).to_be_focused()
    expect(page.locator("svg.page rect.pointed")).to_have_count(1)
    page.keyboard.press("j")
    expect(page.locator("#numbers li").nth(1).locator("a.look")).to_be_focused()
    page.keyboard.press("k")
    page.keyboard.press("2")  # the other reading
    page.wait_for_url("**#number-*", timeout=8000)
    assert chosen(page) == "۱۳۹۵/۰۳/۱۷،"
    expect(page.locator("#numbers .chosen a.look")).to_be_focused()
    with Case(desk.folder) as case:
        (letter,) = case.view.letters_of(desk.exhibits["letter.txt"])
        assert case.view.standing(letter.id).status is LetterStatus.ANSWERED
        assert list(case.view.ghosts()) == []
    page.keyboard.press("3")  # type what stands there
    field = page.locator("#numbers .chosen [name=value]")
    expect(field).to_be_focused()
    page.keyboard.type("۱۳۹۵/۰۲/۱۴،")
    page.keyboard.press("Enter")
    expect(page.locator("#numbers li")).to_have_count(2)
    assert chosen(page) == "۷/۱۲۰"
    page.keyboard.press("1")
    expect(page.locator("#numbers li")).to_have_count(1)
    assert chosen(page) == "۱۳۹۵/۰۲/۲۰"
    page.keyboard.press("1")
    expect(page.locator("#numbers li")).to_have_count(0)
    said = {"en": "No number of this page waits for a person.", "fa": "هیچ عددی", "ar": "لا رقم"}[lang]
    expect(page.locator("#numbers")).to_contain_text(said)
    expect(page.locator("#numbers a[href*='number-']")).to_have_count(1)
    page.keyboard.press("j")
    page.keyboard.press("o")  # the next number stands in another exhibit
    page.wait_for_url(f"**/exhibit/{desk.exhibits['second.png']}**")
    assert chosen(page) == "۱۲"
    assert desk.waiting() == ["۱۲"]
    with Case(desk.folder) as case:
        assert "۲۱/۴۵۰ مورخ ۱۳۹۵/۰۲/۱۴،" in case.view.page(desk.exhibits["answer.png"], 1).text
        whys = [correction.why for correction in case.view.corrections()]
    assert all(whys)


def test_what_hangs_on_a_number_is_on_the_letters_screen_and_in_the_twin_at_once(desk: Desk) -> None:
    before = desk.open("/letters?show=all&as=table&lang=en")
    expect(before.locator("main")).not_to_contain_text("no letter waits", ignore_case=True)
    ghosts = desk.open("/letters?show=ghosts&as=table&lang=en")
    expect(ghosts.locator("main")).to_contain_text("21/455")
    page = desk.scan()
    page.locator("#numbers li").first.locator("a.look").focus()
    page.keyboard.press("2")
    page.wait_for_url("**#number-*", timeout=8000)
    ghosts.reload()
    expect(ghosts.locator("main")).not_to_contain_text("21/455")
    twin = page.request.get(f"{desk.url}/letters.json").json()
    letters = twin["letters"] if isinstance(twin, dict) else twin
    (asking,) = [each for each in letters if each["sha256"] == desk.exhibits["letter.txt"]]
    assert asking["status"] == "answered"
    exhibit = page.request.get(f"{desk.url}/exhibit/{desk.exhibits['answer.png']}.json").json()
    assert [each["text"] for each in exhibit["unverified_numbers"]] == ["۱۳۹۵/۰۳/۱۷،", "۷/۱۲۰", "۱۳۹۵/۰۲/۲۰"]


def test_nothing_is_confirmed_that_was_not_shown(desk: Desk) -> None:
    page = desk.scan()
    sha256 = desk.exhibits["answer.png"]
    with Case(desk.folder) as case:
        start = MISREAD.index("۷/۱۲۰")
        case.correct(Place(sha256, Span(1, start, start + 5)), "digit", "۷/۱۲۰۰۰", "somebody else, meanwhile")
    page.locator("#numbers li").first.locator("a.look").focus()
    page.keyboard.press("1")
    expect(page.locator(".refused")).to_contain_text("not what it was when it was shown")
    assert desk.waiting()[0] == "۲۱/۴۵۵"
    desk.complaints.clear()  # the refusal is a 400, which the console repeats


def test_without_script_and_mouse(desk: Desk) -> None:
    page = desk.scan(java_script_enabled=False)
    page.locator("#numbers li").first.locator("a.look").press("Enter")
    assert chosen(page) == "۲۱/۴۵۵"
    page.locator("#numbers .chosen [data-choice='2']").press("Enter")
    page.wait_for_url("**#number-*", timeout=8000)
    assert chosen(page) == "۱۳۹۵/۰۳/۱۷،"
    row = page.locator("#numbers .chosen")
    row.locator("summary").press("Enter")
    row.get_by_label("What stands there").fill("۱۳۹۵/۰۲/۱۴،")
    row.get_by_role("button", name="Correct", exact=True).press("Enter")
    expect(page.locator("#numbers li")).to_have_count(2)
    page.locator("#numbers .chosen [data-choice='1']").press("Enter")
    expect(page.locator("#numbers li")).to_have_count(1)


def test_regions_are_drawn_with_a_label_and_listed(desk: Desk) -> None:
    page = desk.scan()
    expect(page.locator("svg.page .region.unread .label")).to_have_text("not read")
    expect(page.locator("svg.page .region.handwriting .label")).to_have_text("handwriting?")
    listed = page.locator("section", has=page.locator("#regions-title")).locator("li")
    expect(listed).to_have_count(2)
    expect(listed.nth(0)).to_contain_text("ink that nothing read")
    expect(listed.nth(1)).to_contain_text("seems handwritten: a person must look")
    listed.nth(1).locator("a").click()
    assert page.url.endswith("#region-2")
    expect(page.locator("svg.page .region:target")).to_have_class("region handwriting")
    page.locator(".switch a", has_text="Marks").click()
    expect(page.locator("svg.page .region")).to_have_count(0)


@pytest.mark.parametrize("lang", ["en", "fa", "ar"])
def test_the_other_reading_is_shown_beside_on_demand(desk: Desk, lang: str) -> None:
    page = desk.scan(lang, java_script_enabled=False)
    expect(page.locator(".other")).to_have_count(0)
    reason = {"en": "make no words", "fa": "واژه نمی‌سازند", "ar": "لا تكوّن كلمات"}[lang]
    expect(page.locator(".reason")).to_contain_text(reason)
    page.locator(".reason .switch a").click()
    expect(page.locator(".other u")).to_have_text(["ىدىزاب"])
    record, other = page.locator("#record").bounding_box(), page.locator(".other").bounding_box()
    assert record is not None
    assert other is not None
    page.locator(".reason .switch a").click()
    expect(page.locator(".other")).to_have_count(0)


def test_the_desk_counts_them_and_leads_to_the_first(desk: Desk) -> None:
    page = desk.open("/?lang=en")
    line = page.locator(".waitlist li", has_text="unverified numbers on scans")
    expect(line.locator(".figure")).to_have_text("3")
    line.locator("a").first.click()
    page.wait_for_url("**#number-*", timeout=8000)
    assert chosen(page) == "۲۱/۴۵۵"
    told = json.loads(page.request.get(f"{desk.url}/desk.json").text())
    assert told["unverified_numbers"] == {"all": 5, "doubted": 3}


def test_a_page_of_written_text_speaks_of_no_numbers(desk: Desk) -> None:
    page = desk.open(f"/exhibit/{desk.exhibits['letter.txt']}?lang=en")
    expect(page.locator("#numbers")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("lang", ["en", "fa", "ar"])
def test_axe_finds_nothing(desk: Desk, lang: str, scheme: str) -> None:
    for width in (1440, 390):
        page = desk.open(
            f"/exhibit/{desk.exhibits['answer.png']}?lang={lang}&reading=beside&start=84&end=90",
            color_scheme=scheme, bypass_csp=True, viewport={"width": width, "height": 800},
        )  # fmt: skip
        page.locator("#numbers summary").first.click()
        found = Axe().run(page, options=RULES)
        assert found.violations_count == 0, f"{lang} {scheme} {width}\n{found.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_targets_of_a_finger_are_large(desk: Desk) -> None:
    page = desk.scan("fa", viewport={"width": 390, "height": 844})
    for button in page.locator("#numbers button:visible, #numbers summary:visible, #numbers a.look:visible").all():
        box = button.bounding_box()
        assert box is not None
        assert box["height"] >= 43.5
