"""Passages, ids and texts: written, read back, cut out, always the same."""

import hashlib
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govah.errors import UsageError
from govah.model.identifiers import Sha256, span_id
from govah.model.passage import CONTEXT, Passage, Place, Span
from govah.model.status import Status
from govah.model.text import stored_text

HASHES = st.binary(min_size=32, max_size=32).map(bytes.hex)
SPANS = st.tuples(st.integers(1, 10**9 - 1), st.integers(0, 10**9 - 2), st.integers(1, 10**6)).map(
    lambda drawn: Span(drawn[0], drawn[1], min(drawn[1] + drawn[2], 10**9 - 1))
)


@given(HASHES, SPANS, st.integers(8, 64))
def test_a_written_place_is_read_back(sha256: str, span: Span, digits: int) -> None:
    written = f"{sha256[:digits]}:{span.page}:{span.start}-{span.end}"
    assert Place.parse(written) == Place(sha256[:digits], span)
    assert Place.parse(f"  {written.upper()}\n") == Place(sha256[:digits], span)


@given(HASHES, SPANS)
def test_a_passage_writes_what_a_place_reads(sha256: str, span: Span) -> None:
    passage = Passage(Sha256(sha256), span, "words", "", "", "text/1")
    assert Place.parse(passage.written) == Place(sha256, span)


@pytest.mark.parametrize(
    "written",
    [
        "", "3f2a91bc", "3f2a91b:1:0-5", f"{'a' * 65}:1:0-5", "3f2a91bg:1:0-5", "3f2a91bc:1:0", "3f2a91bc:1:-1-5",
        "3f2a91bc:1:0-5-6", "3f2a91bc:1:0:5", "3f2a91bc 1 0 5", "3f2a91bc:۱:0-5", "3f2a91bc:1:0-٥",
        "3f2a91bc:1:0-5\x00", "3f2a91bc:0:0-5", "3f2a91bc:1:5-5", "3f2a91bc:1:5-4", "3f2a91bc:1:0-1000000000",
        "../3f2a91bc:1:0-5",
    ],
)  # fmt: skip
def test_what_is_no_passage_is_told_with_an_example(written: str) -> None:
    with pytest.raises(UsageError) as told:
        Place.parse(written)
    assert told.value.remedy


@given(st.text(max_size=60))
def test_no_words_make_it_fail_otherwise(written: str) -> None:
    try:
        place = Place.parse(written)
    except UsageError:
        return
    assert place.span.start < place.span.end


@given(st.text(min_size=1, max_size=200), st.data())
def test_a_cut_passage_fits_its_page(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    passage = Passage.cut(Sha256("a" * 64), Span(1, start, end), text, "text/1")
    assert passage.exact == text[start:end]
    whole = passage.prefix + passage.exact + passage.suffix
    assert whole in text
    assert text.index(whole) <= start
    assert len(passage.prefix) == min(CONTEXT, start)
    assert len(passage.suffix) == min(CONTEXT, len(text) - end)


@pytest.mark.parametrize(("start", "end"), [(0, 4), (3, 3), (2, 1), (-1, 2), (4, 5)])
def test_a_passage_never_leaves_its_page(start: int, end: int) -> None:
    with pytest.raises(UsageError, match="ends at 3"):
        Passage.cut(Sha256("a" * 64), Span(1, start, end), "abc", "text/1")


@given(HASHES, SPANS, st.sampled_from(["letter", "person"]))
def test_an_id_is_the_hash_of_its_place(sha256: str, span: Span, kind: str) -> None:
    found = span_id(Sha256(sha256), span.page, span.start, span.end, kind)
    place = f"{sha256}:{span.page}:{span.start}:{span.end}:{kind}"
    assert found == hashlib.sha256(place.encode()).hexdigest()[:16]
    assert found != span_id(Sha256(sha256), span.page, span.start, span.end + 1, kind)


@given(st.text(alphabet=st.characters(), max_size=100))
def test_stored_text_is_what_the_design_says(text: str) -> None:
    stored = stored_text(text)
    assert unicodedata.is_normalized("NFC", stored)
    assert stored_text(stored) == stored
    assert not [letter for letter in stored if letter < " " and letter not in "\n\t"]
    stored.encode("utf-8")


@given(st.text(alphabet=st.characters(codec="utf-16", categories=["Cs", "Cc", "L"]), max_size=50))
def test_surrogates_and_controls_become_a_mark(text: str) -> None:
    stored = stored_text(text)
    lost = sum((letter < " " and letter not in "\n\t\r") or "\ud800" <= letter <= "\udfff" for letter in text)
    assert stored.count("\ufffd") >= lost


def test_line_ends_and_forms() -> None:
    assert stored_text("a\r\nb\rc\nd\te\x0cf\x00\ud800") == "a\nb\nc\nd\te\ufffdf\ufffd\ufffd"
    assert stored_text("e\u0301") == "\u00e9"
    assert stored_text("ﻼ ﬁ ²") == "ﻼ ﬁ ²"  # compatibility is folding's business


def test_statuses_are_the_contracts() -> None:
    assert [status.value for status in Status] == [
        "ok", "empty", "encrypted", "partial", "unsupported", "damaged", "crashed", "timed_out", "over_limit",
        "pending", "unreadable",
    ]  # fmt: skip
