"""Tar archives: every file in them is a child."""

import tarfile
from collections.abc import Iterator
from typing import BinaryIO, cast

from govah.model.status import Status
from govah.read import media
from govah.read.reader import Child, Item, Limits, Remark
from govah.read.readers.charset import decode
from govah.read.readers.piece_stream import PieceStream, span

_KINDS = {
    tarfile.SYMTYPE: "a symbolic link to {}",
    tarfile.LNKTYPE: "a hard link to {}",
    tarfile.CHRTYPE: "a character device",
    tarfile.BLKTYPE: "a block device",
    tarfile.FIFOTYPE: "a named pipe",
}


class TarReader:
    """V7, ustar, GNU and pax archives, member after member, nothing extracted to a folder."""

    name = "tar"
    version = "1"
    media = frozenset({media.TAR})

    def read(self, stream: BinaryIO, limits: Limits) -> Iterator[Item]:
        """Yield a child per member that is not a folder."""
        length = stream.seek(0, 2)
        stream.seek(0)
        with tarfile.open(fileobj=stream, mode="r:", encoding="utf-8", errors="surrogateescape") as archive:
            try:
                while (member := archive.next()) is not None:
                    archive.members.clear()  # type: ignore[attr-defined]  # the list would grow with the archive
                    if not member.isdir():
                        yield _child(archive, stream, member, length)
                        if member.isreg() and member.offset_data + member.size > length and not member.issparse():
                            yield Remark(Status.PARTIAL, "the archive ends in the middle of a member")
                            return
            except tarfile.TarError as error:
                yield Remark(Status.PARTIAL, f"the archive is damaged ({error})")
                return
            if _something_follows(stream, archive.offset):
                yield Remark(Status.PARTIAL, f"the archive is damaged after {archive.offset} bytes")


def _child(archive: tarfile.TarFile, stream: BinaryIO, member: tarfile.TarInfo, length: int) -> Child:
    name, raw = _name(member.name)
    kind = _KINDS.get(member.type)
    if kind is not None:
        return Child(name, None, raw, kind.format(_name(member.linkname)[0]))
    if not member.isreg():
        return Child(name, None, raw, f"a member of the unknown kind {member.type!r}")
    if member.offset_data > length:
        return Child(name, None, raw, "the archive ends before it")
    if member.issparse():
        return Child(name, cast(BinaryIO, archive.extractfile(member)), raw)
    return Child(name, cast(BinaryIO, PieceStream(span(stream, member.offset_data, member.size))), raw)


def _name(name: str) -> tuple[str, bytes | None]:
    try:
        name.encode()
    except UnicodeEncodeError:
        raw = name.encode("utf-8", "surrogateescape")
        return decode(raw).text, raw
    return name, None


def _something_follows(stream: BinaryIO, offset: int) -> bool:
    """Whether there is more than the zeros that an archive ends with."""
    stream.seek(offset)
    while data := stream.read(1 << 20):
        if data.strip(b"\x00"):
            return True
    return False
