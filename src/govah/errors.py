"""What can go wrong, as sentences for people and numbers for scripts.

GovahError            1  something failed
├── UsageError        2  the call itself is wrong
├── IntegrityError    3  preserved evidence and its log disagree: everything stops
├── NotFoundError     4  no such case, exhibit, page, passage, claim
├── MissingExtraError 6  an optional program or package is not installed
├── RefusedError      7  refused to protect a source
├── BusyError         1  another process holds what this one needs
└── DraftError        1  a draft that must not be published
"""

from collections.abc import Sequence


class GovahError(Exception):
    """An error that a person can act on.

    Args:
        what: What happened, one sentence.
        remedy: What to do next, one sentence; a command where there is one.
    """

    exit_code = 1

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what)
        self.what = what
        self.remedy = remedy

    def __str__(self) -> str:
        """The sentence and its remedy on two lines."""
        return f"{self.what}\n{self.remedy}"


class UsageError(GovahError):
    """The call's words or values are wrong."""

    exit_code = 2


class IntegrityError(GovahError):
    """Preserved evidence and its log disagree. Never caught to go on."""

    exit_code = 3


class NotFoundError(GovahError):
    """What was named is not in the case."""

    exit_code = 4


class MissingExtraError(GovahError):
    """An optional program or package is needed and not installed."""

    exit_code = 6


class RefusedError(GovahError):
    """Refused in order to protect a source or a person."""

    exit_code = 7


class BusyError(GovahError):
    """Another process holds a lock for longer than it should."""


class DraftError(GovahError):
    """A draft that must not be published.

    Args:
        what: What the rule is that the draft breaks.
        remedy: What its author can do.
        line: The draft's line, from 1.
    """

    def __init__(self, what: str, remedy: str, line: int) -> None:
        super().__init__(f"line {line}: {what}", remedy)
        self.line = line
        self.problems: tuple[DraftError, ...] = (self,)

    @classmethod
    def of(cls, problems: Sequence["DraftError"]) -> "DraftError":
        """All that is wrong with a draft as one error, in order of lines; at least one problem.

        Its own line and words are those of the first; the others follow in its remedy.
        """
        told = {(problem.line, problem.what): problem for problem in problems}
        first, *others = sorted(told.values(), key=lambda problem: problem.line)
        if not others:
            return first
        remedies = [first.remedy]
        for problem in others:
            remedies += [problem.what] if problem.remedy == remedies[-1] else [problem.what, problem.remedy]
        remedies.append(f"In all {len(told)} problems; nothing was published.")
        error = cls(first.what.removeprefix(f"line {first.line}: "), "\n".join(remedies), first.line)
        error.problems = (first, *others)
        return error
