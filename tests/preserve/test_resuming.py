"""A copy of a case that ends before what this account has seen: how it is told, and how it may be gone on with."""

import shutil
from pathlib import Path

import pytest

from govah.errors import IntegrityError, UsageError
from govah.model.event import Event, EventType
from govah.preserve import verifier
from govah.preserve.log import Log
from govah.preserve.seen import WentFurtherError

WHY = "the other disk burned"


def mark(number: int) -> Event:
    return Event(EventType.MARK, {"number": number})


def copied(case, tmp_path: Path) -> tuple[Path, Log]:
    """A copy of the case, made before it goes on."""
    folder = Path(shutil.copytree(case.folder, tmp_path / "copy"))
    return folder, Log.open(folder, case.keyring)


def verdict_of(folder: Path, case) -> dict[str, object]:
    memory = case.keyring.memory(case.log.origin)
    return verifier.verify_case(folder, None, memory.checkpoint_bytes(), None, str(memory.folder()))


def resume(log: Log, case, **options: bool):
    return log.resume(WHY, log.checkpoint(), case.signer, **options)


@pytest.fixture
def pair(found, tmp_path):
    """A case that went on, and a copy that did not."""
    case = found()
    case.log.append([mark(1)], case.signer)
    folder, log = copied(case, tmp_path)
    case.log.append([mark(2), mark(3)], case.signer)
    return case, folder, log


def test_one_act_on_a_copy_names_both_causes_and_the_copy(pair):
    case, folder, log = pair
    with pytest.raises(WentFurtherError) as told:
        log.append([mark(4)], case.signer)
    assert "ends at 3 entries" in told.value.what
    assert f"seen 5 in {case.folder}" in told.value.what
    assert "older copy" in told.value.what
    assert "govah resume --why" in told.value.remedy
    verdict = verdict_of(folder, case)
    assert verdict["verdict"] == "FAILED"
    (problem,) = verdict["problems"]
    for words in ("taken away", "older copy", str(case.folder), "govah resume"):
        assert words in problem["what"]
    case.log.append([mark(4)], case.signer)  # the other one goes on


def test_while_the_other_copy_is_there_it_is_the_one_to_work_in(pair):
    case, _folder, log = pair
    with pytest.raises(UsageError) as told:
        resume(log, case)
    assert f"still there: {case.folder}, 5 entries" in told.value.what
    assert log.size == 3


def test_resuming_is_said_in_the_log_and_remembered(pair, tmp_path):
    case, folder, log = pair
    kept = tmp_path / "kept"
    kept.write_bytes(case.log.checkpoint_bytes())
    missing = case.log.checkpoint()
    shutil.rmtree(case.folder)
    done = resume(log, case)
    assert (done.entry, done.begin, done.missing, done.known, done.size) == (3, 3, 5, 3, 4)
    entry = log.entry(3)
    assert entry.type == "recover"
    assert entry.fields["missing"] == {"size": 5, "root": missing.root.hex()}
    assert (entry.fields["from"], entry.fields["why"]) == (3, WHY)
    assert not any(str(tmp_path) in str(value) for value in entry.fields.values())  # no path of this machine
    verdict = verdict_of(folder, case)
    assert (verdict["verdict"], verdict["root"]) == ("VERIFIED", done.root.hex())
    (note,) = verdict["notes"]
    assert "entries 3 to 4" in note["what"]
    assert WHY in note["what"]
    for number in range(4):
        against = verifier.verify_case(folder, kept)
        assert against["verdict"] == "FAILED"  # entries were given up: whoever kept a checkpoint of them learns it
        assert "entry 3 says" in against["problems"][0]["what"]
        log.append([mark(number)], case.signer)
    assert verdict_of(folder, case)["verdict"] == "VERIFIED"
    with pytest.raises(UsageError, match="Nothing keeps"):
        resume(log, case)


