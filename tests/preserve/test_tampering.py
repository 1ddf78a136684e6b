"""Whatever is done to a file under exhibits/ or log/: FAILED, and the file is named."""

import io
import json
import os
import random
import shutil
from pathlib import Path

import pytest

from govah.preserve import verifier

ROUNDS = 30


def evidence(folder: Path) -> list[str]:
    found = [path for top in ("exhibits", "log") for path in (folder / top).rglob("*") if path.is_file()]
    return sorted(path.relative_to(folder).as_posix() for path in found if path.name != "lock")


def failed(folder: Path) -> list[str]:
    verdict = verifier.verify_case(folder)
    json.dumps(verdict)
    assert verdict["verdict"] == "FAILED"
    return [problem["where"] for problem in verdict["problems"]]


def overwrite(path: Path, data: bytes) -> None:
    path.chmod(0o644)
    path.write_bytes(data)


def test_untouched_case_is_verified(case):
    verdict = verifier.verify_case(case.folder)
    assert verdict["verdict"] == "VERIFIED", verdict["problems"]
    assert verdict["problems"] == verdict["notes"] == []
    assert verdict["exhibits"] == {"VERIFIED": 12, "SEALED": 0, "ERASED": 0, "FAILED": 0}
    assert verdict["size"] == case.log.checkpoint().size
    assert verdict["root"] == case.log.checkpoint().root.hex()
    assert "own clock" in verdict["meaning"]
    assert "does not show" in verdict["meaning"]


def test_verifying_changes_nothing(case):
    before = {path: (path.stat().st_mtime_ns, path.stat().st_ino) for path in case.folder.rglob("*")}
    verifier.verify_case(case.folder)
    assert before == {path: (path.stat().st_mtime_ns, path.stat().st_ino) for path in case.folder.rglob("*")}


def test_single_bit_flips_are_found_and_named(case):
    chance = random.Random(6962)
    for name in evidence(case.folder):
        path = case.folder / name
        right = path.read_bytes()
        for _ in range(ROUNDS // 10):
            at, bit = chance.randrange(len(right)), 1 << chance.randrange(8)
            overwrite(path, right[:at] + bytes([right[at] ^ bit]) + right[at + 1 :])
            named = failed(case.folder)
            assert name in named, (name, at, bit, named)
        overwrite(path, right)
    assert verifier.verify_case(case.folder)["verdict"] == "VERIFIED"


def test_a_single_flip_blames_one_file(case):
    chance = random.Random(1)
    for name in evidence(case.folder):
        if name == "log/bodies/000.jsonl":
            continue  # a flip in the first two bodies takes the keys away, and with them more than one file
        path = case.folder / name
        right = path.read_bytes()
        at = chance.randrange(len(right))
        overwrite(path, right[:at] + bytes([right[at] ^ 1]) + right[at + 1 :])
        assert set(failed(case.folder)) == {name}
        overwrite(path, right)


@pytest.mark.parametrize("deed", ["truncate", "append", "empty", "newline", "delete"])
def test_files_cut_lengthened_or_deleted(case, deed):
    chance = random.Random(deed)
    for name in evidence(case.folder):
        path = case.folder / name
        right = path.read_bytes()
        if deed == "delete":
            path.unlink()
        else:
            cut = right[: chance.randrange(len(right))]
            changed = {"truncate": cut, "append": right + b"x", "empty": b"", "newline": right + b"\n"}[deed]
            if changed == right:
                continue
            overwrite(path, changed)
        if deed in ("append", "newline") and name == "log/bodies/001.jsonl":
            # Bytes after the last acknowledged body are what a broken append leaves: noted, not blamed.
            verdict = verifier.verify_case(case.folder)
            assert [note["where"] for note in verdict["notes"]] == [name]
        else:
            assert name in failed(case.folder), name
        overwrite(path, right) if deed != "delete" else path.write_bytes(right)
    assert verifier.verify_case(case.folder)["verdict"] == "VERIFIED"


def test_files_swapped(case):
    chance = random.Random(2)
    names = evidence(case.folder)
    for _ in range(ROUNDS):
        one, two = chance.sample(names, 2)
        a, b = (case.folder / one).read_bytes(), (case.folder / two).read_bytes()
        overwrite(case.folder / one, b)
        overwrite(case.folder / two, a)
        named = failed(case.folder)
        assert one in named or two in named
        overwrite(case.folder / one, a)
        overwrite(case.folder / two, b)


def test_tiles_are_compared_without_a_checkpoint_too(case):
    checkpoint, tile = case.folder / "log/checkpoint", case.folder / "log/tile/1/000.p/1"
    head, hashes = checkpoint.read_bytes(), tile.read_bytes()
    overwrite(checkpoint, hashes)
    assert failed(case.folder) == ["log/checkpoint"]
    assert verifier.verify_case(case.folder)["notes"] == []
    overwrite(tile, head)
    assert set(failed(case.folder)) == {"log/checkpoint", "log/tile/1/000.p/1"}


def test_lines_and_entries_swapped_or_repeated(case):
    bodies = case.folder / "log/bodies/000.jsonl"
    lines = bodies.read_bytes().splitlines(keepends=True)
    for changed in (
        [*lines[:5], lines[6], lines[5], *lines[7:]],
        [*lines[:5], *lines[4:]],
        [*lines[:5], *lines[6:]],
        lines[::-1],
    ):
        bodies.write_bytes(b"".join(changed))
        assert "log/bodies/000.jsonl" in failed(case.folder)
    bodies.write_bytes(b"".join(lines))
    bundle = case.folder / "log/tile/entries/000"
    entries, _ = verifier.split_bundle(bundle.read_bytes())
    entries[7], entries[8] = entries[8], entries[7]
    bundle.write_bytes(b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries))
    assert "log/tile/entries/000" in failed(case.folder)


