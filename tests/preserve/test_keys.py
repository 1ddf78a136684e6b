import pytest

from govah.errors import GovahError, IntegrityError, NotFoundError, UsageError
from govah.preserve import verifier
from govah.preserve.keys import Keyring


def test_the_first_key_is_the_default(tmp_path):
    keyring = Keyring(tmp_path / "keys")
    assert not keyring.exists()
    with pytest.raises(NotFoundError, match="govah init"):
        keyring.signer()
    first, second = keyring.make("سارا"), keyring.make("b")
    assert keyring.exists()
    assert keyring.signer() == keyring.signer("سارا")
    assert keyring.signer().public_key == first.public_key != second.public_key
    verifier.check_signature(first.public_key, keyring.signer().sign(b"m"), b"m")
    with pytest.raises(UsageError):
        keyring.make("b")
    with pytest.raises(NotFoundError):
        keyring.signer("nobody")


def test_only_the_owner_may_read_keys(tmp_path):
    keyring = Keyring(tmp_path / "keys")
    keyring.make("a")
    keyring.make_log("govah/x")
    for path in (tmp_path / "keys").rglob("*"):
        assert path.stat().st_mode & 0o077 == 0
    assert (tmp_path / "keys").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("name", ["", " ", "a\nb", "x" * 101, "a\x00"])
def test_names_that_cannot_be(tmp_path, name):
    with pytest.raises(UsageError):
        Keyring(tmp_path).make(name)


def test_passphrase(tmp_path):
    locked = Keyring(tmp_path, lambda name: f"secret of {name}")
    made = locked.make("a")
    assert locked.signer("a").public_key == made.public_key
    with pytest.raises(GovahError):
        Keyring(tmp_path, lambda name: "wrong").signer("a")
    with pytest.raises(GovahError, match="locked"):
        Keyring(tmp_path).signer("a")


def test_damaged_key_file(tmp_path):
    keyring = Keyring(tmp_path)
    keyring.make("a")
    next((tmp_path / "actors").iterdir()).write_text("{}")
    with pytest.raises(GovahError, match="cannot be read"):
        keyring.signer("a")


def test_the_largest_checkpoint_is_remembered(tmp_path):
    keyring = Keyring(tmp_path)
    key = keyring.make_log("govah/x")

    def checkpoint(size: int, root: bytes) -> bytes:
        text = verifier.checkpoint_text("govah/x", size, root)
        return verifier.signed_note(text, "govah/x", key.public_key, key.sign(text))

    assert keyring.remembered("govah/x") is None
    keyring.remember("govah/x", checkpoint(5, bytes(32)))
    keyring.remember("govah/x", checkpoint(3, bytes(32)))
    assert keyring.remembered("govah/x") == checkpoint(5, bytes(32))
    with pytest.raises(IntegrityError):
        keyring.remember("govah/x", checkpoint(5, b"\x01" * 32))
