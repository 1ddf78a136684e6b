"""The truth of the cases of letters agrees with their papers, and the scorer tells right from wrong."""

from pathlib import Path

import pytest
from bench.letters_case.offices import Offices, number_key, plain
from bench.letters_case.scans import Press
from bench.letters_case.score import edges_of, ghosts_of
from bench.letters_case.truth import UNSCORED, Truth, rows, written
from pikepdf import Pdf, PdfImage
from PIL import Image

CASES = Path(__file__).parents[1] / "consolidate"
NAMES = ("second_case", "third_case", "fourth_case", "fifth_case", "sixth_case", "seventh_case")


@pytest.mark.parametrize("name", NAMES)
def test_the_truth_names_what_stands_on_the_papers(name: str) -> None:
    folder = CASES / name
    for row in rows(folder / "truth" / "documents.csv"):
        text = (folder / "papers" / row["path"].split("/")[0]).read_text(encoding="utf-8")
        for field in ("number", "subject", "class_text", "urgency"):
            if row[field] != UNSCORED:
                assert row[field] in text, (row["doc_id"], field)
        assert row["earliest"] <= row["latest"]


@pytest.mark.parametrize("name", NAMES)
def test_every_office_and_letter_of_the_truth_is_known(name: str) -> None:
    truth = written(name, CASES / name, scans=False)
    for paper in truth.papers.values():
        for field in ("from", "to", "cc"):
            codes = {code for part in paper.fields[field].split(";") for code in part.split("|")} - {"", UNSCORED}
            assert codes <= truth.offices.names.keys(), paper.id
    assert {name for source, _, target in truth.edges for name in (source, target)} <= truth.papers.keys()
    held = {number_key(paper.fields["number"]) for paper in truth.papers.values()}
    for number, cited in truth.ghosts:
        assert cited <= truth.papers.keys()
        assert number_key(number) not in held


def test_every_paper_has_a_row() -> None:
    for name in NAMES:
        listed = {row["path"].split("/")[0] for row in rows(CASES / name / "truth" / "documents.csv")}
        assert listed == {paper.name for paper in (CASES / name / "papers").iterdir()}


@pytest.fixture
def offices() -> Offices:
    return Offices.of(
        [
            {"code": "HEA", "within": "", "names": "وزارة الصحة|Ministry of Health"},
            {"code": "LAB", "within": "HEA", "names": "مختبر السموم"},
            {"code": "TOX", "within": "", "names": "وزارة الصحة والسموم"},
        ]
    )


def test_an_office_is_told_from_its_whole_and_from_a_longer_name(offices: Offices) -> None:
    assert offices.codes("وزارة الصحه، مختبر السموم") == {"LAB"}
    assert offices.codes("وزارة الصحة والسموم") == {"TOX"}
    assert offices.codes("The MINISTRY of Health") == {"HEA"}


def test_correspondents_are_right_when_all_are_there_and_no_other(offices: Offices) -> None:
    assert offices.right("HEA|LAB", ["مختبر السموم"])
    assert not offices.right("LAB", ["وزارة الصحة"])
    assert not offices.right("LAB", ["مختبر السموم", "وزارة الصحة والسموم"])
    assert offices.right("", [])
    assert not offices.right("", ["المحترم"])


def test_numbers_compare_without_order_signs_and_script() -> None:
    assert number_key("٩/٣٣١٠") == number_key("3310/9")
    assert number_key("F.7(2)/2011-Grain") == number_key("f 7 2 2011 grain")
    assert number_key("م.س/٢٠١١/٠٤٤") == number_key("م.س/2011/44")
    assert number_key("1203/14") != number_key("1203/41")
    assert plain("كتابٌ رقم ١٢") == plain("کتاب رقم 12")


@pytest.fixture
def truth() -> Truth:
    return written("Red wheat", CASES / "second_case", scans=False)


def testedges_of_that_were_not_planted_are_invented(truth: Truth) -> None:
    found = {*truth.edges, ("W05", "reply", "W06"), ("W04", "follow_up", "W03"), ("W10", "duplicate", "W39")}
    wrong = [(one.paper, one.field, one.got) for one in edges_of(truth, found) if not one.ok]
    assert wrong == [("W05", "reply", "W06")]
    missed = [
        (one.paper, one.want) for one in edges_of(truth, set(truth.edges - {("W02", "reply", "W01")})) if not one.ok
    ]
    assert missed == [("W02", "W01")]


def test_a_duplicate_may_stand_for_its_letter(truth: Truth) -> None:
    found = truth.edges - {("W11", "citation", "W10")} | {("W11", "citation", "W39")}
    assert all(one.ok for one in edges_of(truth, set(found)))


def test_a_ghost_is_right_with_all_who_cite_it(truth: Truth) -> None:
    of = {"a": "W17", "b": "W36", "c": "W46", "d": "W45"}
    told = [
        {"number": "1402/2011/ح", "cited_by": ["a"]},
        {"number": "7/900", "cited_by": ["b"]},
        {"number": "14/ص/2011", "cited_by": ["d"]},
    ]
    found = {(one.want, one.ok) for one in ghosts_of(truth, told, of)}
    assert found == {("ح/٢٠١١/١٤٠٢", True), ("٧/٩٠٠", False), ("۵۱۲", False), ("", False)}


def test_a_scan_has_a_picture_for_each_page_and_no_text(tmp_path: Path) -> None:
    target = tmp_path / "W11.pdf"
    Press.open().scan(CASES / "second_case" / "papers" / "W11.txt", target)
    with Pdf.open(target) as pdf:
        assert len(pdf.pages) == 2
        for page in pdf.pages:
            (image,) = page.get_images().values()
            picture = PdfImage(image).as_pil_image()
            assert isinstance(picture, Image.Image)
            assert picture.width > 1600
            assert "/Font" not in page.resources
