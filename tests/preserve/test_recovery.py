"""Crashes: nothing acknowledged is lost, what was written whole is adopted, what is torn is kept aside."""

import os
import random
import shutil
import signal
import time
from pathlib import Path

import pytest

from govah.errors import IntegrityError
from govah.model.event import Event, EventType
from govah.preserve import verifier
from govah.preserve.keys import Keyring
from govah.preserve.log import Log
from govah.preserve.vault import Vault


def mark(number: int) -> Event:
    return Event(EventType.MARK, {"number": number})


def sound(folder: Path) -> dict[str, object]:
    verdict = verifier.verify_case(folder)
    assert verdict["verdict"] == "VERIFIED", verdict["problems"]
    return verdict


def copy_of(case, tmp_path: Path) -> Path:
    kept = tmp_path / "before"
    shutil.copytree(case.folder / "log", kept)
    (kept / "seen").write_bytes(case.keyring.remembered(case.log.origin))
    return kept


def never_acknowledged(case, kept: Path) -> None:
    """As if the crash had come before the group's checkpoint was ever there to be remembered."""
    case.keyring._path("seen", case.log.origin).write_bytes((kept / "seen").read_bytes())


def put_back(case, kept: Path, *names: str) -> None:
    for name in names:
        target = case.folder / "log" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(kept / name, target)


@pytest.mark.parametrize("first", [3, 250, 254, 300])
@pytest.mark.parametrize("second", [1, 5, 280])
def test_an_old_checkpoint_put_back_deletes_nothing(found, tmp_path, first, second):
    case = found()
    case.log.append([mark(number) for number in range(first)], case.signer)
    kept = copy_of(case, tmp_path)
    case.log.append([mark(number) for number in range(first, first + second)], case.signer)
    put_back(case, kept, "checkpoint")
    log = Log.open(case.folder, case.keyring)
    log.append([mark(-1)], case.signer)
    entries = list(log.entries(start=2))
    numbers = [entry.fields["number"] for entry in entries if entry.type == "mark"]
    assert numbers == [*range(first + second), -1]
    (event,) = [entry for entry in entries if entry.type == "recover"]
    assert dict(event.fields) == {"from": first + 2, "adopted": second, "torn": []}
    assert sound(case.folder)["notes"] == []


def test_a_torn_entry_is_set_aside_with_its_body(found, tmp_path):
    case = found()
    case.log.append([mark(0)], case.signer)
    kept = copy_of(case, tmp_path)
    case.log.append([mark(1), mark(2)], case.signer)
    put_back(case, kept, "checkpoint", "tile/entries/000.p/3", "tile/0/000.p/3")
    never_acknowledged(case, kept)
    bundle = case.folder / "log/tile/entries/000.p/5"
    bundle.write_bytes(bundle.read_bytes()[:-20])
    assert sound(case.folder)["notes"]
    log = Log.open(case.folder, case.keyring)
    assert log.append([mark(3)], case.signer) == [5]
    entries = list(log.entries())
    assert [entry.fields.get("number") for entry in entries[2:]] == [0, 1, None, 3]
    torn = entries[4].fields["torn"]
    assert [piece["file"] for piece in torn] == ["3.0.entries", "3.1.bodies"]
    assert sound(case.folder)["notes"] == []
    piece = case.folder / "log/torn/3.1.bodies"
    assert b'"value":2' in piece.read_bytes()
    piece.write_bytes(piece.read_bytes()[:-1] + b" ")
    assert [problem["where"] for problem in verifier.verify_case(case.folder)["problems"]] == ["log/torn/3.1.bodies"]
    piece.unlink()
    assert [problem["where"] for problem in verifier.verify_case(case.folder)["problems"]] == ["log/torn/3.1.bodies"]


@pytest.mark.parametrize("zeros", [5, 200, 100_000])
def test_blocks_that_never_reached_the_disk(found, tmp_path, zeros):
    case = found()
    case.log.append([mark(0)], case.signer)
    kept = copy_of(case, tmp_path)
    case.log.append([mark(1), mark(2)], case.signer)
    put_back(case, kept, "checkpoint", "tile/entries/000.p/3", "tile/0/000.p/3")
    never_acknowledged(case, kept)
    bundle = case.folder / "log/tile/entries/000.p/5"
    whole = bundle.read_bytes()
    zeros = min(zeros, len(whole))
    bundle.write_bytes(whole[:-zeros] + bytes(zeros))
    Log.open(case.folder, case.keyring).append([mark(3)], case.signer)
    assert mark(0).fields["number"] in [entry.fields.get("number") for entry in case.log.entries()]
    assert sound(case.folder)["notes"] == []


def test_what_was_acknowledged_is_never_set_aside(found, tmp_path):
    case = found()
    kept = copy_of(case, tmp_path)
    case.log.append([mark(1), mark(2)], case.signer)
    put_back(case, kept, "checkpoint", "tile/entries/000.p/2")
    bundle = case.folder / "log/tile/entries/000.p/4"
    bundle.write_bytes(bundle.read_bytes()[:-20])
    before = {path: path.read_bytes() for path in case.folder.rglob("*") if path.is_file()}
    with pytest.raises(IntegrityError):
        Log.open(case.folder, case.keyring).append([mark(3)], case.signer)
    assert before == {path: path.read_bytes() for path in case.folder.rglob("*") if path.is_file()}


