"""Whose clock: what a case and a package say of witnesses and time-stamps, and what fails."""

import shutil
import sys
from pathlib import Path

import pytest
from bench.reliability.witnesses import cosign_event, outside_witness, policy_event, policy_of, stamp_event
from cryptography.hazmat.primitives import serialization
from tests.preserve.stamper import Issued, Stamper, issue

from govah.model.event import Event, EventType
from govah.preserve import verifier
from govah.preserve.proofs import seal_package
from govah.preserve.verifier import VerifierKey, verify_case, verify_package


def log_key(case) -> VerifierKey:
    return VerifierKey(case.log.origin, verifier.ED25519_NOTE, case.keyring.log_signer(case.log.origin).public_key)


def append(case, *events: Event) -> int:
    return case.log.append(events, case.signer)[-1]


def witness(case, *witnesses) -> int:
    """Have all of these cosign the log as it stands; the size that they saw."""
    checkpoint = case.log.checkpoint_bytes()
    lines = [each.cosign(case.log, log_key(case)).signed.text for each in witnesses]
    append(case, cosign_event(checkpoint, "".join(lines)))
    return verifier.parse_checkpoint(checkpoint).size


def stamp(case, stamper: Stamper) -> int:
    checkpoint = case.log.checkpoint_bytes()
    append(case, stamp_event(checkpoint, stamper.token(checkpoint)))
    return verifier.parse_checkpoint(checkpoint).size


def good(verdict) -> dict:
    assert verdict["verdict"] == "VERIFIED", verdict["problems"]
    return verdict


def failed(verdict, *words: str) -> None:
    assert verdict["verdict"] == "FAILED"
    told = " ".join(problem["what"] for problem in verdict["problems"])
    for word in words:
        assert word in told, told


@pytest.fixture
def three(tmp_path):
    return [outside_witness(tmp_path / name, name, ml_dsa=name == "court") for name in ("amal", "bar", "court")]


@pytest.fixture
def policed(case, three):
    append(case, policy_event(policy_of(three, 2)))
    return case


