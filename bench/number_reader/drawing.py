"""A token drawn, spoilt as scanners spoil it, and cut out as the page's reader cuts."""

from dataclasses import dataclass
from functools import partial
from io import BytesIO

import numpy as np
from fonts import ARABIC, LATIN, PERSIAN, Face, digits_of
from PIL import Image, ImageChops, ImageDraw, ImageFilter
from tokens import Dice, Piece, Token, classes_of, token

from govah.read.ocr.numbers.picture import fitted, framed

SCRIPT_SHARES = {PERSIAN: 0.46, ARABIC: 0.37, LATIN: 0.17}
FINE = 56  # font size of the drawing before it is made smaller
TYPED, STAMPED = 0.1, 0.07
"""Shares of tokens that are typed with a fixed pitch, and that a stamp lies over."""


def sample(dice: Dice, faces: list[Face], shares: np.ndarray) -> tuple[np.ndarray, list[int]]:
    """One training picture (uint8, 32 rows, 255 is ink) and its classes."""
    while True:
        face = faces[int(dice.choice(len(faces), p=shares))]
        scripts = digits_of(face)
        common = np.array([SCRIPT_SHARES[script] for script in scripts])
        script = scripts[int(dice.choice(len(scripts), p=common / common.sum()))]
        made = token(dice, script)
        layers = _drawn(dice, made, face, script)
        if layers is None:
            continue
        crop = _scanned(dice, layers)
        if crop is None:
            continue
        picture = np.round(fitted(crop) * 255).astype(np.uint8)
        labels = classes_of(made)
        if picture.shape[1] // 2 >= len(labels) + 2:
            return picture, labels


@dataclass(frozen=True, slots=True)
class _Layers:
    """A token drawn; 255 is ink.

    Args:
        whole: With all that is around it.
        own: The token's own ink.
        height: Of its digits.
        stamped: Whether a stamp lies over it.
    """

    whole: Image.Image
    own: Image.Image
    height: int
    stamped: bool


def _drawn(dice: Dice, made: Token, face: Face, script: str) -> _Layers | None:
    size = FINE
    tall = face.font_of(script[8], size).getbbox(script[8], anchor="ls")
    height = tall[3] - tall[1]
    if height < 10:
        return None
    typed = dice.random() < TYPED
    advance = partial(_pitch, pitch=float(dice.uniform(0.5, 0.75)) * size) if typed else _advance
    space = float(dice.choice([0.0, 0.0, 0.0, dice.uniform(-0.03, 0.14)])) * size
    wide = sum(advance(face, piece, size) + max(space, 0) for piece in made)
    canvas = Image.new("L", (int(wide) + 4 * size, 3 * size), 0)
    draw = ImageDraw.Draw(canvas)
    x, base = 2.0 * size, 2.0 * size
    for piece in made:
        wobble = float(dice.normal(0, 1.0)) if typed or face.name.startswith("Thabit") else 0.0
        ink = int(dice.integers(145, 256)) if typed else 255
        if piece.word:
            draw.text((x, base), piece.text, fill=ink, font=face.word_font(piece.text, size), anchor="ls")
        else:
            draw.text((x, base + wobble), piece.text, fill=ink, font=face.font_of(piece.text, size), anchor="ls")
        x += advance(face, piece, size) + space
    own = canvas.copy()
    if dice.random() < 0.5:
        for side in (-1, 1):
            if dice.random() < 0.6:
                _draw_neighbour(dice, draw, face, script, (2.0 * size, x), base, side)
    if dice.random() < 0.03:
        y = base + float(dice.uniform(0.1, 0.35)) * size
        draw.line((0, y, canvas.width, y), fill=255, width=int(dice.integers(2, 5)))
    stamped = dice.random() < STAMPED
    if stamped:
        canvas = _stamped(dice, canvas, height, (base - height / 2, 2.0 * size, x))
    return _Layers(canvas, own, height, stamped)


