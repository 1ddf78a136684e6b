"""Making and opening a case folder."""

from pathlib import Path

from govah.case.derived import Derived
from govah.case.projection import ErasedSinceError, catch_up, landmarks
from govah.config import actor_name, keys_folder
from govah.errors import NotFoundError, UsageError
from govah.model.event import Value
from govah.model.text import stored_text
from govah.preserve.keys import Keyring, Signer
from govah.preserve.log import Log, new_origin
from govah.preserve.seen import WentFurtherError, rewritten
from govah.preserve.vault import Vault
from govah.store.filling import filled
from govah.store.swap import discard_derived

STANDARD = "reasonable_grounds"
"""Reasonable grounds to believe: usual for fact-finding missions."""


def create(folder: Path, name: str, mandate: str | None, actor: str | None) -> None:
    """Make a new case folder with its log; keys on this machine where there are none.

    Raises:
        UsageError: The folder holds something, or the name is empty.
    """
    if not name.strip():
        raise UsageError("The case has no name.", "Give it one: govah init DIR --name NAME")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder} is not empty.", "Name a new folder for the case.")
    keyring = Keyring(keys_folder())
    wanted = _wanted(actor)
    made = not keyring.exists()
    signer = keyring.make(wanted or "owner") if made else keyring.signer(wanted)
    settings: dict[str, Value] = {
        "name": stored_text(name),
        "standard": STANDARD,
        "mandate": None if mandate is None else stored_text(mandate),
        "languages": ["fa", "ar", "en"],
    }
    origin = new_origin()
    try:
        with filled(folder, ("log", "log.new", "exhibits", "derived"), what="made"):
            Log.create(folder, origin, keyring, signer, settings)
            Vault.create(folder)
            Derived.create(folder / "derived").close()
    except BaseException:
        if not (folder / "log").exists():  # no log was founded: its keys are of use to nobody
            keyring.forget_log(origin)
            if made:
                keyring.forget_first(signer.name)
        raise


def open_log(folder: Path) -> Log:
    """The log, opened for reading.

    Raises:
        NotFoundError: The folder is no case.
    """
    if not (folder / "log" / "checkpoint").is_file():
        raise NotFoundError(
            f"{folder} is not a case.", "Make one: govah init DIR --name NAME; or name yours: --case DIR"
        )
    return Log.open(folder)


def check_seen(log: Log) -> None:
    """See that a log is what this account has seen of it, before others are asked to sign it.

    Raises:
        WentFurtherError: It ends before that.
        IntegrityError: It contradicts that.
    """
    keyring = Keyring(keys_folder())
    seen, folder = keyring.seen(log.origin), keyring.memory(log.origin).folder()
    if seen is None:
        return
    size = log.size  # after what was seen: another process may add to both
    if seen.size > size:
        raise WentFurtherError(log.origin, size, seen, folder)
    if log.root(seen.size) != seen.root:
        raise rewritten(log.origin, folder)


def open_derived(folder: Path, log: Log) -> Derived:
    """The projection, caught up with the log.

    Raises:
        NotFoundError: It was thrown away, or is of a log that went further than this one.
    """
    derived = Derived.open(folder / "derived")
    reflected = derived.log_size  # before the log's size: another process may add to both
    size = log.size
    if reflected > size:
        derived.close()
        raise NotFoundError(
            f"What machines derived reflects {reflected} log entries, and the log of this case has {size}: an older "
            "log was put back.",
            "Run govah verify; then derive again what this log says: govah rebuild --keep-pages",
        )
    try:
        catch_up(log, derived.records)
    except ErasedSinceError:
        derived.close()
        discard_derived(folder / "derived")
        raise
    log.guide(lambda: landmarks(derived.records))
    return derived


def actor_signer(actor: str | None) -> Signer:
    """The key that acts.

    Raises:
        NotFoundError: It is not on this machine.
    """
    return Keyring(keys_folder()).signer(_wanted(actor))


def _wanted(actor: str | None) -> str | None:
    name = actor or actor_name()
    return stored_text(name) if name else None
