"""axe-core finds nothing on any screen, in both directions of writing, by day and by night; narrow and zoomed."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

_RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def _screens(workbench: Any) -> list[str]:
    letter, scan = workbench.exhibit("نامه ۲۲۳۵.pdf"), workbench.exhibit("draft.docx")
    return [
        "/?",
        "/search?q=کهراب&",
        f"/exhibit/{letter}?page=1&start=10&end=30&field=number&",
        f"/exhibit/{scan}?",
        f"/exhibit/{letter}/authenticity?",
        "/letters?",
        "/letters?show=ghosts&as=table&",
        "/exhibits?",
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("lang", ["fa", "en", "ar"])
def test_axe_finds_nothing(visit: Callable[..., Any], workbench: Any, lang: str, scheme: str) -> None:
    begun = visit(color_scheme=scheme, bypass_csp=True)
    for path in _screens(workbench):
        page = begun.open(f"{path}lang={lang}")
        found = Axe().run(page, options=_RULES)
        assert found.violations_count == 0, f"{path} {lang} {scheme}\n{found.generate_report()}"


@pytest.mark.parametrize("lang", ["fa", "en"])
@pytest.mark.parametrize("width", [360, 400, 720], ids=["narrow", "400px", "zoomed to 200 %"])
def test_nothing_scrolls_sideways(visit: Callable[..., Any], workbench: Any, lang: str, width: int) -> None:
    begun = visit(viewport={"width": width, "height": 450 if width == 720 else 740})
    for path in [*_screens(workbench), "/nowhere-at-all?"]:
        begun.page.goto(f"{begun.url}{path}lang={lang}")
        assert begun.page.evaluate("document.documentElement.scrollWidth") <= width, path
        assert begun.page.get_by_role("searchbox").is_visible()
    begun.complaints.clear()  # the address that leads nowhere


def test_targets_of_a_finger_are_large(visit: Callable[..., Any]) -> None:
    page = visit(viewport={"width": 390, "height": 844}).open("/letters?lang=fa")
    for link in page.locator(".bar a, .switch:not(.wide) a, .find button").all():
        box = link.bounding_box()
        assert box is None or box["height"] >= 43.5


@pytest.mark.parametrize("lang", ["fa", "en"])
def test_the_page_is_written_in_its_direction(visit: Callable[..., Any], lang: str) -> None:
    page = visit().open(f"/?lang={lang}")
    root = page.locator("html")
    assert (root.get_attribute("lang"), root.get_attribute("dir")) == (lang, "rtl" if lang == "fa" else "ltr")
    rail, work = page.locator("nav.rail").bounding_box(), page.locator("main").bounding_box()
    assert (rail["x"] > work["x"]) is (lang == "fa")
    page.goto(page.url.split("?")[0])
    assert root.get_attribute("lang") == lang, "the language stays"


def test_the_print_view_shows_the_whole_hash(visit: Callable[..., Any], workbench: Any) -> None:
    sha = workbench.exhibit("invitation.pdf")
    page = visit().open(f"/exhibit/{sha}?lang=en")
    assert not page.get_by_text(sha, exact=True).is_visible()
    page.emulate_media(media="print")
    assert page.get_by_text(sha, exact=True).is_visible()
    assert not page.locator("nav.rail").is_visible()
