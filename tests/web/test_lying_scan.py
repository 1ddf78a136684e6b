"""A scan that lies on its side is shown as a person reads it: picture, marks and crops turned together."""

import html
import io
import re
import shutil
import xml.etree.ElementTree as ET
from collections.abc import Iterator

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont
from tests.web.conftest import Serve, Visitor, Workbench

from govah import Case
from govah.model.page import Box

pytestmark = [
    pytest.mark.skipif(not shutil.which("tesseract"), reason="Tesseract is not installed"),
    pytest.mark.xdist_group("browser"),
]
ROWS = ("Dam safety office", "Letter of warning", "We counted 1250 crates and", "64 drums in the yard of the depot")
LYING = {90: Image.Transpose.ROTATE_90, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_270}


def letter() -> Image.Image:
    picture = Image.new("L", (1100, 160 + 90 * len(ROWS)), 255)
    pen = ImageDraw.Draw(picture)
    for number, row in enumerate(ROWS):
        pen.text((90, 80 + 90 * number), row, font=ImageFont.load_default(46), fill=0)
    return picture


@pytest.fixture(scope="module")
def lying(tmp_path_factory: pytest.TempPathFactory, served: Serve) -> Iterator[Workbench]:
    root = tmp_path_factory.mktemp("lying")
    (root / "leak").mkdir()
    for turn, lies in LYING.items():
        letter().transpose(lies).save(root / "leak" / f"{turn}.png", dpi=(200, 200))
    with Case.create(root / "case", "Lying") as case:
        case.collect([root / "leak"], "s1")
    with served(root / "case", root / "session.json") as workbench:
        yield workbench


@pytest.fixture(scope="module")
def visitor(lying: Workbench) -> Visitor:
    return Visitor(lying)


def drawings(page: str, kind: str) -> list[ET.Element]:
    found = re.findall(rf'<svg class="{kind}".*?</svg>', page, re.DOTALL)
    return [ET.fromstring(each) for each in found]


def fetched(visitor: Visitor, address: str) -> Image.Image:
    with visitor.open(html.unescape(address)) as answer:
        picture = Image.open(io.BytesIO(answer.read()))
        picture.load()
    return picture.convert("L")


def box_of(element: ET.Element) -> Box:
    left, top, wide, high = (float(element.get(side, "")) for side in ("x", "y", "width", "height"))
    return Box(left, top, left + wide, top + high)


@pytest.mark.parametrize("turn", LYING)
def test_picture_marks_and_crops_are_turned(visitor: Visitor, lying: Workbench, turn: int) -> None:
    page = visitor.page(f"/exhibit/{lying.exhibit(f'{turn}.png')}?lang=en")
    (svg,) = drawings(page, "page")
    upright = letter()
    assert svg.get("viewBox") == f"0 0 {upright.width} {upright.height}"
    (image,) = svg.iter("image")
    shown = fetched(visitor, image.get("href", ""))
    assert shown.size == upright.size
    assert np.abs(np.asarray(shown, dtype=int) - np.asarray(upright, dtype=int)).mean() < 1, "as it was before it lay"
    marks = [box_of(each) for each in svg.iter("rect") if each.get("class") in ("figure", "doubt")]
    assert len(marks) == 2
    ink = np.asarray(shown) < 128
    for mark in marks:
        assert mark.right - mark.left > mark.bottom - mark.top, "a number stands along its line"
        assert ink[int(mark.top) : int(mark.bottom), int(mark.left) : int(mark.right)].mean() > 0.1
    crops = drawings(page, "crop")
    assert len(crops) == 2
    for crop in crops:
        left, top, wide, high = (float(side) for side in crop.get("viewBox", "").split())
        assert wide > high
        assert any(left <= mark.left and mark.right <= left + wide and top <= mark.top for mark in marks)
        (image,) = crop.iter("image")
        assert (float(image.get("width", "")), float(image.get("height", ""))) == upright.size


def test_what_search_shows_of_it_is_turned(visitor: Visitor, lying: Workbench) -> None:
    page = visitor.page("/search?q=crates&lang=en")
    (svg,) = drawings(page, "page")
    (mark,) = [box_of(each) for each in svg.iter("rect") if each.get("class") == "selected"]
    assert mark.right - mark.left > 2 * (mark.bottom - mark.top)
    (image,) = svg.iter("image")
    assert fetched(visitor, image.get("href", "")).size == letter().size


def test_only_quarters_are_turned(visitor: Visitor, lying: Workbench) -> None:
    sha256 = lying.exhibit("90.png")
    assert visitor.get(f"/exhibit/{sha256}/picture?page=1&turned=45")[0] == 400


def test_boxes_stay_those_of_the_picture_as_it_was_handed_in(lying: Workbench) -> None:
    with Case(lying.case) as case:
        page = case.view.page(case.view.resolve(lying.exhibit("90.png")), 1)
    assert page.turned == 90
    assert (page.width, page.height) == letter().transpose(LYING[90]).size
