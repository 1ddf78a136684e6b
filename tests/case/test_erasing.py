"""Holds and erasures: two people, one log, nothing left of what is gone."""

import json
import shutil
from pathlib import Path

import pytest

from govah import Case
from govah.case import acting, erasing
from govah.case.progress import silent
from govah.case.searching import SearchRequest
from govah.errors import IntegrityError, NotFoundError, RefusedError, UsageError
from govah.model.claim import ClaimKind, ClaimStatus
from govah.model.passage import Place
from govah.preserve import verifier

SECRET = "The witness lives behind the old mill"
COURT = "Order 7 of the court of appeal"


@pytest.fixture
def case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Case:
    monkeypatch.setenv("GOVAH_KEYS", str(tmp_path / "keys"))
    leak = tmp_path / "leak"
    leak.mkdir()
    (leak / "secret address.txt").write_text(f"{SECRET} in the northern town.\n")
    (leak / "harmless.txt").write_text("Second paper, which stays.\n")
    made = Case.create(tmp_path / "case", "Erasing")
    made.collect([leak], "courier")
    acting.make("omid")
    acting.add(made, "omid", None)
    return made


def number_of(case: Case, name: str) -> int:
    (found,) = (
        each
        for each in case.view.exhibits()
        if any(f"/{path}".rpartition("/")[2].startswith(name) for path in each.paths)
    )
    assert found.number is not None
    return found.number


def spoken_of(case: Case) -> int:
    """A mark, a claim with an assessment, a correction: persons quote it in every way."""
    number = number_of(case, "secret")
    place = Place.parse(f"ex{number}.1:0-{len(SECRET)}")
    case.mark(place, "this is where he lives")
    claim = case.add_claim([place], f"They wrote: {SECRET}", ClaimKind.FACT)
    other = Place.parse(f"ex{number_of(case, 'harmless')}.1:0-12")
    case.assess_claim(claim.id, ClaimStatus.SUPPORTED, [place], [other], f"«{SECRET}», word for word")
    free = case.add_claim([other], f"It is said that {SECRET}", ClaimKind.FACT)
    assert free.erased is None
    return number


def erase(case: Case, number: int) -> erasing.Carried:
    asked = erasing.request(case, [f"ex{number}"], "danger to life", COURT)
    return erasing.approve(Case(case.folder, "omid"), asked.entry, "I agree", None, silent)


def left_of(folder: Path, *words: bytes) -> list[str]:
    import gzip

    found = []
    for path in folder.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            if path.suffix == ".gz":
                data += gzip.decompress(data)
            found += [f"{path.name}: {word!r}" for word in words if word in data]
    return found


def test_nothing_is_left_of_what_was_erased(case: Case) -> None:
    number = spoken_of(case)
    sha256 = str(case.view.numbered(number))
    words = (SECRET.encode(), sha256.encode(), b"secret address", bytes.fromhex(sha256))
    assert left_of(case.folder, *words)
    done = erase(case, number)
    case.close()
    assert done.exhibits == 1
    assert done.one_account  # both keys are in this test's folder, and the log says that this is one person
    assert left_of(case.folder, *words) == []


def test_the_proof_still_holds_and_says_by_which_authority(case: Case) -> None:
    before = case.log.size
    pinned = case.folder.parent / "pinned"
    pinned.write_bytes(case.log.checkpoint_bytes())
    erase(case, spoken_of(case))
    verdict = verifier.verify_case(case.folder, pinned, every_signature=True)
    assert verdict["verdict"] == "VERIFIED", verdict["problems"]
    assert verdict["exhibits"] == {"VERIFIED": 1, "SEALED": 0, "ERASED": 1, "FAILED": 0}
    assert verdict["size"] > before
    assert any(COURT in note["what"] and "one person" in note["what"] for note in verdict["notes"])


