"""What persons corrected on a cited page is never published as if the paper said it."""

import io
import re
from html import unescape

import pypdfium2
import pytest
from PIL import Image

from govah.errors import DraftError, IntegrityError
from govah.model.mark import Correction
from govah.model.passage import Passage, Span
from govah.report.publishing import Format, build

TELLS = {"en": ("not the file’s words: a person put them", "Corrections"), "fa": ("در فایل چنین نیست", "تصحیح‌ها")}


def words_of(report):
    """An HTML report's text as a browser would show it."""
    body = re.sub(r"<(style|title)[^>]*>.*?</\1>", "", report.content.decode(), flags=re.DOTALL)
    body = re.sub(r"</t[dhr]>|</?div[^>]*>", " ", body)
    return " ".join(unescape(re.sub(r"<[^>]*>", "", body)).split())


def pdf_words(report):
    with pypdfium2.PdfDocument(report.content) as document:
        return " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())


@pytest.fixture
def correct(view):
    """A person puts words in the place of others on an exhibit's first page."""

    def put(number, old, new, entry=50, **what):
        sha256 = view.numbered(number)
        exhibit, pages = view.held[sha256]
        text = pages[0].text
        start = text.index(old)
        passage = Passage.cut(sha256, Span(1, start, start + len(old)), text, "pdf 1")
        told = {"anchored": Span(1, start, start + len(new)), "of_picture": False, **what}
        made = Correction(entry, passage, "text", new, "because I say so", "Nadim", "2026-01-09T10:11:12Z", **told)
        view.all_corrections.append(made)
        changed = view.page_of(1, text.replace(old, new, 1), pages[0].origin)
        view.held[sha256] = (exhibit, (changed, *pages[1:]))

    return put


def both(view, imprint, draft, language):
    draft = f"---\nlang: {language}\n---\n\n{draft}"
    return (
        words_of(build(view, draft, Format.HTML, imprint)),
        pdf_words(build(view, draft, Format.PDF, imprint)),
    )


@pytest.mark.parametrize("language", ["en", "fa"])
def test_both_printers_tell_who_put_what_for_what_and_why(view, imprint, cite, correct, language):
    correct(8, "fall", "stand for ever")
    for shown in both(view, imprint, f"It will stand {cite(8, 'stand for ever')}.", language):
        assert "fall" in shown
        assert "Nadim" in shown
        assert all(word in shown for word in ("because", "say"))  # pdfium turns words in another direction about
        assert ("entry 50" if language == "en" else "۵۰") in shown
        assert ("2026-01-09" if language == "en" else "۱۴۰۴") in shown
        if language == "en":
            assert all(told in shown for told in TELLS[language])
            assert "are not what the file says" in shown
            assert "as persons corrected it" in shown


def test_corrected_words_are_marked_and_no_others(view, imprint, cite, correct):
    correct(8, "fall", "stand for ever")
    page = build(view, f"It will {cite(8, 'will stand for')}.", Format.HTML, imprint).content.decode()
    assert re.findall(r'<span class="corrected put">([^<]*)</span>', page) == ["stand for", " ever"]
    assert "<mark>" not in page.replace('<mark id="cited-1">', "<mark>", 1).replace("<mark>", "", 2)


def test_a_reading_of_a_picture_that_a_person_corrected(view, imprint, cite, correct):
    correct(14, "calm", "quiet", of_picture=True)
    shown, _ = both(view, imprint, f"They were quiet {cite(14, 'were quiet')}.", "en")
    assert "Read by a machine from a picture; words over dots are a person's correction" in shown
    assert "calm" in shown
    assert "not what the file says" not in shown
    assert TELLS["en"][0] not in shown


def test_a_page_without_corrections_says_so_by_silence(view, imprint, cite, correct):
    correct(8, "fall", "stand")
    shown, _ = both(view, imprint, f"No answer {cite(9, 'پاسخ نداد')}.", "en")
    assert "Corrections" not in shown
    assert "as it was read; the cited" in shown


