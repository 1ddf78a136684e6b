"""Papers that were written as text, printed and scanned: a picture of each page, no text layer."""

import io
import json
import re
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import typst
from PIL import Image

from govah.demo.paper import ScanSettings
from govah.demo.scan import scanned
from govah.demo.typesetting import faces

_WIDTH = 92
"""Signs on a line of the written papers, for which their indents were made."""
_TEXT = 166
"""Millimetres between the margins."""
_HAND = "[بخط"
_STAMP = "[ختم] "
_ARABIC = re.compile(r"[\u0600-\u06ff]")
_LATIN = re.compile(r"[A-Za-z]")


@dataclass(frozen=True, slots=True)
class Press:
    """Prints papers and scans them.

    Args:
        compiler: Of the sheet.
    """

    compiler: typst.Compiler

    @classmethod
    def open(cls) -> "Press":
        """With the faces of the example case."""
        return cls(typst.Compiler(input=Path(__file__).with_name("sheet.typ"), font_paths=faces()))

    def scan(self, paper: Path, target: Path) -> None:
        """Write a paper's pages into a PDF of pictures.

        Args:
            paper: Its text; a form feed parts pages.
            target: The PDF.
        """
        settings = _scanner(paper.stem)
        sheet = json.dumps(_sheet(paper.read_text(encoding="utf-8"), paper.stem), ensure_ascii=False)
        made = self.compiler.compile(format="png", ppi=float(settings.dpi), sys_inputs={"sheet": sheet})
        printed = [made] if isinstance(made, bytes) else list(made or ())
        pictures = [
            Image.open(io.BytesIO(scanned(page, settings, f"{paper.stem}/{number}")))
            for number, page in enumerate(printed, 1)
        ]
        pictures[0].save(
            target, "PDF", resolution=settings.dpi, save_all=True, append_images=pictures[1:], quality=settings.quality
        )


def _scanner(name: str) -> ScanSettings:
    """A scanner by a paper's name: tilt, noise, lamp, colour and compression differ."""
    chance = np.random.default_rng([2011, zlib.crc32(name.encode())])
    return ScanSettings(
        tilt=float(chance.uniform(-1.3, 1.3)),
        noise=float(chance.uniform(2.5, 6.0)),
        light=str(chance.choice(["top", "bottom", "left", "right", "corner"])),
        colour=bool(chance.random() < 0.5),
        quality=int(chance.integers(58, 82)),
        dpi=int(chance.choice([200, 200, 300])),
    )


def _sheet(text: str, name: str) -> dict[str, Any]:
    rtl = len(_ARABIC.findall(text)) > len(_LATIN.findall(text))
    chance = zlib.crc32(name.encode())
    arabic = ("Noto Naskh Arabic", "Vazirmatn")[chance % 2]
    return {
        "rtl": rtl,
        "lang": ("ar" if rtl else "en"),
        "faces": [arabic, "Govah Serif"] if rtl else [("Govah Serif", "Govah Mono")[chance % 5 == 0], arabic],
        "hand": ["Katibeh", "Govah Serif"],
        "size": 12.5 if rtl else 11.5,
        "justify": chance % 3 > 0,
        "pages": [_lines(page) for page in text.rstrip("\n").split("\f")],
    }


def _lines(page: str) -> list[dict[str, Any]]:
    lines: list[dict[str, Any]] = []
    hand = False
    for line in page.rstrip("\n").split("\n"):
        hand = hand or line.startswith(_HAND)
        if line.startswith(_HAND):
            continue
        lines.append({**_line(line), "kind": "hand"} if hand and line.strip() else _line(line))
    return lines


def _line(line: str) -> dict[str, Any]:
    cells = [cell for cell in re.split(r" {4,}", line.strip()) if cell]
    before = len(line) - len(line.lstrip())
    made: dict[str, Any] = {"cells": cells, "indent": round(before * _TEXT / _WIDTH, 1), "bold": before < 40}
    middle = before + len(line.strip()) / 2
    if not cells:
        made["kind"] = "gap"
    elif line.startswith(_STAMP):
        made |= {"kind": "stamp", "cells": [line.removeprefix(_STAMP)]}
    elif len(cells) > 1 and before < 40:
        made["kind"] = "cells"
    elif before >= 12 and 28 <= middle <= 64:
        made["kind"] = "centre"
    else:
        made |= {"kind": "plain", "cells": [" ".join(cells)], "indent": min(made["indent"], 110.0)}
    return made
