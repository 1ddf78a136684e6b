"""The letters of the example case recognised from their words as written: no reader of pictures lies between."""

import hashlib
import io
import zipfile
from pathlib import Path

import pytest
from tests.example_truth import Recognised, assert_only, missed, share, told_table

from govah.consolidate.chains import Holding, settle
from govah.consolidate.letters import recognise
from govah.demo.leak import fabricated
from govah.demo.paper import Paper, papers
from govah.demo.written import written
from govah.model.identifiers import Sha256
from govah.model.page import Page
from govah.model.text import stored_text
from govah.read.reader import Limits
from govah.read.registry import installed
from govah.read.stage import read_stream

MISSED: frozenset[str] = frozenset({
    "edge L39 dup L14",  # found the other way round: as written, nothing says which of the two was scanned
})  # fmt: skip
"""What the rules do not find yet, by name. Take out what is found; nothing may be added without a reason beside it."""


def holdings(name: str, paper: Paper, scratch: Path) -> list[Holding]:
    """The letters of one paper: of mails, sheets and sessions as they are read, of others as they are written."""
    if paper.format in ("eml", "mbox", "xlsx"):
        return as_read(str(paper.path), fabricated(name), scratch)
    if paper.format == "webconf_zip":
        with zipfile.ZipFile(io.BytesIO(fabricated(name))) as session:
            members = {member: session.read(member) for member in session.namelist()}
        return [letter for member, data in members.items() for letter in as_read(member, data, scratch)]
    text = stored_text(written(paper))
    sha256 = Sha256(hashlib.sha256(name.encode()).hexdigest())
    return [Holding(letter, text, "text/plain") for letter in recognise(sha256, "text/plain", (Page(1, text),), {})]


def as_read(path: str, data: bytes, scratch: Path) -> list[Holding]:
    sha256 = Sha256(hashlib.sha256(data).hexdigest())
    reading = read_stream(io.BytesIO(data), [path], Limits(scratch=scratch), installed())
    text = "\n".join(page.text for page in reading.pages)
    found = recognise(sha256, reading.media_type, reading.pages, reading.metadata)
    return [Holding(letter, text, reading.media_type) for letter in found]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Recognised:
    scratch = tmp_path_factory.mktemp("reading")
    held = {name: holdings(name, paper, scratch) for name, paper in papers().items()}
    settled = settle([holding for each in held.values() for holding in each])
    letters = {name: each[0].letter for name, each in held.items() if each}
    standings = {name: settled.standings[letter.id] for name, letter in letters.items()}
    return Recognised(letters, standings, settled.ghosts)


def test_fields(found: Recognised) -> None:
    told_table(found)
    assert share(found, scanned=None) >= 0.97


def test_nothing_else_is_missed(found: Recognised) -> None:
    assert_only(MISSED, missed(found))
