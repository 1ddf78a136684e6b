"""A mark on a span covers the ink of its words and no other line's; what is copied from the picture reads as it does.

The truth is drawn: the same page with all words hidden but one.
"""

import io
import json
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import typst
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import expect

from govah import Case
from govah.model.page import Page
from govah.web.page_svg import PageMark, page_svg

Mask = NDArray[np.bool_]

LINES = (
    "بسمه تعالی",
    "شماره: ۸۸/۲۲۳۵ پیوست: ندارد",
    "تاریخ: ۱۳۹۳/۱۲/۰۵ چاپ پنجم",
    "گزارش‌های رسیده از کهراب نشان می‌دهد که تجمع‌ها آرام بوده است",
    "خواهشمند است letter 77/12 of 2015 را به این دبیرخانه اعلام نمایند",
    "هیأت حقیقت‌یابی مرجع پرچم قضیه",
)
FONTS = ("Vazirmatn", "Katibeh", "DejaVu Sans")
WIDTH = 1400
_PAGE = """#set page(width: 420pt, height: 420pt, margin: 40pt)
#set text(font: sys.inputs.font, size: 14pt, lang: "fa")
#let only = json(bytes(sys.inputs.only))
#let lines = json(bytes(sys.inputs.lines))
#for (l, line) in lines.enumerate() { block(spacing: 12pt, { for (w, word) in line.enumerate() {
  if w > 0 [ ]
  if only == none or (l in only) or (l * 100 + w + 1000) in only { word } else { hide(word) }
} }) }
"""


def drawn(font: str, form: str, only: list[int] | None = None, ppi: float = 240.0) -> bytes:
    """The page, or only the ink of some of its lines (their number) or words (1000 + line * 100 + place)."""
    folders = [Path(str(files("govah.report"))) / "fonts", Path(str(files("govah.demo"))) / "fonts"]
    folders.append(Path("/usr/share/fonts/truetype/dejavu"))
    inputs = {"font": font, "only": json.dumps(only), "lines": json.dumps([line.split(" ") for line in LINES])}
    compiler = typst.Compiler(input=_PAGE.encode(), font_paths=folders, ignore_system_fonts=True)
    made = compiler.compile(format=form, ppi=ppi, sys_inputs=inputs)
    assert isinstance(made, bytes)
    return made


def ink(font: str, only: list[int] | None = None, width: int = WIDTH) -> Mask:
    picture = Image.open(io.BytesIO(drawn(font, "png", only))).convert("L")
    return np.asarray(picture.resize((width, width), Image.Resampling.BOX)) < 140


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("ink")
    (root / "leak").mkdir()
    for font in FONTS:
        (root / "leak" / f"{font}.pdf").write_bytes(drawn(font, "pdf"))
        if shutil.which("tesseract"):
            (root / "leak" / f"{font}.png").write_bytes(drawn(font, "png", ppi=200.0))
    with Case.create(root / "case", "Ink") as case:
        case.collect([root / "leak"], "s1")
    return root / "case"


@pytest.fixture(scope="module")
def pages(papers: Path) -> dict[str, Page]:
    with Case(papers) as case:
        held = [each for each in case.view.exhibits() if each.sha256]
        return {each.paths[0].rpartition("/")[2]: case.view.page(each.sha256, 1) for each in held if each.sha256}


def marked(page: Page, start: int, end: int) -> Mask:
    """What the rectangles of a mark cover, in a picture of the page."""
    svg = str(page_svg(page, None, [PageMark(start, end, "mark", "m")], "x"))
    covered = np.zeros((WIDTH, WIDTH), dtype=bool)
    scale = WIDTH / (page.width or 1)
    rectangles = re.findall(r'<rect class="mark" x="([\d.-]+)" y="([\d.-]+)" width="([\d.]+)" height="([\d.]+)"', svg)
    assert rectangles
    for left, top, wide, high in (map(float, each) for each in rectangles):
        rows = slice(int(top * scale), int(np.ceil((top + high) * scale)))
        covered[rows, int(left * scale) : int(np.ceil((left + wide) * scale))] = True
    return covered


