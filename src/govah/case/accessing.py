"""The access log: who opened which exhibit when. Off until a case turns it on."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from govah.case.projection import catch_up
from govah.case.saying import append
from govah.errors import GovahError, RefusedError, UsageError
from govah.model.access import EXHIBITS, OFF
from govah.model.event import Event, EventType, Value
from govah.model.identifiers import EntryIndex, Sha256

if TYPE_CHECKING:
    from govah.case.case import Case

TOGETHER = timedelta(minutes=15)
"""Openings of one exhibit by one person within this time are one: turning pages is no new opening."""


def switch(case: "Case", *, on: bool) -> EntryIndex:
    """Turn the access log of a case on or off; the log says who did, and when.

    Raises:
        UsageError: It is so already.
    """
    wanted = EXHIBITS if on else OFF
    if logged(case) == on:
        raise UsageError(f"The access log of this case is {'on' if on else 'off'} already.", "Nothing was changed.")
    entry = append(case, Event(EventType.SET, {"access": wanted}))
    return entry


def logged(case: "Case") -> bool:
    """Whether openings are logged."""
    return bool(case.view.setting("access", OFF) == EXHIBITS)


def opened(case: "Case", sha256: Sha256, face: str, page: int | None = None) -> EntryIndex | None:
    """Say in the log that an exhibit's content is about to be opened; call it before anything is shown.

    Args:
        case: Of the exhibit.
        sha256: The exhibit.
        face: `web` or `cli`.
        page: The page that is asked for; None for all.

    Returns:
        The entry; None where openings are not logged, or this one goes with an earlier one.

    Raises:
        RefusedError: The log cannot be written: an opening that nobody learns of is what it is there to prevent.
    """
    if not logged(case) or case.view.seals.holds(sha256) or _recently(case, sha256):
        return None  # of what is sealed, nothing is shown but that it is
    fields: dict[str, Value] = {"exhibit": sha256, "page": page, "face": face, "what": "open"}
    try:
        (entry,) = case.log.append([Event(EventType.ACCESS, fields)], case.signer)
    except GovahError as error:
        raise _refused(error) from error
    catch_up(case.log, case.derived.records)
    return entry


def _recently(case: "Case", sha256: Sha256) -> bool:
    try:
        key = case.signer.key_id
    except GovahError as error:
        raise _refused(error) from error
    since = (datetime.now(UTC) - TOGETHER).strftime("%Y-%m-%dT%H:%M:%SZ")
    return any(row["by"] == key and row["at"] > since for row in case.derived.records.select("access", sha256=sha256))


def _refused(error: GovahError) -> RefusedError:
    return RefusedError(
        f"This case logs who opens its exhibits, and that cannot be written: {error.what}",
        f"Nothing was shown. {error.remedy}",
    )
