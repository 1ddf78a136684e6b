"""Numbers of a page read again from their ink, whatever Tesseract read there."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

import numpy as np
from PIL import Image, ImageFilter

from govah.read.ocr.crop import Crop, crop_of
from govah.read.ocr.numbers.certainty import Signs, certainty
from govah.read.ocr.numbers.decoding import Floats, is_arabic, probabilities, readings, settled
from govah.read.ocr.numbers.groups import Group, gathered, parted, usual_space
from govah.read.ocr.numbers.net import NumberNet, number_net
from govah.read.ocr.numbers.picture import Grey, fitted, framed
from govah.read.ocr.numbers.spelling import (
    Spelled,
    bare,
    classes_of,
    has_more_separators,
    has_other,
    is_latin,
    is_lettered,
    logical,
    number_of,
    plain,
    plausible,
    spelled,
    with_thousands,
    with_told_separators,
    written,
)
from govah.read.ocr.sheet import Sheet
from govah.read.ocr.tesseract import ReadWord

_CROPS: Final = ((1, 0.09), (2, 0.18))  # points beyond the ink, white frame
_SOFT: Final = (1, 0.13)
_BLUR: Final = 0.7
_CLEAR: Final = 0.97  # both crops read alike with more: a third is not needed
_USUAL: Final = 0.75  # of the page's usual number height: a lone zero is cut out no lower
_LARGEST: Final = 0.8  # inch; what is higher is no number of a letter's text
_TWICE_SEEN: Final = 5.0
_PARTING: Final = 0.55  # spaces between words: a wider gap may part two numbers
_LIKELY: Final = 0.5
_PREFERRED: Final = 0.35  # less, and Tesseract's own number stays
_CONVINCING: Final = 0.9  # where Tesseract read letters or nothing
_CONVINCING_ALONE: Final = 0.97
_LETTERS_A_FIGURE: Final = 2
_FULLER: Final = 0.1  # so likely are separators that a number has not: it is to be confirmed
_OVER: Final = 0.5  # of the narrower
_TORN: Final = 1.6  # spaces between words
_UNCONFIRMED: Final = 0.5  # certainty of a number that the network does not see
_SHAPES: Final = 2.5  # columns of one script's own shapes that outweigh the language of a page
_EDGES: Final = re.compile(r"^([(\[«:]*).*?([)\]»:؛،.]*)$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Reading:
    """What the network says of one group of ink.

    Args:
        number: Plain signs, from left to right; empty where it is no number, or several.
        latin: Whether in Latin digits.
        probability: Mean over the crops.
        votes: Share of the crops whose own likeliest reading it is.
        beside: Whether something stands there that is no part of the number.
        richer: The probability of the same digits with separators that the number has not.
    """

    number: str
    latin: bool
    probability: float
    votes: float
    beside: bool
    richer: float = 0.0


@dataclass(frozen=True, slots=True)
class Looked:
    """A group of ink and what the network scored.

    Args:
        group: In pixels of the line's picture.
        scores: Of each crop.
        reading: In the digits of the page's language.
    """

    group: Group
    scores: tuple[Floats, ...]
    reading: Reading


@dataclass(frozen=True, slots=True)
class Judgement:
    """A number as it is read here.

    Args:
        word: In pixels of the sheet, with Tesseract's confidence.
        signs: How certain it is.
        lettered: Whether a letter of a register stands behind it, which Tesseract alone read.
    """

    word: ReadWord
    signs: Signs
    lettered: bool = False


@dataclass(frozen=True, slots=True)
class NumberLine:
    """A line's words and the ink in it that may be numbers.

    Args:
        words: As Tesseract read them, in pixels of the sheet.
        looked: From left to right.
        corner: Left and top of the line's picture on the sheet.
    """

    words: tuple[ReadWord, ...]
    looked: tuple[Looked, ...]
    corner: tuple[int, int]


class NumberReader:
    """Reads the numbers of one page.

    Args:
        sheet: The page.
        language: The page's.
        samples: Words of some of its lines, by which the space between words is known.

    Raises:
        MissingExtraError: The network's weights are not installed.
    """

    def __init__(self, sheet: Sheet, language: str, samples: Sequence[Sequence[ReadWord]]) -> None:
        self._net: NumberNet = number_net()
        self._sheet = sheet
        self._arabic = language == "ara"
        self._space = usual_space(samples, sheet.dpi)
        self._least = round(_USUAL * _digit_height(samples, sheet.dpi))

    def look(self, number: int, words: tuple[ReadWord, ...]) -> NumberLine:
        """Show the network what may be a number in a line.

        Args:
            number: Of the line in `sheet.lines`.
            words: As Tesseract read them.
        """
        crop = crop_of(self._sheet, number)
        groups = gathered(words, crop, self._sheet.threshold, self._space)
        looked = [
            one
            for group in groups
            if group.right - group.left > 1 and group.bottom - group.top <= _LARGEST * self._sheet.dpi
            for one in self._looked(crop, group, words)
        ]
        return NumberLine(words, tuple(looked), (crop.left, crop.top))

    def probable(self, line: NumberLine) -> set[int]:
        """Places of the words that are numbers, or parts of one."""
        found: set[int] = set()
        for looked in line.looked:
            text = "".join(line.words[place].text for place in looked.group.words)
            if looked.reading.probability >= _LIKELY and _is_whole(looked.reading, text):
                found.update(looked.group.words)
        return found

    def script(self, lines: Sequence[NumberLine]) -> str:
        """Whose digits the page has, by their shapes: `fas` or `ara`; its language decides where these say little."""
        shown = sum(is_arabic(looked.scores[0]) for line in lines for looked in line.looked)
        if abs(shown) < _SHAPES:
            return "ara" if self._arabic else "fas"
        return "ara" if shown > 0 else "fas"

    def settle(self, line: NumberLine, script: str) -> tuple[ReadWord, ...]:
        """A line's words with its numbers as read here, each with the probability that it is right.

        Args:
            line: What was looked at.
            script: Whose digits the page has.
        """
        made: dict[int, ReadWord | None] = dict(enumerate(line.words))
        added: list[ReadWord] = []
        taken: set[int] = set()
        loose: list[ReadWord] = []
        for looked, judged in self.judgements(line, script):
            held = looked.group.words
            if judged is None:
                if not held and looked.reading.probability >= _LIKELY:
                    loose.append(_word(looked.reading.number, looked.group, line.corner, 0.0))
                for place in held:
                    doubted = line.words[place]
                    if any(char.isdigit() for char in doubted.text) or _may_be_digit(doubted, looked.reading):
                        trust = min(doubted.confidence, _UNCONFIRMED)
                        made[place] = replace(doubted, confidence=trust, other=_seen(looked.reading, doubted, script))
                continue
            sure = certainty(judged.signs)
            doubtful = judged.lettered or not judged.signs.plausible or looked.reading.richer > _FULLER
            word = replace(judged.word, confidence=min(sure, _UNCONFIRMED) if doubtful else sure)
            if held and not taken.intersection(held):
                made.update(dict.fromkeys(held))
                made[held[0]] = word
                taken.update(held)
            else:
                added.append(word)
        kept = [word for word in made.values() if word is not None]
        for word in added:
            kept.insert(sum(other.left > word.left for other in kept), word)
        return self.whole(kept, loose)

    def whole(self, words: Sequence[ReadWord], loose: Sequence[ReadWord] = ()) -> tuple[ReadWord, ...]:
        """A line's words, those numbers doubted that may have fallen in two."""
        torn = self._torn([*words, *loose])
        return tuple(
            replace(word, confidence=min(word.confidence, _UNCONFIRMED)) if word in torn else word for word in words
        )

    def _torn(self, words: Sequence[ReadWord]) -> list[ReadWord]:
        """Numbers at one place, and such as stand hardly a space apart and would make one that has fallen in two."""
        numbers = [(word, found.plain) for word in words if (found := spelled(word.text)) is not None]
        numbers.sort(key=lambda pair: pair[0].left)
        torn: list[ReadWord] = []
        for (one, left), (other, right) in pairwise(numbers):
            gap = other.left - one.left - one.width
            over = -gap > _OVER * min(one.width, other.width)  # one ink read for two words
            if over or (gap < _TORN * self._space and plausible(left + right)):
                torn += (one, other)
        return list(dict.fromkeys(torn))

    def confirmed(self, line: NumberLine) -> tuple[ReadWord, ...]:
        """A line's words as Tesseract read them, its numbers as certain as the network is of them.

        For pages in English, whose numbers Tesseract reads better than the network.

        Args:
            line: What was looked at.
        """
        made = list(line.words)
        for looked, judged in self.judgements(line, "fas"):
            numbered = [i for i in looked.group.words if any(char.isdigit() for char in line.words[i].text)]
            for place in numbered:
                word = line.words[place]
                if judged is None:
                    made[place] = replace(word, confidence=min(word.confidence, _UNCONFIRMED))
                elif judged.signs.agreed and len(numbered) == 1:
                    made[place] = replace(word, confidence=max(word.confidence, certainty(judged.signs)))
                else:
                    made[place] = replace(word, confidence=_UNCONFIRMED, other=judged.word.text)
        return self.whole(made)

    def judgements(self, line: NumberLine, script: str) -> list[tuple[Looked, Judgement | None]]:
        """What each group of ink of a line is read as; None where Tesseract's words stand.

        Args:
            line: What was looked at.
            script: Whose digits the page has.
        """
        made = []
        for looked in line.looked:
            held = [line.words[place] for place in looked.group.words]
            arabic = script == "ara"
            reading = looked.reading
            if arabic != self._arabic:
                reading = read(looked.scores, arabic=arabic, told=_told(held))
            made.append((looked, _judged(reading, looked, held, script, line.corner, self._sheet.dpi)))
        return made

    def _looked(self, crop: Crop, group: Group, words: Sequence[ReadWord]) -> list[Looked]:
        """A group, or its two parts where it makes no number that letters use and each of these does."""
        whole = Looked(group, *self._shown(crop, group, _told([words[place] for place in group.words])))
        if group.widest < _PARTING or not whole.reading.number or plausible(whole.reading.number):
            return [whole]
        pieces = [
            Looked(piece, *self._shown(crop, piece, "")) for piece in parted(group, crop, self._sheet.threshold) or ()
        ]
        apart = [piece.reading.number for piece in pieces]
        return pieces if apart and all(number and plausible(number) for number in apart) else [whole]

    def _shown(self, crop: Crop, group: Group, told: str) -> tuple[tuple[Floats, ...], Reading]:
        """The network's scores of each crop of a group; a third crop where the first two leave a doubt."""
        scores = self._net.scores([fitted(self._picture(crop, group, *shape)) for shape in _CROPS])
        reading = read(scores, arabic=self._arabic, told=told)
        if reading.votes < 1 or reading.probability < _CLEAR:
            soft = Image.fromarray(self._picture(crop, group, *_SOFT)).filter(ImageFilter.GaussianBlur(_BLUR))
            scores += self._net.scores([fitted(np.asarray(soft))])
            reading = read(scores, arabic=self._arabic, told=told)
        return tuple(scores), reading

    def _picture(self, crop: Crop, group: Group, beyond: int, margin: float) -> Grey:
        spare = max(0, self._least - (group.bottom - group.top)) // 2
        height, width = crop.grey.shape
        top, bottom = max(group.top - beyond - spare, 0), min(group.bottom + beyond + spare, height)
        left, right = max(group.left - beyond, 0), min(group.right + beyond, width)
        return framed(crop.grey[top:bottom, left:right], margin)


