"""The example's report: what breaks a rule stops the build with its line, and a leak's words stay words."""

import re
import shutil
from pathlib import Path

import pytest

from govah import Case
from govah.case.verifying import verify
from govah.errors import DraftError, IntegrityError, NotFoundError, UsageError
from govah.model.page import Origin
from govah.model.passage import Place, Span

pytestmark = pytest.mark.xdist_group("example")

CITATION = re.compile(r" \[ex\d+\.\d+:\d+-\d+\]")


@pytest.fixture
def draft(own_example: Path) -> str:
    return (own_example / "report-en.md").read_text(encoding="utf-8")


@pytest.fixture
def case(own_example: Path) -> Case:
    return Case(own_example / "case")


def stopped(case: Case, draft: str, out: Path) -> DraftError:
    size = case.log.checkpoint().size
    with pytest.raises(DraftError) as told:
        case.build_report(draft, out)
    assert not out.exists()
    assert case.log.checkpoint().size == size
    return told.value


def test_it_stands_as_it_was_published(case: Case, draft: str, tmp_path: Path) -> None:
    done = case.build_report(draft, tmp_path / "again.html")
    assert done.sentences == done.cited + done.context
    assert done.unverified == 0


def test_removing_a_citation_stops_the_build(case: Case, draft: str, tmp_path: Path) -> None:
    lines = draft.split("\n")
    cited = [number for number, line in enumerate(lines, start=1) if CITATION.search(line)]
    assert len(cited) > 5
    for number in cited:
        bare = [CITATION.sub("", line) if at == number else line for at, line in enumerate(lines, start=1)]
        error = stopped(case, "\n".join(bare), tmp_path / "out.html")
        assert error.line == number
        assert str(number) in error.what


def test_changing_a_cited_number_stops_the_build(case: Case, draft: str, tmp_path: Path) -> None:
    changed = draft.replace("2,140 gatherings", "2,141 gatherings")
    assert changed != draft
    error = stopped(case, changed, tmp_path / "out.html")
    assert error.line == next(at for at, line in enumerate(draft.split("\n"), start=1) if "2,140 gatherings" in line)
    assert "2,141" in error.what or "2141" in error.what


def test_a_citation_of_nothing_stops_the_build(case: Case, draft: str, tmp_path: Path) -> None:
    first = CITATION.search(draft)
    assert first is not None
    line = draft[: first.start()].count("\n") + 1
    for wrong in (" [ex999.1:0-5]", " [ex1.99:0-5]", " [ex1.1:0-9999999]", " [@" + "0" * 64 + ":1:0-5]", " [@claim:1]"):
        broken = draft[: first.start()] + wrong + draft[first.end() :]
        try:
            error: DraftError | NotFoundError = stopped(case, broken, tmp_path / "out.html")
        except NotFoundError as found:
            error = found
        assert isinstance(error, DraftError), wrong
        assert error.line == line


def test_a_rewritten_file_is_published_as_rewritten(case: Case, draft: str, tmp_path: Path) -> None:
    """A person may correct what a born-digital file says; a report never says that the file said it."""
    found = {letter.sha256 for letter in case.view.letters() if letter.number == "20/3390"}
    (sha256,) = (sha256 for sha256 in found if case.view.page(sha256, 1).origin is Origin.TEXT)
    text = case.view.page(sha256, 1).text
    start = text.index("۲۱۴۰")
    case.correct(Place(sha256, Span(1, start, start + 4)), "text", "۹۹۹۹", "I remember it so")
    done = case.build_report(draft.replace("2,140", "9,999"), tmp_path / "out.html")
    assert (done.put_by_person, done.unverified) == (1, 0)
    page = (tmp_path / "out.html").read_text(encoding="utf-8")
    assert '<span class="corrected put">۹۹۹۹</span>' in page
    for told in ("۲۱۴۰", "I remember it so", "Words on this page are not what the file says", "9,999 <small>(not the"):
        assert told in page
    assert stopped(case, draft, tmp_path / "other.html").problems[0].what.count("2,140")


def test_all_faults_are_told_in_one_run(case: Case, draft: str, tmp_path: Path) -> None:
    wrong = draft.replace("2,140 gatherings", "2,141 gatherings").replace("37 of the bodies", "38 of the bodies")
    error = stopped(case, CITATION.sub("", wrong, count=1) + "\nNobody knows this.\n", tmp_path / "out.html")
    assert len(error.problems) == 4
    assert [each.line for each in error.problems] == sorted(each.line for each in error.problems)