def _draw_neighbour(
    dice: Dice, draw: ImageDraw.ImageDraw, face: Face, script: str, ends: tuple[float, float], base: float, side: int
) -> None:
    other = token(dice, script)
    gap = float(dice.uniform(0.12, 0.6)) * FINE
    extent = sum(_advance(face, piece, FINE) for piece in other)
    at = ends[1] + gap if side > 0 else ends[0] - gap - extent
    for piece in other:
        font = face.word_font(piece.text, FINE) if piece.word else face.font_of(piece.text, FINE)
        draw.text((at, base), piece.text, fill=255, font=font, anchor="ls")
        at += _advance(face, piece, FINE)


def _stamped(dice: Dice, canvas: Image.Image, height: int, place: tuple[float, float, float]) -> Image.Image:
    """The rings of a round stamp, one of them across the token, paler than its ink."""
    middle, left, right = place
    radius = float(dice.uniform(2.5, 7.5)) * height
    towards = float(dice.uniform(0, 2 * np.pi))
    x = float(dice.uniform(left, right)) + radius * np.cos(towards)
    y = middle + float(dice.normal(0, 0.3)) * height + radius * np.sin(towards)
    layer = Image.new("L", canvas.size, 0)
    draw = ImageDraw.Draw(layer)
    tone, thick = int(dice.integers(70, 180)), round(float(dice.uniform(0.08, 0.25)) * height)
    for ring in (radius, radius - float(dice.uniform(0.4, 0.9)) * height, 0.58 * radius):
        draw.ellipse((x - ring, y - ring, x + ring, y + ring), outline=tone, width=max(thick, 1))
    return ImageChops.lighter(canvas, layer)


def _pitch(face: Face, piece: Piece, size: int, pitch: float) -> float:
    """Advance of a typewriter's sign."""
    return _advance(face, piece, size) if piece.word else pitch


def _advance(face: Face, piece: Piece, size: int) -> float:
    font = face.word_font(piece.text, size) if piece.word else face.font_of(piece.text, size)
    return float(font.getlength(piece.text))


def _scanned(dice: Dice, layers: _Layers) -> np.ndarray | None:
    """The token's crop, 0 is black."""
    whole, own, height = layers.whole, layers.own, layers.height
    target = float(np.exp(dice.uniform(np.log(9), np.log(34))))
    if dice.random() < 0.4:
        kind = int(dice.integers(0, 5))
        if kind < 2:
            whole = whole.filter(ImageFilter.MaxFilter(3 if dice.random() < 0.6 else 5))
        elif kind == 2:
            whole = whole.filter(ImageFilter.MinFilter(3))
        else:
            whole = _uneven_ink(dice, whole)
    angle = float(dice.normal(0, 0.5)) if dice.random() < 0.6 else 0.0
    shear = float(dice.uniform(-0.25, 0.25)) if dice.random() < 0.2 else 0.0
    stretch = float(dice.uniform(0.85, 1.15)) if dice.random() < 0.3 else 1.0
    first = target * (float(dice.uniform(0.6, 1.0)) if dice.random() < 0.35 else 1.0)  # scanned coarser than read
    for_scan = [_placed(layer, first / height, stretch, angle, shear) for layer in (whole, own)]
    picture = 255.0 - np.asarray(for_scan[0], dtype=np.float32)
    picture = _spoilt(dice, picture)
    mask = for_scan[1]
    if first != target:
        size = (max(8, round(mask.width * target / first)), max(8, round(mask.height * target / first)))
        picture = np.asarray(Image.fromarray(picture.astype(np.uint8)).resize(size, Image.Resampling.BICUBIC))
        mask = mask.resize(size, Image.Resampling.BICUBIC)
    return _cut(dice, picture.astype(np.uint8), np.asarray(mask), target, stamped=layers.stamped)


