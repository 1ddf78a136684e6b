"""13: what was erased cannot be had from the live store; without a second signature nothing is erased.

Papers carry random strings in their words, names and folders; they lie alone, in archives, in mails with attachments.
People quote them in every way: marks, claims, assessments, corrections, confirmations, a report. Half of them are
erased, asked for by one key and approved by another. Then every file of the case, and what is packed in it, is
searched for the strings, the hashes (SHA-256, SHA-1, MD5; hexadecimal and raw) and the names of what is gone; the
strings of what stayed must be found, so that a miss means something. The case must be VERIFIED, and a rebuild
identical.

Then one key tries to erase alone, through every door: the product, and by writing to the log with the log's own key.
"""

import hashlib
import os
import random
import shutil
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

from bench.reliability.canaries import Search, canary
from bench.reliability.row import Row
from bench.section import Place

from govah import Case
from govah.case import acting, erasing
from govah.case.progress import silent
from govah.config import keys_folder
from govah.errors import GovahError, RefusedError
from govah.model.claim import ClaimKind, ClaimStatus
from govah.model.event import Event, EventType
from govah.model.passage import Place as Spot
from govah.preserve import erasure, verifier
from govah.preserve.group import write_group
from govah.preserve.keys import Keyring, Signer
from govah.preserve.tiles import load_edge

