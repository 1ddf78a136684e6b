"""What a producer hands back."""

from dataclasses import dataclass, field
from pathlib import Path

from bench.producers.document import Document
from bench.producers.fonts import Font


@dataclass(frozen=True, slots=True)
class Seen:
    """A word and where it stands: left and right edge in points from the page's left edge."""

    text: str
    left: float
    right: float
    top: float


@dataclass(frozen=True, slots=True)
class Order:
    """A page to be made: what, in which font, where to."""

    document: Document
    font: Font
    path: Path


@dataclass(frozen=True, slots=True)
class Made:
    """A page that was made.

    Args:
        order: What was wanted; its path is the PDF.
        words: In reading order with their places, where the producer tells.
    """

    order: Order
    words: tuple[Seen, ...] = field(default=())
