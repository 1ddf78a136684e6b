"""docs/received.md is followed to the letter by somebody who has a package, Python and nothing of ours."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from govah import Case
from govah.case import acting

PAGE = Path(__file__).resolve().parents[2] / "docs" / "received.md"
_BLOCK = re.compile(r"^```(sh|text)\n(.*?)^```$|^(##+ [^\n]*)$", re.MULTILINE | re.DOTALL)
NEVER, EXCHANGED = "### There is no folder `proofs/keys`", "### There is a folder `proofs/keys`"


def steps(*, exchanged: bool) -> list[tuple[str, list[str]]]:
    """Each block of commands with the lines that are shown right after it, for one of the two cases of step 4."""
    found: list[tuple[str, list[str]]] = []
    under = ""
    text = PAGE.read_text(encoding="utf-8")
    assert text.count(NEVER) == text.count(EXCHANGED) == 1
    for kind, content, heading in _BLOCK.findall(text):
        under = heading or under
        if heading or under == (NEVER if exchanged else EXCHANGED):
            continue
        if kind == "sh":
            found.append((content, []))
        else:
            found[-1][1].extend(content.splitlines())
    return found


def cut() -> bool:
    """Whether a process can be run without any network here."""
    done = subprocess.run(["unshare", "--map-root-user", "--net", "true"], check=False, capture_output=True)
    return done.returncode == 0


@pytest.fixture(params=[0, 1, 2], ids=["never", "once", "twice"])
def exchanges(request: pytest.FixtureRequest) -> int:
    """How often the log's key was exchanged."""
    return int(request.param)


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, exchanges: int) -> Path:
    monkeypatch.setenv("GOVAH_KEYS", str(tmp_path / "keys"))
    leak = tmp_path / "leak"
    leak.mkdir()
    for number in range(40):
        (leak / f"نامه {number}.txt").write_text(f"letter {number}\n" * (number + 1), encoding="utf-8")
    work = tmp_path / "work"
    work.mkdir()
    with Case.create(tmp_path / "case", "Received") as case:
        for _ in range(exchanges):  # among the papers, so that entries 2 and 10 and more do it
            acting.exchange_log_key(case, "every year")
            case.collect([leak], "courier", ocr=False)
        case.collect([leak], "courier", ocr=False)
        case.share_bag(work / "package")
    return work / "package"


def test_the_page_works_as_it_is_written(package: Path, exchanges: int) -> None:
    if not cut():
        pytest.skip("no namespaces here: a process cannot be cut off from the network")
    followed = steps(exchanged=exchanges > 0)
    assert len(followed) >= 10
    assert (package / "proofs" / "keys").is_dir() == (exchanges > 0)
    script = "".join(f"{commands}\necho '@@@'\n" for commands, _ in followed)
    python = shutil.which("python3", path=os.defpath) or sys.executable
    clean = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV", "GOVAH"))
    }
    clean["PATH"] = f"{Path(sys.base_prefix) / 'bin'}:{Path(python).parent}:{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-e", "-c", script], cwd=package.parent, env=clean, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, check=False,
    )  # fmt: skip
    answers = done.stdout.split("@@@\n")
    assert done.returncode == 0, done.stdout[-3000:]
    for (commands, lines), answer in zip(followed, answers, strict=False):
        for line in lines:
            sought = ".*".join(re.escape(part) for part in line.split("…"))
            assert re.search(sought, answer), f"the page shows {line!r} after\n{commands}\nbut the answer is\n{answer}"
    roots = re.findall(r"root ([0-9a-f]{64})", done.stdout)
    assert len(set(roots)) == 1
    assert len(roots) >= 3 + exchanges  # verify.py's, and those that were computed by hand
    assert done.stdout.count("Signature Verified Successfully") == 1 + exchanges
    installed = subprocess.run(
        [package.parent / "clean" / "bin" / "python", "-I", "-c", "import govah"], check=False, capture_output=True
    )
    assert installed.returncode != 0  # nothing of ours was there to help


@pytest.mark.parametrize("exchanges", [0], indirect=True)
def test_by_hand_finds_what_verify_finds(package: Path) -> None:
    """The page's own twenty lines are no decoration: an altered proof does not lead to the root."""
    page = PAGE.read_text(encoding="utf-8")
    by_hand = package.parent / "by-hand.py"
    by_hand.write_text(page.split("cat > ../by-hand.py <<'END'\n")[1].split("END\n")[0], encoding="utf-8")
    paper = sorted(path.name for path in (package / "data" / "exhibits").iterdir())[0]
    proof = package / "proofs" / "exhibits" / f"{paper}.json"

    def run() -> int:
        command = [sys.executable, "-I", by_hand, f"proofs/exhibits/{paper}.json"]
        return subprocess.run(command, cwd=package, check=False, capture_output=True).returncode

    assert run() == 0
    right = proof.read_text(encoding="utf-8")
    for at in (right.index('"salt":"') + 8, right.index('"inclusion":["') + 14, right.index('"sig":"') + 7):
        other = "0" if right[at] != "0" else "1"
        proof.write_text(right[:at] + other + right[at + 1 :], encoding="utf-8")
        assert run() != 0
