"""Rows to acquisitions: each with all that later entries say of it."""

from collections.abc import Iterable, Mapping
from typing import Any

from govah.model.acquisition import Acquisition, AcquisitionRecord
from govah.model.identifiers import EntryIndex


def acquisition_of(row: Mapping[str, Any], later: Iterable[Mapping[str, Any]]) -> Acquisition:
    """An acquisition.

    Args:
        row: Of the entry that began it, with the name of who signed.
        later: Rows of entries that complete acquisitions, in order; a later word on the same part counts.
    """
    record, lists = AcquisitionRecord(**row["record"]), _by_list(row["hash_lists"])
    times, completed = list(row["file_times"]), []
    for each in later:
        if each["completes"] == row["entry"]:
            record = record.completed(AcquisitionRecord(**each["record"]))
            lists |= _by_list(each["hash_lists"])
            times += each["file_times"]
            completed.append(EntryIndex(each["entry"]))
    return Acquisition(
        entry=EntryIndex(row["entry"]),
        source=row["source"],
        at=row["at"],
        by=row["by"],
        ocr=row["ocr"],
        roots=tuple(row["roots"]),
        record=record,
        hash_lists=tuple(lists.values()),
        file_times=tuple(times),
        completed=tuple(completed),
    )


def _by_list(compared: Iterable[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    return {str(each["sha256"]): each for each in compared}
