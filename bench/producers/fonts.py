"""The fonts in which pages are set: the repository's own and Debian's."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from fontTools.ttLib import TTFont

_OWN = Path(__file__).resolve().parents[2] / "src" / "govah" / "report" / "fonts"
_DEBIAN = Path("/usr/share/fonts")


@dataclass(frozen=True, slots=True)
class Font:
    """A font file and the name by which programs know it."""

    family: str
    path: Path

    def holds(self, char: str) -> bool:
        """Whether it has a glyph for a character."""
        return ord(char) in _characters(self.path)


@lru_cache(maxsize=32)
def _characters(path: Path) -> frozenset[int]:
    return frozenset(TTFont(path, lazy=True).getBestCmap())


DEJAVU = Font("DejaVu Sans", _DEBIAN / "truetype/dejavu/DejaVuSans.ttf")
"""Stands in where a font has no glyph."""

OWN_NASKH = Font("Own Naskh", _OWN / "NotoNaskhArabic-400.ttf")
VAZIRMATN = Font("Vazirmatn", _OWN / "Vazirmatn-Regular.ttf")
AMIRI = Font("Amiri", _DEBIAN / "opentype/fonts-hosny-amiri/Amiri-Regular.ttf")
NAZLI = Font("Nazli", _DEBIAN / "truetype/farsiweb/nazli.ttf")
NASKH = Font("Noto Naskh Arabic", _DEBIAN / "truetype/noto/NotoNaskhArabic-Regular.ttf")
SANS = Font("Noto Sans Arabic", _DEBIAN / "truetype/noto/NotoSansArabic-Regular.ttf")
SCHEHERAZADE = Font("Scheherazade", _DEBIAN / "truetype/scheherazade/Scheherazade-Regular.ttf")

SETS = {"known": (OWN_NASKH, VAZIRMATN, DEJAVU, AMIRI), "held": (NASKH, NAZLI, SANS, SCHEHERAZADE, VAZIRMATN)}
"""Fonts by set of contents."""
