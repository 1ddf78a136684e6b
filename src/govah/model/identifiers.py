"""Names of things. Never a row number."""

import hashlib
from typing import NewType

Sha256 = NewType("Sha256", str)
"""An exhibit: 64 lower-case hex digits."""

LetterId = NewType("LetterId", str)
"""A letter: 16 lower-case hex digits, see `span_id`."""

EntryIndex = NewType("EntryIndex", int)
"""A log entry's index from 0; also names the claim, judgement or finding that it made."""


def span_id(sha256: Sha256, page: int, start: int, end: int, kind: str) -> str:
    """The id of something that stands in a text: first 16 hex digits of SHA-256 over its place and kind."""
    place = f"{sha256}:{page}:{start}:{end}:{kind}"
    return hashlib.sha256(place.encode()).hexdigest()[:16]
