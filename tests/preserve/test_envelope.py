"""The envelope: what goes in comes out, in constant memory; what is broken or not for one's key gives nothing."""

import io
import resource
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyrage import x25519

from govah.errors import IntegrityError, NotFoundError, UsageError
from govah.model.event import Entry
from govah.model.identifiers import EntryIndex, Sha256
from govah.preserve.custodians import Custodian, check_recipient
from govah.preserve.envelope import (
    LABEL_REACH,
    LEAST,
    DataKey,
    Wrap,
    key_fields,
    label_of,
    open_layer,
    padded,
    unwrap,
    wraps_of,
)
from govah.preserve.sources import open_identity, seal_identity
from govah.store.ciphertexts import Ciphertexts
from govah.store.objects import AlteredError


def people(*names: str) -> tuple[list[Custodian], dict[str, x25519.Identity]]:
    keys = {name: x25519.Identity.generate() for name in names}
    return [Custodian(name, str(key.to_public())) for name, key in keys.items()], keys


def sealed(content: bytes, key: DataKey) -> bytes:
    out = io.BytesIO()
    key.encrypt(io.BytesIO(content), {"what": "exhibit", "path": "پوشه/نامه"}, out)
    return out.getvalue()


@settings(max_examples=30, deadline=None)
@given(st.one_of(st.binary(max_size=300), st.integers(0, 3 << 20).map(lambda size: b"\x00" * size)))
def test_what_goes_in_comes_out(content: bytes) -> None:
    key = DataKey()
    opened = io.BytesIO()
    key.decrypt(io.BytesIO(sealed(content, key)), opened)
    whole = opened.getvalue()
    assert len(whole) == padded(len(whole))
    label = label_of(whole[-LABEL_REACH:], len(whole))
    assert whole[: label["size"]] == content
    assert label["path"] == "پوشه/نامه"


@given(st.integers(0, 1 << 50))
def test_padding_is_small_and_leaves_few_lengths(length: int) -> None:
    grown = padded(length)
    assert grown >= length
    assert padded(grown) == grown
    assert grown <= max(LEAST, length * 1.12)


def test_short_contents_look_alike() -> None:
    """What differs is the header's own noise, which age adds at random."""
    sizes = [len(sealed(b"x" * length, DataKey())) for length in (1, 40, 500, 3000)]
    assert max(sizes) - min(sizes) < 300


def test_each_custodian_alone_and_any_two(tmp_path: Path) -> None:
    custodians, keys = people("A", "B", "C")
    key = DataKey()
    cipher = sealed(b"words", key)
    for name in keys:
        found = unwrap(key.wrapped(custodians, two_keys=False), {name: keys[name]})
        assert found is not None
        assert found[1] == (name,)
    both = key.wrapped(custodians, two_keys=True)
    assert len(both) == 6
    for name in keys:
        assert unwrap(both, {name: keys[name]}) is None
    for first, second in (("A", "B"), ("C", "A"), ("B", "C")):
        found = unwrap(both, {first: keys[first], second: keys[second]})
        assert found is not None
        opened, by = found
        assert set(by) == {first, second}
        target = io.BytesIO()
        opened.decrypt(io.BytesIO(cipher), target)
        assert target.getvalue().startswith(b"words")


def test_a_stranger_and_a_wrong_wrap_open_nothing() -> None:
    custodians, keys = people("A", "B")
    wraps = DataKey().wrapped(custodians, two_keys=False)
    assert unwrap(wraps, {"Z": x25519.Identity.generate()}) is None
    with pytest.raises(IntegrityError, match="does not"):
        unwrap(wraps, {"A": keys["B"]})
    with pytest.raises(IntegrityError):
        unwrap([Wrap(("A",), b"no age file")], {"A": keys["A"]})
    half = DataKey().wrapped(custodians, two_keys=True)[0]
    assert open_layer(half.age, keys["B"]).startswith(b"age-encryption.org/v1")


def test_not_enough_custodians() -> None:
    custodians, _ = people("A", "B")
    for named, two_keys in (([], False), (custodians[:1], True), ([custodians[0]] * 2, False)):
        with pytest.raises(UsageError):
            DataKey().wrapped(named, two_keys=two_keys)


