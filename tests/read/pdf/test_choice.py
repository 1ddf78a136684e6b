"""Two readings of a page, made by hand: which is taken, why, and what is doubted."""

from govah.model.page import Box, Layer, Origin, Page, Region, RegionKind, Word
from govah.read.ocr.numbers.certainty import CERTAIN
from govah.read.pdf.choice import chosen, unrecognised
from govah.read.pdf.comparison import compared, folded
from govah.read.pdf.judgement import LayerKind

LINES = (
    "The committee met at the depot on 12 May 2019 and counted",
    "1250 sealed crates in the yard of the governor's office",
    "while nobody from the ministry was present at the gate",
)


def _page(*lines: str, confidence: float | None = 0.95, down: float = 0.0) -> Page:
    """Words of a fixed width, line under line."""
    words, start = [], 0
    for number, line in enumerate(lines):
        left = 50.0
        for text in line.split(" "):
            box = Box(left, 100.0 + 20 * number + down, left + 7 * len(text), 112.0 + 20 * number + down)
            words.append(Word(start, start + len(text), box, number, confidence))
            start, left = start + len(text) + 1, left + 7 * len(text) + 6
    origin = Origin.TEXT if confidence is None else Origin.OCR
    return Page(1, "\n".join(lines), origin, width=595, height=842, words=tuple(words))


def _word(page: Page, text: str) -> Word:
    return next(word for word in page.words if page.text[word.start : word.end] == text)


def test_places_are_compared_whatever_parts_the_words() -> None:
    ours, theirs = _page("نامه شماره 12/345 رسید"), _page("نامه‌ شمارة ۱۲/۳۴۵ رسید")
    comparison = compared(ours, theirs)
    assert [(meeting.here, meeting.there) for meeting in comparison.meetings][2] == ("12345", "12345")
    assert (comparison.placed, comparison.covered, comparison.alike) == (1.0, 1.0, 1.0)
    assert folded("«ﻣﺪﻳﺮ‌ﻛﻞ»") == "مدیرکل"


def test_of_two_like_readings_ours_is_taken_and_a_number_they_differ_in_is_doubted() -> None:
    misread = _page(*(line.replace("1250", "7250") for line in LINES), confidence=0.5)
    page = chosen(misread, _page(*LINES), LayerKind.SEARCHABLE)
    assert page.text == "\n".join(LINES)
    assert str(page.reason).startswith("Recognised anew")
    assert page.layers == (Layer(Origin.OCR, "\n".join(LINES).replace("1250", "7250")),)
    number = _word(page, "1250")
    assert (number.other, number.confidence is not None and number.confidence < CERTAIN) == ("7250", True)
    assert _word(page, "2019").confidence == 0.95


def test_the_likelier_words_are_taken_and_their_numbers_are_as_certain_as_ours() -> None:
    worse = (
        "The comnjttoe mct al tho dcpol cn 12 May 2019 ard covnled",
        "1259 soalcd craics jn lhe yarcl of the gcvernor's offico",
        "whjle nohody fron tho minjstry vvas prcsent al tho gale",
    )
    page = chosen(_page(*LINES, confidence=0.5), _page(*worse, confidence=0.9), LayerKind.SEARCHABLE)
    assert page.text == "\n".join(LINES)
    assert page.origin is Origin.OCR
    assert "its words are the likelier" in str(page.reason)
    assert (_word(page, "1250").confidence, _word(page, "1250").other) == (0.5, "1259")
    assert _word(page, "2019").confidence == 0.9
    assert page.layers == (Layer(Origin.OCR, "\n".join(worse)),)


def test_a_reading_that_stopped_early_gives_way_to_a_whole_one() -> None:
    page = chosen(_page(*LINES, confidence=0.5), _page(LINES[0]), LayerKind.SEARCHABLE)
    assert page.text == "\n".join(LINES)
    assert "of its words only" in str(page.reason)
    assert max(word.confidence or 0 for word in page.words if word.line > 0) == 0.5


def test_words_that_stand_elsewhere_are_not_taken() -> None:
    page = chosen(_page(*LINES, confidence=0.5, down=300), _page(*LINES), LayerKind.SEARCHABLE)
    assert page.words[0].box.top == 100
    assert "stands over 0 % of the writing" in str(page.reason)


def test_written_words_stay_where_recognition_bears_them_out() -> None:
    written, found = _page(*LINES, confidence=None), _page(*LINES[:2], "whiIe nobody frorn the rninistry was present")
    page = chosen(written, found, LayerKind.GARBAGE)
    assert (page.text, page.origin, page.words) == (written.text, Origin.TEXT, written.words)
    assert "recognition sees the same" in str(page.reason)
    assert page.layers == (Layer(Origin.OCR, found.text),)
    assert chosen(_page(*("zq xkvw " * 4 for _ in LINES), confidence=None), found, LayerKind.GARBAGE).text == found.text


def test_unread_ink_where_the_other_has_words_is_not_unread() -> None:
    read, blank = Box(48, 138, 200, 155), Box(48, 400, 200, 420)
    by_hand = Region(RegionKind.HANDWRITING, Box(50, 138, 300, 155))
    found = _page(LINES[0])
    found = Page(
        1,
        found.text,
        Origin.OCR,
        words=found.words,
        regions=(Region(RegionKind.UNREAD, read), Region(RegionKind.UNREAD, blank), by_hand),
    )
    page = chosen(_page(*LINES, confidence=0.5), found, LayerKind.SEARCHABLE)
    assert page.regions == (Region(RegionKind.UNREAD, blank), by_hand)


def test_a_stamp_is_added_where_recognition_did_not_read_it() -> None:
    stamp = _page("LEAK-000123", confidence=None, down=500)
    assert chosen(stamp, _page(*LINES), LayerKind.STAMP).text == "\n".join((*LINES, "[text layer] LEAK-000123"))
    assert chosen(stamp, _page(*LINES, "LEAK-000123"), LayerKind.STAMP).text == "\n".join((*LINES, "LEAK-000123"))
    assert chosen(stamp, Page(1, "", Origin.OCR), LayerKind.STAMP).text == "LEAK-000123"


def test_what_is_said_where_nothing_was_recognised() -> None:
    page, remarks = unrecognised(_page(*LINES, confidence=0.5), LayerKind.SEARCHABLE, "recognition is off")
    assert page.remark == "the text in the file was not compared with what is seen (recognition is off)"
    assert remarks == ()
    _, (remark,) = unrecognised(_page(*LINES, confidence=None), LayerKind.GARBAGE, "recognition is off")
    assert remark.detail == "page 1 needs recognition (recognition is off)"
