"""The real command line: in this process where only answers count, as a program where the process counts."""

import io
import json
import os
import pty
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.bridge import ANSWER, LETTER

from govah import Case
from govah.cli.main import main
from govah.config import keys_folder

PROGRAM = (sys.executable, "-m", "govah.cli.main")


@dataclass(frozen=True)
class Answer:
    """What a call came to."""

    code: int
    out: bytes
    err: str

    @property
    def lines(self) -> list[Any]:
        """NDJSON, strictly: every line is one JSON object, and nothing else is there."""
        text = self.out.decode("utf-8")
        assert not text or text.endswith("\n")
        return [json.loads(line) for line in text.split("\n")[:-1]]

    @property
    def one(self) -> Any:
        (value,) = self.lines
        return value

    @property
    def text(self) -> str:
        return self.out.decode("utf-8")

    def failed(self, code: int, *words: str) -> "Answer":
        """It is told in a sentence with a next step, and never as a traceback."""
        assert self.code == code, (self.code, self.err, self.text)
        sentence, *remedy = self.err.splitlines()
        assert sentence.startswith("govah: ")
        assert remedy, self.err
        assert all(line.strip() for line in remedy)
        for alarm in ("Traceback", "in a way that it does not know", "Error:", "Errno"):
            assert alarm not in self.err, self.err
        for word in words:
            assert word in self.err, (word, self.err)
        return self


Govah = Callable[..., Answer]


@pytest.fixture
def govah(monkeypatch: pytest.MonkeyPatch) -> Govah:
    """`govah("status", "--case", folder)` through `main`, in this process."""

    def call(*words: object, stdin: bytes = b"", **environment: str) -> Answer:
        out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
        err = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", errors="backslashreplace", write_through=True)
        with monkeypatch.context() as patch:
            patch.setattr(sys, "argv", ["govah", *(str(word) for word in words)])
            patch.setattr(sys, "stdout", out)
            patch.setattr(sys, "stderr", err)
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
            for name, value in environment.items():
                patch.setenv(name, value)
            with pytest.raises(SystemExit) as ended:
                main()
        code = ended.value.code
        return Answer(code if isinstance(code, int) else 0, out.buffer.getvalue(), err.buffer.getvalue().decode())  # type: ignore[attr-defined]

    return call


@pytest.fixture
def program() -> Govah:
    """The same as a process of its own."""

    def call(*words: object, stdin: bytes = b"", **environment: str) -> Answer:
        done = subprocess.run(
            [*PROGRAM, *(os.fspath(word) if isinstance(word, Path) else str(word) for word in words)],
            input=stdin,
            capture_output=True,
            env={**os.environ, **environment},
            check=False,
        )
        return Answer(done.returncode, done.stdout, done.stderr.decode("utf-8", "replace"))

    return call


def asked(answer: bytes, *words: object) -> tuple[int, str]:
    """What a command says on a terminal where it is answered."""
    upper, lower = pty.openpty()
    running = subprocess.Popen([*PROGRAM, *map(str, words)], stdin=lower, stdout=lower, stderr=lower)
    os.close(lower)
    os.write(upper, answer)
    told = out_of(upper)
    return running.wait(), told.decode()


def out_of(upper: int) -> bytes:
    """All that comes out of a terminal until nobody writes to it any more."""
    told = b""
    while True:
        try:
            piece = os.read(upper, 65536)
        except OSError:
            break
        if not piece:
            break
        told += piece
    os.close(upper)
    return told


def make_case(folder: Path, files: Sequence[tuple[str, bytes]]) -> Path:
    """A case with a small collected folder."""
    leak = folder / "leak"
    leak.mkdir(parents=True)
    for name, data in files:
        (leak / name).parent.mkdir(parents=True, exist_ok=True)
        (leak / name).write_bytes(data)
    with Case.create(folder / "case", "Bridge") as case:
        case.collect([leak], "s1")
    return folder / "case"


@pytest.fixture(scope="session")
def _small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    files = [
        ("letter.txt", LETTER.encode()),
        ("answer.txt", ANSWER.encode()),
        ("list.csv", b"name,age\nSara,31\nOmid,44\n"),
        ("noise.bin", bytes(range(256)) * 8),
        ("empty.txt", b""),
    ]
    return make_case(tmp_path_factory.mktemp("small"), files)


@pytest.fixture
def small(_small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A collected case of five files, one's own to change, with keys that have seen nothing of another copy."""
    keys = shutil.copytree(keys_folder(), tmp_path / "keys")
    shutil.rmtree(keys / "seen")
    monkeypatch.setenv("GOVAH_KEYS", str(keys))
    return Path(shutil.copytree(_small, tmp_path / "small", symlinks=True))


@pytest.fixture
def places(small: Path) -> dict[str, str]:
    """The hash of each file of the small case by its name."""
    with Case(small) as case:
        return {path.rpartition("/")[2]: str(item.sha256) for item in case.view.exhibits() for path in item.paths}
