"""The papers say what the specification's truth says of them."""

import csv
import re
from pathlib import Path

import pytest

from govah.demo.offices import offices
from govah.demo.paper import Paper, papers
from govah.demo.victim_list import COLUMNS, PROVINCES, jalali, persian_digits, victims

TRUTH = Path(__file__).parent / "truth"
CLASSES = {"normal": "عادی", "confidential": "محرمانه", "very_confidential": "خیلی محرمانه"}
REFERENCE = {
    "reply": re.compile("بازگشت به|در پاسخ به|عطف به|In reply to"),
    "follow": re.compile("پیرو"),
    "basis": re.compile("با استناد به"),
    "attach": re.compile("پیوست نامه"),
}
ASKS = re.compile("خواهشمند است|مقتضی است")


def rows(name: str) -> list[dict[str, str]]:
    with (TRUTH / f"{name}.csv").open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def words(paper: Paper) -> str:
    """All that is written in a paper's body."""
    parts = [paper.subject]
    for block in paper.body:
        parts += [block.text, *block.items, *(cell for row in block.rows for cell in row)]
    return "\n".join(parts)


DOCUMENTS = rows("documents")
EDGES = rows("edges")


def test_papers_are_those_of_the_truth() -> None:
    assert list(papers()) == [row["doc_id"] for row in DOCUMENTS]


@pytest.mark.parametrize("row", DOCUMENTS, ids=lambda row: row["doc_id"])
def test_fields_agree_with_the_truth(row: dict[str, str]) -> None:
    paper = papers()[row["doc_id"]]
    assert paper.format == row["format"]
    assert paper.language == row["lang"]
    assert paper.sender == row["sender"]
    assert ";".join(paper.to) == row["addressee"]
    assert paper.classification == CLASSES[row["classification"]]
    assert paper.issued.date().isoformat() == row["date_gregorian"]
    assert jalali(paper.issued.date()) == persian_digits(row["date_jalali"])
    assert paper.number == persian_digits(row["number"])
    copies = [code for code in row["cc"].split(";") if code]
    assert len(paper.cc) == len(copies)
    assert all(offices()[code].fa in line for code, line in zip(copies, paper.cc, strict=True))
    if paper.number:
        assert paper.date == persian_digits(row["date_jalali"])
        assert offices()[row["addressee"]].fa in paper.address


@pytest.mark.parametrize("row", DOCUMENTS, ids=lambda row: row["doc_id"])
def test_only_who_expects_a_reply_asks(row: dict[str, str]) -> None:
    assert bool(ASKS.search(words(papers()[row["doc_id"]]))) == (row["expects_reply"] == "y")


@pytest.mark.parametrize("edge", EDGES, ids=lambda edge: f"{edge['src']}-{edge['dst']}")
def test_references_cite_number_and_date(edge: dict[str, str]) -> None:
    text = words(papers()[edge["src"]])
    cited = papers().get(edge["dst"])
    number = cited.number if cited else persian_digits(edge["dst"])
    if papers()[edge["src"]].language == "en":
        assert "88/2236 of 24 February 2015" in text
        return
    line = next(line for line in text.splitlines() if number in line)
    assert REFERENCE[edge["type"]].search(line)
    assert cited is None or cited.date in line


def test_no_paper_cites_another_that_the_truth_does_not_know() -> None:
    known = {paper.number for paper in papers().values()} | {persian_digits(e["dst"]) for e in EDGES}
    for paper in papers().values():
        found = re.findall(r"شماره ([۰-۹]+/[۰-۹]+(?:-[۰-۹]+)?)", words(paper))
        assert set(found) <= known, paper.id


def test_proposals_of_the_warning() -> None:
    items = next(block.items for block in papers()["L08"].body if block.items)
    assert len(items) == len(rows("proposals")) == 5


@pytest.mark.parametrize("letter", ["A", "B", "C"])
def test_lists_of_victims_are_the_specification_without_its_truth(letter: str) -> None:
    wanted = [row for row in rows("victim_lists") if row["list"] == letter]
    found = victims(letter.lower())
    assert [victim.name for victim in found] == [row["name"] for row in wanted]
    assert [victim.province for victim in found] == [PROVINCES.get(row["province"], "") for row in wanted]
    assert ["" if victim.age is None else str(victim.age) for victim in found] == [row["age"] for row in wanted]
    assert [bool(victim.died) for victim in found] == [bool(row["date"]) for row in wanted]
    assert len(COLUMNS) == 4


def test_figures_of_the_letters_follow_from_the_lists() -> None:
    unique = {letter: len({row["true_id"] for row in rows("victim_lists") if row["list"] == letter}) for letter in "AB"}
    assert f"{persian_digits(str(unique['A']))} تن" in words(papers()["L05"])
    assert f"از مجموع {persian_digits(str(unique['B']))} جسد" in words(papers()["L16"])
    assert f"{persian_digits(str(len(victims('c'))))} ردیف" in words(papers()["L18"])


def test_signatories_were_in_post() -> None:
    assert all(paper.signatory is not None for paper in papers().values())
    assert offices()["NCC"].holder("1394/01/29") != offices()["NCC"].holder("1394/01/30")


def test_texts_are_full_letters() -> None:
    for paper in papers().values():
        if paper.format != "xlsx":
            assert len(words(paper)) > 350, paper.id
