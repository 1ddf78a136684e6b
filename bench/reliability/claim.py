"""What a test of custody claims, and the row that its trials come to."""

from dataclasses import dataclass

from bench.reliability.row import Row
from bench.reliability.shares import Tally


@dataclass(frozen=True, slots=True)
class Claim:
    """One test of custody.

    Args:
        number: In the list of custody tests.
        text: What must hold, a short sentence.
        target: The stated count or bound, in words.
    """

    number: int
    text: str
    target: str

    def untried(self, reason: str) -> Row:
        """It cannot be tried here."""
        return Row(self.number, self.text, self.target, 0, reason, None)

    def tried(self, tally: Tally, outcome: str, least: float = 1) -> Row:
        """What some trials came to; fewer than the least prove nothing."""
        ok = not tally.misses and tally.trials >= least
        return Row(self.number, self.text, self.target, tally.trials, outcome, ok, tally.shown)
