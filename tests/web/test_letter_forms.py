"""A form of a letter's field, as the values of the corrections that it asks for."""

import pytest

from govah.errors import UsageError
from govah.web.letter_forms import said


def _values(**form: str) -> list[str]:
    return [one.value for one in said(form)]


def test_one_thing_is_said_or_cleared() -> None:
    assert _values(field="number", value=" 21/450 ") == ["21/450"]
    assert _values(field="number", value="21/450", clear="1") == [""]
    with pytest.raises(UsageError, match="Nothing was written"):
        said({"field": "number", "value": " "})


def test_a_reference_is_set_beside_others_changed_and_taken_away() -> None:
    written = {"kind": "reply", "number": "21/450", "date": "1395/02/14", "letter": "ex6"}
    assert _values(field="references", **written) == ["reply 21/450 date: 1395/02/14 letter: ex6"]
    assert _values(field="references", beside="1", **written) == ["also reply 21/450 date: 1395/02/14 letter: ex6"]
    assert _values(field="references", kind="citation", number="", date="", letter="ex6") == ["citation letter: ex6"]
    changed = _values(field="references", kind="reply", number="21/451", was="21/450", shared="1")
    assert changed == ["not 21/450", "also reply 21/451"]
    assert _values(field="references", was="21/450", clear="1") == ["not 21/450"]
    assert _values(field="references", was="", clear="1") == [""]


def test_a_relation_that_is_changed_is_taken_away_first() -> None:
    assert _values(field="relations", kind="version", letter="ex6") == ["version ex6"]
    changed = _values(field="relations", kind="version", letter="ex6", was="duplicate ex6.1")
    assert changed == ["not duplicate ex6.1", "version ex6"]
    assert _values(field="relations", was="duplicate ex6.1", clear="1") == ["not duplicate ex6.1"]