def known_words(page: Page) -> Iterator[tuple[int, int, int, int]]:
    """Line, place, start and end of words that stand once on the paper and once in the text."""
    drawn_once = Counter(word for line in LINES for word in line.split(" "))
    read = [(page.text[word.start : word.end], word.start, word.end) for word in page.words]
    read_once = Counter(words for words, _, _ in read)
    places = {words: (start, end) for words, start, end in read}
    for at, line in enumerate(LINES):
        for place, word in enumerate(line.split(" ")):
            if drawn_once[word] == read_once[word] == 1:
                yield (at, place, *places[word])


def _needs(pages: dict[str, Page], name: str) -> Page:
    if name not in pages:
        pytest.skip("Tesseract is not installed")
    return pages[name]


@pytest.mark.parametrize("font", FONTS)
def test_each_word_of_a_pdf_is_covered_and_no_other_line(pages: dict[str, Page], font: str) -> None:
    page, found = pages[f"{font}.pdf"], 0
    for line, place, start, end in known_words(page):
        covered, own = marked(page, start, end), ink(font, [1000 + line * 100 + place])
        assert (own & covered).sum() >= 0.99 * own.sum(), page.text[start:end]
        others = ink(font, [at for at in range(len(LINES)) if at != line])
        assert (others & covered).sum() <= 0.01 * own.sum(), page.text[start:end]
        found += 1
    assert found >= 15


@pytest.mark.parametrize("font", FONTS)
def test_the_words_of_a_scan_are_covered_and_no_other_line(pages: dict[str, Page], font: str) -> None:
    page = _needs(pages, f"{font}.png")
    inside = total = beside = 0
    for line, place, start, end in known_words(page):
        covered, own = marked(page, start, end), ink(font, [1000 + line * 100 + place])
        others = ink(font, [at for at in range(len(LINES)) if at != line])
        inside, total = inside + int((own & covered).sum()), total + int(own.sum())
        beside += int((others & covered).sum())
    assert total > 10_000
    assert inside >= 0.99 * total
    assert beside <= 0.01 * total


@pytest.mark.parametrize("font", FONTS)
@pytest.mark.parametrize("form", ["pdf", "png"])
def test_a_span_over_several_lines_is_covered(pages: dict[str, Page], font: str, form: str) -> None:
    page = _needs(pages, f"{font}.{form}")
    covered = marked(page, 0, len(page.text))
    whole = ink(font)
    assert (whole & covered).sum() >= 0.99 * whole.sum()
    words = list(known_words(page))
    first, last = words[2], words[-3]
    covered = marked(page, first[2], last[3])
    between = [1000 + line * 100 + place for line, place, start, _ in words if first[2] <= start < last[3]]
    inside = ink(font, between)
    assert (inside & covered).sum() >= 0.99 * inside.sum()


@pytest.fixture
def open_paper(
    papers: Path, served: Callable[..., Any], browser: Any, tmp_path: Path
) -> Iterator[Callable[[str, str], Any]]:
    """Opens a paper's page in a browser that may read the clipboard."""
    with served(papers, tmp_path / "session.json") as workbench:
        context = browser.new_context(viewport={"width": 1440, "height": 1000})
        context.grant_permissions(["clipboard-read", "clipboard-write"], origin=workbench.url)
        page = context.new_page()
        page.goto(workbench.entrance)

        def opened(name: str, query: str) -> Any:
            page.goto(f"{workbench.url}/exhibit/{workbench.exhibit(name)}?lang=fa{query}")
            page.wait_for_load_state("networkidle")
            return page

        yield opened
        context.close()


