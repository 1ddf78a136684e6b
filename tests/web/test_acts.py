"""What persons do on a page, through forms: with a mouse, with keys, and without script."""

import shutil
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from govah import Case

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def _find(begun: Any, sha: str, words: str) -> tuple[int, int]:
    text = begun.page.request.get(f"{begun.url}/exhibit/{sha}.json").json()["pages"][0]["text"]
    start = text.index(words)
    return start, start + len(words)


@pytest.mark.parametrize("script", [True, False])
def test_marking_a_passage(visit: Callable[..., Any], workbench: Any, script: bool) -> None:
    begun = visit(java_script_enabled=script)
    sha = workbench.exhibit("invitation.pdf")
    start, end = _find(begun, sha, "advise against" if script else "your reply")
    page = begun.open(f"/exhibit/{sha}?lang=en&page=1&start={start}&end={end}")
    page.get_by_role("button", name="Mark").click()
    page.wait_for_url("**start=*")
    with Case(workbench.case) as case:
        marks = list(case.view.marks())
    assert marks[-1].passage.span == (1, start, end)
    assert page.locator(".grounds", has_text=marks[-1].passage.exact).count() == 1
    assert page.locator("#record .mark").count() >= 1


def test_a_claim_from_the_selection_by_keys(visit: Callable[..., Any], workbench: Any) -> None:
    begun = visit()
    sha = workbench.exhibit("نامه ۲۲۳۵.pdf")
    start, end = _find(begun, sha, "آرام")
    page = begun.open(f"/exhibit/{sha}?lang=fa&page=1&start={start}&end={end}")
    page.keyboard.press("c")
    page.keyboard.type("The gatherings were calm")
    page.get_by_label("چه کسی می‌گوید").fill("دبیرخانه")
    page.get_by_role("button", name="ثبت ادعا").click()
    page.wait_for_url("**start=*")
    with Case(workbench.case) as case:
        claim = list(case.view.claims())[-1]
    assert claim.text == "The gatherings were calm"
    assert claim.said_by == "دبیرخانه"
    assert claim.passages[0].exact == "آرام"
    assert page.locator(".grounds", has_text="The gatherings were calm").count() == 1
    begun.open("/?lang=en")
    assert page.locator(f"#claim-{claim.id}").inner_text().startswith("The gatherings were calm")


def test_a_claim_that_says_nothing_keeps_what_was_written(visit: Callable[..., Any], workbench: Any) -> None:
    begun = visit()
    sha = workbench.exhibit("invitation.pdf")
    page = begun.open(f"/exhibit/{sha}?lang=en&page=1&start=0&end=4")
    page.evaluate("document.querySelectorAll('[required]').forEach((one) => one.removeAttribute('required'))")
    page.locator("details", has=page.locator("select[name=field]")).locator("summary").click()
    page.locator(".passage textarea[name=value]").fill("words that took an hour")
    page.locator(".passage").get_by_role("button", name="Correct").click()
    expect(page.locator(".refused")).to_contain_text("A correction needs its reason.")
    expect(page.locator("main")).to_contain_text("words that took an hour")
    begun.complaints.clear()  # the refusal is a 400, which the console repeats


def test_a_number_of_a_scan_is_unverified_until_a_person_confirms_it(visit: Callable[..., Any], workbench: Any) -> None:
    if shutil.which("tesseract") is None:
        pytest.skip("Tesseract is not installed")
    begun = visit()
    page = begun.open(f"/exhibit/{workbench.exhibit('scan.png')}?lang=en")
    number = page.locator("[data-field=number]")
    expect(number.locator(".doubtful")).to_have_count(1)
    expect(number.locator(".voice")).to_contain_text("◇ OCR")
    expect(page.locator(".partial").filter(has_text="Unverified number")).to_have_count(1)
    expect(page.locator("svg.page rect.doubt").first).to_be_attached()
    page.keyboard.press("o")  # look at it
    expect(page.locator("[data-field=number].open")).to_have_count(1)
    expect(page.locator("svg.page rect.selected")).to_have_count(1)
    page.keyboard.press("o")  # confirm it
    expect(number.locator(".voice")).to_contain_text("◆ ")
    expect(number.locator(".doubtful")).to_have_count(0)
    expect(page.locator(".partial").filter(has_text="Unverified number")).to_have_count(0)
    expect(page.locator(".custody")).to_contain_text("confirmed")


def test_correcting_a_field(visit: Callable[..., Any], workbench: Any) -> None:
    page = visit(java_script_enabled=False).open(f"/exhibit/{workbench.exhibit('draft.docx')}?lang=en")
    page.locator("[data-field=urgency] .value a").click()
    opened = page.locator("[data-field=urgency].open")
    opened.get_by_label("What stands there").fill("خیلی فوری")
    opened.get_by_label("Why").fill("stamped on the paper")
    opened.get_by_role("button", name="Correct").click()
    field = page.locator("[data-field=urgency]")
    expect(field.locator(".value")).to_contain_text("خیلی فوری")
    expect(field.locator(".voice")).to_contain_text("◆ ")
    expect(page.locator(".side")).to_contain_text("stamped on the paper")


def test_everything_is_reached_without_script(visit: Callable[..., Any], workbench: Any) -> None:
    page = visit(java_script_enabled=False).open("/?lang=en")
    page.get_by_role("searchbox").fill("کهراب")
    page.get_by_role("searchbox").press("Enter")
    page.locator(".kwic a").first.click()
    assert "/exhibit/" in page.url
    page.locator("#record a.line").first.click()
    assert "start=0" in page.url
    assert page.locator("[data-citation-text]").is_visible()
    page.get_by_role("link", name="Keys").click()
    assert page.locator("dialog#keys").is_visible()
    page.get_by_role("button", name="Close").click()
    assert not page.locator("dialog#keys").is_visible()
    page.get_by_role("link", name="Correspondence").first.click()
    assert page.url.endswith("/letters")