def test_a_number_that_only_a_person_put_there_carries_the_mark(view, imprint, cite, correct):
    correct(8, "1,204", "9,999")
    draft = f"It has 9,999 cracks {cite(8, 'has 9,999 cracks')}."
    report = build(view, draft, Format.HTML, imprint)
    assert (report.put_by_person, report.unverified) == (1, 0)
    assert words_of(report).count(TELLS["en"][0]) == 3  # the number, its citation, the annex
    beside = build(view, f"It has 9,999 cracks {cite(8, 'has 9,999')}. No answer {cite(8, 'no answer')}.",
                   Format.HTML, imprint)  # fmt: skip
    assert words_of(beside).count(TELLS["en"][0]) == 3


def test_a_number_that_stands_elsewhere_too_needs_no_mark(view, imprint, cite, correct):
    correct(8, "1,204", "88")
    view.add(77, "another paper counts 88 of them")
    draft = f"There are 88 {cite(8, 'has 88')} {cite(77, 'counts 88')}."
    assert build(view, draft, Format.HTML, imprint).put_by_person == 0


def test_a_correction_that_a_later_one_replaced_is_told_too(view, imprint, cite, correct):
    correct(8, "fall", "stand", anchored=None, superseded_by=51)
    correct(8, "stand", "lean", entry=51)
    shown, _ = both(view, imprint, f"It will lean {cite(8, 'lean')}.", "en")
    assert "replaced later by entry 51" in shown
    assert shown.index("fall stand Nadim") < shown.index("stand lean Nadim")


def test_words_taken_out_leave_their_mark(view, imprint, cite, correct):
    correct(8, " and no answer came", "")
    shown, _ = both(view, imprint, f"It asked {cite(8, 'We asked 7 times')}.", "en")
    assert "We asked 7 times[words taken out by a person]." in shown
    assert "and no answer came (nothing)" in shown


def test_a_letters_field_that_a_person_gave(view, imprint, cite):
    letter = view.all_letters[0]
    sha256 = letter.sha256
    passage = Passage.cut(sha256, Span(1, 40, 51), view.page(sha256, 1).text, "pdf 1")
    view.all_corrections.append(
        Correction(60, passage, "number", "1/1", "the register", "Nadim", "2026-01-09T10:11:12Z", passage.span)
    )
    view.all_letters[0] = type(letter)(
        letter.id, sha256, letter.span, letter.method, "1/1", letter.date, letter.sender, letter.to,
        subject=letter.subject, corrected=frozenset({"number"}),
    )  # fmt: skip
    shown, _ = both(view, imprint, f"No answer {cite(8, 'no answer')}.", "en")
    assert "1/1 (corrected by a person)" in shown
    assert "the register" in shown


def test_a_persons_words_are_never_markup(view, imprint, cite, correct):
    evil = '<script>alert(1)</script> #read("/etc/passwd")'
    correct(8, "fall", evil)
    report = build(view, f"So {cite(8, evil)}.", Format.HTML, imprint)
    assert b"<script" not in report.content
    assert words_of(report).count(evil) == 2
    assert "root:" not in pdf_words(build(view, f"So {cite(8, evil)}.", Format.PDF, imprint))


def test_each_cited_exhibit_is_vouched_for_before_anything_is_drawn(view, imprint, cite):
    asked = []

    def vouch(sha256):
        asked.append(sha256)
        if sha256 == view.numbered(9):
            raise IntegrityError("altered", "look")

    def picture(sha256, page):
        raise AssertionError("drawn")

    draft = f"No answer {cite(9, 'پاسخ نداد')}. It fell {cite(8, 'fall')}. They were calm [@claim:30]."
    with pytest.raises(IntegrityError):
        build(view, draft, Format.HTML, imprint, vouch=vouch, pictures=picture)
    build(view, draft.replace(cite(9, "پاسخ نداد"), cite(8, "no answer")), Format.HTML, imprint, vouch=vouch)
    assert set(asked) == {view.numbered(number) for number in (8, 9, 14)}


