"""A package for another body: what is in it, what is not, and what becomes of it when somebody changes it."""

import hashlib
import io
import json
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import bagit
import pypdfium2
import pytest

from govah import Case
from govah.case.progress import silent
from govah.case.verifying import verify
from govah.config import keys_folder
from govah.errors import NotFoundError, UsageError
from govah.preserve import verifier

BRIDGE = "Ministry of Roads of Nakoja\nThe wooden bridge was closed in the spring.\n"
SECRET = "Nobody outside may learn of this paper.\n"
SOURCE = "zaryab-the-source"
RECIPIENT, PURPOSE = "Roads Tribunal of Bistun", "a hearing behind closed doors"


@dataclass(frozen=True)
class Packed:
    case: Case
    leak: Path
    report: Path
    hashes: dict[str, str]


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2016, 5, 3, 10, 0, 0)), data)
    return out.getvalue()


def mailed(attachment: bytes) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "sara@example.org", "desk@example.org", "papers"
    message.set_content("See the attachment.\n")
    message.add_attachment(attachment, maintype="text", subtype="plain", filename="attached-letter.txt")
    return message.as_bytes()


@pytest.fixture(scope="module")
def _made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case whose cited letter is only in an archive, beside papers that no report cites."""
    folder = tmp_path_factory.mktemp("made")
    leak = folder / "home-of-the-leak"
    leak.mkdir()
    members = {"drawer/cited-letter.txt": BRIDGE.encode(), "drawer/uncited-letter.txt": SECRET.encode()}
    (leak / "container-of-letters.zip").write_bytes(zipped(members))
    (leak / "forwarded.eml").write_bytes(mailed(b"A letter that only a mail holds.\n"))
    (leak / "other-paper.txt").write_text("Minutes of another day.\n")
    with Case.create(folder / "case", "The bridge") as case:
        case.collect([leak], SOURCE)
        cited = hashlib.sha256(BRIDGE.encode()).hexdigest()
        draft = f"---\ntitle: The bridge\nlang: en\n---\n\nThe wooden bridge was closed [@{cited}:1:28-71].\n"
        case.build_report(draft, folder / "report.html")
        case.build_report(draft, folder / "report.pdf")
    return folder


@pytest.fixture
def packed(_made: Path, tmp_path: Path, forgetful_keys: Path) -> Packed:
    folder = Path(shutil.copytree(_made, tmp_path / "copy", symlinks=True))
    case = Case(folder / "case")
    hashes = {path.rpartition("/")[2]: str(each.sha256) for each in case.view.exhibits() for path in each.paths}
    return Packed(case, folder / "home-of-the-leak", folder / "report.html", hashes)


def everything(folder: Path) -> bytes:
    """Every byte of a package, with the names of its files."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return b"\n".join(path.relative_to(folder).as_posix().encode() + b"\n" + path.read_bytes() for path in files)


def proved(folder: Path) -> Mapping[str, Any]:
    return verify(folder, None, silent)


def overwrite(path: Path, data: bytes) -> None:
    path.chmod(0o644)
    path.write_bytes(data)


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_whole_case_as_a_bag_that_others_validate(packed: Packed, tmp_path: Path) -> None:
    made = packed.case.share_bag(tmp_path / "out", reports=[packed.report])
    bag = bagit.Bag(str(tmp_path / "out"))
    bag.validate()
    assert bag.info["External-Description"] == "The bridge"
    held = set(packed.hashes.values())
    assert {path.name for path in (tmp_path / "out/data/exhibits").iterdir()} == held
    assert made.exhibits == len(held) == 6  # three files, two letters in an archive, one in a mail
    found = proved(tmp_path / "out")
    assert (found["verdict"], found["exhibits"]["VERIFIED"], found["problems"]) == ("VERIFIED", 6, [])


def test_cited_takes_a_letter_and_not_what_it_lay_in(packed: Packed, tmp_path: Path) -> None:
    out = tmp_path / "out"
    reports = [packed.report, packed.report.with_suffix(".pdf")]
    packed.case.share_bag(out, reports=reports, cited=True, recipient=RECIPIENT, purpose=PURPOSE)
    cited = packed.hashes["cited-letter.txt"]
    assert [path.name for path in (out / "data/exhibits").iterdir()] == [cited]
    assert (out / "data/exhibits" / cited).read_bytes() == BRIDGE.encode()
    assert sorted(path.name for path in (out / "data/report").iterdir()) == ["report.html", "report.pdf"]
    assert proved(out)["verdict"] == "VERIFIED"
    beside = {path.name for path in (out / "data/report").iterdir()}
    for name in beside:
        (out / "data/report" / name).unlink()
    told = everything(out)
    for name, sha256 in packed.hashes.items():
        if sha256 != cited:
            assert name.encode() not in told, name
            assert sha256.encode() not in told, name
            assert bytes.fromhex(sha256) not in told, name
    actor = packed.case.signer.key_id
    assert actor.encode() in told  # what is signed names its key, and the key names nobody
    home = [str(packed.leak), str(packed.case.folder), str(Path.home()) + "/", str(keys_folder()), str(tmp_path)]
    for word in (SOURCE, RECIPIENT, PURPOSE, "home-of-the-leak", "drawer", SECRET.strip(), *home):
        assert word.encode() not in told, word


