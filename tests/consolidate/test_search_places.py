"""Words as a person remembers them, a query in another search's language, and the place that a hit shows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govah.consolidate.search.highlight import closest, found_by_term, matches, snippet
from govah.consolidate.search.hints import query_hints
from govah.consolidate.search.query import parse_query
from govah.consolidate.search.quoting import quoted_places


@pytest.mark.parametrize(
    ("words", "text", "quotations"),
    [
        ("7 PEOPLE were  hurt", "There 7 people\nwere hurt.", ["7 people\nwere hurt"]),
        ("hurt", "unhurt, hurt and Hurt", ["hurt", "Hurt"]),
        ("pect", "inspection", ["pect"]),
        ("۲۱/۴۵۰", "No. 21/450 and 121/4501", ["21/450"]),
        ("1 2", "12 and 1 2", ["1 2"]),
        ("می رود", "او می‌رود", ["می‌رود"]),
        ("ميرود", "او می‌رود", ["می‌رود"]),
        ("كتاب", "این کِتاب است", ["کِتاب"]),
        ("a.c (x", "abc a.c (x)", ["a.c (x"]),
        ("gone", "nothing", []),
        (" \n", "nothing", []),
    ],
)
def test_where_words_stand(words: str, text: str, quotations: list[str]) -> None:
    assert [text[start:end] for start, end in quoted_places(words, text)] == quotations


@given(st.text(alphabet="abc پچ۱2\u200c.\n ", min_size=1, max_size=40), st.data())
def test_any_stretch_of_a_text_is_found_in_it(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    if text[start:end].replace("\u200c", "").split():
        found = quoted_places(text[start:end], text)
        assert found
        assert all(0 <= first < last <= len(text) for first, last in found)


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("fire AND water", ["AND"]),
        ("fire NOT (water AND NOT ice)", ["AND", "NOT"]),
        ("sender:ali", ["sender:"]),
        ('-subject:bridge to:"a b"', ["subject:", "to:"]),
        ('name:ali name:"Ali Rezaei" "sender:x AND y" fire OR water', []),
        ("and not at 10:30 http://example.org ANDES", []),
    ],
)
def test_what_another_search_would_understand_is_told(written: str, words: list[str]) -> None:
    hints = query_hints(written)
    assert len(hints) == len(words)
    for word in words:
        assert any(hint.startswith(word) for hint in hints), (word, hints)


def shown(written: str, text: str) -> tuple[str, str]:
    """The stretch that a hit names, and its snippet."""
    terms = found_by_term(parse_query(written), text)
    place = closest(terms, text)
    assert place is not None
    words, begin = snippet(text, (place,))
    assert text[begin : begin + len(words)] == words
    return text[slice(*place)], words


FAR = "word " * 100


def test_the_snippet_shows_the_rarest_word() -> None:
    text = f"the the the {FAR} the mission {FAR} the"
    place, words = shown("the mission", text)
    assert place == "the mission"
    assert place in words


def test_of_equal_places_the_one_with_most_company_is_shown() -> None:
    text = f"bridge {FAR} the bridge of wood {FAR} wood {FAR} wood"
    assert shown("bridge wood", text)[0] == "bridge"
    assert "bridge of wood" in shown("bridge wood", text)[1]


def test_words_side_by_side_are_one_place() -> None:
    assert shown("wooden bridge", f"bridge {FAR} a wooden\nbridge, wooden")[0] == "wooden\nbridge"


def test_nothing_found_is_no_place() -> None:
    assert closest(found_by_term(parse_query("x"), "nothing"), "nothing") is None


@pytest.mark.parametrize(
    ("written", "name", "wanted"),
    [
        ("bridge", "88-2235_Bridge plan.pdf", True),
        ("plan bridge", "Bridge plan.pdf", True),
        ('"plan bridge"', "Bridge plan.pdf", False),
        ("bridge -plan", "Bridge plan.pdf", False),
        ("گزارش OR bridge", "گزارش‌ها.pdf", True),
        ("brid*", "bridge.pdf", True),
        ("road", "bridge.pdf", False),
    ],
)
def test_names_of_files(written: str, name: str, wanted: bool) -> None:
    assert matches(parse_query(written), name) is wanted
