"""The file was made and last changed when the letter says that it was written."""

from datetime import timedelta

from govah.analyse.authenticity.dossier import Office, Paper
from govah.analyse.authenticity.file_times import file_day
from govah.analyse.authenticity.verdict import Verdict, failed, not_applicable, passed

NAME = "file_times"
METHOD = "file_times/1"

_GRACE = timedelta(days=3)
"""A letter is typed, signed and sent within some days."""


def check(paper: Paper, office: Office) -> Verdict:
    """Whether the times that the file keeps fit the letter's date.

    A word processor's file, or a PDF made from one, is the letter: it should not be made or changed long after its
    date. A scan is made later, at any time; only before the letter's date there was nothing to scan.
    """
    created, modified = file_day(paper.exhibit, "created"), file_day(paper.exhibit, "modified")
    if paper.is_mail or (created is None and modified is None):
        return not_applicable("The file keeps no time of its making.")
    day, span = paper.day, paper.span("date")
    if day is None or paper.uncertain("date"):
        return not_applicable("The letter has no certain day.", (span,))
    if paper.is_scan:
        if created is not None and created < day - timedelta(days=1):
            return failed(f"The scan was made on {created}, before the letter's date, {day}.", (span,))
        return passed(f"The scan was made on {created or modified}, not before the letter's date.", (span,))
    if created is not None and created > day + _GRACE:
        return failed(f"The file says that it was made on {created}; the letter is dated {day}.", (span,))
    if modified is not None and modified > day + _GRACE:
        return failed(f"The file says that it was last changed on {modified}; the letter is dated {day}.", (span,))
    return passed(f"The file says that it was made on {created or modified}, which fits the letter's date.", (span,))