def test_wraps_survive_the_log_and_erasure_is_told() -> None:
    custodians, _ = people("A", "B")
    wraps = DataKey().wrapped(custodians, two_keys=True)
    assert wraps_of([wrap.value for wrap in wraps]) == wraps
    with pytest.raises(NotFoundError, match="erased"):
        wraps_of(None)
    with pytest.raises(IntegrityError):
        wraps_of([{"to": ["A"], "age": "§"}])


def test_the_fields_that_hold_keys_are_found() -> None:
    entries = [
        Entry(EntryIndex(5), "a", "seal", "t", {"sealed": "1" * 64, "wraps": []}),
        Entry(EntryIndex(6), "a", "seal", "t", {"sealed": "2" * 64, "wraps": []}),
        Entry(EntryIndex(7), "a", "admit", "t", {"sealed": "1" * 64}),
    ]
    assert key_fields(entries, Sha256("1" * 64)) == [(5, "wraps")]


@pytest.mark.parametrize("cut", [1, 16, 100, 70_000, 205_000])
def test_a_truncated_or_changed_ciphertext_is_refused(cut: int) -> None:
    key = DataKey()
    whole = sealed(bytes(range(256)) * 800, key)
    with pytest.raises(IntegrityError):
        key.decrypt(io.BytesIO(whole[:-cut]), io.BytesIO())
    changed = bytearray(whole)
    changed[-cut] ^= 1
    with pytest.raises(IntegrityError):
        key.decrypt(io.BytesIO(bytes(changed)), io.BytesIO())
    with pytest.raises(IntegrityError):
        DataKey().decrypt(io.BytesIO(whole), io.BytesIO())


def test_a_source_that_breaks_is_told_as_it_is(tmp_path: Path) -> None:
    class Breaking(io.RawIOBase):
        def read(self, size: int = -1) -> bytes:
            raise OSError(5, "Input/output error")

    store = Ciphertexts(tmp_path / "sealed")
    key = DataKey()
    with store.group():
        with pytest.raises(OSError, match="Input/output"):
            store.put(lambda target: key.encrypt(Breaking(), {}, target) and None)  # type: ignore[arg-type]
        kept, _ = store.put(lambda target: key.encrypt(io.BytesIO(b"x"), {}, target) and None)
    assert [path.name for path in (tmp_path / "sealed").rglob("*") if path.is_file()] == [kept]


def test_large_contents_need_little_memory(tmp_path: Path) -> None:
    class Long(io.RawIOBase):
        left = 400 << 20

        def read(self, size: int = -1) -> bytes:
            given = min(size, self.left)
            self.left -= given
            return b"\x00" * given

    class Counting:
        size = 0

        def write(self, data: bytes) -> int:
            self.size += len(data)
            return len(data)

        def flush(self) -> None:
            pass

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    counting = Counting()
    _, size = DataKey().encrypt(Long(), {}, counting)  # type: ignore[arg-type]
    assert size == 400 << 20
    assert counting.size > size
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 40 << 10


def test_an_identity_goes_through_memory_only(tmp_path: Path) -> None:
    key = DataKey()
    name, size = seal_identity(tmp_path, "سارا کریمی".encode(), key)
    (stored,) = (path for path in (tmp_path / "sealed").rglob("*") if path.is_file())
    assert stored.name == name
    assert stored.stat().st_size == size
    assert stored.stat().st_mode & 0o777 == 0o444
    assert open_identity(tmp_path, name, key).decode() == "سارا کریمی"
    with pytest.raises(UsageError):
        seal_identity(tmp_path, b" \n", key)
    stored.chmod(0o644)
    stored.write_bytes(stored.read_bytes()[:-1])
    with pytest.raises(AlteredError):
        open_identity(tmp_path, name, key)
    stored.unlink()
    with pytest.raises(NotFoundError):
        open_identity(tmp_path, name, key)


def test_what_a_crash_left_on_its_way_in_is_cleared(tmp_path: Path) -> None:
    left = tmp_path / "sealed" / ".tmp" / "0123456789abcdef"
    left.mkdir(parents=True)
    (left / "0").write_bytes(b"half a ciphertext")
    seal_identity(tmp_path, b"x", DataKey())
    assert not (tmp_path / "sealed" / ".tmp").exists()


def test_a_private_key_is_never_taken_or_repeated_as_a_public_one() -> None:
    secret = str(x25519.Identity.generate())
    with pytest.raises(UsageError) as told:
        check_recipient(secret)
    assert secret not in str(told.value)
    assert secret[20:] not in str(told.value)
    with pytest.raises(UsageError):
        check_recipient("age1nonsense")
