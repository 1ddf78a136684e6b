"""The papers say what the specification's truth says of them."""

import csv
import datetime as dt
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from govah.demo.offices import offices
from govah.demo.paper import Paper, Signed, papers
from govah.demo.victim_list import COLUMNS, PROVINCES, jalali, latin_digits, numeral, persian_digits, victims
from govah.demo.written import body_lines, written

TRUTH = Path(__file__).parent / "truth"
CLASSES = {
    "fa": {"normal": "عادی", "confidential": "محرمانه", "very_confidential": "خیلی محرمانه", "secret": "سری"},
    "en": {"normal": "عادی", "confidential": "CONFIDENTIAL"},
    "ar": {"normal": "عادی"},
}
REFERENCE = {
    "reply": re.compile("بازگشت به|در پاسخ به|عطف به|در جواب|جواباً على كتابكم|In reply to your letter"),
    "follow": re.compile("پیرو|Further to my letter"),
    "remind": re.compile("پیرو.*تا کنون پاسخی از آن دیوان واصل نگردیده"),
    "basis": re.compile("با استناد به"),
    "attach": re.compile("پیوست نامه"),
}
ASKS = re.compile("خواهشمند است|مقتضی است|I should be grateful if|would appreciate receiving")
LETTERS_OF_NUMBERS = {"fa": {"j": "ج"}, "ar": {"k": "ك", "m": "م"}, "en": {}}
ARABIC_MONTHS = {3: "آذار", 4: "نيسان"}


def rows(name: str) -> list[dict[str, str]]:
    with (TRUTH / f"{name}.csv").open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def words(paper: Paper) -> str:
    """All that is written in a paper's body."""
    return "\n".join([paper.subject, *body_lines(paper)])


def as_written(number: str, language: str) -> str:
    """The specification's number in the letters and digits of a language."""
    for latin, own in LETTERS_OF_NUMBERS[language].items():
        number = number.replace(f"/{latin}", f"/{own}")
    return number if language == "en" else re.sub("[0-9]+", lambda found: numeral(int(found[0]), language), number)


def as_dated(day: dt.date, language: str) -> str:
    """A day as the offices write it in a language."""
    if language == "fa":
        return jalali(day)
    if language == "en":
        return f"{day.day} {day:%B %Y}"
    return f"{numeral(day.day, 'ar')} {ARABIC_MONTHS[day.month]} {numeral(day.year, 'ar')}"


DOCUMENTS = rows("documents")
EDGES = rows("edges")


TOTALS = {"1393/12/10": (25, 20), "1394/01/17": (73, 61), "1394/12/29": (87, 75)}
"""Clashes that had happened by a day, and those of them that source A or B saw: by L14's, by L28's, in all."""


@pytest.mark.parametrize("name", sorted(path.stem for path in TRUTH.glob("*.csv")))
def test_the_truth_is_the_specifications(name: str, shared: Path) -> None:
    specified = {"victim_lists": "victim_lists_with_truth"}.get(name, name)
    assert (TRUTH / f"{name}.csv").read_text("utf-8") == (shared / "demo" / f"{specified}.csv").read_text("utf-8")


@pytest.mark.parametrize("day", TOTALS)
def test_clashes_that_the_case_can_know_of(day: str) -> None:
    clashes = [row for row in rows("events") if row["clash"] == "1"]
    before = [row for row in clashes if latin_digits(jalali(dt.date.fromisoformat(row["date"]))) <= day]
    seen = [row for row in before if "1" in (row["in_source_A"], row["in_source_B"])]
    assert (len(before), len(seen)) == TOTALS[day]


def test_papers_are_those_of_the_truth() -> None:
    assert list(papers()) == [row["doc_id"] for row in DOCUMENTS]