@pytest.mark.parametrize("ending", [".html", ".pdf"])
def test_a_report_names_no_path_of_the_leak(packed: Packed, ending: str) -> None:
    """The letters of a PDF are packed, so that its pages are asked."""
    report = packed.report.with_suffix(ending)
    told = report.read_text(encoding="utf-8") if ending == ".html" else pages_of(report)
    assert SOURCE not in told
    for word in ("container-of-letters.zip", "home-of-the-leak", str(packed.leak)):
        assert word not in told


def pages_of(pdf: Path) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "\n".join(document[at].get_textpage().get_text_range() for at in range(len(document)))
    finally:
        document.close()


def test_named_exhibits_go_with_the_cited_ones(packed: Packed, tmp_path: Path) -> None:
    parent = packed.hashes["container-of-letters.zip"]
    packed.case.share_bag(tmp_path / "out", exhibits=[parent[:10]], reports=[packed.report], cited=True)
    held = {path.name for path in (tmp_path / "out/data/exhibits").iterdir()}
    assert held == {parent, packed.hashes["cited-letter.txt"]}
    # a container comes with all that is in its bytes; the list of parts is not told beside them
    proof = json.loads((tmp_path / f"out/proofs/exhibits/{parent}.json").read_bytes())
    told = {field["name"] for field in proof["fields"] if "name" in field}
    assert {"type", "sha256", "size", "day"} <= told <= {"type", "sha256", "size", "day", "media_type"}


def test_no_report_names_an_exhibit_that_stays_out(packed: Packed, tmp_path: Path) -> None:
    """A report prints the hashes of what it cites; a package holds no hash of what is not in it."""
    other = packed.hashes["other-paper.txt"]
    with pytest.raises(UsageError, match=packed.hashes["cited-letter.txt"][:12]):
        packed.case.share_bag(tmp_path / "out", exhibits=[other], reports=[packed.report])
    assert not (tmp_path / "out").exists()
    packed.case.share_bag(tmp_path / "out", exhibits=[other], reports=[packed.report], cited=True)
    held = {path.name for path in (tmp_path / "out/data/exhibits").iterdir()}
    assert held == {other, packed.hashes["cited-letter.txt"]}


def test_a_child_alone_says_nothing_of_its_parent(packed: Packed, tmp_path: Path) -> None:
    child = packed.hashes["attached-letter.txt"]
    packed.case.share_bag(tmp_path / "out", exhibits=[child, child[:12]])
    told = everything(tmp_path / "out")
    assert [path.name for path in (tmp_path / "out/data/exhibits").iterdir()] == [child]
    for name in ("forwarded.eml", "attached-letter.txt"):
        assert name.encode() not in told
    assert packed.hashes["forwarded.eml"].encode() not in told
    assert proved(tmp_path / "out")["verdict"] == "VERIFIED"


