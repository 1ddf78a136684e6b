"""Words that a person adds: read from text, joined with the program's, in force in one context only."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from govah.consolidate import letters
from govah.consolidate.data import program_rows, rows
from govah.consolidate.data.extension import Wordings, extended, joined, wordings
from govah.consolidate.letters import recognise
from govah.consolidate.letters.phrases import phrase
from govah.consolidate.wordings import TABLES, read_rows, table_named
from govah.errors import UsageError
from govah.model.identifiers import Sha256
from govah.model.letter import Letter
from govah.model.page import Page

LETTER = """وزارة الطرق
العدد: ٥١/٧٠٣
التاريخ: ٢٠١٤/٦/٢
إلى: محافظة الوادي
الموضوع: الجسر الخشبي
تحية طيبة
بعطفة ٤٤/٢١ في ٢٠١٤/٥/٣، نرسل النتيجة.
"""
SCHEME = wordings({"classifications": (("nk-1993", "2", "sealed wood|secret"),)})
REPLY = wordings({"reference_words": (("reply", "بعطفة"),)})


def recognised(text: str) -> Letter:
    (letter,) = recognise(Sha256("ab" * 32), "text/plain", (Page(1, text),), {})
    return letter


def numbers(words: Wordings) -> list[str | None]:
    with extended(words):
        return [reference.number for reference in recognised(LETTER).references]


def test_the_program_reads_its_own_rows() -> None:
    for table in TABLES:
        assert [tuple(row) for row in rows(f"{table.name}.tsv")] == list(table.rows), table.name
        assert {len(row) for row in table.rows} == {len(table.columns)}, table.name


def test_every_example_can_be_added() -> None:
    for table in TABLES:
        text = "\t".join(table.example)
        assert read_rows(table, text.encode(), "words") == (table.example,)
        with extended(wordings({table.name: (table.example,)})):
            assert recognised(LETTER).number == "51/703"


def test_a_reference_wording_is_found_while_it_is_in_force() -> None:
    assert numbers(Wordings()) == []
    assert numbers(REPLY) == ["44/21"]
    assert numbers(Wordings()) == []


def test_contexts_do_not_mix() -> None:
    with ThreadPoolExecutor(2) as pool:
        asked = [pool.submit(numbers, words) for words in (REPLY, Wordings()) * 4]
    assert [each.result() for each in asked] == [["44/21"], []] * 4


def test_what_letters_remember_is_kept_apart_by_words() -> None:
    kept = {file.name: file.read_text(encoding="utf-8") for file in Path(letters.__path__[0]).glob("*.py")}
    assert "@by_wordings" in kept["phrases.py"]
    assert [name for name, text in kept.items() if "@cache" in text or "@lru_cache" in text] == []


def test_nothing_is_made_twice_for_the_same_words() -> None:
    with extended(REPLY):
        first = phrase("expects")
    with extended(wordings({"reference_words": (("reply", "بعطفة"),)})):
        assert phrase("expects") is first


def test_a_scheme_goes_before_the_programs_for_equal_words() -> None:
    text = "{}\nRef: 12/34\nDate: 3 May 2014\nFrom: Office of Roads\nTo: Office of Woods\nSubject: bridge\n\nSir,\n"
    plain = recognised(text.format("SECRET")).classification
    assert plain is not None
    assert plain.scheme == "en-common"
    assert recognised(text.format("SEALED WOOD")).classification is None
    with extended(SCHEME):
        for words in ("SECRET", "SEALED WOOD"):
            found = recognised(text.format(words)).classification
            assert found is not None
            assert (found.text, found.level, found.scheme) == (words, 2, "nk-1993")


def test_a_later_word_goes_before_an_earlier_one() -> None:
    program = program_rows("classifications.tsv")
    own = [("nk-1993", "2", "sealed|wood"), ("nk-1993", "3", "Sealed")]
    found = joined("classifications", program, own)
    assert found[:2] == [("nk-1993", "2", "wood"), ("nk-1993", "3", "Sealed")]
    assert found[2:] == program


def test_words_join_the_row_of_their_kind() -> None:
    found = dict(joined("reference_words", program_rows("reference_words.tsv"), [("reply", "بعطفة|عطف به")]))
    assert found["reply"].endswith("|بعطفة|عطف به")
    assert "عطف به" not in found["either"].split("|")


@pytest.mark.parametrize(
    ("table", "text", "told"),
    [
        ("reference_words", b"answer\tword", "'answer' is no kind"),
        ("reference_words", b"reply", "1 columns, where 2 belong"),
        ("reference_words", b"# words\n\nreply\ta", "line 3: 'a' is so short"),
        ("reference_words", b"reply\tab~", "so short"),
        ("reference_words", b"reply\tgood word|", "a word is empty"),
        ("reference_words", b"reply\tgood\x07word", "U\\+0007"),
        ("reference_words", "reply\tgood\u202eword".encode(), "U\\+202E"),
        ("reference_words", b"reply\tgood\nreply\t\xff\xfe", "line 2: this is not UTF-8"),
        ("reference_words", "reply\tـــ".encode(), "so short"),
        ("reference_words", b"reply\tone \xe2\x80\xa6 two \xe2\x80\xa6 three", "more than one"),
        ("reference_words", b"reply\tgood word\neither\tGood word", "line 2: 'Good word' stands in line 1"),
        ("reference_words", b"kind\twords\n", "no row"),
        ("reference_words", b"reply\tword\n" * 2001, "more than 2,000 rows"),
        ("reference_words", b"reply\t" + b"word|" * 300_000, "longer than 1 MiB"),
        ("classifications", b"nk\t5\tsealed", "'5' is no level"),
        ("classifications", b"N K\t2\tsealed", "no name of a scheme"),
        ("letter_labels", b"number\tweak\tDocket", "'weak' is no strength"),
        ("titles", b"zila\tchief nazim", "more than one word"),
        ("compliments", b"en\tthe <sender> greets", "<sender> and <to>"),
        ("compliments", b"en\t<sender> greets (<to> now", "cannot stand|needs <sender>"),
    ],
)
def test_what_cannot_be_added_is_told(table: str, text: bytes, told: str) -> None:
    with pytest.raises(UsageError, match=told) as refused:
        read_rows(table_named(table), text, "words.tsv")
    assert refused.value.remedy


def test_a_heading_and_comments_are_skipped() -> None:
    text = "\ufeff# of a manual\r\nscheme\tlevel\twords\r\nnk-1993\t\t open wood | plain\r\n".encode()
    assert read_rows(table_named("classifications"), text, "words") == (("nk-1993", "", "open wood|plain"),)
    with pytest.raises(UsageError, match="no table"):
        table_named("months")
