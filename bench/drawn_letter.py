"""Letters drawn for the bench: their text known, every word's place known, scanned in several ways."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Final

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

Dice = np.random.Generator
Box = tuple[float, float, float, float]

_PERSIAN = """
با سلام و احترام بازگشت به نامه شماره در خصوص ایمنی سد و شبکه آبیاری استان به استحضار می رسد گزارش کارشناسان
این سازمان نشان می دهد که سطح آب مخزن در هفته گذشته از حد مجاز بالاتر رفته و نشت در بدنه اصلی مشاهده شده است
خواهشمند است دستور فرمایید نسبت به تخلیه روستاهای پایین دست و تعمیر تجهیزات پیش از آغاز فصل بارندگی اقدام لازم
صورت گیرد مدیر کل امور مالی اداره حسابداری وزارت نیرو تهران
"""
_ARABIC = """
تحية طيبة وبعد إشارة إلى كتابكم المؤرخ بشأن سلامة السد وشبكة الري في المحافظة نفيدكم بأن تقرير الخبراء يبين أن
منسوب المياه في الخزان تجاوز الحد المسموح به خلال الأسبوع الماضي ونرجو من سيادتكم التفضل بإصدار التعليمات
اللازمة إلى الدوائر المعنية لإخلاء القرى وإصلاح المعدات قبل بداية موسم الأمطار مع فائق الاحترام والتقدير مدير
الدائرة المالية
"""
_ENGLISH = """
Dear Sir with reference to your letter concerning the safety of the dam and the irrigation network of the
province we report that the water level of the reservoir has passed the permitted limit during the last week
and that seepage was observed in the main body please instruct the offices concerned to clear the villages
below and to repair the equipment before the season of rain begins
"""
FONTS: Final = Path("/usr/share/fonts/truetype")
FACES: Final = {
    "fa": (
        "farsiweb/nazli.ttf", "freefarsi/FreeFarsi.ttf", "noto/NotoNaskhArabic-Regular.ttf", "farsiweb/titr.ttf",
        "dejavu/DejaVuSans.ttf", "farsiweb/homa.ttf", "freefarsi/FreeFarsi-Mono.ttf",
    ),
    "ar": ("kacst-one/KacstOne.ttf", "noto/NotoNaskhArabic-Regular.ttf", "scheherazade/Scheherazade-Regular.ttf"),
    "en": (
        "dejavu/DejaVuSerif.ttf", "dejavu/DejaVuSans.ttf", "dejavu/DejaVuSansMono.ttf", "dejavu/DejaVuSerif-Italic.ttf",
    ),
}  # fmt: skip
CONDITIONS: Final = ("clean", "scan", "uneven", "jpeg", "fax", "coarse", "stamp")
DPI: Final = {"fax": 200, "coarse": 110}
"""Of a scanned page; 300 where it is not named."""
_WORDS: Final = {"fa": _PERSIAN.split(), "ar": _ARABIC.split(), "en": _ENGLISH.split()}
_DIGITS: Final = {"fa": "۰۱۲۳۴۵۶۷۸۹", "ar": "٠١٢٣٤٥٦٧٨٩", "en": "0123456789"}


@dataclass(frozen=True, slots=True)
class Letter:
    """A drawn letter.

    Args:
        language: `fa`, `ar` or `en`.
        picture: At 300 dots per inch.
        lines: Each of words with their places in pixels, in reading order.
    """

    language: str
    picture: Image.Image
    lines: tuple[tuple[tuple[str, Box], ...], ...]

    @property
    def text(self) -> str:
        """Its lines."""
        return "\n".join(" ".join(word for word, _ in line) for line in self.lines)


def faces(language: str) -> list[Path]:
    """The faces that this machine has."""
    return [FONTS / name for name in FACES[language] if (FONTS / name).exists()]


def letter(dice: Dice, language: str, face: Path, *, lines: int = 12, size: int = 44, busy: bool = False) -> Letter:
    """A letter of A4's width: a head, a number and a date, lines; if busy, a headline and columns of figures too."""
    picture = Image.new("L", (2480, 700 + 95 * lines + 400 * busy), 255)
    pen = _Pen(ImageDraw.Draw(picture), language, face, size)
    words = _WORDS[language]
    start = int(dice.integers(len(words)))
    pen.line([words[start], words[(start + 1) % len(words)]], 1500, 150)
    for row in range(2):
        pen.line([_number(dice, language)], 700, 150 + 90 * row)
    for row in range(lines):
        chosen = []
        while len(chosen) < 11:
            start = (start + 1) % len(words)
            chosen.append(_number(dice, language) if dice.random() < 0.12 else words[start])
        pen.line(chosen, 2230, 450 + 95 * row)
    if busy:
        big = _Pen(ImageDraw.Draw(picture), language, face, int(dice.integers(80, 130)))
        big.line([words[start], words[(start + 3) % len(words)]], 2230, 500 + 95 * lines)
        for row in range(3):
            for column in range(4):
                side = 460 * column
                pen.line([_number(dice, language)], 2230 - side, 700 + 95 * lines + 70 * row, left=400.0 + side)
        pen.lines += big.lines
    return Letter(language, picture, tuple(pen.lines))