def test_the_verifier_inside_is_ours_and_needs_nothing_else(packed: Packed, tmp_path: Path) -> None:
    out = tmp_path / "out"
    packed.case.share_bag(out, reports=[packed.report], cited=True)
    assert (out / "verify.py").read_bytes() == Path(verifier.__file__).read_bytes()
    alone = tmp_path / "alone"
    alone.mkdir()
    for module in sorted(Path(sysconfig.get_paths()["platlib"]).iterdir()):
        if module.name in ("cryptography", "cffi") or module.name.startswith("_cffi_backend"):
            (alone / module.name).symlink_to(module)
    program = (
        "import runpy, sys\n"
        f"sys.path.append({str(alone)!r})\n"
        f"sys.argv = [{str(out / 'verify.py')!r}]\n"
        "try:\n    import govah\nexcept ModuleNotFoundError:\n    pass\nelse:\n    raise SystemExit('not alone')\n"
        "runpy.run_path(sys.argv[0], run_name='__main__')\n"
    )
    run = [sys.executable, "-I", "-S", "-B", "-c", program]
    before = files_of(out)
    done = subprocess.run(run, capture_output=True, text=True, cwd="/", check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("VERIFIED\n")
    assert files_of(out) == before
    exhibit = next((out / "data/exhibits").iterdir())
    overwrite(exhibit, b"exchanged")
    done = subprocess.run(run, capture_output=True, text=True, cwd="/", check=False)
    assert (done.returncode, done.stderr) == (3, "")
    assert exhibit.name in done.stdout


def test_an_exchanged_report_is_found_though_every_manifest_fits(packed: Packed, tmp_path: Path) -> None:
    out = tmp_path / "out"
    packed.case.share_bag(out, reports=[packed.report], cited=True)
    report = out / "data/report/report.html"
    report.chmod(0o644)
    report.write_bytes(report.read_bytes().replace(b"was closed", b"was opened"))
    hashes = {name: hashlib.sha256(data).hexdigest() for name, data in files_of(out).items()}
    payload = {name: found for name, found in hashes.items() if name.startswith("data/")}
    overwrite(out / "manifest-sha256.txt", verifier.bag_manifest(payload))
    hashes["manifest-sha256.txt"] = hashlib.sha256((out / "manifest-sha256.txt").read_bytes()).hexdigest()
    tags = {name: found for name, found in hashes.items() if not name.startswith(("data/", "tagmanifest"))}
    overwrite(out / "tagmanifest-sha256.txt", verifier.bag_manifest(tags))
    bagit.Bag(str(out)).validate()  # a bag's own hashes say nothing of who wrote them
    found = proved(out)
    assert found["verdict"] == "FAILED"
    assert "data/report/report.html" in {problem["where"] for problem in found["problems"]}
    done = subprocess.run([sys.executable, "-I", out / "verify.py"], capture_output=True, text=True, check=False)
    assert done.returncode == 3
    assert "data/report/report.html" in done.stdout


def test_two_packages_differ_only_in_what_the_log_grew_by(packed: Packed, tmp_path: Path) -> None:
    for name in ("one", "two"):
        packed.case.share_bag(tmp_path / name, reports=[packed.report], cited=True)
    one, two = files_of(tmp_path / "one"), files_of(tmp_path / "two")
    # docs/log-format.md: the head of the log, its tiles, and proofs that lead to it
    tiles = {name for name in one.keys() ^ two.keys() if name.startswith("proofs/tile/")}
    assert one.keys() ^ two.keys() == tiles
    for name in one.keys() & two.keys():
        if not name.startswith(("proofs/", "tagmanifest")) and name != "bag-info.txt":  # its day may turn
            assert one[name] == two[name], name
    for name in one.keys() & two.keys():
        if name.endswith(".json") and name != "proofs/share.json":
            first, second = json.loads(one[name]), json.loads(two[name])
            first.pop("inclusion"), second.pop("inclusion")
            assert first == second, name


def test_a_folder_that_holds_something_is_refused_and_left_as_it_is(packed: Packed, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "diary.txt").write_text("mine")
    (tmp_path / "file").write_text("mine")
    size = packed.case.log.checkpoint().size
    for out in (tmp_path / "full", tmp_path / "file"):
        with pytest.raises(UsageError, match="is not empty") as told:
            packed.case.share_bag(out)
        assert out.name in told.value.what
        assert "-o OUT" in told.value.remedy
    assert (tmp_path / "full" / "diary.txt").read_text() == (tmp_path / "file").read_text() == "mine"
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["diary.txt"]
    assert packed.case.log.checkpoint().size == size
    (tmp_path / "empty").mkdir()
    packed.case.share_bag(tmp_path / "empty")
    with pytest.raises(UsageError, match="not empty"):
        packed.case.share_bag(tmp_path / "empty")
    assert proved(tmp_path / "empty")["verdict"] == "VERIFIED"


def test_what_cannot_be_packed_leaves_nothing_behind(packed: Packed, tmp_path: Path) -> None:
    stranger = tmp_path / "stranger.html"
    stranger.write_text("published by nobody")
    twin = tmp_path / "twin" / "report.html"
    twin.parent.mkdir()
    shutil.copyfile(packed.report, twin)
    odd = tmp_path / "100%.html"
    shutil.copyfile(packed.report, odd)
    size = packed.case.log.checkpoint().size
    (tmp_path / "empty").mkdir()
    for out in (tmp_path / "new", tmp_path / "empty"):
        with pytest.raises(NotFoundError, match="not published"):
            packed.case.share_bag(out, reports=[stranger])
        with pytest.raises(NotFoundError, match="is not a file"):
            packed.case.share_bag(out, reports=[tmp_path])
        with pytest.raises(UsageError, match="same name"):
            packed.case.share_bag(out, reports=[packed.report, twin])
        with pytest.raises(UsageError, match="cannot stand in a package"):
            packed.case.share_bag(out, reports=[odd])
        with pytest.raises(NotFoundError):
            packed.case.share_bag(out, exhibits=["0" * 64])
    assert not (tmp_path / "new").exists()
    assert not list((tmp_path / "empty").iterdir())
    assert packed.case.log.checkpoint().size == size


def test_sharing_is_kept_in_the_log(packed: Packed, tmp_path: Path) -> None:
    made = packed.case.share_bag(tmp_path / "out", reports=[packed.report], recipient=RECIPIENT, purpose=PURPOSE)
    entry = next(entry for entry in packed.case.entries() if entry.index == made.entry)
    assert entry.type == "share"
    assert (entry.fields["to"], entry.fields["purpose"]) == (RECIPIENT, PURPOSE)
    manifest = (tmp_path / "out/manifest-sha256.txt").read_bytes()
    assert entry.fields["manifest"] == hashlib.sha256(manifest).hexdigest()
    assert packed.case.verify()["verdict"] == "VERIFIED"
