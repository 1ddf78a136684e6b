"""Records of meetings: whether a paper is one."""

from govah.consolidate.folding import folded
from govah.consolidate.letters.phrases import phrase

_HEAD_LINES = 14


def is_minutes(text: str) -> bool:
    """Whether one of the first lines of a paper opens with the name of a record: «صورت‌جلسه», «محضر», `Minutes of`."""
    lines = [line.strip() for line in text[:3000].split("\n") if line.strip()][:_HEAD_LINES]
    return any(len(line) <= 120 and phrase("minutes").match(folded(line)) is not None for line in lines)