_COPY = """([start, end]) => {
    const words = [...document.querySelectorAll('svg.page .words tspan')], range = document.createRange();
    const at = (place) => words.find((one) => Number(one.dataset.start) <= place && place <= Number(one.dataset.end));
    const first = at(start), last = at(end);
    range.setStart(first.firstChild, start - Number(first.dataset.start));
    range.setEnd(last.firstChild, end - Number(last.dataset.start));
    getSelection().removeAllRanges();
    getSelection().addRange(range);
}"""


def _copied(page: Any, start: int, end: int) -> list[str]:
    page.evaluate(_COPY, [start, end])
    page.keyboard.press("Control+C")
    text: str = page.evaluate("navigator.clipboard.readText()")
    return [line.rstrip(" ") for line in text.replace("\r\n", "\n").strip("\n").split("\n")]


@pytest.mark.browser
@pytest.mark.xdist_group("browser")
@pytest.mark.parametrize("name", ["Vazirmatn.pdf", "Vazirmatn.png", "DejaVu Sans.pdf", "Katibeh.png"])
def test_copying_a_stretch(pages: dict[str, Page], open_paper: Callable[[str, str], Any], name: str) -> None:
    paper = _needs(pages, name)
    page = open_paper(name, "")
    text = paper.text
    ends = [at for at, sign in enumerate(text) if sign == "\n"]
    words = paper.words
    stretches = {
        "a line": (0, ends[0]),
        "across lines": (words[1].start, words[len(words) // 2].end),
        "from within a word": (words[3].start + 2, words[12].end),
        "to within a word": (words[5].start, words[14].start + 1),
        "the mixed line": (ends[3] + 1, ends[4]),
        "all of it": (words[0].start, words[-1].end),
    }
    for told, (start, end) in stretches.items():
        assert _copied(page, start, end) == text[start:end].split("\n"), told


@pytest.mark.browser
@pytest.mark.xdist_group("browser")
@pytest.mark.parametrize("name", ["Vazirmatn.pdf", "DejaVu Sans.pdf", "Vazirmatn.png"])
def test_a_drawn_mark_covers_its_words_on_the_screen(
    pages: dict[str, Page], open_paper: Callable[[str, str], Any], name: str
) -> None:
    paper = _needs(pages, name)
    words = [each for each in known_words(paper) if each[0] == 3]
    start, end = min(each[2] for each in words), max(each[3] for each in words)
    page = open_paper(name, f"&start={start}&end={end}")
    expect(page.locator("svg.page rect.selected").first).to_be_attached()
    frame = page.locator("svg.page").bounding_box()
    rectangles = [each.bounding_box() for each in page.locator("svg.page rect.selected").all()]
    page.locator("svg.page rect").evaluate_all("all => all.forEach((one) => one.remove())")
    shot = Image.open(io.BytesIO(page.screenshot(clip=frame))).convert("L")
    seen = np.asarray(shot)[: min(shot.size), : min(shot.size)] < 140
    side, font = len(seen), Path(name).stem
    covered = np.zeros_like(seen)
    for each in rectangles:
        left, top = each["x"] - frame["x"], each["y"] - frame["y"]
        rows = slice(int(top), int(np.ceil(top + each["height"])))
        covered[rows, int(left) : int(np.ceil(left + each["width"]))] = True
    own = seen & _near(ink(font, [1000 + line * 100 + place for line, place, _, _ in words], side))
    assert own.sum() > 500, "the words are seen where they were drawn"
    assert (own & covered).sum() >= 0.99 * own.sum()
    others = seen & _near(ink(font, [at for at in range(len(LINES)) if at != words[0][0]], side))
    assert others.sum() > 1000
    assert (others & covered).sum() <= 0.01 * own.sum()


def _near(mask: Mask) -> Mask:
    """A mask grown by three pixels, for two programs draw a letter not quite alike."""
    grown = mask.copy()
    for down in range(-3, 4):
        for across in range(-3, 4):
            grown |= np.roll(mask, (down, across), (0, 1))
    return grown
