"""Two copies of a case on one account: an older one is gone on with only when the other is gone, and says so."""

import shutil
from pathlib import Path

import pytest

from govah import Case
from govah.case.progress import silent
from govah.case.rebuilding import rebuild
from govah.case.resuming import resume
from govah.errors import IntegrityError, NotFoundError, UsageError
from govah.model.claim import ClaimKind
from govah.model.passage import Place, Span

WHY = "the other copy was a trial"


@pytest.fixture
def copies(tmp_path: Path) -> tuple[Path, Path]:
    """A case, and a copy in which somebody made a claim."""
    (tmp_path / "paper.txt").write_text("The bridge was closed in May.\n", encoding="utf-8")
    with Case.create(tmp_path / "one", "Bridge") as case:
        case.collect([tmp_path / "paper.txt"], "s1")
    two = Path(shutil.copytree(tmp_path / "one", tmp_path / "two", symlinks=True))
    claim(two, "It was closed")
    return tmp_path / "one", two


def claim(folder: Path, text: str) -> None:
    with Case(folder) as case:
        sha256 = next(exhibit.sha256 for exhibit in case.view.exhibits() if exhibit.sha256)
        case.add_claim([Place(sha256, Span(1, 4, 10))], text, ClaimKind.FACT)


def test_the_older_copy_goes_on_when_the_other_is_gone(copies: tuple[Path, Path]) -> None:
    one, two = copies
    with pytest.raises(IntegrityError) as told:
        claim(one, "It was open")
    assert str(two) in told.value.what
    with Case(one) as case:
        verdict = case.verify()
        assert verdict["verdict"] == "FAILED"
        assert str(two) in verdict["problems"][0]["what"]
    with pytest.raises(UsageError, match="still there"):
        resume(one, None, WHY, silent)
    shutil.rmtree(two)
    with pytest.raises(UsageError, match="No reason"):
        resume(one, None, " ", silent)
    done = resume(one, None, WHY, silent)
    assert not done.derive_again
    assert done.resumed.known == done.resumed.begin
    claim(one, "It was open")
    with Case(one) as case:
        assert [item.text for item in case.view.claims()] == ["It was open"]
        verdict = case.verify()
        assert verdict["verdict"] == "VERIFIED"
        assert WHY in verdict["notes"][0]["what"]


def test_a_log_put_back_takes_what_was_derived_of_its_end_along(copies: tuple[Path, Path]) -> None:
    """An older log under a newer projection: claims that the log does not hold must not be shown."""
    one, two = copies
    shutil.rmtree(two / "log")
    shutil.copytree(one / "log", two / "log")
    with pytest.raises(NotFoundError, match="older log was put back"):
        Case(two)
    assert resume(two, None, WHY, silent).derive_again
    with pytest.raises(NotFoundError, match="is not there"):
        Case(two)
    rebuild(two, None, True, silent)
    with Case(two) as case:
        assert list(case.view.claims()) == []
    claim(two, "Another claim")
    with Case(two) as case:
        assert [item.text for item in case.view.claims()] == ["Another claim"]


def test_a_copy_that_does_not_hold_is_not_gone_on_with(copies: tuple[Path, Path]) -> None:
    one, two = copies
    shutil.rmtree(two)
    exhibit = next(path for path in (one / "exhibits").rglob("*") if path.is_file())
    exhibit.chmod(0o644)
    exhibit.write_bytes(b"forged")
    size = (one / "log" / "checkpoint").read_bytes()
    with pytest.raises(IntegrityError, match="does not hold by itself"):
        resume(one, None, WHY, silent)
    assert (one / "log" / "checkpoint").read_bytes() == size


def test_nothing_to_resume(copies: tuple[Path, Path]) -> None:
    with pytest.raises(UsageError, match="Nothing keeps"):
        resume(copies[1], None, WHY, silent)