class TestWitnesses:
    def test_without_anybody_it_is_the_own_clock(self, case):
        verdict = good(verify_case(case.folder))
        assert verdict["time"] == "own clock"
        assert [clock["kind"] for clock in verdict["clocks"]] == ["own"]
        assert "own clock" in verdict["meaning"]

    def test_a_quorum_says_when(self, policed, three):
        seen = witness(policed, three[0], three[2])
        policed.admit([b"later"])
        verdict = good(verify_case(policed.folder))
        assert verdict["time"].startswith("2 witnesses (amal, court) by 20")
        assert verdict["time"].endswith(f"for the first {seen} entries; own clock for later entries")
        assert "does not show that a leaked document is genuine" in verdict["meaning"]
        assert f"entries {seen} to {policed.log.size - 1} are not witnessed" in verdict["notes"][-1]["what"]
        assert [(clock["kind"], clock["name"], clock["size"]) for clock in verdict["clocks"][:2]] == [
            ("witness", "amal", seen),
            ("witness", "court", seen),
        ]

    def test_the_quorum_is_at_the_largest_size_that_enough_have_covered(self, policed, three):
        first = witness(policed, three[0])
        policed.admit([b"later"])
        second = witness(policed, three[1])
        policed.admit([b"latest"])
        third = witness(policed, three[1], three[2])
        assert first < second < third
        assert "(bar, court) by 20" in good(verify_case(policed.folder))["time"]
        assert f"first {third} entries" in verify_case(policed.folder)["time"]

    def test_less_than_the_quorum_is_told(self, policed, three):
        witness(policed, three[0])
        verdict = good(verify_case(policed.folder))
        assert verdict["time"] == "own clock; cosigned by amal, fewer than the policy asks for"
        assert "the quorum of witnesses is met for no entry" in verdict["notes"][0]["what"]
        assert "own clock" in verdict["meaning"]

    def test_the_newest_policy_decides(self, policed, three):
        seen = witness(policed, three[0])
        append(policed, policy_event(policy_of(three[:1], 1)))
        assert "1 witness (amal) by" in good(verify_case(policed.folder))["time"]
        append(policed, policy_event(policy_of(three[1:], 2)))
        assert good(verify_case(policed.folder))["time"] == "own clock"
        append(policed, policy_event(None))
        assert good(verify_case(policed.folder))["notes"] == []
        assert seen

    def test_a_policy_brought_along_must_be_met(self, policed, three, tmp_path):
        pinned = tmp_path / "policy"
        pinned.write_text(policy_of(three[:2], 2))
        failed(verify_case(policed.folder, policy=pinned), "met for no entry")
        witness(policed, three[0], three[2])
        failed(verify_case(policed.folder, policy=pinned), "nobody whom the given policy trusts")
        witness(policed, three[1])
        assert "(amal, bar)" in good(verify_case(policed.folder, policy=pinned))["time"]
        pinned.write_text("quorum none\n")
        assert good(verify_case(policed.folder, policy=pinned))["time"] == "own clock"

    def test_a_policy_may_name_its_log(self, policed, three, tmp_path):
        witness(policed, *three)
        pinned = tmp_path / "policy"
        text = policy_of(three, 2)
        pinned.write_text(f"log {log_key(policed).text}\n{text}")
        good(verify_case(policed.folder, policy=pinned))
        pinned.write_text(f"log {log_key(policed)._replace(public_key=bytes(32)).text}\n{text}")
        failed(verify_case(policed.folder, policy=pinned), "does not know this log")

    def test_a_policy_that_cannot_be_read_gives_no_verdict(self, policed, tmp_path):
        pinned = tmp_path / "policy"
        with pytest.raises(verifier.Unusable) as told:
            verify_case(policed.folder, policy=pinned)
        assert told.value.absent
        pinned.write_text("quorum all\n")
        with pytest.raises(verifier.Unusable, match="not a policy"):
            verify_case(policed.folder, policy=pinned)

    def test_what_nobody_should_have_written(self, policed, three):
        checkpoint = policed.log.checkpoint_bytes()
        head = verifier.parse_checkpoint(checkpoint)
        line = three[0].signer.cosign(head)
        good_event = cosign_event(checkpoint, line.text)
        garbled = line._replace(time=line.time + 1).text
        wrong = {
            "the cosignature of amal": cosign_event(checkpoint, garbled),
            "malformed": cosign_event(checkpoint, line.text.replace("— ", "- ")),
            "another size or root": Event(EventType.COSIGN, {**good_event.fields, "size": 1}),
            "not a checkpoint": Event(EventType.COSIGN, {**good_event.fields, "checkpoint": "x\n"}),
            "missing or not text": Event(EventType.COSIGN, {"size": 5}),
            "line 1 of the policy": policy_event("quorum all\n"),
            "not a list of authorities": Event(EventType.SET, {"authorities": [{"name": "x"}]}),
        }
        for words, event in wrong.items():
            copy = shutil.copytree(policed.folder, policed.folder.with_name("copy"))
            policed.log.append([event], policed.signer)
            failed(verify_case(policed.folder), words)
            shutil.rmtree(policed.folder)
            copy.rename(policed.folder)
            policed.keyring.memory(policed.log.origin).forget_beyond(head.size)
            policed.keyring.memory(policed.log.origin).keep(checkpoint, policed.folder)

    def test_a_head_of_another_log_or_of_later_entries(self, policed, three, found):
        other = found("other")
        append(policed, cosign_event(other.log.checkpoint_bytes(), witness_line(other, three[0])))
        failed(verify_case(policed.folder), "a checkpoint of another log")

    def test_cosignatures_of_strangers_are_a_note(self, policed, three, tmp_path):
        stranger = outside_witness(tmp_path / "stranger", "stranger")
        witness(policed, stranger)
        notes = good(verify_case(policed.folder))["notes"]
        assert any("cosigned by nobody whom a policy names" in note["what"] for note in notes)

    def test_cosignatures_hold_over_an_exchange_of_the_logs_key(self, policed, three):
        witness(policed, *three[:2])
        policed.log.exchange_log_key(policed.signer, "stolen, perhaps")
        policed.admit([b"later"])
        seen = witness(policed, *three[:2])
        assert f"first {seen} entries" in good(verify_case(policed.folder))["time"]

    def test_a_machine_that_cannot_check_a_cosignature_says_so(self, policed, three, tmp_path, monkeypatch):
        witness(policed, three[0], three[2])
        out = pack(policed, tmp_path / "out")
        monkeypatch.setitem(sys.modules, "cryptography.hazmat.primitives.asymmetric.mldsa", None)
        verdict = verify_package(out)
        failed(verdict, "not witnessed", "1 cosignature could not be checked here")
        assert any("needs cryptography ≥ 48 to check this ML-DSA" in note["what"] for note in verdict["notes"])
        assert "1 cosignature could not be checked" in good(verify_case(policed.folder))["notes"][-1]["what"]

    def test_a_damaged_tile_is_not_called_another_history(self, policed, three):
        witness(policed, *three)
        tile = policed.folder / "log" / "tile" / "0" / "000"
        tile.write_bytes(tile.read_bytes()[:-1] + b"\x00")
        told = verify_case(policed.folder)["problems"]
        assert not any("rewritten" in problem["what"] for problem in told)


