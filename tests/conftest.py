"""Keys of the tests' own, and the one finished example case that many of them look at."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from tests.bridge import ANSWER, LETTER

_KEYS = tempfile.mkdtemp(prefix="govah-test-keys-")
os.environ["GOVAH_KEYS"] = _KEYS
os.environ.pop("GOVAH_CASE", None)
os.environ.pop("GOVAH_ACTOR", None)


def pytest_unconfigure() -> None:
    shutil.rmtree(_KEYS, ignore_errors=True)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of test corpora beside the project."""
    named = os.environ.get("GOVAH_SHARED")
    folder = Path(named) if named else Path(__file__).resolve().parents[2] / "shared"
    if not (folder / "corpora").is_dir():
        pytest.skip("the test corpora are not beside the project")
    return folder


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The finished example case of `govah demo`; look, do not touch. Tests that use it are in one group."""
    if shutil.which("tesseract") is None:
        pytest.skip("Tesseract is not installed: the example case has scans")
    from govah.demo.run import run

    folder = tmp_path_factory.mktemp("example") / "kahrab"
    run(folder, lambda stage, done, total, what: None)
    return folder


@pytest.fixture
def bridge(tmp_path: Path) -> Path:
    """A leak of the two letters about a bridge."""
    folder = tmp_path / "leak"
    folder.mkdir()
    (folder / "letter.txt").write_text(LETTER, encoding="utf-8")
    (folder / "answer.txt").write_text(ANSWER, encoding="utf-8")
    return folder


@pytest.fixture
def forgetful_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the session's keys that has seen no log: for copies of a case that another test made."""
    keys = Path(shutil.copytree(_KEYS, tmp_path / "own keys"))
    shutil.rmtree(keys / "seen")
    monkeypatch.setenv("GOVAH_KEYS", str(keys))
    return keys
