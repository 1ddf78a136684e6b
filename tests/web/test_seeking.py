"""A person searches for an answer to a silent letter in the workbench, and keeps the search beside the silence."""

from collections.abc import Callable
from typing import Any

import pytest

from govah import Case

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.mark.parametrize("script", [True, False])
def test_a_search_is_kept_beside_the_silence(visit: Callable[..., Any], workbench: Any, script: bool) -> None:
    begun = visit(java_script_enabled=script)
    with Case(workbench.case) as case:
        silent = next(one for one in case.view.letters() if case.view.standing(one.id).unanswered)
        before = len(case.view.seekings.of(silent))
    page = begun.open(f"/exhibit/{silent.sha256}?lang=en")
    page.get_by_text("Search for an answer").first.click()
    page.wait_for_load_state()
    assert "Searching for what may answer this letter" in page.locator(".keeping").inner_text()
    page.locator('.keeping input[name="note"]').fill("only the letter itself")
    page.locator(".keeping button").click()
    page.wait_for_load_state()
    assert f"/exhibit/{silent.sha256}" in page.url
    assert "only the letter itself" in page.locator(".answered .grounds").first.text_content()
    with Case(workbench.case) as case:
        kept = case.view.seekings.of(silent)[before:]
    assert [each.note for each in kept] == ["only the letter itself"]
    assert kept[0].query == (silent.number or silent.subject)
    persian = begun.open(f"/exhibit/{silent.sha256}?lang=fa")
    assert "جست‌وجوی شخص" in persian.locator(".answered .grounds").first.text_content()
