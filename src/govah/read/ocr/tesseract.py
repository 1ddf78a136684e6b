"""Tesseract's C API (libtesseract 5, Apache-2.0) through ctypes: one warm recogniser per language and process.

Words, boxes and confidences are taken from the TSV text: the API's iterators hand over right-to-left words
reversed. The library reads its thread limit once, when it is loaded, so this module sets it first.
"""

import ctypes
import ctypes.util
import hashlib
import os
import threading
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from govah.errors import MissingExtraError

_LIBRARIES: Final = ("libtesseract.so.5", "libtesseract.5.dylib", "tesseract")
_DATA_FOLDERS: Final = (
    "/usr/share/tesseract-ocr/5/tessdata",
    "/usr/share/tesseract-ocr/5.00/tessdata",
    "/usr/share/tessdata",
    "/usr/local/share/tessdata",
    "/opt/homebrew/share/tessdata",
)
LANGUAGES: Final = ("fas", "ara", "eng")
_LSTM_ONLY: Final = 1
_WORD_LEVEL: Final = "5"


class Layout(IntEnum):
    """How Tesseract is to look at a picture (its page segmentation modes)."""

    PAGE = 3
    LINE = 7
    RAW_LINE = 13


@dataclass(frozen=True, slots=True)
class ReadWord:
    """A word as Tesseract reports it.

    Args:
        text: In logical order.
        left, top, width, height: In pixels of the picture that was handed in.
        confidence: 0 to 1.
        other: What was read here by a second reader, where it read something else.
    """

    text: str
    left: int
    top: int
    width: int
    height: int
    confidence: float
    other: str | None = None


def missing_remedy() -> str:
    """What to install where recognition is not possible."""
    return (
        "recognition needs Tesseract: apt-get install tesseract-ocr tesseract-ocr-fas tesseract-ocr-ara "
        "tesseract-ocr-eng"
    )


def available() -> bool:
    """Whether the library and the models of all three languages are here."""
    try:
        _library()
        _models()
    except MissingExtraError:
        return False
    return True


@cache
def engine_version() -> str:
    """The library's version and each model's size and hash: `tesseract 5.3.0; fas 431500:1a2b…; …`.

    Part of the reading stage's version: another model reads other words.

    Raises:
        MissingExtraError: Tesseract or a model is not installed.
    """
    number = _library().TessVersion().decode()
    models = [f"{language} {path.stat().st_size}:{_short_hash(path)}" for language, path in _models().items()]
    return "; ".join([f"tesseract {number}", *models])


class Recogniser:
    """One language's warm Tesseract.

    Args:
        language: `fas`, `ara` or `eng`.

    Raises:
        MissingExtraError: Tesseract or the model is not installed.
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self._library = _library()
        self._lock = threading.Lock()
        self._handle = self._library.TessBaseAPICreate()
        folder = _models()[language].parent
        if self._library.TessBaseAPIInit2(self._handle, str(folder).encode(), language.encode(), _LSTM_ONLY) != 0:
            raise MissingExtraError(f"Tesseract could not load its model {language}", missing_remedy())
        self._library.TessBaseAPISetVariable(self._handle, b"debug_file", b"/dev/null")
        self._library.TessBaseAPISetVariable(self._handle, b"tessedit_do_invert", b"0")

    def read(self, grey: NDArray[np.uint8], layout: Layout, dpi: int) -> tuple[ReadWord, ...]:
        """Read the words of a grey picture.

        Args:
            grey: Height by width, 0 is black.
            layout: What the picture shows.
            dpi: Its resolution.

        Returns:
            The words in Tesseract's order, which is the logical one.
        """
        picture = np.ascontiguousarray(grey)
        height, width = picture.shape
        with self._lock:
            api = self._library
            api.TessBaseAPISetPageSegMode(self._handle, int(layout))
            api.TessBaseAPISetImage(self._handle, picture.ctypes.data, width, height, 1, width)
            api.TessBaseAPISetSourceResolution(self._handle, dpi)
            pointer = api.TessBaseAPIGetTsvText(self._handle, 0)
            if not pointer:
                api.TessBaseAPIClear(self._handle)
                return ()
            try:
                table = ctypes.string_at(pointer).decode("utf-8", "replace")
            finally:
                api.TessDeleteText(pointer)
                api.TessBaseAPIClear(self._handle)
        return tuple(word for row in table.splitlines() if (word := _word_of(row)) is not None)


@cache
def recogniser(language: str) -> Recogniser:
    """The process's one recogniser of a language.

    Raises:
        MissingExtraError: Tesseract or the model is not installed.
    """
    return Recogniser(language)


def _word_of(row: str) -> ReadWord | None:
    cells = row.split("\t")
    if len(cells) < 12 or cells[0] != _WORD_LEVEL or not cells[11].strip():
        return None
    left, top, width, height = (int(cell) for cell in cells[6:10])
    return ReadWord(cells[11].strip(), left, top, width, height, min(max(float(cells[10]) / 100, 0.0), 1.0))


@cache
def _library() -> ctypes.CDLL:
    os.environ["OMP_THREAD_LIMIT"] = "1"  # four threads a line cost more than they give; workers are processes
    for name in _LIBRARIES:
        try:
            library = ctypes.CDLL(name if "." in name else ctypes.util.find_library(name) or name)
        except OSError:
            continue
        _declare(library)
        if library.TessVersion().startswith(b"5"):
            return library
    raise MissingExtraError("Tesseract is not installed", missing_remedy())


def _declare(library: ctypes.CDLL) -> None:
    handle, text, number = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int
    signatures: dict[str, tuple[type | None, list[type]]] = {
        "TessVersion": (text, []),
        "TessBaseAPICreate": (handle, []),
        "TessBaseAPIInit2": (number, [handle, text, text, number]),
        "TessBaseAPISetVariable": (number, [handle, text, text]),
        "TessBaseAPISetPageSegMode": (None, [handle, number]),
        "TessBaseAPISetImage": (None, [handle, ctypes.c_void_p, number, number, number, number]),
        "TessBaseAPISetSourceResolution": (None, [handle, number]),
        "TessBaseAPIGetTsvText": (ctypes.c_void_p, [handle, number]),
        "TessDeleteText": (None, [ctypes.c_void_p]),
        "TessBaseAPIClear": (None, [handle]),
    }
    for name, (result, arguments) in signatures.items():
        function = getattr(library, name)
        function.restype = result
        function.argtypes = arguments


@cache
def _models() -> dict[str, Path]:
    prefix = os.environ.get("TESSDATA_PREFIX")
    for folder in ([prefix] if prefix else []) + list(_DATA_FOLDERS):
        paths = {language: Path(folder) / f"{language}.traineddata" for language in LANGUAGES}
        if all(path.is_file() for path in paths.values()):
            return paths
    raise MissingExtraError("Tesseract's models fas, ara and eng are not installed", missing_remedy())


def _short_hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]
