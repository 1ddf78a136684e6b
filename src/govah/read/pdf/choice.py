"""Which of two readings is a page's text: the file's own, or what is recognised in its picture; and why."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from govah.model.page import Layer, Origin, Page, Region, RegionKind, Word
from govah.model.status import Status
from govah.model.text import joined
from govah.read.ocr.numbers.certainty import CERTAIN
from govah.read.pdf.comparison import Comparison, compared
from govah.read.pdf.hidden import UNCOMPARED
from govah.read.pdf.judgement import LayerKind, agree
from govah.read.pdf.plausibility import plausibility
from govah.read.reader import Remark

_DOUBTED: Final = round(CERTAIN - 0.02, 2)
"""Most confidence in a number that another reading has otherwise."""
_PLACED: Final = 0.6  # least share of our signs at whose place the file has a word
_SAME_PAGE: Final = 0.45  # least likeness of two readings of one page
_SEEN: Final = 0.5  # likeness from which written words are those that are seen
_LEANING: Final = 0.15
_RUN: Final = re.compile(r"\d+")
_ENOUGH: Final = 30  # letters: two readings whose words differ less are one, and ours has its numbers weighed
_ANOTHERS: Final = "The text in the file is another program's recognition of the picture."


@dataclass(frozen=True, slots=True)
class Choice:
    """A decision between two readings.

    Args:
        theirs: Whether the file's own text is the page's.
        reason: Why, in a sentence.
        comparison: What it rests on.
    """

    theirs: bool
    reason: str
    comparison: Comparison


def chosen(made: Page, found: Page, kind: LayerKind) -> Page:
    """The better reading as the page, the other as its layer.

    Args:
        made: The page with the file's own text.
        found: The same page as we recognise it, words in the same coordinates.
        kind: What the file's text is.
    """
    if kind is LayerKind.SEARCHABLE:
        choice = between_recognitions(found, made)
        if choice.theirs:
            return _with_theirs(found, made, choice)
        return _with_ours(found, made, choice, Origin.OCR)
    if kind in (LayerKind.GARBAGE, LayerKind.OVERLAID):
        choice = of_written(found, made)
        if choice.theirs:
            return replace(
                made,
                reason=joined(made.reason, choice.reason, between=" "),
                layers=_beside(made, Origin.OCR, found.text),
                turned=found.turned,
            )
        return _with_ours(found, made, choice, Origin.TEXT)
    return _with_stamp(found, made)


def unrecognised(made: Page, kind: LayerKind, why: str) -> tuple[Page, tuple[Remark, ...]]:
    """What there is without recognition, and that something is missing.

    Args:
        made: The page with the file's own text.
        kind: What that text is.
        why: Nothing was recognised.
    """
    if kind in (LayerKind.SEARCHABLE, LayerKind.OVERLAID):
        remark = f"the text in the file was not compared with what is seen ({why})"
        reason = joined(made.reason, _ANOTHERS, between=" ") if kind is LayerKind.SEARCHABLE else made.reason
        return replace(made, remark=joined(made.remark, remark), reason=reason), ()
    return made, (Remark(Status.PARTIAL, f"page {made.number} needs recognition ({why})"),)


def between_recognitions(ours: Page, theirs: Page) -> Choice:
    """Choose between our recognition and another program's, which lies unseen over a scan."""
    comparison = compared(ours, theirs)
    same = f"{100 * comparison.alike:.0f} %"
    if not ours.text.strip():
        return Choice(True, "Recognised by another program; ours read nothing on this page.", comparison)
    if plausibility(theirs.text).doubtful:
        return Choice(False, "Recognised anew: the letters of the text in the file make no words.", comparison)
    if comparison.covered < _PLACED and comparison.placed >= _PLACED and comparison.alike >= _SAME_PAGE:
        share = f"{100 * comparison.covered:.0f} %"
        return Choice(True, f"Recognised by another program: ours read {share} of its words only.", comparison)
    if comparison.placed < _PLACED:
        why = f"Recognised anew: the text in the file stands over {100 * comparison.placed:.0f} % of the writing only."
        return Choice(False, why, comparison)
    if comparison.alike < _SAME_PAGE:
        return Choice(False, f"Recognised anew: the text in the file is not what is seen ({same} alike).", comparison)
    if comparison.leaning > _LEANING and comparison.differing >= _ENOUGH:
        why = f"Recognised by another program: {same} like ours, and where they differ its words are the likelier."
        return Choice(True, why, comparison)
    why = f"Recognised anew: {same} like the text in the file, whose words are no likelier than ours."
    return Choice(False, why, comparison)


