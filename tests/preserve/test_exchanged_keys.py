"""Keys of actors and of the log are exchanged; what the old ones signed stays valid, what they sign later does not."""

from dataclasses import replace
from pathlib import Path

import pytest

from govah.errors import IntegrityError, NotFoundError, UsageError
from govah.model.event import Event, EventType
from govah.preserve import verifier
from govah.preserve.group import write_group
from govah.preserve.keys import Keyring, Successor
from govah.preserve.log import Log
from govah.preserve.proofs import seal_package
from govah.preserve.tiles import load_edge


def mark(number: int) -> Event:
    return Event(EventType.MARK, {"number": number})


def sound(folder: Path, **more: object) -> dict[str, object]:
    verdict = verifier.verify_case(folder, **more)
    assert verdict["verdict"] == "VERIFIED", verdict["problems"]
    return verdict


def exchanged(case) -> None:
    """The actor's key, by itself."""
    old = case.log.actors()[case.signer.key_id]
    new = case.keyring.successor("sara").make()
    case.log.exchange_key(old, new, case.signer, "the laptop was lost")
    case.keyring.successor("sara").promote()


def test_an_actors_old_key_signs_no_longer(case):
    exchanged(case)
    with pytest.raises(NotFoundError, match="exchanged for another"):
        case.log.append([mark(1)], case.signer)
    new = case.keyring.signer("sara")
    assert new.key_id != case.signer.key_id
    case.log.append([mark(2)], new)
    sound(case.folder)
    sound(case.folder, every_signature=True)
    with pytest.raises(UsageError, match="exchanged already"):
        case.log.exchange_key(case.log.actors()[case.signer.key_id], new, new, "again")


def test_what_a_stolen_old_key_signs_is_found(case):
    """Who has the log's key and an actor's old key can append; nobody believes it."""
    exchanged(case)
    size = case.log.size
    log_signer = case.keyring.log_signer(case.log.origin)
    write_group(case.log.folder, load_edge(case.log.folder, size), case.log.origin, [mark(3)], case.signer, log_signer)
    (problem,) = verifier.verify_case(case.folder)["problems"]
    assert "exchanged for another" in problem["what"]


def test_a_lost_key_is_exchanged_by_somebody_else(case):
    other = case.keyring.make("omid")
    case.log.add_actor("omid", other, case.signer)
    new = case.keyring.successor("sara").make()
    case.log.exchange_key(case.log.actors()[case.signer.key_id], new, other, "the stick was lost")
    case.keyring.successor("sara").promote()
    case.log.append([mark(1)], case.keyring.signer("sara"))
    sound(case.folder)


def test_the_log_goes_on_with_a_new_key(case, tmp_path):
    pinned = tmp_path / "pinned"
    pinned.write_bytes(case.log.checkpoint_bytes())
    before = case.keyring.log_signer(case.log.origin)
    index = case.log.exchange_log_key(case.signer, "every year")
    after = case.keyring.log_signer(case.log.origin)
    assert before.key_id != after.key_id
    assert case.log.log_key_entries() == (index,)
    case.log.append([mark(4)], case.signer)
    sound(case.folder, against=pinned)
    case.log.exchange_log_key(case.signer, "another year")
    case.admit([b"later"])
    sound(case.folder, against=pinned)
    newer = tmp_path / "newer"
    newer.write_bytes(case.log.checkpoint_bytes())
    case.log.append([mark(5)], case.signer)
    sound(case.folder, against=newer)


def test_the_old_log_key_cannot_go_on(case):
    before = case.keyring.log_signer(case.log.origin)
    case.log.exchange_log_key(case.signer, "stolen")
    size = case.log.size
    write_group(case.log.folder, load_edge(case.log.folder, size), case.log.origin, [mark(1)], case.signer, before)
    assert "log/checkpoint" in [problem["where"] for problem in verifier.verify_case(case.folder)["problems"]]
    with pytest.raises(IntegrityError):
        Log.open(case.folder, case.keyring).append([mark(2)], case.signer)


def test_nobody_exchanges_the_log_key_without_the_old_one(case):
    """An actor alone, with a log key of his own making."""
    log_signer = case.keyring.log_signer(case.log.origin)
    thief = Keyring(case.folder.parent / "thief").make_log("thief")
    public = thief.public_key.hex()
    origin = case.log.origin
    fields = {
        "kind": "log",
        "log_key": public,
        "release": thief.sign(verifier.release_message(origin, public)).hex(),
        "possession": thief.sign(verifier.log_possession_message(origin, public)).hex(),
        "why": "mine now",
    }
    edge = load_edge(case.log.folder, case.log.size)
    write_group(case.log.folder, edge, origin, [Event(EventType.KEY_ROTATE, fields)], case.signer, thief)
    assert verifier.verify_case(case.folder)["verdict"] == "FAILED"
    assert log_signer.public_key != thief.public_key


@pytest.mark.parametrize("moment", ["before the checkpoint", "after the checkpoint"])
def test_a_crash_while_the_logs_key_is_exchanged(case, moment, monkeypatch):
    def crash(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    if moment == "before the checkpoint":
        monkeypatch.setattr("govah.preserve.verifier.signed_note", crash)
    else:
        monkeypatch.setattr(Successor, "promote", crash)
    with pytest.raises(KeyboardInterrupt):
        case.log.exchange_log_key(case.signer, "every year")
    monkeypatch.undo()
    log = Log.open(case.folder, case.keyring)
    log.append([mark(6)], case.signer)
    log.append([mark(7)], case.signer)
    assert len(log.log_key_entries()) == 1
    sound(case.folder)


def test_packages_prove_exchanges(case, tmp_path):
    case.log.exchange_log_key(case.signer, "every year")
    exchanged(case)
    sara = case.keyring.signer("sara")
    case = replace(case, signer=sara)
    later = case.admit([b"admitted with the new key"])
    package = tmp_path / "package"
    (package / "data" / "exhibits").mkdir(parents=True)
    for sha256 in [case.exhibits[0], *later]:
        (package / "data" / "exhibits" / sha256).write_bytes(case.vault.path(sha256).read_bytes())
    seal_package(package, case.log, sara)
    verdict = verifier.verify_package(package)
    assert verdict["verdict"] == "VERIFIED", verdict["problems"]
    (rotation,) = (package / "proofs" / "keys").iterdir()
    rotation.unlink()
    assert verifier.verify_package(package)["verdict"] == "FAILED"