def test_all_that_is_wrong_is_told_at_once_in_order_of_lines(view, imprint, cite):
    draft = (
        f"It has 1,205 cracks {cite(8, 'has 1,204 cracks')}.\n\n"
        "Nobody knows this.\n\n"
        f"So says [ex99.1:0-5] and 777 {cite(8, 'fall')}.\n\n"
        "A [link](http://example.org) stands here. And a [@mistake].\n\n"
        f"In 20 cases it was calm {cite(14, '20 of 25')}. Nobody knows that.\n"
    )
    with pytest.raises(DraftError) as caught:
        build(view, draft, Format.HTML, imprint)
    told = [(each.line, each.what) for each in caught.value.problems]
    assert [line for line, _ in told] == [1, 3, 5, 7, 7, 7, 9, 9]
    for words, at in (("1,205", 0), ("Nobody knows this", 1), ("no exhibit 99", 2), ("machine's reading", -2)):
        assert words in told[at][1]
    assert "It has 1,205 cracks" in told[0][1]
    assert "Nobody knows that" in told[-1][1]
    assert not any("777" in what for _, what in told)
    assert caught.value.line == 1
    assert all(f"line {line}:" in f"{caught.value.what}\n{caught.value.remedy}" for line, _ in told)
    assert "8 problems" in caught.value.remedy


@pytest.mark.parametrize("draft", ["", "\n\n", "# Only a title\n", "---\ntitle: T\n---\n", "- - -\n"])
def test_a_draft_without_a_sentence_is_refused(view, imprint, draft):
    with pytest.raises(DraftError, match="no sentence"):
        build(view, draft, Format.HTML, imprint)


def test_cells_of_a_table_stay_apart(view, imprint):
    view.add(88, "name\tage\nA. Karimi\t31")
    for shown in both(view, imprint, "So [ex88.1:0-8].", "en"):
        assert "name | age" in shown
        assert "A. Karimi | 31" in shown


def test_a_persian_report_speaks_persian(view, imprint, cite):
    shown, _ = both(view, imprint, f"پاسخ نداد {cite(9, 'پاسخ نداد')}.", "fa")
    assert "۱۲ بهمن ۱۴۰۴ (۱ فوریهٔ ۲۰۲۶)" in shown
    assert "دلایل معقول برای باور" in shown
    assert "reasonable" not in shown
    report = build(view, f"---\nlang: fa\n---\n\nپاسخ نداد {cite(9, 'پاسخ نداد')}.", Format.HTML, imprint)
    assert b'<time datetime="2026-02-01">' in report.content


def test_figures_of_a_scanned_letter_that_nobody_confirmed_are_marked_in_its_facts(view, imprint, cite, confirm):
    sha256 = view.add(
        15, "No. 12/9\nIt was a calm day and nothing else.", origin=view.page(view.numbered(14), 1).origin
    )
    letter = view.all_letters[0]
    view.all_letters.append(type(letter)("2" * 16, sha256, Span(1, 0, 8), "l", "12/9", spans={"number": Span(1, 4, 8)}))
    shown, _ = both(view, imprint, f"It was calm {cite(15, 'a calm day')}.", "en")
    assert "12/9 (unverified reading)" in shown
    confirm(15, "12/9")
    shown, _ = both(view, imprint, f"It was calm {cite(15, 'a calm day')}.", "en")
    assert "unverified" not in shown


def test_no_page_of_a_pdf_is_left_blank_but_for_the_annex_heading(view, imprint, cite):
    def picture(sha256, page):
        drawn = io.BytesIO()
        Image.new("L", (300, 400), 230).save(drawn, "PNG")
        return drawn.getvalue(), 300, 400

    report = build(view, f"It will fall {cite(8, 'fall')}.", Format.PDF, imprint, pictures=picture)
    with pypdfium2.PdfDocument(report.content) as document:
        pages = [" ".join(page.get_textpage().get_text_range().split()) for page in document]
    (annex,) = (words for words in pages if "Annex: what is cited" in words)
    assert "cracks" in annex
