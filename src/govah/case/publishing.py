"""Publishing a draft: the rules are the report room's; the log keeps what was published."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from govah.case.outputs import check_output
from govah.case.projection import catch_up
from govah.case.report_file import bring, waiting
from govah.errors import GovahError, UsageError
from govah.model.event import Event, EventType, Value
from govah.model.identifiers import EntryIndex, Sha256
from govah.model.page import Page
from govah.report.document import Imprint
from govah.report.publishing import Format
from govah.report.publishing import build as print_report

if TYPE_CHECKING:
    from govah.case.case import Case

_PICTURE_WIDTH = 1100


@dataclass(frozen=True, slots=True)
class Published:
    """A report that was published."""

    out: Path
    sentences: int
    cited: int
    context: int
    unverified: int
    put_by_person: int
    entry: EntryIndex


def build(case: "Case", draft: str, out: Path, *, unverified: bool = False, force: bool = False) -> Published:
    """Publish a draft as the format that the name of `out` ends in.

    Args:
        draft: Markdown.
        out: The file to be written.
        unverified: Print numbers that no person confirmed with a visible mark, instead of refusing them.
        force: Replace whatever file has the name of `out`, not only a report that this case published.

    Raises:
        DraftError: The draft breaks rules; with their lines.
        IntegrityError: An exhibit that it cites is not what was admitted.
        UsageError: The name ends in no known format, or the file cannot be written.
        GovahError: The log does not take the entry: no file is written or replaced then. Or an earlier build of `out`
            broke off after its entry: its report lies in `out` now, and is not replaced in the same run.
    """
    form = _format(out)
    check_output(case.folder, out)
    if not force:
        _spare(case, out)
    broken_off = bring(case, out)
    if broken_off is not None:
        return _brought(case, out, broken_off, draft, unverified=unverified)
    view = case.view
    checkpoint = case.log.checkpoint()
    imprint = Imprint(datetime.now(UTC).date().isoformat(), checkpoint.size, checkpoint.root.hex())
    report = print_report(
        view,
        draft,
        form,
        imprint,
        pictures=_Pictures(case),
        confirmed=view.confirmed,
        vouch=case.vault.check,
        require_confirmation=not unverified,
    )
    cited: list[Value] = list(dict.fromkeys(passage.sha256 for passage in report.passages))
    fields: dict[str, Value] = {
        "sha256": hashlib.sha256(report.content).hexdigest(),
        "format": form.value,
        "size": len(report.content),
        "draft": draft,
        "sentences": report.sentences,
        "cited": report.cited,
        "context": report.context,
        "unverified": report.unverified,
        "put_by_person": report.put_by_person,
        "cited_exhibits": cited,
    }
    with waiting(case, out, report.content):
        (entry,) = case.log.append([Event(EventType.PUBLISH, fields)], case.signer)
    catch_up(case.log, case.derived.records)
    return Published(
        out, report.sentences, report.cited, report.context, report.unverified, report.put_by_person, entry
    )


def _brought(case: "Case", out: Path, told: Mapping[str, Any], draft: str, *, unverified: bool) -> Published:
    """The answer of the build that broke off, where this one asks for the same and nothing was logged since."""
    same = told.get("draft") == draft and case.log.size == told["entry"] + 1
    if not same or (told["unverified"] and not unverified):
        raise GovahError(
            f"An earlier build of {out} broke off after entry {told['entry']} of the log named its report, which lies "
            "in its place now.",
            "Run the command again to replace it, or name another file: -o OUT",
        )
    counts = (told["sentences"], told["cited"], told["context"], told["unverified"], told["put_by_person"])
    return Published(out, *counts, told["entry"])


def _spare(case: "Case", out: Path) -> None:
    """See that no file is lost: only a report that this case published, or an empty file, is replaced."""
    if not out.exists():
        return
    if out.is_dir():
        raise UsageError(f"{out} is a folder.", "Name a file: -o report.pdf or -o report.html")
    if out.is_file():
        if not out.stat().st_size:
            return
        with out.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        if any(published["sha256"] == digest for published in case.view.publications()):
            return
    raise UsageError(
        f"{out} exists, and is no report that this case published.",
        "Name another file: -o OUT; or replace it: --force",
    )


def _format(out: Path) -> Format:
    suffix = out.suffix.lower().removeprefix(".")
    if suffix not in set(Format):
        raise UsageError(
            f"{out.name} does not say which format: {suffix or 'no ending'!r} is none.",
            "Name a file that ends in .html or .pdf: -o report.pdf",
        )
    if not out.parent.is_dir() and str(out.parent):
        raise UsageError(f"{out.parent} is not a folder.", "Make it, or name another place: -o OUT")
    return Format(suffix)


class _Pictures:
    """Pictures of pages for a report's annex, as its printers take them."""

    def __init__(self, case: "Case") -> None:
        self._case = case

    def __call__(self, sha256: Sha256, page: Page) -> tuple[bytes, int, int] | None:
        """PNG of the upright page with width and height in pixels; None where it has none."""
        drawn = self._case.picture(sha256, page.number, _PICTURE_WIDTH, page.turned)
        if drawn is None:
            return None
        width, height = (int.from_bytes(drawn.png[at : at + 4]) for at in (16, 20))
        return drawn.png, width, height
