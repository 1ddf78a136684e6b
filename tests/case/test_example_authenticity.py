"""The authenticity panel over the example case: the forged order fails, no genuine letter fails more than one check."""

import re
from pathlib import Path

import pytest

from govah import Case
from govah.analyse.authenticity import authenticate
from govah.demo.paper import papers
from govah.model.check import Check, Outcome

pytestmark = pytest.mark.xdist_group("example")

FORGED = "L33"
TELLS = {
    "number_series", "weekday", "office_holder", "file_times", "same_bitmap", "class_marks", "page_total",
    "references_agree",
}  # fmt: skip
ARCHIVE = ("L21", "L22")
"""Older than the regulation of 1354."""


@pytest.fixture(scope="module")
def panels(example: Path) -> dict[str, dict[str, Check]]:
    with Case(example / "case") as case:
        by_path = {path: each.sha256 for each in case.view.exhibits() for path in each.paths}
        return {
            paper.id: {check.name: check for check in authenticate(case.view, by_path[str(paper.found)])}  # type: ignore[arg-type]
            for paper in papers().values()
        }


def failed(panel: dict[str, Check]) -> set[str]:
    return {check.name for check in panel.values() if check.outcome is Outcome.FAIL}


def test_only_the_forged_order_fails_three_checks_or_more(panels: dict[str, dict[str, Check]]) -> None:
    told = {name: failed(panel) for name, panel in panels.items() if failed(panel)}
    for name, checks in sorted(told.items()):
        print(name, sorted(checks))
    assert [name for name, checks in told.items() if len(checks) >= 3] == [FORGED]
    assert {name: checks for name, checks in told.items() if name != FORGED and len(checks) > 1} == {}


def test_each_tell_is_seen_where_it_was_planted(panels: dict[str, dict[str, Check]]) -> None:
    panel = panels[FORGED]
    assert failed(panel) == TELLS
    assert "20/3460" in panel["number_series"].why
    assert "Thursday" in panel["weekday"].why
    assert "2015-06-05" in panel["office_holder"].why
    assert "2015-08-08" in panel["file_times"].why
    assert "point for point" in panel["same_bitmap"].why
    assert "foot of page 1" in panel["class_marks"].why
    assert "۱۳۹۳/۱۲/۰۲" in panel["references_agree"].why


def test_the_other_side_of_the_cut_is_told_and_does_not_fail(panels: dict[str, dict[str, Check]]) -> None:
    assert panels["L02"]["same_bitmap"].outcome is Outcome.PASS
    assert "A piece of its own page stands on" in panels["L02"]["same_bitmap"].why


def test_rules_that_did_not_exist_are_not_asked(panels: dict[str, dict[str, Check]]) -> None:
    for name in ARCHIVE:
        for check in ("class_marks", "page_total"):
            assert panels[name][check].outcome is Outcome.NOT_APPLICABLE, panels[name][check].why
            assert "older than" in panels[name][check].why


def test_every_outcome_has_its_reason_and_its_false_alarms(panels: dict[str, dict[str, Check]]) -> None:
    for panel in panels.values():
        assert len(panel) == 19
        for check in panel.values():
            assert check.why
            assert re.fullmatch(r"[a-z_]+/\d+", check.method)
            if check.false_alarms is not None:
                assert re.fullmatch(r"\d+ of \d+", check.false_alarms.told)
                assert check.false_alarms.failed <= check.false_alarms.asked


def test_the_forged_order_is_withdrawn_by_a_person(example: Path) -> None:
    with Case(example / "case") as case:
        (withdrawal,) = case.view.withdrawals.all()
        by_path = {path: each for each in case.view.exhibits() for path in each.paths}
        assert by_path[str(papers()[FORGED].found)].withdrawal == withdrawal
