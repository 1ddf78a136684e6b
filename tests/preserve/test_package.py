"""Packages: whoever holds one can verify it alone, and finds whatever was changed in it."""

import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import bagit
import pytest

from govah.errors import IntegrityError, NotFoundError, UsageError
from govah.model.event import Event, EventType
from govah.preserve import proofs, verifier

REPORT = b"<html>the warning letter, and no answer to it</html>"


@pytest.fixture
def package(case, tmp_path):
    folder = tmp_path / "package"
    (folder / "data/exhibits").mkdir(parents=True)
    (folder / "data/report").mkdir()
    for name in case.exhibits[:3]:
        shutil.copy(case.vault.path(name), folder / "data/exhibits" / name)
    (folder / "data/report/گزارش 1.html").write_bytes(REPORT)
    (folder / "data/about.txt").write_bytes(b"covered by the manifest")
    second = case.keyring.make("second")
    case.log.add_actor("second", second, case.signer)
    published = {"sha256": hashlib.sha256(REPORT).hexdigest(), "format": "html", "title": "secret title"}
    case.log.append([Event(EventType.PUBLISH, published)], second)
    sealed = proofs.seal_package(
        folder, case.log, second, statement={"recipient": "secret body"}, info={"Contact": "x"}
    )
    assert sealed.exhibits == 3
    return folder


def named(folder: Path) -> list[str]:
    verdict = verifier.verify_package(folder)
    json.dumps(verdict)
    assert verdict["verdict"] == "FAILED"
    return [problem["where"] for problem in verdict["problems"]]


