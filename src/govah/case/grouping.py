"""What was found, in groups that are made durable together."""

import time
from collections.abc import Iterable, Iterator

from govah.collect.walk import Found

_BYTES = 128 << 20
_SECONDS = 1.6


def grouped(found: Iterable[Found], most: int) -> Iterator[list[Found]]:
    """Groups of at most `most` entries: some hundred files wait for the disk together, none for longer than seconds.

    Args:
        found: In order.
        most: Entries of a group.
    """
    group: list[Found] = []
    size, opened = 0, time.monotonic()
    for entry in found:
        group.append(entry)
        size += entry.size
        if len(group) >= most or size >= _BYTES or time.monotonic() - opened > _SECONDS:
            yield group
            group, size, opened = [], 0, time.monotonic()
    if group:
        yield group
