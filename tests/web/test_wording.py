"""Names of files, reasons, levels and impossible days, as each language reads them."""

import ast
import inspect
import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govah.model.fuzzy_date import Calendar, FuzzyDate
from govah.read.pdf import choice, hidden
from govah.web.letter_fields import date_gloss, no_such_day
from govah.web.names import name_html, name_text, parted, plain_name
from govah.web.reasons import reason_told
from govah.web.translation import locale
from govah.web.wording import Words


@pytest.mark.parametrize(
    ("name", "around", "direction"),
    [
        ("نامه اسکن ۱.png", "ltr", "ltr"),
        ("نامه اسکن ۱.png", "rtl", "rtl"),
        ("empty.txt", "rtl", "ltr"),
        ("88-2201.pdf", "rtl", "ltr"),
        ("box.mbox#2", "rtl", "ltr"),
    ],
)
def test_a_name_keeps_its_ending_at_its_end(name: str, around: str, direction: str) -> None:
    html = str(name_html(name, around))
    assert html.startswith(f'<span class="filename" dir="{direction}">')
    assert re.sub("<[^>]+>", "", html) == name


def test_a_name_is_never_markup() -> None:
    assert "<img" not in name_html("<img src=x>.pdf", "ltr")


@given(st.text(st.characters(codec="utf-8"), max_size=40), st.sampled_from(["ltr", "rtl"]))
def test_nothing_of_a_name_is_lost(name: str, around: str) -> None:
    stem, ending = parted(name)
    assert stem + ending == plain_name(name)
    text = name_text(name, around)
    assert re.sub("[\u2066-\u2069]", "", text) == plain_name(name)
    assert len(re.findall("[\u2066-\u2068]", text)) == text.count("\u2069"), "every isolate ends"


def test_known_reasons_are_told_in_the_language_and_others_as_they_stand() -> None:
    persian, english = Words(locale("fa")), Words(locale("en"))
    told = str(persian.detail("a link to /some/where, which is not there"))
    assert "پیوندی به" in told
    assert "<bdi" in told
    assert "lang=" not in told
    assert "بی‌بایت" in str(persian.detail("no bytes"))
    mixed = str(persian.detail("page 3 was not read; something nobody expected"))
    assert "صفحهٔ ۳ خوانده نشد" in mixed
    assert '<span lang="en" dir="ltr">something nobody expected</span>' in mixed
    assert english.detail("cannot be opened: Permission denied") == "cannot be opened: no permission"


def _reasons() -> Iterator[str]:
    """Every sentence by which the PDF reader explains its choice, as it is written there; shares and counts are 42."""
    for module in (choice, hidden):
        for node in ast.walk(ast.parse(inspect.getsource(module))):
            if isinstance(node, ast.JoinedStr):
                parts = (part.value if isinstance(part, ast.Constant) else _filled(part) for part in node.values)
                text = "".join(map(str, parts))
            else:
                text = str(node.value) if isinstance(node, ast.Constant) else ""
            if re.match(r"(Recognised|Written as|The text in the file|42 words)\b.*\.$", text):
                yield text


def _filled(part: ast.expr) -> str:
    assert isinstance(part, ast.FormattedValue)
    if isinstance(part.value, ast.IfExp):
        return str(ast.literal_eval(part.value.orelse))
    name = part.value.id if isinstance(part.value, ast.Name) else ""
    return {"same": "42 %", "share": "42 %", "UNSEEN": hidden.UNSEEN}.get(
        name, "42 words" if isinstance(part.value, ast.Call) else "42"
    )


def test_every_reason_for_a_page_s_text_is_told_in_the_language() -> None:
    found = list(_reasons())
    assert len(found) >= 12
    for each in found:
        assert 'lang="en"' not in reason_told(each, locale("fa")), each


def test_what_a_reason_names_is_never_markup() -> None:
    assert "<b>" not in Words(locale("en")).detail("a link to <b>, which is not there")
    assert "<b>" not in Words(locale("en")).detail("<b>")


def test_the_lowest_level_does_not_read_as_the_highest() -> None:
    assert Words(locale("en")).level(4) == "confidential: the lowest of 4 levels"
    assert "پایین‌ترین" in Words(locale("fa")).level(4)


@pytest.mark.parametrize(
    ("date", "impossible"),
    [
        (FuzzyDate("۱۳۹۳/۱۳/۱۹", None, None, None), True),
        (FuzzyDate("31 June 2015", Calendar.GREGORIAN, None, None), True),
        (FuzzyDate("5 Esfand", Calendar.JALALI, None, None), False),
        (FuzzyDate("/ / 1393", None, None, None), False),
    ],
)
def test_a_day_that_no_calendar_has_is_told_as_such(date: FuzzyDate, impossible: bool) -> None:
    assert no_such_day(date) is impossible
    assert ("no such day in the calendar" in date_gloss(date, locale("en"))) is impossible
