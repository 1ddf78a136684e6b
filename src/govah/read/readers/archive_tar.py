"""Tar archives: every file in them is a child."""

import tarfile
from collections.abc import Iterator
from typing import IO, BinaryIO, cast

from govah.model.status import Status
from govah.read import media
from govah.read.reader import Child, Item, Limits, Remark
from govah.read.readers.charset import decode

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
                        yield _child(archive, member, length)
                        if member.isreg() and member.offset_data + member.size > length and not member.issparse():
                            yield Remark(Status.PARTIAL, "the archive ends in the middle of a member")
                            return
            except tarfile.TarError as error:
                yield Remark(Status.PARTIAL, f"the archive is damaged ({error})")
                return
            if _something_follows(stream, archive.offset):
                yield Remark(Status.PARTIAL, f"the archive is damaged after {archive.offset} bytes")


def _child(archive: tarfile.TarFile, member: tarfile.TarInfo, length: int) -> Child:
    name, raw = _name(member.name)
    kind = _KINDS.get(member.type)
    if kind is not None:
        return Child(name, None, raw, kind.format(_name(member.linkname)[0]))
    if not member.isreg():
        return Child(name, None, raw, f"a member of the unknown kind {member.type!r}")
    if member.offset_data > length:
        return Child(name, None, raw, "the archive ends before it")
    content = archive.extractfile(member)
    return Child(name, cast(BinaryIO, _UntilEnd(content)) if content else b"", raw)


class _UntilEnd:
    """A member that ends with the archive where the archive ends too early."""

    def __init__(self, inner: IO[bytes]) -> None:
        self._inner = inner

    def read(self, size: int = 1 << 18) -> bytes:
        """The next bytes."""
        try:
            return self._inner.read(min(size, 1 << 18) if size >= 0 else 1 << 18)
        except tarfile.ReadError:
            return b""


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
