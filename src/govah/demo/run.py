"""The example case, the whole way: fabricate the leak, collect, cite, publish, pack, verify."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from govah.case.case import Case
from govah.case.progress import Progress
from govah.case.verifying import verify
from govah.demo.leak import COLLECTIONS, build_leak
from govah.demo.offices import offices
from govah.demo.paper import papers
from govah.demo.quotations import Quotation, find_quotation
from govah.errors import GovahError, IntegrityError
from govah.model.claim import ClaimKind, ClaimStatus
from govah.model.identifiers import Sha256
from govah.model.page import Origin
from govah.model.passage import Place, Span

NAME = "Kahrab 1394"
SOURCES = {
    "leak": "handover-1394", "press": "press-and-public-record", "organisation": "documentation-circle",
    "mission": "mission-register",
}  # fmt: skip
"""Who gave what: the case keeps the sources of its collections apart."""
_LANGUAGES = ("en", "fa")
_CITED = re.compile(r"\[\[(L\d\d)\|([^\]|]+)\]\]")
_NOBODY = "—"
_GAZETTE = "official gazette of Varnestan"
_WITHDRAWN = (
    "The minister who signs took office six weeks later; the file was made in August; the signature is cut from "
    "another letter's page; the weekday is wrong."
)
_WHY = "read from the page's picture"


@dataclass(frozen=True, slots=True)
class Made:
    """Where everything is."""

    case: Path
    leak: Path
    reports: tuple[Path, ...]
    package: Path


def run(folder: Path, progress: Progress) -> Made:
    """Make the example case in a folder, or go on where it was left.

    Args:
        folder: Holds `leak/` and the other collections, `case/`, the reports and `package/` afterwards.
        progress: Told of every step.

    Raises:
        GovahError: A step failed; its sentence says how to go on.
    """
    folder.mkdir(parents=True, exist_ok=True)
    made = Made(
        folder / "case",
        folder / "leak",
        tuple(folder / f"report-{language}.{ending}" for language in _LANGUAGES for ending in ("html", "pdf")),
        folder / "package",
    )
    if made.package.exists():
        _prove(made)
        return made
    for collection in COLLECTIONS:
        _fabricate(folder / collection, progress)
    if not made.case.exists():
        Case.create(made.case, NAME, mandate=_text("mandate.txt")).close()
    with Case(made.case) as case:
        for collection in COLLECTIONS:
            case.collect([folder / collection], SOURCES[collection], progress=progress)
        exhibits = _documents(case)
        drafts = {language: _CITED.findall(_text(f"report_{language}.md")) for language in _LANGUAGES}
        for cited in drafts.values():
            _read_over(case, exhibits, cited)
        _claim(case, exhibits)
        _withdraw(case, exhibits)
        for report in made.reports:
            language = report.stem.removeprefix("report-")
            progress("publish", made.reports.index(report), len(made.reports), report.name)
            draft = _filled(case, exhibits, _text(f"report_{language}.md"))
            (folder / f"report-{language}.md").write_text(draft, encoding="utf-8")
            case.build_report(draft, report, force=True)
        case.share_bag(made.package, reports=made.reports, recipient="example reader", purpose="demonstration")
    _prove(made)
    return made


def _text(name: str) -> str:
    return (files("govah.demo") / name).read_text(encoding="utf-8")


def _fabricate(place: Path, progress: Progress) -> None:
    """Build a collection beside its place, so that half of one is never collected."""
    if place.exists():
        return
    progress("draw", 0, None, f"letters, scans, mails, tables: {place.name}")
    building = place.with_name(f"{place.name}.making")
    if building.exists():
        raise GovahError(f"{building} is left from an interrupted run.", f"Remove it and try again: rm -r {building}")
    build_leak(building, collection=place.name)
    building.rename(place)


def _documents(case: Case) -> Mapping[str, Sha256]:
    """Each document's exhibit, found again by its path as any user would."""
    paths = {path: exhibit.sha256 for exhibit in case.view.exhibits() for path in exhibit.paths}
    return {paper.id: found for paper in papers().values() if (found := paths.get(str(paper.found))) is not None}


def _read_over(case: Case, exhibits: Mapping[str, Sha256], cited: list[tuple[str, str]]) -> None:
    """What a person does before citing a scan: look at the picture, then confirm the reading or correct it."""
    for document, words in cited:
        sha256 = exhibits[document]
        found = _place(case, sha256, words)
        page = case.view.page(sha256, found.span.page)
        if page.origin is not Origin.OCR:
            continue
        place = Place(sha256, found.span)
        if found.text != words:
            case.correct(place, "text", words, _WHY)
        elif any(sign.isdigit() for sign in words) and not case.view.confirmed(case.passage(place)):
            case.confirm(place)


def _place(case: Case, sha256: Sha256, words: str) -> Quotation:
    found = find_quotation(case.view.pages(sha256), words)
    if found is None:
        raise IntegrityError(
            f"The words {words!r} are not found in exhibit {sha256[:12]}.",
            f"Look at what was read: govah text {sha256[:12]}",
        )
    return found


def _filled(case: Case, exhibits: Mapping[str, Sha256], draft: str) -> str:
    """The draft with each quotation replaced by a citation of its passage."""

    def citation(match: re.Match[str]) -> str:
        sha256 = exhibits[match.group(1)]
        page, start, end = _place(case, sha256, match.group(2)).span
        return f"[ex{case.view.exhibit(sha256).number}.{page}:{start}-{end}]"

    return _CITED.sub(citation, draft)


def _claim(case: Case, exhibits: Mapping[str, Sha256]) -> None:
    """The official claim, made on the words of its letter and assessed against another office's."""
    if any(True for _ in case.view.claims()):
        return
    said = _span(case, exhibits, "L14", "هیچ یک با درگیری همراه نبوده است")
    clashes = _span(case, exhibits, "L15", "درگیری روی داد")
    claim = case.add_claim(
        [said],
        "None of the gatherings in the whole country was accompanied by clashes",
        ClaimKind.FACT,
        said_by="Ministry of Interior",
        about="gatherings",
    )
    case.assess_claim(
        claim.id,
        ClaimStatus.CONTRADICTED,
        [said],
        [clashes],
        "Another office reports clashes on two days before the claim was written; one custody path.",
    )


def _withdraw(case: Case, exhibits: Mapping[str, Sha256]) -> None:
    """Who held which office, from the state's gazette; with that, a person sets the forged order aside."""
    for office in offices().values():
        for holder in office.holders:
            for name, person in ((office.fa, holder.fa), (office.en, holder.en)):
                if person != _NOBODY and not person.startswith("("):
                    case.add_term(name, person, holder.from_, holder.to, _GAZETTE)
    case.withdraw(exhibits["L33"], _WITHDRAWN)


def _span(case: Case, exhibits: Mapping[str, Sha256], document: str, words: str) -> Place:
    return Place(exhibits[document], Span(*_place(case, exhibits[document], words).span))


def _prove(made: Made) -> None:
    for folder in (made.case, made.package):
        verdict = verify(folder, None, lambda stage, done, total, what: None)
        if verdict["verdict"] != "VERIFIED":
            first = verdict["problems"][0]
            raise IntegrityError(
                f"{folder} is not as it was made: {first['where']}: {first['what']}.",
                "Remove the folder of the example case and run govah demo again.",
            )
