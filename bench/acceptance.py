"""The long runs: `make acceptance`, with names of sections as ARGS for some of them. Writes pages of docs/."""

import datetime as dt
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.producers import run as producers  # noqa: E402
from bench.reliability import page as reliability  # noqa: E402
from bench.scans import section as scans  # noqa: E402
from bench.section import Place, Section  # noqa: E402

from bench import (  # noqa: E402  # the path comes first
    corpora,
    flips,
    interruption,
    layers,
    letters,
    letters_cost,
    million,
    rebuilding,
    speed,
    stranger,
)
from govah.config import version  # noqa: E402

TITLES = {
    "acceptance": "Acceptance",
    "accuracy": "Accuracy: what is read, against what is known to stand there",
    "performance": "Performance",
}
SECTIONS: dict[str, Callable[[Place], Iterator[Section]]] = {
    "corpora": corpora.run,
    "interruption": interruption.run,
    "rebuilding": rebuilding.run,
    "flips": flips.run,
    "reliability": reliability.run,
    "stranger": stranger.run,
    "letters": letters.run,
    "letters-cost": letters_cost.run,
    "producers": producers.run,
    "layers": layers.run,
    "scans": scans.run,
    "speed": speed.run,
    "million": million.run,
}


def main(names: list[str]) -> int:
    """Run sections, print each as it is done, and put them on the page, each in the place of its last run."""
    unknown = sorted(set(names) - SECTIONS.keys())
    if unknown:
        print(f"There is no section {unknown[0]}: name some of {', '.join(SECTIONS)}.")
        return 2
    named = os.environ.get("GOVAH_SHARED")
    shared = Path(named) if named else ROOT.parent / "shared"
    done: list[Section] = []
    with tempfile.TemporaryDirectory(prefix="govah-acceptance-") as work:
        os.environ["GOVAH_KEYS"] = str(Path(work) / "keys")
        place = Place(ROOT, Path(work), shared if (shared / "corpora").is_dir() else None)
        for name in names or SECTIONS:
            started = time.monotonic()
            for section in SECTIONS[name](place):
                print(f"\n{_written(section)}", flush=True)
                done.append(section)
            print(f"\n({name}: {time.monotonic() - started:.0f} s)", flush=True)
    for name in TITLES:
        page = ROOT / "docs" / f"{name}.md"
        before = page.read_text(encoding="utf-8") if names and page.exists() else ""
        written = [section for section in done if section.page == name]
        if written:
            page.write_text(_page(TITLES[name], before, written), encoding="utf-8")
    return int(any(section.ok is False for section in done))


def _page(title: str, before: str, done: list[Section]) -> str:
    """The page with what was run now; a section that was not run stays as it was, with the day of its run."""
    today = dt.datetime.now(dt.UTC).date()
    kept = {part.partition("\n")[0]: part.rstrip() for part in before.split("\n## ")[1:]}
    for section in done:
        kept[section.title] = f"{_written(section).removeprefix('## ')}\n\nGovah {version()}, {today}."
    parts = [f"## {part}" for part in kept.values()]
    return "\n\n".join([f"# {title}\n\nWritten by `make acceptance`.", *parts]) + "\n"


def _written(section: Section) -> str:
    verdict = {True: "as it must be", False: "**NOT as it must be**", None: "no verdict"}[section.ok]
    return f"## {section.title}\n\n{verdict}\n\n{section.body}"


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
