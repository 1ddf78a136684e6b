"""The PDFs beside the project: what a right reader finds in them."""

import csv
import os
import unicodedata
from collections import defaultdict
from pathlib import Path

import pytest

from govah.model.page import Page
from govah.model.status import Status
from govah.read.reader import Child, Item, Limits, Metadata, Remark
from govah.read.readers.pdf import PdfReader

SHARED = Path(os.environ.get("GOVAH_SHARED") or Path(__file__).resolve().parents[4] / "shared")
CORPORA = SHARED / "corpora"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not CORPORA.is_dir(), reason="the test corpora are not beside the project"),
]


def _folded(text: str) -> str:
    return "".join(
        char
        for char in unicodedata.normalize("NFKC", text).casefold()
        if not char.isspace() and unicodedata.category(char) != "Cf"
    )


def _rows(name: str) -> list[dict[str, str]]:
    with (CORPORA / name).open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE))


def _items(path: str, scratch: Path) -> list[Item]:
    with (CORPORA / path).open("rb") as stream:
        return list(PdfReader().read(stream, Limits(scratch, ocr=False)))


def _hay(items: list[Item], page: str) -> str:
    pages = {str(item.number): item.text for item in items if isinstance(item, Page)}
    if page != "-":
        return pages.get(page, "")
    said = [item.value for item in items if isinstance(item, Metadata)]
    return "".join([*pages.values(), *said, *(item.name for item in items if isinstance(item, Child))])


def test_needles(tmp_path: Path) -> None:
    needles = defaultdict(list)
    for row in _rows("needles.tsv"):
        if row["path"].endswith(".pdf") and row["kind"] != "ocr":
            needles[row["path"]].append(row)
    missed, all_of_them = [], 0
    for path, rows in needles.items():
        items = _items(path, tmp_path)
        for row in rows:
            all_of_them += 1
            if _folded(row["needle"]) not in _folded(_hay(items, row["page"])):
                missed.append(f"{path}: {row['needle']}")
    print(f"{all_of_them - len(missed)} of {all_of_them} needles", *missed, sep="\n")
    assert len(missed) <= 0.05 * all_of_them


def _statuses() -> list[dict[str, str]]:
    rows = _rows("statuses.tsv") if CORPORA.is_dir() else []
    return [row for row in rows if row["path"].endswith(".pdf")]


@pytest.mark.parametrize("row", _statuses(), ids=lambda row: row["path"])
def test_statuses(row: dict[str, str], tmp_path: Path) -> None:
    remarks = [item.status for item in _items(row["path"], tmp_path) if isinstance(item, Remark)]
    right = [Status(name.strip()) for name in row["statuses"].split(",")]
    assert remarks[0] in right if remarks else Status.OK in right
