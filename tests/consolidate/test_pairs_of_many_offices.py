"""Letters and their answers in thirty-five office cultures: what is read today is read tomorrow."""

import pytest
from tests.consolidate.many_offices_report import Field, astray, fields, told

FLOOR = {
    "number": 65,
    "date": 67,
    "from": 67,
    "to": 66,
    "cc": 64,
    "subject": 67,
    "class": 69,
    "level": 69,
    "urgency": 69,
    "reply_expected": 67,
    "cites": 69,
    "answered_by": 68,
}
"""How many of each field were right when last raised; raise it with the rules, never lower it."""
ASTRAY = 3
"""References that no reader sees so, when last lowered; a letter newly found may bring one."""


@pytest.fixture(scope="module")
def found() -> list[Field]:
    return fields()


def test_every_paper_is_asked(found: list[Field]) -> None:
    assert len({one.paper for one in found}) == 70
    assert {one.name for one in found} == set(FLOOR)


@pytest.mark.parametrize("name", FLOOR)
def test_no_field_gets_worse(name: str, found: list[Field]) -> None:
    right = sum(one.right for one in found if one.name == name)
    assert right >= FLOOR[name], told([one for one in found if one.name == name])


def test_no_more_goes_astray(found: list[Field]) -> None:
    assert astray(found) <= ASTRAY
