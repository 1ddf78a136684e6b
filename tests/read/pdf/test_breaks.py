"""Tokens broken at a line's end."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from govah.model.page import Page
from govah.read.pdf.breaks import goes_on


@pytest.mark.parametrize(
    ("last", "first"),
    [
        ("https://", "example.org/list."),
        ("https://example.org/letters/", "folder-12.html?lang=fa"),
        ("https://example.org/page", "?id=5"),
        ("ref-", "desk@example.org"),
        ("n.karimi@", "example.org"),
        ("C:\\Users\\", "admin"),
        ("KX-", "59/2014."),
        ("۹۰۶۳/۵۶/", "ج"),
        ("۱۳۹۸/۰۸/", "۲۵"),
        ("۰۲۱-", "۸۸۹۶۵۴۳۲،"),
    ],
)
def test_a_token_goes_on(last: str, first: str) -> None:
    assert goes_on(last, first)


@pytest.mark.parametrize(
    ("last", "first"),
    [
        ("https://example.org/", "and"),
        ("https://example.org/a.pdf.", "The"),
        ("گزارش", "محرمانه"),
        ("۱۲", "۱۳"),
        ("-", "ten"),
        ("and/", "or"),
        ("پیوست/", "رونوشت"),
        ("کتاب-", "نامه"),
    ],
)
def test_two_tokens_stay_two(last: str, first: str) -> None:
    assert not goes_on(last, first)


def test_an_address_in_a_narrow_column(typeset: Callable[..., Path], pages: Callable[[Path], list[Page]]) -> None:
    address = "https://archive.example.org/collections/letters/1398/aban/folder-12/page_004.html?lang=fa&view=full"
    said = f"نشانی بلند در پرونده چنین است: {address} و پایان یافت."
    beside = "این ستون دیگری است که چند سطر دارد و به آن کاری نداریم. " * 4
    blocks: list[tuple[str, Any]] = [("columns", [said, beside.strip()])]
    (page,) = pages(typeset(blocks))
    assert address in page.text
    assert {word.line for word in page.words if page.text[word.start : word.end] in address} != {0}
