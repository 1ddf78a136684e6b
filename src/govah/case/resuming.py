"""Going on with a copy of a case that ends before what this account has seen of it, when the other copy is gone."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from govah.case.derived import Derived
from govah.case.opening import actor_signer, open_log
from govah.case.progress import Progress
from govah.config import keys_folder
from govah.errors import GovahError, IntegrityError, NotFoundError, UsageError
from govah.model.text import counted, stored_text
from govah.preserve.keys import Keyring
from govah.preserve.log import Resumed
from govah.preserve.verifier import verify_case
from govah.store import files
from govah.store.swap import discard_database


@dataclass(frozen=True, slots=True)
class GivenUp:
    """What is given up for good where a copy is gone on with: entries that this account has seen and the copy lacks.

    Args:
        begin: Entries that the copy has.
        seen: Entries that were seen.
        at: When, by this account's clock.
        folder: In which folder; None where that is not known.
    """

    begin: int
    seen: int
    at: datetime | None
    folder: Path | None

    @property
    def told(self) -> str:
        """In words."""
        when = f" on {self.at:%Y-%m-%d at %H:%M} UTC" if self.at else ""
        where = f" in {self.folder}" if self.folder else ""
        return f"{counted(self.seen - self.begin, 'entry')} that this account saw last{when}{where}"


@dataclass(frozen=True, slots=True)
class Continued:
    """A copy that was gone on with.

    Args:
        resumed: What the log says now.
        derive_again: What machines derived went with the missing entries and was thrown away.
        given_up: What was given up; None where nothing is known of it.
        aside: What this account remembered of it, kept for whoever erred.
    """

    resumed: Resumed
    derive_again: bool
    given_up: GivenUp | None = None
    aside: tuple[Path, ...] = ()


def given_up(folder: Path) -> GivenUp | None:
    """What would be given up if a copy were gone on with; None where this account has seen no more of it.

    Raises:
        NotFoundError: The folder is no case.
    """
    log = open_log(folder)
    keyring = Keyring(keys_folder())
    seen, size = keyring.seen(log.origin), log.size
    memory = keyring.memory(log.origin)
    return None if seen is None or seen.size <= size else GivenUp(size, seen.size, memory.seen_at(), memory.folder())


def resume(folder: Path, actor: str | None, why: str, progress: Progress, *, unseen: bool = False) -> Continued:
    """Verify a copy by itself, then say in its log that it is gone on with, and what is missing.

    Args:
        folder: The case folder.
        actor: Who acts.
        why: What became of the other copy.
        progress: Told while the copy is verified.
        unseen: Go on although this account has never seen the copy's end.

    Raises:
        UsageError: No reason was given, nothing keeps the copy from going on, or the other copy is still there.
        IntegrityError: The copy does not hold by itself, contradicts what was seen, or its end was never seen.
    """
    if not why.strip():
        raise UsageError("No reason was given.", "Say what became of the other copy: govah resume --why WHY")
    log = open_log(folder)
    head = log.checkpoint()
    found = verify_case(folder, progress=lambda done, total: progress("verify", done, total, ""))
    if found["verdict"] != "VERIFIED":
        first = found["problems"][0]
        raise IntegrityError(
            f"This copy does not hold by itself: {first['where']}: {first['what']}"
            f" ({counted(len(found['problems']), 'problem')} in all).",
            "See all of them with govah verify, and bring the case back from a backup.",
        )
    lost = given_up(folder)
    aside = Keyring(keys_folder()).memory(log.origin).set_aside() if lost else []
    try:
        resumed = log.resume(stored_text(why), head, actor_signer(actor), unseen=unseen)
    except GovahError:
        files.remove(aside)
        raise
    return Continued(resumed, _dropped(folder / "derived", resumed.begin), lost, tuple(aside))


def _dropped(derived: Path, size: int) -> bool:
    """Whether the projection reflected entries that are missing here, and was thrown away for it."""
    try:
        opened = Derived.open(derived)
    except NotFoundError:
        return True
    beyond = opened.log_size > size
    opened.close()
    if beyond:
        discard_database(derived)
    return beyond
