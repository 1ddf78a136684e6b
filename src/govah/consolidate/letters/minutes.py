"""Records of meetings: whether a paper is one."""

from govah.consolidate.folding import folded
from govah.consolidate.letters.phrases import phrase

_HEAD_LINES = 16


def is_minutes(text: str) -> bool:
    """Whether one of a paper's first lines, or its subject, opens with «صورت‌جلسه», «محضر», `Minutes of`."""
    lines = [line.strip() for line in text[:3000].split("\n") if line.strip()][:_HEAD_LINES]
    values = [part.strip() for line in lines if len(line) <= 120 for part in (line, line.partition(":")[2]) if part]
    return any(phrase("minutes").match(folded(value)) is not None for value in values)
