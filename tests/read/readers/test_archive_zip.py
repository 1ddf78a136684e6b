import io
import struct
import zipfile

import pytest

from govah.read.readers.archive_zip import ZipReader


def archive(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as file:
        for name, data in members.items():
            file.writestr(name, data)
    return out.getvalue()


MEMBERS = {"پوشه/گزارش.txt": b"one" * 1000, "../../escape.txt": b"two", "empty/": b""}


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_members_are_children(read, method: int) -> None:
    found = read(ZipReader(), archive(MEMBERS, method))
    assert found.children == {"پوشه/گزارش.txt": b"one" * 1000, "../../escape.txt": b"two"}
    assert not found.remarks


def test_a_large_member_is_streamed(read) -> None:
    data = bytes(range(256)) * 40_000
    assert read(ZipReader(), archive({"large": data})).children == {"large": data}


def test_a_broken_member_leaves_the_others(read) -> None:
    data = bytearray(archive({"a": b"good", "b": b"broken", "c": b"good too"}, zipfile.ZIP_STORED))
    data[data.index(b"broken")] ^= 1
    found = read(ZipReader(), bytes(data))
    assert found.children == {"a": b"good", "b": None, "c": b"good too"}
    assert found.statuses == {"partial"}


def test_a_cut_archive_gives_what_is_there(read) -> None:
    data = archive({"a": b"first", "b": bytes(range(256)) * 8})
    found = read(ZipReader(), data[: data.index(b"PK\x01\x02") - 200])
    assert found.children["a"] == b"first"
    assert found.statuses == {"partial"}


def test_bytes_in_front_of_an_archive(read) -> None:
    assert read(ZipReader(), b"#!/bin/sh\n" * 50 + archive({"a": b"x"})).children == {"a": b"x"}


def test_members_that_need_a_password(read) -> None:
    data = bytearray(archive({"a": b"x"}, zipfile.ZIP_STORED))
    struct.pack_into("<H", data, 6, 1)
    struct.pack_into("<H", data, data.index(b"PK\x01\x02") + 8, 1)
    found = read(ZipReader(), bytes(data))
    assert found.parts[0].content is None
    assert found.parts[0].detail == "needs a password"
    assert found.statuses == {"encrypted"}


def test_a_link_is_not_followed(read) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        link = zipfile.ZipInfo("link")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        file.writestr(link, "/etc/passwd")
    (part,) = read(ZipReader(), out.getvalue()).parts
    assert (part.content, part.detail) == (None, "a symbolic link to /etc/passwd")


def test_names_that_are_not_utf8_keep_their_bytes(read) -> None:
    raw = "گزارش بازديد.txt".encode("cp1256")
    data = archive({"x" * len(raw): b"t"}).replace(b"x" * len(raw), raw)
    (part,) = read(ZipReader(), data).parts
    assert (part.name, part.name_raw) == ("گزارش بازديد.txt", raw)


def test_equal_names_are_all_there(read) -> None:
    data = archive({"a1": b"x", "a2": b"y"}).replace(b"a2", b"a1")
    assert [part.name for part in read(ZipReader(), data).parts] == ["a1", "a1"]
