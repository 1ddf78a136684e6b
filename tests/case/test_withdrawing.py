"""A person withdraws an exhibit: shown everywhere, stops a report, survives a rebuild, can be taken back."""

from pathlib import Path

import pytest

from govah import Case
from govah.errors import DraftError, NotFoundError, UsageError
from govah.model.claim import ClaimKind, ClaimStatus
from govah.model.passage import Place, Span

WORDS = "نتیجه بازدید از پل چوبی"
WHY = "the number breaks the series, and the weekday is wrong"


@pytest.fixture
def case(bridge: Path, tmp_path: Path) -> Case:
    opened = Case.create(tmp_path / "case", "Bridge")
    opened.collect([bridge], "courier", ocr=False)
    return opened


def named(case: Case, name: str) -> str:
    return next(f"ex{each.number}" for each in case.view.exhibits() if each.paths[0].endswith(name))


def passage(case: Case, exhibit: str) -> Place:
    sha256 = case.view.resolve(exhibit)
    start = case.view.page(sha256, 1).text.index(WORDS)
    return Place(sha256, Span(1, start, start + len(WORDS)))


def written(place: Place) -> str:
    page, start, end = place.span
    return f"[@{place.sha}:{page}:{start}-{end}]"


def report(case: Case, sentence: str, tmp_path: Path) -> None:
    case.build_report(f"# Report\n\n{sentence}\n", tmp_path / "report.html", force=True)


def test_it_is_on_the_exhibit_and_in_its_custody(case: Case) -> None:
    letter, answer = named(case, "letter.txt"), named(case, "answer.txt")
    said = case.withdraw(letter, WHY)
    view = case.view
    sha256 = view.resolve(letter)
    found = view.exhibit(sha256).withdrawal
    assert found is not None
    assert (found.entry, found.why, found.sha256) == (said.entry, WHY, sha256)
    assert [each.sha256 for each in view.exhibits() if each.withdrawal] == [sha256]
    assert view.exhibit(view.resolve(answer)).withdrawal is None
    assert said.entry in [entry.index for entry in view.entries(sha256)]
    assert view.page(sha256, 1).text.count(WORDS) == 1, "nothing is deleted"


def test_it_survives_a_rebuild(case: Case) -> None:
    letter = named(case, "letter.txt")
    said = case.withdraw(letter, WHY)
    assert case.rebuild().identical
    found = case.view.exhibit(case.view.resolve(letter)).withdrawal
    assert found is not None
    assert found.entry == said.entry
    assert case.verify()["verdict"] == "VERIFIED"


def test_it_is_taken_back_with_a_reason(case: Case) -> None:
    letter = named(case, "letter.txt")
    said = case.withdraw(letter, WHY)
    with pytest.raises(UsageError):
        case.reinstate(letter, " ")
    back = case.reinstate(letter, "the series was read wrongly")
    assert case.view.exhibit(case.view.resolve(letter)).withdrawal is None
    (kept,) = case.view.withdrawals.all()
    assert kept.entry == said.entry
    assert kept.ended is not None
    assert (kept.ended.entry, kept.ended.why) == (back, "the series was read wrongly")
    again = case.withdraw(letter, WHY)
    assert not again.already
    assert case.view.exhibit(case.view.resolve(letter)).withdrawal.entry == again.entry


def test_the_same_is_not_said_twice(case: Case) -> None:
    letter = named(case, "letter.txt")
    first = case.withdraw(letter, WHY)
    again = case.withdraw(letter, WHY)
    assert again.already
    assert again.entry == first.entry
    with pytest.raises(UsageError, match="already"):
        case.withdraw(letter, "another reason")
    with pytest.raises(UsageError, match="not withdrawn"):
        case.reinstate(named(case, "answer.txt"), "why")
    with pytest.raises(UsageError, match="reason"):
        case.withdraw(named(case, "answer.txt"), "  ")
    with pytest.raises(NotFoundError):
        case.withdraw("ex99", "why")


def test_a_report_that_cites_it_is_stopped(case: Case, tmp_path: Path) -> None:
    letter = named(case, "letter.txt")
    place = passage(case, letter)
    said = f"The bridge was visited {written(place)}."
    report(case, said, tmp_path)
    case.withdraw(letter, WHY)
    with pytest.raises(DraftError, match="was withdrawn on") as stopped:
        report(case, said, tmp_path)
    assert stopped.value.line == 3
    report(case, f"::: context\n{said}\n:::", tmp_path)
    number = letter.removeprefix("ex")
    report(case, f"Ex. {number}, which says so {written(place)}, was withdrawn.", tmp_path)
    report(case, f"سند {number} که چنین می‌گوید {written(place)} کنار گذاشته شد.", tmp_path)
    assert WHY in (tmp_path / "report.html").read_text(encoding="utf-8"), "the annex says that it is withdrawn"
    with pytest.raises(DraftError, match="was withdrawn on"):
        report(case, f"The troops were withdrawn from the bridge {written(place)}.", tmp_path)
    case.reinstate(letter, "it was another letter")
    report(case, said, tmp_path)


def test_a_claim_is_weighed_again(case: Case, tmp_path: Path) -> None:
    letter, answer = named(case, "letter.txt"), named(case, "answer.txt")
    place = passage(case, letter)
    other = Place(case.view.resolve(answer), Span(1, 0, 20))
    claim = case.add_claim([place], "The bridge was visited", ClaimKind.FACT)
    case.assess_claim(claim.id, ClaimStatus.SUPPORTED, [place], [], "it says so")
    said = f"The visit is on record [@claim:{claim.id}]."
    report(case, said, tmp_path)
    case.withdraw(letter, WHY)
    with pytest.raises(DraftError, match="Ex"):
        report(case, said, tmp_path)
    case.assess_claim(claim.id, ClaimStatus.SUPPORTED, [place], [], "I keep to it")
    with pytest.raises(DraftError, match="Ex"):
        report(case, said, tmp_path)
    case.assess_claim(claim.id, ClaimStatus.NOT_ESTABLISHED, [], [other], "its only ground was withdrawn")
    report(case, said, tmp_path)