@pytest.mark.parametrize(
    "place",
    [
        "log/note.txt",
        "log/tile/0/001.p/300",
        "log/tile/0/019",
        "log/tile/9/000",
        "log/tile/entries/1",
        "log/bodies/x000/000.jsonl",
        "log/bodies/900.jsonl",
        "log/torn/4.0.bodies",
        "log/checkpoint.bak",
        "exhibits/readme",
        "exhibits/00/readme",
        "exhibits/zz/file",
        "exhibits/00/" + "0" * 64,
    ],
)
def test_unknown_files_are_named(case, place):
    path = case.folder / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"something")
    assert any(place.startswith(where) for where in failed(case.folder))


def test_links_are_not_followed(case):
    name = "exhibits/" + case.exhibits[0][:2] + "/" + case.exhibits[0]
    path = case.folder / name
    shutil.move(path, case.folder / "elsewhere")
    path.symlink_to(case.folder / "elsewhere")
    assert name in failed(case.folder)


def test_a_stale_partial_tile_is_noted_when_right_and_blamed_when_wrong(case):
    right = (case.folder / "log/tile/0/000").read_bytes()
    stale = case.folder / "log/tile/0/000.p/9"
    stale.parent.mkdir()
    stale.write_bytes(right[: 9 * 32])
    verdict = verifier.verify_case(case.folder)
    assert verdict["verdict"] == "VERIFIED"
    assert [note["where"] for note in verdict["notes"]] == ["log/tile/0/000.p/9"]
    stale.write_bytes(right[: 9 * 32 - 1] + b"\x00")
    assert failed(case.folder) == ["log/tile/0/000.p/9"]


def test_the_last_character_of_base64_counts(case):
    """Several last characters decode to the same bytes; only the canonical one is the checkpoint's."""
    path = case.folder / "log/checkpoint"
    right = path.read_text()
    lines = right.split("\n")
    for number, line in enumerate(lines):
        if not line.endswith("="):
            continue
        body = line.rstrip("=")
        letter = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
        other = letter[letter.index(body[-1]) ^ 1]
        changed = [*lines[:number], body[:-1] + other + line[len(body) :], *lines[number + 1 :]]
        path.write_text("\n".join(changed))
        assert failed(case.folder) == ["log/checkpoint"]


