"""Keys are exchanged: what fails leaves no key behind; what a crash broke off is ended with the key that was made."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from govah import Case
from govah.case import acting
from govah.config import keys_folder
from govah.errors import BusyError, GovahError, NotFoundError, UsageError
from govah.model.event import Event, EventType
from govah.preserve.keys import Keyring, Successor
from govah.preserve.seen import UnnotedError
from govah.preserve.verifier import verify_case
from govah.store import files

EXCHANGES: dict[str, Callable[[Case], int]] = {
    "an actor's key": lambda case: acting.exchange(case, "owner", "the laptop was lost"),
    "the log's key": lambda case: acting.exchange_log_key(case, "every year"),
}


@pytest.fixture
def own_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOVAH_KEYS", str(tmp_path / "keys"))


@pytest.fixture
def case(tmp_path: Path, own_keys: None) -> Iterator[Case]:
    with Case.create(tmp_path / "case", "Bridge") as made:
        yield made


@pytest.fixture(params=EXCHANGES)
def exchange(request: pytest.FixtureRequest) -> Callable[[Case], int]:
    return EXCHANGES[request.param]


def left_over() -> list[str]:
    return [path.name for path in keys_folder().rglob("*.next")]


def sound(folder: Path) -> None:
    found = verify_case(folder, every_signature=True)
    assert found["verdict"] == "VERIFIED", found["problems"]


def refused(*_: object, **__: object) -> None:
    raise GovahError("The disk is full.", "Free some space.")


def broken_off(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def test_what_fails_before_the_log_took_it_leaves_no_key(
    case: Case, exchange: Callable[[Case], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    size = case.log.size
    with monkeypatch.context() as patch:
        patch.setattr("govah.store.files.append_unsynced", refused)  # the bodies, which a group writes first
        with pytest.raises(GovahError, match="disk is full"):
            exchange(case)
    with monkeypatch.context() as patch, files.locked(case.folder / "log" / "lock"):
        patch.setattr("govah.store.files.time.monotonic", iter(range(0, 10**6, 1000)).__next__)
        with pytest.raises(BusyError):
            exchange(case)
    assert left_over() == []
    assert exchange(case) == size
    assert left_over() == []
    sound(case.folder)


def test_an_account_without_the_logs_key_keeps_no_new_one(case: Case) -> None:
    (log_key,) = (keys_folder() / "logs").iterdir()
    log_key.rename(keys_folder() / "away")
    with pytest.raises(NotFoundError, match="does not hold the key"):
        acting.exchange(case, "owner", "why")
    assert left_over() == []


def test_what_fails_after_the_log_may_have_taken_it_keeps_the_key(
    case: Case, exchange: Callable[[Case], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("govah.preserve.verifier.signed_note", refused)  # the checkpoint, which a group writes last
        with pytest.raises(GovahError, match="disk is full"):
            exchange(case)
    (kept,) = left_over()
    new = next(keys_folder().rglob(kept)).read_bytes()
    with Case(case.folder) as again:
        exchange(again)
    assert left_over() == []
    with Case(case.folder) as again:
        again.log.append([Event(EventType.ENGAGE, {"note": "on"})], again.signer)
        if b'"owner"' in new:  # an actor's exchange is ended; the log's is adopted, and then exchanged once more
            assert next(keys_folder().rglob(kept.replace(".next", ".json"))).read_bytes() == new
    sound(case.folder)


@pytest.mark.parametrize("moment", ["before the checkpoint", "after the checkpoint"])
def test_a_crash_while_an_actors_key_is_exchanged(case: Case, moment: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        if moment == "before the checkpoint":
            patch.setattr("govah.preserve.verifier.signed_note", broken_off)
        else:
            patch.setattr(Successor, "promote", broken_off)
        with pytest.raises(KeyboardInterrupt):
            acting.exchange(case, "owner", "the laptop was lost")
    old = Keyring(keys_folder()).signer("owner")
    (kept,) = left_over()
    new = next(keys_folder().rglob(kept)).read_bytes()
    with Case(case.folder) as again:
        with pytest.raises(NotFoundError, match="end the exchange: govah actor rotate owner --why"):
            again.log.append([Event(EventType.ENGAGE, {"note": "on"})], old)
        sound(case.folder)  # what settled the crash is not signed with the key that was exchanged
        acting.exchange(again, "owner", "the laptop was lost")
    assert next(keys_folder().rglob(kept.replace(".next", ".json"))).read_bytes() == new
    assert [entry.type for entry in Case(case.folder).entries()].count(EventType.KEY_ROTATE) == 1
    sound(case.folder)


def test_a_crash_is_not_settled_by_who_has_only_the_old_key(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("govah.preserve.verifier.signed_note", broken_off)
        with pytest.raises(KeyboardInterrupt):
            acting.exchange(case, "owner", "the laptop was lost")
    (kept,) = keys_folder().rglob("*.next")
    kept.rename(tmp_path / "elsewhere")
    with pytest.raises(NotFoundError, match="broken off, and this account does not hold the new key"):
        case.log.append([Event(EventType.ENGAGE, {"note": "on"})], Keyring(keys_folder()).signer("owner"))
    (tmp_path / "elsewhere").rename(kept)
    acting.exchange(case, "owner", "the laptop was lost")
    sound(case.folder)


def test_another_person_goes_on_after_the_crash(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    acting.make("omid")
    acting.add(case, "omid", None)
    with monkeypatch.context() as patch:
        patch.setattr("govah.preserve.verifier.signed_note", broken_off)
        with pytest.raises(KeyboardInterrupt):
            acting.exchange(case, "owner", "the laptop was lost")
    case.log.append([Event(EventType.ENGAGE, {"note": "on"})], Keyring(keys_folder()).signer("omid"))
    sound(case.folder)
    with Case(case.folder, actor="omid") as again:
        acting.exchange(again, "owner", "the laptop was lost")
    assert left_over() == []
    with Case(case.folder) as again:
        again.log.append([Event(EventType.ENGAGE, {"note": "on"})], again.signer)
    sound(case.folder)


def test_an_exchange_that_cannot_be_noted_is_done_all_the_same(
    case: Case, exchange: Callable[[Case], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("govah.preserve.seen.SeenLog.keep", refused)
        with pytest.raises(UnnotedError, match="stands in the log"):
            exchange(case)
    assert left_over() == []
    with Case(case.folder) as again:
        again.log.append([Event(EventType.ENGAGE, {"note": "on"})], again.signer)
    sound(case.folder)


@pytest.fixture
def other(case: Case, tmp_path: Path) -> Iterator[Case]:
    """A second case of the same account."""
    with Case.create(tmp_path / "other", "Tunnel") as made:
        yield made


def note(case: Case, actor: str | None = None) -> None:
    with Case(case.folder, actor=actor) as again:
        again.log.append([Event(EventType.ENGAGE, {"note": "on"})], again.signer)


def test_a_key_that_was_exchanged_in_one_case_is_put_in_place_in_the_others(case: Case, other: Case) -> None:
    for meant in (False, True):
        with Case(case.folder) as again:
            acting.exchange(again, "owner", "the laptop was lost", again=meant)
    new = Keyring(keys_folder()).signer("owner")
    with pytest.raises(NotFoundError, match="govah actor rotate owner"):
        note(other)
    with Case(other.folder) as again:
        acting.exchange(again, "owner", "the laptop was lost")
    assert Keyring(keys_folder()).signer("owner") == new  # one key for all of them
    for each in (case, other):
        note(each)
        sound(each.folder)


def test_who_has_no_key_of_before_is_helped_by_another_person(case: Case, other: Case) -> None:
    acting.make("omid")
    for each in (case, other):
        acting.add(each, "omid", None)
    acting.exchange(case, "owner", "the laptop was lost")
    for former in keys_folder().rglob("*.former"):
        former.unlink()
    with Case(other.folder) as again, pytest.raises(NotFoundError, match="Somebody else whom the case knows"):
        acting.exchange(again, "owner", "the laptop was lost")
    with Case(other.folder, actor="omid") as again:
        acting.exchange(again, "owner", "the laptop was lost")
    for each in (case, other):
        note(each)
        note(each, "omid")
        sound(each.folder)


def test_another_actors_key_of_the_same_name_is_not_lost(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every account calls its first key `owner`; here somebody else's acts under the name that was given to it."""
    monkeypatch.setenv("GOVAH_KEYS", str(tmp_path / "theirs"))
    acting.make("owner")
    (tmp_path / "asked").write_text(json.dumps(acting.ask(case.log.origin, None)), encoding="utf-8")
    monkeypatch.setenv("GOVAH_KEYS", str(tmp_path / "keys"))
    acting.add(case, "sara", tmp_path / "asked", other_name=True)
    shutil.copytree(tmp_path / "keys" / "logs", tmp_path / "theirs" / "logs")
    monkeypatch.setenv("GOVAH_KEYS", str(tmp_path / "theirs"))
    before = Keyring(keys_folder()).signer("owner")
    with Case(case.folder) as again, pytest.raises(UsageError, match="acts in this case as sara"):
        acting.exchange(again, "owner", "their key was lost")
    assert Keyring(keys_folder()).signer("owner") == before
    assert left_over() == []


def test_a_crash_in_the_other_case_is_ended_with_the_same_key(
    case: Case, other: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    acting.exchange(case, "owner", "the laptop was lost")
    new = Keyring(keys_folder()).signer("owner")
    with monkeypatch.context() as patch:
        patch.setattr("govah.preserve.verifier.signed_note", broken_off)
        with Case(other.folder) as again, pytest.raises(KeyboardInterrupt):
            acting.exchange(again, "owner", "the laptop was lost")
    with Case(other.folder) as again:
        acting.exchange(again, "owner", "the laptop was lost")
    assert Keyring(keys_folder()).signer("owner") == new
    assert [entry.type for entry in Case(other.folder).entries()].count(EventType.KEY_ROTATE) == 1
    note(other)
    sound(other.folder)