def _number(dice: Dice, language: str) -> str:
    kind = dice.random()
    if kind < 0.4:
        plain = f"{int(dice.integers(1360, 1405))}/{int(dice.integers(1, 13)):02}/{int(dice.integers(1, 30)):02}"
    else:
        plain = str(int(dice.integers(10, 10 ** int(dice.integers(2, 7)))))
    return "".join(_DIGITS[language][int(sign)] if sign.isdigit() else sign for sign in plain)


class _Pen:
    def __init__(self, draw: ImageDraw.ImageDraw, language: str, face: Path, size: int) -> None:
        self._draw, self._face = draw, ImageFont.truetype(str(face), size)
        self._spare = ImageFont.truetype(str(FONTS / "dejavu/DejaVuSans.ttf"), size)
        self._way = {} if language == "en" else {"direction": "rtl", "language": language}
        self.lines: list[tuple[tuple[str, Box], ...]] = []

    def line(self, words: Sequence[str], right: float, top: float, *, left: float = 250.0) -> None:
        """Words from the right edge on, of English from the left one."""
        x, places = (left if not self._way else right), []
        base = top + 60
        for word in words:
            figure = word[0].isdigit()
            font = self._spare if "/" in word and not self._has("/") else self._face
            way = {} if figure else self._way
            advance = font.getlength(word, **way)
            left = x if not self._way else x - advance
            self._draw.text((left, base), word, font=font, fill=0, anchor="ls", **way)
            places.append((word, self._draw.textbbox((left, base), word, font=font, anchor="ls", **way)))
            x += (1 if not self._way else -1) * (advance + 14)
            if not 240 < x < 2240:
                break
        self.lines.append(tuple(places))

    def _has(self, sign: str) -> bool:
        """Whether the face draws a sign as anything but its empty box."""
        drawn, empty = self._face.getmask(sign), self._face.getmask("\U000f0000")
        return drawn.getbbox() is not None and drawn.getbbox() != empty.getbbox()


def scanned(dice: Dice, picture: Image.Image, condition: str, *, tilt: float | None = None) -> Image.Image:
    """The page as a scanner, a camera or a fax makes it; see `DPI` for its resolution."""
    grey = picture.convert("L") if picture.mode != "RGB" else picture
    if condition == "stamp":
        grey = _stamped(dice, grey)
    if condition == "clean":
        return grey
    angle = float(dice.uniform(-1.5, 1.5)) if tilt is None else tilt
    grey = grey.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255 if grey.mode == "L" else (255, 255, 255))
    if condition in DPI:
        scale = DPI[condition] / 300
        size = (round(grey.width * scale), round(grey.height * scale))
        small = grey.convert("L").resize(size, Image.Resampling.LANCZOS)
        if condition == "coarse":
            pale = np.asarray(small, np.float32) * 0.75 + 40 + dice.normal(0, 6, (small.height, small.width))
            return Image.fromarray(np.clip(pale, 0, 255).astype(np.uint8))
        noisy = np.asarray(small, np.float32) + dice.normal(0, 40, (small.height, small.width))
        return Image.fromarray(np.where(noisy < 140, 0, 255).astype(np.uint8))
    points = np.asarray(grey.filter(ImageFilter.GaussianBlur(1.0)), np.float32)
    shape = points.shape
    if condition == "uneven":
        ramp = np.linspace(float(dice.uniform(0.45, 0.7)), 1.0, shape[1])
        points = points * (ramp[None, :] if points.ndim == 2 else ramp[None, :, None])
    else:
        points = points * 0.85 + 25
    noisy = Image.fromarray(np.clip(points + dice.normal(0, 7, shape), 0, 255).astype(np.uint8))
    if condition != "jpeg":
        return noisy
    held = BytesIO()
    noisy.save(held, "JPEG", quality=25)
    return Image.open(held).convert(noisy.mode)


def _stamped(dice: Dice, picture: Image.Image) -> Image.Image:
    made = picture.copy()
    draw = ImageDraw.Draw(made)
    x, y = float(dice.uniform(500, 1900)), float(dice.uniform(400, made.height - 300))
    ink = 90 if made.mode == "L" else (60, 60, 190)
    for radius in (170, 150):
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), outline=ink, width=6)
    font = ImageFont.truetype(str(FONTS / "dejavu/DejaVuSans.ttf"), 44)
    draw.text((x, y), "۱۳۹۴/۷/۲", font=font, fill=ink, anchor="mm")
    draw.text((x, y + 60), "محرمانه", font=font, fill=ink, anchor="mm", direction="rtl", language="fa")
    return made
