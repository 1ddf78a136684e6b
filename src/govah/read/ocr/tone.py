"""The tones of a scanned page: grey on white, its light made even, its speckle measured."""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from govah.read.ocr.ink import painted, parts

Grey = NDArray[np.uint8]

_COARSE: Final = 75  # dots per inch at which the paper's own light is measured
_WHITE: Final = 225.0  # what is lighter is the paper's grain
_NEAR: Final = 0.06  # inch
_FEW_SPECKS: Final = 20
_SPECKLE_SHARE: Final = 0.35  # of all ink runs; a clean page of text stays far below


def flat_grey(image: Image.Image) -> Grey:
    """A picture in greys, what is transparent shown on white.

    Args:
        image: Any mode that Pillow decodes.

    Returns:
        Height by width, 0 is black.
    """
    if image.mode in {"I;16", "I;16B", "I;16L", "I", "F"}:
        return _squeezed(np.asarray(image, dtype=np.float32))
    if "A" in image.getbands() or "transparency" in image.info:
        rgba = image.convert("RGBA")
        paper = Image.new("RGBA", rgba.size, "white")
        paper.alpha_composite(rgba)
        image = paper
    return np.asarray(image.convert("L"))


def colourfulness(image: Image.Image, factor: int) -> Grey:
    """How far each point's brightest channel is from its darkest.

    Args:
        image: Any mode.
        factor: By which it is made smaller.
    """
    small = image.convert("RGB").reduce(factor) if factor > 1 else image.convert("RGB")
    channels = np.asarray(small)
    return np.asarray(channels.max(axis=2) - channels.min(axis=2))


def evened(grey: Grey, dpi: float) -> Grey:
    """The page with its paper made white and its ink stretched to black.

    Every point is divided by the paper's light at its place: the large median of the page's dilation, taken at
    low resolution. A page of light writing on dark ground is inverted first.

    Args:
        grey: Height by width.
        dpi: Dots per inch.

    Returns:
        The same shape.
    """
    if float(np.median(grey[::4, ::4])) < 100:
        grey = 255 - grey
    height, width = grey.shape
    factor = max(1, round(dpi / _COARSE))
    coarse = Image.fromarray(grey).reduce(factor)
    dilated = coarse.filter(ImageFilter.MaxFilter(5))
    small = dilated.reduce(4) if min(dilated.size) >= 32 else dilated
    paper = small.filter(ImageFilter.MedianFilter(9)).filter(ImageFilter.BoxBlur(1))
    light = np.asarray(paper.resize((width, height), Image.Resampling.BILINEAR))
    if int(light.min()) >= 250:
        flat: NDArray[np.float32] = grey.astype(np.float32)
    else:
        flat = grey.astype(np.float32)
        flat *= 255.0 / np.maximum(light, 40)
    sample = flat[::3, ::3]
    inked = sample[sample < 200]
    black = float(np.percentile(inked, 20)) if inked.size > 50 else 0.0
    black = min(black, 140.0)
    flat -= black
    flat *= 255.0 / (_WHITE - black)
    np.clip(flat, 0, 255, out=flat)
    return flat.astype(np.uint8)


def ink_threshold(grey: Grey) -> int:
    """Where ink ends and paper begins: the parting tone, kept between 90 and 190."""
    return int(np.clip(parting_tone(grey[::2, ::2].ravel()), 90, 190))


def parting_tone(tones: Grey) -> int:
    """The last of the dark tones where these are parted best from the light ones: Otsu's threshold.

    Args:
        tones: Of any points, in one row.

    Source: N. Otsu, A Threshold Selection Method from Gray-Level Histograms, IEEE Trans. SMC 9 (1979).
    """
    counts = np.bincount(tones, minlength=256).astype(np.float64)
    weight = np.cumsum(counts)
    mean = np.cumsum(counts * np.arange(256))
    with np.errstate(divide="ignore", invalid="ignore"):
        between = (mean[-1] * weight / weight[-1] - mean) ** 2 / (weight * (weight[-1] - weight))
    return int(np.nanargmax(np.where(np.isfinite(between), between, -1)))


def speckled(grey: Grey, threshold: int) -> bool:
    """Whether so much of the ink is single points that a median filter pays.

    Args:
        grey: Height by width.
        threshold: Below is ink.
    """
    ink = grey < threshold
    height, width = ink.shape
    band = ink[height // 4 : height // 4 + min(height // 2, 800)]
    if band.shape[0] < 3 or width < 3:
        return False
    core = band[1:-1, 1:-1]
    beside = band[1:-1, :-2] | band[1:-1, 2:] | band[:-2, 1:-1] | band[2:, 1:-1]
    starts = int(np.count_nonzero(core & ~band[1:-1, :-2]))
    return starts > 200 and int(np.count_nonzero(core & ~beside)) > _SPECKLE_SHARE * starts


def without_specks(grey: Grey, dpi: float) -> Grey:
    """The page without its smallest parts, where many of these stand far from all else.

    Small means fewer than four points at 200 dots per inch. On a clean page the smallest parts are the dots of
    letters and full stops, and stay.

    Args:
        grey: Height by width, even light.
        dpi: Its resolution.
    """
    found = parts(grey < ink_threshold(grey))
    small = found.area <= max(1, round(3 * (dpi / 200) ** 2))
    height, width = grey.shape
    cell = max(2, round(_NEAR * dpi))
    busy = np.zeros((height // cell + 3, width // cell + 3), bool)
    drawn = ~small[found.owner]
    for edge in (found.start, found.end):
        busy[found.row[drawn] // cell + 1, edge[drawn] // cell + 1] = True
    around = busy.copy()
    for down in (-1, 0, 1):
        for right in (-1, 0, 1):
            around |= np.roll(busy, (down, right), (0, 1))
    alone = small & ~around[found.top // cell + 1, found.left // cell + 1]
    if int(alone.sum()) < max(_FEW_SPECKS, 0.05 * found.area.size):
        return grey
    specks = small[found.owner]
    made = grey.copy()
    made[painted(found.row[specks], found.start[specks], found.end[specks], (height, width))] = 255
    return made


def despeckled(grey: Grey) -> Grey:
    """The page after a median of nine."""
    return np.asarray(Image.fromarray(grey).filter(ImageFilter.MedianFilter(3)))


def _squeezed(values: NDArray[np.float32]) -> Grey:
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    if high <= low:
        return np.full(values.shape, 255, np.uint8)
    return np.asarray((np.nan_to_num(values) - low) * (255.0 / (high - low)), dtype=np.uint8)