def of_written(ours: Page, theirs: Page) -> Choice:
    """Choose between our recognition and text that is written on the page and seen there."""
    comparison = compared(ours, theirs)
    if not ours.text.strip():
        return Choice(True, "Written as text; recognition read nothing on this page.", comparison)
    if agree(theirs.text, ours.text) or (comparison.placed >= _PLACED and comparison.alike >= _SEEN):
        why = f"Written as text, and recognition sees the same ({100 * comparison.alike:.0f} % alike)."
        return Choice(True, why, comparison)
    if comparison.alike >= _SEEN:
        why = f"Recognised: the text in the file is {100 * comparison.placed:.0f} % of the writing only."
    else:
        why = "Recognised: the text in the file is not what is seen on the page."
    return Choice(False, why, comparison)


def _with_theirs(ours: Page, theirs: Page, choice: Choice) -> Page:
    """Another program's recognition as a page's text, each word as certain as ours makes it.

    Args:
        ours, theirs: The two readings; a word of theirs without confidence was written and is seen.
        choice: Between them.
    """
    trust: dict[int, tuple[float, str | None]] = {}
    for meeting in choice.comparison.meetings:
        known = min((ours.words[i].confidence or 0.0 for i in meeting.ours), default=0.0)
        figures, others = _figures(ours, meeting.ours), _figures(theirs, meeting.theirs)
        same = figures == others if figures or others else meeting.here == meeting.there
        other = _text_at(ours, meeting.ours) if figures and not same else None
        for place in meeting.theirs:
            trust[place] = (known if same else min(known, UNCOMPARED), other)
    words = []
    for place, word in enumerate(theirs.words):
        known, other = trust.get(place, (UNCOMPARED, None))
        words.append(word if word.confidence is None else replace(word, confidence=known, other=other))
    return replace(
        theirs,
        origin=Origin.OCR,
        words=tuple(words),
        reason=joined(theirs.reason, choice.reason, between=" "),
        remark=joined(theirs.remark, ours.remark),
        layers=_beside(theirs, Origin.OCR, ours.text),
        regions=tuple(region for region in ours.regions if not _is_read(region, theirs)),
        turned=ours.turned,
    )


def _with_ours(ours: Page, theirs: Page, choice: Choice, origin: Origin) -> Page:
    """Our recognition as a page's text; numbers that the file has otherwise are doubted.

    Args:
        ours, theirs: The two readings.
        choice: Between them.
        origin: Of the file's text.
    """
    words = list(ours.words)
    if not plausibility(theirs.text).doubtful:
        for meeting in choice.comparison.meetings:
            figures = _figures(theirs, meeting.theirs)
            if not figures or figures == _figures(ours, meeting.ours):
                continue
            for place in meeting.ours:
                words[place] = _doubted(ours, words[place], _text_at(theirs, meeting.theirs))
    return replace(
        ours,
        words=tuple(words),
        reason=joined(theirs.reason, choice.reason, between=" "),
        layers=_beside(theirs, origin, theirs.text),
    )


def _with_stamp(ours: Page, theirs: Page) -> Page:
    """Our recognition of a page of which a stamp or nothing is written, the stamp at its end where it is not read."""
    stamp = " ".join(theirs.text.split())
    if not ours.text:
        return replace(ours, text=theirs.text, words=theirs.words)
    if not stamp:
        return ours
    reason = joined(
        theirs.reason, "Recognised: the file has a few written words over a picture of the page.", between=" "
    )
    layers = _beside(theirs, Origin.TEXT, theirs.text)
    read = "".join(stamp.split()).casefold() in "".join(ours.text.split()).casefold()
    text = ours.text if read else f"{ours.text}\n[text layer] {stamp}"
    return replace(ours, text=text, reason=reason, layers=layers)


def _doubted(ours: Page, word: Word, other: str) -> Word:
    if not any(map(str.isdigit, ours.text[word.start : word.end])):
        return word
    known = word.confidence if word.confidence is not None else 1.0
    return replace(word, confidence=min(known, _DOUBTED), other=other)


def _text_at(page: Page, places: Sequence[int]) -> str:
    return " ".join(page.text[page.words[place].start : page.words[place].end] for place in places)


def _figures(page: Page, places: Sequence[int]) -> list[str]:
    """The numbers that a reading has at a place, whatever parts them."""
    return ["".join(str(unicodedata.digit(char)) for char in run) for run in _RUN.findall(_text_at(page, places))]


def _beside(page: Page, origin: Origin, text: str) -> tuple[Layer, ...]:
    """The layers of a page and one more, where it says anything."""
    return (*page.layers, Layer(origin, text)) if text.strip() else page.layers


def _is_read(region: Region, page: Page) -> bool:
    """Whether a reading has a word where the other saw ink that it could not read."""
    return region.kind is RegionKind.UNREAD and any(word.box.lies_on(region.box) for word in page.words)
