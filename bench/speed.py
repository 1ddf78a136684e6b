"""Speed, as ratios to the bare work in the same run; this machine's figures in brackets."""

import hashlib
import os
import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from bench.section import Place, Section, table

from govah import Case
from govah.case.searching import SearchRequest
from govah.case.verifying import verify

_FEW, _MANY = 2_000, 4_000
_SIZE = 30_000
_ROUNDS = 3


def run(place: Place) -> Iterator[Section]:
    """Admission and verification against bare loops, reading, search, sizes."""
    rows = [_admission(place), _verification(place), _search(place), *_reading(place)]
    rows += _sizes(place)
    yield Section("Speed and size", table(("what", "figure"), rows), None)


def _admission(place: Place) -> tuple[str, str]:
    """The cost of the second 2,000 files: what every further file costs, without what starting costs."""
    chance = random.Random(7)
    leaks = []
    for count in (_FEW, _MANY):
        leak = place.work / f"files {count}"
        leak.mkdir()
        for number in range(count):
            (leak / f"{number:05}.bin").write_bytes(chance.randbytes(_SIZE))
        leaks.append(leak)
    rounds: list[list[float]] = []
    for number in range(_ROUNDS):
        spent = [_timed(lambda number=number: _bare(leaks[1], place.work / f"bare {number}"))]  # type: ignore[misc]
        for leak in leaks:
            with Case.create(place.work / f"case {number} {leak.name}", leak.name) as case:
                spent.append(_timed(lambda case=case, leak=leak: case.collect([leak], "s", process=False)))  # type: ignore[misc]
        rounds.append(spent)
    least = [min(column) for column in zip(*rounds, strict=True)]
    bare, extra = least[0] * (_MANY - _FEW) / _MANY, least[2] - least[1]
    rate = (_MANY - _FEW) / extra
    return (
        f"admitting {_MANY - _FEW:,} more files of {_SIZE // 1000} KB against hashing, copying and syncing them bare",
        f"× {extra / bare:.2f} ({rate:,.0f} files/s)",
    )


def _bare(leak: Path, target: Path) -> None:
    target.mkdir()
    for path in leak.iterdir():
        data = path.read_bytes()
        (target / hashlib.sha256(data).hexdigest()).write_bytes(data)
    os.sync()


def _verification(place: Place) -> tuple[str, str]:
    case = place.work / f"case 0 files {_MANY}"
    objects = [path for path in (case / "exhibits").rglob("*") if path.is_file()]
    pairs = [
        (
            _timed(lambda: [hashlib.sha256(path.read_bytes()).hexdigest() for path in objects]),
            _timed(lambda: verify(case, None, lambda stage, done, total, what: None)),
        )
        for _ in range(_ROUNDS)
    ]
    bare, spent = (min(column) for column in zip(*pairs, strict=True))
    return f"verifying {len(objects):,} exhibits against hashing them bare", f"× {spent / bare:.2f} ({spent:.1f} s)"


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
