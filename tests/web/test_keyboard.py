"""The keys of the design: by position of the Latin letter, never in a field, and off at a switch."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_a_walk_by_keys(visit: Callable[..., Any]) -> None:
    begun = visit()
    page = begun.open("/?lang=en")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("کهراب")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=*")
    page.keyboard.press("j")
    expect(page.locator(".kwic a").nth(0)).to_be_focused()
    page.keyboard.press("j")
    expect(page.locator(".kwic a").nth(1)).to_be_focused()
    second = page.locator(".kwic a").nth(1).get_attribute("href").split("&q=")[0]
    expect(page.locator("#preview a.button")).to_have_attribute("href", f"{second}&q=%DA%A9%D9%87%D8%B1%D8%A7%D8%A8")
    page.keyboard.press("k")
    expect(page.locator(".kwic a").nth(0)).to_be_focused()
    page.keyboard.press("o")
    page.wait_for_url("**/exhibit/**")
    page.keyboard.press("g")
    page.keyboard.press("l")
    page.wait_for_url("**/letters")
    page.keyboard.press("Shift+Slash")
    expect(page.locator("dialog#keys")).to_be_visible()
    page.keyboard.press("g")
    page.keyboard.press("d")
    assert page.url.endswith("/letters"), "no key acts behind a dialog"
    page.keyboard.press("Escape")
    expect(page.locator("dialog#keys")).not_to_be_visible()
    page.keyboard.press("g")
    page.keyboard.press("d")
    page.wait_for_url(begun.url + "/")


def test_keys_go_by_position_on_a_persian_layout(visit: Callable[..., Any]) -> None:
    page = visit().open("/exhibits?lang=fa")
    page.evaluate(
        """() => document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'ت', code: 'KeyJ', bubbles: true}))"""
    )
    expect(page.locator("tr[data-row] a:not(.mark)").first).to_be_focused()


def test_no_key_acts_in_a_field(visit: Callable[..., Any]) -> None:
    page = visit().open("/?lang=en")
    page.keyboard.press("/")
    page.keyboard.type("g l ? p m")
    expect(page.get_by_role("searchbox")).to_have_value("g l ? p m")
    page.keyboard.press("Escape")
    expect(page.get_by_role("searchbox")).not_to_be_focused()


def test_single_keys_can_be_turned_off(visit: Callable[..., Any]) -> None:
    page = visit().open("/?lang=en")
    page.keyboard.press("?")
    page.get_by_label("Turn single keys off").check()
    page.get_by_role("button", name="Close").click()
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).not_to_be_focused()
    page.get_by_role("link", name="Keys").click()
    page.get_by_label("Turn single keys off").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()


def test_the_citation_is_copied_by_a_key(visit: Callable[..., Any], workbench: Any) -> None:
    begun = visit()
    begun.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=begun.url)
    page = begun.open(f"/exhibit/{workbench.exhibit('invitation.pdf')}?lang=en&page=1&start=3&end=9")
    page.keyboard.press("x")
    expect(page.locator("#said")).not_to_be_empty()
    with_number = page.evaluate("navigator.clipboard.readText()")
    assert with_number.endswith(".1:3-9]")
    assert with_number.startswith("[ex")
    stretches = page.locator("#record .selected").all_inner_texts()  # one more where a letter's field begins
    assert "".join(stretches) == page.locator("[data-quotation]").inner_text()


@pytest.mark.parametrize("script", [True, False])
def test_every_screen_is_reached_with_tab_and_enter_alone(visit: Callable[..., Any], script: bool) -> None:
    page = visit(java_script_enabled=script).open("/?lang=en")
    for name, path in (
        ("Search", "/search"),
        ("Exhibits", "/exhibits"),
        ("Correspondence", "/letters"),
        ("Case desk", "/"),
    ):
        _tab_to(page, page.locator("nav.rail").get_by_role("link", name=name))
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url, path=path: url.split("?")[0].endswith(path))
    page.goto(page.url.split("?")[0] + "exhibits")
    _tab_to(page, page.locator("tr[data-row] a").first)
    page.keyboard.press("Enter")
    page.wait_for_url("**/exhibit/**")
    _tab_to(page, page.get_by_role("link", name="Words"))
    page.keyboard.press("Enter")
    page.wait_for_url("**layers=**")


def _tab_to(page: Any, link: Any) -> None:
    for _ in range(80):
        page.keyboard.press("Tab")
        if link.evaluate("(one) => one === document.activeElement"):
            return
    raise AssertionError("not reached with 80 tabs")


def test_focus_begins_with_the_skip_link(visit: Callable[..., Any]) -> None:
    page = visit().open("/?lang=fa")
    page.keyboard.press("Tab")
    expect(page.locator("a.skip")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**#work")
