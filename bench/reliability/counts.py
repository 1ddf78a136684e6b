"""What came of the trials of several workers."""

from dataclasses import dataclass, field, fields
from typing import Self


@dataclass
class Counts:
    """What was not as it must be; each test says what else it counts."""

    misses: list[str] = field(default_factory=list)

    def add(self, other: Self) -> None:
        """Count another worker's trials in."""
        for each in fields(self):
            setattr(self, each.name, getattr(self, each.name) + getattr(other, each.name))
