"""Searching a log finds what passing over all of it finds."""

import pytest

from govah.errors import IntegrityError
from govah.model.event import Event, EventType


@pytest.fixture
def long(case):
    """Words in every place where one could be taken for another's."""
    word = case.exhibits[3]
    odd = [
        {"note": word},
        {"note": f'"value":"{word}"'},
        {"list": [word]},
        {"inner": {"value": "set"}},
        {"note": "set"},
    ]
    case.log.append([Event(EventType.MARK, fields) for fields in odd], case.signer)
    case.admit([b"exhibit 3" * 4, b"another"])
    return case


def test_entries_that_say_a_word(long):
    words = {*long.exhibits[2:5], EventType.SET, EventType.ACTOR_ADD}
    entries = list(long.log.entries())
    told = [entry for entry in entries if {entry.type, *map(str, entry.fields.values())} & words]
    found = {entry.index: entry for entry in long.log.saying(words)}
    assert {entry.index for entry in told} <= found.keys()
    for index, entry in found.items():
        assert (entry.type, entry.fields) == (entries[index].type, entries[index].fields)
    assert len(found) <= len(told) + 1  # a value of an inner name is told as well
    assert [entry.index for entry in long.log.saying(words, 5)] == [index for index in sorted(found) if index < 5]
    assert list(long.log.saying({"nowhere"})) == []


def test_bodies_from_an_entry_to_another(long):
    size = long.log.size
    for start, end in ((0, size), (1, 255), (255, 257), (256, 256), (300, size)):
        assert [index for index, _ in long.log.bodies(lambda piece: True, start, end)] == list(range(start, end))


def test_what_is_lost_may_have_told_something(long):
    (long.folder / "log/bodies/000.jsonl").unlink()
    assert [entry.type for entry in long.log.entries_of(EventType.SET)] == []
    with pytest.raises(IntegrityError, match="bodies/000"):
        list(long.log.saying({"set"}))
