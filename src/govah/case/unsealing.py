"""Opening a seal: the keys are tried, the log is told, and only then is anything shown."""

import contextlib
import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pyrage import x25519

from govah.case.custodians import Ask, held_here, own_keys
from govah.case.halves import Half
from govah.case.outputs import check_new
from govah.case.saying import append
from govah.errors import IntegrityError, NotFoundError, UsageError
from govah.model.event import Event, EventType, Value
from govah.model.identifiers import EntryIndex, Sha256
from govah.model.sealing import Sealing
from govah.model.text import stored_text
from govah.preserve.custodians import Custodian, CustodianKey
from govah.preserve.envelope import LABEL_REACH, DataKey, Wrap, data_key, label_of, open_layer, unwrap, wraps_of
from govah.store.ciphertexts import Ciphertexts, HashingWriter
from govah.store.objects import hash_of

if TYPE_CHECKING:
    from govah.case.case import Case


@dataclass(frozen=True, slots=True)
class Keys:
    """What somebody brings to open a seal.

    Args:
        files: Key files, besides the keys on this account.
        half: What a second custodian opened on another machine.
        ask: Asks for the passphrase of a locked key.
    """

    files: Sequence[Path] = ()
    half: Path | None = None
    ask: Ask | None = None


@dataclass(frozen=True, slots=True)
class Unlocked:
    """A seal whose opening stands in the log.

    Args:
        key: Decrypts the content.
        entry: The `unseal` entry.
        by: Whose keys opened it, the outer first.
        one_account: Two keys of one account are one person.
    """

    key: DataKey
    entry: EntryIndex
    by: tuple[str, ...]
    one_account: bool


@dataclass(frozen=True, slots=True)
class Unsealed:
    """An exhibit that was opened.

    Args:
        out: The file with its bytes.
        sha256: Of its bytes.
        size: Of them.
        path: Where it lay when it was collected; None where the case's list tells.
        unlocked: How it was opened.
        problem: Why no bytes of it could be had; None where they were.
    """

    out: Path
    sha256: Sha256
    size: int
    path: str | None
    unlocked: Unlocked
    problem: str | None = None


def unlock(case: "Case", sealing: Sealing, purpose: str, keys: Keys) -> Unlocked:
    """Open a seal and say so in the log; nothing of its content was read when this returns.

    Raises:
        UsageError: No purpose was given.
        NotFoundError: The keys at hand are not enough, or the ciphertext is not here.
        IntegrityError: The ciphertext or a key is not what the log names.
    """
    purpose = stored_text(purpose)
    if not purpose.strip():
        raise UsageError("No purpose was given.", "Say why it is opened; it stays in the log: --purpose WHY")
    if keys.half is not None and Half.read(keys.half).sealed == sealing.sealed:  # another seal's is told below
        _check_asked(case, sealing, purpose)
    Ciphertexts(case.folder / "sealed").open(sealing.sealed).close()  # a broken one is told before anything is logged
    key, by = _opened(case, sealing, keys)
    custodians = [each for each in case.view.seals.custodians() if each.name in by]
    one_account = len(by) > 1 and (keys.half is None or held_here(custodians) > 1)
    fields: dict[str, Value] = {"seal": sealing.entry, "purpose": purpose, "by": list(by)}
    if one_account:
        fields["one_account"] = True
    entry = append(case, Event(EventType.UNSEAL, fields))
    return Unlocked(key, entry, by, one_account)


def unseal(case: "Case", exhibit: Sha256, purpose: str, keys: Keys, out: Path) -> Unsealed:
    """Decrypt a sealed exhibit into a new file outside of the case.

    Raises:
        UsageError: It is not sealed, or `out` is there already or lies in the case.
        NotFoundError: The keys at hand are not enough.
        IntegrityError: What was decrypted is not what was sealed; nothing of it is kept.
    """
    sealing = case.view.seals.of(exhibit)
    if sealing is None:
        raise UsageError(f"Exhibit {exhibit[:12]} is not sealed.", f"Read it: govah text {exhibit[:12]}")
    check_outside(case, out)
    unlocked = unlock(case, sealing, purpose, keys)
    with Ciphertexts(case.folder / "sealed").open(sealing.sealed) as ciphertext, unnamed(out) as handle:
        writer = HashingWriter(handle)
        try:
            unlocked.key.decrypt(ciphertext, writer)
        except IntegrityError:
            if writer.error is not None:  # the disk was full
                raise writer.error from None
            raise
        label = _unpadded(handle)
        was_open = exhibit if exhibit != sealing.sealed else label["sha256"]
        os.lseek(handle, 0, os.SEEK_SET)
        with os.fdopen(os.dup(handle), "rb") as stream:
            found = hash_of(stream)
        if label.get("what") != "exhibit" or not found == label["sha256"] == was_open:
            raise IntegrityError(
                "What was sealed here is not what the log says.", "Nothing was kept of it. Run govah verify."
            )
        os.fsync(handle)
    return Unsealed(out, Sha256(found), int(label["size"]), label.get("path"), unlocked, label.get("detail"))


def check_outside(case: "Case", out: Path, option: str = "-o OUT") -> None:
    """See that plaintext, or a request for it, goes to a new file and not into the case.

    Args:
        case: The case.
        out: The file.
        option: As its name is given.

    Raises:
        UsageError: It does not.
    """
    if str(out) == "-":
        raise UsageError("What is sealed is not written to the screen.", f"Name a new file: {option}")
    there = Path(os.path.realpath(out))
    if there.is_relative_to(os.path.realpath(case.folder)):
        raise UsageError(f"{out} lies in the case folder.", f"Name a place apart from it: {option}")
    check_new(out, option)


