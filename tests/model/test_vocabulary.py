"""Every type of event has its fields, and every event that is written keeps to them."""

import re
from pathlib import Path

import pytest

from govah.model.event import EventType
from govah.model.vocabulary import FIELDS, Kind, of_kind

PAGE = Path(__file__).resolve().parents[2] / "docs" / "log-format.md"


def test_every_type_has_its_fields() -> None:
    assert FIELDS.keys() == set(EventType)
    assert all(re.fullmatch("[a-z][a-z0-9_]*", name) for fields in FIELDS.values() for name in fields)
    assert not {"type", "day", "group"} & {name for fields in FIELDS.values() for name in fields}


def test_the_format_s_page_names_each_type_with_its_fields() -> None:
    told = dict(
        re.findall(r"^\| `([a-z-]+)` \| ((?:`[a-z0-9_]+`(?:, )?)+) \|$", PAGE.read_text(encoding="utf-8"), re.M)
    )
    for kind, fields in FIELDS.items():
        assert kind.value in told, f"docs/log-format.md does not list {kind}"
        assert set(re.findall("`([a-z0-9_]+)`", told[kind.value])) == fields.keys(), kind


@pytest.mark.parametrize(
    ("kind", "right", "wrong"),
    [
        (Kind.TEXT, "x", 1),
        (Kind.FLAG, True, 1),
        (Kind.INTEGER, 3, True),
        (Kind.ENTRY, 0, -1),
        (Kind.ENTRIES, [1, 2], ["1"]),
        (Kind.HASH, "ab" * 32, "xyz"),
        (Kind.LIST, [], {}),
        (Kind.OBJECT, {}, []),
        (Kind.PASSAGE, dict.fromkeys(("sha256", "page", "start", "end", "exact", "prefix", "suffix", "reader")), {}),
        (Kind.PASSAGES, [], [{}]),
    ],
)
def test_kinds(kind: Kind, right: object, wrong: object) -> None:
    assert of_kind(kind, right)
    assert of_kind(kind, None)
    assert not of_kind(kind, wrong)
