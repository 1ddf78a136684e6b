import hashlib
import io

import pytest

from govah.errors import IntegrityError, NotFoundError
from govah.preserve.vault import Vault


def test_bytes_come_back(tmp_path):
    vault = Vault.create(tmp_path)
    long = bytes(range(256)) * 20_000
    for content in (b"", b"short", long):
        (tmp_path / "source").write_bytes(content)
        kept = vault.preserve(tmp_path / "source")
        assert kept.sha256 == hashlib.sha256(content).hexdigest()
        assert kept.size == len(content)
        assert vault.preserve(io.BytesIO(content)) == kept
        with vault.open(kept.sha256) as stream:
            assert stream.read() == content
        assert vault.path(kept.sha256).stat().st_mode & 0o222 == 0
        assert vault.exists(kept.sha256)
    with pytest.raises(NotFoundError):
        vault.open("0" * 64)
    with pytest.raises(NotFoundError):
        vault.path("../../../etc/passwd")


class Dripping(io.RawIOBase):
    """A stream that gives a few bytes at a time, as pipes and archives do."""

    def __init__(self, content: bytes) -> None:
        self._left = content

    def read(self, size: int = -1) -> bytes:
        piece, self._left = self._left[:7], self._left[7:]
        return piece


def test_short_reads_are_not_the_end(tmp_path):
    content = b"a few bytes at a time" * 50
    kept = Vault.create(tmp_path).preserve(Dripping(content))
    assert (kept.sha256, kept.size) == (hashlib.sha256(content).hexdigest(), len(content))


def test_a_group_leaves_nothing_but_whole_files(tmp_path):
    vault = Vault.create(tmp_path)
    with vault.group():
        kept = [vault.preserve(io.BytesIO(f"{number % 30}".encode())) for number in range(60)]
        assert vault.path(kept[0].sha256).read_bytes() == b"0"  # readable before the group ends
    assert len({item.sha256 for item in kept}) == 30
    files = [path for path in (tmp_path / "exhibits").rglob("*") if path.is_file()]
    assert sorted(path.name for path in files) == sorted({item.sha256 for item in kept})
    assert all(path.parent.name == path.name[:2] for path in files)
    assert not (tmp_path / "exhibits/.tmp").exists()


def test_a_group_that_fails_admits_nothing(tmp_path):
    vault = Vault.create(tmp_path)
    sources = [tmp_path / "good", tmp_path / "absent"]
    sources[0].write_bytes(b"x")

    def all_or_nothing() -> None:
        with vault.group():
            for source in sources:
                vault.preserve(source)

    with pytest.raises(FileNotFoundError):
        all_or_nothing()
    assert not vault.exists(hashlib.sha256(b"x").hexdigest())
    assert list((tmp_path / "exhibits").iterdir()) == []


def test_known_bytes_of_another_size_stop_everything(tmp_path):
    vault = Vault.create(tmp_path)
    path = vault.path(vault.preserve(io.BytesIO(b"right")).sha256)
    path.chmod(0o644)
    path.write_bytes(b"wrong and longer")
    with pytest.raises(IntegrityError):
        vault.preserve(io.BytesIO(b"right"))


def test_checking_finds_what_is_missing_or_changed(tmp_path):
    vault = Vault(tmp_path, named=lambda sha256: f"Exhibit 7 ({sha256})")
    kept = Vault.create(tmp_path).preserve(io.BytesIO(b"right" * 400_000))
    vault.check(kept.sha256)
    path = vault.path(kept.sha256)
    path.chmod(0o644)
    right = path.read_bytes()
    for wrong in (right[:-1], right + b"x", right[:1000] + b"X" + right[1001:], b""):
        path.write_bytes(wrong)
        with pytest.raises(IntegrityError, match=r"Exhibit 7 \(") as told:
            vault.check(kept.sha256)
        assert kept.sha256 in told.value.what
        assert kept.sha256 in told.value.remedy
        with pytest.raises(IntegrityError, match="not what was admitted"):
            vault.preserve(io.BytesIO(right))
        assert path.read_bytes() == wrong
    path.unlink()
    with pytest.raises(IntegrityError, match="is missing"):
        vault.check(kept.sha256)
    assert vault.preserve(io.BytesIO(right)).new
    vault.check(kept.sha256)
    assert not vault.preserve(io.BytesIO(right)).new
