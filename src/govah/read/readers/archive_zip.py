"""Zip archives: every member is a child."""

from collections.abc import Iterator
from typing import BinaryIO

from govah.model.status import Status
from govah.read import media
from govah.read.reader import Child, Item, Limits, Metadata, Remark
from govah.read.readers.charset import decode
from govah.read.readers.piece_stream import DamagedBytesError
from govah.read.readers.zip_directory import Member, directory, opened

_IN_MEMORY = 4 << 20
_PASSWORD = "needs a password"  # noqa: S105


class ZipReader:
    """Streams members one after the other; a broken one does not hide the others."""

    name = "zip"
    version = "1"
    media = media.ZIPS

    def read(self, stream: BinaryIO, limits: Limits) -> Iterator[Item]:
        """Yield a child per member that is not a folder."""
        found = directory(stream, limits.members + 1)
        if found.salvaged:
            yield Remark(Status.PARTIAL, "the archive's directory is damaged; members were found by their own headers")
        members = [member for member in found.members if not member.folder]
        encrypted = sum(member.encrypted for member in members)
        for member in members:
            yield from _child(stream, member)
        if encrypted and encrypted == len(members):
            yield Remark(Status.ENCRYPTED, _PASSWORD)
        elif encrypted:
            yield Remark(Status.PARTIAL, f"members that need a password: {encrypted}")
        comment = _comment(stream)
        if comment:
            yield Metadata("comment", comment)


def member_name(member: Member) -> tuple[str, bytes | None]:
    """A member's name and, where its bytes are not UTF-8, those bytes.

    Archives of Windows made without the UTF-8 flag carry names in the code page of that machine, which they do not
    name: valid UTF-8 is taken for it, anything else is guessed from the letters.
    """
    raw = member.raw
    try:
        return member.unicode_name or raw.decode("utf-8"), None
    except UnicodeDecodeError:
        return decode(raw).text, raw


def _child(stream: BinaryIO, member: Member) -> Iterator[Item]:
    name, raw = member_name(member)

    def without(detail: str) -> Child:
        return Child(name, None, raw, detail)

    if member.encrypted:
        yield without(_PASSWORD)
        return
    if member.link:
        yield without(f"a symbolic link to {_target(stream, member)}")
        return
    try:
        content = opened(stream, member)
    except DamagedBytesError as error:
        yield without(str(error))
        yield Remark(Status.PARTIAL, f"{name}: {error}")
        return
    small = member.packed is not None and member.size is not None and max(member.packed, member.size) <= _IN_MEMORY
    if small:
        data = content.readall()
        if len(data) == member.size and not content.fault:
            yield Child(name, data, raw)
            return
        fault = content.fault or "it is not as long as the archive says"
        yield without(fault)
        yield Remark(Status.PARTIAL, f"{name}: {fault}")
        return
    yield Child(name, content, raw)  # type: ignore[arg-type]
    if content.fault:
        yield Remark(Status.PARTIAL, f"{name}: {content.fault}")


def _target(stream: BinaryIO, member: Member) -> str:
    try:
        return decode(opened(stream, member).read(4096) or b"").text
    except DamagedBytesError:
        return "an unknown place"


def _comment(stream: BinaryIO) -> str:
    stream.seek(max(0, stream.seek(0, 2) - 65_557))
    tail = stream.read()
    place = tail.rfind(b"PK\x05\x06")
    if place < 0 or len(tail) < place + 22:
        return ""
    length = int.from_bytes(tail[place + 20 : place + 22], "little")
    return decode(tail[place + 22 : place + 22 + length]).text.strip("\x00 \r\n")
