import datetime
import json
import multiprocessing
from pathlib import Path

import pytest

from govah.errors import GovahError, IntegrityError, NotFoundError, UsageError
from govah.model.event import Event, EventType
from govah.preserve import verifier
from govah.preserve.keys import Keyring
from govah.preserve.log import Log, new_origin
from govah.preserve.seen import UnnotedError


def mark(number: int) -> Event:
    return Event(EventType.MARK, {"note": f"یادداشت {number}"})


def test_a_new_log_tells_its_key_and_its_first_actor(found):
    case = found()
    first, second = list(case.log.entries())
    assert (first.type, second.type) == ("set", "actor-add")
    assert first.fields["name"] == "نمونه"
    assert first.fields["origin"] == case.log.origin
    assert second.fields["public_key"] == case.signer.public_key.hex()
    assert first.actor == second.actor == case.signer.key_id
    assert datetime.datetime.fromisoformat(first.at).tzinfo is not None
    assert case.log.actors()[case.signer.key_id].name == "sara"
    with pytest.raises(UsageError):
        Log.create(case.folder, new_origin(), case.keyring, case.signer, {})


def test_checkpoint_is_a_signed_note(found):
    case = found()
    data = case.log.checkpoint_bytes().decode()
    origin, size, root, blank, signature, end = data.split("\n")
    assert (origin, size, blank, end) == (case.log.origin, "2", "", "")
    assert signature.startswith(f"— {origin} ")
    log_key = next(case.log.entries()).fields["log_key"]
    verifier.check_checkpoint(verifier.parse_checkpoint(data.encode()), bytes.fromhex(str(log_key)))
    assert len(root) == 44


def test_entries_come_back_as_they_were_appended(found):
    case = found()
    fields = {"text": 'سند 😀 \u2028\x00"\\', "list": [1, -(2**53), True, None, {"ب": "x", "a": []}], "none": None}
    assert case.log.append([Event(EventType.CLAIM, fields), mark(1)], case.signer) == [2, 3]
    entry = Log.open(case.folder).entry(2)
    assert (entry.index, entry.type, entry.actor, dict(entry.fields)) == (2, "claim", case.signer.key_id, fields)
    assert [item.index for item in case.log.entries(start=3)] == [3]
    assert case.log.append([], case.signer) == []
    with pytest.raises(NotFoundError):
        case.log.entry(4)


@pytest.mark.parametrize(
    "fields",
    [{"x": 1.5}, {"x": 2**53 + 1}, {"x": "\ud800"}, {"x": b"b"}, {"X": 1}, {"type": "a"}, {"at": "now"}, {"x": {1: 2}}],
)
def test_what_the_format_cannot_hold_is_refused_before_anything_is_written(found, fields):
    case = found()
    before = {path: path.read_bytes() for path in case.folder.rglob("*") if path.is_file()}
    with pytest.raises(UsageError):
        case.log.append([mark(0), Event(EventType.MARK, fields)], case.signer)
    assert before == {path: path.read_bytes() for path in case.folder.rglob("*") if path.is_file()}


def test_no_more_than_a_group_at_once(found):
    case = found()
    with pytest.raises(UsageError):
        case.log.append([mark(0)] * (verifier.GROUP_LIMIT + 1), case.signer)


def test_two_fields_with_one_value_look_different(found):
    case = found()
    case.log.append([Event(EventType.MARK, {"a": "same", "b": "same"})] * 2, case.signer)
    bodies = (case.folder / "log/bodies/000.jsonl").read_text().splitlines()[-2:]
    salts = [field["salt"] for body in bodies for field in json.loads(body)["fields"]]
    assert len(set(salts)) == len(salts)


def test_groups_of_all_sizes_stay_verifiable(found):
    case = found()
    for count in (1, 253, 1, 255, 256, 257, 1, 600):
        case.log.append([mark(number) for number in range(count)], case.signer)
        verdict = verifier.verify_case(case.folder)
        assert verdict["verdict"] == "VERIFIED", verdict["problems"]
        assert verdict["notes"] == []
    size = case.log.size
    assert [entry.index for entry in case.log.entries()] == list(range(size))
    head = case.log.checkpoint()
    for index in (0, 1, 255, 256, 511, 512, size - 1):
        path = case.log.proof(index)
        assert verifier.root_from_proof(index, size, verifier.leaf_hash(case.log.leaf(index)), path) == head.root