def read(scores: Sequence[Floats], *, arabic: bool, told: str = "") -> Reading:
    """What the crops of one group say together.

    Args:
        scores: Of each crop.
        arabic: Whether the page's eastern digits are Arabic-Indic.
        told: Tesseract's number in plain signs: preferred where the network thinks it nearly as likely as its own.
    """
    known = [settled(score, arabic=arabic) for score in scores]
    likeliest = [signs for score in known for signs in readings(score)]
    thought = [*likeliest, *(classes_of(told, arabic=arabic) if told else ())]
    candidates = list(dict.fromkeys([*thought, *(marked for signs in thought if (marked := with_thousands(signs)))]))
    likely = probabilities(known, candidates)
    summed: dict[tuple[str, bool], float] = {}
    votes: dict[tuple[str, bool], int] = {}
    best_signs: dict[tuple[str, bool], int] = {}
    firsts = likely.argmax(axis=1).tolist()
    for place, signs in enumerate(candidates):
        number = number_of(signs)
        key = ("", False) if number is None else (plain(number), is_latin(number))
        summed[key] = summed.get(key, 0.0) + float(likely[:, place].mean())
        votes[key] = votes.get(key, 0) + firsts.count(place)
        if key not in best_signs or likely[:, place].sum() > likely[:, best_signs[key]].sum():
            best_signs[key] = place
    best = max(summed, key=lambda key: summed[key] * (_TWICE_SEEN if key[0] == told else 1.0))
    fuller = [key for key in summed if key[1] == best[1] and has_more_separators(key[0], best[0])]
    fullest = max(fuller, key=lambda key: summed[key], default=best)
    if summed[fullest] > summed[best]:  # Tesseract, too, often misses a thousands' mark: there it is no second witness
        best, fuller = fullest, []
    beside = has_other(candidates[best_signs[best]])
    richer = min(sum(summed[key] for key in fuller), 1.0)
    return Reading(best[0], best[1], min(summed[best], 1.0), votes[best] / len(known), beside, richer)


