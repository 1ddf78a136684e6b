"""A one-page document as data, whose text in reading order is known."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a page.

    Args:
        kind: `text`, `heading`, `small`, `item`, `ruled` (a table with rulings), `plain` (a table without),
            `columns` (of running text).
        texts: Of a table its rows, of columns each column's paragraphs, else one row of one text.
        direction: `rtl` or `ltr`.
        label: Of an item its number or bullet, as it is drawn.
    """

    kind: str
    texts: tuple[tuple[str, ...], ...]
    direction: str = "rtl"
    label: str = ""

    @property
    def text(self) -> str:
        """Of a block with one text."""
        return self.texts[0][0]

    def said(self) -> Iterator[str]:
        """Its lines as they are to be read."""
        for row in self.texts:
            words = "\n" if self.kind == "columns" else "\t"
            yield (f"{self.label} " if self.label else "") + words.join(row)


@dataclass(frozen=True, slots=True)
class Document:
    """A page.

    Args:
        name: Of its file.
        kind: Of its contents: `letter`, `mixed`, …
        direction: Of most of it.
        blocks: From top to bottom.
        header: Running line above, empty where there is none.
        footer: Running line below.
    """

    name: str
    kind: str
    direction: str
    blocks: tuple[Block, ...]
    header: str = ""
    footer: str = ""

    def text(self) -> str:
        """In reading order."""
        lines = [self.header, *(line for block in self.blocks for line in block.said()), self.footer]
        return "\n".join(line for line in lines if line)

    def plain(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


def restored(plain: dict[str, Any]) -> Document:
    """A document from JSON."""
    blocks = tuple(Block(b["kind"], tuple(map(tuple, b["texts"])), b["direction"], b["label"]) for b in plain["blocks"])
    return Document(**{**plain, "blocks": blocks})
