"""Draws docs/workbench.png, the picture of the workbench in the README: the warning letter of the example case.

    python tools/picture.py [DIR]

DIR is where `govah demo` has put the example case, or will put it: a temporary folder where none is named, with keys of
its own. Needs Chromium (apt-get install chromium) and the development requirements. The picture is 1440 by 900 points,
reduced to a palette so that it stays below 400 kB.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlencode

from PIL import Image
from playwright.sync_api import sync_playwright

from govah import Case

_CHROMIUM = "/usr/bin/chromium"
_TARGET = Path(__file__).parents[1] / "docs" / "workbench.png"
_GOVAH = [sys.executable, "-c", "from govah.cli.main import main; main()"]
_STYLE = Path(__file__).parents[1] / "src" / "govah" / "web" / "static" / "govah.css"
_LETTER = "88-2235.pdf"
_BEGINS, _ENDS = "تا کنون چنین", "تشکیل گردیده است"
_MOST_BYTES = 400_000


def main() -> None:
    """Make the example case where there is none, serve it, take the picture."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(sys.argv[1] if len(sys.argv) > 1 else f"{scratch}/demo")
        os.environ.setdefault("GOVAH_KEYS", str(folder.parent / "keys"))
        subprocess.run([*_GOVAH, "demo", str(folder), "--no-serve"], check=True)  # noqa: S603 - our own program
        case = folder / "case"
        taken = Path(scratch) / "taken.png"
        _take(case, _address(case), taken)
        _reduce(taken, _TARGET)
    sys.stdout.write(f"{_TARGET}: {_TARGET.stat().st_size // 1024} kB\n")


def _address(folder: Path) -> str:
    """The exhibit screen of the letter, with the sentence on three countries selected."""
    with Case(folder) as case:
        exhibits = [found for found in case.view.exhibits() if any(path.endswith(_LETTER) for path in found.paths)]
        sha256 = case.view.numbered(exhibits[0].number or 0)
        text = case.view.page(sha256, 1).text
    start = text.index(_BEGINS)
    end = text.index(_ENDS, start) + len(_ENDS)
    return f"/exhibit/{sha256}?{urlencode({'page': 1, 'start': start, 'end': end, 'lang': 'en'})}"


def _take(case: Path, address: str, picture: Path) -> None:
    command = [*_GOVAH, "--case", str(case), "serve", "--port", "0", "--no-open", "--json"]
    served = subprocess.Popen(command, stdout=subprocess.PIPE)  # noqa: S603 - our own program
    with served as server, sync_playwright() as playwright:
        try:
            entrance = json.loads(server.stdout.readline() if server.stdout else b"")["url"]
            program = shutil.which("chromium") or _CHROMIUM
            browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-quic"])
            page = browser.new_page(viewport={"width": 1440, "height": 900}, locale="en-GB", color_scheme="light")
            page.goto(entrance)
            while page.locator(".foot .pro").count() == 0:  # the log is verified in the background
                page.wait_for_timeout(500)
                page.reload()
            page.goto(entrance.partition("/enter")[0] + address)
            page.wait_for_load_state("networkidle")
            page.evaluate("document.fonts.ready")
            page.screenshot(path=picture)
            browser.close()
        finally:
            server.terminate()


def _reduce(taken: Path, target: Path) -> None:
    """The same picture in a palette: the scan's own colours, and the style sheet's, which are rare and say most."""
    tokens = {tuple(bytes.fromhex(found)) for found in re.findall("#([0-9a-f]{6})", _STYLE.read_text(encoding="utf-8"))}
    Image.open(taken).convert("RGB").save(target, optimize=True)
    for colours in (200, 100, 50):
        if target.stat().st_size < _MOST_BYTES:
            return
        image = Image.open(taken).convert("RGB")
        common = image.quantize(colours).getpalette() or []
        palette = Image.new("P", (1, 1))
        palette.putpalette([*common[: 3 * colours], *(part for token in sorted(tokens) for part in token)][: 3 * 256])
        image.quantize(palette=palette, dither=Image.Dither.NONE).save(target, optimize=True)


if __name__ == "__main__":
    main()
