"""What a check says of one paper."""

from collections.abc import Iterable
from dataclasses import dataclass

from govah.model.check import Outcome
from govah.model.passage import Span


@dataclass(frozen=True, slots=True)
class Verdict:
    """An outcome with its reason and the places on which it rests."""

    outcome: Outcome
    why: str
    spans: tuple[Span, ...] = ()


def passed(why: str, spans: Iterable[Span | None] = ()) -> Verdict:
    """Nothing speaks against the paper."""
    return Verdict(Outcome.PASS, why, _known(spans))


def failed(why: str, spans: Iterable[Span | None] = ()) -> Verdict:
    """Something does."""
    return Verdict(Outcome.FAIL, why, _known(spans))


def not_applicable(why: str, spans: Iterable[Span | None] = ()) -> Verdict:
    """The check cannot say anything of this paper."""
    return Verdict(Outcome.NOT_APPLICABLE, why, _known(spans))


def _known(spans: Iterable[Span | None]) -> tuple[Span, ...]:
    return tuple(dict.fromkeys(span for span in spans if span is not None))