@contextlib.contextmanager
def unnamed(out: Path) -> Iterator[int]:
    """A file for its owner only that gets its name at the end of the block; on any error nothing of it stays.

    Where the system has files without a name, not even a killed process leaves one.
    """
    folder = os.open(out.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        handle = os.open(out.parent, os.O_TMPFILE | os.O_RDWR | os.O_CLOEXEC, 0o600)
        place = None
    except OSError:
        handle, written = tempfile.mkstemp(dir=out.parent, prefix=".govah-", suffix=".part")
        place = Path(written)
    try:
        yield handle
        os.link(place or f"/proc/self/fd/{handle}", out.name, dst_dir_fd=folder, follow_symlinks=True)
    except FileExistsError as error:
        raise UsageError(f"{out} exists.", "Name a new file: -o OUT") from error
    finally:
        os.close(handle)
        os.close(folder)
        if place is not None:
            place.unlink(missing_ok=True)


def gathered(case: "Case", names: Sequence[str], keys: Keys) -> dict[str, x25519.Identity]:
    """Private keys at hand of these custodians, by name: those in files, else those of this account.

    Raises:
        NotFoundError: A key file is of nobody whom this is sealed to.
    """
    custodians = [each for each in case.view.seals.custodians() if each.name in names]
    own = own_keys(keys.ask)
    found: dict[str, x25519.Identity] = {}
    for path in keys.files:
        key = own.from_file(path)
        holder = _holder(custodians, key)
        if holder is None:
            raise NotFoundError(
                f"{path.name} is the key of nobody whom this is sealed to ({', '.join(names)}).",
                "Give another key: --key FILE; see govah custodian list.",
            )
        found[holder] = key.identity
    for custodian in custodians:
        if custodian.name not in found and custodian in set(own.custodians()):
            key_here = own.key(custodian)
            if key_here is not None:
                found[custodian.name] = key_here.identity
    return found


def _holder(custodians: Sequence[Custodian], key: CustodianKey) -> str | None:
    return next((each.name for each in custodians if each.recipient == key.recipient), None)


def wraps_in(case: "Case", sealing: Sealing) -> tuple[Wrap, ...]:
    """The wrapped keys of a seal.

    Raises:
        NotFoundError: They were erased.
    """
    return wraps_of(case.log.entry(sealing.entry).fields.get("wraps"))


def _check_asked(case: "Case", sealing: Sealing, purpose: str) -> None:
    """What the second custodian agreed to is what the log says that they were asked."""
    rows = case.derived.records.select("unsealing", seal=sealing.entry)
    asked = [str(row["data"]["purpose"]) for row in rows if row["data"]["asked"]]
    if purpose not in asked:
        told = "; ".join(f"“{each}”" for each in asked) or "nothing, by this log"
        raise UsageError(
            f"The other custodian was asked for another purpose: {told}.",
            "Open it for that purpose, word for word, or ask again: --ask FILE",
        )


def _opened(case: "Case", sealing: Sealing, keys: Keys) -> tuple[DataKey, tuple[str, ...]]:
    wraps = wraps_in(case, sealing)
    if keys.half is not None:
        return _from_half(case, sealing, keys, Half.read(keys.half))
    at_hand = gathered(case, sealing.to, keys)
    opened = unwrap(wraps, at_hand)
    if opened is None:
        raise _not_enough(case, sealing, at_hand)
    return opened


def _from_half(case: "Case", sealing: Sealing, keys: Keys, half: Half) -> tuple[DataKey, tuple[str, ...]]:
    if half.sealed != sealing.sealed or half.by not in sealing.to or half.to not in sealing.to:
        raise UsageError(
            "This half-open envelope is of another seal.",
            "Ask again: --ask FILE; where it was asked for an earlier seal of a source: --entry N (govah source list).",
        )
    identity = gathered(case, [half.to], keys).get(half.to)
    if identity is None:
        raise _not_enough(case, sealing, {})
    return data_key(open_layer(half.age, identity)), (half.by, half.to)


def _not_enough(case: "Case", sealing: Sealing, at_hand: Mapping[str, object]) -> NotFoundError:
    own = own_keys()
    theirs = [each for each in case.view.seals.custodians() if each.name in sealing.to and each.name not in at_hand]
    for custodian in theirs:
        if (path := own.damaged_of(custodian)) is not None:
            return NotFoundError(
                f"The key of {custodian.name} is on this account and cannot be read: {path} is damaged.",
                "Bring that file back from the copy of your keys; or give a custodian's key: --key FILE",
            )
    to = ", ".join(sealing.to)
    if sealing.two_keys and at_hand:
        (held,) = list(at_hand)[:1]
        return NotFoundError(
            f"This is sealed to two of {to}; only the key of {held} is here.",
            "Give the other: --key FILE; or ask its holder on another machine: --ask FILE, then --half FILE.",
        )
    needed = "two of " if sealing.two_keys else ""
    return NotFoundError(
        f"This is sealed to {needed}{to}; no key of theirs is here.",
        "Give a custodian's key: --key FILE; or set GOVAH_KEYS to its folder.",
    )


def _unpadded(handle: int) -> dict[str, Any]:
    """Cut a decrypted envelope down to its content; what its label says."""
    total = os.fstat(handle).st_size
    reach = min(total, LABEL_REACH)
    label = label_of(os.pread(handle, reach, total - reach), total)
    os.ftruncate(handle, label["size"])
    return label
