"""The head and the foot of a page."""

from govah.model.page import Page, RegionKind
from govah.model.passage import Span
from govah.model.upright import upright

_BAND = 0.25
"""Share of a page's height that its head, or its foot, takes at most."""


def edge_of(page: Page, span: Span) -> str | None:
    """At which end of its page something stands; None in its middle, and where words have no places."""
    turned = upright(page)
    words = turned.words_over(span.start, span.end)
    if not words or not turned.height:
        return None
    return _edge(sum((word.box.top + word.box.bottom) / 2 for word in words) / len(words) / turned.height)


def unread_at(page: Page, edge: str) -> bool:
    """Whether ink that nothing read lies at an end of a page: what is missed there may be that."""
    turned = upright(page)
    if not turned.height:
        return False
    return any(
        region.kind is RegionKind.UNREAD and _edge((region.box.top + region.box.bottom) / 2 / turned.height) == edge
        for region in turned.regions
    )


def _edge(height: float) -> str | None:
    if height <= _BAND:
        return "head"
    return "foot" if height >= 1 - _BAND else None