def test_a_forged_entry_beyond_the_checkpoint_stops_everything(found, tmp_path):
    case = found()
    kept = copy_of(case, tmp_path)
    case.log.append([mark(1)], case.signer)
    put_back(case, kept, "checkpoint", "tile/entries/000.p/2")
    bundle = case.folder / "log/tile/entries/000.p/3"
    data = bytearray(bundle.read_bytes())
    data[-20] ^= 1
    bundle.write_bytes(data)
    assert verifier.verify_case(case.folder)["verdict"] == "FAILED"
    with pytest.raises(IntegrityError):
        Log.open(case.folder, case.keyring).append([mark(2)], case.signer)


def test_more_than_a_group_beyond_the_checkpoint_stops_everything(found, tmp_path):
    case = found()
    kept = copy_of(case, tmp_path)
    case.log.append([mark(number) for number in range(4000)], case.signer)
    case.log.append([mark(number) for number in range(400)], case.signer)
    put_back(case, kept, "checkpoint", "tile/entries/000.p/2", "tile/0/000.p/2")
    assert verifier.verify_case(case.folder)["verdict"] == "FAILED"
    with pytest.raises(IntegrityError):
        Log.open(case.folder, case.keyring).append([mark(2)], case.signer)


def test_a_log_shorter_than_its_checkpoint_stops_everything(found, tmp_path):
    case = found()
    kept = copy_of(case, tmp_path)
    case.log.append([mark(1)], case.signer)
    new = (case.folder / "log/checkpoint").read_bytes()
    shutil.rmtree(case.folder / "log")
    shutil.copytree(kept, case.folder / "log", ignore=shutil.ignore_patterns("seen"))
    (case.folder / "log/checkpoint").write_bytes(new)
    with pytest.raises(IntegrityError):
        Log.open(case.folder, case.keyring).append([mark(2)], case.signer)


def test_reading_and_verifying_a_crashed_log_changes_nothing(found, tmp_path):
    case = found()
    kept = copy_of(case, tmp_path)
    case.log.append([mark(1)], case.signer)
    put_back(case, kept, "checkpoint", "tile/entries/000.p/2", "tile/0/000.p/2")
    before = {path: path.read_bytes() for path in case.folder.rglob("*") if path.is_file()}
    assert len(list(Log.open(case.folder).entries())) == 2
    sound(case.folder)
    assert before == {path: path.read_bytes() for path in case.folder.rglob("*") if path.is_file()}


def test_leftovers_of_a_stopped_recovery(found, tmp_path):
    """Torn bodies were set aside and the crash came before the event: the next writing tells of them."""
    case = found()
    bodies = case.folder / "log/bodies/000.jsonl"
    whole = bodies.read_bytes()
    bodies.write_bytes(whole + b'{"fields":[')
    (case.folder / "log/checkpoint.new").write_bytes(b"half a check")
    log = Log.open(case.folder, case.keyring)
    log.append([], case.signer)
    torn = case.folder / "log/torn/2.0.bodies"
    assert torn.read_bytes() == b'{"fields":['
    assert log.size == 3
    sound(case.folder)


def append_for_ever(folder: Path, keys: Path, told: int) -> None:
    keyring = Keyring(keys)
    log, vault = Log.open(folder, keyring), Vault(folder)
    chance = random.Random(os.getpid())
    while True:
        with vault.group():
            kept = [vault.preserve(source(folder, chance.randbytes(3000))) for _ in range(chance.randrange(1, 12))]
        events = [Event(EventType.ADMIT, {"sha256": item.sha256, "size": item.size}) for item in kept]
        for index in log.append(events, keyring.signer()):
            os.write(told, f"{index} \n".encode())


def source(folder: Path, content: bytes) -> Path:
    path = folder.parent / "incoming"
    path.write_bytes(content)
    return path


def test_kill_at_random_moments_loses_nothing_acknowledged(found, tmp_path):
    case = found()
    chance = random.Random(9)
    acknowledged: set[int] = set()
    for _ in range(10):
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:  # pragma: no cover - the child is killed
            os.close(reading)
            try:
                append_for_ever(case.folder, tmp_path / "keys", writing)
            finally:
                os._exit(1)
        os.close(writing)
        with os.fdopen(reading, "rb") as stream:
            stream.readline()
            time.sleep(chance.random() * 0.15)
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            acknowledged |= {int(line.split()[0]) for line in stream.read().splitlines() if line.endswith(b" ")}
        verdict = sound(case.folder)
        assert verdict["size"] > max(acknowledged, default=0)
    Log.open(case.folder, case.keyring).append([mark(1)], case.signer)
    verdict = verifier.verify_case(case.folder, remembered=case.keyring.remembered(case.log.origin))
    assert verdict["verdict"] == "VERIFIED", verdict["problems"]
    entries = list(case.log.entries())
    assert acknowledged <= {entry.index for entry in entries}
    admitted = {entry.fields["sha256"] for entry in entries if entry.type == "admit"}
    assert verdict["exhibits"]["VERIFIED"] == len(admitted)
    case.vault.preserve(source(case.folder, b"the next writer clears what the killed ones left"))
    assert not (case.folder / "exhibits/.tmp").exists()