def test_rollback_fork_and_rewriting_against_a_pinned_checkpoint(case, found, tmp_path):
    pinned = tmp_path / "pinned"
    old = tmp_path / "old"
    shutil.copytree(case.folder, old)
    case.admit([b"one more"])
    pinned.write_bytes(case.log.checkpoint_bytes())
    case.admit([b"and another"])
    assert verifier.verify_case(case.folder, pinned)["verdict"] == "VERIFIED"
    assert verifier.verify_case(old)["verdict"] == "VERIFIED"
    rolled_back = verifier.verify_case(old, pinned)
    assert rolled_back["verdict"] == "FAILED"
    assert "taken away" in rolled_back["problems"][0]["what"]
    assert verifier.verify_case(old, remembered=case.keyring.memory_for(old).checkpoint_bytes())["verdict"] == "FAILED"

    (case.keyring._path("seen", case.log.origin)).unlink()  # a thief of all keys writes another history
    fork = type(case)(old, case.keyring, case.signer, type(case.log).open(old, case.keyring), type(case.vault)(old), [])
    fork.admit([b"something else"])
    fork.admit([b"and more"])
    fork.admit([b"and more still"])
    assert verifier.verify_case(old)["verdict"] == "VERIFIED"
    assert "rewritten" in verifier.verify_case(old, pinned)["problems"][0]["what"]
    other = found("other")
    assert "another log" in verifier.verify_case(other.folder, pinned)["problems"][0]["what"]
    pinned.write_bytes(b"garbage")
    with pytest.raises(verifier.Unusable, match="not a checkpoint"):
        verifier.verify_case(case.folder, pinned)


@pytest.mark.parametrize(
    "garbage",
    [b"", b"\xff\xfe", b"[" * 100_000, b'{"v":1', b"\n" * 5, b'{"v":1e400}', b"9" * 5000, b'{"a":"\\ud800"}\n'],
)
def test_garbage_is_told_and_raises_nothing(case, garbage, tmp_path):
    for name in ("log/checkpoint", "log/bodies/000.jsonl", "log/tile/entries/000", "log/tile/0/000"):
        path = case.folder / name
        right = path.read_bytes()
        path.write_bytes(garbage)
        assert name in failed(case.folder)
        path.write_bytes(right)


def test_what_is_no_case(tmp_path):
    for folder in (tmp_path, tmp_path / "absent"):
        with pytest.raises(verifier.Unusable):
            verifier.verify(folder)
    (tmp_path / "log").mkdir()
    with pytest.raises(verifier.Unusable, match="neither a case nor a package"):
        verifier.verify(tmp_path)
    (tmp_path / "log/checkpoint").write_bytes(b"x")
    os.mkfifo(tmp_path / "log/lock")
    assert verifier.verify(tmp_path)["verdict"] == "FAILED"


@pytest.mark.parametrize("left", ["log/bodies", "log/tile", "log/checkpoint", "exhibits"])
def test_what_is_left_of_a_case_is_failed(case, left):
    for name in evidence(case.folder):
        if not name.startswith(left):
            (case.folder / name).unlink()
    (case.folder / "log/lock").unlink()
    assert failed(case.folder)


def test_a_rightly_hashed_file_that_nobody_admitted_is_noted(case):
    kept = case.vault.preserve(io.BytesIO(b"orphan"))
    verdict = verifier.verify_case(case.folder)
    assert verdict["verdict"] == "VERIFIED"
    assert verdict["exhibits"]["VERIFIED"] == 12
    assert [note["where"] for note in verdict["notes"]] == [f"exhibits/{kept.sha256[:2]}/{kept.sha256}"]
