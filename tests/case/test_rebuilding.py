"""What machines derived can be thrown away: it comes again, the same, with what persons corrected."""

import shutil
from pathlib import Path

import pytest

from govah import Case
from govah.case.rebuilding import Rebuilt, rebuild
from govah.demo.leak import build_leak
from govah.errors import NotFoundError
from govah.model.letter import Letter
from govah.model.passage import Place, Span

pytestmark = pytest.mark.xdist_group("example")


PART = ("L06", "L09", "L10", "L13", "L14", "L33", "L38", "L39", "L43")
"""Papers of every kind, two of them scans."""


@pytest.fixture
def part(tmp_path: Path) -> Path:
    """A case of some papers of the example."""
    build_leak(tmp_path / "leak", documents=PART)
    with Case.create(tmp_path / "case", "Part") as case:
        case.collect([tmp_path / "leak"], "handover")
    return tmp_path / "case"


def again(folder: Path, *, keep_pages: bool = False) -> Rebuilt:
    return rebuild(folder, None, keep_pages, lambda stage, done, total, what: None)


def place(case: Case, path: str, words: str) -> Place:
    """Where words stand in an exhibit with this ending of its path."""
    (sha256,) = {e.sha256 for e in case.view.exhibits() for found in e.paths if found.endswith(path) and e.sha256}
    for page in case.view.pages(sha256):
        if words in page.text:
            start = page.text.index(words)
            return Place(sha256, Span(page.number, start, start + len(words)))
    raise AssertionError(words)


def first_letter(case: Case, sha256: str) -> Letter:
    return next(letter for letter in case.view.letters() if letter.sha256 == sha256)


def test_everything_comes_again_with_corrections(part: Path) -> None:
    with Case(part) as case:
        before = again(part).digest
        letter = next(letter for letter in case.view.letters() if letter.number and "number" in letter.spans)
    with Case(part) as case:
        assert again(part) == Rebuilt(True, (), before)
        span = letter.spans["number"]
        case.correct(Place(letter.sha256, span), "subject", "the corrected subject", "read by a person")
        page = case.view.page(letter.sha256, span.page)
        word = page.text.split()[-1]
        start = page.text.rindex(word)
        case.correct(
            Place(letter.sha256, Span(span.page, start, start + len(word))), "text", "words of a person", "the paper"
        )
        exhibits = list(case.view.exhibits())
    told = again(part)
    assert told.identical is True
    assert told.digest != before
    shutil.rmtree(part / "derived")
    with pytest.raises(NotFoundError, match="derived"):
        Case(part)
    for keep_pages in (False, True):
        done = again(part, keep_pages=keep_pages)
        assert done.identical is (True if keep_pages else None)
        assert (done.digest, done.changed) == (told.digest, ())
        with Case(part) as case:
            assert list(case.view.exhibits()) == exhibits
            kept = first_letter(case, letter.sha256)
            assert kept.subject == "the corrected subject"
            assert "subject" in kept.corrected
            assert case.view.page(letter.sha256, span.page).text.endswith(page.text[:start][-20:] + "words of a person")
            assert case.status()["lost_their_place"] == []
            assert case.verify()["verdict"] == "VERIFIED"


def test_the_same_without_the_private_keys(own_example: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever holds a copy of the case can derive what it says, with no key to sign."""
    folder = own_example / "case"
    told = again(folder).digest
    monkeypatch.setenv("GOVAH_KEYS", str(tmp_path / "no keys"))
    assert again(folder) == Rebuilt(True, (), told)
