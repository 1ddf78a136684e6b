"""What a reader yields, collected under its limits into one reading."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, Final

from govah.model.page import Page
from govah.model.status import Status
from govah.model.text import joined, stored_text
from govah.read.language import language_of
from govah.read.names import EqualNames, shown_name
from govah.read.page_text import settled
from govah.read.reader import Child, Item, Limits, Metadata, Remark
from govah.read.reading import CHILDREN, Part, Reading

GRAVITY: Final = (
    Status.OK,
    Status.EMPTY,
    Status.PARTIAL,
    Status.OVER_LIMIT,
    Status.TIMED_OUT,
    Status.UNSUPPORTED,
    Status.DAMAGED,
    Status.ENCRYPTED,
    Status.UNREADABLE,
    Status.CRASHED,
    Status.PENDING,
)
"""From the lightest to the gravest: what most changes what a person does next comes last. A limit tells more than
`partial`; an encrypted file needs its password, however damaged it looks without."""

RATIO_FREE: Final = 64 << 20
"""Bytes of children that no ratio is asked of."""
MOST_TEXT: Final = 64 << 20
"""Code points of all pages together."""
MOST_WORDS: Final = 2_000_000
"""Words with boxes of all pages together; later pages keep their text."""
_MOST_METADATA: Final = 1_000
_LONGEST_VALUE: Final = 100_000
_LONGEST_DETAIL: Final = 2_000
_CHUNK: Final = 1 << 20

_OPEN_FILE = re.compile(r"<_io\.\w+ name=(?:'[^']*'|\"[^\"]*\"|\d+)>")
_ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+")


class OverLimitError(Exception):
    """The exhibit costs more than one exhibit may. The words say what was left out."""


class Gathering:
    """Items of one exhibit, in the order in which its reader yields them.

    Args:
        limits: What may be kept. `limits.scratch` gets the folder of children's bytes.
        size: Bytes of the exhibit.
    """

    def __init__(self, limits: Limits, size: int) -> None:
        self._limits = limits
        self._size = size
        self._folder = limits.scratch / CHILDREN
        self._pages: list[Page] = []
        self._parts: list[Part] = []
        self._metadata: dict[str, list[str]] = {}
        self._remarks: list[Remark] = []
        self._names = EqualNames()
        self._bytes_out = 0
        self._text = 0
        self._words = 0

    def add(self, item: Item) -> None:
        """Keep an item.

        Raises:
            OverLimitError: It goes beyond the limits; nothing more should be asked for.
        """
        match item:
            case Page():
                self._add_page(item)
            case Child():
                self._add_child(item)
            case Metadata():
                self._add_metadata(item)
            case Remark():
                self._remarks.append(Remark(item.status, self._same_in_every_run(item.detail)))
            case _:
                raise TypeError(f"a reader yielded a {type(item).__name__}")

    def fail(self, error: BaseException) -> None:
        """Keep what a reader died of: `partial` where something was had before, else `damaged`."""
        had = bool(self._pages or self._parts or self._metadata)
        status = Status.PARTIAL if had else Status.DAMAGED
        if isinstance(error, MemoryError):
            status = Status.OVER_LIMIT
        self._remarks.append(Remark(status, self._words_of(error)))

    def spooled(self) -> Iterator[Path]:
        """The files of children's bytes, in order."""
        return (self._folder / part.file for part in self._parts if part.file is not None)

    def reading(self, media_type: str, reader: str) -> Reading:
        """What was gathered."""
        whole = "\n".join(page.text for page in self._pages)
        return Reading(
            media_type=media_type,
            reader=reader,
            status=self._status(bool(whole.strip())),
            detail=self._detail(),
            language=language_of(whole),
            metadata={name: "; ".join(values) for name, values in self._metadata.items()},
            pages=tuple(self._pages),
            children=tuple(self._parts),
        )

    def _status(self, has_text: bool) -> Status:
        gravest = max((remark.status for remark in self._remarks), key=GRAVITY.index, default=Status.OK)
        if gravest in {Status.OK, Status.EMPTY}:
            return Status.OK if has_text or self._parts else Status.EMPTY
        return gravest

    def _detail(self) -> str | None:
        ranked = sorted(self._remarks, key=lambda remark: -GRAVITY.index(remark.status))
        told = list(dict.fromkeys(remark.detail for remark in ranked if remark.detail))
        if not told:
            return None
        joined = "; ".join(told[:20]) + (f"; and {len(told) - 20} more" if len(told) > 20 else "")
        return joined if len(joined) <= _LONGEST_DETAIL else joined[: _LONGEST_DETAIL - 1] + "…"

    def _add_page(self, page: Page) -> None:
        expected = len(self._pages) + 1
        if page.number < expected:
            raise ValueError(f"the reader gave page {page.number} after page {expected - 1}")
        if page.number > self._limits.pages:
            raise OverLimitError(f"pages beyond {self._limits.pages} were not read")
        for missing in range(expected, page.number):
            self._pages.append(Page(missing, "", remark="not read"))
            self._remarks.append(Remark(Status.PARTIAL, f"page {missing} was not read"))
        kept = settled(page)
        self._text += len(kept.text)
        if self._text > MOST_TEXT:
            raise OverLimitError(f"text beyond {MOST_TEXT} characters was not kept, from page {page.number}")
        self._words += len(kept.words)
        if self._words > MOST_WORDS:
            kept = replace(kept, words=(), remark=joined(kept.remark, "places of words not kept: too many"))
        if kept.language is None:
            kept = replace(kept, language=language_of(kept.text))
        self._pages.append(kept)

    def _add_metadata(self, item: Metadata) -> None:
        name = stored_text(item.name).strip()[:200]
        value = stored_text(item.value).strip("\n ")[:_LONGEST_VALUE]
        if not name or not value or (name not in self._metadata and len(self._metadata) >= _MOST_METADATA):
            return
        values = self._metadata.setdefault(name, [])
        if value not in values and sum(map(len, values)) + len(value) <= _LONGEST_VALUE:
            values.append(value)

    def _add_child(self, child: Child) -> None:
        index = len(self._parts)
        if index >= self._limits.members:
            raise OverLimitError(f"members beyond {self._limits.members} were not read")
        shown, raw = shown_name(child.name, child.name_raw)
        name = self._names.unique(shown or f"{index + 1:06d}")
        bare = Part(index, name, raw, None, 0, child.detail and stored_text(child.detail), child.inline)
        if child.content is None:
            self._parts.append(replace(bare, detail=bare.detail or "no bytes"))
            return
        file = f"{index:06d}"
        self._folder.mkdir(exist_ok=True)
        try:
            size = self._spool(child.content, self._folder / file)
        except OverLimitError as over:
            (self._folder / file).unlink(missing_ok=True)
            self._parts.append(replace(bare, detail=str(over)))
            raise
        except Exception as error:  # a member's decoder: its damage is the member's, not the archive's
            (self._folder / file).unlink(missing_ok=True)
            words = self._words_of(error)
            self._parts.append(replace(bare, detail=words))
            self._remarks.append(Remark(Status.PARTIAL, f"{stored_text(name)}: {words}"))
            return
        self._parts.append(replace(bare, file=file, size=size))

    def _spool(self, content: BinaryIO | bytes, target: Path) -> int:
        """Write a child's bytes, counting them in all children's."""
        before = self._bytes_out
        with target.open("xb") as spooled:
            if isinstance(content, bytes | bytearray | memoryview):
                self._count(len(content), before)
                spooled.write(content)
                return len(content)
            size = 0
            while chunk := content.read(_CHUNK):
                size += len(chunk)
                self._count(len(chunk), before)
                spooled.write(chunk)
        return size

    def _count(self, more: int, before: int) -> None:
        self._bytes_out += more
        limit, ratio = self._limits.bytes_out, self._limits.ratio
        if self._bytes_out > limit:
            raise OverLimitError(f"more than {limit} bytes come out of this file; {before} were kept")
        if self._bytes_out > max(RATIO_FREE, ratio * self._size):
            raise OverLimitError(f"more than {ratio} times the file's own bytes come out of it; {before} were kept")

    def _words_of(self, error: BaseException) -> str:
        words = self._same_in_every_run(str(error))
        name = type(error).__name__
        return f"{name}: {words}" if words else name

    def _same_in_every_run(self, words: str) -> str:
        """Words on one line, without addresses in memory and names of this task's files."""
        line = " ".join(stored_text(words).split())[:_LONGEST_DETAIL]
        line = re.sub(re.escape(str(self._limits.scratch)) + r"[^\s'\"<>]*", "(scratch)", line)
        return _OPEN_FILE.sub("(the file)", _ADDRESS.sub("", line))
