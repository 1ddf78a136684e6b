"""What a paper calls itself: a line that names its kind, a copy, a draft or a reminder is no correspondent's."""

from govah.consolidate.letters.phrases import phrase

_EDGES = " .,:;()[]*-–_\"'«»"
_ROLES = ("paper", "draft", "true_copy", "reminder")


def names_paper(text: str) -> bool:
    """Whether folded words say nothing but what kind of paper they stand on: `OFFICE MEMORANDUM`, «بخشنامه»."""
    bare = " ".join(text.strip(_EDGES).split())
    return bool(bare) and any(phrase(role).fullmatch(bare) is not None for role in _ROLES)
