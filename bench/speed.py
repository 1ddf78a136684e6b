"""Speed, as ratios to the bare work in the same run; this machine's figures in brackets."""

import time
from collections.abc import Callable, Iterator

from bench.section import Place, Section, table

from bench import admission, verification
from govah import Case
from govah.case.searching import SearchRequest


def run(place: Place) -> Iterator[Section]:
    """Admission and verification against bare loops, reading, search, sizes."""
    yield from admission.run(place)
    yield from verification.run(place)
    rows = [_search(place), *_reading(place), *_sizes(place)]
    yield Section("Speed and size", table(("what", "figure"), rows), None)


def _search(place: Place) -> tuple[str, str]:
    with Case(place.example / "case") as case:
        case.search(SearchRequest("شورا"))
        words = ("شورا", "تجمع", "وزارت کشور", '"هیأت حقیقت‌یاب"', "gathering")
        spent = sorted(_timed(lambda word=word: case.search(SearchRequest(word))) for word in words * 4)  # type: ignore[misc]
    return "search on the demo case, median and slowest of 20", f"{spent[10] * 1000:.0f} ms, {spent[-1] * 1000:.0f} ms"


def _reading(place: Place) -> Iterator[tuple[str, str]]:
    leak = place.example / "leak"
    for ocr in (False, True):
        with Case.create(place.work / f"pages {ocr}", "Pages") as case:
            spent = _timed(lambda case=case, ocr=ocr: case.collect([leak], "s", ocr=ocr))  # type: ignore[misc]
            pages = case.status()["pages"]
        told = "with scans recognised" if ocr else "without recognition"
        yield f"collecting the demo's leak, {told}", f"{pages / spent:.1f} pages/s ({pages} pages)"


def _sizes(place: Place) -> Iterator[tuple[str, str]]:
    for name, path in (
        ("the package's source with its data", place.root / "src" / "govah"),
        ("the demo case", place.example / "case"),
        ("the demo's package", place.example / "package"),
    ):
        size = sum(found.stat().st_size for found in path.rglob("*") if found.is_file() and found.suffix != ".pyc")
        yield name, f"{size / 1e6:.1f} MB"


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