@pytest.mark.parametrize("row", DOCUMENTS, ids=lambda row: row["doc_id"])
def test_fields_agree_with_the_truth(row: dict[str, str]) -> None:
    paper = papers()[row["doc_id"]]
    day = paper.issued.date()
    assert paper.format == row["format"]
    assert paper.language == row["lang"]
    assert paper.sender == row["sender"]
    assert ";".join(paper.to) == row["addressee"]
    assert paper.classification == CLASSES[paper.language][row["classification"]]
    assert day.isoformat() == row["date_gregorian"]
    assert jalali(day) == persian_digits(row["date_jalali"])
    assert paper.number == as_written(row["number"], paper.language)
    copies = [code for code in row["cc"].split(";") if code]
    assert len(paper.cc) == len(copies)
    assert all(offices()[code].fa in line for code, line in zip(copies, paper.cc, strict=True))
    if paper.number and paper.layout in ("letter", "letterhead"):
        assert paper.date == as_dated(day, paper.language)
        assert row["addressee"] == "PUB" or offices()[row["addressee"]].fa in paper.address or in_english(paper, row)


def in_english(paper: Paper, row: dict[str, str]) -> bool:
    return paper.language == "en" and offices()[row["addressee"]].en in paper.address


@pytest.mark.parametrize("row", DOCUMENTS, ids=lambda row: row["doc_id"])
def test_only_who_expects_a_reply_asks(row: dict[str, str]) -> None:
    assert bool(ASKS.search(words(papers()[row["doc_id"]]))) == (row["expects_reply"] == "y")


RELATED: dict[str, Callable[[Paper, Paper], bool]] = {
    "dup": lambda paper, other: paper.copy_of == other.id,
    "forward": lambda paper, other: paper.forwards == other.id,
    "version": lambda paper, other: paper.number == other.number and paper.subject == other.subject,
    "same_event": lambda paper, other: paper.issued.date() == other.issued.date(),
}


CITING = [edge for edge in EDGES if edge["type"] not in RELATED]


@pytest.mark.parametrize("edge", CITING, ids=lambda edge: f"{edge['src']}-{edge['dst']}")
def test_references_cite_number_and_date(edge: dict[str, str]) -> None:
    paper, cited = papers()[edge["src"]], papers().get(edge["dst"])
    number = cited.number if cited else as_written(edge["dst"], paper.language)
    number = latin_digits(number) if paper.language == "en" else number
    found = (line for line in words(paper).splitlines() if REFERENCE[edge["type"]].search(line))
    line = next(line for line in found if number in line)
    if cited is not None:
        day = as_dated(cited.issued.date(), paper.language)
        assert (day in line) is (edge["src"] != "L33"), "only the forger has the date wrong"


@pytest.mark.parametrize("edge", [e for e in EDGES if e["type"] in RELATED], ids=lambda e: f"{e['src']}-{e['dst']}")
def test_other_relations_are_in_the_papers(edge: dict[str, str]) -> None:
    assert RELATED[edge["type"]](papers()[edge["src"]], papers()[edge["dst"]])


def test_no_paper_cites_another_that_the_truth_does_not_know() -> None:
    ghosts = {as_written(e["dst"], papers()[e["src"]].language) for e in EDGES if e["dst_held"] == "False"}
    known = {paper.number for paper in papers().values()} | ghosts
    known |= {latin_digits(number) for number in known}
    cited = Counter(edge["src"] for edge in EDGES)
    for paper in papers().values():
        found = re.findall(r"شمار(?:ه|ۀ|هٔ) ([۰-۹]+/[ج۰-۹/]+(?:-[۰-۹]+)?)", words(paper))
        if paper.language == "en":
            found += re.findall(r"\b(?:FFM|MFA/UN)/\d+|(?<![-/\d])\d+/\d+\b", words(paper))
        assert set(found) <= known, paper.id
        assert len(set(found)) <= cited[paper.id], paper.id


def test_proposals_of_the_warning_and_of_its_draft() -> None:
    told = rows("proposals")
    sent, draft = (next(block.items for block in papers()[name].body if block.items) for name in ("L08", "L40"))
    assert len(sent) == sum(row["in_draft_only"] == "n" for row in told) == 5
    assert len(draft) == len(told) == 7
    assert [item.rstrip("؛.") for item in draft[:5]] == [item.rstrip("؛.") for item in sent]


def test_decisions_of_the_minutes() -> None:
    first, second, third, *others = decisions("L41")
    assert len(others) == 3
    assert "پیشنهاد نخست" in first
    assert "تصویب شد" in first
    assert "پیشنهاد سوم" in second
    assert "تصویب شد" in second
    assert "پیشنهاد چهارم" in third
    assert "موکول شد" in third
    fifth, _ = decisions("L42")
    assert "پیشنهاد پنجم" in fifth
    assert fifth.endswith("رد شد.")


