"""Notes by hand as the bench draws them: pens that follow splines, and faces that look like a hand.

Nobody wrote these. They stand in for handwriting, which no licence lets us carry along; real hands differ more.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

Dice = np.random.Generator
Points = NDArray[np.float64]

_STEPS: Final = 14
_LATIN = "agreed please answer soon see file copy to archive seen and approved by me today call back about the money"
_PERSIAN = "ملاحظه شد اقدام فوری شود به بایگانی سپرده پاسخ داده شود محرمانه بماند با احترام دستور لازم صادر شود"


def spline(points: Points) -> Points:
    """A smooth line through points (Catmull and Rom)."""
    padded = np.vstack((points[:1], points, points[-1:]))
    t = np.linspace(0, 1, _STEPS, endpoint=False)[:, None]
    parts = []
    for a, b, c, d in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        parts.append(0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3))
    return np.vstack([*parts, points[-1:]])


def stroke(draw: ImageDraw.ImageDraw, points: Points, pen: float, ink: int, dice: Dice) -> None:
    """Draw a line with a pen whose pressure changes."""
    path = spline(points)
    pressure = 1 + 0.25 * np.sin(np.linspace(0, dice.uniform(4, 12), len(path)) + dice.uniform(0, 6))
    for (x, y), width in zip(path, pen * pressure, strict=True):
        r = max(width / 2, 0.7)
        draw.ellipse((x - r, y - r, x + r, y + r), fill=ink)
    for one, other, width in zip(path, path[1:], pen * pressure, strict=False):
        draw.line((*one, *other), fill=ink, width=max(round(width), 1))


def signature(dice: Dice, size: float) -> Image.Image:
    """A scrawl of loops with a long tail; size is the height of its small loops in pixels."""
    wide, high = round(size * dice.uniform(5, 9)), round(size * 4)
    made = Image.new("L", (wide, high), 255)
    draw = ImageDraw.Draw(made)
    for _ in range(int(dice.integers(1, 3))):
        count = int(dice.integers(6, 14))
        x = np.linspace(0.08, 0.9, count) * wide + dice.normal(0, 0.35 * size, count)
        y = high / 2 + dice.normal(0, 0.75 * size, count)
        y[-1] += dice.uniform(-1, 1) * size
        stroke(draw, np.stack((x, y), axis=1), size * dice.uniform(0.07, 0.13), 0, dice)
    return made


def cursive(dice: Dice, size: float, words: int) -> Image.Image:
    """Words of no language in joined strokes along a wandering line, with dots and tails."""
    wide, high = round(size * (2.9 * words + 2)), round(size * 4.4)
    made = Image.new("L", (wide, high), 255)
    draw = ImageDraw.Draw(made)
    pen, slant = size * dice.uniform(0.09, 0.15), dice.uniform(-0.35, 0.35)
    x, base = wide - size, high * 0.55
    for _ in range(words):
        length = size * dice.uniform(1.2, 3.2)
        count = max(4, round(length / size * 3.4))
        xs = np.linspace(x, x - length, count) + dice.normal(0, 0.1 * size, count)
        up = np.where(np.arange(count) % 2 == 0, 0.0, dice.uniform(0.3, 0.8, count))
        tall = dice.random(count) < 0.2
        up = np.where(tall, dice.uniform(1.0, 1.7, count), up)
        up[-1] = dice.uniform(-0.9, 0.2)
        ys = base - up * size + dice.normal(0, 0.07 * size, count)
        stroke(draw, np.stack((xs + slant * (base - ys), ys), axis=1), pen, 0, dice)
        for _ in range(int(dice.integers(0, 4))):
            dx, dy = x - dice.uniform(0, length), base + dice.choice([-1.1, 0.5]) * size + dice.normal(0, 0.1 * size)
            draw.ellipse((dx - pen, dy - pen, dx + pen, dy + pen), fill=0)
        x -= length + size * dice.uniform(0.4, 0.8)
        base += dice.normal(0, 0.12 * size)
        if x < 4 * size:
            break
    return made


def in_face(dice: Dice, face: Path, size: float, words: int) -> Image.Image:
    """Words in a face that looks like a hand, each on a line of its own height and a little turned."""
    arabic = face.stem in ("aref-ruqaa", "gulzar")
    font = ImageFont.truetype(str(face), round(size * 2.6))
    way = {"direction": "rtl", "language": "fa"} if arabic else {}
    chosen = [str(dice.choice((_PERSIAN if arabic else _LATIN).split())) for _ in range(words)]
    pieces = []
    for word in chosen:
        left, top, right, bottom = font.getbbox(word, **way)
        piece = Image.new("L", (round(right - left + size), round(bottom - top + size)), 255)
        ImageDraw.Draw(piece).text((size / 2 - left, size / 2 - top), word, fill=0, font=font, **way)
        pieces.append(piece.rotate(dice.normal(0, 3), Image.Resampling.BICUBIC, expand=True, fillcolor=255))
    made = Image.new("L", (sum(piece.width for piece in pieces), round(size * 6)), 255)
    x = 0
    for piece in reversed(pieces) if arabic else pieces:
        y = round((made.height - piece.height) / 2 + dice.normal(0, 0.15 * size))
        made.paste(0, (x, y), piece.point(lambda value: 255 - value))
        x += piece.width - round(0.5 * size)
    return made


def note(dice: Dice, kind: str, faces: Sequence[Path], size: float) -> Image.Image:
    """One note of a kind (`signature`, `joined writing`, any other: in a face), turned now and then."""
    if kind == "signature":
        made = signature(dice, size * dice.uniform(1, 1.8))
    elif kind == "joined writing":
        made = cursive(dice, size * dice.uniform(0.9, 1.4), int(dice.integers(3, 7)))
    else:
        made = in_face(
            dice, faces[int(dice.integers(len(faces)))], size * dice.uniform(0.8, 1.2), int(dice.integers(3, 6))
        )
    angle = float(dice.choice([0.0, dice.uniform(-8, 8), dice.uniform(10, 35)], p=[0.5, 0.35, 0.15]))
    return made.rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
