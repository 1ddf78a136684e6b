"""Lists of hashes, told by their content."""

import hashlib
import subprocess
from pathlib import Path

import pytest

from govah.collect.hash_list import Listed, read_hash_list
from govah.errors import NotFoundError, UsageError

A = b"alpha\n"
MD5, SHA1, SHA256 = (hashlib.new(name, A).hexdigest() for name in ("md5", "sha1", "sha256"))


def lines(folder: Path, content: str | bytes) -> list[Listed]:
    path = folder / "list"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(read_hash_list(path).listed)


@pytest.mark.parametrize("algorithm", ["md5", "sha1", "sha256", "sha512"])
@pytest.mark.parametrize("style", [[], ["--tag"], ["--binary"]])
def test_what_coreutils_write_is_read(tmp_path: Path, algorithm: str, style: list[str]) -> None:
    names = ["plain.txt", "with  two blanks.txt", "نامه.txt", "back\\slash", "line\nend", "(brackets) = x"]
    for name in names:
        (tmp_path / name).write_bytes(A)
    done = subprocess.run(
        [f"{algorithm}sum", *style, "--", *names], cwd=tmp_path, capture_output=True, check=True
    ).stdout
    digest = hashlib.new(algorithm, A).hexdigest()
    assert lines(tmp_path, done) == [Listed(name, algorithm, digest) for name in names]


def test_hashdeep_with_commas_in_names(tmp_path: Path) -> None:
    listed = lines(
        tmp_path,
        "%%%% HASHDEEP-1.0\n%%%% size,md5,sha256,filename\n## Invoked from: /home/x\n## $ hashdeep -r .\n##\n"
        f"6,{MD5},{SHA256},/mnt/e/a, b.txt\n",
    )
    assert listed == [Listed("/mnt/e/a, b.txt", "sha256", SHA256)]


def test_plain_hashes_of_any_length(tmp_path: Path) -> None:
    assert lines(tmp_path, f"{MD5}\n  {SHA1.upper()}\r\n\n{SHA256}") == [
        Listed(None, "md5", MD5),
        Listed(None, "sha1", SHA1),
        Listed(None, "sha256", SHA256),
    ]


def test_what_openssl_and_windows_write(tmp_path: Path) -> None:
    assert lines(tmp_path, f"SHA2-256(a.txt)= {SHA256}\nMD5(a.txt)= {MD5}\n") == [
        Listed("a.txt", "sha256", SHA256),
        Listed("a.txt", "md5", MD5),
    ]
    for encoding, mark in (("utf-16-le", b"\xff\xfe"), ("utf-8", b"\xef\xbb\xbf")):
        content = mark + f"{SHA256.upper()} *E:\\leak\\a.txt\r\n".encode(encoding)
        assert lines(tmp_path, content) == [Listed("E:\\leak\\a.txt", "sha256", SHA256)]


def test_a_name_that_is_no_text_is_shown_as_collected_paths_are(tmp_path: Path) -> None:
    assert lines(tmp_path, SHA1.encode() + b"  na\xdfme.txt\n") == [Listed("na%DFme.txt", "sha1", SHA1)]


def test_lines_that_say_nothing_are_counted(tmp_path: Path) -> None:
    (tmp_path / "list").write_text(f"# made by sara\n{SHA1}  a.txt\nsha1sum: b.txt: No such file\n", encoding="utf-8")
    read = read_hash_list(tmp_path / "list")
    assert (len(read.listed), read.unread, read.algorithm) == (1, 1, "sha1")
    assert read.sha256 == hashlib.sha256((tmp_path / "list").read_bytes()).hexdigest()


def test_what_is_no_list_is_refused(tmp_path: Path) -> None:
    (tmp_path / "list").write_text("Dear Sara,\nthe files are fine.\n", encoding="utf-8")
    with pytest.raises(UsageError, match="no list of hashes"):
        read_hash_list(tmp_path / "list")
    with pytest.raises(NotFoundError):
        read_hash_list(tmp_path / "nowhere")
