"""No screen asks anything of anybody but the workbench itself."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.mark.parametrize("lang", ["fa", "en"])
def test_no_request_leaves_the_machine(visit: Callable[..., Any], workbench: Any, lang: str) -> None:
    begun = visit()
    sha, mail = workbench.exhibit("نامه ۲۲۳۵.pdf"), workbench.exhibit("report.eml")
    begun.context.route("**/*", lambda route: route.continue_())  # also what a service worker would hide
    for path in (
        "/?",
        "/search?",
        "/search?q=کهراب&",
        "/exhibits?",
        f"/exhibit/{sha}?layers=picture,marks,words&page=1&start=3&end=9&",
        f"/exhibit/{mail}?",
        "/letters?",
        "/letters?show=ghosts&as=table&",
        "/?print=1&",
        "/?keys=1&",
    ):
        begun.open(f"{path}lang={lang}")
        begun.page.wait_for_load_state("networkidle")
    hosts = {urlsplit(url).netloc for url in begun.requests}
    assert hosts == {urlsplit(workbench.url).netloc}
    kinds = {urlsplit(url).path.rpartition(".")[2] for url in begun.requests}
    assert {"css", "js", "woff2"} <= kinds, "styles, scripts and fonts were asked for, and of us"
    linked = begun.page.evaluate(
        "[...document.querySelectorAll('[src], [href], [action]')].map((one) => one.src || one.href || one.action)"
    )
    assert all(urlsplit(str(url)).netloc == urlsplit(workbench.url).netloc for url in linked if isinstance(url, str))
