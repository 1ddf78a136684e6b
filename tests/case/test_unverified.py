"""Numbers that a machine read on a scan: listed until a person looks, and all that hangs on them follows the person."""

from pathlib import Path

import pytest
from tests.bridge import ANSWER
from tests.scanned import recognise, rewrite, words_of

from govah import Case
from govah.case import acting, custodians, erasing, sealing
from govah.case.progress import silent
from govah.errors import DraftError, UsageError
from govah.model.identifiers import Sha256
from govah.model.letter import LetterStatus
from govah.model.passage import Place, Span

MISREAD = ANSWER.replace("۲۱/۴۵۰", "۲۱/۴۵۵").replace("۱۳۹۵/۰۲/۱۴،", "۱۳۹۵/۰۳/۱۷،")
DOUBTS = {"۲۱/۴۵۵": (0.4, "۲۱/۴۵۰"), "۱۳۹۵/۰۳/۱۷،": (0.6, "۱۳۹۵/۰۲/۱۴")}


@pytest.fixture
def case(tmp_path: Path, leak: Path, monkeypatch: pytest.MonkeyPatch) -> Case:
    monkeypatch.setenv("GOVAH_KEYS", str(tmp_path / "keys"))
    opened = Case.create(tmp_path / "case", "Bridge")
    opened.collect([leak / "letter.txt", leak / "deep" / "answer.txt"], "s1")
    recognise(opened, exhibit(opened, "answer.txt"), MISREAD, DOUBTS)
    return opened


def exhibit(case: Case, name: str) -> Sha256:
    (found,) = (each.sha256 for each in case.view.exhibits() if each.sha256 and each.paths[0].endswith(name))
    return found


def place(case: Case, words: str) -> Place:
    sha256 = exhibit(case, "answer.txt")
    start = case.view.page(sha256, 1).text.index(words)
    return Place(sha256, Span(1, start, start + len(words)))


def listed(case: Case) -> list[str]:
    return [each.passage.exact for each in case.unverified_numbers()]


def test_all_numbers_of_a_scan_wait_and_the_doubted_ones_stand_first(case: Case) -> None:
    found = list(case.unverified_numbers())
    assert [each.passage.exact for each in found] == ["۲۱/۴۵۵", "۱۳۹۵/۰۳/۱۷،", "۷/۱۲۰", "۱۳۹۵/۰۲/۲۰"]
    assert [each.read.flagged for each in found] == [True, True, False, False]
    assert found[0].read.other == "۲۱/۴۵۰"
    assert found[1].read.other == "۱۳۹۵/۰۲/۱۴،", "only the number was read again: its comma stays"
    assert found[0].line.startswith("بازگشت به نامه")
    assert [field for _, field in found[0].fields] == ["references"]
    assert [field for _, field in found[2].fields] == ["number"]
    assert case.status()["unverified_numbers"] == {"all": 4, "doubted": 2}


def test_what_hangs_on_a_misread_number_follows_its_correction(case: Case) -> None:
    asking = exhibit(case, "letter.txt")
    (letter,) = case.view.letters_of(asking)
    assert case.view.standing(letter.id).status is LetterStatus.NO_ANSWER_IN_HOLDINGS
    assert [ghost.number for ghost in case.view.ghosts()] == ["21/455"]
    case.correct(place(case, "۲۱/۴۵۵"), "digit", "۲۱/۴۵۰", "the picture shows it")
    (answer,) = case.view.letters_of(exhibit(case, "answer.txt"))
    assert [reference.letter for reference in case.view.standing(answer.id).references] == [letter.id]
    standing = case.view.standing(letter.id)
    assert (standing.status, standing.answered_by) == (LetterStatus.ANSWERED, (answer.id,))
    assert list(case.view.ghosts()) == []
    assert listed(case) == ["۱۳۹۵/۰۳/۱۷،", "۷/۱۲۰", "۱۳۹۵/۰۲/۲۰"]


def test_a_misread_number_and_date_of_the_letter_itself(case: Case) -> None:
    case.correct(place(case, "۷/۱۲۰"), "digit", "۷/۱۲۹", "the picture shows it")
    case.correct(place(case, "۱۳۹۵/۰۲/۲۰"), "digit", "۱۳۹۵/۰۲/۲۹", "the picture shows it")
    (answer,) = case.view.letters_of(exhibit(case, "answer.txt"))
    assert answer.number == "7/129"
    assert answer.date is not None
    assert answer.date.text == "۱۳۹۵/۰۲/۲۹"


