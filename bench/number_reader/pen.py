"""A pen that draws words and numbers on a page and remembers where their ink is."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from fonts import LATIN, Face
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont
from tokens import Dice

Box = tuple[float, float, float, float]
Points = NDArray[np.float64]

_POINTS = 80
_SPACE = 0.28  # of the font's size
_MARKS = ".,:;،؛؟«»()"


@dataclass(frozen=True, slots=True)
class Drawn:
    """A word or a number on a page.

    Args:
        text: As typed; of a number the digits are Latin.
        number: Whether it is one.
        line: Of the page, in reading order.
        box: Its ink, in pixels of the picture: left, top, right, bottom.
        ink: Some points of its ink, x and y, a row each.
    """

    text: str
    number: bool
    line: int
    box: Box
    ink: Points = field(default_factory=lambda: np.zeros((0, 2)))

    def turned(self, angle: float, size: tuple[int, int]) -> "Drawn":
        """It on a picture of a size that was turned by some degrees against the clock."""
        turn = np.radians(-angle)
        way = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
        middle = np.array(size) / 2
        sides = np.array([(x, y) for x in (self.box[0], self.box[2]) for y in (self.box[1], self.box[3])])
        known = (sides if not self.ink.size else self.ink) - middle
        placed = known @ way + middle
        left, top, right, bottom = *placed.min(axis=0), *placed.max(axis=0)
        return replace(self, box=(left, top, right, bottom), ink=placed if self.ink.size else self.ink)

    def scaled(self, scale: float) -> "Drawn":
        """It on a picture of another resolution."""
        left, top, right, bottom = (side * scale for side in self.box)
        return replace(self, box=(left, top, right, bottom), ink=self.ink * scale)


class Pen:
    """Draws on one page.

    Args:
        dice: Decides what is uneven about it.
        sheet: The page.
        face: Whose glyphs are drawn.
        size: In pixels.
        digits: Of the page's numbers.
        language: `fa`, `ar`, or `en`, which runs from the left.
        typed: Whether by a typewriter: uneven in ink and line, numbers in steps of equal width.
    """

    def __init__(
        self, dice: Dice, sheet: Image.Image, face: Face, size: int, digits: str, language: str, *, typed: bool = False
    ) -> None:
        self._dice, self._sheet, self._face, self.size = dice, sheet, face, size
        self._draw = ImageDraw.Draw(sheet)
        self._digits, self._typed = digits, typed
        self.rightwards = language == "en"
        self._way = {"direction": "ltr" if self.rightwards else "rtl", "language": language}
        self.pitch = 1.75 * size
        self.drawn: list[Drawn] = []
        self._line = 0

    def begin(self) -> None:
        """Begin a line."""
        self._line += 1

    def resized(self, size: int) -> "Pen":
        """A pen of another size that writes on the same page and into the same account."""
        language = str(self._way["language"])
        other = Pen(self._dice, self._sheet, self._face, size, self._digits, language, typed=self._typed)
        other.drawn, other._line = self.drawn, self._line
        return other

    def word(self, edge: float, y: float, text: str) -> float:
        """Draw a word that begins at an edge; returns where the next one begins."""
        bare = text.rstrip(_MARKS)
        marks = text[len(bare) :]
        font = self._font(text)
        if font is not None:
            bare, marks = text, ""
        font = font or self._font(bare) or self._face.word_font(bare, self.size)
        advance = font.getlength(bare, **self._way)
        left = edge if self.rightwards else edge - advance
        place = (left, y + self._jitter())
        self._ink_of(text, False, [(font, bare, place)], self._way)
        self._draw.text(place, bare, fill=self._ink(), font=font, anchor="ls", **self._way)
        edge += advance if self.rightwards else -advance
        for mark in marks:
            sign = self._face.font_of(mark, self.size)
            self._draw.text((edge, y), mark, fill=self._ink(), font=sign, anchor="ls" if self.rightwards else "rs")
            edge += sign.getlength(mark) * (1 if self.rightwards else -1)
        return edge + _SPACE * self.size * (1 if self.rightwards else -1)

    def number(self, edge: float, y: float, plain: str) -> float:
        """Draw a number, sign by sign from the left; returns where the next word begins."""
        comma = "," if self._digits == LATIN else "٬" if self._dice.random() < 0.5 else "،"
        signs = [self._digits[int(char)] if char.isdigit() else comma if char == "," else char for char in plain]
        fonts = [self._face.font_of(sign, self.size) for sign in signs]
        steps = [font.getlength(sign) for font, sign in zip(fonts, signs, strict=True)]
        if self._typed:
            steps = [0.6 * self.size] * len(signs)
        x = left = edge if self.rightwards else edge - sum(steps)
        pieces = []
        for font, sign, step in zip(fonts, signs, steps, strict=True):
            place = (x, y + self._jitter())
            self._draw.text(place, sign, fill=self._ink(), font=font, anchor="ls")
            pieces.append((font, sign, place))
            x += step
        self._ink_of(plain, True, pieces, {})
        return x + _SPACE * self.size if self.rightwards else left - _SPACE * self.size

    def wide(self, text: str) -> float:
        """How wide a word would be."""
        font = self._font(text) or self._face.word_font(text.rstrip(_MARKS), self.size)
        return float(font.getlength(text, **self._way))

    def _font(self, text: str) -> ImageFont.FreeTypeFont | None:
        """The font of all of a word in one file."""
        bare = text.replace("\u200c", "")
        whole = any(Face(self._face.name, (data,)).has(bare) for data in self._face.files)
        return self._face.word_font(bare, self.size) if bare and whole else None

    def _ink_of(
        self,
        text: str,
        number: bool,
        pieces: Sequence[tuple[ImageFont.FreeTypeFont, str, tuple[float, float]]],
        way: dict[str, str],
    ) -> None:
        """Take down where a word's ink is."""
        boxes = [self._draw.textbbox(place, sign, font=font, anchor="ls", **way) for font, sign, place in pieces]
        left, top = (int(min(box[side] for box in boxes)) - 6 for side in (0, 1))
        right, bottom = (int(max(box[side] for box in boxes)) + 8 for side in (2, 3))
        mask = Image.new("L", (right - left, bottom - top), 0)
        draw = ImageDraw.Draw(mask)
        for font, sign, (x, y) in pieces:
            draw.text((x - left, y - top), sign, fill=255, font=font, anchor="ls", **way)
        down, across = np.nonzero(np.asarray(mask) > 128)
        if not down.size:
            return
        box = (left + across.min(), top + down.min(), left + across.max() + 1, top + down.max() + 1)
        kept = np.unique(np.linspace(0, down.size - 1, _POINTS).astype(int))
        edges = [int(np.argmin(down)), int(np.argmax(down)), int(np.argmin(across)), int(np.argmax(across))]
        chosen = np.concatenate((kept, edges))
        ink = np.stack((left + across[chosen] + 0.5, top + down[chosen] + 0.5), axis=1)
        self.drawn.append(Drawn(text, number, self._line, tuple(map(float, box)), ink))  # type: ignore[arg-type]

    def _jitter(self) -> float:
        return float(self._dice.normal(0, 1.5)) if self._typed else 0.0

    def _ink(self) -> int:
        return int(self._dice.integers(0, 110)) if self._typed else 0