def test_strangers_cannot_append(found, tmp_path):
    case = found()
    stranger = case.keyring.make("stranger")
    with pytest.raises(NotFoundError):
        case.log.append([mark(1)], stranger)
    with pytest.raises(NotFoundError):
        Log.open(case.folder, Keyring(tmp_path / "elsewhere")).append([mark(1)], case.signer)
    case.log.add_actor("stranger", stranger, case.signer)
    assert case.log.append([mark(1)], stranger) == [3]
    assert Log.open(case.folder).entry(3).actor == stranger.key_id
    with pytest.raises(UsageError):
        case.log.add_actor("again", stranger, case.signer)
    assert verifier.verify_case(case.folder)["verdict"] == "VERIFIED"


def test_a_rolled_back_folder_is_not_appended_to(found):
    case = found()
    old = {path: path.read_bytes() for path in (case.folder / "log").rglob("*") if path.is_file()}
    case.log.append([mark(1)], case.signer)
    for path in [path for path in (case.folder / "log").rglob("*") if path.is_file()]:
        path.unlink()
    for path, data in old.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    with pytest.raises(IntegrityError):
        Log.open(case.folder, case.keyring).append([mark(2)], case.signer)


def test_what_is_no_case_is_told(tmp_path):
    with pytest.raises(NotFoundError, match="not a case"):
        Log.open(tmp_path)
    (tmp_path / "log").mkdir()
    (tmp_path / "log/checkpoint").write_bytes(b"x")
    with pytest.raises(IntegrityError):
        Log.open(tmp_path)


def write_groups(folder: Path, keys: Path, who: int) -> None:
    keyring = Keyring(keys)
    log = Log.open(folder, keyring)
    for number in range(12):
        group = [Event(EventType.MARK, {"who": who, "number": number, "part": part}) for part in range(7)]
        log.append(group, keyring.signer())


def test_two_writers_make_one_linear_log(found, tmp_path):
    case = found()
    writers = [
        multiprocessing.get_context("fork").Process(target=write_groups, args=(case.folder, tmp_path / "keys", who))
        for who in range(2)
    ]
    for writer in writers:
        writer.start()
    while any(writer.is_alive() for writer in writers):
        verdict = verifier.verify_case(case.folder)  # readers take no lock and see one state
        assert verdict["verdict"] == "VERIFIED", verdict["problems"]
    for writer in writers:
        writer.join()
        assert writer.exitcode == 0
    entries = list(case.log.entries(start=2))
    assert len(entries) == 2 * 12 * 7
    for who in range(2):
        own = [(entry.fields["number"], entry.fields["part"]) for entry in entries if entry.fields["who"] == who]
        assert own == [(number, part) for number in range(12) for part in range(7)]
    verdict = verifier.verify_case(case.folder, remembered=case.keyring.remembered(case.log.origin))
    assert verdict["verdict"] == "VERIFIED"
    assert verdict["notes"] == []


def unable(*_: object, **__: object) -> None:
    raise GovahError("/keys/seen: No space left on device.", "Free some space on that disk.")


def test_what_stands_is_not_called_failed_where_it_cannot_be_noted(case, monkeypatch):
    size = case.log.size
    with monkeypatch.context() as patch:
        patch.setattr("govah.preserve.seen.SeenLog.keep", unable)
        with pytest.raises(UnnotedError, match=rf"Entries {size} to {size + 1} stand in the log") as told:
            case.log.append([mark(number) for number in range(2)], case.signer)
    assert (told.value.start, told.value.end) == (size, size + 2)
    assert "before you do it again" in told.value.remedy
    assert Log.open(case.folder).size == size + 2
    assert case.log.append([mark(2)], case.signer) == [size + 2]
    assert verifier.verify_case(case.folder, remembered=case.keyring.remembered(case.log.origin))["problems"] == []


def test_nothing_is_appended_where_it_could_not_be_noted(case, monkeypatch):
    size = case.log.size
    with monkeypatch.context() as patch:
        patch.setattr("os.access", lambda path, mode: False)
        with pytest.raises(GovahError, match="cannot be written") as told:
            case.log.append([mark(1)], case.signer)
    assert not isinstance(told.value, UnnotedError)
    assert Log.open(case.folder).size == size
    assert verifier.verify_case(case.folder)["notes"] == []


def test_a_stale_tile_that_stays_does_not_unmake_a_group(case, monkeypatch):
    size = case.log.size
    with monkeypatch.context() as patch:
        patch.setattr("govah.store.files.remove", unable)
        assert case.log.append([mark(1)], case.signer) == [size]
    found = verifier.verify_case(case.folder)
    assert found["problems"] == []
    assert found["notes"]
    assert case.log.append([mark(2)], case.signer) == [size + 1]
    assert verifier.verify_case(case.folder)["notes"] == []
