import io
import tarfile

import pytest

from govah.read.readers.archive_tar import TarReader


def archive(style: int) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=style, encoding="utf-8", errors="surrogateescape") as file:
        for name, kind, data in [
            ("dir", tarfile.DIRTYPE, b""),
            ("dir/" + "نامه" * 20 + ".txt", tarfile.REGTYPE, "متن".encode()),
            ("../up.txt", tarfile.REGTYPE, b"plain"),
            ("link", tarfile.SYMTYPE, b""),
            ("device", tarfile.CHRTYPE, b""),
            (b"\xc7.txt".decode("utf-8", "surrogateescape"), tarfile.REGTYPE, b"raw"),
        ]:
            info = tarfile.TarInfo(name)
            info.type, info.size = kind, len(data)
            info.linkname = "/etc/passwd" if kind == tarfile.SYMTYPE else ""
            file.addfile(info, io.BytesIO(data))
    return out.getvalue()


@pytest.mark.parametrize("style", [tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_members_are_children(read, style: int) -> None:
    found = read(TarReader(), archive(style))
    assert found.children["dir/" + "نامه" * 20 + ".txt"] == "متن".encode()
    assert found.children["../up.txt"] == b"plain"
    details = {part.name: part.detail for part in found.parts}
    assert details["link"] == "a symbolic link to /etc/passwd"
    assert details["device"] == "a character device"
    assert found.parts[-1].name_raw == b"\xc7.txt"
    assert not found.remarks


def test_a_cut_archive(read) -> None:
    data = archive(tarfile.GNU_FORMAT)
    found = read(TarReader(), data[: data.index(b"plain") + 2])
    assert found.children["../up.txt"] == b"pl"
    assert found.statuses == {"partial"}


def test_garbage_between_members_is_told(read) -> None:
    data = bytearray(archive(tarfile.GNU_FORMAT))
    place = data.index(b"link")
    data[place : place + 300] = b"\x01" * 300
    assert read(TarReader(), bytes(data)).statuses == {"partial"}