def _judged(
    reading: Reading, looked: Looked, held: Sequence[ReadWord], script: str, corner: tuple[int, int], dpi: int
) -> Judgement | None:
    text = "".join(word.text for word in held)
    told = spelled(text)
    had_digits = any(char.isdigit() for char in text)
    if not _is_whole(reading, text) or (told is not None and reading.probability < _PREFERRED):
        return None
    if not had_digits and not _convincing(reading, text):
        return None
    if told is not None and not reading.beside:
        told = bare(told)
    number = reading.number
    if told is not None:
        number = with_told_separators(logical(number, told.plain), told.plain)
    trust = min((word.confidence for word in held), default=0.0)
    signs = _signs(reading, looked, number, told, trust, dpi, arabic=script == "ara" and not reading.latin)
    made = written(number, told or _around(text), script, latin=reading.latin)
    other = " ".join(word.text for word in held)
    word = _word(made, looked.group, corner, trust, other if other != made else "")
    return Judgement(word, signs, told is not None and is_lettered(told))


def _word(text: str, group: Group, corner: tuple[int, int], trust: float, other: str = "") -> ReadWord:
    """What was read of a group, in pixels of the sheet."""
    left, top = group.left + corner[0], group.top + corner[1]
    return ReadWord(text, left, top, group.right - group.left, group.bottom - group.top, trust, other or None)


