"""Drawing pages and pictures for the screen."""

import struct
import zlib
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from PIL import Image, PngImagePlugin
from reportlab.pdfgen import canvas

from govah.errors import NotFoundError
from govah.read.picture import DrawingError, draw_page


def _draw(path: Path, scratch: Path, media_type: str, page: int = 1, width: int = 300) -> tuple[Image.Image, dict]:
    answer = draw_page({"path": str(path), "media_type": media_type, "page": page, "width": width}, scratch)
    picture = Image.open(scratch / answer["file"])
    picture.load()
    assert (picture.width, picture.height) == (answer["width"], answer["height"])
    return picture, answer


@pytest.fixture
def two_pages(tmp_path: Path) -> Path:
    path = tmp_path / "two.pdf"
    paper = canvas.Canvas(str(path), pagesize=(300, 400))
    paper.setFillColorRGB(1, 0, 0)
    paper.rect(0, 300, 100, 100, stroke=0, fill=1)  # the upper left corner
    paper.showPage()
    paper.drawString(50, 50, "second")
    paper.save()
    return path


def test_a_pdf_page_is_drawn_at_the_width_asked_for(two_pages: Path, tmp_path: Path) -> None:
    picture, answer = _draw(two_pages, tmp_path, "application/pdf", width=600)
    assert (answer["width"], answer["height"]) == (600, 800)
    assert picture.convert("RGB").getpixel((100, 100)) == (255, 0, 0)
    assert picture.convert("RGB").getpixel((500, 700)) == (255, 255, 255)


def test_a_turned_page_is_upright(two_pages: Path, tmp_path: Path) -> None:
    turned = tmp_path / "turned.pdf"
    with pikepdf.open(two_pages) as pdf:
        pdf.pages[0].Rotate = 90
        pdf.save(turned)
    picture, answer = _draw(turned, tmp_path, "application/pdf", width=400)
    assert (answer["width"], answer["height"]) == (400, 300)
    assert picture.convert("RGB").getpixel((350, 50)) == (255, 0, 0)


@pytest.mark.parametrize(("turned", "corner"), [(0, (0, 0)), (90, (1, 0)), (180, (1, 1)), (270, (0, 1))])
@pytest.mark.parametrize("media_type", ["application/pdf", "image/png"])
def test_a_page_is_turned_clockwise_as_asked(
    two_pages: Path, tmp_path: Path, media_type: str, turned: int, corner: tuple[int, int]
) -> None:
    path = two_pages
    if media_type == "image/png":
        picture, _ = _draw(two_pages, tmp_path, "application/pdf", width=600)
        path = tmp_path / "lying.png"
        picture.convert("RGB").save(path)
    asked = {"path": str(path), "media_type": media_type, "page": 1, "width": 300, "turned": turned}
    answer = draw_page(asked, tmp_path)
    with Image.open(tmp_path / answer["file"]) as found:
        shown = found.convert("RGB")
    assert shown.size == ((300, 400) if turned % 180 == 0 else (300, 225))
    for across in (0, 1):
        for down in (0, 1):
            colour = shown.getpixel((30 + across * (shown.width - 60), 30 + down * (shown.height - 60)))
            assert (colour == (255, 0, 0)) == ((across, down) == corner)


def test_a_page_in_black_is_gray(two_pages: Path, tmp_path: Path) -> None:
    picture, _ = _draw(two_pages, tmp_path, "application/pdf", page=2)
    assert picture.mode == "L"


def test_a_page_that_is_not_there(two_pages: Path, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        _draw(two_pages, tmp_path, "application/pdf", page=3)


def test_a_picture_loses_its_metadata_and_stands_upright(tmp_path: Path) -> None:
    source = Image.new("RGB", (40, 20), "white")
    source.paste((0, 0, 255), (0, 0, 10, 10))
    exif = Image.Exif()
    exif[0x0112] = 6  # turn clockwise by 90 degrees
    exif[0x010F] = "CAMERA-OWNER"
    path = tmp_path / "photo.png"
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", "SECRET-PLACE")
    source.save(path, exif=exif, pnginfo=notes)
    picture, answer = _draw(path, tmp_path, "image/png")
    assert (answer["width"], answer["height"]) == (20, 40)
    assert picture.convert("RGB").getpixel((15, 4)) == (0, 0, 255)
    written = (tmp_path / answer["file"]).read_bytes()
    assert b"CAMERA-OWNER" not in written
    assert b"SECRET-PLACE" not in written
    assert picture.info == {}


def test_a_frame_of_a_tiff(tmp_path: Path) -> None:
    path = tmp_path / "fax.tif"
    frames = [Image.new("1", (60, 30), 1), Image.new("1", (80, 30), 0)]
    frames[0].save(path, save_all=True, append_images=frames[1:])
    picture, answer = _draw(path, tmp_path, "image/tiff", page=2)
    assert answer["width"] == 80
    assert picture.convert("L").getextrema() == (0, 0)
    with pytest.raises(NotFoundError):
        _draw(path, tmp_path, "image/tiff", page=3)


def test_transparent_points_are_white(tmp_path: Path) -> None:
    path = tmp_path / "seal.png"
    Image.new("RGBA", (10, 10), (200, 0, 0, 0)).save(path)
    picture, _ = _draw(path, tmp_path, "image/png")
    assert picture.convert("L").getextrema() == (255, 255)


@pytest.mark.parametrize("side", [11_000, 60_000])
def test_a_huge_picture_is_not_decoded(tmp_path: Path, side: int) -> None:
    path = tmp_path / "huge.png"
    path.write_bytes(_png_header(side))
    with pytest.raises(DrawingError, match=r"points|pixels"):
        _draw(path, tmp_path, "image/png")


def _png_header(side: int) -> bytes:
    """A grey PNG that says it is that large, with no points."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


@pytest.mark.parametrize("media_type", ["application/pdf", "image/png"])
def test_rubbish_is_an_error_with_a_remedy(tmp_path: Path, media_type: str) -> None:
    path = tmp_path / "rubbish"
    path.write_bytes(b"\x00rubbish" * 50)
    with pytest.raises(DrawingError) as caught:
        _draw(path, tmp_path, media_type)
    assert caught.value.remedy


def test_an_encapsulated_postscript_starts_no_program(tmp_path: Path) -> None:
    path = tmp_path / "drawing.eps"
    data = BytesIO()
    Image.new("L", (10, 10)).save(data, "EPS")
    path.write_bytes(data.getvalue())
    with pytest.raises(DrawingError):
        _draw(path, tmp_path, "image/x-eps")
