"""Going on with a copy of a case that ends before what this account has seen of it, when the other copy is gone."""

from dataclasses import dataclass
from pathlib import Path

from govah.case.derived import Derived
from govah.case.opening import actor_signer, open_log
from govah.case.progress import Progress
from govah.errors import IntegrityError, NotFoundError, UsageError
from govah.model.text import counted, stored_text
from govah.preserve.log import Resumed
from govah.preserve.verifier import verify_case
from govah.store.swap import discard_database


@dataclass(frozen=True, slots=True)
class Continued:
    """A copy that was gone on with.

    Args:
        resumed: What the log says now.
        derive_again: What machines derived went with the missing entries and was thrown away.
    """

    resumed: Resumed
    derive_again: bool


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
    resumed = log.resume(stored_text(why), head, actor_signer(actor), unseen=unseen)
    return Continued(resumed, _dropped(folder / "derived", resumed.begin))


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
