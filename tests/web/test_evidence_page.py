"""From a search to the page: the mark lies on the word, and what is copied reads as the paper does."""

import io
import shutil
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

_WORD = "تجمع‌ها"


def _box(word: Any) -> dict[str, float]:
    """Of a word in an SVG: Playwright's own box is that of its first glyph."""
    box: dict[str, float] = word.evaluate(
        "(one) => { const { x, y, width, height } = one.getBoundingClientRect(); return { x, y, width, height }; }"
    )
    return box


def _ink(page: Any, box: dict[str, float], around: float) -> Image.Image:
    clip = {
        "x": box["x"] - around,
        "y": box["y"] - around,
        "width": box["width"] + 2 * around,
        "height": box["height"] + 2 * around,
    }
    return Image.open(io.BytesIO(page.screenshot(clip=clip))).convert("L")


def test_search_leads_to_the_word_on_its_page(visit: Callable[..., Any]) -> None:
    page = visit().open(f"/search?q={_WORD}&lang=fa")
    row = page.locator(".concordance tr[data-row]", has_text="آرام بوده است").first
    assert row.locator("mark").inner_text() == _WORD
    page.locator(".concordance tr[data-row]", has=page.locator("a.mark")).first.wait_for()
    links = page.locator(".kwic a")
    target = next(links.nth(at) for at in range(links.count()) if _is_pdf(page, links.nth(at)))
    target.click()
    page.wait_for_url("**/exhibit/**")
    assert page.locator("#record .selected").inner_text() == _WORD
    rect = page.locator("svg.page rect.selected")
    assert rect.count() == 1
    _covers_the_word(page, rect)


def _is_pdf(page: Any, link: Any) -> bool:
    sha = link.get_attribute("href").split("/")[2].split("?")[0]
    told = page.request.get(page.url.split("/search")[0] + f"/exhibit/{sha}.json").json()
    return told["media_type"] == "application/pdf"


def _covers_the_word(page: Any, rect: Any) -> None:
    """The rectangle has the word's ink inside, and white beside it."""
    page.wait_for_load_state("networkidle")
    box = rect.bounding_box()
    page.evaluate("document.querySelectorAll('svg.page rect').forEach((one) => one.remove())")
    inside = _ink(page, box, 0)
    dark = inside.point(lambda value: 255 if value < 120 else 0)
    ink = dark.getbbox()
    assert ink is not None, "there is a word under the mark"
    width, height = inside.size
    assert ink[2] - ink[0] > 0.8 * width, "the word fills the mark"
    assert ink[3] - ink[1] > 0.3 * height
    for beside in (-1, box["width"]):  # the space between words
        strip = _ink(page, {**box, "x": box["x"] + beside, "width": 1}, 0)
        assert strip.point(lambda value: 255 if value < 120 else 0).getbbox() is None


def test_copying_the_picture_gives_the_lines_in_reading_order(visit: Callable[..., Any], workbench: Any) -> None:
    sha = workbench.exhibit("نامه ۲۲۳۵.pdf")
    begun = visit()
    begun.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=begun.url)
    page = begun.open(f"/exhibit/{sha}?lang=fa")
    wanted = page.request.get(f"{begun.url}/exhibit/{sha}.json").json()["pages"][0]["text"]
    page.evaluate(
        """() => {
            const words = document.querySelectorAll('svg.page .words tspan'), range = document.createRange();
            range.setStart(words[0].firstChild, 0);
            const last = words[words.length - 1].firstChild;
            range.setEnd(last, last.length);
            getSelection().removeAllRanges();
            getSelection().addRange(range);
        }"""
    )
    page.keyboard.press("Control+C")
    copied = page.evaluate("navigator.clipboard.readText()")
    lines = [" ".join(line.split()) for line in copied.splitlines() if line.strip()]
    assert lines == [" ".join(line.split()) for line in wanted.splitlines() if line.strip()]
    expect(page.locator("[data-quotation]")).not_to_be_empty()
    assert page.locator("[data-quotation]").inner_text().strip() == wanted.strip()


