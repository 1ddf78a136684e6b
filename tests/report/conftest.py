"""A small case in memory: a `View` over pages that a test writes down."""

import hashlib
from dataclasses import dataclass, field
from datetime import date

import pytest

from govah.errors import NotFoundError, UsageError
from govah.model.claim import Assessment, Claim, ClaimKind, ClaimStatus
from govah.model.exhibit import Exhibit
from govah.model.fuzzy_date import Calendar, FuzzyDate
from govah.model.letter import Correspondent, Letter
from govah.model.mark import Correction
from govah.model.page import Box, Origin, Page, Word
from govah.model.passage import Passage, Span
from govah.model.status import Status
from govah.report.document import Imprint


@dataclass
class MemoryView:
    name: str = "Kahrab 1394"
    standard: str = "reasonable_grounds"
    held: dict = field(default_factory=dict)
    all_claims: dict = field(default_factory=dict)
    all_letters: list = field(default_factory=list)
    all_corrections: list = field(default_factory=list)
    marked: list = field(default_factory=list)
    acquisitions: list = field(default_factory=list)

    def add(self, number, *texts, origin=Origin.TEXT, path=None):
        sha256 = hashlib.sha256(f"exhibit {number}".encode()).hexdigest()
        pages = tuple(_page(at, text, origin) for at, text in enumerate(texts, start=1))
        paths = (path or f"leak/{number}.pdf",)
        exhibit = Exhibit(
            number,
            sha256,
            paths,
            {},
            "application/pdf",
            1,
            (),
            (),
            Status.OK,
            None,
            ("press",),
            "pdf 1",
            {},
            len(pages),
        )
        self.held[sha256] = (exhibit, pages)
        return sha256

    def acquired(self, sha256):
        return self.acquisitions

    @staticmethod
    def page_of(number, text, origin):
        return _page(number, text, origin)

    def resolve(self, prefix):
        found = [sha256 for sha256 in self.held if sha256.startswith(prefix)]
        if len(found) > 1:
            raise UsageError("Several exhibits begin so.", "Write more digits.")
        if not found:
            raise NotFoundError(f"No exhibit begins with {prefix}.", "See: govah exhibits")
        return found[0]

    def numbered(self, number):
        for sha256, (exhibit, _) in self.held.items():
            if exhibit.number == number:
                return sha256
        raise NotFoundError(f"There is no exhibit {number}.", "See: govah exhibits")

    def exhibits(self):
        return iter([exhibit for exhibit, _ in self.held.values()])

    def exhibit(self, sha256):
        return self.held[sha256][0]

    def pages(self, sha256):
        return self.held[sha256][1]

    def page(self, sha256, number):
        pages = self.held[sha256][1]
        if not 1 <= number <= len(pages):
            raise NotFoundError(f"There is no page {number}.", "See: govah text")
        return pages[number - 1]

    def letters(self):
        return iter(self.all_letters)

    def marks(self, sha256=None):
        return iter([each for each in self.marked if sha256 in (None, each.passage.sha256)])

    def corrections(self, sha256=None):
        return iter([each for each in self.all_corrections if sha256 in (None, each.passage.sha256)])

    def claim(self, claim):
        if claim not in self.all_claims:
            raise NotFoundError(f"There is no claim {claim}.", "See: govah claims")
        return self.all_claims[claim]


def _page(number, text, origin):
    words, at = [], 0
    for index, word in enumerate(text.split()):
        start = text.index(word, at)
        at = start + len(word)
        line = text.count("\n", 0, start)
        box = Box(20 + 30 * (index % 15), 20 + 40 * line, 45 + 30 * (index % 15), 50 + 40 * line)
        words.append(Word(start, at, box, line, 0.9 if origin is Origin.OCR else None))
    return Page(number, text, origin, width=600, height=800, words=tuple(words))


WARNING = (
    "Republic of Varnestan\nMinistry of Works\nNo. 88/2235\nDate: 1393/12/05\nTo: the Governor\n"
    "The north wall has 1,204 cracks and 3.5 metres of it will fall. We asked 7 times and no answer came."
)
PERSIAN = "شماره: ۸۸/۲۲۳۵\nتاریخ: ۱۳۹۳/۱۲/۰۵\nدیوار شمالی ۱٬۲۰۴ ترک دارد و ۳٫۵ متر آن فرو می‌ریزد. استاندار پاسخ نداد."
SCAN = "Statement: 20 of 25 gatherings were calm on 13 February 2015."


@pytest.fixture
def view():
    case = MemoryView()
    case.add(8, WARNING, "page two of the warning, with 41 names")
    case.add(9, PERSIAN, path="leak/نامه.docx")
    scan = case.add(14, SCAN, origin=Origin.OCR)
    sha256 = case.numbered(8)
    when = FuzzyDate("1393/12/05", Calendar.JALALI, date(2015, 2, 24), date(2015, 2, 24))
    case.all_letters.append(
        Letter("0" * 16, sha256, Span(1, 0, len(WARNING)), "letters 1", "88/2235", when,
               (Correspondent("A. Rezaei", "Ministry of Works"),), (Correspondent(None, "the Governor"),),
               subject="Warning"),
    )  # fmt: skip
    said = Passage.cut(scan, Span(1, 11, 38), SCAN, "ocr 1")
    step = Assessment(31, "2026-01-22T10:00:00Z", ClaimStatus.CONTRADICTED, "N", "why", (), (said,))
    case.all_claims[30] = Claim(
        30, "None of the gatherings saw clashes", "gatherings", ClaimKind.FACT, "the Governor", (said,),
        ClaimStatus.CONTRADICTED, "reasonable_grounds", "N", "2026-01-20T10:00:00Z", (step,),
    )  # fmt: skip
    return case


@pytest.fixture
def imprint():
    return Imprint("2026-02-01", 1234, "q83vEjRWeJASNFZ4kBI0VniQEjRWeJASNFZ4kBI0Vng=")


@pytest.fixture
def cite(view):
    """Writes the citation of some words of an exhibit's page."""

    def written(number, words, page=1):
        text = view.page(view.numbered(number), page).text
        start = text.index(words)
        return f"[ex{number}.{page}:{start}-{start + len(words)}]"

    return written


@pytest.fixture
def confirm(view):
    """A person confirms some words of an exhibit's first page."""

    def confirmed(number, words):
        sha256 = view.numbered(number)
        text = view.page(sha256, 1).text
        span = Span(1, text.index(words), text.index(words) + len(words))
        passage = Passage.cut(sha256, span, text, "ocr 1")
        view.all_corrections.append(Correction(50, passage, "digit", words, "read", "N", "2026-01-01T00:00:00Z", span))

    return confirmed
