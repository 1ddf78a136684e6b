"""The test corpora, whole: counts that agree, needles that are found, statuses that are right."""

import json
import re
import resource
import subprocess
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from bench.section import Place, Section, share, table

from govah import Case
from govah.case.view import CaseView
from govah.model.exhibit import Exhibit
from govah.model.identifiers import Sha256

_INVISIBLE = re.compile(r"[\s\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_PROMISED = {
    "pdf": ("pdf",), "docx": ("docx", "docm"), "xlsx": ("xlsx", "xlsm"), "eml": ("eml",), "mbox": ("mbox", "mbx"),
    "html": ("html", "htm", "xhtml"), "txt": ("txt",), "csv": ("csv", "tsv"), "zip": ("zip",),
    "tar": ("tar", "tgz", "tar.gz", "gz", "bz2", "xz"), "pictures": ("png", "jpg", "jpeg", "tif", "tiff", "gif", "bmp"),
}  # fmt: skip
_DEEPEST = 12


def run(place: Place) -> Iterator[Section]:
    """Collect, collect again, look for needles and statuses."""
    if place.shared is None:
        yield Section("Corpora", "Skipped: the test corpora are not beside the project (GOVAH_SHARED).", None)
        return
    corpora = place.shared / "corpora"
    folder = place.work / "corpora"
    Case.create(folder, "Corpora").close()
    yield _collecting(place, folder, corpora)
    with Case(folder) as case:
        found = _Holdings(case)
        yield _needles(found, corpora)
        yield _statuses(found, corpora)


def _collecting(place: Place, folder: Path, corpora: Path) -> Section:
    rows = []
    ok = True
    for attempt in ("first", "again"):
        command = place.command("--case", folder, "collect", corpora, "--source", "corpora", "--json")
        done = subprocess.run(command, capture_output=True, check=False)
        told = json.loads(done.stdout or b"{}")
        counted = sum(told.get("status", {}).values())
        occurrences = told.get("files_in", 0) + told.get("children", -1)
        ok &= done.returncode in (0, 5) and b"Traceback" not in done.stderr and counted == occurrences
        ok &= attempt == "first" or told["exhibits_new"] == 0
        memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        rows.append(
            (attempt, done.returncode, told["files_in"], told["children"], counted, told["exhibits_new"],
             f"{told['seconds']:.0f}", f"{memory:.0f}")
        )  # fmt: skip
        statuses = ", ".join(f"{count} {status}" for status, count in told["status"].items())
    columns = ("run", "exit", "files", "children", "sum of statuses", "new", "seconds", "largest process, MiB")
    return Section("Collecting the corpora", f"{table(columns, rows)}\n\nStatuses: {statuses}.", ok)


class _Holdings:
    """What a case says of each collected file, folded for comparison."""

    def __init__(self, case: Case) -> None:
        self.view: CaseView = case.view
        self.by_path: dict[str, Exhibit] = {}
        self._by_hash: dict[str, Exhibit] = {}
        for exhibit in self.view.exhibits():
            if exhibit.sha256 is not None:
                self._by_hash[exhibit.sha256] = exhibit
            self.by_path.update((path, exhibit) for path in exhibit.paths)

    def page(self, exhibit: Exhibit, number: int) -> str:
        """The folded text of a page; empty where there is none."""
        pages = self.view.pages(Sha256(str(exhibit.sha256)))
        return folded(pages[number - 1].text) if number <= len(pages) else ""

    def everything(self, exhibit: Exhibit) -> str:
        """Folded text, metadata and paths of an exhibit and of all that it contains."""
        return folded("\n".join(self._said(exhibit, 0, set())))

    def _said(self, exhibit: Exhibit, depth: int, seen: set[str]) -> Iterator[str]:
        sha256 = Sha256(str(exhibit.sha256))
        if depth > _DEEPEST or sha256 in seen:
            return
        seen.add(sha256)
        for page in self.view.pages(sha256):
            yield page.text
            yield page.label or ""
        yield from map(str, exhibit.metadata.values())
        for member in self.view.members(sha256):
            yield member.name
            if member.sha256 is not None:
                yield from self._said(self._by_hash[member.sha256], depth + 1, seen)


def folded(text: str) -> str:
    """As corpora/README.md compares: NFKC, no case, no white space, no invisible marks."""
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", text).casefold())


def _needles(found: _Holdings, corpora: Path) -> Section:
    by_kind: dict[str, Counter[bool]] = defaultdict(Counter)
    by_form: dict[str, Counter[bool]] = defaultdict(Counter)
    misses: list[tuple[str, str, str, str]] = []
    for line in _rows(corpora / "needles.tsv"):
        path, needle, page, kind = line["path"], line["needle"], line["page"], line["kind"]
        exhibit = found.by_path.get(f"corpora/{path}")
        text = ""
        if exhibit is not None and exhibit.sha256 is not None:
            text = found.everything(exhibit) if page == "-" else found.page(exhibit, int(page))
        hit = folded(needle) in text
        by_kind[kind][hit] += 1
        by_form[_form(path)][hit] += 1
        if not hit:
            misses.append((path, kind, page, needle[:60]))
    promised = sum((by_form[name] for name in _PROMISED), Counter[bool]())
    every = sum(by_kind.values(), Counter[bool]())
    body = "\n\n".join(
        (
            f"Formats promised: **{_told(promised)}**. All files: **{_told(every)}**.",
            table(("kind", "found"), ((kind, _told(count)) for kind, count in sorted(by_kind.items()))),
            table(("format", "found"), ((form, _told(count)) for form, count in sorted(by_form.items()))),
            "Not found:",
            table(("file", "kind", "page", "needle"), misses),
        )
    )
    return Section("Needles", body, promised[True] >= 0.9 * promised.total())


def _told(count: Mapping[bool, int]) -> str:
    return share(count[True], count[True] + count[False])


def _form(path: str) -> str:
    name = path.rpartition("/")[2].lower().replace(".warc.gz", ".warc")
    for form, endings in _PROMISED.items():
        if name.endswith(tuple(f".{ending}" for ending in endings)):
            return form
    return name.rpartition(".")[2] if "." in name else "other"


def _statuses(found: _Holdings, corpora: Path) -> Section:
    rows = []
    right = 0
    lines = list(_rows(corpora / "statuses.tsv"))
    for line in lines:
        exhibit = found.by_path.get(f"corpora/{line['path']}")
        got = exhibit.status.value if exhibit else "missing"
        fits = got in re.split(r"[ ,|]+", line["statuses"])
        right += fits
        if not fits:
            rows.append((line["path"], line["statuses"], got))
    body = share(right, len(lines)) + " as they must be.\n\n" + table(("file", "right", "got"), rows)
    return Section("Statuses", body, not rows)


def _rows(path: Path) -> Iterable[Mapping[str, str]]:
    first, *lines = path.read_text(encoding="utf-8").splitlines()
    columns = first.split("\t")
    return [dict(zip(columns, line.split("\t"), strict=True)) for line in lines]
