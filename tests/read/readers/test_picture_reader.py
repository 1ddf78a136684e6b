import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import ExifTags, Image, ImageDraw, ImageFont, ImageOps, PngImagePlugin

from govah.errors import MissingExtraError
from govah.model.page import Origin, Page
from govah.model.status import Status
from govah.read.ocr.tesseract import available, missing_remedy
from govah.read.reader import Item, Limits, Metadata, Remark
from govah.read.readers.picture import PictureReader

needs_tesseract = pytest.mark.skipif(not available(), reason="Tesseract or its models are not installed")


@pytest.fixture
def limits(tmp_path: Path) -> Limits:
    return Limits(tmp_path)


def note(*rows: str) -> Image.Image:
    picture = Image.new("RGB", (1000, 160 + 90 * len(rows)), "white")
    pen = ImageDraw.Draw(picture)
    for number, row in enumerate(rows):
        pen.text((90, 80 + 90 * number), row, font=ImageFont.load_default(46), fill="black")
    return picture


def saved(picture: Image.Image, kind: str, **options: object) -> io.BytesIO:
    stream = io.BytesIO()
    picture.save(stream, kind, **options)
    stream.seek(0)
    return stream


def items(stream: io.BytesIO, limits: Limits) -> list[Item]:
    return list(PictureReader().read(stream, limits))


def pages(found: list[Item]) -> list[Page]:
    return [item for item in found if isinstance(item, Page)]


def remarks(found: list[Item]) -> list[Remark]:
    return [item for item in found if isinstance(item, Remark)]


def properties(found: list[Item]) -> dict[str, str]:
    return {item.name: item.value for item in found if isinstance(item, Metadata)}


@needs_tesseract
@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        ("PNG", "RGB"),
        ("PNG", "P"),
        ("PNG", "1"),
        ("PNG", "I;16"),
        ("PNG", "RGBA"),
        ("JPEG", "RGB"),
        ("JPEG", "CMYK"),
        ("GIF", "P"),
        ("BMP", "RGB"),
        ("WEBP", "RGB"),
        ("TIFF", "1"),
    ],
)
def test_formats_and_modes(kind: str, mode: str, limits: Limits) -> None:
    picture = note("Depot inspection form")
    made = picture.convert("I").point(lambda value: value * 257) if mode == "I;16" else picture.convert(mode)
    (page,) = pages(items(saved(made.convert(mode), kind), limits))
    assert page.text == "Depot inspection form"
    assert (page.number, page.origin, page.width, page.height) == (1, Origin.OCR, picture.width, picture.height)
    assert page.language == "en"
    assert [page.text[word.start : word.end] for word in page.words] == page.text.split()


@needs_tesseract
def test_every_frame_of_a_tiff_is_a_page(limits: Limits) -> None:
    first, second = note("Annex one of two"), note("Annex two of two")
    stream = saved(first, "TIFF", save_all=True, append_images=[second], dpi=(200, 200))
    found = items(stream, limits)
    assert [(page.number, page.text) for page in pages(found)] == [(1, "Annex one of two"), (2, "Annex two of two")]
    assert properties(found)["frames"] == "2"
    assert remarks(found) == []
    few = items(stream, replace(limits, pages=1))
    assert len(pages(few)) == 1
    assert [remark.status for remark in remarks(few)] == [Status.OVER_LIMIT]


@needs_tesseract
def test_words_stand_where_the_camera_held_them(limits: Limits) -> None:
    upright = note("Dam safety office", "Letter of warning")
    tags = Image.Exif()
    tags[ExifTags.Base.Orientation] = 6  # to be turned by 90 degrees clockwise
    lying = upright.transpose(Image.Transpose.ROTATE_90)
    found = items(saved(lying, "JPEG", quality=95, exif=tags), limits)
    (page,) = pages(found)
    assert page.text.split("\n") == ["Dam safety office", "Letter of warning"]
    assert (page.width, page.height) == upright.size
    for word in page.words:
        left, top, right, bottom = word.box
        ink = ImageOps.invert(upright.convert("L")).crop((int(left) - 4, int(top) - 4, int(right) + 5, int(bottom) + 5))
        around = ink.point(lambda value: 255 * (value > 128)).getbbox()
        assert around is not None
        assert abs(around[0] - 4) < 8
        assert abs(ink.width - 5 - around[2]) < 8


@needs_tesseract
@pytest.mark.parametrize(("lies", "turned"), [("ROTATE_90", 90), ("ROTATE_180", 180), ("ROTATE_270", 270)])
def test_a_scan_that_lies_tells_how_it_was_turned(limits: Limits, lies: str, turned: int) -> None:
    rows = ("Dam safety office", "Letter of warning", "We counted 1250 crates", "in the yard of the depot")
    lying = note(*rows).transpose(Image.Transpose[lies])
    (page,) = pages(items(saved(lying, "PNG", dpi=(200, 200)), limits))
    assert page.turned == turned
    assert page.text.split("\n") == list(rows)
    assert (page.width, page.height) == lying.size, "boxes are those of the picture as it was handed in"


