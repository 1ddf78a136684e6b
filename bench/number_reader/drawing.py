"""A token drawn, spoilt as scanners spoil it, and cut out as the page's reader cuts."""

from io import BytesIO

import numpy as np
from fonts import ARABIC, LATIN, PERSIAN, Face, digits_of
from PIL import Image, ImageDraw, ImageFilter
from tokens import Dice, Token, classes_of, token

from govah.read.ocr.numbers.picture import fitted, framed

SCRIPT_SHARES = {PERSIAN: 0.5, ARABIC: 0.32, LATIN: 0.18}
FINE = 56  # font size of the drawing before it is made smaller


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
        crop = _scanned(dice, *layers)
        if crop is None:
            continue
        picture = np.round(fitted(crop) * 255).astype(np.uint8)
        labels = classes_of(made)
        if picture.shape[1] // 2 >= len(labels) + 2:
            return picture, labels


def _drawn(dice: Dice, made: Token, face: Face, script: str) -> tuple[Image.Image, Image.Image, int] | None:
    """The whole picture, the token's own ink, and the height of its digits; 255 is ink."""
    size = FINE
    tall = face.font_of(script[8], size).getbbox(script[8], anchor="ls")
    height = tall[3] - tall[1]
    if height < 10:
        return None
    space = float(dice.choice([0.0, 0.0, 0.0, dice.uniform(-0.03, 0.14)])) * size
    wide = sum(_advance(face, piece, size) + max(space, 0) for piece in made)
    canvas = Image.new("L", (int(wide) + 4 * size, 3 * size), 0)
    draw = ImageDraw.Draw(canvas)
    x, base = 2.0 * size, 2.0 * size
    for piece in made:
        wobble = float(dice.normal(0, 1.0)) if face.name.startswith("Thabit") else 0.0
        if piece.word:
            draw.text((x, base), piece.text, fill=255, font=face.word_font(piece.text, size), anchor="ls")
        else:
            draw.text((x, base + wobble), piece.text, fill=255, font=face.font_of(piece.text, size), anchor="ls")
        x += _advance(face, piece, size) + space
    own = canvas.copy()
    if dice.random() < 0.5:  # neighbours
        for side in (-1, 1):
            if dice.random() < 0.6:
                other = token(dice, script)
                gap = float(dice.uniform(0.12, 0.6)) * size
                extent = sum(_advance(face, piece, size) for piece in other)
                at = x + gap if side > 0 else 2.0 * size - gap - extent
                for piece in other:
                    font = face.word_font(piece.text, size) if piece.word else face.font_of(piece.text, size)
                    draw.text((at, base), piece.text, fill=255, font=font, anchor="ls")
                    at += _advance(face, piece, size)
    if dice.random() < 0.03:
        y = base + float(dice.uniform(0.1, 0.35)) * size
        draw.line((0, y, canvas.width, y), fill=255, width=int(dice.integers(2, 5)))
    return canvas, own, height


def _advance(face: Face, piece: object, size: int) -> float:
    text = piece.text  # type: ignore[attr-defined]
    font = face.word_font(text, size) if piece.word else face.font_of(text, size)  # type: ignore[attr-defined]
    return float(font.getlength(text))


def _scanned(dice: Dice, whole: Image.Image, own: Image.Image, height: int) -> np.ndarray | None:
    """The token's crop, 0 is black."""
    target = float(np.exp(dice.uniform(np.log(9), np.log(34))))
    if dice.random() < 0.3:
        kind = int(dice.integers(0, 5))
        if kind < 2:
            whole = whole.filter(ImageFilter.MaxFilter(3 if dice.random() < 0.6 else 5))
        elif kind == 2:
            whole = whole.filter(ImageFilter.MinFilter(3))
        else:
            whole = _uneven_ink(dice, whole)
    angle = float(dice.normal(0, 0.5)) if dice.random() < 0.6 else 0.0
    shear = float(dice.uniform(-0.25, 0.25)) if dice.random() < 0.15 else 0.0
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
    return _cut(dice, picture.astype(np.uint8), np.asarray(mask), target)


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


def _cut(dice: Dice, picture: np.ndarray, mask: np.ndarray, digit: float) -> np.ndarray | None:
    rows, columns = np.flatnonzero((mask > 90).any(axis=1)), np.flatnonzero((mask > 90).any(axis=0))
    if not rows.size or columns.size < 2:
        return None
    wild = dice.random() < 0.06
    shift = [int(step) for step in dice.integers(-1, 2, size=4) * (2 if wild else 1)]
    top, bottom = rows[0] - max(shift[0], -1), rows[-1] + 1 + max(shift[1], -1)
    left, right = columns[0] - max(shift[2], -1), columns[-1] + 1 + max(shift[3], -1)
    least = float(dice.uniform(0.6, 0.9)) * digit
    if bottom - top < least:
        middle = (top + bottom) / 2
        top, bottom = round(middle - least / 2), round(middle + least / 2)
    crop = picture[max(top, 0) : bottom, max(left, 0) : right]
    if crop.shape[0] < 4 or crop.shape[1] < 2:
        return None
    return framed(crop, float(dice.uniform(0.06, 0.26)))
