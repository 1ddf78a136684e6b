"""Each check on Word letters of an invented office: the untouched ones pass it, and the one that was changed fails."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.analyse.authenticity.office_letters import Made, signature, write

from govah import Case
from govah.analyse.authenticity import authenticate
from govah.analyse.authenticity.panel import KINDS
from govah.errors import NotFoundError, UsageError
from govah.model.check import Check, CheckGroup, Outcome

GENUINE = {
    "first": Made("61/201", "۱۳۹۳/۰۲/۰۶", "2014-04-26T08:00:00", weekday="شنبه", picture=signature(3)),
    "second": Made("61/240", "۱۳۹۳/۰۳/۱۰", "2014-05-31T08:00:00", weekday="شنبه"),
    "third": Made("61/288", "۱۳۹۳/۰۴/۱۵", "2014-07-06T08:00:00"),
    "fourth": Made("61/330", "۱۳۹۳/۰۶/۰۲", "2014-08-24T08:00:00"),
    "fifth": Made(
        "61/371", "۱۳۹۳/۰۷/۲۰", "2014-10-12T08:00:00", body="پیرو نامه شماره ۶۱/۳۳۰ مورخ ۱۳۹۳/۰۶/۰۲ اقدام شود."
    ),
}
OTHER = Made(
    "44/9", "۱۳۹۳/۰۸/۰۱", "2014-10-23T08:00:00", office="شهرداری بیستون", author="shahrdari",
    head=("بسمه تعالی", "جمهوری نارستان", "شهرداری بیستون"), signatory="پرتو دشتی",
    sessions=("00B00001", "00B00002", "00B00003"), used="00B00001",
)  # fmt: skip
DOUBTFUL = replace(GENUINE["third"], number="61/300", date="۱۳۹۳/۰۴/۲۵", created="2014-07-16T08:00:00")

TELLS: dict[str, Made] = {
    "number_series": replace(DOUBTFUL, number="61/360"),
    "date_valid": replace(DOUBTFUL, date="۱۳۹۳/۰۷/۳۱"),
    "weekday": replace(DOUBTFUL, weekday="شنبه"),
    "office_holder": replace(DOUBTFUL, signatory="فرود آبتین"),
    "class_marks": replace(DOUBTFUL, foot=""),
    "page_total": replace(DOUBTFUL, total=""),
    "letterhead": replace(DOUBTFUL, head=("به نام خدا", "دفتر ویژه")),
    "references_agree": replace(DOUBTFUL, body="پیرو نامه شماره ۶۱/۲۴۰ مورخ ۱۳۹۳/۰۳/۱۱ اقدام شود."),
    "no_later_event": replace(DOUBTFUL, body="در تاریخ ۱۳۹۳/۰۶/۳۰ در کارگاه آتش‌سوزی رخ داد و چهار تن کشته شدند."),
    "file_times": replace(DOUBTFUL, created="2015-03-01T08:00:00"),
    "author": replace(DOUBTFUL, author="shahrdari"),
    "software": replace(DOUBTFUL, version="16.0000"),
    "fonts": replace(DOUBTFUL, font="Aptos"),
    "revision_ids": replace(DOUBTFUL, used="00C00009"),
    "same_bitmap": replace(DOUBTFUL, picture=signature(3)),
}


def build(folder: Path, letters: dict[str, Made]) -> Case:
    leak = folder / "leak"
    leak.mkdir()
    for name, made in letters.items():
        write(made, leak / f"{name}.docx")
    case = Case.create(folder / "case", "Panel")
    case.collect([leak], "courier", ocr=False)
    return case


def named(case: Case, name: str) -> str:
    return next(f"ex{each.number}" for each in case.view.exhibits() if each.paths[0].endswith(f"leak/{name}.docx"))


def checks(case: Case, name: str) -> dict[str, Check]:
    return {check.name: check for check in case.authenticate(named(case, name))}


@pytest.fixture(scope="module")
def genuine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    with build(tmp_path_factory.mktemp("genuine"), {**GENUINE, "other": OTHER, "doubtful": DOUBTFUL}) as case:
        yield case


def test_nothing_fails_on_genuine_letters(genuine: Case) -> None:
    for name in (*GENUINE, "other", "doubtful"):
        found = checks(genuine, name).values()
        assert [(each.name, each.why) for each in found if each.outcome is Outcome.FAIL] == [], name
        assert len(found) == 19
    passed = {each.name for each in checks(genuine, "fifth").values() if each.outcome is Outcome.PASS}
    assert passed >= set(TELLS) - {"weekday", "same_bitmap", "fonts"}
    assert checks(genuine, "first")["weekday"].outcome is Outcome.PASS
    assert checks(genuine, "first")["same_bitmap"].outcome is Outcome.PASS


@pytest.mark.parametrize("tell", TELLS)
def test_the_changed_letter_fails_its_check_and_no_other(tell: str, tmp_path: Path) -> None:
    with build(tmp_path, {**GENUINE, "other": OTHER, "doubtful": TELLS[tell]}) as case:
        found = checks(case, "doubtful")
        failed = {each.name for each in found.values() if each.outcome is Outcome.FAIL}
        allowed = {tell} | ({"author"} if tell == "letterhead" else set())
        assert tell in failed, found[tell].why
        assert failed <= allowed, [(found[name].name, found[name].why) for name in failed]
        assert found[tell].method == f"{tell}/1"
        assert found[tell].false_alarms is not None
        for span in found[tell].spans:
            page = case.view.page(case.view.resolve(named(case, "doubtful")), span.page)
            assert 0 <= span.start < span.end <= len(page.text)


def test_why_and_places_are_those_of_the_tell(tmp_path: Path) -> None:
    made = replace(TELLS["references_agree"], weekday="شنبه")
    with build(tmp_path, {**GENUINE, "doubtful": made}) as case:
        found, view = checks(case, "doubtful"), case.view
        text = view.page(view.resolve(named(case, "doubtful")), 1).text
        (_, start, end), *_ = found["references_agree"].spans
        assert "۶۱/۲۴۰" in text[start:end]
        assert "۱۳۹۳/۰۳/۱۱" in found["references_agree"].why
        assert "۱۳۹۳/۰۳/۱۰" in found["references_agree"].why
        (_, start, end), *_ = found["weekday"].spans
        assert "شنبه" in text[start:end]
        assert "Wednesday" in found["weekday"].why


def test_a_document_made_from_a_later_one(tmp_path: Path) -> None:
    later = replace(GENUINE["fifth"], sessions=("00D00001", "00D00002", "00D00003"), used="00D00001")
    made = replace(DOUBTFUL, sessions=(*later.sessions, "00D00004"), used="00D00004")
    with build(tmp_path, {**GENUINE, "fifth": later, "doubtful": made}) as case:
        found = checks(case, "doubtful")["revision_ids"]
        assert found.outcome is Outcome.FAIL
        assert f"Ex. {named(case, 'fifth').removeprefix('ex')}" in found.why
        assert checks(case, "fifth")["revision_ids"].outcome is Outcome.PASS


def test_a_pasted_picture_is_said_to_be_lawful_and_counted(tmp_path: Path) -> None:
    pasted = {name: replace(made, picture=signature(7)) for name, made in GENUINE.items()}
    with build(tmp_path, pasted) as case:
        found = checks(case, "third")["same_bitmap"]
        assert found.outcome is Outcome.FAIL
        assert "lawfully" in found.why
        assert found.false_alarms is not None
        assert found.false_alarms.told == "4 of 4"


def test_terms_that_a_person_entered_go_before_neighbours(tmp_path: Path) -> None:
    with build(tmp_path, {**GENUINE, "doubtful": DOUBTFUL}) as case:
        office, holder, why = "اداره کل صنایع بیستون", "هومن راستکردار", "gazette no. 12"
        entry = case.add_term(office, holder, "1393/05/01", None, why)
        assert case.add_term(office, holder, "1393/05/01", None, why) == entry, "the same is not said twice"
        found = checks(case, "doubtful")["office_holder"]
        assert found.outcome is Outcome.FAIL
        assert "2014-07-23" in found.why
        assert why in found.why
        assert found.false_alarms is not None
        assert found.false_alarms.told == "3 of 5"
        assert checks(case, "fifth")["office_holder"].outcome is Outcome.PASS
        assert case.rebuild(keep_pages=True).identical
        assert [term.entry for term in case.view.terms()] == [entry]
        case.remove_term(entry, "it was another office")
        assert checks(case, "doubtful")["office_holder"].outcome is Outcome.PASS
        for since, until in (("soon", None), ("1393/05/01", "1393/04/01")):
            with pytest.raises(UsageError):
                case.add_term(office, holder, since, until, why)
        with pytest.raises(NotFoundError):
            case.remove_term(entry, "again")


def test_rules_are_asked_only_of_letters_that_had_to_keep_them(tmp_path: Path) -> None:
    old = replace(DOUBTFUL, number="9/44", date="۱۳۵۳/۰۶/۲۱", foot="", total="")
    open_letter = replace(DOUBTFUL, number="61/301", classification="", foot="", total="")
    english = replace(
        DOUBTFUL, number="61/302", classification="Confidential", foot="", total="", head=("Ministry of Works",)
    )
    with build(tmp_path, {**GENUINE, "old": old, "open": open_letter, "english": english}) as case:
        for name, why in (("old", "older than"), ("open", "no mark of secrecy"), ("english", "en-common")):
            found = checks(case, name)
            for rule in ("class_marks", "page_total"):
                assert found[rule].outcome is Outcome.NOT_APPLICABLE, (name, rule, found[rule].why)
                assert why in found[rule].why


def test_the_panel_is_a_pure_function(genuine: Case) -> None:
    sha256 = genuine.view.resolve(named(genuine, "doubtful"))
    assert authenticate(genuine.view, sha256) == authenticate(genuine.view, sha256)


def test_groups_and_order() -> None:
    assert [kind.name for kind in KINDS if kind.group is CheckGroup.EXTERNAL] == ["other_copies", "dkim"]
    assert len({kind.name for kind in KINDS}) == len(KINDS) == 19


def test_an_exhibit_that_is_no_letter(genuine: Case, bridge: Path, tmp_path: Path) -> None:
    with Case.create(tmp_path / "other case", "No letter") as case:
        (bridge / "list.txt").write_text("one\ntwo\n", encoding="utf-8")
        case.collect([bridge / "list.txt"], "courier", ocr=False)
        found = case.authenticate("ex1")
        assert {each.outcome for each in found if each.group is CheckGroup.INTERNAL} == {Outcome.NOT_APPLICABLE}
        assert all(each.false_alarms is None for each in found)


def test_what_was_not_looked_into_is_looked_into_when_asked(tmp_path: Path) -> None:
    with build(tmp_path, GENUINE) as case:
        with case.derived.records.transaction() as writer:
            writer.delete("trace")
        shutil.rmtree(case.derived.folder / "pages" / next(iter(case.derived.folder.glob("pages/trace-*"))).name)
        assert case.view.traces(case.view.resolve(named(case, "first"))) is None
        assert checks(case, "first")["same_bitmap"].outcome is Outcome.PASS
        assert len(list(case.view.all_traces())) == len(GENUINE)
