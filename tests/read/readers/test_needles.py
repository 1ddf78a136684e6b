"""The needles of the shared corpora that these readers should find."""

import os
import re
import tempfile
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from govah.read.reader import Limits
from govah.read.reading import open_part
from govah.read.registry import installed
from govah.read.stage import read_stream

SHARED = Path(os.environ.get("GOVAH_SHARED") or Path(__file__).parents[4] / "shared")
CORPORA = SHARED / "corpora"
DEEPEST = 6
PROMISED = ("docx", "xlsx", "eml", "mbox", "html", "txt", "csv", "zip", "tar")
NOT_OURS = ("pdf", "png", "tif")


def texts(path: Path, names: list[str], depth: int = 0) -> Iterator[str]:
    """Everything that a file says: its pages, its properties, its parts' names, and what these say."""
    with tempfile.TemporaryDirectory() as folder:
        limits = Limits(scratch=Path(folder), ocr=False, bytes_out=64 << 20, members=2000)
        with path.open("rb") as stream:
            reading = read_stream(stream, names, limits, installed())
        yield from (page.text for page in reading.pages)
        yield from (page.label or "" for page in reading.pages)
        yield from reading.metadata.values()
        for part in reading.children:
            yield part.name
            if part.file is not None and depth < DEEPEST:
                with open_part(Path(folder), part):
                    yield from texts(Path(folder) / "children" / part.file, [part.name], depth + 1)


def folded(text: str) -> str:
    """As corpora/README.md compares: NFKC, no case, no white space, no invisible marks."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"[\s\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad\u061c]", "", plain)


def shares() -> tuple[dict[str, list[int]], list[str]]:
    """Found and all needles by extension, and the misses."""
    wanted: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for line in (CORPORA / "needles.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        path, needle, _page, kind = line.split("\t")
        if kind != "ocr" and path.rpartition(".")[2] not in NOT_OURS:
            wanted[path].append((needle, kind))
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    misses = []
    for path, needles in wanted.items():
        hay = folded("\n".join(texts(CORPORA / path, [path.rpartition("/")[2]])))
        for needle, kind in needles:
            extension = path.rpartition(".")[2]
            found = folded(needle) in hay
            counts[extension][0] += found
            counts[extension][1] += 1
            if not found:
                misses.append(f"{path}: {kind} {needle!r}")
    return counts, misses


@pytest.mark.shared
def test_needles_are_found() -> None:
    if not CORPORA.is_dir():
        pytest.skip("the shared corpora are not beside the project")
    counts, misses = shares()
    for extension, (found, all_of_it) in sorted(counts.items()):
        print(f"{extension:10} {found:4} of {all_of_it:4}")
    print("\n".join(misses))
    found = sum(counts[extension][0] for extension in PROMISED)
    everything = sum(counts[extension][1] for extension in PROMISED)
    print(f"promised: {found} of {everything}; all: {sum(c[0] for c in counts.values())}")
    assert found >= 0.95 * everything
