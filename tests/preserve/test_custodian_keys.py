"""Custodians' keys on an account: for their owner only, locked where wanted, and readable from age's own files."""

from pathlib import Path

import pyrage
import pytest
from pyrage import x25519

from govah.errors import GovahError, NotFoundError, UsageError
from govah.preserve.custodians import Custodian, CustodianKeys


def test_a_key_is_kept_for_its_owner_only(tmp_path: Path) -> None:
    keys = CustodianKeys(tmp_path / "keys")
    made, path = keys.make("آزاده")
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert list(keys.custodians()) == [made] == [keys.custodian("آزاده")]
    found = keys.key(made)
    assert found is not None
    assert found.recipient == made.recipient
    assert "AGE-SECRET" not in repr(found)
    with pytest.raises(UsageError, match="already"):
        keys.make("آزاده")
    with pytest.raises(NotFoundError):
        keys.custodian("nobody")
    for name in ("", " ", "a\nb", "x" * 101):
        with pytest.raises(UsageError):
            keys.make(name)


def test_a_locked_key_opens_with_its_passphrase_only(tmp_path: Path) -> None:
    made, path = CustodianKeys(tmp_path).make("A", "sesame")
    assert "AGE-SECRET" not in path.read_text()
    with pytest.raises(GovahError, match="locked"):
        CustodianKeys(tmp_path).key(made)
    with pytest.raises(GovahError, match="does not open"):
        CustodianKeys(tmp_path, lambda name: "simsim").key(made)
    opened = CustodianKeys(tmp_path, lambda name: "sesame").key(made)
    assert opened is not None
    assert opened.recipient == made.recipient


def test_another_key_of_the_same_name_is_not_taken(tmp_path: Path) -> None:
    keys = CustodianKeys(tmp_path)
    keys.make("A")
    assert keys.key(Custodian("A", str(x25519.Identity.generate().to_public()))) is None


def test_files_of_age_are_read(tmp_path: Path) -> None:
    identity = x25519.Identity.generate()
    plain = tmp_path / "key.txt"
    plain.write_text(f"# created: 2026\n# public key: {identity.to_public()}\n{identity}\n")
    keys = CustodianKeys(tmp_path / "none", lambda name: "sesame")
    assert keys.from_file(plain).recipient == str(identity.to_public())
    for armored in (True, False):
        locked = tmp_path / f"locked{armored}"
        locked.write_bytes(pyrage.passphrase.encrypt(str(identity).encode(), "sesame", armored=armored))
        assert keys.from_file(locked).recipient == str(identity.to_public())
    two = tmp_path / "two.txt"
    two.write_text(f"{identity}\n{x25519.Identity.generate()}\n")
    broken = tmp_path / "broken.txt"
    broken.write_text(str(identity)[:-3])
    for path in (two, broken):
        with pytest.raises(GovahError) as told:
            keys.from_file(path)
        assert str(identity)[20:50] not in str(told.value)
    with pytest.raises(NotFoundError):
        keys.from_file(tmp_path / "absent")
