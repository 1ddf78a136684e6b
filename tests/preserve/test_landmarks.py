"""The log is told where keys were added; what it is told is verified, and what it is not told is searched for."""

import pytest

from govah.errors import IntegrityError
from govah.model.event import Event, EventType
from govah.preserve.actors import Landmarks
from govah.preserve.log import Log
from govah.store import files

MARK = Event(EventType.MARK, {"note": "n"})


@pytest.fixture
def case(found):
    made = found()
    made.log.append([MARK] * 600, made.signer)
    return made


@pytest.fixture
def searched(monkeypatch):
    """Files of bodies that were read whole."""
    seen: list[str] = []
    read = files.read

    def noted(path):
        if path.suffix == ".jsonl":
            seen.append(path.name)
        return read(path)

    monkeypatch.setattr(files, "read", noted)
    return seen


def opened(case, told: Landmarks | None) -> Log:
    log = Log.open(case.folder, case.keyring)
    if told is not None:
        log.guide(lambda: told)
    return log


def test_only_what_nobody_looked_at_is_searched(case, searched):
    opened(case, None).append([MARK], case.signer)
    assert {"000.jsonl", "001.jsonl", "002.jsonl"} <= set(searched)
    searched.clear()
    opened(case, Landmarks(603, (1,))).append([MARK], case.signer)
    assert "000.jsonl" not in searched
    assert "001.jsonl" not in searched


@pytest.mark.parametrize("told", [Landmarks(602, ()), Landmarks(9999, (1,))])
def test_who_was_not_told_of_is_found_all_the_same(case, told):
    log = opened(case, told)
    assert [*log.append([MARK], case.signer)] == [602]
    assert case.signer.key_id in log.actors()


def test_an_actor_added_after_the_look_is_found(case):
    new = case.keyring.make("nima")
    case.log.add_actor("nima", new, case.signer)
    assert [*opened(case, Landmarks(602, (1,))).append([MARK], new)] == [603]


def test_what_is_told_of_is_verified(case):
    body = case.folder / "log" / "bodies" / "000.jsonl"
    lines = body.read_bytes().split(b"\n")
    lines[1] = lines[1].replace(b'"value":"sara"', b'"value":"sari"')
    body.write_bytes(b"\n".join(lines))
    with pytest.raises(IntegrityError):
        opened(case, Landmarks(602, (1,))).append([MARK], case.signer)
