"""A person withdraws an exhibit on its page, and takes that back; every mark of it says so."""

from collections.abc import Callable
from typing import Any

import pytest

from govah import Case

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.mark.parametrize("script", [True, False])
def test_withdrawing_and_taking_back(visit: Callable[..., Any], workbench: Any, script: bool) -> None:
    begun = visit(java_script_enabled=script)
    sha = workbench.exhibit("invitation.pdf")
    page = begun.open(f"/exhibit/{sha}?lang=en")
    assert page.locator(".withdrawn").count() == 0
    page.get_by_text("Withdraw this exhibit").first.click()
    page.locator('form[action="/withdraw"] input[name="why"]').fill("its number breaks the series")
    page.locator('form[action="/withdraw"] button').click()
    page.wait_for_load_state()
    assert "its number breaks the series" in page.locator("div.withdrawn").inner_text()
    found = begun.open("/search?lang=en&q=rapporteur")
    assert found.locator("a.mark.withdrawn", has_text="withdrawn").count() >= 1
    with Case(workbench.case) as case:
        withdrawal = case.view.exhibit(sha).withdrawal
    assert withdrawal is not None
    assert withdrawal.why == "its number breaks the series"
    page = begun.open(f"/exhibit/{sha}?lang=fa")
    assert "کنار گذاشته شد" in page.locator("div.withdrawn").inner_text()
    page.get_by_text("پس گرفتن کنارگذاری").first.click()
    page.locator('form[action="/reinstate"] input[name="why"]').fill("read wrongly")
    page.locator('form[action="/reinstate"] button').click()
    page.wait_for_load_state()
    with Case(workbench.case) as case:
        assert case.view.exhibit(sha).withdrawal is None
    assert begun.open(f"/exhibit/{sha}?lang=en").locator("div.withdrawn").count() == 0
