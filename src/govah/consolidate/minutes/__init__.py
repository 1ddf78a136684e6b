"""What minutes of meetings record: attendance, agenda, decisions with their owners and days."""

from govah.consolidate.minutes.recogniser import read_minutes, with_minutes

__all__ = ["read_minutes", "with_minutes"]