def witness_line(case, one) -> str:
    return one.cosign(case.log, log_key(case)).signed.text


@pytest.fixture(scope="module")
def old() -> tuple[Issued, Issued]:
    """A root, and a signer whose certificate ended long ago."""
    root = issue("Old root", ca=True)
    return root, issue("Old", root, since="2019-01-01", until="2021-01-01")


@pytest.fixture(scope="module")
def new() -> tuple[Issued, Issued]:
    root = issue("New root", ca=True)
    return root, issue("New", root)


def trust(case, *roots: Issued) -> None:
    names = ("Old Ltd", "New Ltd")
    append(case, policy_event(None, {name: root.der for name, root in zip(names, roots, strict=False)}))


class TestTimeStamps:
    def test_a_stamp_says_when(self, case, old, new):
        trust(case, old[0], new[0])
        seen = stamp(case, Stamper(new[1], at="20260601120000Z"))
        verdict = good(verify_case(case.folder))
        assert verdict["time"] == (
            f"time-stamp of New Ltd at 2026-06-01T12:00:00Z for the first {seen} entries; own clock for later entries"
        )
        clock = verdict["clocks"][0]
        assert (clock["kind"], clock["name"], clock["size"]) == ("timestamp", "New Ltd", seen)
        assert clock["until"] == "2040-01-01T00:00:00Z"

    def test_an_ended_stamp_counts_only_where_a_later_one_was_made_in_time(self, case, old, new):
        trust(case, old[0], new[0])
        first = stamp(case, Stamper(old[1], at="20200601120000Z"))
        verdict = good(verify_case(case.folder))
        assert verdict["time"] == "own clock"
        assert "ended on 2021-01-01 and no later stamp covers it" in verdict["notes"][0]["what"]
        stamp(case, Stamper(new[1], at="20210601120000Z"))  # too late: the old one had ended
        assert [clock["name"] for clock in good(verify_case(case.folder))["clocks"]] == ["New Ltd", "own clock"]
        stamp(case, Stamper(new[1], at="20201201120000Z"))
        verdict = good(verify_case(case.folder))
        assert [clock["name"] for clock in verdict["clocks"]] == ["Old Ltd", "New Ltd", "New Ltd", "own clock"]
        assert verdict["clocks"][0]["size"] == first
        assert verdict["notes"] == []

    def test_a_stamp_over_a_head_before_the_old_stamp_does_not_renew_it(self, case, old, new):
        trust(case, old[0], new[0])
        checkpoint = case.log.checkpoint_bytes()
        append(case, stamp_event(checkpoint, Stamper(old[1], at="20200601120000Z").token(checkpoint)))
        append(case, stamp_event(checkpoint, Stamper(new[1], at="20201201120000Z").token(checkpoint)))
        assert [clock["name"] for clock in good(verify_case(case.folder))["clocks"]] == ["New Ltd", "own clock"]

    def test_an_authority_that_is_not_trusted_does_not_count(self, case, old, new):
        trust(case, old[0])
        stamp(case, Stamper(new[1]))
        verdict = good(verify_case(case.folder))
        assert verdict["time"] == "own clock"
        assert "leads to no authority that is trusted here" in verdict["notes"][0]["what"]

    def test_whoever_verifies_can_trust_others_than_the_log_does(self, case, old, new, tmp_path):
        trust(case, old[0], new[0])
        stamp(case, Stamper(new[1]))
        mine = tmp_path / "mine.der"
        mine.write_bytes(old[0].der)
        verdict = good(verify_case(case.folder, authorities=[mine]))
        assert verdict["time"] == "own clock"
        assert "leads to no authority" in verdict["notes"][0]["what"]
        assert "No time-stamp in it counts by the authorities that were named" in verdict["meaning"]
        mine.write_bytes(new[0].certificate.public_bytes(serialization.Encoding.PEM))
        assert "time-stamp of New root" in good(verify_case(case.folder, authorities=[mine]))["time"]
        mine.write_text("x")
        with pytest.raises(verifier.Unusable, match="not a certificate"):
            verify_case(case.folder, authorities=[mine])

    def test_a_stamp_of_something_else_fails(self, case, old, new):
        trust(case, old[0], new[0])
        append(case, stamp_event(case.log.checkpoint_bytes(), Stamper(new[1]).token(b"other")))
        failed(verify_case(case.folder), "its imprint is another")

    def test_a_token_in_another_spelling_fails(self, case, old, new):
        trust(case, old[0], new[0])
        checkpoint = case.log.checkpoint_bytes()
        event = stamp_event(checkpoint, Stamper(new[1]).token(checkpoint))
        append(case, Event(event.type, {**event.fields, "token": f"{event.fields['token']}\n"}))
        failed(verify_case(case.folder), "base64")


