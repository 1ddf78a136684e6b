"""Sentences that ask without a phrase of the table: `REQUEST INSTRUCTIONS`, `Please report …`, as signals have them."""

import re

_BEGINS = r"(?:^|[.;:)\]]\s{0,3}|\n\s{0,40}|\d[.)]\s{1,6})"
_COURTEOUS = (
    "find|note|refer|accept|see|rest|do not|quote|use|be informed|be advised|be assured|receive|convey|give|"
    "believe|pass|disregard|ignore|excuse|forgive|feel free|contact"
)
_REQUEST = re.compile(
    rf"{_BEGINS}(?:request(?!s?\s(?:for|of|from|was|is|has|by|dated|no)\b)|requesting)\s{{1,3}}(?=\w)"
    rf"|{_BEGINS}(?:submit|furnish|forward|provide|explain|confirm|advise|indicate|clarify|send|intimate)\s{{1,3}}"
    r"(?:your|me|us|this|whether|if|by|within|soonest|immediately|urgently|receipt)\b"
    rf"|{_BEGINS}report\s{{1,3}}(?:by|at once|soonest|whether|immediately|urgently|to this|numbers|back)\b"
    rf"|{_BEGINS}(?:please|pls|kindly)\s{{1,3}}(?!(?:{_COURTEOUS})\b)(?=\w)",
    re.MULTILINE,
)


def asks(text: str) -> bool:
    """Whether a sentence of folded text begins by asking."""
    return _REQUEST.search(text) is not None


_QUESTION = re.compile(r"^(?!\W{0,4}[^\W\d_]{2,12}\s?:)[^\n]{0,400}[^\W_][\")\]]?\s?\?(?!\w)", re.MULTILINE)
"""A question, and no title of one: `Subject: Old maps?`."""


def questions(text: str) -> bool:
    """Whether a sentence of folded text is a question, which in a mail is asked of its reader."""
    return _QUESTION.search(text) is not None
