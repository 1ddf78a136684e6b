"""What is known of how material came into a case, and what is not: the gap before admission."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Any, NamedTuple

from govah.errors import UsageError
from govah.model.event import Value
from govah.model.identifiers import EntryIndex
from govah.model.text import stored_text

_INSTANT = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d{1,9})?)?([Zz]|[+-]\d\d:\d\d)", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


@dataclass(frozen=True, slots=True)
class AcquisitionRecord:
    """What a person says of an acquisition; None is not known, never "none".

    Args:
        acquired_by: Who took the material over.
        acquired_at: When: a day, or an RFC 3339 time with its zone.
        how: In which way: handed over, downloaded, copied from a device.
        legal_basis: The law or mandate under which it is held.
        decision: Why it was decided to use it.
        risk: What its use may do to people.
        conditions: What whoever gave it asked for.
        history: Who held it before, since when, and in which form, as far as is known.
    """

    acquired_by: str | None = None
    acquired_at: str | None = None
    how: str | None = None
    legal_basis: str | None = None
    decision: str | None = None
    risk: str | None = None
    conditions: str | None = None
    history: str | None = None

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> "AcquisitionRecord":
        """A record from what was typed or read; blank is not known.

        Raises:
            UsageError: A key is not one of a record's, a value is no text, or the time is none.
        """
        unknown = sorted(told.keys() - set(RECORD_FIELDS))
        if unknown:
            raise UsageError(
                f"{unknown[0]!r} is not a part of an acquisition's record.", f"Use these: {', '.join(RECORD_FIELDS)}."
            )
        kept: dict[str, str] = {}
        for name, value in told.items():
            if value is None:
                continue
            if not isinstance(value, str):
                raise UsageError(f"{name} of the acquisition's record is no text.", "Write it in quotation marks.")
            if value.strip():
                kept[name] = stored_text(value.strip())
        record = cls(**kept)
        return record if record.acquired_at is None else replace(record, acquired_at=checked_time(record.acquired_at))

    @property
    def known(self) -> dict[str, Value]:
        """The parts that are known, as the log keeps them."""
        values = {name: getattr(self, name) for name in RECORD_FIELDS}
        return {name: value for name, value in values.items() if value is not None}

    def completed(self, later: "AcquisitionRecord") -> "AcquisitionRecord":
        """This record with what a later one says; what that leaves out stays."""
        return replace(self, **later.known)  # type: ignore[arg-type]


RECORD_FIELDS = tuple(part.name for part in fields(AcquisitionRecord))
"""Names of a record's parts, in order."""

_QUESTIONS = {
    "acquired_by": "who took the material over",
    "acquired_at": "when it was taken over",
    "how": "how it was taken over",
    "legal_basis": "under which law or mandate it is held",
    "decision": "why it was decided to use it",
    "risk": "what its use may do to people",
    "conditions": "what whoever gave it asked for",
    "history": "who held it before, since when, and whether it was changed",
}


class Gap(NamedTuple):
    """Something that is not known of an acquisition.

    Args:
        field: Of the record.
        what: A sentence's part that names it.
        option: What fills it; None where nobody can fill it any more.
    """

    field: str
    what: str
    option: str | None


@dataclass(frozen=True, slots=True)
class Acquisition:
    """An acquisition as the log tells it, with all that completed its record.

    Args:
        entry: The `acquire` entry.
        source: Who delivered it, a pseudonym.
        at: When it was begun, by our own clock.
        by: Name of who collected it.
        ocr: Whether scans are recognised.
        roots: Names of the collected folders and files.
        record: What persons say of it.
        hash_lists: Comparisons with the acquirer's own lists.
        file_times: What the file systems keep of times.
        completed: Entries that completed the record.
    """

    entry: EntryIndex
    source: str
    at: str
    by: str
    ocr: bool
    roots: tuple[str, ...]
    record: AcquisitionRecord
    hash_lists: tuple[Mapping[str, Any], ...] = ()
    file_times: tuple[Mapping[str, Any], ...] = ()
    completed: tuple[EntryIndex, ...] = ()

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """What is not known, in the order of the record; custody before admission is its last part."""
        known = self.record.known
        found = [Gap(name, what, option_of(name)) for name, what in _QUESTIONS.items() if name not in known]
        if not self.hash_lists:
            found.append(Gap("hash_lists", "whether these are the bytes that the acquirer had", "--hashes"))
        if any(times.get("zone") != "UTC" for times in self.file_times):
            found.append(Gap("file_times", "in which time zone the files' times were written", None))
        return tuple(found)


def option_of(field: str) -> str:
    """The option of `govah collect` and `govah acquisitions add` that says a part of the record."""
    return "--" + field.replace("_", "-")


def checked_time(text: str) -> str:
    """A day, or a time with its zone, as it is written in a record.

    Raises:
        UsageError: It is neither, or no calendar has it.
    """
    try:
        if _DAY.fullmatch(text):
            date.fromisoformat(text)
            return text
        if _INSTANT.fullmatch(text):
            datetime.fromisoformat(text[:10] + "T" + _six_digits(text[11:].upper()))
            return text[:10] + "T" + text[11:].upper()
    except ValueError:
        pass  # no such day or hour: told below like any other text that is no time
    raise UsageError(
        f"{text!r} is no day and no time with its zone.", "Write 2026-03-01, or 2026-03-01T14:30:00+03:30."
    )


def _six_digits(clock: str) -> str:
    """A clock time whose fraction the standard library reads."""
    return re.sub(r"\.(\d{6})\d+", r".\1", clock)
