"""A report's file and the log's word on it: never one without the other."""

import hashlib
import shutil
from pathlib import Path

import pytest
from tests.cli.conftest import Govah

from govah import Case
from govah.case import report_file
from govah.errors import GovahError
from govah.store import files


@pytest.fixture
def draft(small: Path, tmp_path: Path) -> Path:
    with Case(small) as case:
        (letter,) = (each for each in case.view.letters() if each.number == "21/450")
        text = case.view.page(letter.sha256, 1).text
    end = len(text.rstrip().split("\n")[0])
    path = tmp_path / "draft.md"
    path.write_text(f"---\nlang: en\n---\n\nA ministry wrote [@{letter.sha256}:1:0-{end}].\n", encoding="utf-8")
    return path


def beside(out: Path) -> list[str]:
    return sorted(path.name for path in out.parent.iterdir())


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "out"
    folder.mkdir()
    return folder / "report.html"


@pytest.mark.parametrize("ending", ["html", "pdf"])
def test_what_the_log_does_not_take_is_not_published(
    small: Path, draft: Path, out: Path, ending: str, tmp_path: Path, govah: Govah
) -> None:
    out = out.with_suffix(f".{ending}")
    older = Path(shutil.copytree(small, tmp_path / "older", symlinks=True))
    assert govah("report", "build", draft, "-o", out, "--case", small).code == 0
    published = out.read_bytes()
    other = out.with_name(f"other.{ending}")
    for place in (out, other):
        govah("report", "build", draft, "-o", place, "--force", "--case", older).failed(3, "older copy")
        assert beside(out) == [out.name]
        assert out.read_bytes() == published
    assert govah("share", "bag", "--report", out, "--cited", "-o", tmp_path / "bag", "--case", small).code == 0
    assert govah("report", "build", draft, "-o", out, "--case", small).code == 0


def test_a_full_disk_leaves_nothing(
    small: Path, draft: Path, out: Path, govah: Govah, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, data: bytes) -> None:
        raise GovahError(f"{path}: No space left on device.", "Free some space.")

    with monkeypatch.context() as patch:
        patch.setattr(files, "append", full)
        govah("report", "build", draft, "-o", out, "--case", small).failed(1, "No space")
    assert beside(out) == []


def test_what_a_crash_left_is_brought_by_the_next_build(
    small: Path, draft: Path, out: Path, govah: Govah, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(new: Path, out: Path) -> None:
        raise KeyboardInterrupt

    def break_off() -> str:
        with monkeypatch.context() as patch:
            patch.setattr(report_file, "_name", crash)
            assert govah("report", "build", draft, "-o", out, "--case", small).code == 130
        with Case(small) as case:
            *_, last = case.view.publications()
            return str(last["sha256"])

    def digest() -> str:
        return hashlib.sha256(out.read_bytes()).hexdigest()

    named = break_off()
    assert not out.exists()
    with Case(small) as case:
        size = case.log.size
    done = govah("report", "build", draft, "-o", out, "--case", small, "--json").one
    assert (done["entry"], digest()) == (size - 1, named)  # the same build: nothing is logged twice
    assert beside(out) == ["report.html"]

    named = break_off()
    assert digest() != named
    draft.write_text(draft.read_text(encoding="utf-8").replace("A ministry", "The ministry"), encoding="utf-8")
    govah("report", "build", draft, "-o", out, "--case", small).failed(1, "broke off after entry", "again")
    assert digest() == named
    assert govah("report", "build", draft, "-o", out, "--case", small).code == 0
    assert digest() != named

    (out.parent / f".report.html.{'0' * 16}.govah").write_bytes(b"")  # of a build that the log was never told of
    assert govah("report", "build", draft, "-o", out, "--case", small).code == 0
    assert beside(out) == ["report.html"]
