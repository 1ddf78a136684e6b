"""The whole contract of a reader. Built-in readers register the same way as any other: entry points.

A reader is handed a seekable stream and yields what it finds, in the document's order. It never opens another
file (but in `Limits.scratch`), never asks the network, and may crash: it runs in a worker that can be killed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol, TypeAlias

from govah.model.page import Page
from govah.model.status import Status


@dataclass(frozen=True, slots=True)
class Limits:
    """What one exhibit may cost. Counted in member order inside one task, so that order of work changes nothing.

    Args:
        scratch: A private folder of this task, for readers that are programs.
        ocr: Whether pictures may be recognised.
        bytes_out: Greatest sum of the bytes of children.
        members: Greatest number of children.
        ratio: Greatest ratio of the bytes of children to those of the exhibit, beyond the first 64 MiB.
        pages: Greatest number of pages.
        page_seconds: CPU seconds one page's recognition may take.
        pixels: Greatest number of pixels of a picture that is decoded.
    """

    scratch: Path
    ocr: bool = True
    bytes_out: int = 4 << 30
    members: int = 100_000
    ratio: int = 200
    pages: int = 20_000
    page_seconds: int = 60
    pixels: int = 100_000_000


@dataclass(frozen=True, slots=True)
class Child:
    """A part that is a document of its own.

    Args:
        name: Its name in the container, as it stands there (path with `/`); numbering of equal names is the
            stage's work.
        content: Its bytes; None where they cannot be had, and then `detail` says why.
        name_raw: The bytes of the name where they are not UTF-8.
        detail: Why there are no bytes.
        inline: It is one more form of what the parent's page shows (the other alternative of a mail).
    """

    name: str
    content: BinaryIO | bytes | None
    name_raw: bytes | None = None
    detail: str | None = None
    inline: bool = False


@dataclass(frozen=True, slots=True)
class Metadata:
    """A property of the document, words as they stand: `title`, `author`, `created`, `message-id` and so on."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Remark:
    """That something is not as it should be. The gravest remark's status becomes the exhibit's; all are kept."""

    status: Status
    detail: str


Item: TypeAlias = Page | Child | Metadata | Remark


class Reader(Protocol):
    """A reader of one family of formats."""

    name: str
    version: str
    media: frozenset[str]
    """Media types it reads, as `govah.read.media` tells them."""

    def read(self, stream: BinaryIO, limits: Limits) -> Iterator[Item]:
        """Yield pages (numbered from 1), children, metadata and remarks.

        Any exception becomes the status `damaged` with its words, `partial` where something was yielded before.
        """