def test_dragging_over_a_line_selects_its_words(visit: Callable[..., Any], workbench: Any) -> None:
    page = visit().open(f"/exhibit/{workbench.exhibit('نامه ۲۲۳۵.pdf')}?lang=en")
    page.wait_for_load_state("networkidle")
    words = page.locator("svg.page .words").filter(has_text="موضوع").locator("tspan")
    first, last = _box(words.first), _box(words.last)
    middle = first["y"] + first["height"] / 2
    page.mouse.move(first["x"] + first["width"] - 1, middle)
    page.mouse.down()
    page.mouse.move(last["x"] + 2, last["y"] + last["height"] / 2, steps=12)
    page.mouse.up()
    expect(page.locator("[data-quotation]")).to_contain_text("موضوع: پیامدهای تشکیل هیأت")
    assert page.locator("[data-quotation]").inner_text().startswith("موضوع:")
    assert "start=" in page.url


def test_words_lie_where_their_ink_is(visit: Callable[..., Any], workbench: Any) -> None:
    page = visit().open(f"/exhibit/{workbench.exhibit('invitation.pdf')}?lang=en&layers=picture,marks,words")
    page.wait_for_load_state("networkidle")
    for word in ("rapporteur", "advise", "reply."):
        box = _box(page.locator("svg.page tspan", has_text=word).first)
        ink = _ink(page, box, 0).point(lambda value: 255 if value < 140 else 0).getbbox()
        assert ink is not None
        assert ink[2] - ink[0] > 0.75 * box["width"]


def test_selecting_in_the_text_counts_code_points(visit: Callable[..., Any], workbench: Any) -> None:
    sha = workbench.exhibit("draft.docx")
    begun = visit()
    page = begun.open(f"/exhibit/{sha}?lang=en")
    text = page.request.get(f"{begun.url}/exhibit/{sha}.json").json()["pages"][0]["text"]
    page.evaluate(
        """() => {
            const lines = [...document.querySelectorAll('#record .text')];
            const line = lines.find((one) => one.textContent.includes('کهراب'));
            const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
            let node;
            while ((node = walker.nextNode()) && !node.data.includes('کهراب'));
            const at = node.data.indexOf('کهراب');
            getSelection().setBaseAndExtent(node, at, node, at + 5);
        }"""
    )
    expect(page.locator("[data-quotation]")).to_have_text("کهراب")
    start = text.index("کهراب")
    assert page.locator("[data-span]").inner_text() == f"page 1, {start}–{start + 5}"
    assert page.locator("[data-citation-text]").inner_text().endswith(f".1:{start}-{start + 5}]")


def test_layers_switch_by_address(visit: Callable[..., Any], workbench: Any) -> None:
    sha = workbench.exhibit("invitation.pdf")
    page = visit().open(f"/exhibit/{sha}?lang=en")
    assert page.locator("svg.page image").count() == 1
    page.get_by_role("link", name="Picture").click()
    assert page.locator("svg.page image").count() == 0
    page.get_by_role("link", name="Words").click()
    assert page.locator("svg.page.legible").count() == 1


def test_a_document_without_geometry_shows_its_text(visit: Callable[..., Any], workbench: Any) -> None:
    page = visit().open(f"/exhibit/{workbench.exhibit('draft.docx')}?lang=en")
    assert page.locator("svg.page").count() == 0
    assert "کهراب" in page.locator("#record").inner_text()


def test_a_file_that_was_not_read_says_why_and_what_to_do(visit: Callable[..., Any], workbench: Any) -> None:
    page = visit().open(f"/exhibit/{workbench.exhibit('broken.pdf')}?lang=en")
    told = page.locator(".partial").first.inner_text()
    assert "damaged" in told
    assert "Ask for another copy" in told


