"""The verifier and what is sealed: ciphertexts are counted by their hash, and nothing is decrypted for it."""

import io
from pathlib import Path
from typing import Any

import pytest
from pyrage import x25519
from tests.preserve.conftest import Founded

from govah.model.event import Event, EventType, Value
from govah.preserve.custodians import Custodian
from govah.preserve.envelope import DataKey
from govah.preserve.verifier import verify_case
from govah.store.ciphertexts import Ciphertexts

HOLDER = Custodian("A", str(x25519.Identity.generate().to_public()))


def sealed(case: Founded, content: bytes, **more: Value) -> dict[str, Value]:
    """A ciphertext on the disk, and the fields of its `seal` entry."""
    key, store = DataKey(), Ciphertexts(case.folder / "sealed")
    with store.group():
        name, size = store.put(lambda target: key.encrypt(io.BytesIO(content), {"what": "exhibit"}, target) and None)
    wraps: list[Value] = [wrap.value for wrap in key.wrapped([HOLDER], two_keys=False)]
    fields: dict[str, Value] = {"what": "exhibit", "sealed": name, "size": size, "to": ["A"], "wraps": wraps}
    return {**fields, "why": "x", **more}


def place(case: Founded, name: str) -> Path:
    return case.folder / "sealed" / name[:2] / name


def verdict(case: Founded) -> dict[str, Any]:
    return verify_case(case.folder)


@pytest.fixture
def with_seals(case: Founded) -> tuple[Founded, dict[str, str]]:
    """One exhibit that was open before, one that came in sealed, one identity."""
    case.log.append([Event(EventType.CUSTODIAN_ADD, {"name": "A", "recipient": HOLDER.recipient})], case.signer)
    opened = sealed(case, b"exhibit 0", exhibit=case.exhibits[0])
    came = sealed(case, b"never open")
    who = sealed(case, b"Sara", what="identity", source="s1")
    events = [Event(EventType.SEAL, fields) for fields in (opened, came, who)]
    admit: dict[str, Value] = {"sealed": came["sealed"], "size": came["size"], "source": "s2", "acquisition": 2}
    case.log.append([*events, Event(EventType.ADMIT, admit)], case.signer)
    case.vault.destroy(case.exhibits[0])  # type: ignore[arg-type]
    return case, {"open": str(opened["sealed"]), "came": str(came["sealed"]), "who": str(who["sealed"])}


def test_sealed_exhibits_are_counted_and_identities_are_not(with_seals: tuple[Founded, dict[str, str]]) -> None:
    case, _ = with_seals
    found = verdict(case)
    assert found["verdict"] == "VERIFIED", found["problems"]
    assert found["exhibits"] == {"VERIFIED": 11, "SEALED": 2, "ERASED": 0, "FAILED": 0}
    assert "ciphertexts of 2 sealed" in found["meaning"]
    assert found["notes"] == []


@pytest.mark.parametrize("which", ["open", "came", "who"])
@pytest.mark.parametrize("change", ["flip", "cut", "grow", "delete", "swap"])
def test_every_change_of_a_ciphertext_is_found(
    with_seals: tuple[Founded, dict[str, str]], which: str, change: str
) -> None:
    case, names = with_seals
    path = place(case, names[which])
    data = path.read_bytes()
    path.chmod(0o644)
    if change == "delete":
        path.unlink()
    elif change == "swap":
        other = next(name for name in names.values() if name != path.name)
        path.write_bytes(place(case, other).read_bytes())
    else:
        path.write_bytes({"flip": bytes([data[0] ^ 1]) + data[1:], "cut": data[:-1], "grow": data + b"\x00"}[change])
    found = verdict(case)
    assert found["verdict"] == "FAILED"
    assert [problem["where"] for problem in found["problems"]] == [f"sealed/{path.parent.name}/{path.name}"]
    assert found["exhibits"]["FAILED"] == (0 if which == "who" else 1)


def test_strange_files_are_problems_and_a_crash_leaves_notes(with_seals: tuple[Founded, dict[str, str]]) -> None:
    case, _ = with_seals
    folder = case.folder / "sealed"
    (folder / ".tmp" / "0123").mkdir(parents=True)
    (folder / ".tmp" / "0123" / "0").write_bytes(b"half")
    orphan = sealed(case, b"the entry was never written")
    (folder / "notes.txt").write_text("x")
    (folder / "00").mkdir(exist_ok=True)  # a ciphertext may lie there
    (folder / "00" / ("0" * 64)).write_text("x")
    (folder / ("1" * 64)).write_text("x")
    (folder / "link").symlink_to("/etc/hostname")
    found = verdict(case)
    assert {problem["where"] for problem in found["problems"]} == {
        f"sealed/{name}" for name in ("notes.txt", f"00/{'0' * 64}", "1" * 64, "link")
    }
    assert {note["where"] for note in found["notes"]} == {f"sealed/{str(orphan['sealed'])[:2]}/{orphan['sealed']}"} | (
        {"sealed/.tmp/0123/0"} if (folder / ".tmp").exists() else set()
    )


def test_open_bytes_that_a_broken_sealing_left_are_a_note(with_seals: tuple[Founded, dict[str, str]]) -> None:
    case, _ = with_seals
    case.vault.preserve(io.BytesIO(b"exhibit 0"))
    found = verdict(case)
    assert found["verdict"] == "VERIFIED"
    (note,) = found["notes"]
    assert "govah rebuild" in note["what"]
    assert found["exhibits"]["SEALED"] == 2


def test_an_admission_that_nobody_sealed_fails(case: Founded) -> None:
    case.log.append([Event(EventType.ADMIT, {"sealed": "1" * 64, "size": 5, "source": "s"})], case.signer)
    found = verdict(case)
    assert found["verdict"] == "FAILED"
    assert "no entry before it sealed" in found["problems"][0]["what"]


def test_a_case_without_seals_needs_no_folder(case: Founded) -> None:
    assert not (case.folder / "sealed").exists()
    assert verdict(case)["verdict"] == "VERIFIED"
