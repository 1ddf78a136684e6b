"""docs/guide.md is followed to the letter: its commands run, and what it shows is what they answer."""

import os
import re
import subprocess
import sys
from pathlib import Path

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "guide.md"
_BLOCK = re.compile(r"^```(sh|text)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def steps() -> list[tuple[str, list[str]]]:
    """Each block of commands with the lines that are shown right after it."""
    found: list[tuple[str, list[str]]] = []
    text = GUIDE.read_text(encoding="utf-8")
    reached = 0
    for match in _BLOCK.finditer(text):
        kind, content = match.groups()
        if kind == "sh":
            found.append((content, []))
        elif not text[reached : match.start()].strip():
            found[-1][1].extend(content.splitlines())
        reached = match.end()
    return found


def shown(line: str) -> re.Pattern[str]:
    """A line as the guide shows it: `…` stands for anything, columns may be wider."""
    parts = (r"\s+".join(map(re.escape, part.split())) for part in line.split("…"))
    return re.compile(".*".join(parts))


def test_the_guide_works_as_it_is_written(tmp_path: Path) -> None:
    followed = steps()
    assert len(followed) > 10
    script = "".join(f"{commands}echo '@@@'\n" for commands, _ in followed)
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "GOVAH_KEYS": str(tmp_path / "keys"),
    }
    work = tmp_path / "work"
    work.mkdir()
    done = subprocess.run(
        ["bash", "-e", "-c", script], cwd=work, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, check=False,
    )  # fmt: skip
    answers = done.stdout.split("@@@\n")
    assert done.returncode == 0, answers[-1]
    for (commands, lines), answer in zip(followed, answers, strict=False):
        for line in lines:
            assert shown(line).search(answer), (
                f"the guide shows {line!r} after\n{commands}\nbut the answer is\n{answer}"
            )
    assert (work / "report.pdf").read_bytes().startswith(b"%PDF")
    assert not (work / "wrong.html").exists()
