"""A witness's own desk: keys, and cosigning what others bring. No case is needed here, and no network."""

from collections.abc import Callable, Sequence
from pathlib import Path

from govah.case import frames
from govah.config import keys_folder
from govah.errors import UsageError
from govah.preserve import verifier
from govah.preserve.verifier import Broken, VerifierKey
from govah.preserve.witness import Cosigned, Witnessed, read_request
from govah.preserve.witness_keys import WitnessKeys

Passphrase = Callable[[str], str]


def new_witness(name: str, *, ml_dsa: bool, passphrase: Passphrase | None = None) -> VerifierKey:
    """Make a witness's key on this account, and give its public half."""
    return WitnessKeys(keys_folder(), passphrase).make(name, ml_dsa=ml_dsa).key


def witnesses_here() -> Sequence[VerifierKey]:
    """The witnesses whose keys this account holds."""
    return WitnessKeys(keys_folder()).keys()


def cosign(data: bytes, name: str | None, log: str | None, passphrase: Passphrase | None = None) -> Cosigned:
    """Cosign a request, after checking that the log only grew since the last time.

    Args:
        data: The request, or the parts of its QR codes.
        name: The witness; None for the only one here.
        log: The log's key, or a file that holds it; needed at the first time.
        passphrase: Asked for a locked key's.
    """
    folder = keys_folder()
    signer = WitnessKeys(folder, passphrase).signer(name)
    key = None if log is None else _log_key(log)
    return Witnessed(folder, signer).cosign(read_request(frames.join(data)), key)


def cosigned_at(done: Cosigned) -> str:
    """When a witness signed, by its own clock, as it is written."""
    return verifier.posix_utc(done.signed.time)


def _log_key(written: str) -> VerifierKey:
    if "+" not in written and Path(written).is_file():
        written = Path(written).read_text(encoding="utf-8", errors="replace").strip()
    try:
        return verifier.parse_verifier_key(written)
    except Broken as error:
        raise UsageError(
            f"This is not a log's key: {error}.", "Take the whole key as govah witness request printed it, on one line."
        ) from error


def kind_name(key: VerifierKey) -> str:
    """What a key is called, for people."""
    return "ML-DSA-44" if key.kind == verifier.ML_DSA_44_COSIGNATURE else "Ed25519"


def fingerprint(key: VerifierKey) -> str:
    """32 digits of a key, for comparing by telephone: SHA-256 of it as it is written, cut to 128 bits."""
    digits = verifier.key_id(key.text.encode())[:32]
    return " ".join(digits[at : at + 4] for at in range(0, 32, 4))
