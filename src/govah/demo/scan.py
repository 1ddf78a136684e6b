"""What an office scanner does to a printed page: tilt, uneven light, tinted paper, dust, noise, JPEG.

Everything is drawn from a generator seeded with the paper's id, so that the same page always gives the same bytes
with the same versions of NumPy and Pillow.
"""

import io
import zlib
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFilter

from govah.demo.paper import ScanSettings

Plane = npt.NDArray[np.float32]
"""Height × width, or height × width × channels, light from 0 to 255."""

SEED = 1394
_PAPER = np.array([246.0, 242.0, 230.0], dtype=np.float32)
_OLD_PAPER = np.array([222.0, 202.0, 166.0], dtype=np.float32)


def scanned(page: bytes, settings: ScanSettings, name: str) -> bytes:
    """Scan a printed page.

    Args:
        page: A PNG of the page as printed.
        settings: The scanner's.
        name: Seeds dust, noise and folds; one name, one scan.

    Returns:
        A JPEG, RGB or grey, with the resolution in its header.
    """
    chance = np.random.default_rng([SEED, zlib.crc32(name.encode())])
    printed = Image.open(io.BytesIO(page)).convert("RGB" if settings.colour else "L")
    sheet = _inked(printed, chance)
    if settings.age:
        _worn(sheet, settings, chance)
    sheet *= _texture(sheet.shape[:2], chance, settings.colour)
    sheet = _laid_on_glass(sheet, settings, chance)
    sheet *= _light(sheet.shape[:2], settings.light, chance)[..., np.newaxis]
    _dust(sheet, chance)
    sheet += chance.normal(0.0, settings.noise, sheet.shape[:2]).astype(np.float32)[..., np.newaxis]
    return _jpeg(sheet, settings)


def _inked(printed: Image.Image, chance: np.random.Generator) -> Plane:
    """Soft edges and toner that is not equally black everywhere."""
    soft = np.asarray(printed.filter(ImageFilter.GaussianBlur(0.55)), dtype=np.float32)
    soft = soft if soft.ndim == 3 else soft[..., np.newaxis]
    fading = _clouds(soft.shape[:2], chance, cells=9) * 0.10 + 0.10
    return np.asarray(255.0 - (255.0 - soft) * (1.0 - fading[..., np.newaxis]), dtype=np.float32)


def _worn(sheet: Plane, settings: ScanSettings, chance: np.random.Generator) -> None:
    """What forty years do, in place: strokes that hit unevenly through a dry ribbon, and paper turned brown."""
    strikes = 0.5 + 0.5 * _clouds(sheet.shape[:2], chance, cells=90)
    sheet[...] = 255.0 - (255.0 - sheet) * (1.0 - 0.45 * settings.age * strikes[..., np.newaxis])
    brown = _OLD_PAPER if settings.colour else _OLD_PAPER.mean(keepdims=True)
    sheet *= 1.0 - settings.age * (1.0 - brown / 255.0)


def _texture(shape: tuple[int, ...], chance: np.random.Generator, colour: bool) -> Plane:
    """Tinted, cloudy paper with fine fibre, as a factor from 0 to 1."""
    tint = _PAPER + np.float32(chance.uniform(-7.0, 3.0)) + chance.uniform(-1.5, 1.5, 3).astype(np.float32)
    tint = (tint if colour else tint.mean(keepdims=True)) / 255.0
    clouds = _clouds(shape, chance, cells=6) * 0.025
    fibre = chance.normal(0.0, 0.008, shape).astype(np.float32)
    return np.asarray(tint * (1.0 - np.abs(clouds) - np.abs(fibre))[..., np.newaxis], dtype=np.float32)


def _laid_on_glass(sheet: Plane, settings: ScanSettings, chance: np.random.Generator) -> Plane:
    """Turn and shift the sheet; where it does not cover the glass the lid shows, darker."""
    lid = (214, 212, 206) if settings.colour else 212
    picture = _picture(sheet)
    shift = (int(chance.integers(-9, 10)), int(chance.integers(-9, 10)))
    turned = picture.rotate(settings.tilt, resample=Image.Resampling.BICUBIC, translate=shift, fillcolor=lid)
    plane = np.asarray(turned, dtype=np.float32)
    return np.array(plane if plane.ndim == 3 else plane[..., np.newaxis], dtype=np.float32)


def _light(shape: tuple[int, ...], darkest: str, chance: np.random.Generator) -> Plane:
    """A lamp that is weaker at one side, and a shadow along that edge, as a factor."""
    height, width = shape
    down = np.linspace(0.0, 1.0, height, dtype=np.float32)[:, np.newaxis]
    across = np.linspace(0.0, 1.0, width, dtype=np.float32)[np.newaxis, :]
    distance = {
        "top": down + 0 * across,
        "bottom": 1 - down + 0 * across,
        "left": across + 0 * down,
        "right": 1 - across + 0 * down,
        "corner": np.hypot(1 - across, 1 - down) / np.float32(1.414),
    }[darkest]
    weak = float(chance.uniform(0.08, 0.16))
    factor = 1.0 - weak * (1.0 - distance) - 0.28 * np.exp(-distance * 38.0)
    return np.asarray(factor * (1.0 + 0.012 * _clouds(shape, chance, cells=4)), dtype=np.float32)


def _dust(sheet: Plane, chance: np.random.Generator) -> None:
    """Dark specks, light pinholes and two punch holes at the right edge, in place."""
    height, width = sheet.shape[:2]
    for tone, count in ((70.0, 70), (252.0, 60)):
        rows = chance.integers(0, height - 2, count)
        columns = chance.integers(0, width - 2, count)
        sizes = chance.integers(1, 3, count)
        for row, column, size in zip(rows.tolist(), columns.tolist(), sizes.tolist(), strict=True):
            sheet[row : row + size, column : column + size] = tone
    for middle in (height // 2 - height // 7, height // 2 + height // 7):
        _hole(sheet, middle, width - width // 34, width // 75)


def _hole(sheet: Plane, row: int, column: int, radius: int) -> None:
    rows = np.arange(row - radius - 3, row + radius + 4)[:, np.newaxis]
    columns = np.arange(column - radius - 3, column + radius + 4)[np.newaxis, :]
    distance = np.hypot(rows - row, columns - column)
    weight = np.clip(radius - distance + 1.0, 0.0, 1.0)[..., np.newaxis].astype(np.float32)
    part = sheet[rows[0, 0] : rows[-1, 0] + 1, columns[0, 0] : columns[0, -1] + 1]
    weight = weight[: part.shape[0], : part.shape[1]]
    part *= 1.0 - weight
    part += weight * 168.0


def _clouds(shape: tuple[int, ...], chance: np.random.Generator, cells: int) -> Plane:
    """Slow variation between -1 and 1 over the page."""
    coarse = chance.uniform(-1.0, 1.0, (cells + 2, cells)).astype(np.float32)
    smooth = Image.fromarray(coarse).resize((shape[1], shape[0]), Image.Resampling.BICUBIC)
    return np.asarray(smooth, dtype=np.float32)


def _picture(sheet: Plane) -> Image.Image:
    pixels = np.clip(np.rint(sheet), 0, 255).astype(np.uint8)
    return Image.fromarray(pixels if pixels.shape[2] == 3 else pixels[..., 0])


def _jpeg(sheet: Plane, settings: ScanSettings) -> bytes:
    written = io.BytesIO()
    options: dict[str, Any] = {"quality": settings.quality, "dpi": (settings.dpi, settings.dpi)}
    _picture(sheet).save(written, "JPEG", **options)
    return written.getvalue()
