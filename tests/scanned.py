"""A reading as recognition would leave it: words with confidence, second readings, places that nothing stands for."""

from collections.abc import Mapping, Sequence
from typing import Any

from govah import Case
from govah.case.derivation import settle_letters, write_reading
from govah.model.identifiers import Sha256

SURE = 0.99


def words_of(text: str, doubts: Mapping[str, tuple[float, str | None]]) -> list[list[Any]]:
    """Words of a text on a grid of 10 × 20, the first sign at the left, as a stored reading has them."""
    found: list[list[Any]] = []
    start = 0
    for line, row in enumerate(text.split("\n")):
        first = start
        for word in row.split(" "):
            if word:
                confidence, other = doubts.get(word, (SURE, None))
                left = (start - first) * 10
                box = [left, line * 20, left + len(word) * 10, line * 20 + 18]
                told = [start, start + len(word), *box, line, confidence]
                found.append([*told, other] if other is not None else told)
            start += len(word) + 1
    return found


def rewrite(case: Case, sha256: Sha256, pages: Sequence[Mapping[str, Any]]) -> None:
    """Put pages in the place of what was read of an exhibit, and let all that hangs on them follow."""
    results = case.derived.results
    stored = results.get("read", sha256)
    assert stored is not None
    reading = stored["reading"]
    made = next(iter(reading["pages"]), {})
    changed = [{**made, "number": at, **page} for at, page in enumerate(pages, 1)]
    value = {**stored, "reading": {**reading, "status": "ok", "detail": None, "pages": changed}}
    (kept,) = (case.derived.folder / "pages").glob(f"read-*/{sha256[:2]}/{sha256}.json.gz")
    results.put("read", kept.parent.parent.name.removeprefix("read-"), sha256, value)
    with case.derived.records.transaction() as writer:
        write_reading(case.derived, sha256, writer)
        settle_letters(writer)


def recognise(
    case: Case, sha256: Sha256, text: str, doubts: Mapping[str, tuple[float, str | None]], **more: Any
) -> None:
    """Let an exhibit of one page be a scan on which this was read.

    Args:
        case: The case.
        sha256: The exhibit.
        text: What the machine read.
        doubts: Confidence and second reading of words that are not sure.
        more: Other fields of the stored page.
    """
    words = words_of(text, doubts)
    size = {"width": 900.0, "height": 400.0}
    rewrite(case, sha256, [{"text": text, "origin": "ocr", "words": words, **size, **more}])
