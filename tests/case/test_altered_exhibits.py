"""Stored bytes that are missing or are not those admitted: nothing is read from them, and what can come back does."""

import hashlib
import shutil
from pathlib import Path

import pytest
from tests.case.conftest import mail, zipped

from govah import Case
from govah.case.rebuilding import rebuild
from govah.errors import IntegrityError
from govah.model.status import Status

WORDS = "The bridge was closed in May.\n"
FORGED = "The bridge was opened in May.\n"
NOTE = b"A note of the spring.\n"


@pytest.fixture
def leak(tmp_path: Path) -> Path:
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "paper.txt").write_text(WORDS, encoding="utf-8")
    (folder / "other.txt").write_text("Another paper.\n", encoding="utf-8")
    inner = zipped({"note.txt": NOTE, "one.eml": mail("One", b"deep down\n")})
    (folder / "pack.zip").write_bytes(zipped({"inner.zip": inner}))
    return folder


@pytest.fixture
def case(tmp_path: Path, leak: Path) -> Case:
    made = Case.create(tmp_path / "case", "Bridge")
    made.collect([leak], "s1")
    return made


def stored(case: Case, content: bytes | str) -> Path:
    data = content.encode() if isinstance(content, str) else content
    name = hashlib.sha256(data).hexdigest()
    return case.folder / "exhibits" / name[:2] / name


def overwrite(path: Path, data: bytes) -> None:
    path.chmod(0o644)
    path.write_bytes(data)


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.suffix != ".lock"}


@pytest.mark.parametrize("keep_pages", [False, True])
@pytest.mark.parametrize("deed", ["forge", "lengthen", "delete", "delete a part"])
def test_rebuild_stops_and_leaves_what_was_derived(case: Case, deed: str, keep_pages: bool) -> None:
    path = stored(case, NOTE if deed == "delete a part" else WORDS)
    number = next(exhibit.number for exhibit in case.view.exhibits() if exhibit.sha256 == path.name)
    case.close()
    before = contents(case.folder / "derived")
    if deed.startswith("delete"):
        path.unlink()
    else:
        overwrite(path, (FORGED if deed == "forge" else WORDS + "more").encode())
    with pytest.raises(IntegrityError) as told:
        rebuild(case.folder, None, keep_pages, lambda stage, done, total, what: None)
    assert f"Exhibit {number} " in told.value.what
    assert path.name in told.value.what
    assert "backup" in told.value.remedy
    assert contents(case.folder / "derived") == before
    assert not (case.folder / "derived.new").exists()
    with Case(case.folder) as again:
        assert (
            next(page.text for page in again.view.pages(again.view.resolve(stored(case, WORDS).name))) == WORDS.strip()
        )


def test_bytes_changed_before_they_were_read_are_not_read(tmp_path: Path, leak: Path) -> None:
    case = Case.create(tmp_path / "waiting", "Bridge")
    case.collect([leak], "s1", process=False)
    path = stored(case, WORDS)
    overwrite(path, FORGED.encode())
    with pytest.raises(IntegrityError, match=path.name):
        case.process()
    held = case.view.exhibit(case.view.resolve(path.name))
    assert (held.status, held.pages) == (Status.PENDING, 0)
    overwrite(path, WORDS.encode())
    case.process()
    assert {exhibit.status for exhibit in case.view.exhibits()} == {Status.OK}


def test_a_missing_paper_comes_back_when_it_is_collected_again(case: Case, leak: Path) -> None:
    path = stored(case, WORDS)
    path.unlink()
    size = case.log.size
    assert case.verify()["verdict"] == "FAILED"
    done = case.collect([leak / "paper.txt"], "s2")
    assert (done.restored, done.exhibits_new, done.exhibits_known) == (1, 0, 1)
    assert path.read_text(encoding="utf-8") == WORDS
    assert case.verify()["verdict"] == "VERIFIED"
    assert case.log.size > size  # another source delivered it, which is said
    assert case.collect([leak], "s2").restored == 0


def test_a_folder_of_exhibits_that_is_gone_comes_back(case: Case, leak: Path) -> None:
    path = stored(case, WORDS)
    shutil.rmtree(path.parent)
    case.collect([leak / "paper.txt"], "s2")
    assert path.read_text(encoding="utf-8") == WORDS


def test_missing_parts_come_back_with_their_container(case: Case, leak: Path) -> None:
    shutil.rmtree(case.folder / "exhibits" / hashlib.sha256(NOTE).hexdigest()[:2])
    stored(case, b"deep down\n").unlink()
    listed = list(case.view.exhibits())
    (inner,) = (exhibit for exhibit in listed if any(path.endswith("inner.zip") for path in exhibit.paths))
    assert inner.sha256 is not None
    (case.folder / "exhibits" / inner.sha256[:2] / inner.sha256).unlink()
    done = case.collect([leak], "s1")
    assert done.restored == 3
    assert list(case.view.exhibits()) == listed
    assert case.verify()["verdict"] == "VERIFIED"


@pytest.mark.parametrize("forged", [FORGED, WORDS + "more"])
def test_an_altered_copy_is_never_overwritten(case: Case, leak: Path, forged: str) -> None:
    path = stored(case, WORDS)
    overwrite(path, forged.encode())
    size = case.log.size
    for source in ("s1", "s2"):
        with pytest.raises(IntegrityError) as told:
            case.collect([leak], source)
        assert path.name in told.value.what
        assert "Nothing was overwritten" in told.value.remedy
    assert path.read_bytes() == forged.encode()
    assert case.log.size <= size + 1  # that s2 delivered something; nothing of what
    path.rename(path.parents[2] / "kept apart")  # what the message advises
    assert case.collect([leak], "s1").restored == 1


def test_a_picture_is_not_drawn_from_forged_bytes(case: Case, tmp_path: Path) -> None:
    from PIL import Image

    for name, colour in (("a.png", "white"), ("b.png", "black")):
        Image.new("RGB", (64, 48), colour).save(tmp_path / name)
    case.collect([tmp_path / "a.png"], "s1", ocr=False)
    sha256 = case.view.resolve(hashlib.sha256((tmp_path / "a.png").read_bytes()).hexdigest())
    overwrite(stored(case, (tmp_path / "a.png").read_bytes()), (tmp_path / "b.png").read_bytes())
    if case.view.exhibit(sha256).pages:
        with pytest.raises(IntegrityError, match=sha256):
            case.picture(sha256, 1, 64)