def files_of(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def overwrite(path: Path, data: bytes) -> None:
    path.chmod(0o644)
    path.write_bytes(data)


def remanifest(folder: Path) -> None:
    """What somebody without keys can do: make every hash list fit again."""
    hashes = {name: verifier.hash_file(folder / name)[0] for name in files_of(folder)}
    payload = {name: digest for name, digest in hashes.items() if name.startswith("data/")}
    overwrite(folder / "manifest-sha256.txt", verifier.bag_manifest(payload))
    hashes["manifest-sha256.txt"] = verifier.hash_file(folder / "manifest-sha256.txt")[0]
    tags = {name: digest for name, digest in hashes.items() if not name.startswith(("data/", "tagmanifest"))}
    overwrite(folder / "tagmanifest-sha256.txt", verifier.bag_manifest(tags))


def test_verified_by_itself_and_by_the_verifier_inside(package, case):
    verdict = verifier.verify_package(package)
    assert verdict["verdict"] == "VERIFIED", verdict["problems"]
    assert verdict["exhibits"]["VERIFIED"] == 3
    assert verdict["root"] == case.log.checkpoint().root.hex()
    assert verifier.is_package(package)
    assert not verifier.is_package(case.folder)
    before = files_of(package)
    run = [sys.executable, "-I", package / "verify.py"]
    told = subprocess.run(run, capture_output=True, text=True, cwd="/", check=False)
    assert (told.returncode, told.stderr) == (0, "")
    assert told.stdout.startswith("VERIFIED\n")
    as_json = subprocess.run([*run, "--json"], capture_output=True, text=True, cwd="/", check=False)
    assert json.loads(as_json.stdout) == verdict
    assert files_of(package) == before
    exhibit = next((package / "data/exhibits").iterdir())
    overwrite(exhibit, b"exchanged")
    told = subprocess.run(run, capture_output=True, text=True, cwd="/", check=False)
    assert (told.returncode, told.stderr) == (3, "")
    assert exhibit.name in told.stdout


def test_it_is_a_bag_for_others(package):
    assert bagit.Bag(str(package)).validate()


def test_nothing_is_told_that_was_not_asked(package, case):
    """No hash of an exhibit outside, no path, no name of an actor, no recipient, no exact time."""
    everything = b"".join((package / name).read_bytes() + name.encode() for name in files_of(package))
    for other in case.exhibits[3:]:
        assert other.encode() not in everything
        assert bytes.fromhex(other) not in everything
    for secret in ("secret body", "secret title", "sara", 'second"', "نامه", "نمونه"):
        assert secret.encode() not in everything
    assert b'"name":"at"' not in everything
    opened = {
        field["name"]
        for path in (package / "proofs/exhibits").iterdir()
        for field in json.loads(path.read_bytes())["fields"]
        if "name" in field
    }
    assert opened == {"type", "sha256", "size", "media_type", "day"}


def test_every_flip_in_every_file_is_named(package):
    chance = random.Random(8493)
    for name in files_of(package):
        path = package / name
        right = path.read_bytes()
        for _ in range(6):
            at, bit = chance.randrange(len(right)), 1 << chance.randrange(8)
            overwrite(path, right[:at] + bytes([right[at] ^ bit]) + right[at + 1 :])
            assert name in named(package), (name, at, bit)
        overwrite(path, right)
    assert verifier.verify_package(package)["verdict"] == "VERIFIED"


def test_files_deleted_cut_or_added(package):
    for name in files_of(package):
        path = package / name
        right = path.read_bytes()
        path.unlink()
        assert name in named(package)
        path.write_bytes(right + b"\n")
        assert name in named(package)
        path.write_bytes(right[:-1])
        assert name in named(package)
        path.write_bytes(right)
    for name in ("extra", "data/extra", "data/exhibits/extra", "proofs/extra", "proofs/tile/0/000", "data/report/x"):
        (package / name).write_bytes(b"x")
        assert name in named(package)
        (package / name).unlink()
    (package / "data/link").symlink_to("/etc/hostname")
    assert "data/link" in named(package)


@pytest.mark.parametrize("name", ["data/report/گزارش 1.html", "data/about.txt", "bag-info.txt", "verify.py"])
def test_exchanged_files_in_a_remanifested_bag(package, name):
    overwrite(package / name, b"exchanged")
    remanifest(package)
    where = named(package)
    assert name in where or "manifest-sha256.txt" in where
    assert where


def test_exchanged_report_is_named(package):
    name = "data/report/گزارش 1.html"
    overwrite(package / name, b"<html>another report</html>")
    remanifest(package)
    assert name in named(package)


def test_an_exhibit_added_to_a_remanifested_bag(package, case):
    name = hashlib.sha256(b"forged").hexdigest()
    (package / "data/exhibits" / name).write_bytes(b"forged")
    proof = next((package / "proofs/exhibits").iterdir()).read_bytes()
    (package / f"proofs/exhibits/{name}.json").write_bytes(proof)
    remanifest(package)
    assert f"proofs/exhibits/{name}.json" in named(package)


def test_against_pinned_checkpoints(package, case, found, tmp_path):
    pinned = tmp_path / "pinned"
    pinned.write_bytes((package / "proofs/checkpoint").read_bytes())
    assert verifier.verify_package(package, pinned)["verdict"] == "VERIFIED"
    case.admit([b"later"])
    newer = case.log.checkpoint_bytes()
    pinned.write_bytes(newer)
    with pytest.raises(verifier.Unusable, match="before that checkpoint") as told:
        verifier.verify_package(package, pinned)
    assert "without --against" in told.value.remedy
    pinned.write_bytes(newer[:-9] + b"\n")
    with pytest.raises(verifier.Unusable, match="not a checkpoint"):
        verifier.verify_package(package, pinned)
    pinned.write_bytes(found("other").log.checkpoint_bytes())
    verdict = verifier.verify_package(package, pinned)
    assert verdict["verdict"] == "FAILED"
    assert "another log" in verdict["problems"][0]["what"]


@pytest.mark.parametrize("left", ["bagit.txt", "data/exhibits", "manifest-sha256.txt", "proofs/checkpoint"])
def test_what_is_left_of_a_package_is_failed(package, left):
    """Only where nothing of a package is left is there nothing to verify."""
    for name in files_of(package):
        if not name.startswith(left):
            (package / name).unlink()
    assert verifier.is_package(package)
    assert named(package)


def test_a_whole_case_laid_into_a_package_does_not_stand_for_it(package, case):
    for part in ("log", "exhibits"):
        shutil.copytree(case.folder / part, package / part)
    assert verifier.verify_case(case.folder)["verdict"] == "VERIFIED"
    assert verifier.is_package(package)
    assert verifier.verify(package)["verdict"] == "FAILED"


def test_the_root_of_damaged_tiles_is_named_by_its_folder(package):
    tile = next((package / "proofs/tile/0").rglob("*.p/*"), package / "proofs/tile/0/000")
    overwrite(tile, bytes(len(tile.read_bytes())))
    assert "proofs/tile" in named(package)


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["nowhere"], 4, "nowhere is not there."),
        (["{tmp}/a file"], 4, "is not a folder."),
        (["{tmp}/folder"], 4, "is neither a case nor a package."),
        (["--against", "nowhere"], 4, "nowhere is not there."),
        (["--against", "{tmp}/a file"], 2, "is not a checkpoint"),
        (["--against", "{tmp}/newer"], 2, "cannot be compared with the checkpoint newer"),
    ],
)
def test_a_typing_error_is_no_alarm(package, case, tmp_path, words, code, told):
    (tmp_path / "folder" / "log").mkdir(parents=True)
    (tmp_path / "a file").write_text("words\n")
    case.admit([b"later"])
    (tmp_path / "newer").write_bytes(case.log.checkpoint_bytes())
    run = [sys.executable, "-I", package / "verify.py", *(word.format(tmp=tmp_path) for word in words)]
    done = subprocess.run(run, capture_output=True, text=True, cwd=package.parent, check=False)
    assert (done.returncode, done.stdout) == (code, "")
    assert told in done.stderr
    for alarm in ("FAILED", "changed", "Traceback", "tamper"):
        assert alarm not in done.stderr


