"""What recognising letters costs, on letters as offices write them, and on text that somebody made to be costly."""

import time
from collections.abc import Iterator
from pathlib import Path

from bench.section import Place, Section, table

from govah.consolidate.letters import recognise
from govah.model.identifiers import Sha256
from govah.model.page import Origin, Page

_SHA = Sha256("0" * 64)
_CASES = (
    "second_case/papers",
    "third_case/papers",
    "fifth_case/papers",
    "sixth_case/papers",
    "many_offices",
)
_SECONDS = 3.0
_SIZE = 20_000
_MOST = 3.0
"""How many times longer twice the text may take; linear is 2."""

_COSTLY = {
    "one line of letters": "ا",
    "one line of digits": "1",
    "nested brackets": "(",
    "numbers with strokes": "1/",
    "numbers in brackets": "1(1)",
    "single letters": "م ع ",
    "reference words": "بازگشت به نامه شماره ",
    "labels": "شماره: ",
    "labels on lines": "شماره:\n",
    "dates": "1394/01/06 و ",
    "list items": "1. آ\n",
    "empty lines": "\n",
    "quotation marks of mail": "> ",
    "columns": "a    ",
    "compliments": "presents its compliments to ",
    "shares and days in turn": "3/4 and 5/6/2011, ",
    "numbers of a list": "1. ",
}


def run(place: Place) -> Iterator[Section]:
    """Pages a second and core; then each costly text and twice as much of it, in one run."""
    pages = _pages(place.root / "tests" / "consolidate")
    for page in pages:
        recognise(_SHA, "text/plain", (page,), {})
    done, started = 0, time.process_time()
    while time.process_time() - started < _SECONDS:
        for page in pages:
            recognise(_SHA, "text/plain", (page,), {})
        done += len(pages)
    speed = done / (time.process_time() - started)
    long = sum(len(page.text) for page in pages) // len(pages)
    figures = [(f"recognising letters, {len(pages)} papers of {long} code points", f"{speed:.0f} pages/s/core")]
    yield Section("Cost of recognising letters", table(("what", "figure"), figures), None, "performance")
    rows = [(name, *_grown(piece)) for name, piece in _COSTLY.items()]
    told = [(name, f"{once * 1000:.0f} ms", f"{ratio:.2f}") for name, once, ratio in rows]
    body = (
        f"Text of {_SIZE:,} code points made of one piece, and twice as much: the best of three each, CPU time. "
        f"Linear is 2; the bar is {_MOST:.0f}, for times of some milliseconds scatter.\n\n"
        + table(("text", "once", "twice / once"), told)
    )
    yield Section("Costly text", body, all(ratio <= _MOST for _, _, ratio in rows), "performance")


def _pages(tests: Path) -> list[Page]:
    files = sorted(path for case in _CASES for path in (tests / case).rglob("*.txt"))
    return [Page(1, path.read_text(encoding="utf-8"), Origin.TEXT) for path in files]


def _grown(piece: str) -> tuple[float, float]:
    """CPU seconds of a text, and how many times as long twice the text takes."""
    once, twice = (_spent((piece * (size // len(piece) + 1))[:size]) for size in (_SIZE, 2 * _SIZE))
    return once, twice / max(once, 0.002)


def _spent(text: str) -> float:
    page, spent = Page(1, text, Origin.TEXT), []
    for _ in range(3):
        started = time.process_time()
        recognise(_SHA, "text/plain", (page,), {})
        spent.append(time.process_time() - started)
    return min(spent)
