"""The truth of the example case, in the columns of the other cases."""

from pathlib import Path

from bench.letters_case.offices import Offices
from bench.letters_case.truth import UNSCORED, Paper, Truth, rows, with_implied

from govah.demo.offices import offices
from govah.demo.paper import papers

SCANNED = ("scan_pdf", "scan_jpg")
LETTERS = (*SCANNED, "pdf", "docx", "eml", "mbox")
LEVELS = {"secret": "2", "very_confidential": "3", "confidential": "4", "normal": ""}
KINDS = {
    "reply": "reply", "follow": "follow_up", "remind": "reminder", "basis": "citation", "attach": "attachment",
    "forward": "forward", "version": "version", "dup": "duplicate", "same_event": "same_event",
}  # fmt: skip
_OUTSIDE = ("PUB", "MIS")
_WRITTEN = {"411/k": "411/ك"}
"""Numbers that the truth writes in Latin letters."""
_PARTLY = {"L46": "answered_in_part", "L49": "answered_in_margin", "L40": UNSCORED}
"""A draft shares the status of what was sent, and is not listed as unanswered."""


def example(folder: Path) -> Truth:
    """The example case.

    Args:
        folder: Of its truth.
    """
    listed = {row["doc_id"]: row for row in rows(folder / "documents.csv")}
    edges = rows(folder / "edges.csv")
    silent = {row["doc_id"] for row in rows(folder / "unanswered.csv")}
    replied = {row["dst"] for row in edges if row["type"] == "reply"}
    found = {}
    for name, row in listed.items():
        if name in papers():
            status = "no_answer_in_holdings" if name in silent else _status(name, row, replied)
            path = str(papers()[name].found)
            found[name] = Paper(name, path, _fields(row, status), row["format"] in SCANNED)
    held = frozenset(
        (row["src"], KINDS[row["type"]], row["dst"]) for row in edges if row["src"] in found and row["dst"] in found
    )
    ghosts: dict[str, set[str]] = {}
    for row in edges:
        if row["dst_held"] == "False" and row["src"] in found:
            ghosts.setdefault(row["dst"], set()).add(row["src"])
    return Truth(
        "Letters of the example case", found, held, with_implied(held),
        [(_WRITTEN.get(number, number), frozenset(cited)) for number, cited in ghosts.items()], _offices(),
    )  # fmt: skip


def missing(folder: Path) -> list[str]:
    """The papers of L01–L49 that the example or its truth does not hold yet."""
    told = {row["doc_id"] for row in rows(folder / "documents.csv")}
    return [name for name in (f"L{number:02}" for number in range(1, 50)) if name not in told or name not in papers()]


def _status(name: str, row: dict[str, str], replied: set[str]) -> str:
    if name in _PARTLY:
        return _PARTLY[name]
    if name in replied:
        return "answered"
    return UNSCORED if row["expects_reply"] or not _is_letter(row) else "none_expected|reacted"


def _is_letter(row: dict[str, str]) -> bool:
    """Not a workbook, minutes, a conference or what was published."""
    return row["format"] in LETTERS and row["sender"] != "PUB"


def _fields(row: dict[str, str], status: str) -> dict[str, str]:
    """The columns of documents.csv; what is no letter has no scored fields."""
    paper = papers()[row["doc_id"]]
    level = LEVELS[row["classification"]]
    fields = {
        "number": paper.number or row["number"],
        "earliest": row["date_gregorian"],
        "latest": row["date_gregorian"],
        "from": row["sender"],
        "to": UNSCORED if row["addressee"] == "PUB" else row["addressee"],
        "cc": row["cc"],
        "subject": paper.subject,
        "class_text": paper.classification if level else "",
        "level": level,
        "urgency": paper.urgency,
        "reply_expected": "y" if row["expects_reply"] else "n",
        "proposals": {"L08": "5", "L40": "7"}.get(row["doc_id"], "0"),
    }
    if not _is_letter(row):
        fields = dict.fromkeys(fields, UNSCORED)
    return {**fields, "status": status}


def _offices() -> Offices:
    listed = [
        {"code": code, "within": "", "names": "|".join((one.fa, one.en, one.title_fa, one.title_en))}
        for code, one in offices().items()
        if code not in _OUTSIDE
    ]
    listed.append({"code": "MIS", "within": "", "names": "هیأت حقیقت‌یاب|Fact-finding mission|FFM"})
    return Offices.of(listed)
