"""A workbench and a collection on one case at once; and a case that was tampered with."""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import expect

from govah import Case

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

_GOVAH = [sys.executable, "-c", "from govah.cli.main import main; main()"]


def test_a_collection_runs_beside_the_workbench(visit: Callable[..., Any], workbench: Any, tmp_path: Path) -> None:
    late = tmp_path / "late"
    late.mkdir()
    for number in range(12):
        (late / f"paper-{number}.txt").write_text(f"برگ {number} از دفتر تازه‌رسیده\n", encoding="utf-8")
    begun = visit()
    page = begun.open("/?lang=en")
    collection = subprocess.Popen(
        [*_GOVAH, "--case", str(workbench.case), "collect", str(late), "--source", "s2", "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    asked = 0
    sha = workbench.exhibit("invitation.pdf")
    while collection.poll() is None:
        for path in ("/", "/search?q=کهراب", f"/exhibit/{sha}", "/letters"):
            begun.open(path)
            asked += 1
    out, told = collection.communicate(timeout=60)
    assert collection.returncode == 0, told.decode()
    assert json.loads(out)["exhibits_new"] == 12
    assert asked >= 4
    begun.open("/search?q=تازه‌رسیده&lang=en")
    assert page.locator(".concordance tr[data-row]").count() == 12
    begun.open("/exhibits?source=s2&lang=en")
    assert page.locator("tr[data-row]").count() == 12


def test_a_broken_log_turns_everything_that_writes_off(browser: Any, tmp_path: Path) -> None:
    (tmp_path / "leak").mkdir()
    (tmp_path / "leak" / "a.txt").write_text("one paper", encoding="utf-8")
    with Case.create(tmp_path / "case", "broken") as case:
        case.collect([tmp_path / "leak"], "s1")
        (sha,) = [str(found.sha256) for found in case.view.exhibits()]
    kept = tmp_path / "case" / "exhibits" / sha[:2] / sha
    kept.chmod(0o600)
    kept.write_text("one paper, changed", encoding="utf-8")
    server = subprocess.Popen(
        [*_GOVAH, "--case", str(tmp_path / "case"), "serve", "--port", "0", "--no-open", "--json"],
        stdout=subprocess.PIPE,
    )
    context = browser.new_context(locale="en-GB")
    try:
        assert server.stdout is not None
        entrance = json.loads(server.stdout.readline())["url"]
        page = context.new_page()
        page.goto(entrance)
        url = entrance.partition("/enter")[0]
        deadline = time.monotonic() + 60
        while page.locator("body.broken").count() == 0 and time.monotonic() < deadline:
            page.wait_for_timeout(500)
            page.goto(f"{url}/exhibit/{sha}?lang=en&page=1&start=0&end=3")
        expect(page.locator(".integrity")).to_contain_text("Nothing can be written")
        expect(page.locator(".foot")).to_contain_text("FAILED")
        assert page.locator("form[method=post]").count() == 0
        cookies = {cookie["name"]: cookie["value"] for cookie in context.cookies()}
        with httpx.Client(base_url=url, cookies=cookies, headers={"origin": url}) as client:
            answer = client.post("/mark", data={"passage": f"{sha}:1:0-3"})
        assert answer.status_code == 500
        assert "nothing can be written" in answer.text
        with Case(tmp_path / "case") as case:
            assert list(case.view.marks()) == []
    finally:
        context.close()
        server.terminate()
        server.communicate(timeout=30)
