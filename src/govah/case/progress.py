"""How long work tells a person about itself."""

from typing import Protocol


class Progress(Protocol):
    """Told after every step of a stage."""

    def __call__(self, stage: str, done: int, total: int | None, what: str) -> None:
        """`done` of `total` (None where unknown) of a stage; `what` was worked on."""


def silent(stage: str, done: int, total: int | None, what: str) -> None:
    """Tell nobody."""