_PAPERS = 120
_SEED = 13
_COURT = "Order 13 of the court of appeal"


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper with strings of its own.

    Args:
        words: In its content.
        name: Of its file.
        folder: It lies in.
        content: All of it.
    """

    words: str
    name: str
    folder: str
    content: bytes

    @property
    def traces(self) -> list[str]:
        """Strings that only this paper has; its hashes in hex among them."""
        digests = [hashlib.new(name, self.content, usedforsecurity=False) for name in ("sha256", "sha1", "md5")]
        return [self.words, self.name, self.folder, *(digest.hexdigest() for digest in digests)]


def run(place: Place, scale: float) -> Iterator[Row]:
    """Erase half of the papers, search for them; then try to erase with one key."""
    count = max(8, int(_PAPERS * scale) // 4 * 4)
    chance = random.Random(_SEED)
    work = place.work / "erasure"
    before = os.environ.get("GOVAH_KEYS")
    os.environ["GOVAH_KEYS"] = str(work / "keys")
    try:
        papers = [_paper(chance, number) for number in range(count)]
        case = _case(work, papers)
        _quoted(case, papers)
        gone, stays = papers[: count // 2], papers[count // 2 :]
        control = _found(case.folder, papers)
        misses = [f"the control finds nothing of {paper.name}" for paper in papers if paper.words not in control]
        _erased(case, gone)
        left = _found(case.folder, gone)
        misses += [f"{string!r} is still in {where}" for string, where in sorted(left.items())[:10]]
        misses += _as_it_must_be(case.folder, len(gone), stays)
        doors, opened = _alone(work, case.folder, chance)
        misses += opened
    finally:
        os.environ.pop("GOVAH_KEYS")
        if before is not None:
            os.environ["GOVAH_KEYS"] = before
    strings = sum(len(paper.traces) for paper in gone)
    outcome = (
        f"{len(left)} of {strings} strings of {len(gone)} erased papers found ({len(control)} before); "
        f"{len(opened)} of {doors} ways with one key alone went through"
    )
    yield Row(
        13,
        "What was erased cannot be had from the live store; nothing is erased without a second signature",
        "0 recovered, 0 erased with one key",
        strings + doors,
        outcome,
        not misses,
        tuple(misses),
    )


def _paper(chance: random.Random, number: int) -> Paper:
    words = canary(chance, number)
    name, folder = f"{canary(chance, 0)}.txt", canary(chance, 1)
    return Paper(words, name, folder, f"Letter of the ministry\n\n{words} and nothing else.\n".encode())


def _case(work: Path, papers: Sequence[Paper]) -> Case:
    leak = work / "leak"
    for number, paper in enumerate(papers):
        folder = leak / paper.folder
        folder.mkdir(parents=True)
        if number % 4 == 1:
            with zipfile.ZipFile(folder / f"{paper.name}.zip", "w", zipfile.ZIP_DEFLATED) as archive:
                archive.writestr(paper.name, paper.content)
        elif number % 4 == 2:
            message = EmailMessage()
            message["Subject"] = "for the file"
            message.set_content("see the paper")
            message.add_attachment(paper.content, "text", "plain", filename=paper.name)
            (folder / f"{paper.name}.eml").write_bytes(message.as_bytes())
        else:
            (folder / paper.name).write_bytes(paper.content)
    case = Case.create(work / "case", "Erasure")
    case.collect([leak], "courier", ocr=False)
    acting.make("second")
    acting.add(case, "second", None)
    return case


def _numbers(case: Case, papers: Sequence[Paper]) -> dict[Paper, int]:
    held = {str(exhibit.sha256): exhibit.number or 0 for exhibit in case.view.exhibits()}
    return {paper: held[hashlib.sha256(paper.content).hexdigest()] for paper in papers}


def _quoted(case: Case, papers: Sequence[Paper]) -> None:
    """Every paper is spoken of in every way; a claim stands on two papers, of which one goes."""
    numbers = _numbers(case, papers)
    for at, paper in enumerate(papers):
        start = paper.content.decode().index(paper.words)
        spot = Spot.parse(f"ex{numbers[paper]}.1:{start}-{start + len(paper.words)}")
        other = papers[(at + len(papers) // 2) % len(papers)]
        beside = Spot.parse(f"ex{numbers[other]}.1:0-6")
        case.mark(spot, f"he writes {paper.words}")
        case.confirm(spot)
        case.correct(spot, "text", paper.words.upper(), f"{paper.words} is misread")
        claim = case.add_claim([beside], f"It says «{paper.words}»", ClaimKind.FACT, about=paper.name)
        case.assess_claim(claim.id, ClaimStatus.SUPPORTED, [beside], [beside], f"see {paper.words}")
    draft = "".join(f"A letter was written [ex{number}.1:0-6].\n\n" for number in numbers.values())
    case.build_report(f"# Papers\n\n{draft}", case.folder.parent / "report.html", unverified=True)


def _erased(case: Case, gone: Sequence[Paper]) -> None:
    """A third in one erasure, the others one by one."""
    numbers = [f"ex{number}" for number in _numbers(case, gone).values()]
    case.close()
    for part in (numbers[: len(numbers) // 3], *([number] for number in numbers[len(numbers) // 3 :])):
        with Case(case.folder) as asking:
            asked = erasing.request(asking, part, "a promise", _COURT, with_containers=True)
        with Case(case.folder, "second") as approving:
            erasing.approve(approving, asked.entry, "agreed", None, silent)


def _found(folder: Path, papers: Sequence[Paper]) -> dict[str, str]:
    """Traces of papers that stand anywhere under a folder, and where the first of each does."""
    search = Search(trace for paper in papers for trace in paper.traces)
    found = {hit.canary: hit.place for hit in reversed(search.everywhere([folder]))}
    raw = {hashlib.sha256(paper.content).digest(): paper.traces[3] for paper in papers}
    for path in folder.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            found |= {text: f"{path} (raw)" for digest, text in raw.items() if digest in data}
    return found


def _as_it_must_be(folder: Path, gone: int, stays: Sequence[Paper]) -> list[str]:
    misses = []
    verdict = verifier.verify_case(folder, every_signature=True)
    if verdict["verdict"] != "VERIFIED" or verdict["exhibits"]["ERASED"] < gone:
        misses.append(f"verify says {verdict['verdict']}, {verdict['exhibits']}: {verdict['problems'][:3]}")
    still = _found(folder, stays)
    misses += [f"{paper.name}, which stays, is not found any more" for paper in stays if paper.words not in still]
    with Case(folder) as case:
        if case.rebuild(keep_pages=True).identical is not True or case.rebuild().identical is not True:
            misses.append("a rebuild differs")
    return misses


def _alone(work: Path, folder: Path, chance: random.Random) -> tuple[int, list[str]]:
    """One key tries to erase; how many ways there are, and those that went through."""
    with Case(folder) as case:
        number = next(exhibit.number for exhibit in case.view.exhibits() if exhibit.sha256 and exhibit.number)
        asked = erasing.request(case, [f"ex{number}"], "alone", _COURT, with_containers=True)
    keyring = Keyring(keys_folder())
    mine, stranger = keyring.signer(), Keyring(work / "stranger").make("stranger")
    (stick,) = (work / "stranger" / "actors").iterdir()

    def product(actor: str | None, key: Path | None) -> Callable[[], object]:
        def approve() -> None:
            with Case(folder, actor) as case:
                erasing.approve(case, asked.entry, "me too", key, silent)

        return approve

    opened = []
    refusals = {
        "the same key": product(None, None),
        "a key that the log does not know": product(None, stick),
        "a name without a key": product("nobody", None),
        "no request": lambda: erasing.approve(Case(folder, "second"), 0, "yes", None, silent),
    }
    for name, attempt in refusals.items():
        try:
            attempt()
            opened.append(f"erased with {name}")
        except (RefusedError, GovahError):
            pass
    forgeries = list(_forged(folder, mine, stranger))
    opened += [name for name, accepted in forgeries if accepted]
    return len(refusals) + len(forgeries), opened


def _forged(folder: Path, mine: Signer, stranger: Signer) -> Iterator[tuple[str, bool]]:
    """Who holds one actor's key and the log's writes an erasure by hand: each is FAILED."""
    with Case(folder) as case:
        log, origin = case.log, case.log.origin
        admission = next(e for e in log.entries() if e.type == EventType.ADMIT and "sha256" in e.fields)
        names = ["path", "sha256"]
    approval = {"one_account": False, "exhibits": [{"number": 1, "entry": admission.index}], "torn": [], "why": "me"}
    fields = [{"entry": admission.index, "names": names}]
    size = log.size
    ask = Event(EventType.ERASE_REQUEST, {"exhibits": [admission.index], "why": "x", "authority": "me"})
    yes = Event(EventType.ERASE_APPROVE, {**approval, "request": size, "fields": fields})
    done = Event(EventType.ERASE_DONE, {"request": size, "approve": size + 1, "authority": "me"})
    never = Event(EventType.ERASE_APPROVE, {**approval, "request": size + 9, "fields": fields})
    more = Event(EventType.ERASE_REQUEST, {"exhibits": [], "why": "x", "authority": "me"})
    held = Event(EventType.HOLD, {"exhibits": [admission.index], "why": "x", "authority": "court"})
    histories: dict[str, list[tuple[Event, Signer]]] = {
        "asked and approved by one key": [(ask, mine), (yes, mine), (done, mine)],
        "approved by a key that the log does not know": [(ask, mine), (yes, stranger), (done, mine)],
        "approved without a request": [(never, mine), (done, mine)],
        "done without an approval": [(ask, mine), (done, mine)],
        "more than was asked for": [(more, mine), (yes, mine), (done, mine)],
        "fields closed and nothing said": [],
        "under a hold": [(held, mine), (ask, mine), (yes, mine), (done, mine)],
    }
    log_signer = Keyring(keys_folder()).log_signer(origin)
    for name, events in histories.items():
        copy = folder.parent / "forged"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(folder / "log", copy / "log")
        shutil.copytree(folder / "exhibits", copy / "exhibits")
        for event, signer in events:
            edge = load_edge(copy / "log", verifier.parse_checkpoint((copy / "log/checkpoint").read_bytes()).size)
            write_group(copy / "log", edge, origin, [event], signer, log_signer)
        erasure.close_fields(copy / "log", {admission.index: set(names)})
        sha256 = str(admission.fields["sha256"])
        (copy / "exhibits" / sha256[:2] / sha256).unlink()
        yield name, verifier.verify_case(copy)["verdict"] == "VERIFIED"