def test_confirming_takes_a_number_off_the_list_also_for_a_case_opened_anew(case: Case) -> None:
    case.confirm(place(case, "۲۱/۴۵۵"))
    assert listed(case) == ["۱۳۹۵/۰۳/۱۷،", "۷/۱۲۰", "۱۳۹۵/۰۲/۲۰"]
    with Case(case.folder) as again:
        assert listed(again) == listed(case)
    case.confirm(place(case, "۱۳۹۵/۰۳"))
    assert "۱۳۹۵/۰۳/۱۷،" in listed(case), "confirmed in part"


def test_a_digit_corrected_leaves_the_others_of_its_number_to_be_confirmed(case: Case) -> None:
    start = place(case, "۲۱/۴۵۵").span.start
    case.correct(Place(exhibit(case, "answer.txt"), Span(1, start + 5, start + 6)), "digit", "۰", "I see a zero")
    assert listed(case)[0] == "۲۱/۴۵۰"
    assert not case.view.confirmed(case.passage(place(case, "۲۱/۴۵۰")))
    case.confirm(place(case, "۲۱/۴۵۰"))
    assert "۲۱/۴۵۰" not in listed(case)


def test_a_new_reading_asks_for_the_person_again_where_it_reads_another_number(case: Case) -> None:
    case.confirm(place(case, "۲۱/۴۵۵"))
    case.confirm(place(case, "۷/۱۲۰"))
    again = MISREAD.replace("۲۱/۴۵۵", "۲۱/۴۵۶")
    recognise(case, exhibit(case, "answer.txt"), again, {})
    assert listed(case) == ["۱۳۹۵/۰۲/۲۰", "۲۱/۴۵۶", "۱۳۹۵/۰۳/۱۷،"]


@pytest.mark.parametrize("later", ["۲۱/۴۵۶", "۲۱/۴۵۰"])
def test_no_report_rests_on_a_confirmation_that_lost_its_place(case: Case, tmp_path: Path, later: str) -> None:
    sha256 = exhibit(case, "answer.txt")
    claim = case.add_claim([place(case, "نامه شماره ۲۱/۴۵۵ مورخ")], "It answers 21/455", _fact())
    case.confirm(place(case, "۲۱/۴۵۵"))
    draft = f"It answers 21/455 [@claim:{claim.id}]."
    assert case.build_report(draft, tmp_path / "sure.html").unverified == 0
    recognise(case, sha256, MISREAD.replace("۲۱/۴۵۵", later), {})
    with pytest.raises(DraftError, match="not found on its page any more"):
        case.build_report(draft, tmp_path / "again.html")
    case.confirm(place(case, later))  # of other words at the very place
    with pytest.raises(DraftError, match="not found on its page any more"):
        case.build_report(draft, tmp_path / "again.html")


def test_no_report_rests_on_a_reading_that_a_person_corrected(case: Case, tmp_path: Path) -> None:
    claim = case.add_claim([place(case, "نامه شماره ۲۱/۴۵۵ مورخ")], "It answers", _fact())
    case.correct(place(case, "۲۱/۴۵۵"), "digit", "۲۱/۴۵۰", "the picture shows it")
    with pytest.raises(DraftError):
        case.build_report(f"It answers 21/455 [@claim:{claim.id}].", tmp_path / "out.html")
    sha256 = exhibit(case, "answer.txt")
    page, start, end = place(case, "شماره ۲۱/۴۵۰ مورخ").span
    here = f"[@{sha256}:{page}:{start}-{end}]"
    assert case.build_report(f"It answers 21/450 {here}.", tmp_path / "out.html").cited == 1
    with pytest.raises(DraftError, match="stands in no passage"):
        case.build_report(f"It answers 21/455 {here}.", tmp_path / "wrong.html")


def test_a_correction_that_lost_its_place_vouches_for_nothing(case: Case, tmp_path: Path) -> None:
    sha256 = exhibit(case, "answer.txt")
    case.correct(place(case, "۲۱/۴۵۵"), "digit", "۲۱/۴۵۰", "the picture shows it")
    recognise(case, sha256, MISREAD.replace("۲۱/۴۵۵", "۲۱/۴۹۰"), {})
    page, start, end = place(case, "شماره ۲۱/۴۹۰ مورخ").span
    with pytest.raises(DraftError, match="no person confirmed"):
        case.build_report(f"It answers 21/490 [@{sha256}:{page}:{start}-{end}].", tmp_path / "out.html")


