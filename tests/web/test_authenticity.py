"""The authenticity panel on screen: groups, outcomes with words, places that lead to the page, no total."""

from collections.abc import Callable
from typing import Any

import pytest

from govah.analyse.authenticity.panel import KINDS
from govah.web.wording import CHECK

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_every_check_has_a_name() -> None:
    assert CHECK.keys() == {kind.name for kind in KINDS}


@pytest.mark.parametrize("language", ["en", "fa", "ar"])
def test_the_panel(visit: Callable[..., Any], workbench: Any, language: str) -> None:
    begun = visit(java_script_enabled=False)
    sha = workbench.exhibit("invitation.pdf")
    page = begun.open(f"/exhibit/{sha}?lang={language}")
    page.locator(f'a[href="/exhibit/{sha}/authenticity"]').click()
    page.wait_for_load_state()
    rows = page.locator("tr[data-check]")
    twin = page.request.get(f"{begun.url}/exhibit/{sha}/authenticity.json").json()
    assert {row.get_attribute("data-check") for row in rows.all()} == {each["name"] for each in twin["checks"]}
    assert rows.count() == len(KINDS)
    for each in twin["checks"]:
        row = page.locator(f'tr[data-check="{each["name"]}"]')
        assert each["outcome"] in (row.get_attribute("class") or "")
        assert row.locator(".tag").inner_text().strip()
        assert row.locator("a.mark").count() == len(each["spans"])
        assert each["why"] in row.inner_text()
    assert "score" not in twin
    placed = next(each for each in twin["checks"] if each["spans"])
    number, start, end = placed["spans"][0]
    link = page.locator(f'tr[data-check="{placed["name"]}"] a.mark').first.get_attribute("href")
    assert link == f"/exhibit/{sha}?page={number}&start={start}&end={end}"


def test_what_is_no_exhibit(visit: Callable[..., Any], workbench: Any) -> None:
    begun = visit()
    assert begun.page.request.get(f"{begun.url}/exhibit/{'0' * 64}/authenticity").status == 404