def test_against_an_older_checkpoint(case, tmp_path):
    pinned = tmp_path / "pinned"
    pinned.write_bytes(case.log.checkpoint_bytes())
    case.admit([b"later"])
    folder = tmp_path / "small"
    (folder / "data/exhibits").mkdir(parents=True)
    shutil.copy(case.vault.path(case.exhibits[-1]), folder / "data/exhibits")
    proofs.seal_package(folder, case.log, case.signer)
    assert verifier.verify_package(folder, pinned)["verdict"] == "VERIFIED"
    head = verifier.parse_checkpoint(pinned.read_bytes())
    log_key = case.keyring.log_signer(case.log.origin)
    forged = verifier.checkpoint_text(head.origin, head.size, bytes(32))
    pinned.write_bytes(verifier.signed_note(forged, head.origin, log_key.public_key, log_key.sign(forged)))
    assert "rewritten" in verifier.verify_package(folder, pinned)["problems"][0]["what"]


def test_what_cannot_be_sealed(case, tmp_path):
    folder = tmp_path / "p"
    (folder / "data/exhibits").mkdir(parents=True)
    stranger = folder / "data/exhibits" / hashlib.sha256(b"never admitted").hexdigest()
    stranger.write_bytes(b"never admitted")
    size = case.log.size
    with pytest.raises(NotFoundError):
        proofs.seal_package(folder, case.log, case.signer)
    stranger.write_bytes(b"other bytes")
    with pytest.raises(IntegrityError):
        proofs.seal_package(folder, case.log, case.signer)
    stranger.unlink()
    (folder / "data/report").mkdir()
    (folder / "data/report/x").write_bytes(b"never published")
    with pytest.raises(NotFoundError):
        proofs.seal_package(folder, case.log, case.signer)
    (folder / "notes").write_bytes(b"x")
    with pytest.raises(UsageError):
        proofs.seal_package(folder, case.log, case.signer)
    assert case.log.size == size


@pytest.mark.parametrize("garbage", [b"", b"\xff", b"[" * 100_000, b"a\nb\nc\nd\nsig x\n", b'{"v":1}\n'])
def test_garbage_is_told_and_raises_nothing(package, garbage):
    for name in files_of(package):
        path = package / name
        right = path.read_bytes()
        overwrite(path, garbage)
        assert name in named(package)
        overwrite(path, right)
    os.mkfifo(package / "proofs/pipe")
    assert "proofs/pipe" in named(package)


def test_the_verifier_needs_nothing_of_ours(package, tmp_path):
    """It runs where `govah` cannot be imported; of others' code it imports `cryptography` alone."""
    archive = tmp_path / "p.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        for name in files_of(package):
            packed.write(package / name, name)
    shutil.unpack_archive(archive, tmp_path / "unpacked")
    code = (
        "import runpy, sys; sys.modules['govah'] = None; sys.argv = ['verify.py']\n"
        f"try: runpy.run_path({str(tmp_path / 'unpacked/verify.py')!r}, run_name='__main__')\n"
        "except SystemExit as end: code = end.code\n"
        "own = {name.split('.')[0] for name in sys.modules} - set(sys.stdlib_module_names)\n"
        "print(sorted(name for name in own if not name.startswith('_')), code)"
    )
    told = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True)
    last = told.stdout.splitlines()[-1]
    assert last.endswith(" 0")
    assert "cryptography" in last
    assert not {"rfc8785", "bagit", "numpy"} & set(last.replace("'", " ").split())
