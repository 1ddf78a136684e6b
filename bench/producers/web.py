"""Chromium's print, and WeasyPrint."""

import asyncio
import logging
import shutil
from typing import Any

from bench.producers.made import Made, Order, Seen
from bench.producers.markup import page_of

_WORDS = r"""() => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    for (const match of node.textContent.matchAll(/\S+/g)) {
      const range = document.createRange();
      range.setStart(node, match.index);
      range.setEnd(node, match.index + match[0].length);
      const boxes = [...range.getClientRects()];
      if (new Set(boxes.map(box => Math.round(box.top / 4))).size !== 1) continue;
      const left = Math.min(...boxes.map(box => box.left)), right = Math.max(...boxes.map(box => box.right));
      found.push([match[0], left * 0.75, right * 0.75, boxes[0].top * 0.75]);
    }
  }
  return found;
}"""


def chromium(orders: list[Order]) -> list[Made]:
    """Printed by Chromium; its own rectangles of each word that is not broken over lines."""
    return asyncio.run(_chromium(orders))


async def _chromium(orders: list[Order]) -> list[Made]:
    from playwright.async_api import async_playwright

    made: list[Made] = []
    async with async_playwright() as driver:
        browser = await driver.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--allow-file-access-from-files"]
        )
        page = await browser.new_page(viewport={"width": 793, "height": 1123})
        await page.emulate_media(media="print")
        for order in orders:
            source = order.path.with_suffix(".html")
            source.write_text(page_of(order.document, order.font), "utf-8")
            await page.goto(source.as_uri())
            await page.evaluate("document.fonts.ready")
            words: list[Any] = await page.evaluate(_WORDS)
            await page.pdf(path=str(order.path), prefer_css_page_size=True, print_background=True)
            made.append(Made(order, tuple(Seen(*word) for word in words)))
        await browser.close()
    return made


def weasyprint(orders: list[Order]) -> list[Made]:
    """By WeasyPrint."""
    from weasyprint import HTML

    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    logging.getLogger("fontTools").setLevel(logging.CRITICAL)
    for order in orders:
        HTML(string=page_of(order.document, order.font)).write_pdf(order.path)
    return [Made(order) for order in orders]
