"""The fonts that the number reader is trained on and tested with, and how their glyphs are drawn.

No font file is part of this project: `fetching.py` puts those of `fonts.lock` in their places. A family is a folder of
an npm package (names `@fontsource/…`) unpacked under one root, or files of a Debian package.
"""

from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

from fontTools.ttLib import TTFont
from PIL import Image, ImageDraw, ImageFont

PERSIAN = "۰۱۲۳۴۵۶۷۸۹"
ARABIC = "٠١٢٣٤٥٦٧٨٩"
LATIN = "0123456789"

NPM_TRAINING = {  # all OFL-1.1
    "amiri": (400, 700),
    "scheherazade-new": (400, 700),
    "lateef": (400, 700),
    "harmattan": (400, 700),
    "markazi-text": (400, 600),
    "mirza": (400, 700),
    "noto-sans-arabic": (400, 700),
    "noto-kufi-arabic": (400,),
    "cairo": (400, 700),
    "almarai": (400, 700),
    "tajawal": (400, 700),
    "ibm-plex-sans-arabic": (400, 600),
    "lalezar": (400,),
    "alexandria": (400,),
    "aref-ruqaa": (400, 700),
    "el-messiri": (400, 600),
    "kufam": (400,),
    "mada": (400, 700),
    "marhey": (400,),
    "rakkas": (400,),
    "readex-pro": (400,),
    "rubik": (400, 700),
}
DEBIAN_TRAINING = (  # OFL-1.1; DejaVu: the Bitstream Vera licence
    "opentype/fonts-hosny-thabit/Thabit.ttf",
    "opentype/fonts-hosny-thabit/Thabit-Bold.ttf",
    "truetype/dejavu/DejaVuSans.ttf",
    "truetype/dejavu/DejaVuSans-Bold.ttf",
    "truetype/dejavu/DejaVuSansMono.ttf",
)
LATIN_TRAINING = ("tinos", "arimo", "cousine", "noto-sans", "noto-serif")
"""Families of Latin digits only; npm."""

CALIBRATION = (
    ("npm", "amiri", PERSIAN),
    ("npm", "noto-sans-arabic", PERSIAN),
    ("debian", "truetype/farsiweb/nazlib.ttf", PERSIAN),
    ("debian", "truetype/freefarsi/FreeFarsi-Mono.ttf", PERSIAN),
    ("npm", "scheherazade-new", ARABIC),
    ("debian", "truetype/kacst/KacstBook.ttf", ARABIC),
    ("debian", "truetype/fonts-arabeyes/ae_AlHor.ttf", ARABIC),
    ("debian", "truetype/fonts-arabeyes/ae_Cortoba.ttf", ARABIC),
    ("npm", "markazi-text", LATIN),
)
"""Faces on whose pages the certainty of a reading is fitted: some that the network was trained on, some not."""
TEST = (
    ("npm", "vazirmatn", PERSIAN),
    ("npm", "noto-naskh-arabic", PERSIAN),
    ("npm", "katibeh", PERSIAN),
    ("debian", "truetype/farsiweb/nazli.ttf", PERSIAN),
    ("debian", "truetype/freefarsi/FreeFarsi.ttf", PERSIAN),
    ("npm", "vazirmatn", ARABIC),
    ("npm", "noto-naskh-arabic", ARABIC),
    ("debian", "truetype/kacst-one/KacstOne.ttf", ARABIC),
    ("debian", "truetype/freefarsi/FreeFarsi.ttf", LATIN),
)
"""Faces that neither training nor the fitting of certainty sees. Nazli Bold, KacstBook and FreeFarsi Mono above are
relatives of Nazli, KacstOne and FreeFarsi."""
UNSEEN = (
    ("debian", "truetype/farsiweb/titr.ttf", PERSIAN),
    ("debian", "truetype/farsiweb/homa.ttf", PERSIAN),
    ("debian", "truetype/freefarsi/FreeFarsi-Bold.ttf", PERSIAN),
    ("debian", "truetype/fonts-arabeyes/ae_Furat.ttf", ARABIC),
    ("debian", "truetype/fonts-arabeyes/ae_Dimnah.ttf", ARABIC),
    ("debian", "truetype/fonts-arabeyes/ae_Tholoth.ttf", ARABIC),
    ("debian", "truetype/freefarsi/FreeFarsi-Bold.ttf", LATIN),
)
"""Faces whose results nobody looked at while the reader was made."""
URDU_DIGITS: frozenset[str] = frozenset()
"""Faces whose ۴ ۶ ۷ are drawn in their Urdu shapes (looked at, one by one); never used for Persian digits."""

