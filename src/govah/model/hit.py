"""A page that a search found."""

from dataclasses import dataclass

from govah.model.identifiers import Sha256


@dataclass(frozen=True, slots=True)
class Hit:
    """One page with everything on it that was asked for.

    Args:
        spans: Start and end of each found stretch in the page's text, in order.
        snippet: A stretch of the page's text around `closest`, verbatim.
        snippet_start: Where the snippet begins in the page's text.
        score: Greater is closer; comparable within one search only.
        closest: The stretch that the snippet shows: the rarest words, where most others stand near.
    """

    sha256: Sha256
    page: int
    spans: tuple[tuple[int, int], ...]
    snippet: str
    snippet_start: int
    score: float
    closest: tuple[int, int] | None = None
