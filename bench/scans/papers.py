"""Papers whose layouts nothing is fitted on: letters, bulletins in two columns, tables with borders, wrapped cells."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from bench.scans.sentences import WORDINGS, Wording
from fonts import ARABIC, LATIN, Face
from pages import Letter, plain_number, scanned
from pen import Pen
from PIL import Image, ImageDraw
from tokens import Dice

_WIDE, _HIGH = 2480, 3300
_LEFT, _RIGHT = 260, 2220
_LOWEST = _HIGH - 260
LAYOUTS = ("letter", "bulletin", "table", "form")


def papers(faces: list[tuple[Face, str]], conditions: tuple[str, ...], seed: int) -> Iterator[Letter]:
    """Every layout in every face, each in the next condition."""
    number = 0
    for place, (face, digits) in enumerate(faces):
        for kind, layout in enumerate(LAYOUTS):
            dice = np.random.default_rng([seed, place, kind])
            language = "ar" if digits == ARABIC else "en" if digits == LATIN else "fa"
            paper = _Paper(dice, face, digits, language)
            getattr(paper, layout)()
            condition = conditions[number % len(conditions)]
            number += 1
            drawn = Letter(
                f"{face.name}, {layout}", digits, condition, 300, paper.sheet, paper.pen.drawn, language == "en"
            )
            yield scanned(dice, drawn)


class _Paper:
    """A sheet being written; where it says start and end, these are the edges in the direction of writing."""

    def __init__(self, dice: Dice, face: Face, digits: str, language: str) -> None:
        eight = face.font_of(digits[8], 100).getbbox(digits[8], anchor="ls")
        size = min(round(100 * float(dice.uniform(24, 33)) / max(eight[3] - eight[1], 20)), 72)
        self.sheet = Image.new("L", (_WIDE, _HIGH), 255)
        self.pen = Pen(dice, self.sheet, face, size, digits, language)
        self._dice, self._draw = dice, ImageDraw.Draw(self.sheet)
        self._says: Wording = WORDINGS[language]
        self._onward = 1 if self.pen.rightwards else -1
        self._start, self._end = (_LEFT, _RIGHT) if self.pen.rightwards else (_RIGHT, _LEFT)

    def letter(self) -> None:
        """A head in three blocks, addresses, paragraphs, a signature, copies, a foot under a rule."""
        y = self._head(260.0)
        for line in self._says.address:
            y = self._flow(line, y, self._start, self._end)
        y += 30
        for _ in range(3):
            y = self._paragraph(y, 4, self._start, self._end) + 0.4 * self.pen.pitch
        y = self._signature(y)
        for line in self._says.copies:
            y = self._flow(line, y, self._start, self._end)
        self._draw.line((_LEFT, _HIGH - 340, _RIGHT, _HIGH - 340), fill=0, width=4)
        self._flow(self._says.foot, _HIGH - 265.0, self._start - self._onward * -160, self._end)

    def bulletin(self) -> None:
        """A headline over two columns, a second one, a page number."""
        y = 330.0
        gutter = float(self._dice.uniform(100, 170))
        middle = (_LEFT + _RIGHT) / 2
        for title in self._says.titles[:2]:
            large = self.pen.resized(round(1.6 * self.pen.size))
            small, self.pen = self.pen.size, large
            y = self._flow(title, y, self._start, self._end) + 20
            self.pen = self.pen.resized(small)
            lowest = y
            for start, end in (
                (self._start, middle - self._onward * gutter / 2),
                (middle + self._onward * gutter / 2, self._end),
            ):
                at = self._paragraph(y, 3, start, end)
                at = self._paragraph(at + 0.5 * self.pen.pitch, 2, start, end)
                lowest = max(lowest, at)
            y = lowest + self.pen.pitch
        self.pen.begin()
        self.pen.number(middle, _HIGH - 150.0, str(int(self._dice.integers(2, 90))))

    def table(self) -> None:
        """A table with borders between two paragraphs."""
        y = self._head(260.0)
        y = self._paragraph(y, 2, self._start, self._end) + 40
        widths = np.array([0.5, 1.2, 1.2, 1.1, 1.1, 1.2])
        edges = self._start + self._onward * np.concatenate(([0.0], np.cumsum(widths / widths.sum()))) * (
            _RIGHT - _LEFT
        )
        rows = int(self._dice.integers(8, 13))
        high = 1.35 * self.pen.pitch
        self._grid(y, [high] * (rows + 1), edges)
        for row in range(rows + 1):
            level = y + (row + 0.68) * high
            cells = self._says.columns if not row else self._row(row)
            for edge, cell in zip(edges, cells, strict=False):
                if cell:
                    self.pen.begin()
                    self._write(cell.split(), edge + self._onward * 22, level)
        y += (rows + 1) * high + self.pen.pitch
        y = self._paragraph(y, 2, self._start, self._end)
        self._signature(y + 30)

    def form(self) -> None:
        """A table of three columns whose cells hold several lines."""
        y = self._paragraph(300.0, 2, self._start, self._end) + 20
        edges = self._start + self._onward * np.array([0.0, 0.27, 0.62, 1.0]) * (_RIGHT - _LEFT)
        heights = []
        top = y
        for _ in range(4):
            lowest = y + 0.9 * self.pen.pitch
            for edge, end in pairwise(edges):
                sentence = self._filled(str(self._dice.choice(self._says.body)))
                at = self._lines(sentence[: int(self._dice.integers(5, 12))], y + 0.9 * self.pen.pitch,
                                 edge + self._onward * 24, end - self._onward * 24)  # fmt: skip
                lowest = max(lowest, at)
            heights.append(lowest - y - 0.3 * self.pen.pitch)
            y += heights[-1]
        self._grid(top, heights, edges)
        self._signature(y + 1.5 * self.pen.pitch)

    def _head(self, y: float) -> float:
        lines = max(len(self._says.head), len(self._says.labels))
        for row, line in enumerate(self._says.head):
            self.pen.begin()
            self._write(line.split(), self._start, y + row * self.pen.pitch)
        for row, line in enumerate(self._says.middle):
            self.pen.begin()
            wide = sum(self.pen.wide(word) + 0.28 * self.pen.size for word in line.split())
            self._write(line.split(), (_LEFT + _RIGHT) / 2 - self._onward * wide / 2, y + (row - 0.5) * self.pen.pitch)
        for row, label in enumerate(self._says.labels):
            self.pen.begin()
            number = "{d}" if row == 1 else "{n}"
            edge = self._end - self._onward * 12.5 * self.pen.size
            self._write(self._filled(f"{label} {number}"), edge, y + row * self.pen.pitch)
        return y + (lines + 0.8) * self.pen.pitch

    def _signature(self, y: float) -> float:
        for line in self._says.signature:
            self.pen.begin()
            self._write(line.split(), self._end - self._onward * 14 * self.pen.size, y)
            y += self.pen.pitch
        return y + 0.5 * self.pen.pitch

    def _paragraph(self, y: float, sentences: int, start: float, end: float) -> float:
        chosen = self._dice.choice(self._says.body, size=sentences, replace=False)
        return self._flow(" ".join(map(str, chosen)), y, start, end)

    def _flow(self, text: str, y: float, start: float, end: float) -> float:
        return self._lines(self._filled(text), y, start, end)

    def _lines(self, words: list[str], y: float, start: float, end: float) -> float:
        """Write words in lines, down to the foot; returns where the next line would stand."""
        if y > _LOWEST:
            return y
        edge = start
        self.pen.begin()
        for word in words:
            beyond = edge + self._onward * self.pen.wide(word)
            if edge != start and self._onward * (end - beyond) < 0:
                edge, y = start, y + self.pen.pitch
                if y > _LOWEST:
                    break
                self.pen.begin()
            edge = self._write([word], edge, y)
        return y + self.pen.pitch

    def _write(self, words: list[str], edge: float, y: float) -> float:
        for word in words:
            bare = word.strip(".,")
            edge = self.pen.number(edge, y, bare) if bare[:1].isdigit() else self.pen.word(edge, y, word)
        return edge

    def _filled(self, text: str) -> list[str]:
        return [
            word.replace("{n}", plain_number(self._dice)).replace("{d}", _date(self._dice)) if "{" in word else word
            for word in text.split()
        ]

    def _row(self, row: int) -> list[str]:
        dice = self._dice
        amount = f"{int(dice.integers(1, 999))},{int(dice.integers(0, 1000)):03}"
        remark = str(dice.choice(self._says.names)).split()[0] if dice.random() < 0.5 else ""
        return [str(row), str(dice.choice(self._says.names)), plain_number(dice), _date(dice), amount, remark]

    def _grid(self, top: float, heights: list[float], edges: np.ndarray) -> None:
        levels = top + np.concatenate(([0.0], np.cumsum(heights)))
        for level in levels:
            self._draw.line((min(edges), level, max(edges), level), fill=0, width=3)
        for edge in edges:
            self._draw.line((edge, levels[0], edge, levels[-1]), fill=0, width=3)


def _date(dice: Dice) -> str:
    return f"{int(dice.integers(1360, 1405))}/{int(dice.integers(1, 13)):02}/{int(dice.integers(1, 31)):02}"
