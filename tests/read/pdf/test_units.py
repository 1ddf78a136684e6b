"""Units from the glyphs that producers and fonts make of letters."""

from collections.abc import Iterable

from govah.read.pdf.glyph import Glyph
from govah.read.pdf.joiners import put_joiners
from govah.read.pdf.lines import lines_of
from govah.read.pdf.units import UNDEFINED, Unit, units_of
from govah.read.pdf.words import Rulings, words_of

Drawn = tuple[str, float, float]
SIZE = 10.0


def _glyphs(drawn: Iterable[Drawn], raised: dict[int, float] | None = None) -> list[Glyph]:
    """Glyphs in the file's order: what they stand for, left and right end; a shape for each text and width."""
    made = []
    for order, (text, left, right) in enumerate(drawn):
        shape = (1, hash((text, round(right - left, 1))))
        baseline = 100 - (raised or {}).get(order, 0.0)
        made.append(Glyph(text, left, right, baseline, SIZE, 0.9, 0.3, shape, 2 * order))
    return made


def _texts(units: list[Unit]) -> list[str]:
    return [unit.text for unit in units]


def _said(glyphs: list[Glyph]) -> list[str]:
    """The words of one line of right-to-left letters."""
    lines = lines_of(units_of(glyphs))
    assert len(lines) == 1
    words = words_of(lines[0], Rulings([]))
    put_joiners(words)
    return ["".join(unit.text for unit in reversed(word.units)) for word in reversed(words)]


def test_dots_that_are_glyphs_of_their_own_say_their_letter_once() -> None:
    assert _texts(units_of(_glyphs([("ا", 0, 3), ("ب", 5, 5), ("ب", 3, 8)]))) == ["ا", "ب"]


def test_two_letters_that_take_room_stay_two() -> None:
    assert _texts(units_of(_glyphs([("ب", 0, 5), ("ب", 5, 10)]))) == ["ب", "ب"]


def test_a_base_without_text_takes_that_of_its_dots_and_no_mark_does() -> None:
    glyphs = _glyphs([("\u0651", 4, 4), (UNDEFINED, 4, 4), ("ن", 5, 5), (UNDEFINED, 4, 10)])
    assert _texts(units_of(glyphs)) == ["\u0651", "ن"]


def test_a_letter_under_dots_that_the_font_does_not_name_is_unknown() -> None:
    glyphs = _glyphs([("\u066e", 0, 5), (UNDEFINED, 2, 2), ("ح", 5, 10), (UNDEFINED, 7, 7), ("م", 10, 15)])
    assert _texts(units_of(glyphs)) == [UNDEFINED, UNDEFINED, "م"]


def test_a_nameless_stroke_that_lengthens_a_word_is_no_character() -> None:
    assert _said(_glyphs([("ن", 0, 5), (UNDEFINED, 5, 9), (UNDEFINED, 6, 10), ("م", 10, 15)])) == ["من"]


def test_a_bullet_of_a_symbol_font_is_a_bullet() -> None:
    assert _texts(units_of(_glyphs([("\uf0b7", 0, 5), ("\uf123", 5, 10)]))) == ["•", "\uf123"]


def test_a_nameless_letter_is_none() -> None:
    assert UNDEFINED in _said(_glyphs([("ن", 0, 5), (UNDEFINED, 5, 9), ("م", 9, 14)]))[0]


def test_a_mark_on_a_space_parts_words_and_marks_the_letter_before_it() -> None:
    glyphs = _glyphs([("د", 0, 5), ("\u064e ", 5, 8), ("ن", 8, 13), ("\u064e", 13, 13), ("ب", 13, 18)])
    assert _said(glyphs) == ["ب\u064eن\u064e", "د"]


def test_a_space_that_a_letter_is_kerned_over_parts_words() -> None:
    assert _said(_glyphs([("د", 0, 5), ("گ", 5, 12), (" ", 8.9, 12.4), ("ه", 12.4, 16)])) == ["ه", "گد"]


def test_a_no_break_space_that_a_letter_covers_is_a_non_joiner() -> None:
    assert _said(_glyphs([("ا", 0, 3), ("ه", 3, 8), ("\u00a0", 8, 11), ("ه", 8, 13), ("م", 13, 18)])) == ["مه\u200cها"]


def test_a_space_that_hangs_over_the_end_of_a_line_parts_nothing() -> None:
    assert _said(_glyphs([(" ", 0, 2.6), ("ا", 0, 3), ("ب", 3, 8)])) == ["با"]


def test_a_non_joiner_drawn_as_a_space_stands_where_it_begins() -> None:
    glyphs = _glyphs([("س", 0, 8), ("\u200c", 8, 11.5), ("م", 8, 10.7), ("ی", 10.7, 14), ("ن", 14, 17)])
    assert _said(glyphs) == ["نیم\u200cس"]


def test_letters_that_a_font_raises_stay_on_their_line() -> None:
    drawn = [("ر", 0, 5), ("م", 5, 10), ("ح", 10, 15), ("م", 15, 20)]
    assert _said(_glyphs(drawn, {1: 4, 2: 7, 3: 10})) == ["محمر"]


def test_one_shape_alone_tells_of_a_non_joiner() -> None:
    """The first glyph of «ها» is known from the start of a word; the last of «ک» ends no word of the line."""
    initial, medial, final_kaf, alef = 5.0, 4.0, 7.0, 3.0
    at, drawn = 0.0, []
    for word in ([("ا", alef), ("ه", initial), ("ک", final_kaf), ("ش", 8.0)], [("م", 6.0), ("ه", initial)],
                 [("ا", alef), ("ه", medial), ("ب", 4.0)], [("ت", 9.0), ("ش", 8.0), ("ن", 4.0)]):  # fmt: skip
        for text, width in word:
            drawn.append((text, at, at + width))
            at += width
        drawn.append((" ", at, at + 3))
        at += 3
    assert _said(_glyphs(drawn[:-1])) == ["نشت", "بها", "هم", "شک\u200cها"]
