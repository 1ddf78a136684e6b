"""Corrections of text: offsets stay true, words stay inside the text, whatever is put in the place of what."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from govah.case.passages import anchor
from govah.case.text_of_record import corrected_page, text_of_record
from govah.model.identifiers import EntryIndex, Sha256
from govah.model.mark import Correction
from govah.model.page import Box, Origin, Page, Word
from govah.model.passage import Passage, Place, Span
from govah.model.text import stored_text

SHA = Sha256("ab" * 32)
ALPHABET = st.sampled_from("ab ۱۲نیم\u200c\n\u0301é")
TEXTS = st.text(ALPHABET, min_size=1, max_size=60).map(stored_text).filter(bool)


def page_of(text: str) -> Page:
    words, start = [], 0
    for line, row in enumerate(text.split("\n")):
        for part in row.split(" "):
            if part:
                words.append(Word(start, start + len(part), Box(start, line, start + len(part), line + 1), line))
            start += len(part) + 1
    return Page(1, text, words=tuple(words))


def correction(text: str, start: int, end: int, value: str, page: int = 1, field: str = "text") -> Correction:
    passage = Passage.cut(SHA, Span(page, start, end), text, "reader/1")
    return Correction(EntryIndex(1), passage, field, value, "why", "sara", "2026-01-01T00:00:00Z", None)


@st.composite
def cuts(draw: st.DrawFn) -> tuple[str, int, int]:
    text = draw(TEXTS)
    start = draw(st.integers(0, len(text) - 1))
    return text, start, draw(st.integers(start + 1, len(text)))


@given(cuts(), st.text(ALPHABET, max_size=12))
def test_text_is_replaced_and_words_stay_inside(cut: tuple[str, int, int], value: str) -> None:
    text, start, end = cut
    page = page_of(text)
    corrected = text_of_record(page, [correction(text, start, end, value)])
    put = stored_text(value)
    assert corrected.text == text[:start] + put + text[end:]
    reached = 0
    for word in corrected.words:
        assert reached <= word.start < word.end <= len(corrected.text)
        reached = word.end
    untouched = {
        (word.box, text[word.start : word.end]) for word in page.words if word.end <= start or word.start >= end
    }
    now = {(word.box, corrected.text[word.start : word.end]) for word in corrected.words}
    assert untouched <= now


@given(st.data())
def test_corrections_made_one_after_the_other_are_applied_so_again(data: st.DataObject) -> None:
    page = page_of(data.draw(TEXTS))
    current, made = page, []
    for _ in range(data.draw(st.integers(1, 4))):
        if not current.text:
            break
        start = data.draw(st.integers(0, len(current.text) - 1))
        end = data.draw(st.integers(start + 1, len(current.text)))
        made.append(correction(current.text, start, end, data.draw(st.text(ALPHABET, max_size=5))))
        current = text_of_record(page, made)
    assert text_of_record(page, made).text == current.text


@given(st.data())
def test_each_correction_is_found_where_its_words_stand(data: st.DataObject) -> None:
    """What no person touched lies outside of all corrections, and those in force hold only words of persons."""
    page = page_of(data.draw(TEXTS))
    current, made, by_hand = page, [], [False] * len(page.text)
    for entry in range(data.draw(st.integers(1, 5))):
        if not current.text:
            break
        start = data.draw(st.integers(0, len(current.text) - 1))
        end = data.draw(st.integers(start + 1, len(current.text)))
        value = data.draw(st.text(ALPHABET, max_size=5))
        made.append(replace(correction(current.text, start, end, value), entry=EntryIndex(entry)))
        by_hand[start:end] = [True] * len(stored_text(value))
        current, told = corrected_page(page, made)
    assert len(told) == len(made)
    assert len(by_hand) == len(current.text)
    places = [each.anchored for each in told if each.anchored is not None]
    assert all((each.anchored is None) == (each.superseded_by is not None) for each in told)
    for at, is_put in enumerate(by_hand):
        assert any(place.start <= at < place.end for place in places) == is_put


def test_whose_words_a_correction_replaced() -> None:
    written = page_of("one two three")
    scanned = replace(written, origin=Origin.OCR, words=tuple(replace(word, confidence=0.9) for word in written.words))
    first, again = correction("one two three", 4, 7, "2"), correction("one 2 three", 4, 5, "two")
    for page, is_picture in ((written, False), (scanned, True)):
        _, told = corrected_page(page, [first, replace(again, entry=EntryIndex(2))])
        assert [each.of_picture for each in told] == [is_picture, is_picture]
    _, (layer,) = corrected_page(replace(written, origin=Origin.OCR), [first])
    assert not layer.of_picture


def test_only_its_own_page_and_only_text() -> None:
    page = page_of("one two three")
    assert text_of_record(page, [correction("one two three", 0, 3, "x", page=2)]) == page
    assert text_of_record(page, [correction("one two three", 0, 3, "x", field="number")]) == page


def test_a_correction_that_lost_its_place_is_left_out() -> None:
    page = page_of("something else altogether")
    assert text_of_record(page, [correction("one two three", 4, 7, "x")]) == page


@given(cuts())
def test_a_passage_is_found_where_it_was_cut(cut: tuple[str, int, int]) -> None:
    text, start, end = cut
    assert anchor(Passage.cut(SHA, Span(1, start, end), text, "r"), text) == Span(1, start, end)


@given(cuts(), TEXTS)
def test_a_passage_is_found_again_only_where_its_words_stand(cut: tuple[str, int, int], other: str) -> None:
    text, start, end = cut
    passage = Passage.cut(SHA, Span(1, start, end), text, "r")
    for changed in (other, other + text, text + other):
        found = anchor(passage, changed)
        assert found is None or changed[found.start : found.end] == passage.exact


def test_twice_is_not_found() -> None:
    text = "begin " + "the same words " * 3 + "end"
    start = text.index("same", 30)
    passage = Passage("ab" * 32, Span(1, 900, 904), "same", "the ", " words ", "r")  # type: ignore[arg-type]
    assert anchor(passage, text) is None
    assert anchor(Passage.cut(SHA, Span(1, start, start + 4), text, "r"), "xx" + text) == Span(1, start + 2, start + 6)


def test_a_single_sign_is_not_anchored_by_chance() -> None:
    """After a page was read anew, a digit at the same offset need not be the digit that a person corrected."""
    passage = Passage.cut(SHA, Span(1, 8, 9), "number: 4 of the first letter", "r")
    assert anchor(passage, "quantity4and other words altogether") is None


@given(
    st.integers(1, 10**8),
    st.integers(0, 10**8),
    st.integers(1, 10**8),
    st.text("0123456789abcdef", min_size=8, max_size=64),
)
def test_a_written_passage_is_read_back(page: int, start: int, length: int, sha: str) -> None:
    assert Place.parse(f" {sha.upper()}:{page}:{start}-{min(start + length, 999_999_999)} ") == Place(
        sha, Span(page, start, min(start + length, 999_999_999))
    )
