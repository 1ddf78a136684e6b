"""Which language a recognised line is in: by its letters, its commonest words and Tesseract's own trust."""

import re
from collections.abc import Sequence
from typing import Final

from govah.read.ocr.tesseract import ReadWord

ISO: Final = {"fas": "fa", "ara": "ar", "eng": "en"}

_ARABIC_SCRIPT: Final = re.compile("[\u0620-\u064a\u0671-\u06d3\ufb50-\ufdff\ufe70-\ufefc]")
_LATIN: Final = re.compile("[A-Za-z\u00c0-\u024f]")
_FOLDED: Final = str.maketrans("يىكةأإآ", "ییکهااا")
_PERSIAN: Final = frozenset(
    "و به از که در این را با است برای آن تا بر می شد شود شده باشد هر یک نیز پس ها های بود خود ما شما دارد گردد "
    "نامه شماره تاریخ پیوست موضوع آقای خانم سلام احترام".translate(_FOLDED).split()
)
_ARABIC: Final = frozenset(
    "من في على إلى عن أن إن التي الذي هذا هذه ذلك قد لا ما كان كما مع بعد قبل كل بين أو ثم لم لن هو هي عند حيث "
    "الله وفي ومن رقم السيد السلام عليكم".translate(_FOLDED).split()
)


def arabic_letters(words: Sequence[ReadWord]) -> int:
    """How many letters of the Arabic script were read."""
    return sum(len(_ARABIC_SCRIPT.findall(word.text)) for word in words)


def latin_letters(words: Sequence[ReadWord]) -> int:
    """How many Latin letters were read."""
    return sum(len(_LATIN.findall(word.text)) for word in words)


def confidence(words: Sequence[ReadWord]) -> float:
    """The mean confidence, weighted by the length of the words; 0.0 for none."""
    total = sum(len(word.text) for word in words)
    return sum(word.confidence * len(word.text) for word in words) / total if total else 0.0


def persian_over_arabic(words: Sequence[ReadWord]) -> int:
    """How many more signs there are of Persian than of Arabic (letters of one only, commonest words, articles)."""
    score = 0
    for word in words:
        bare = word.text.strip("،.:؛()«»؟-/")
        folded = bare.translate(_FOLDED)
        score += 2 * ((folded in _PERSIAN) - (folded in _ARABIC))
        score += bool(re.search("[پچژگ]", bare)) + folded.startswith("می")
        score -= (folded.startswith(("ال", "وال", "بال", "لل")) and len(folded) > 4) + ("ة" in bare)
    return score