def decisions(name: str) -> list[str]:
    """The words of each decision: the second column of the minutes' last table."""
    *_, table = (block for block in papers()[name].body if block.rows)
    return [row[1] for row in table.rows]


def test_the_mission_is_answered_in_part() -> None:
    questions = next(block.items for block in papers()["L46"].body if block.items)
    answered = re.findall(r"^Question (\d+): ", words(papers()["L47"]), re.MULTILINE)
    assert (len(questions), len(answered)) == (21, 3)
    assert all(int(number) <= len(questions) for number in answered)


def test_only_two_letters_are_written_upon() -> None:
    assert [name for name, paper in papers().items() if paper.margin] == ["L20", "L49"]


@pytest.mark.parametrize("letter", ["A", "B", "C", "D"])
def test_lists_of_victims_are_the_specification_without_its_truth(letter: str) -> None:
    wanted = [row for row in rows("victim_lists") if row["list"] == letter]
    found = victims(letter.lower())
    assert [victim.name for victim in found] == [row["name"] for row in wanted]
    provinces = [row["province"] for row in wanted]
    assert [v.province for v in found] == (provinces if letter == "D" else [PROVINCES.get(p, "") for p in provinces])
    assert ["" if victim.age is None else str(victim.age) for victim in found] == [row["age"] for row in wanted]
    assert [bool(victim.died) for victim in found] == [bool(row["date"]) for row in wanted]
    assert len(COLUMNS) == 4


def test_figures_of_the_letters_follow_from_the_lists() -> None:
    unique = {letter: len({row["true_id"] for row in rows("victim_lists") if row["list"] == letter}) for letter in "AB"}
    assert f"{persian_digits(str(unique['A']))} تن" in words(papers()["L05"])
    assert f"از مجموع {persian_digits(str(unique['B']))} جسد" in words(papers()["L16"])
    assert f"{persian_digits(str(len(victims('c'))))} ردیف" in words(papers()["L18"])


def test_figures_of_the_letters_agree_with_each_other() -> None:
    (detained,) = (block for block in papers()["L36"].body if block.rows)
    *provinces, total = [[int(latin_digits(cell)) for cell in row[1:]] for row in detained.rows]
    assert [sum(column) for column in zip(*provinces, strict=True)] == total == [1870, 212]
    assert all(persian_digits(str(figure)) in words(papers()["L36"]).replace("\t", " ") for figure in total)
    young = {row["true_id"] for row in rows("victim_lists") if row["age"] and int(row["age"]) < 18}
    assert len(young) >= 6, "L49 speaks of six pupils"


def test_signatories_were_in_post() -> None:
    assert {name for name, paper in papers().items() if paper.signed} == {"L21", "L22", "L33", "L45", "L46", "L48"}
    assert all(paper.signature is not None for paper in papers().values() if paper.sender != "PUB")
    assert offices()["NCC"].holder("1394/01/29") != offices()["NCC"].holder("1394/01/30")
    assert papers()["L32"].signature == Signed("آذرمهر پولادین", "دبیر شورای هماهنگی ملی")


def test_texts_are_full_letters() -> None:
    for paper in papers().values():
        if paper.format not in ("xlsx", "webconf_zip", "mbox"):
            assert len(words(paper)) > 350, paper.id


def test_what_is_written_is_the_paper_in_the_order_of_reading() -> None:
    lines = written(papers()["L08"]).splitlines()
    assert lines[:4] == ["خیلی محرمانه", "بسمه تعالی", "جمهوری ورنستان", "دبیرخانه شورای هماهنگی ملی"]
    assert lines[-1] == "صفحه ۱ از ۱"
    order = [lines.index(line) for line in ("شماره: ۸۸/۲۲۳۵", "به: دیوان صدارت", "رونوشت:", "خیلی محرمانه")]
    assert order[:3] == sorted(order[:3])
    assert "قطعهٔ ۹ پلمب شود — ترکش ۱۲/۲۴" in written(papers()["L20"])