LETTER_LIKE = (
    "amiri",
    "scheherazade",
    "lateef",
    "markazi",
    "mirza",
    "Thabit",
    "DejaVu",
    "noto-sans-arabic",
    "ibm-plex",
    "aref-ruqaa",
    "mada",
    "rubik",
)
"""Families with the digit shapes of letters; drawn twice as often as those with shapes of posters."""

_DEBIAN = Path("/usr/share/fonts")


@dataclass(frozen=True, slots=True)
class Face:
    """A face whose glyphs may be spread over several files.

    Args:
        name: Family and weight.
        files: In order of preference; a glyph is drawn from the first that has it.
    """

    name: str
    files: tuple[bytes, ...]

    def has(self, text: str) -> bool:
        """Whether a file has each character."""
        return all(any(ord(char) in _characters(data) for data in self.files) for char in text)

    def font_of(self, char: str, size: int) -> ImageFont.FreeTypeFont:
        """The font that draws a character; the fallback is DejaVu Sans."""
        for data in self.files:
            if ord(char) in _characters(data):
                return _font(data, size)
        return _font(_fallback(), size)

    def word_font(self, text: str, size: int) -> ImageFont.FreeTypeFont:
        """The font of a word, which must be joined within one file."""
        for data in self.files:
            if all(ord(char) in _characters(data) for char in text):
                return _font(data, size)
        return _font(_fallback(), size)


@cache
def npm_face(root: Path, family: str, weight: int) -> Face:
    """A face of a `@fontsource` package unpacked to `root/family`."""
    files = []
    for subset in ("arabic", "latin"):
        path = root / family / "files" / f"{family}-{subset}-{weight}-normal.woff2"
        if path.is_file():
            files.append(path.read_bytes())
    if not files:
        raise FileNotFoundError(f"{root / family} has no weight {weight}")
    return Face(f"{family}-{weight}", tuple(files))


@cache
def debian_face(path: str) -> Face:
    """A face of a Debian package, by its path below /usr/share/fonts."""
    return Face(Path(path).stem, ((_DEBIAN / path).read_bytes(),))


def training_faces(root: Path) -> list[Face]:
    """Every face of the training set."""
    npm = [npm_face(root, family, weight) for family, weights in NPM_TRAINING.items() for weight in weights]
    latin = [npm_face(root, family, weight) for family in LATIN_TRAINING for weight in (400, 700)]
    return npm + latin + [debian_face(path) for path in DEBIAN_TRAINING]


def page_faces(root: Path, named: tuple[tuple[str, str, str], ...]) -> list[tuple[Face, str]]:
    """Faces and digits that pages are drawn in: `CALIBRATION` or `TEST`."""
    return [(npm_face(root, name, 400) if kind == "npm" else debian_face(name), digits) for kind, name, digits in named]


def digits_of(face: Face) -> list[str]:
    """The digit scripts that a face can be trusted to draw."""
    scripts = [script for script in (PERSIAN, ARABIC, LATIN) if face.has(script)]
    return [script for script in scripts if script != PERSIAN or face.name not in URDU_DIGITS]


def contact_sheet(faces: list[Face], target: Path) -> None:
    """Draw every face's digits, to be looked at before it is used."""
    sheet = Image.new("L", (1500, 42 * len(faces) + 10), 255)
    draw = ImageDraw.Draw(sheet)
    for row, face in enumerate(faces):
        y = 42 * row + 5
        draw.text((5, y + 10), face.name, fill=0, font=_font(_fallback(), 14))
        for column, char in enumerate("".join(digits_of(face)) + "/-."):
            draw.text((260 + 36 * column, y + 32), char, fill=0, font=face.font_of(char, 30), anchor="ls")
    sheet.save(target)


@cache
def _characters(data: bytes) -> frozenset[int]:
    return frozenset(TTFont(BytesIO(data), lazy=True).getBestCmap())


@cache
def _font(data: bytes, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(BytesIO(data), size)


@cache
def _fallback() -> bytes:
    return (_DEBIAN / "truetype/dejavu/DejaVuSans.ttf").read_bytes()
