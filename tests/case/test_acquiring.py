"""The record of an acquisition: what is known, what is not, and the acquirer's own hashes."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from govah import Case
from govah.case import hash_lists
from govah.case.acquiring import tallies
from govah.errors import NotFoundError, UsageError
from govah.model.acquisition import RECORD_FIELDS, AcquisitionRecord, checked_time
from govah.model.event import EventType

KNOWN = AcquisitionRecord.of({"acquired_by": "Sara", "acquired_at": "2026-03-01", "how": "handed over"})


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    with Case.create(tmp_path / "case", "Bridge") as made:
        yield made


def acquires(case: Case) -> list[dict[str, object]]:
    return [dict(entry.fields) for entry in case.entries() if entry.type == EventType.ACQUIRE]


def test_the_record_stands_in_the_log_and_the_gaps_are_named(case: Case, leak: Path) -> None:
    case.collect([leak], "s1", process=False, record=KNOWN)
    (entry,) = acquires(case)
    assert {name: entry[name] for name in KNOWN.known} == KNOWN.known
    assert entry["file_times"] == [dict(case.view.acquired()[0].file_times[0])]
    (found,) = case.view.acquired()
    assert found.record == KNOWN
    assert [gap.field for gap in found.gaps][:5] == ["legal_basis", "decision", "risk", "conditions", "history"]
    assert {gap.option for gap in found.gaps} >= {"--legal-basis", "--history", "--hashes"}


def test_nothing_told_is_all_gap(case: Case, leak: Path) -> None:
    case.collect([leak], "s1", process=False)
    (found,) = case.view.acquired()
    assert found.record.known == {}
    assert [gap.field for gap in found.gaps][: len(RECORD_FIELDS)] == list(RECORD_FIELDS)


def test_again_with_the_same_record_or_with_none_nothing_is_added(case: Case, leak: Path) -> None:
    case.collect([leak], "s1", process=False, record=KNOWN)
    size = case.log.size
    case.collect([leak], "s1", process=False, record=KNOWN)
    case.collect([leak], "s1", process=False)
    case.collect([leak], "s1", process=False, record=AcquisitionRecord.of({"how": "handed over"}))
    assert case.log.size == size


def test_another_record_is_another_acquisition(case: Case, leak: Path, tmp_path: Path) -> None:
    case.collect([leak], "s1", process=False, record=KNOWN)
    more = tmp_path / "more"
    more.mkdir()
    (more / "late.txt").write_text("late", encoding="utf-8")
    case.collect([more], "s1", process=False, record=AcquisitionRecord.of({"how": "by post"}))
    first, second = case.view.acquired()
    late = next(found.sha256 for found in case.view.occurrences("s1") if found.path == "more/late.txt")
    assert late is not None
    assert [found.entry for found in case.view.acquired(late)] == [second.entry]
    assert first.record.how == "handed over"
    assert second.record == AcquisitionRecord(how="by post")


def test_a_part_came_with_its_container(case: Case, leak: Path) -> None:
    case.collect([leak], "s1", ocr=False)
    inner = next(found for found in case.view.exhibits() if found.paths[0].endswith("inner.zip/in/ner.txt"))
    assert inner.sha256 is not None
    assert [found.source for found in case.view.acquired(inner.sha256)] == ["s1"]


def test_files_and_parts_are_the_sum_of_the_statuses(case: Case, leak: Path) -> None:
    done = case.collect([leak], "s1", ocr=False)
    (tally,) = tallies(case).values()
    assert (tally.files_in, tally.children) == (done.files_in, done.children)
    assert dict(tally.status) == dict(done.status)
    assert tally.files_in + tally.children == sum(tally.status.values())


def test_a_record_is_completed_and_put_right_and_the_old_stays(case: Case, leak: Path) -> None:
    case.collect([leak], "s1", process=False, record=KNOWN)
    done = case.complete_acquisition("s1", AcquisitionRecord.of({"legal_basis": "Art. 5", "how": "by post"}))
    assert done.record.legal_basis == "Art. 5"
    assert done.record.how == "by post"
    assert done.record.acquired_by == "Sara"
    first, second = acquires(case)
    assert first["how"] == "handed over"
    assert second["completes"] == done.entry
    assert "acquired_by" not in second
    assert case.verify()["verdict"] == "VERIFIED"
    with pytest.raises(UsageError, match="already"):
        case.complete_acquisition("s1", AcquisitionRecord.of({"how": "by post"}))
    with pytest.raises(NotFoundError):
        case.complete_acquisition("s2", KNOWN)
    case.collect([leak], "s1", process=False)
    assert len(case.view.acquired()) == 1
    assert case.rebuild().identical


@pytest.mark.parametrize("told", ["yesterday", "2026-02-30", "2026-03-01T12:00:00", "2026-03-01T25:00Z", "1404-12-10T"])
def test_what_is_no_time_is_refused(told: str) -> None:
    with pytest.raises(UsageError, match="no day and no time"):
        checked_time(told)


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("2026-03-01", "2026-03-01"),
        ("2026-03-01t14:30z", "2026-03-01T14:30Z"),
        ("2026-03-01 14:30:00.123456789+03:30", "2026-03-01T14:30:00.123456789+03:30"),
    ],
)
def test_a_day_or_a_time_with_its_zone_is_kept(told: str, kept: str) -> None:
    assert checked_time(told) == kept


def test_a_record_has_no_other_parts() -> None:
    with pytest.raises(UsageError, match="'who'"):
        AcquisitionRecord.of({"who": "x"})
    with pytest.raises(UsageError, match="no text"):
        AcquisitionRecord.of({"how": 3})
    assert AcquisitionRecord.of({"how": "  ", "risk": None}) == AcquisitionRecord()


def made(folder: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


FILES = {"a.txt": b"alpha\n", "deep/b.txt": b"beta\n", "deep/a.txt": b"gamma\n"}


def written(path: Path, begin: str, algorithm: str, files: dict[str, bytes]) -> Path:
    rows = [f"{hashlib.new(algorithm, data).hexdigest()}  {begin}{name}\n" for name, data in files.items()]
    path.write_text("".join(rows), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "begin", ["", "./", "leak/", "/mnt/usb/leak/", "/mnt/usb/other/", "E:\\leak\\", "x/leak/leak/"]
)
@pytest.mark.parametrize("algorithm", ["md5", "sha1", "sha256", "sha512"])
def test_the_list_is_found_to_agree_wherever_it_was_made(
    case: Case, tmp_path: Path, begin: str, algorithm: str
) -> None:
    leak = made(tmp_path / "leak", FILES)
    names = {name.replace("/", "\\") if "\\" in begin else name: data for name, data in FILES.items()}
    done = case.collect([leak], "s1", process=False, hashes=[written(tmp_path / "list", begin, algorithm, names)])
    (found,) = done.hash_lists
    assert (found.listed, found.matched, found.unlisted, found.agrees) == (3, 3, 0, True)
    assert found.algorithm == algorithm


def test_what_differs_is_missing_or_is_not_listed_is_named_and_kept(case: Case, tmp_path: Path) -> None:
    leak = made(tmp_path / "leak", FILES)
    told = {"a.txt": b"another", "deep/b.txt": FILES["deep/b.txt"], "gone.txt": b"gone"}
    path = written(tmp_path / "list.sha1", "leak/", "sha1", told)
    (found,) = case.collect([leak], "s1", process=False, hashes=[path]).hash_lists
    assert (found.differing, found.missing, found.unlisted) == (("leak/a.txt",), ("leak/gone.txt",), 1)
    assert not found.agrees
    kept = acquires(case)[-1]["hash_lists"]
    assert kept == [
        {
            "name": "list.sha1", "sha256": hashlib.sha256(path.read_bytes()).hexdigest(), "algorithm": "sha1",
            "listed": 3, "matched": 1, "differing": 1, "missing": 1, "unlisted": 1, "unread": 0,
            "differing_paths": ["leak/a.txt"], "missing_paths": ["leak/gone.txt"],
        }
    ]  # fmt: skip
    size = case.log.size
    case.collect([leak], "s1", process=False, hashes=[path])
    assert case.log.size == size, "the same list with the same outcome is not kept twice"


def test_an_exchanged_file_is_not_excused_by_its_bytes_elsewhere(case: Case, tmp_path: Path) -> None:
    leak = made(tmp_path / "leak", FILES)
    swapped = {"a.txt": FILES["deep/b.txt"], "deep/b.txt": FILES["a.txt"]}
    (found,) = case.collect(
        [leak], "s1", process=False, hashes=[written(tmp_path / "list", "", "sha256", swapped)]
    ).hash_lists
    assert set(found.differing) == {"leak/a.txt", "leak/deep/b.txt"}


def test_plain_hashes_are_compared_by_hash_alone(case: Case, tmp_path: Path) -> None:
    leak = made(tmp_path / "leak", FILES)
    (tmp_path / "list").write_text(
        "".join(f"{hashlib.md5(data).hexdigest()}\n" for data in (b"alpha\n", b"elsewhere")), encoding="utf-8"
    )
    (found,) = case.collect([leak], "s1", process=False, hashes=[tmp_path / "list"]).hash_lists
    assert (found.matched, found.missing, found.unlisted) == (1, (hashlib.md5(b"elsewhere").hexdigest(),), 2)


def test_names_of_another_form_of_unicode_and_of_no_text(case: Case, tmp_path: Path) -> None:
    leak = made(tmp_path / "leak", {"caf\u00e9.txt": b"one"})
    with open(os.fsencode(leak) + b"/na\xdfme.txt", "wb") as odd:  # noqa: PTH123  # pathlib knows no such name
        odd.write(b"two")
    rows = hashlib.sha1(b"one").hexdigest().encode() + "  cafe\u0301.txt\n".encode()
    rows += hashlib.sha1(b"two").hexdigest().encode() + b"  na\xdfme.txt\n"
    (tmp_path / "list").write_bytes(rows)
    (found,) = case.collect([leak], "s1", process=False, hashes=[tmp_path / "list"]).hash_lists
    assert found.matched == 2


def test_paths_beyond_the_bound_are_counted(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hash_lists, "MOST", 2)
    leak = made(tmp_path / "leak", FILES)
    absent = {f"gone-{number}": b"x" for number in range(5)}
    (found,) = case.collect(
        [leak], "s1", process=False, hashes=[written(tmp_path / "list", "", "sha1", FILES | absent)]
    ).hash_lists
    assert len(found.missing) == 5
    assert (found.told["missing"], found.told["missing_paths"]) == (5, ["gone-0", "gone-1"])


def test_a_list_that_is_none_stops_before_anything_is_preserved(case: Case, tmp_path: Path) -> None:
    leak = made(tmp_path / "leak", FILES)
    (tmp_path / "list").write_text("no hashes here\n", encoding="utf-8")
    size = case.log.size
    with pytest.raises(UsageError):
        case.collect([leak], "s1", hashes=[tmp_path / "list"])
    assert case.log.size == size
