"""How a person's words become a query, and what is told when they cannot."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govah.consolidate.search.query import AllOf, AnyOf, Name, Without, Words, parse_query
from govah.errors import UsageError


def word(text):
    return Words((text,), (text,))


@pytest.mark.parametrize(
    ("written", "tree"),
    [
        ("ministry", word("ministry")),
        ("Ministry وزارت", AllOf((word("ministry"), word("وزارت")))),
        ('"Warning Letter"', Words(("warning", "letter"), ("warning", "letter"))),
        ("«نامه هشدار»", Words(("نامه", "هشدار"), ("نامه", "هشدار"))),
        ("fire OR آتش", AnyOf((word("fire"), word("اتش")))),
        ("fire | smoke night", AnyOf((word("fire"), AllOf((word("smoke"), word("night")))))),
        ("fire -draft", Without(word("fire"), word("draft"))),
        ('fire -"first draft"', Without(word("fire"), Words(("first", "draft"), ("first", "draft")))),
        ("minist*", Words(("minist",), ("minist",), prefix=True)),
        ("(a OR b) c", AllOf((AnyOf((word("a"), word("b"))), word("c")))),
        ("a -(b OR c)", Without(word("a"), AnyOf((word("b"), word("c"))))),
        ("۸۸/۲۲۳۵", Words(("88/2235",), ("88", "2235"))),
        ("می‌رود", Words(("میرود",), ("می", "رود"))),
        ("می رود", AnyOf((Words(("میرود",), ("می", "رود")), AllOf((word("می"), word("رود")))))),
        ("東京", Words(("東", "京"), ("東", "京"))),
        ("or", word("or")),
        ("fire & smoke", AllOf((word("fire"), word("smoke")))),
        ('name:"Ali Rezaei"', Name(("al", "rz"))),
    ],
)
def test_queries(written, tree):
    if written.startswith("name:"):
        with pytest.raises(UsageError, match="consonants"):
            parse_query('name:"ai"')
    assert parse_query(written) == tree


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("", "no word"),
        ("   ", "no word"),
        ("&&& …", "no word"),
        ('"open', "not closed"),
        ("open»", "not closed"),
        ("(a", "not closed"),
        ("a)", "no opening"),
        ("()", "missing"),
        ("a OR", "missing"),
        ("OR a", "missing"),
        ("-draft", "not wanted"),
        ("a OR -b", "not wanted"),
        ("*end", "star"),
        ("mid*dle", "star"),
        ("*", "no word"),
        ("(" * 80 + "a" + ")" * 80, "deeply"),
    ],
)
def test_what_cannot_be_read_is_told(written, told):
    with pytest.raises(UsageError, match=told) as caught:
        parse_query(written)
    assert caught.value.remedy


@given(st.text(st.sampled_from('ab می"«»()-*|OR name: 8/\u200c'), max_size=30))
def test_any_writing_is_a_query_or_a_usage_error(written):
    with contextlib.suppress(UsageError):
        parse_query(written)