def pack(case, out: Path, **statement) -> Path:
    (out / "data" / "exhibits").mkdir(parents=True)
    for name in case.exhibits[:3]:
        shutil.copyfile(case.vault.path(name), out / "data" / "exhibits" / name)
    seal_package(out, case.log, case.signer, statement=statement)
    return out


class TestPackages:
    def test_a_package_carries_what_others_signed(self, policed, three, new, tmp_path):
        append(policed, policy_event(policy_of(three, 2), {"New Ltd": new[0].der}))
        seen = witness(policed, *three[:2])
        stamped = stamp(policed, Stamper(new[1]))
        out = pack(policed, tmp_path / "out")
        verdict = good(verify_package(out))
        assert "2 witnesses (amal, bar) by 20" in verdict["time"]
        assert f"first {seen} entries; time-stamp of New Ltd at 2026-06-01T12:00:00Z" in verdict["time"]
        assert [(clock["kind"], clock["size"]) for clock in verdict["clocks"][:3]] == [
            ("witness", seen), ("witness", seen), ("timestamp", stamped),
        ]  # fmt: skip
        pinned = tmp_path / "policy"
        pinned.write_text(policy_of(three[:2], 2))
        good(verify_package(out, policy=pinned))
        pinned.write_text(policy_of(three, 3))
        unmet = verify_package(out, policy=pinned)
        failed(unmet, "met for no entry", "not witnessed")
        assert unmet["meaning"].startswith("Nothing was found changed in what is here.")
        assert "the witnesses whom the given policy asks for are not there" in unmet["meaning"]
        next((out / "data" / "exhibits").iterdir()).write_bytes(b"other")
        assert verify_package(out, policy=pinned)["meaning"].startswith("Something was changed")

    def test_what_was_admitted_after_the_quorum_fails(self, policed, three, tmp_path):
        seen = witness(policed, *three)
        policed.exhibits[:0] = policed.admit([b"later"])
        out = pack(policed, tmp_path / "out")
        failed(verify_package(out), "1 of the 3 entries that it proves is not witnessed", f"first {seen} entries")

    def test_unless_its_sender_says_so(self, policed, three, tmp_path):
        witness(policed, *three)
        policed.exhibits[:0] = policed.admit([b"later"])
        out = pack(policed, tmp_path / "out", unwitnessed=True)
        notes = good(verify_package(out))["notes"]
        assert "packed before the witnesses had been asked, as its sender says" in notes[0]["what"]
        pinned = tmp_path / "policy"
        pinned.write_text(policy_of(three, 2))
        failed(verify_package(out, policy=pinned), "not witnessed")

    def test_cosignatures_that_were_taken_out_are_missed(self, policed, three, tmp_path):
        witness(policed, *three)
        out = pack(policed, tmp_path / "out")
        (proof,) = (out / "proofs" / "cosign").iterdir()
        proof.unlink()
        failed(verify_package(out), "not witnessed", "missing")

    def test_nothing_of_others_shows_paths_or_exact_times(self, policed, three, tmp_path):
        witness(policed, *three)
        out = pack(policed, tmp_path / "out")
        for name in ("policy.json", next((out / "proofs" / "cosign").iterdir()).relative_to(out / "proofs")):
            values = verifier.parse_proof((out / "proofs" / name).read_bytes(), policed.log.size).values
            assert "at" not in values
            assert values.keys() <= {"type", "day", "policy", "authorities", "size", "root", "checkpoint", "signatures"}

    def test_the_packed_verifier_answers_alike(self, policed, three, tmp_path):
        import json
        import subprocess

        witness(policed, *three)
        out = pack(policed, tmp_path / "out")
        pinned = tmp_path / "policy"
        pinned.write_text(policy_of(three[:2], 2))
        command = [sys.executable, out / "verify.py", "--json", "--policy", pinned]
        done = subprocess.run(command, capture_output=True, check=False, cwd="/")
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout) == verify_package(out, policy=pinned)
        pinned.write_text(policy_of([outside_witness(tmp_path / "stranger", "stranger")], 1))
        assert subprocess.run(command, capture_output=True, check=False).returncode == 3
        pinned.write_text("quorum x\n")
        assert subprocess.run(command, capture_output=True, check=False).returncode == 2
