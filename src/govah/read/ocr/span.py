"""Rectangles on a page that is being recognised."""

from typing import Final, NamedTuple

CELL_DPI: Final = 100
"""Lines and columns are found in cells of a hundredth of an inch."""


class Span(NamedTuple):
    """A rectangle in whole cells or pixels, right and bottom exclusive."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        """Its width."""
        return self.right - self.left

    @property
    def height(self) -> int:
        """Its height."""
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """Halfway from its top to its bottom."""
        return (self.top + self.bottom) / 2


def united(one: Span, other: Span) -> Span:
    """The smallest rectangle around two."""
    return Span(
        min(one.left, other.left), min(one.top, other.top), max(one.right, other.right), max(one.bottom, other.bottom)
    )


def are_near(one: Span, other: Span, by: int) -> bool:
    """Whether no more than some cells or pixels lie between two, from side to side and from top to bottom."""
    return (
        one.left <= other.right + by
        and other.left <= one.right + by
        and one.top <= other.bottom + by
        and other.top <= one.bottom + by
    )