def test_properties(limits: Limits) -> None:
    tags = Image.Exif()
    tags[ExifTags.Base.Make] = "Canon"
    tags[ExifTags.Base.Model] = "PowerShot S40"
    tags[ExifTags.Base.Software] = "Scan 2"
    tags[ExifTags.Base.DateTime] = "2015:02:21 10:00:00"
    tags.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = "2015:02:20 09:30:00"
    found = items(saved(note("x"), "JPEG", exif=tags, dpi=(300, 300)), replace(limits, ocr=False))
    told = properties(found)
    assert told["format"] == "JPEG"
    assert told["dpi"] == "300 x 300"
    assert told["camera"] == "PowerShot S40"
    assert told["software"] == "Scan 2"
    assert told["created"] == "2015:02:20 09:30:00"
    assert told["modified"] == "2015:02:21 10:00:00"


def test_text_chunks_are_properties(limits: Limits) -> None:
    chunks = PngImagePlugin.PngInfo()
    chunks.add_text("Title", "Plan of plot 9")
    chunks.add_itxt("Author", "دفتر فنی")
    told = properties(items(saved(note("x"), "PNG", pnginfo=chunks), replace(limits, ocr=False)))
    assert (told["Title"], told["Author"]) == ("Plan of plot 9", "دفتر فنی")


def test_without_recognition_a_page_says_so(limits: Limits) -> None:
    found = items(saved(note("Warning"), "PNG"), replace(limits, ocr=False))
    (page,) = pages(found)
    assert (page.text, page.words, page.width) == ("", (), 1000.0)
    (remark,) = remarks(found)
    assert remark.status is Status.PARTIAL
    assert "recognition" in remark.detail


def test_without_tesseract_a_page_names_the_command(limits: Limits, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> str:
        raise MissingExtraError("Tesseract is not installed", missing_remedy())

    monkeypatch.setattr("govah.read.ocr.page.engine_version", missing)
    found = items(saved(note("Warning"), "PNG"), limits)
    assert [page.text for page in pages(found)] == [""]
    (remark,) = remarks(found)
    assert remark.status is Status.PARTIAL
    assert "apt-get install tesseract-ocr tesseract-ocr-fas" in remark.detail


@needs_tesseract
def test_a_cut_file_gives_what_there_is(limits: Limits) -> None:
    whole = saved(note("Upper line of text", "second line", "third", "fourth", "fifth", "sixth"), "JPEG", quality=90)
    cut = io.BytesIO(whole.getvalue()[: len(whole.getvalue()) // 2])
    found = items(cut, limits)
    (page,) = pages(found)
    assert "Upper line of text" in page.text
    assert [remark.status for remark in remarks(found)] == [Status.PARTIAL]


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\0\x08\0\0\0", b"no picture"])
def test_what_is_no_picture_is_damaged(content: bytes, limits: Limits) -> None:
    found = items(io.BytesIO(content), limits)
    assert pages(found) == []
    assert [remark.status for remark in remarks(found)] == [Status.DAMAGED]


def test_a_picture_beyond_the_limit_is_not_decoded(limits: Limits) -> None:
    found = items(saved(Image.new("1", (1200, 1200)), "PNG"), replace(limits, pixels=1_000_000))
    assert pages(found) == []
    assert [remark.status for remark in remarks(found)] == [Status.OVER_LIMIT]


def test_a_bomb_is_over_the_limit(limits: Limits) -> None:
    bomb = bytearray(saved(Image.new("1", (8, 8)), "BMP").getvalue())
    bomb[18:26] = (60_000).to_bytes(4, "little") * 2
    found = items(io.BytesIO(bytes(bomb)), limits)
    assert [remark.status for remark in remarks(found)] == [Status.OVER_LIMIT]


@needs_tesseract
def test_a_blank_picture_is_a_page_without_text(limits: Limits) -> None:
    found = items(saved(Image.new("RGB", (400, 300), "#6080a0"), "PNG"), limits)
    (page,) = pages(found)
    assert page.text == ""
    assert remarks(found) == []


def _stages() -> Iterator[int]:
    yield from range(0, 2000, 97)


@pytest.mark.parametrize("place", list(_stages()))
def test_a_changed_byte_never_raises(place: int, limits: Limits) -> None:
    content = bytearray(saved(note("Warning").resize((200, 50)), "TIFF", compression="tiff_lzw").getvalue())
    content[place % len(content)] ^= 0xA5
    items(io.BytesIO(bytes(content)), replace(limits, ocr=False))
