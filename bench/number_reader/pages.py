"""Letters drawn in faces that training never sees, scanned in several ways, every word's place known."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO

import numpy as np
from fonts import ARABIC, Face
from pen import Drawn, Pen
from PIL import Image, ImageDraw, ImageFilter
from tokens import WORDS_ARABIC_SCRIPT, Dice

PERSIAN_WORDS = [word for word in WORDS_ARABIC_SCRIPT[:95] if len(word) > 1]
ARABIC_WORDS = [word for word in WORDS_ARABIC_SCRIPT[95:160] if len(word) > 2]
CONDITIONS = (
    "clean 200", "scan 200", "uneven 200", "jpeg 200", "clean 300", "scan 300", "bilevel 300",
    "scan 150", "fax 200", "stamp 200", "typed 200",
)  # fmt: skip
HARD = ("fax", "stamp", "typed")


@dataclass(frozen=True, slots=True)
class Letter:
    """A drawn page."""

    face: str
    digits: str
    condition: str
    dpi: int
    picture: Image.Image
    drawn: list[Drawn]
    rightwards: bool = False

    @property
    def numbers(self) -> list[Drawn]:
        """Its numbers."""
        return [word for word in self.drawn if word.number]


def letters(jobs: list[tuple[Face, str]], seed: int, *, conditions: tuple[str, ...] = CONDITIONS) -> Iterator[Letter]:
    """Every face with its digits in every condition."""
    for place, (face, digits) in enumerate(jobs):
        for number, condition in enumerate(conditions):
            dice = np.random.default_rng([seed, place, number])
            typed = condition.startswith("typed")
            picture, drawn = _page(dice, face, digits, typed=typed)
            yield scanned(dice, Letter(face.name, digits, condition, 300, picture, drawn))


def plain_number(dice: Dice) -> str:
    """A number as letters carry them, in Latin digits."""
    kind = dice.random()
    if kind < 0.35:
        return f"{int(dice.integers(1, 1500))}/{int(dice.integers(1, 100000))}"
    if kind < 0.65:
        day, month = int(dice.integers(1, 31)), int(dice.integers(1, 13))
        return f"{int(dice.integers(1360, 1405))}/{month:02}/{day:02}"
    if kind < 0.72:
        return f"{int(dice.integers(1, 1000))},{int(dice.integers(0, 1000)):03}"
    if kind < 0.76:
        return f"{int(dice.integers(1, 99))}-{int(dice.integers(1, 9999))}"
    return str(int(dice.integers(1, 10 ** int(dice.integers(1, 7)))))


def _page(dice: Dice, face: Face, digits: str, *, typed: bool) -> tuple[Image.Image, list[Drawn]]:
    """A page at 300 dots per inch: letterhead, lines, a ruled table, a table without rules."""
    eight = face.font_of(digits[8], 100).getbbox(digits[8], anchor="ls")
    size = round(100 * float(dice.uniform(25, 34)) / max(eight[3] - eight[1], 20))
    size = min(size, 78)
    arabic = digits == ARABIC
    words = ARABIC_WORDS if arabic else PERSIAN_WORDS
    sheet = Image.new("L", (2480, 2500), 255)
    pen = Pen(dice, sheet, face, size, digits, "ar" if arabic else "fa", typed=typed)
    for row in range(3):
        pen.begin()
        x = 2280.0
        for _ in range(int(dice.integers(2, 4))):
            x = pen.word(x, 200 + row * pen.pitch, str(dice.choice(words)))
    labels = ("رقم:", "التاريخ:", "المرفقات:") if arabic else ("شماره:", "تاریخ:", "پیوست:")
    for row, label in enumerate(labels):
        pen.begin()
        x = pen.word(720, 200 + row * pen.pitch, label)
        pen.number(x - float(dice.choice([0, 0, 60])), 200 + row * pen.pitch, plain_number(dice))
    y = 300.0 + 3 * pen.pitch
    for _ in range(10):
        x = 2280.0
        pen.begin()
        while x > 460:
            if dice.random() < 0.22:
                x = pen.number(x, y, plain_number(dice))
            else:
                x = pen.word(x, y, str(dice.choice(words)))
        y += pen.pitch
    y += 40
    top = y - 0.9 * pen.pitch
    for _ in range(3):
        for column in range(4):
            x = 2220 - 480 * column
            pen.begin()
            if column % 2:
                pen.word(x, y, str(dice.choice(words)))
            else:
                pen.number(x, y, plain_number(dice))
        y += 1.2 * pen.pitch
    if dice.random() < 0.6:
        draw = ImageDraw.Draw(sheet)
        for row in range(4):
            level = top + 1.2 * pen.pitch * row
            draw.line((320, level, 2250, level), fill=0, width=3)
        for column in range(5):
            draw.line((2250 - 482 * column, top, 2250 - 482 * column, top + 3.6 * pen.pitch), fill=0, width=3)
    return sheet, pen.drawn


def scanned(dice: Dice, letter: Letter) -> Letter:
    """A letter of 300 dots per inch as its condition would have it."""
    kind, dpi = letter.condition.split()[0], int(letter.condition.split()[1])
    picture, drawn = letter.picture, letter.drawn
    if kind == "stamp":
        picture = _stamped(dice, picture, letter.numbers)
    if kind != "clean":
        angle = float(dice.uniform(-2, 2))
        picture = picture.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255)
        drawn = [word.turned(angle, picture.size) for word in drawn]
    scale = dpi / 300
    if dpi != 300:
        size = (round(picture.width * scale), round(picture.height * scale))
        picture = picture.resize(size, Image.Resampling.LANCZOS)
    drawn = [word.scaled(scale) for word in drawn]
    if kind != "clean":
        picture = _spoilt(dice, picture, kind)
    return replace(letter, dpi=dpi, picture=picture, drawn=drawn)


def _spoilt(dice: Dice, picture: Image.Image, kind: str) -> Image.Image:
    if dice.random() < 0.5:
        picture = picture.filter(ImageFilter.GaussianBlur(float(dice.uniform(0.3, 0.8))))
    grey = np.asarray(picture, np.float32) * float(dice.uniform(0.75, 0.9)) + 25
    dark = 0.4 if kind == "uneven" else 0.85
    grey *= np.linspace(dark, 1.0, grey.shape[1], dtype=np.float32)
    if kind == "uneven":
        grey *= np.linspace(1.0, 0.6, grey.shape[0], dtype=np.float32)[:, np.newaxis]
    grey += dice.normal(0, 7, grey.shape)
    if kind in ("fax", "bilevel"):
        specks = dice.random(grey.shape) < (0.004 if kind == "fax" else 0.0005)
        level = 150 if kind == "fax" else 140
        grey = np.where(specks, dice.choice([0.0, 255.0], size=grey.shape), np.where(grey < level, 0.0, 255.0))
        return Image.fromarray(grey.astype(np.uint8))
    picture = Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8))
    stream = BytesIO()
    picture.save(stream, "JPEG", quality=22 if kind == "jpeg" else 75)
    return Image.open(stream).copy()


def _stamped(dice: Dice, picture: Image.Image, numbers: list[Drawn]) -> Image.Image:
    """Two round stamps, each over a number."""
    layer = Image.new("L", picture.size, 255)
    draw = ImageDraw.Draw(layer)
    for place in dice.choice(len(numbers), size=2, replace=False):
        left, top, right, bottom = numbers[int(place)].box
        x, y = (left + right) / 2 + float(dice.normal(0, 60)), (top + bottom) / 2 + float(dice.normal(0, 60))
        tone = int(dice.integers(90, 170))
        for radius in (190, 170, 110):
            draw.ellipse((x - radius, y - radius, x + radius, y + radius), outline=tone, width=6)
    return Image.fromarray(np.minimum(np.asarray(picture), np.asarray(layer)))
