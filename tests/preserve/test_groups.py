"""A longer group is signed once more as a whole; verifying then need not check each of its signatures."""

import hmac
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govah.model.event import Event, EventType
from govah.preserve import entry, verifier
from govah.preserve.group import write_group
from govah.preserve.log import Log
from govah.preserve.tiles import load_edge


@given(st.binary(min_size=32, max_size=32), st.binary(max_size=300))
def test_our_hmac_is_the_librarys(salt, message):
    assert verifier._hmac(salt, message) == hmac.digest(salt, message, "sha256")


@given(st.lists(st.binary(max_size=40), max_size=70))
def test_tree_hash_is_the_fold_of_leaf_hashes(leaves):
    assert verifier.tree_hash(leaves) == verifier.fold([verifier.leaf_hash(leaf) for leaf in leaves])


def marks(count: int) -> list[Event]:
    return [Event(EventType.MARK, {"number": number}) for number in range(count)]


def counted(monkeypatch) -> list[bytes]:
    """Messages whose signatures are checked."""
    checked: list[bytes] = []
    right = verifier.holds

    def holds(key, signature, message):
        checked.append(message)
        return right(key, signature, message)

    monkeypatch.setattr(verifier, "holds", holds)
    return checked


def test_a_groups_signature_stands_for_all_of_it(found, monkeypatch):
    case = found()
    case.log.append(marks(1000), case.signer)
    case.log.append(marks(3), case.signer)
    checked = counted(monkeypatch)
    assert verifier.verify_case(case.folder)["verdict"] == "VERIFIED"
    few = sum(message.startswith(b"govah/v1 entry") for message in checked)
    assert few == 2 + 1 + 3
    checked.clear()
    assert verifier.verify_case(case.folder, every_signature=True)["verdict"] == "VERIFIED"
    assert sum(message.startswith(b"govah/v1 entry") for message in checked) == 1005


class _Forger:
    """Signs wrongly, but for the entries named."""

    def __init__(self, signer, right):
        self.name, self.key_id, self.public_key = signer.name, signer.key_id, signer.public_key
        self._signer, self._right, self._count = signer, right, 0

    def sign(self, message):
        self._count += 1
        return self._signer.sign(message if self._count - 1 in self._right else b"other" + message)


def forged(case, right, monkeypatch=None):
    """A group of ten in which only some signatures hold, under a rightly signed checkpoint."""
    edge = load_edge(case.log.folder, case.log.size)
    log_signer = case.keyring.log_signer(case.log.origin)
    write_group(case.log.folder, edge, case.log.origin, marks(10), _Forger(case.signer, right), log_signer)


def test_a_last_entry_that_is_not_signed_stands_for_nobody(found):
    case = found()
    forged(case, range(9))
    (problem,) = verifier.verify_case(case.folder)["problems"]
    assert problem["what"] == "entry 11: its actor's signature does not hold"


def test_every_signature_can_be_asked_for(found):
    """An actor who signed the whole vouched for each: one who wants more looks at each."""
    case = found()
    forged(case, [9])
    assert verifier.verify_case(case.folder)["verdict"] == "VERIFIED"
    told = verifier.verify_case(case.folder, every_signature=True)
    assert len(told["problems"]) == 9


@pytest.mark.parametrize("group", [{"from": 2}, {"from": 0, "root": "00" * 32}, {"from": 99, "root": "00" * 32}, 7])
def test_a_group_that_is_not_right_stands_for_nobody(found, monkeypatch, group):
    case = found()
    right = entry.write

    def write(event, index, origin, signer, now, closing=None):
        return right(event, index, origin, signer, now, None if closing is None else group)

    monkeypatch.setattr(entry, "write", write)
    forged(case, [9])
    monkeypatch.undo()
    assert len(verifier.verify_case(case.folder)["problems"]) == 9


def test_a_group_does_not_stand_for_entries_of_others(found):
    case = found()
    other = case.keyring.make("omid")
    case.log.add_actor("omid", other, case.signer)
    edge = load_edge(case.log.folder, case.log.size)
    log_signer = case.keyring.log_signer(case.log.origin)
    grown, _ = write_group(case.log.folder, edge, case.log.origin, marks(7), _Forger(other, []), log_signer)
    write_group(case.log.folder, grown, case.log.origin, marks(9), case.signer, log_signer)
    problems = verifier.verify_case(case.folder)["problems"]
    assert len(problems) == 7


def test_the_program_can_be_told_to_check_every_signature(found, capsys):
    case = found()
    forged(case, [9])
    assert verifier.main([str(case.folder)]) == 0
    assert verifier.main([str(case.folder), "--every-signature"]) == 3
    assert capsys.readouterr().out.count("its actor's signature does not hold") == 9


def test_bodies_are_read_as_they_were_written(found):
    case = found()
    case.log.append(marks(20), case.signer)
    assert [item.fields for item in Log.open(case.folder).entries(2)] == [{"number": number} for number in range(20)]
    assert "group" in {field["name"] for field in verifier.decode(case.log.body(21))["fields"]}


def test_a_crew_says_what_one_alone_says(found, monkeypatch):
    case = found()
    case.admit([os.urandom(100) for _ in range(300)])
    alone = verifier.verify_case(case.folder)
    monkeypatch.setattr(verifier, "_WORTH_A_CREW", 1)
    assert verifier.verify_case(case.folder) == alone
    victim = next(path for path in sorted((case.folder / "exhibits").rglob("*")) if path.is_file())
    victim.chmod(0o644)
    victim.write_bytes(b"other")
    told = verifier.verify_case(case.folder)
    monkeypatch.undo()
    assert told == verifier.verify_case(case.folder)
    assert [problem["where"] for problem in told["problems"]] == [victim.relative_to(case.folder).as_posix()]


def test_a_crew_that_cannot_be_had_changes_nothing(found, monkeypatch):
    case = found()
    case.admit([b"one", b"two"])
    monkeypatch.setattr(verifier, "_WORTH_A_CREW", 1)
    monkeypatch.setattr("os.sched_getaffinity", lambda _: {0, 1, 2})
    for executable in ("", "/bin/false", "/nowhere"):
        monkeypatch.setattr("sys.executable", executable)
        assert verifier.verify_case(case.folder)["verdict"] == "VERIFIED"
