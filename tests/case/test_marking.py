"""Marks, corrections, confirmations: what a person did stays with the words that it was done to."""

from pathlib import Path

import pytest

from govah import Case
from govah.case.searching import SearchRequest
from govah.errors import NotFoundError, UsageError
from govah.model.claim import ClaimKind, ClaimStatus
from govah.model.passage import Place, Span


@pytest.fixture
def case(tmp_path: Path, leak: Path) -> Case:
    opened = Case.create(tmp_path / "case", "Bridge")
    opened.collect([leak / "letter.txt", leak / "deep" / "answer.txt"], "s1")
    return opened


def place(case: Case, name: str, words: str) -> Place:
    (sha256,) = (e.sha256 for e in case.view.exhibits() if e.sha256 and e.paths[0].endswith(name))
    start = case.view.page(sha256, 1).text.index(words)
    return Place(sha256, Span(1, start, start + len(words)))


def found(case: Case, words: str) -> int:
    return case.search(SearchRequest(words)).total


def test_a_text_correction_is_what_everything_sees(case: Case) -> None:
    wrong = place(case, "letter.txt", "۲۱/۴۵۰")
    later = place(case, "letter.txt", "نتیجه بازدید")
    marked, _ = case.mark(later, "asked for")
    assert found(case, "۲۱/۴۵۰") == 2
    case.correct(wrong, "digit", "۲۱/۴۵۰۹۹", "the stamp hides two digits")
    text = case.view.page(wrong.sha, 1).text  # type: ignore[arg-type]
    assert text[wrong.span.start :].startswith("۲۱/۴۵۰۹۹\n")
    (letter,) = case.view.letters_of(wrong.sha)  # type: ignore[arg-type]
    assert letter.number == "21/45099"
    assert found(case, "۲۱/۴۵۰۹۹") == 1
    (mark,) = case.view.marks()
    assert mark.anchored == later.span._replace(start=later.span.start + 2, end=later.span.end + 2)
    assert mark.passage == marked
    (correction,) = case.view.corrections()
    assert correction.anchored == wrong.span._replace(end=wrong.span.end + 2)
    assert case.status()["lost_their_place"] == []
    again = case.view.page(wrong.sha, 1).text.index("۲۱/۴۵۰۹۹")  # type: ignore[arg-type]
    case.correct(Place(wrong.sha, Span(1, again, again + 8)), "digit", "۲۱/۴۵۰", "no, it does not")
    assert case.view.page(wrong.sha, 1).text.count("۲۱/۴۵۰\n") == 1  # type: ignore[arg-type]
    (mark,) = case.view.marks()
    assert mark.anchored == later.span


def test_what_lost_its_place_is_listed(case: Case) -> None:
    inside = place(case, "letter.txt", "بازدید از پل")
    case.mark(inside)
    around = place(case, "letter.txt", "نتیجه بازدید از پل چوبی")
    case.correct(around, "text", "چیز دیگری", "the paper says something else")
    (mark,) = case.view.marks()
    assert mark.anchored is None
    assert case.status()["lost_their_place"] == [mark.passage.written]


def test_a_field_correction_overrides_the_machine(case: Case) -> None:
    number = place(case, "letter.txt", "۲۱/۴۵۰")
    case.correct(number, "number", "۹۹/۱۲۳", "the register says so")
    (letter,) = case.view.letters_of(number.sha)  # type: ignore[arg-type]
    assert (letter.number, letter.corrected) == ("99/123", frozenset({"number"}))
    (answer,) = (item for item in case.view.letters() if item.sha256 != number.sha)
    assert [reference.letter for reference in case.view.standing(answer.id).references] == [None]
    assert [ghost.cited_by for ghost in case.view.ghosts()] == [(answer.id,)]
    assert "۲۱/۴۵۰" in case.view.page(number.sha, 1).text  # type: ignore[arg-type]


def test_a_correction_of_a_correction_settles_the_first(case: Case) -> None:
    wrong = place(case, "letter.txt", "۲۱/۴۵۰")
    first = case.correct(wrong, "text", "۲۱/۴۵۱", "w")
    second = case.correct(wrong, "text", "۲۱/۴۵۲", "I slipped")
    one, other = case.view.corrections()
    assert (one.entry, one.anchored, one.superseded_by) == (first, None, second)
    assert (other.entry, other.anchored, other.superseded_by) == (second, wrong.span, None)
    wider = place(case, "letter.txt", "شماره: ۲۱/۴۵۲")
    third = case.correct(wider, "text", "شماره: ۲۱/۴۵۰", "as it was")
    assert [each.superseded_by for each in case.view.corrections()] == [second, third, None]
    assert case.status()["lost_their_place"] == []


def test_a_part_of_a_correction_corrected_leaves_the_rest(case: Case) -> None:
    wrong = place(case, "letter.txt", "نتیجه بازدید")
    case.correct(wrong, "text", "نتیجهٔ دو بازدید", "w")
    case.correct(place(case, "letter.txt", "دو"), "text", "سه", "w")
    one, other = case.view.corrections()
    assert one.anchored == place(case, "letter.txt", "نتیجهٔ سه بازدید").span
    assert other.anchored == place(case, "letter.txt", "سه").span


