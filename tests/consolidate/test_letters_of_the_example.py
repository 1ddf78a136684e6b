"""L01–L20 of the fictional case, fabricated, read and recognised, against the truth files; prints every miss."""

import csv
import io
import os
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from govah.consolidate.chains import Correspondence, Holding, settle
from govah.consolidate.letters import recognise
from govah.consolidate.letters.numbers import number_key
from govah.consolidate.letters.offices import same_office
from govah.demo.leak import Leak, build_leak
from govah.model.identifiers import LetterId, Sha256
from govah.model.letter import Correspondent, Letter, LetterStatus
from govah.read.reader import Limits
from govah.read.registry import installed
from govah.read.stage import read_stream

TRUTH = Path(os.environ.get("GOVAH_SHARED", Path(__file__).parents[3] / "shared")) / "demo"
LEVELS = {"confidential": 4, "very_confidential": 3, "secret": 2, "normal": None}
KINDS = {"reply": "reply", "follow": "follow_up", "attach": "attachment", "basis": "citation"}

pytestmark = [pytest.mark.shared, pytest.mark.slow, pytest.mark.timeout(900)]

Read = tuple[dict[str, Letter], Correspondence, dict[LetterId, str]]


def table(name: str) -> list[dict[str, str]]:
    with (TRUTH / name).open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def content(leak: Leak, name: str) -> bytes:
    path = str(leak.paths[name])
    if ".zip/" not in path:
        return (leak.folder / path).read_bytes()
    archive, member = path.split(".zip/", 1)
    with zipfile.ZipFile(leak.folder / f"{archive}.zip") as opened:
        return opened.read(member)


@pytest.fixture(scope="module")
def recognised(tmp_path_factory: pytest.TempPathFactory) -> Read:
    if not TRUTH.exists():
        pytest.skip("no shared folder beside the project")
    leak = build_leak(tmp_path_factory.mktemp("example") / "leak")
    letters: dict[str, Letter] = {}
    holdings, names = [], {}
    for name in sorted(leak.paths):
        limits = Limits(scratch=tmp_path_factory.mktemp(name))
        reading = read_stream(io.BytesIO(content(leak, name)), [str(leak.paths[name])], limits, installed())
        for letter in recognise(Sha256(leak.sha256[name]), reading.media_type, reading.pages, reading.metadata):
            letters[name] = letter
            names[letter.id] = name
            text = "\n".join(page.text for page in reading.pages)
            holdings.append(Holding(letter, text, reading.media_type))
    return letters, settle(holdings), names


def is_office(correspondents: Sequence[Correspondent], code: str) -> bool:
    spellings = [row[key] for row in table("offices.csv") if row["code"] == code for key in ("fa", "en")]
    return any(same_office(who.office, spelling) is True for who in correspondents for spelling in spellings)


def misses(name: str, letter: Letter | None, truth: dict[str, str]) -> tuple[list[str], int]:
    """The fields of a letter that are wrong, and how many were asked."""
    if letter is None:
        return [f"{name}: no letter"] * 7, 7
    number = number_key(letter.number) if letter.number else None
    day = letter.date.earliest if letter.date else None
    right = {
        "number": number == (number_key(truth["number"]) if truth["number"] else None),
        "date": day is not None and day.isoformat() == truth["date_gregorian"],
        "from": is_office(letter.sender, truth["sender"]),
        "to": is_office(letter.to, truth["addressee"]),
        "class": (letter.classification.level if letter.classification else None) == LEVELS[truth["classification"]],
        "reply_expected": (letter.reply_expected is True) == (truth["expects_reply"] == "y"),
        "subject": bool(letter.subject),
    }
    right |= {f"cc {code}": is_office(letter.cc, code) for code in truth["cc"].split(";") if code}
    return [f"{name}: {field}" for field, good in right.items() if not good], len(right)


def test_fields(recognised: Read) -> None:
    letters, _, _ = recognised
    wrong, asked = [], 0
    for truth in table("documents.csv")[:20]:
        missed, fields = misses(truth["doc_id"], letters.get(truth["doc_id"]), truth)
        wrong += missed
        asked += fields
    print(f"{asked - len(wrong)} of {asked} fields; wrong: {wrong}")
    assert len(wrong) <= 0.1 * asked, wrong


def test_edges(recognised: Read) -> None:
    letters, found, names = recognised
    held = {
        (names[one.letter], reference.kind.value, names[reference.letter])
        for one in found.standings.values()
        for reference in one.references
        if reference.letter is not None
    }
    held |= {
        (names[one.letter], relation.kind.value, names[relation.letter])
        for one in found.standings.values()
        for relation in one.relations
    }
    wanted = {
        (row["src"], KINDS[row["type"]], row["dst"])
        for row in table("edges.csv")
        if row["src"] <= "L20" and row["dst"] in letters and row["type"] in KINDS
    }
    extra = {edge for edge in held - wanted if edge[1] in ("reply", "follow_up")}
    print(f"{len(held & wanted)} of {len(wanted)} edges; missing: {sorted(wanted - held)}; extra: {sorted(extra)}")
    assert not extra
    assert len(wanted - held) <= 1, wanted - held


def test_silence(recognised: Read) -> None:
    letters, found, _ = recognised
    for name in ("L08", "L13"):
        assert found.standings[letters[name].id].status is LetterStatus.NO_ANSWER_IN_HOLDINGS
    assert (letters["L16"].id,) in [ghost.cited_by for ghost in found.ghosts]
