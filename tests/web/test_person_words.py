"""A field whose words a person put or confirmed is a person's in the letter's box, whichever way it was done."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from govah import Case
from govah.model.passage import Place, Span
from govah.web.letter_fields import FieldLine, acts_on, letter_fields, verdicts
from govah.web.translation import locale

TWO = """شماره: ۲۱/۴۵۰
تاریخ: ۱۳۹۵/۰۲/۱۴
از: وزارت راه ناکجا
به: استانداری بیستون
موضوع: پل چوبی
با سلام، نتیجه اعلام گردد.
"""


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    (tmp_path / "letter.txt").write_text(TWO, encoding="utf-8")
    with Case.create(tmp_path / "case", "Bridge") as opened:
        opened.collect([tmp_path / "letter.txt"], "s1")
        yield opened


def _place(case: Case, words: str) -> Place:
    sha256 = next(letter.sha256 for letter in case.view.letters())
    start = case.view.page(sha256, 1).text.index(words)
    return Place(sha256, Span(1, start, start + len(words)))


def _line(case: Case, name: str) -> FieldLine:
    (letter,) = case.view.letters()
    letters, acts = case.view.letters_of(letter.sha256), verdicts(case.view, letter.sha256)
    lines = letter_fields(letter, case.view.pages(letter.sha256), acts_on(letter, letters, acts), [], locale("en"))
    return next(line for line in lines if line.name == name)


@pytest.mark.parametrize(
    ("field", "words", "value", "name"),
    [
        ("digit", "۲۱/۴۵۰", "۲۱/۴۵۹", "number"),
        ("text", "تاریخ: ۱۳۹۵/۰۲/۱۴", "تاریخ: ۱۳۹۵/۰۲/۱۵", "date"),
        ("text", "وزارت راه ناکجا", "وزارت آب ناکجا", "from"),
    ],
)
def test_words_that_a_person_put(case: Case, field: str, words: str, value: str, name: str) -> None:
    assert _line(case, name).verdict is None
    entry = case.correct(_place(case, words), field, value, "the picture shows it")
    verdict = _line(case, name).verdict
    assert verdict is not None
    assert (verdict.entry, verdict.why) == (entry, "the picture shows it")


def test_a_part_of_the_words_is_not_the_field(case: Case) -> None:
    case.correct(_place(case, "راه"), "text", "آب", "w")
    assert _line(case, "from").verdict is None


def test_a_confirmation_counts_while_its_words_stand(case: Case) -> None:
    case.confirm(_place(case, "پل چوبی"))
    assert _line(case, "subject").verdict is not None
    case.correct(_place(case, "چوبی"), "text", "سنگی", "w")
    assert _line(case, "subject").verdict is None


def test_a_field_corrected_moves_with_its_words(case: Case) -> None:
    case.correct(_place(case, "پل چوبی"), "subject", "پل", "short")
    case.correct(_place(case, "شماره: ۲۱/۴۵۰"), "text", "شمارهٔ نامه: ۲۱/۴۵۰", "w")
    line = _line(case, "subject")
    assert line.verdict is not None
    assert line.verdict.span == line.span == _place(case, "پل چوبی").span