def test_a_field_corrected_again_settles_the_first(case: Case) -> None:
    number = place(case, "letter.txt", "۲۱/۴۵۰")
    case.correct(number, "number", "۹۹/۱۲۳", "the register says so")
    case.correct(number, "text", "۲۱/۴۵۱", "w")
    assert case.status()["lost_their_place"] == [
        case.view.resolve(number.sha) + ":1:" + f"{number.span.start}-{number.span.end}"
    ]
    case.correct(number, "number", "۹۹/۱۲۴", "the register says so")
    assert case.status()["lost_their_place"] == []


def test_what_lost_its_place_is_settled_by_what_is_made_instead(case: Case) -> None:
    _, entry = case.mark(place(case, "letter.txt", "بازدید از پل"))
    here = place(case, "letter.txt", "اعلام گردد")
    with pytest.raises(UsageError, match="no mark or correction that lost"):
        case.mark(here, instead_of=entry)
    case.correct(place(case, "letter.txt", "نتیجه بازدید از پل چوبی"), "text", "چیز دیگری", "w")
    (lost,) = case.status()["lost"]
    assert (lost["entry"], lost["quotation"]) == (entry, "بازدید از پل")
    _, later = case.mark(place(case, "letter.txt", "چیز دیگری"), instead_of=entry)
    assert case.status()["lost"] == []
    first, second = case.view.marks()
    assert (first.anchored, first.superseded_by, second.superseded_by) == (None, later, None)
    with pytest.raises(UsageError):
        case.mark(here, instead_of=entry)


def test_an_empty_value_is_said_on_purpose(case: Case) -> None:
    number = place(case, "letter.txt", "۲۱/۴۵۰")
    size = case.log.checkpoint().size
    for field in ("number", "date", "text", "subject"):
        for value in ("", " \n"):
            with pytest.raises(UsageError, match="empty") as told:
                case.correct(number, field, value, "w")
            assert "--clear" in told.value.remedy
    with pytest.raises(UsageError):
        case.correct(number, "number", "12", "w", clear=True)
    with pytest.raises(UsageError, match="not a number"):
        case.correct(number, "number", " - ", "w")
    assert case.log.checkpoint().size == size
    case.correct(number, "number", "", "it has none", clear=True)
    (letter,) = case.view.letters_of(number.sha)  # type: ignore[arg-type]
    assert letter.number is None
    case.correct(number, "text", "", "a stain", clear=True)
    assert "شماره: \n" in case.view.page(number.sha, 1).text  # type: ignore[arg-type]
    (correction,) = (each for each in case.view.corrections() if each.field == "text")
    assert correction.anchored == number.span._replace(end=number.span.start)
    assert not correction.of_picture


def test_corrections_are_known_to_a_case_opened_anew(case: Case) -> None:
    number = place(case, "letter.txt", "۲۱/۴۵۰")
    case.correct(number, "text", "۲۱/۹۹۹", "w")
    case.close()
    with Case(case.folder) as opened:
        assert "۲۱/۹۹۹" in opened.view.page(number.sha, 1).text  # type: ignore[arg-type]
        assert found(opened, "۲۱/۹۹۹") == 1


def test_confirming(case: Case) -> None:
    number = place(case, "letter.txt", "۲۱/۴۵۰")
    passage = case.passage(number)
    assert not case.view.confirmed(passage)
    case.confirm(place(case, "letter.txt", "شماره: ۲۱/۴۵۰"))
    assert case.view.confirmed(passage)
    wider = case.passage(place(case, "letter.txt", "شماره: ۲۱/۴۵۰\nتاریخ"))
    assert not case.view.confirmed(wider)
    case.correct(place(case, "letter.txt", "۱۳۹۵/۰۲/۱۴"), "text", "۱۳۹۵/۰۲/۱۵", "the paper")
    assert case.view.confirmed(case.passage(place(case, "letter.txt", "۱۳۹۵/۰۲/۱۵")))


def test_claims_keep_their_history(case: Case) -> None:
    said = place(case, "answer.txt", "بازدید انجام شد")
    claim = case.add_claim([said], "The bridge was inspected", ClaimKind.FACT, said_by="Governorate", about="bridge")
    assert (claim.status, claim.history, claim.said_by) == (ClaimStatus.ASSERTED, (), "Governorate")
    case.assess_claim(claim.id, ClaimStatus.SUPPORTED, [said], [], "its own words")
    second = case.assess_claim(claim.id, ClaimStatus.DISPUTED, [], [said], "others saw nothing")
    assert [step.status for step in second.history] == [ClaimStatus.SUPPORTED, ClaimStatus.DISPUTED]
    assert second.status is ClaimStatus.DISPUTED
    assert second.history[0].at <= second.history[1].at
    assert second.passages[0].exact == "بازدید انجام شد"
    assert list(case.view.claims()) == [second]
    with pytest.raises(NotFoundError):
        case.assess_claim(said.span.start, ClaimStatus.SUPPORTED, [], [], "w")  # type: ignore[arg-type]
    with pytest.raises(UsageError):
        case.add_claim([], "nothing", ClaimKind.FACT)


def test_a_mandate_is_kept_in_the_log(tmp_path: Path) -> None:
    with Case.create(tmp_path / "new", "N", mandate="Establish the facts.\r\nReport.") as case:
        assert case.view.setting("mandate") == "Establish the facts.\nReport."
        assert case.view.standard == "reasonable_grounds"
        assert case.verify()["verdict"] == "VERIFIED"
