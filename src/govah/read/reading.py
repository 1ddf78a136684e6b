"""What reading an exhibit gave: its pages, its parts, and what a person should know about both."""

import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Final

from govah.errors import GovahError
from govah.model.page import Page
from govah.model.status import Status

CHILDREN: Final = "children"
"""Folder inside a task's scratch where the bytes of parts are."""


@dataclass(frozen=True, slots=True)
class Part:
    """A child of the exhibit, its bytes spooled to the task's scratch folder.

    Args:
        index: Order in the container, from 0.
        name: As paths show it: bytes that are not UTF-8 as `%DF`, the n-th equal name as `name#n`. Text for
            people and records; never a file's path, for it may say `../../etc/passwd`.
        name_raw: The bytes of the name where they are not UTF-8.
        file: Name of the spooled file in the folder `CHILDREN`; None where no bytes could be had.
        size: Bytes of the part, 0 where there are none to be had.
        detail: Why there are no bytes.
        inline: One more form of what the parent's page shows.
    """

    index: int
    name: str
    name_raw: bytes | None
    file: str | None
    size: int
    detail: str | None = None
    inline: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """The result of the stage *read*.

    Args:
        media_type: As told from content, see `govah.read.media`.
        reader: Name and version (`pdf/1`), None where no reader was asked.
        status: The gravest of what was noticed.
        detail: What was noticed, for people.
        language: ISO 639-1 code (639-3 where there is none) of most of the text.
        metadata: Words as they stand in the document.
        pages: Numbered from 1 without gaps.
        children: In the container's order.
    """

    media_type: str
    reader: str | None
    status: Status
    detail: str | None = None
    language: str | None = None
    metadata: Mapping[str, str] = field(default_factory=dict)
    pages: tuple[Page, ...] = ()
    children: tuple[Part, ...] = ()


class SpoiledScratchError(GovahError):
    """A spooled part is not the plain file that the worker said it is."""


def open_part(scratch: Path, part: Part) -> BinaryIO:
    """Open a part's spooled bytes, not trusting the worker that wrote them.

    A worker that was taken over may leave links or pipes in its scratch folder, so nothing is followed.

    Args:
        scratch: The task's scratch folder (`Outcome.scratch`), valid until the next outcome is asked for.
        part: A part that has a file.

    Raises:
        SpoiledScratchError: There is no such plain file of that size.
    """
    remedy = "Read the exhibit again; if it stays so, keep the file apart and report it."
    if part.file is None:
        raise SpoiledScratchError(f"Part {part.index} has no bytes.", remedy)
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    try:
        folder = os.open(scratch / CHILDREN, flags | os.O_DIRECTORY)
        try:
            handle = os.open(part.file, flags, dir_fd=folder)
        finally:
            os.close(folder)
    except OSError as error:
        raise SpoiledScratchError(f"The bytes of part {part.index} are gone: {error.strerror}.", remedy) from error
    seen = os.fstat(handle)
    if not stat.S_ISREG(seen.st_mode) or seen.st_nlink != 1 or seen.st_size != part.size:
        os.close(handle)
        raise SpoiledScratchError(f"The bytes of part {part.index} are not the plain file that was reported.", remedy)
    return os.fdopen(handle, "rb")
