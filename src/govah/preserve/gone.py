"""What a log says is gone from a case, or lies sealed in it: by this, copies of the case are kept in step."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from govah.model.event import EventType
from govah.preserve import tiles, verifier
from govah.preserve.log import Log

_GOES = (b'"erase-approve"', b'"erase-done"', b'"seal"')


@dataclass(frozen=True, slots=True)
class Gone:
    """What is gone or sealed by the log's word.

    Args:
        surely: Hashes of exhibits that were erased, or sealed after they had stood open: never copied, and removed
            from copies.
        perhaps: Hashes of what an erasure that has not ended may have taken away already.
        seals: Hashes of the ciphertexts that there must be.
    """

    surely: set[str]
    perhaps: set[str]
    seals: set[str]


def gone_by(log: Log, size: int, others: Sequence[Path]) -> Gone:
    """What is gone or sealed.

    Args:
        log: The log that says so.
        size: Of its entries, how many to ask.
        others: Folders with older copies of the log: what was erased is named there still, by its admission.
    """
    held = [log, *(Log.open(folder) for folder in others if (folder / "log" / "checkpoint").is_file())]
    surely: set[str] = set()
    seals: set[str] = set()
    erased: set[str] = set()
    approved: dict[int, set[str]] = {}
    for index, values in telling(log, 0, size, _GOES):
        match values.get("type"):
            case EventType.SEAL:
                surely |= {values["exhibit"]} if isinstance(values.get("exhibit"), str) else set()
                seals |= {values["sealed"]} if isinstance(values.get("sealed"), str) else set()
            case EventType.ERASE_APPROVE:
                entries = [item.get("entry") for item in values.get("exhibits") or () if isinstance(item, dict)]
                named = (_admitted(copy, entry) for entry in entries for copy in held)
                approved[index] = {sha256 for sha256 in named if sha256 is not None}
            case EventType.ERASE_DONE:
                erased |= approved.pop(values.get("approve", -1), set())
    surely |= erased
    surely -= _again(log, size, erased)
    return Gone(surely, set().union(*approved.values()), seals)


def _again(log: Log, size: int, erased: set[str]) -> set[str]:
    """What was admitted again after it was erased: its new admission is not erased, and names it."""
    if not erased:
        return set()
    words = tuple(sha256.encode() for sha256 in sorted(erased))
    admissions = (values for _, values in telling(log, 0, size, words) if values.get("type") == EventType.ADMIT)
    return {str(values["sha256"]) for values in admissions if values.get("sha256") in erased}


def went(log: Log, start: int, end: int) -> bool:
    """Whether a plaintext went by what these entries say."""
    return any(
        values.get("type") in (EventType.ERASE_APPROVE, EventType.ERASE_DONE) or "exhibit" in values
        for _, values in telling(log, start, end, _GOES)
    )


def telling(log: Log, start: int, end: int, words: tuple[bytes, ...]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Entries with one of these words, by index with their fields; the search for the words comes before parsing."""
    for index, line in log.bodies(lambda piece: any(word in piece for word in words), start, end):
        yield index, _values(line)


def _admitted(log: Log, index: object) -> str | None:
    """The exhibit that an entry admits, where its hash still stands there."""
    if not isinstance(index, int) or index >= log.size:
        return None
    sha256 = _values(log.body(index)).get("sha256")
    return sha256 if isinstance(sha256, str) else None


def _values(line: bytes) -> dict[str, Any]:
    """Fields of a body that are not erased."""
    try:
        fields = verifier.decode(line)["fields"]
        return {field["name"]: field["value"] for field in fields if "name" in field}
    except (ValueError, KeyError, TypeError) as error:
        raise tiles.damaged("a body cannot be read") from error