def test_a_rebuild_is_identical_and_numbers_stay(case: Case) -> None:
    number = spoken_of(case)
    other = number_of(case, "harmless")
    erase(case, number)
    again = Case(case.folder)
    assert number_of(again, "harmless") == other
    row = next(each for each in again.view.exhibits() if each.number == number)
    assert row.sha256 is None
    assert COURT in (row.detail or "")
    assert again.rebuild(keep_pages=True).identical is True
    assert again.rebuild().identical is True
    late = case.folder.parent / "late.txt"
    late.write_text("a third paper\n")
    again.collect([late], "courier")
    assert max(each.number or 0 for each in again.view.exhibits()) == 3


def test_claims_on_it_show_that_they_were_erased_and_under_which_authority(case: Case) -> None:
    erase(case, spoken_of(case))
    again = Case(case.folder)
    on_it, beside_it = again.view.claims()
    assert on_it.text == ""
    assert on_it.passages == ()
    assert COURT in (on_it.erased or "")
    assert on_it.status is ClaimStatus.SUPPORTED
    assert [step.why for step in on_it.history] == [""]
    assert COURT in (beside_it.erased or "")  # its words quoted the paper, though it stands on another
    assert beside_it.passages
    assert again.search(SearchRequest("mill")).total == 0
    assert list(again.view.marks()) == []


def test_one_key_alone_cannot_erase(case: Case) -> None:
    asked = erasing.request(case, ["ex1"], "why", COURT)
    with pytest.raises(RefusedError, match="cannot approve"):
        erasing.approve(case, asked.entry, "yes", None, silent)
    assert [each.state for each in erasing.standings(case)] == ["asked for"]
    with pytest.raises(NotFoundError, match="asks for no erasure"):
        erasing.approve(Case(case.folder, "omid"), 0, "yes", None, silent)
    assert case.vault.exists(case.view.numbered(1))