def test_an_altered_exhibit_is_not_published(case: Case, draft: str, tmp_path: Path) -> None:
    cited = CITATION.search(draft)
    assert cited is not None
    sha256 = case.view.numbered(int(cited.group()[4:].split(".")[0]))
    path = case.vault.path(sha256)
    path.chmod(0o644)
    path.write_bytes(path.read_bytes() + b" ")
    size = case.log.checkpoint().size
    for ending in ("html", "pdf"):
        with pytest.raises(IntegrityError) as told:
            case.build_report(draft, tmp_path / f"out.{ending}")
        assert told.value.exit_code == 3
        assert not (tmp_path / f"out.{ending}").exists()
    path.chmod(0o644)
    path.parent.chmod(0o755)
    path.unlink()
    with pytest.raises(IntegrityError):
        case.build_report(draft, tmp_path / "out.html")
    assert case.log.checkpoint().size == size


def test_only_a_former_report_is_replaced(case: Case, draft: str, tmp_path: Path) -> None:
    out = tmp_path / "out.html"
    out.write_text("my notes", encoding="utf-8")
    with pytest.raises(UsageError) as told:
        case.build_report(draft, out)
    assert "--force" in told.value.remedy
    assert out.read_text(encoding="utf-8") == "my notes"
    case.build_report(draft, out, force=True)
    case.build_report(draft, out)
    out.write_bytes(out.read_bytes() + b"<!-- edited -->")
    with pytest.raises(UsageError):
        case.build_report(draft, out)
    out.write_bytes(b"")
    case.build_report(draft, out)


@pytest.mark.parametrize("ending", ["html", "pdf"])
def test_a_leaks_words_are_never_markup(ending: str, tmp_path: Path) -> None:
    evil = '#read("/etc/passwd") <script>alert(1)</script> <img src=x onerror=alert(2)> $x$ `raw` @ref *b* \\ #{1+1}'
    leak = tmp_path / "leak"
    leak.mkdir()
    (leak / '<img src=x onerror=alert(3)> #read("x").txt').write_text(
        f"وزارت راه\nشماره: ۲۱/۴۵۰\nتاریخ: ۱۳۹۵/۰۲/۱۴\nاز: وزارت راه\nبه: استانداری\nموضوع: {evil}\nپل چوبی\n",
        encoding="utf-8",
    )
    with Case.create(tmp_path / "case", evil) as case:
        case.collect([leak], "s1")
        (exhibit,) = case.view.exhibits()
        text = case.view.page(exhibit.sha256, 1).text  # type: ignore[arg-type]
        start = text.index(evil)
        cite = f"[@{exhibit.sha256}:1:{start}-{start + len(evil)}]"
        out = tmp_path / f"out.{ending}"
        draft = f"---\ntitle: '{evil}'\nlang: en\n---\n\nThe letter names its subject {cite}.\n"
        case.build_report(draft, out)
    content = out.read_bytes()
    assert b"root:x:0" not in content
    if ending == "html":
        page = content.decode("utf-8")
        for live in ("<script>alert", "<img src=x"):
            assert live not in page
        assert "&lt;script&gt;alert(1)" in page
        assert (
            "#read(&#34;/etc/passwd&#34;)" in page or "#read(&quot;/etc/passwd&quot;)" in page or '#read("/etc' in page
        )
    else:
        import pypdfium2

        document = pypdfium2.PdfDocument(content)
        words = "".join(page.get_textpage().get_text_range() for page in document)
        document.close()
        assert "#read" in words.replace("\n", "")
        assert "alert(1)" in words.replace("\n", "").replace("\r", "")


def test_an_exchanged_report_in_a_remanifested_bag_is_found(own_example: Path, tmp_path: Path) -> None:
    import bagit

    bag = Path(shutil.copytree(own_example / "package", tmp_path / "bag"))
    report = bag / "data" / "report" / "report-en.html"
    report.chmod(0o644)
    report.write_bytes(report.read_bytes().replace(b"2,140", b"2,410"))
    for path in bag.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)
    bagit.Bag(str(bag)).save(manifests=True)
    assert bagit.Bag(str(bag)).is_valid()
    told = verify(bag, None, lambda stage, done, total, what: None)
    assert told["verdict"] == "FAILED"
    assert "data/report/report-en.html" in [problem["where"] for problem in told["problems"]]
