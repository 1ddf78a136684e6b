"""One line of docs/reliability.md."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """What a test of custody came to.

    Args:
        number: In the list of custody tests.
        claim: What must hold, a short sentence.
        target: The stated count or bound, in words.
        trials: How many were run.
        outcome: What was seen, a short sentence with figures.
        ok: Whether it is as it must be; None where it could not be run here, and `outcome` says why.
        misses: What was not as it must be, a line each; a handful is enough.
    """

    number: int
    claim: str
    target: str
    trials: int
    outcome: str
    ok: bool | None
    misses: tuple[str, ...] = ()