def _placed(layer: Image.Image, scale: float, stretch: float, angle: float, shear: float) -> Image.Image:
    if shear:
        matrix = (1, shear, -shear * layer.height / 2, 0, 1, 0)
        layer = layer.transform(layer.size, Image.Transform.AFFINE, matrix, Image.Resampling.BILINEAR)
    if angle:
        layer = layer.rotate(angle, Image.Resampling.BILINEAR)
    size = (max(8, round(layer.width * scale * stretch)), max(8, round(layer.height * scale)))
    return layer.resize(size, Image.Resampling.LANCZOS if scale > 0.5 else Image.Resampling.BOX)


def _uneven_ink(dice: Dice, layer: Image.Image) -> Image.Image:
    small = dice.uniform(0.35, 1.0, size=(8, max(2, layer.width // 24)))
    veil = Image.fromarray((small * 255).astype(np.uint8)).resize(layer.size, Image.Resampling.BICUBIC)
    return Image.fromarray((np.asarray(layer, np.float32) * np.asarray(veil, np.float32) / 255).astype(np.uint8))


def _spoilt(dice: Dice, picture: np.ndarray) -> np.ndarray:
    """Blur, fading, light, noise, one bit, JPEG."""
    if dice.random() < 0.6:
        radius = float(dice.uniform(0.2, 1.0))
        picture = np.asarray(
            Image.fromarray(picture.astype(np.uint8)).filter(ImageFilter.GaussianBlur(radius)), np.float32
        )
    dark = float(dice.uniform(60, 170)) if dice.random() < 0.15 else float(dice.uniform(0, 60))
    picture = picture * (1 - dark / 255) + dark
    if dice.random() < 0.25:
        slope = np.linspace(float(dice.uniform(0.8, 1)), float(dice.uniform(0.8, 1)), picture.shape[1])
        picture = picture * slope
    if dice.random() < 0.6:
        picture = picture + dice.normal(0, float(dice.uniform(2, 22)), picture.shape)
    if dice.random() < 0.12:
        specks = dice.random(picture.shape) < float(dice.uniform(0.001, 0.012))
        picture = np.where(specks, dice.choice([0.0, 255.0], size=picture.shape), picture)
    picture = np.clip(picture, 0, 255)
    if dice.random() < 0.18:
        picture = np.where(picture < float(dice.uniform(110, 190)), 0.0, 255.0)
    if dice.random() < 0.4:
        stream = BytesIO()
        Image.fromarray(picture.astype(np.uint8)).save(stream, "JPEG", quality=int(dice.integers(15, 85)))
        picture = np.asarray(Image.open(stream), dtype=np.float32)
    if dice.random() < 0.7:  # the page's light is evened before it is read
        black = min(float(np.percentile(picture, 2)), 140.0)
        picture = np.clip((picture - black) * 255.0 / (225.0 - black), 0, 255)
    return picture


def _cut(dice: Dice, picture: np.ndarray, mask: np.ndarray, digit: float, *, stamped: bool) -> np.ndarray | None:
    rows, columns = np.flatnonzero((mask > 90).any(axis=1)), np.flatnonzero((mask > 90).any(axis=0))
    if not rows.size or columns.size < 2:
        return None
    wild = dice.random() < 0.06
    shift = [int(step) for step in dice.integers(-1, 2, size=4) * (2 if wild else 1)]
    top, bottom = rows[0] - max(shift[0], -1), rows[-1] + 1 + max(shift[1], -1)
    left, right = columns[0] - max(shift[2], -1), columns[-1] + 1 + max(shift[3], -1)
    if stamped:  # a stamp's ink is cut out with the number's
        beyond = [max(0, round(float(step) * digit)) for step in dice.uniform(-0.4, 0.5, size=4)]
        top, bottom, left, right = top - beyond[0], bottom + beyond[1], left - beyond[2], right + beyond[3]
    least = float(dice.uniform(0.6, 0.9)) * digit
    if bottom - top < least:
        middle = (top + bottom) / 2
        top, bottom = round(middle - least / 2), round(middle + least / 2)
    crop = picture[max(top, 0) : bottom, max(left, 0) : right]
    if crop.shape[0] < 4 or crop.shape[1] < 2:
        return None
    return framed(crop, float(dice.uniform(0.06, 0.26)))
