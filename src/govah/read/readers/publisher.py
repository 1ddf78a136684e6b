"""Publications of Microsoft Publisher 2000 to 2019: the text of their stories.

The format is not published. What is read is the chunk `TEXT` of the stream `Quill/QuillSub/CONTENTS`, as Apache POI
and libmspub found it by comparison.
"""

import struct
from collections.abc import Iterator
from typing import BinaryIO

import olefile

from govah.model.status import Status
from govah.read import media
from govah.read.paging import text_pages
from govah.read.reader import Item, Limits, Remark
from govah.read.readers.ole_file import file_metadata
from govah.read.readers.word_binary import packed_children

_TEXT_STREAM = ["Quill", "QuillSub", "CONTENTS"]
_TABLE, _ENTRY, _MOST_ENTRIES = 0x20, 24, 2048
_MARKS = str.maketrans({"\r": "\n", "\x0b": "\n", "\x0c": "\n", "\x0e": "\n"})


class PublisherReader:
    """Stories one after the other; which page shows which is not known."""

    name = "publisher"
    version = "1"
    media = frozenset({media.PUBLISHER})

    def read(self, stream: BinaryIO, limits: Limits) -> Iterator[Item]:
        """Yield the properties, the text, files that are packed in."""
        stream.seek(0)
        with olefile.OleFileIO(stream) as file:
            yield from file_metadata(file)
            if not file.exists(_TEXT_STREAM):
                raise ValueError("the publication's text is missing, or it is of Publisher 98 or earlier")
            text = _stories(file.openstream(_TEXT_STREAM).read())
            yield from text_pages([text.translate(_MARKS).replace("\x00", "")], remark="order: stories, not pages")
            yield Remark(Status.PARTIAL, "only the text was read, not where it stands nor the pictures")
            for child in packed_children(file):
                if not child.name.endswith("-CONTENTS"):
                    yield child


def _stories(data: bytes) -> str:
    """The chunks `TEXT`, in the order of the table of chunks."""
    if not data.startswith(b"CHNKINK "):
        raise ValueError("the publication's text has no table of chunks")
    found = []
    end = 0
    for entry in range(_MOST_ENTRIES):
        place = _TABLE + _ENTRY * entry
        if data[place : place + 2] != b"\x18\x00":
            break
        if data[place + 2 : place + 6] == b"TEXT":
            start, size = struct.unpack_from("<II", data.ljust(place + _ENTRY, b"\x00"), place + 16)
            if start >= end:  # each byte is text once
                found.append(data[start : start + size].decode("utf-16-le", "replace"))
                end = start + size
    return "\n".join(found)
