"""Pages drawn by Pango and cairo: run by the system's Python, which has their bindings.

Arguments: a JSON file of [document, family, path] lists. Prints JSON: for each page its words' places.
"""

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import cairo  # noqa: E402
import gi  # noqa: E402

gi.require_version("Pango", "1.0")
gi.require_version("PangoCairo", "1.0")
from bench.producers.document import restored  # noqa: E402
from bench.producers.flow import HEIGHT, WIDTH, lay  # noqa: E402
from gi.repository import Pango, PangoCairo  # noqa: E402


class _Pen:
    def __init__(self, family: str, path: str) -> None:
        self.surface = cairo.PDFSurface(path, WIDTH, HEIGHT)
        self.context = cairo.Context(self.surface)
        self.family = family
        self.words: list[list[object]] = []

    def _layout(self, text: str, size: float, direction: str) -> Pango.Layout:
        layout = PangoCairo.create_layout(self.context)
        fonts = Pango.FontDescription()
        fonts.set_family(f"{self.family}, DejaVu Sans")
        fonts.set_absolute_size(size * Pango.SCALE)
        layout.set_font_description(fonts)
        layout.set_auto_dir(False)
        way = Pango.Direction.RTL if direction == "rtl" else Pango.Direction.LTR
        layout.get_context().set_base_dir(way)
        layout.context_changed()
        layout.set_text(text, -1)
        return layout

    def width(self, text: str, size: float, direction: str) -> float:
        return self._layout(text, size, direction).get_size()[0] / Pango.SCALE

    def write(self, text: str, left: float, baseline: float, size: float, direction: str) -> None:
        layout = self._layout(text, size, direction)
        self.context.move_to(left, baseline - layout.get_baseline() / Pango.SCALE)
        PangoCairo.show_layout(self.context, layout)
        at = 0
        for word in text.split(" "):
            edges = []
            for place in range(len(word)):
                box = layout.index_to_pos(len(text[: at + place].encode()))
                edges += [box.x, box.x + box.width]
            if edges:
                sides = [left + edge / Pango.SCALE for edge in (min(edges), max(edges))]
                self.words.append([word, *sides, baseline - size])
            at += len(word) + 1

    def rule(self, left: float, top: float, right: float, bottom: float) -> None:
        self.context.set_line_width(0.7)
        self.context.move_to(left, top)
        self.context.line_to(right, bottom)
        self.context.stroke()


def main() -> None:
    """Draw every page."""
    told = []
    for document, family, path in json.loads(Path(sys.argv[1]).read_text("utf-8")):
        pen = _Pen(family, path)
        lay(restored(document), pen)
        pen.surface.finish()
        told.append(pen.words)
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()