def _may_be_digit(word: ReadWord, reading: Reading) -> bool:
    """Whether a letter or two are more likely figures."""
    short = len(word.text) <= _LETTERS_A_FIGURE * len(reading.number)
    return short and reading.probability >= _LIKELY and not reading.beside


def _seen(reading: Reading, word: ReadWord, script: str) -> str | None:
    """What the network sees where the word stays as Tesseract read it."""
    if not reading.number:
        return word.other
    seen = written(reading.number, Spelled("", "", ""), script, latin=reading.latin)
    return seen if seen != word.text else word.other


def _told(held: Sequence[ReadWord]) -> str:
    """The one number of some words, in plain signs."""
    found = spelled("".join(word.text for word in held))
    return found.plain if found else ""


def _is_whole(reading: Reading, text: str) -> bool:
    """Whether a number was read, and not a figure or two among letters that Tesseract took for figures."""
    digits = sum(map(str.isdigit, reading.number))
    return digits > 0 and not (reading.beside and digits + 1 < sum(map(str.isdigit, text)))


def _convincing(reading: Reading, text: str) -> bool:
    """Whether a number is so clear that it counts where Tesseract read letters or nothing."""
    if sum(map(str.isdigit, reading.number)) >= 2:
        return reading.probability >= _CONVINCING
    return reading.probability >= _CONVINCING_ALONE and len(text) == 1


def _signs(
    reading: Reading, looked: Looked, number: str, told: Spelled | None, trust: float, dpi: int, *, arabic: bool
) -> Signs:
    digits = [char for char in number if char.isdigit()]
    return Signs(
        reading.probability,
        reading.votes,
        told is not None and told.plain == number,
        told is not None and told.plain != number,
        trust,
        (looked.group.bottom - looked.group.top) * 200 / dpi,
        len(digits),
        0 if reading.latin else sum(char in "230" for char in digits),
        looked.group.widest,
        looked.group.nearest,
        reading.beside,
        plausible(number),
        arabic,
    )


def _around(text: str) -> Spelled:
    """The marks before and after what is no single number for Tesseract."""
    edges = _EDGES.match(text)
    return Spelled(edges[1], "", edges[2]) if edges and not text.isalpha() else Spelled("", "", "")


def _digit_height(samples: Sequence[Sequence[ReadWord]], dpi: int) -> float:
    heights = [word.height for line in samples for word in line if any(char.isdigit() for char in word.text)]
    return float(np.median(heights)) if heights else 0.09 * dpi