def test_the_mark_lies_on_the_ink_of_a_scan(visit: Callable[..., Any], workbench: Any) -> None:
    if shutil.which("tesseract") is None:
        pytest.skip("Tesseract is not installed")
    sha, word = workbench.exhibit("scan.png"), "گزارش"
    page = visit().open(f"/search?q={word}&lang=fa")
    page.locator(f".kwic a[href*='{sha}']").last.click()
    page.wait_for_url(f"**/exhibit/{sha}**")
    assert "".join(page.locator("#record .selected").all_inner_texts()) == word
    rect = page.locator("svg.page rect.selected")
    assert rect.count() == 1
    box = _box(rect)
    page.wait_for_load_state("networkidle")
    page.evaluate("document.querySelectorAll('svg.page rect').forEach((one) => one.remove())")
    height = box["height"]
    seen = _ink(page, box, height).point(lambda value: 255 if value < 140 else 0)
    words = _runs(seen, top=height, bottom=2 * height, apart=0.14 * height)
    start, end = max(words, key=lambda run: _shared(run, (height, height + box["width"])))
    assert abs(start - height) < 0.35 * height, "the mark begins where the word's ink begins"
    assert abs(end - (height + box["width"])) < 0.35 * height, "and ends where it ends"


def _shared(one: tuple[int, int], other: tuple[float, float]) -> float:
    return min(one[1], other[1]) - max(one[0], other[0])


def _runs(picture: Image.Image, top: float, bottom: float, apart: float) -> list[tuple[int, int]]:
    """Stretches of ink along a line; gaps narrower than `apart` are inside a word."""
    line = picture.crop((0, round(top), picture.width, round(bottom)))
    inked = [x for x in range(line.width) if line.crop((x, 0, x + 1, line.height)).getbbox()]
    runs: list[tuple[int, int]] = []
    for x in inked:
        if runs and x - runs[-1][1] <= apart:
            runs[-1] = (runs[-1][0], x + 1)
        else:
            runs.append((x, x + 1))
    return runs


def test_a_name_that_is_an_attack_is_words_on_every_screen(visit: Callable[..., Any], workbench: Any) -> None:
    """The visit's end asserts that no dialog opened and that the content policy had nothing to say."""
    begun = visit()
    attack, broken = (workbench.exhibit(f"onerror=alert({number})>.pdf") for number in (1, 4))
    screens = {
        "/?lang=en": "<img src=y onerror=alert(4)>.pdf",
        "/exhibits?lang=fa": "<img src=x onerror=alert(1)>.pdf",
        "/exhibits?status=unread&lang=en": "<img src=y onerror=alert(4)>.pdf",
        f"/exhibit/{attack}?lang=fa": "<img src=x onerror=alert(1)>.pdf",
        f"/exhibit/{broken}?lang=en": "<img src=y onerror=alert(4)>.pdf",
        "/search?q=آزار": "",
        "/search?q=%3Cimg src=x onerror=alert(1)%3E": "<img src=x onerror=alert(1)>",
        "/letters?show=all": "",
    }
    for path, name in screens.items():
        page = begun.open(path)
        page.wait_for_load_state("networkidle")
        assert page.locator("img, script:not([src]), [onerror], [onmouseover]").count() == 0, path
        assert name in page.locator("main").inner_text(), path
    begun.open(f"/exhibit/{attack}?lang=en&page=1&start=0&end=4").get_by_role("button", name="Mark").click()
    begun.open("/?lang=en")
    assert begun.page.locator("img, script:not([src])").count() == 0


def test_an_attack_is_shown_as_the_name_that_it_is(visit: Callable[..., Any], workbench: Any) -> None:
    begun = visit()
    page = begun.open("/exhibits?lang=en")
    assert page.get_by_text("<img src=x onerror=alert(1)>.pdf", exact=True).count() == 1
    begun.open(f"/exhibit/{workbench.exhibit('onerror=alert(1)>.pdf')}?lang=fa")
    begun.open(f"/exhibit/{workbench.exhibit('report.eml')}?lang=en")
    assert "<script>alert(2)</script>" in page.locator("h1").inner_text()
    assert page.locator("img, script:not([src]), [onerror], [onmouseover]").count() == 0