def test_a_backup_put_back_over_the_case_may_be_gone_on_with(found, tmp_path):
    case = found()
    folder, _ = copied(case, tmp_path)
    case.log.append([mark(1)], case.signer)
    shutil.rmtree(case.folder)
    folder.rename(case.folder)
    log = Log.open(case.folder, case.keyring)
    with pytest.raises(WentFurtherError):
        log.append([mark(2)], case.signer)
    assert resume(log, case).known == 2
    log.append([mark(2)], case.signer)
    assert verdict_of(case.folder, case)["verdict"] == "VERIFIED"
    # and a second time, after the first branch was given up
    older, _ = copied(case, tmp_path)
    log.append([mark(3)], case.signer)
    shutil.rmtree(case.folder)
    older.rename(case.folder)
    assert resume(Log.open(case.folder, case.keyring), case).begin == 4


def forge(case, folder: Path, events: int) -> Log:
    """Whoever holds every key writes another history into a copy, on an account that has seen nothing."""
    memory = case.keyring._path("seen", case.log.origin).parent
    away = memory.with_name("away")
    memory.rename(away)
    log = Log.open(folder, case.keyring)
    for number in range(events):
        log.append([mark(-number)], case.signer)
    shutil.rmtree(memory)
    away.rename(memory)
    return Log.open(folder, case.keyring)


@pytest.mark.parametrize("gone", [True, False])
def test_a_rewritten_history_is_never_resumed(found, tmp_path, gone):
    case = found()
    folder, _ = copied(case, tmp_path)
    for number in range(4):
        case.log.append([mark(number)], case.signer)
    forged = forge(case, folder, 2)
    if gone:
        shutil.rmtree(case.folder)
    for unseen in (False, True):
        with pytest.raises(IntegrityError, match="contradicts"):
            resume(forged, case, unseen=unseen)
    assert forged.size == 4
    assert verdict_of(folder, case)["verdict"] == "FAILED"


def test_a_fork_of_the_same_size_or_longer_is_never_resumed(found, tmp_path):
    case = found()
    folder, _ = copied(case, tmp_path)
    case.log.append([mark(1)], case.signer)
    for events in (1, 1):
        forged = forge(case, folder, events)
        for act in (lambda log: resume(log, case, unseen=True), lambda log: log.append([mark(9)], case.signer)):
            with pytest.raises(IntegrityError, match="contradicts"):
                act(forged)
        assert "rewritten" in verdict_of(folder, case)["problems"][0]["what"]


def test_an_end_that_was_never_seen_asks_for_more(found, tmp_path):
    """Between two heads that were seen, nobody can say whether the entries are the right ones."""
    case = found()
    folder, _ = copied(case, tmp_path)
    case.log.append([mark(number) for number in range(5)], case.signer)
    forged = forge(case, folder, 2)
    shutil.rmtree(case.folder)
    with pytest.raises(IntegrityError) as told:
        resume(forged, case)
    assert "first 2 of this copy's 4 entries" in told.value.what
    assert "--unseen" in told.value.remedy
    assert forged.size == 4
    assert resume(forged, case, unseen=True).known == 2
    assert forged.entry(4).fields["seen"] == 2


def test_a_memory_without_heads_knows_only_its_checkpoint(pair):
    """As an earlier version kept it: one file with the checkpoint."""
    case, _folder, log = pair
    path = case.keyring._path("seen", case.log.origin)
    for other in path.parent.iterdir():
        if other != path:
            other.unlink()
    shutil.rmtree(case.folder)
    with pytest.raises(WentFurtherError, match=r"seen 5\. Either"):
        log.append([mark(9)], case.signer)
    with pytest.raises(IntegrityError, match="first 0 of"):
        resume(log, case)
    assert resume(log, case, unseen=True).begin == 3


def test_half_a_line_of_heads_is_passed_over(pair):
    case, _folder, log = pair
    heads = case.keyring._path("seen", case.log.origin).with_suffix(".heads")
    heads.write_bytes(heads.read_bytes()[:-20])
    shutil.rmtree(case.folder)
    assert resume(log, case).known == 3
    assert heads.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "missing", [None, 5, {}, {"size": 2, "root": "0" * 64}, {"size": True, "root": "0" * 64}, {"size": 9, "root": "0"}]
)
def test_a_resumption_that_tells_nothing_fails(found, missing):
    case = found()
    event = Event(EventType.RECOVER, {"from": 2, "adopted": 0, "torn": [], "missing": missing, "why": WHY})
    case.log.append([event], case.signer)
    verdict = verifier.verify_case(case.folder)
    assert "goes on without" in verdict["problems"][0]["what"]
