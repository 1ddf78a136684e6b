"""What a section of the acceptance run hands back, and the place where sections work."""

import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page of figures.

    Args:
        title: Its heading.
        body: Markdown.
        ok: Whether everything in it is as it must be; None where it was skipped.
        page: Of docs/ where it stands: `acceptance`, `accuracy`, `performance`.
    """

    title: str
    body: str
    ok: bool | None
    page: str = "acceptance"


@dataclass(frozen=True, slots=True)
class Place:
    """Where sections work.

    Args:
        root: Of the repository.
        work: A folder that is thrown away afterwards.
        shared: The folder of corpora beside the project; None where it is absent.
    """

    root: Path
    work: Path
    shared: Path | None

    def command(self, *words: object) -> list[str]:
        """`govah …` as a process of its own."""
        return [
            sys.executable,
            "-m",
            "govah.cli.main",
            *(os.fspath(w) if isinstance(w, Path) else str(w) for w in words),
        ]

    @property
    def example(self) -> Path:
        """The finished example case, made at its first use."""
        from govah.demo.run import run

        folder = self.work / "example"
        run(folder, lambda stage, done, total, what: None)
        return folder


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table in Markdown."""
    lines = [f"| {' | '.join(columns)} |", f"| {' | '.join('---' for _ in columns)} |"]
    for row in rows:
        cells = (str(cell).replace("|", "\\|") for cell in row)
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def share(found: int, of: int) -> str:
    """`37 of 40 (92.5 %)`."""
    return f"{found} of {of}" + (f" ({100 * found / of:.1f} %)" if of else "")