def test_a_field_of_a_letter_that_a_person_corrected_confirms_no_text(case: Case, tmp_path: Path) -> None:
    sha256 = exhibit(case, "answer.txt")
    case.correct(place(case, "۷/۱۲۰"), "number", "7/121", "the register says so")
    assert "۷/۱۲۰" in listed(case)
    page, start, end = place(case, "شماره: ۷/۱۲۰").span
    with pytest.raises(DraftError, match="no person confirmed"):
        case.build_report(f"It has the number 7/120 [@{sha256}:{page}:{start}-{end}].", tmp_path / "out.html")


def test_written_text_has_no_unverified_numbers_but_recognised_words_on_its_page_do(case: Case) -> None:
    sha256 = exhibit(case, "letter.txt")
    text = case.view.page(sha256, 1).text
    assert list(case.unverified_numbers(sha256)) == []
    words = [[*word[:7], None] for word in words_of(text, {})]
    words = [[*word[:7], 0.95] if text[word[0] : word[1]] == "۲۱/۴۵۰" else word for word in words]
    rewrite(case, sha256, [{"words": words, "width": 900.0, "height": 400.0}])
    assert [each.passage.exact for each in case.unverified_numbers(sha256)] == ["۲۱/۴۵۰"]


def test_the_list_is_the_same_after_a_rebuild(case: Case) -> None:
    case.confirm(place(case, "۲۱/۴۵۵"))
    case.correct(place(case, "۷/۱۲۰"), "digit", "۷/۱۲۹", "the picture shows it")
    before, waiting = listed(case), list(case.view.unverified())
    case.close()
    with Case(case.folder) as again:
        again.rebuild(keep_pages=True)
    with Case(case.folder) as again:
        assert listed(again) == before
        assert list(again.view.unverified()) == waiting


def _fact():
    from govah.model.claim import ClaimKind

    return ClaimKind.FACT


def test_numbers_of_what_is_sealed_are_not_listed(case: Case) -> None:
    custodians.make("A", None)
    custodians.add(case, "A", None)
    assert listed(case)
    sealing.seal(case, [exhibit(case, "answer.txt")], ["A"], "danger", silent, two_keys=False)
    assert listed(case) == []
    with Case(case.folder) as again:
        assert listed(again) == []
        assert again.status()["unverified_numbers"] == {"all": 0, "doubted": 0}
        assert again.rebuild().identical is True


def test_numbers_of_what_is_erased_are_not_listed(case: Case) -> None:
    acting.make("omid")
    acting.add(case, "omid", None)
    assert listed(case)
    asked = erasing.request(case, [exhibit(case, "answer.txt")], "danger to life", "Order 7")
    with Case(case.folder, "omid") as second:
        erasing.approve(second, asked.entry, "as ordered", None, silent)
    with Case(case.folder) as after:
        assert listed(after) == []
        assert after.rebuild().identical is True


def test_a_number_is_put_in_the_place_of_a_number_only(case: Case) -> None:
    with pytest.raises(UsageError, match="No number stands at"):
        case.correct(place(case, "بازگشت"), "digit", "۱۲", "the picture shows it")
    with pytest.raises(UsageError, match="has no digit"):
        case.correct(place(case, "۲۱/۴۵۵"), "digit", "abc", "the picture shows it")


def test_a_report_does_not_cite_a_place_from_before_a_correction(case: Case, tmp_path: Path) -> None:
    words = MISREAD.split()[-3:]
    cited = place(case, " ".join(words))
    number = case.view.exhibit(exhibit(case, "answer.txt")).number
    case.mark(cited, None, instead_of=None)
    page, start, end = cited.span
    draft = f"They said so [ex{number}.{page}:{start}-{end}]."
    assert case.build_report(draft, tmp_path / "first.html").cited == 1
    case.correct(place(case, "۲۱/۴۵۵"), "digit", "۲۱/۴۵۰۰۱", "the picture shows it")
    with pytest.raises(DraftError, match=rf"Cite them there: \[ex{number}.{page}:{start + 2}-{end + 2}\]"):
        case.build_report(draft, tmp_path / "second.html")
    unmarked = f"They said so [ex{number}.{page}:{start + 3}-{end + 1}]."
    with pytest.raises(DraftError, match="cuts a word, and a correction moved"):
        case.build_report(unmarked, tmp_path / "second.html")
    followed = f"They said so [ex{number}.{page}:{start + 2}-{end + 2}]."
    assert case.build_report(followed, tmp_path / "second.html").cited == 1