def test_a_key_on_a_stick_is_another_person(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOVAH_KEYS", str(tmp_path / "stick"))
    acting.make("sara")
    sent = tmp_path / "sara.json"
    sent.write_text(json.dumps(acting.ask(case.log.origin, "sara")))
    monkeypatch.setenv("GOVAH_KEYS", str(tmp_path / "keys"))
    acting.add(case, "sara", sent)
    asked = erasing.request(case, ["ex1"], "why", COURT)
    (key,) = (tmp_path / "stick" / "actors").iterdir()
    done = erasing.approve(case, asked.entry, "yes", key, silent)
    assert not done.one_account
    assert verifier.verify_case(case.folder)["verdict"] == "VERIFIED"


def test_a_hold_blocks_erasure(case: Case) -> None:
    asked = erasing.request(case, ["ex1"], "why", COURT)
    held = erasing.hold(case, ["ex1"], "needed in court", "Prosecutor")
    with pytest.raises(RefusedError, match="under a hold"):
        erasing.request(case, ["ex1"], "why", COURT)
    with pytest.raises(RefusedError, match="under a hold"):
        erasing.approve(Case(case.folder, "omid"), asked.entry, "yes", None, silent)
    assert case.vault.exists(case.view.numbered(1))
    erasing.lift(case, held.entry, "trial is over", "Prosecutor")
    with pytest.raises(NotFoundError, match="no hold in force"):
        erasing.lift(case, held.entry, "again", "Prosecutor")
    assert erasing.approve(Case(case.folder, "omid"), asked.entry, "yes", None, silent).exhibits == 1


def test_bytes_inside_of_containers_go_with_them(case: Case, tmp_path: Path) -> None:
    import zipfile

    box = tmp_path / "box.zip"
    with zipfile.ZipFile(box, "w") as archive:
        archive.writestr("inside.txt", "a paper that is only in the box\n")
        archive.write(tmp_path / "leak" / "harmless.txt", "harmless.txt")
    case.collect([box], "courier")
    part = number_of(case, "inside")
    with pytest.raises(UsageError, match="also inside of"):
        erasing.request(case, [f"ex{part}"], "why", COURT)
    asked = erasing.request(case, [f"ex{part}"], "why", COURT, with_containers=True)
    assert set(asked.numbers) == {part, number_of(case, "box.zip")} - {number_of(case, "harmless")}
    assert asked.kept == (number_of(case, "harmless"),)
    erasing.approve(Case(case.folder, "omid"), asked.entry, "yes", None, silent)
    assert left_of(case.folder, b"only in the box", b"inside.txt") == []
    assert Case(case.folder).rebuild().identical is True


def test_a_crash_between_approval_and_end_is_noted_and_can_be_ended(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = spoken_of(case)
    asked = erasing.request(case, [f"ex{number}"], "why", COURT)

    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    for broken in ("close_fields", "described"):
        monkeypatch.setattr(f"govah.preserve.erasure.{broken}", crash)
        with pytest.raises(KeyboardInterrupt):
            erasing.approve(Case(case.folder, "omid"), asked.entry, "yes", None, silent)
        monkeypatch.undo()
        monkeypatch.setenv("GOVAH_KEYS", str(case.folder.parent / "keys"))
        if broken == "described":
            continue
        verdict = verifier.verify_case(case.folder)
        assert any("has not ended" in note["what"] for note in verdict["notes"])
        (done,) = erasing.finish(case.folder, case.log, case.signer, silent)
        assert verifier.verify_case(case.folder)["verdict"] == "VERIFIED"
        assert left_of(case.folder, SECRET.encode()) == []
        assert erasing.finish(case.folder, case.log, case.signer, silent) == []
        assert case.log.entry(done.done).type == "erase-done"
        return


def test_what_is_not_erased_rightly_is_found(case: Case, tmp_path: Path) -> None:
    erase(case, spoken_of(case))
    right = tmp_path / "right"
    shutil.copytree(case.folder, right)
    bodies = right / "log" / "bodies" / "000.jsonl"
    lines = bodies.read_bytes().split(b"\n")
    for index, line in enumerate(lines[:-1]):
        fields = verifier.decode(line)["fields"]
        for place, field in enumerate(fields):
            if field.get("name") in ("type", "at", "day", None):
                continue
            digest = verifier.field_digest(bytes.fromhex(field["salt"]), field["name"], field["value"]).hex()
            changed = [*fields[:place], {"digest": digest}, *fields[place + 1 :]]
            closed = verifier.canonical({"v": 1, "index": index, "fields": changed})
            bodies.write_bytes(b"\n".join([*lines[:index], closed, *lines[index + 1 :]]))
            verdict = verifier.verify_case(right)
            assert verdict["verdict"] == "FAILED", (index, field["name"])
    bodies.write_bytes(b"\n".join(lines))
    assert verifier.verify_case(right)["verdict"] == "VERIFIED"


def test_packages_announce_erasures_and_old_databases_are_told(case: Case, tmp_path: Path) -> None:
    number = spoken_of(case)
    old = tmp_path / "old derived"
    shutil.copytree(case.folder / "derived", old)
    erase(case, number)
    with Case(case.folder) as again:
        again.share_bag(tmp_path / "package")
    verdict = verifier.verify_package(tmp_path / "package")
    assert verdict["verdict"] == "VERIFIED", verdict["problems"]
    assert verdict["exhibits"]["ERASED"] == 1
    assert any(COURT in note["what"] for note in verdict["notes"])
    assert left_of(tmp_path / "package", SECRET.encode(), b"secret address") == []
    (tmp_path / "package" / "proofs" / "erasures").rename(tmp_path / "taken")
    assert verifier.verify_package(tmp_path / "package")["verdict"] == "FAILED"

    shutil.rmtree(case.folder / "derived")
    shutil.copytree(old, case.folder / "derived")
    with pytest.raises(NotFoundError, match="erased from this case since"):
        Case(case.folder)
    assert left_of(case.folder / "derived" / "index", SECRET.encode()) == []
    with pytest.raises(NotFoundError, match="not there"):
        Case(case.folder)


def test_bad_requests_are_told(case: Case) -> None:
    with pytest.raises(UsageError, match="authority"):
        erasing.request(case, ["ex1"], "why", " ")
    with pytest.raises(UsageError, match="reason"):
        erasing.hold(case, ["ex1"], "", COURT)
    with pytest.raises(UsageError, match="No exhibit"):
        erasing.hold(case, [], "why", COURT)
    asked = erasing.request(case, ["ex1"], "why", COURT)
    erasing.approve(Case(case.folder, "omid"), asked.entry, "yes", None, silent)
    with pytest.raises(UsageError, match="erased already"):
        erasing.approve(Case(case.folder, "omid"), asked.entry, "yes", None, silent)


def test_altered_bodies_are_not_erased_from(case: Case) -> None:
    number = spoken_of(case)
    asked = erasing.request(case, [f"ex{number}"], "why", COURT)
    bodies = case.folder / "log" / "bodies" / "000.jsonl"
    data = bodies.read_bytes()
    named = data.index(str(case.view.numbered(number)).encode())
    salt = data.rindex(b'"salt":"', 0, named) + 8
    bodies.write_bytes(data[:salt] + (b"0" if data[salt : salt + 1] != b"0" else b"1") + data[salt + 1 :])
    with pytest.raises(IntegrityError, match="nothing was erased"):
        erasing.approve(Case(case.folder, "omid"), asked.entry, "yes", None, silent)
    assert case.vault.exists(case.view.numbered(number))


def test_a_case_that_nobody_read_so_far_can_be_erased_from(case, tmp_path):
    with Case.create(tmp_path / "unread", "Unread") as unread:
        unread.collect([tmp_path / "leak"], "courier", process=False)
        acting.add(unread, "omid", None)
        erase(unread, number_of(unread, "secret"))
        assert verifier.verify_case(unread.folder)["verdict"] == "VERIFIED"
    with Case(tmp_path / "unread") as again:
        assert number_of(again, "harmless")
        with pytest.raises(ValueError, match="not enough values"):
            number_of(again, "secret")


def test_a_paper_that_comes_again_after_its_erasure_is_kept_in_backups(case: Case, tmp_path: Path) -> None:
    from govah.case import backing_up, restoring

    number = number_of(case, "secret")
    backing_up.back_up(case.folder, tmp_path / "backup", progress=silent)
    shutil.copytree(tmp_path / "backup", tmp_path / "old")
    erase(case, number)
    with Case(case.folder) as again:
        again.collect([tmp_path / "leak"], "courier")
    backing_up.back_up(case.folder, tmp_path / "backup", progress=silent)
    assert verifier.verify_case(tmp_path / "backup")["verdict"] == "VERIFIED"
    restoring.restore(tmp_path / "old", tmp_path / "restored", newer=case.folder, progress=silent)
    assert verifier.verify_case(tmp_path / "restored")["verdict"] == "VERIFIED"


def test_a_backup_whose_log_was_altered_is_not_put_right_in_silence(case: Case, tmp_path: Path) -> None:
    from govah.case import backing_up

    backing_up.back_up(case.folder, tmp_path / "backup", progress=silent)
    bodies = tmp_path / "backup" / "log" / "bodies" / "000.jsonl"
    right = bodies.read_bytes()
    case.mark(Place.parse("ex1.1:0-4"), "a later entry")
    for wrong in (right.replace(b'"courier"', b'"another"', 1), right[: len(right) // 2], b""):
        bodies.write_bytes(wrong)
        with pytest.raises(IntegrityError, match="was altered"):
            backing_up.back_up(case.folder, tmp_path / "backup", progress=silent)
        assert bodies.read_bytes() == wrong
    bodies.write_bytes(right)
    backing_up.back_up(case.folder, tmp_path / "backup", progress=silent)
    assert verifier.verify_case(tmp_path / "backup")["verdict"] == "VERIFIED"


def test_an_exchanged_key_keeps_its_person_s_name(case: Case) -> None:
    acting.exchange(case, "omid", "every year")
    with Case(case.folder, "omid") as other:
        other.mark(Place.parse("ex1.1:0-4"))
        assert [mark.by for mark in other.view.marks()] == ["omid"]


def test_nothing_is_not_packed(case: Case, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nothing to pack"):
        case.share_bag(tmp_path / "package", cited=True)
