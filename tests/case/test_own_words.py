"""A case's own words: letters follow when they are added and taken back, and a rebuild says the same."""

from pathlib import Path

import pytest
from tests.bridge import ANSWER, LETTER

from govah import Case
from govah.errors import NotFoundError, UsageError
from govah.model.letter import LetterStatus

WORDS = "reply\tبرگشتانه\n".encode()
UNKNOWN = "برگشتانه"


def asked(case: Case) -> LetterStatus:
    letter = next(each for each in case.view.letters() if each.reply_expected)
    return case.view.standing(letter.id).status


def methods(case: Case) -> set[str]:
    return {letter.method.partition("+")[2] for letter in case.view.letters()}


@pytest.fixture
def case(tmp_path: Path) -> Case:
    folder = tmp_path / "leak"
    folder.mkdir()
    (folder / "letter.txt").write_text(LETTER, encoding="utf-8")
    unknown = ANSWER.replace("بازگشت به نامه شماره ۲۱/۴۵۰", f"{UNKNOWN} نامه")  # a held number would cite by itself
    assert unknown != ANSWER
    (folder / "answer.txt").write_text(unknown, encoding="utf-8")
    opened = Case.create(tmp_path / "case", "Bridge")
    opened.collect([folder], "courier", ocr=False)
    return opened


def test_a_letter_is_answered_while_its_wording_is_known(case: Case) -> None:
    assert asked(case) is LetterStatus.NO_ANSWER_IN_HOLDINGS
    said = case.add_words("reference_words", WORDS, "words.tsv", "circular 12 of the ministry")
    assert asked(case) is LetterStatus.ANSWERED
    (mark,) = methods(case)
    assert mark.startswith("words:")
    assert case.rebuild().identical
    assert case.rebuild(keep_pages=True).identical
    assert asked(case) is LetterStatus.ANSWERED
    case.remove_words(said.entry, "it was another ministry's")
    assert asked(case) is LetterStatus.NO_ANSWER_IN_HOLDINGS
    assert methods(case) == {""}
    assert case.rebuild().identical
    assert case.verify()["verdict"] == "VERIFIED"
    (kept,) = case.view.own_words()
    assert (kept.rows, kept.why) == ((("reply", UNKNOWN),), "circular 12 of the ministry")
    assert kept.ended is not None
    assert kept.ended.why == "it was another ministry's"


def test_what_is_collected_later_is_read_with_them(case: Case, tmp_path: Path) -> None:
    other = Case.create(tmp_path / "other", "Other")
    other.add_words("reference_words", WORDS, "words.tsv", "circular")
    other.collect([tmp_path / "leak"], "courier", ocr=False)
    assert asked(other) is LetterStatus.ANSWERED
    assert asked(case) is LetterStatus.NO_ANSWER_IN_HOLDINGS, "the words of one case are of no other"


def test_the_same_is_not_said_twice(case: Case) -> None:
    first = case.add_words("reference_words", WORDS, "words.tsv", "circular")
    again = case.add_words("reference_words", b"kind\twords\n" + WORDS, "other.tsv", "circular")
    assert (again.entry, again.already) == (first.entry, True)
    with pytest.raises(UsageError, match="reason"):
        case.add_words("reference_words", WORDS, "words.tsv", " ")
    with pytest.raises(UsageError, match="reason"):
        case.remove_words(first.entry, "")
    with pytest.raises(NotFoundError, match="no words that are in force"):
        case.remove_words(0, "why")
    case.remove_words(first.entry, "why")
    with pytest.raises(NotFoundError):
        case.remove_words(first.entry, "why")
    assert not case.add_words("reference_words", WORDS, "words.tsv", "circular").already


def test_a_change_that_broke_off_is_completed(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as broken:
        broken.setattr("govah.case.wording.reword", lambda *_: None)
        case.add_words("reference_words", WORDS, "words.tsv", "circular")
    assert asked(case) is LetterStatus.NO_ANSWER_IN_HOLDINGS
    case.process()
    assert asked(case) is LetterStatus.ANSWERED
