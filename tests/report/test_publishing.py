"""Publishing as a whole: the rules, with their lines, and what both printers print."""

import io
import re
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser

import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pdfminer.high_level import extract_text
from PIL import Image

from govah.errors import DraftError
from govah.report.grounds import ComputedTable
from govah.report.publishing import Format, build


def publish(view, imprint, draft, output=Format.HTML, **options):
    return build(view, draft, output, imprint, **options)


def refused(view, imprint, draft, **options):
    with pytest.raises(DraftError) as caught:
        publish(view, imprint, draft, **options)
    assert caught.value.remedy
    return caught.value


def words_of(report):
    """An HTML report's text as a browser would show it."""
    body = re.sub(r"<(style|title)[^>]*>.*?</\1>", "", report.content.decode(), flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]*>", "", body)).split())


def pdf_words(report):
    with pypdfium2.PdfDocument(report.content) as document:
        return " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())


def test_sentences_are_counted(view, imprint, cite):
    place = cite(8, "No. 88/2235")
    body = f"# Title\n\nIt has No. 88/2235 {place}. So it was said. {place}\n\n"
    report = publish(view, imprint, body + f"::: context\nAside 99. And 100.\n:::\n\n- One {place}\n")
    assert (report.sentences, report.cited, report.context, report.unverified) == (5, 3, 2, 0)
    assert [passage.exact for passage in report.passages] == ["No. 88/2235"]


@pytest.mark.parametrize(
    ("draft", "line"),
    [
        ("# T\n\nNo grounds here.\n", 3),
        ("Grounds {}. None here.\n", 1),
        ("Grounds {}.\nAnd a second line\nwithout. Then {}.\n", 2),
        ("- fine {}\n- not fine\n", 2),
        ("> quoted without\n", 1),
        ("| a | b |\n|---|---|\n| c | d |\n", 3),
        ("| a | b |\n|---|---|\n| One {}. Two. | d |\n", 3),
        ("::: context\nAside.\n:::\n\nNot aside.\n", 5),
        ("1. one {}\n\n   second paragraph\n", 3),
        ("# A heading. With a claim\n\n## Sub\n\nx {}", 3),
        ("Title {}\n\n## The Governor knew.\n\nyes {}\n", 3),
    ],
)
def test_a_sentence_without_grounds_stops_the_build(view, imprint, cite, draft, line):
    draft = draft.replace("{}", cite(8, "Governor"))
    if draft.startswith("# A heading"):
        draft = draft.replace("# A heading. With a claim", "# T\n\n## A heading. With a claim").replace(
            "## Sub\n\n", ""
        )
    assert refused(view, imprint, draft).line == line


def test_removing_any_citation_stops_the_build(view, imprint, cite):
    draft = f"One {cite(8, 'Governor')}. Two. {cite(9, 'استاندار')}\n\n"
    draft += f"- Three {cite(8, 'cracks')}\n\n> Four {cite(9, 'ترک')}\n"
    assert publish(view, imprint, draft).cited == 4
    for match in re.finditer(r"\[[^\]]*\]", draft):
        without = draft[: match.start()] + draft[match.end() :]
        assert refused(view, imprint, without).line == draft.count("\n", 0, match.start()) + 1


@pytest.mark.parametrize(
    ("sentence", "exhibit", "words"),
    [
        ("It had 1,204 cracks", 8, "has 1,204 cracks"),
        ("It had 1204 cracks", 9, "۱٬۲۰۴ ترک"),
        ("دیوار ۱۲۰۴ ترک داشت", 8, "has 1,204 cracks"),
        ("3.5 metres fell", 9, "۳٫۵ متر"),
        ("No. 88/2235 was sent", 9, "شماره: ۸۸/۲۲۳۵"),
        ("On 24 February 2015 it was sent", 8, "Date: 1393/12/05"),
        ("On 24 February 2015 it was sent", 9, "۱۳۹۳/۱۲/۰۵"),
        ("In February 2015 it was sent", 9, "۱۳۹۳/۱۲/۰۵"),
        ("In 2015 it was sent", 9, "۱۳۹۳/۱۲/۰۵"),
        ("In 1393 it was sent", 9, "۱۳۹۳/۱۲/۰۵"),
        ("در ۵ اسفند ۱۳۹۳ فرستاده شد", 8, "Date: 1393/12/05"),
        ("Ex. 8 says so", 8, "Governor"),
        ("Exhibits 8 and 9 say so", 8, "Governor"),
        ("Ex. 8, p. 2 says so", 8, "Governor"),
        ("سند ۸ چنین می‌گوید", 8, "Governor"),
        ("سند شمارهٔ ۸، ص ۲ چنین می‌گوید", 8, "Governor"),
        ("سندهای ۸ و ۹ چنین می‌گویند", 8, "Governor"),
        ("4. A numbered paragraph", 8, "Governor"),
        ("2.1. A numbered paragraph", 8, "Governor"),
    ],
)
def test_numbers_that_the_passage_holds(view, imprint, cite, sentence, exhibit, words):
    draft = f"{sentence} {cite(exhibit, words)}."
    assert (
        publish(view, imprint, f"A paragraph {cite(8, 'Governor')}.\n\n{draft}".replace("\n\n4. ", "\n\n4\\. ")).cited
        == 2
    )


@pytest.mark.parametrize(
    ("sentence", "exhibit", "words", "number"),
    [
        ("It had 1,205 cracks", 8, "has 1,204 cracks", "1,205"),
        ("It had 204 cracks", 8, "has 1,204 cracks", "204"),
        ("It had 1,204 cracks", 8, "Governor", "1,204"),
        ("It had 204 cracks", 8, "204 cracks", "204"),
        ("No. 88/2236 was sent", 9, "شماره: ۸۸/۲۲۳۵", "88/2236"),
        ("On 25 February 2015 it was sent", 8, "Date: 1393/12/05", "25"),
        ("On 12 May 2015 it was sent", 8, "Date: 1393/12/05", "12"),
        ("In March 2015 it was sent", 8, "Date: 1393/12/05", ""),
        ("In 2016 it was sent", 8, "Date: 1393/12/05", "2016"),
        ("در ۶ اسفند ۱۳۹۳ فرستاده شد", 8, "Date: 1393/12/05", ""),
        ("3 metres fell", 8, "3.5 metres", "3"),
        ("Ex. 8 and 9 people say so", 8, "Governor", "9"),
        ("Exhibit 8.9 says so", 8, "Governor", "8.9"),
        ("سند شماره ۸۸/۲۲۳۶ چنین می‌گوید", 8, "No. 88/2235", "۸۸/۲۲۳۶"),
        ("2.1 metres fell", 8, "3.5 metres", "2.1"),
        ("It asked 7 times", 8, "answer", "7"),
        ("It had ۱۲۰۵ cracks", 8, "has 1,204 cracks", "۱۲۰۵"),
    ],
)
def test_numbers_that_the_passage_does_not_hold(view, imprint, cite, sentence, exhibit, words, number):
    error = refused(view, imprint, f"Fine {cite(8, 'Governor')}.\n\n{sentence} {cite(exhibit, words)}.")
    assert error.line == 3
    assert f"number {number}" in error.what


def test_numbers_of_headings_titles_and_tables(view, imprint, cite):
    wall = cite(8, "has 1,204 cracks")
    good = f"---\ntitle: Kahrab 1394\n---\n\n## 3. The 1,204 cracks\n\nCracks {wall}.\n\n"
    good += f"| 1204 | b |\n|--|--|\n| 1,204 | x {wall} |\n"
    assert publish(view, imprint, good).cited == 3
    assert refused(view, imprint, good.replace("The 1,204", "The 1,205")).line == 5
    assert refused(view, imprint, good.replace("Kahrab 1394", "Kahrab 1395")).line == 2
    assert refused(view, imprint, good.replace("| 1204 |", "| 1205 |")).line == 9
    assert refused(view, imprint, good.replace("| 1,204 |", "| 1,205 |")).line == 11


@pytest.mark.parametrize(
    ("citation", "told"),
    [
        ("[ex77.1:0-5]", "no exhibit 77"),
        ("[ex8.9:0-5]", "no page 9"),
        ("[ex8.1:0-99999]", "page ends at"),
        ("[@deadbeef:1:0-5]", "deadbeef"),
        ("[@claim:999]", "no claim 999"),
        ("[@table:none]", "no table"),
        ("[@nonsense]", "not a citation"),
    ],
)
def test_what_is_not_in_the_case_cannot_be_cited(view, imprint, citation, told):
    error = refused(view, imprint, f"---\nlang: en\n---\n\nA sentence {citation}.\n")
    assert told in error.what
    assert error.line == 5


def test_an_exhibit_spoken_of_must_exist(view, imprint, cite):
    assert "no exhibit 404" in refused(view, imprint, f"Ex. 404 says so {cite(8, 'Governor')}.").what


def test_claims_and_tables_are_grounds(view, imprint):
    view.all_corrections.clear()
    table = ComputedTable("dead", "The dead", ("list", "n"), (("A", "1,104"),), "lists 1", ("ab" * 32,))
    report = publish(
        view,
        imprint,
        "The Governor denied it [@claim:30]. There were 1104 dead [@table:dead].",
        tables={"dead": table},
    )
    shown = words_of(report)
    assert "None of the gatherings saw clashes" in shown
    assert "contradicted" in shown
    assert "1,104" in shown
    assert [passage.exact for passage in report.passages] == ["20 of 25 gatherings were ca"]
    assert "1105" in refused(view, imprint, "There were 1105 dead [@table:dead].", tables={"dead": table}).what


def test_an_unconfirmed_reading_is_not_published(view, imprint, cite, confirm):
    draft = f"In 20 of 25 cases it was calm {cite(14, '20 of 25 gatherings')}."
    error = refused(view, imprint, f"x {cite(8, 'Governor')}.\n\n{draft}")
    assert error.line == 3
    assert "20" in error.what
    assert "no person confirmed" in error.what
    assert f"govah confirm {view.numbered(14)[:12]}:1:11-13" in error.remedy
    marked = publish(view, imprint, draft, require_confirmation=False)
    assert marked.unverified == 2
    assert words_of(marked).count("unverified reading") == 2
    confirm(14, "20")
    assert "25" in refused(view, imprint, draft).what
    confirm(14, "25")
    assert publish(view, imprint, draft).unverified == 0
    assert "unverified" not in words_of(publish(view, imprint, draft))


def test_words_of_a_scan_need_no_confirmation(view, imprint, cite):
    assert publish(view, imprint, f"It was calm {cite(14, 'gatherings were calm')}.").cited == 1


HOSTILE = [
    '#read("/etc/passwd")',
    "<script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '$x$ #import "x" *b* _i_ `c` = h',
    "[@claim:30] [ex8.1:0-5] \\ #{} //",
    "]]> &amp; &lt; \"'",
    "a\u202eb\u2066c\u0085d",
    "{{ 7*7 }} {% for %}",
    "@label <label> ~ --- #pagebreak()",
]


class Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.seen = []

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))


def hostile_case(view, words):
    sha256 = view.add(66, f"before {words} after", path=f"leak/{words}.pdf")
    letter = view.all_letters[0]
    view.all_letters.append(
        type(letter)("1" * 16, sha256, letter.span, "letters 1", number=words, sender=letter.sender, subject=words)
    )
    view.name = f"Case {words}"
    return f"[ex66.1:0-{len(words) + 10}]"


def spelt(words):
    return " ".join(re.sub("[\u202e\u2066\u0085]", lambda sign: f"⟨U+{ord(sign[0]):04X}⟩", words).split())


@pytest.mark.parametrize("words", HOSTILE)
def test_a_leaks_words_are_words_in_html(view, imprint, words):
    report = publish(view, imprint, f"It says so {hostile_case(view, words)}.")
    assert words_of(report).count(spelt(words)) == 4
    tags = Tags()
    tags.feed(report.content.decode())
    names = {name for name, _ in tags.seen}
    assert not names & {"script", "img", "iframe", "object", "link", "base", "form"}
    assert sum(name == "style" for name, _ in tags.seen) == 1
    for _, attributes in tags.seen:
        assert not any(name.startswith("on") or name in ("src", "style") for name in attributes)
        assert attributes.get("href", "#").startswith("#")


@pytest.mark.parametrize("words", HOSTILE)
def test_a_leaks_words_are_words_in_pdf(view, imprint, words):
    report = publish(view, imprint, f"It says so {hostile_case(view, words)}.", Format.PDF)
    shown = pdf_words(report)
    assert "root:" not in shown
    compact = shown.replace(" ", "")
    for sign in re.findall(r"[A-Za-z#$@<>/+0-9]+", spelt(words)):
        assert sign in compact


@pytest.mark.parametrize("words", ['#read("/etc/passwd")', '$x$ #import "y"', "{{ 7*7 }}", "a\u202eb"])
@pytest.mark.parametrize("output", list(Format))
def test_a_drafts_words_are_words_too(view, imprint, cite, words, output):
    words = words.replace("7*7", "x")
    report = publish(view, imprint, f"---\ntitle: {words}\n---\n\nWords {words} {cite(8, 'Governor')}.\n", output)
    shown = words_of(report) if output is Format.HTML else pdf_words(report)
    assert shown.replace(" ", "").count(spelt(words).replace(" ", "")) >= 2


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30).filter(str.strip))
def test_any_quotation_is_shown_as_text(view, imprint, words):
    view.held.clear()
    view.add(66, words)
    report = publish(view, imprint, f"So [ex66.1:0-{len(words)}].")
    tags = Tags()
    tags.feed(report.content.decode())
    assert "script" not in {name for name, _ in tags.seen}
    assert [tag for tag, _ in tags.seen].count("mark") == 1


@pytest.mark.parametrize("language", ["en", "fa"])
@pytest.mark.parametrize("output", list(Format))
def test_every_citation_leads_to_its_marked_passage(view, imprint, cite, language, output):
    draft = f"---\nlang: {language}\n---\n\nOne {cite(8, 'has 1,204 cracks')}. "
    draft += f"Two {cite(9, 'پاسخ نداد')}. Three {cite(8, 'no answer came')}.\n"
    report = publish(view, imprint, draft, output)
    assert publish(view, imprint, draft, output).content == report.content
    if output is Format.PDF:
        shown = pdf_words(report)
        assert all(word in shown for word in ("has", "1,204", "cracks"))  # pdfium reorders words beside Persian
        assert imprint.log_root in extract_text(io.BytesIO(report.content))  # pdfium also turns what stands in LTR
        assert report.content.count(b"/Link") >= 3
        return
    page = report.content.decode()
    tags = Tags()
    tags.feed(page)
    anchors = [attributes["id"] for _, attributes in tags.seen if "id" in attributes]
    assert len(anchors) == len(set(anchors))
    targets = [attributes["href"][1:] for name, attributes in tags.seen if name == "a"]
    assert set(targets) <= set(anchors)
    assert {"cited-1", "cited-2", "cited-3"} <= set(targets)
    marked = dict(re.findall(r'<mark id="(cited-\d)">([^<]*)</mark>', page))
    assert marked == {"cited-1": "has 1,204 cracks", "cited-2": "پاسخ نداد", "cited-3": "no answer came"}
    assert f'<html lang="{language}" dir="{"rtl" if language == "fa" else "ltr"}">' in page
    assert imprint.as_of in page
    assert imprint.log_root in page
    assert view.numbered(8) in page
    assert ("سند ۸ │ ص ۱" if language == "fa" else "Ex. 8 │ p. 1") in page
    assert ("هرگز نشان نمی‌دهد" if language == "fa" else "never that a leak is genuine") in page


def test_context_is_printed_as_not_a_finding(view, imprint):
    draft = "::: context\nAn aside with 12345.\n:::\n"
    for output, words in ((Format.HTML, words_of), (Format.PDF, pdf_words)):
        shown = words(publish(view, imprint, draft, output))
        assert shown.index("not a finding") < shown.index("An aside with 12345.")


def test_overlapping_passages_are_all_marked(view, imprint, cite):
    draft = f"One {cite(8, '1,204 cracks and 3.5 metres')}. Two {cite(8, '3.5 metres of it')}."
    page = publish(view, imprint, draft).content.decode()
    marked = re.findall(r"<mark[^>]*>(.*?)</mark>", page)
    assert "".join(marked) == "1,204 cracks and 3.5 metres of it"
    assert page.count('id="cited-1"') == page.count('id="cited-2"') == 1


def test_the_picture_of_a_page_carries_the_mark(view, imprint, cite):
    def picture(sha256, page):
        drawn = io.BytesIO()
        Image.new("L", (300, 400), 230).save(drawn, "PNG")
        return drawn.getvalue(), 300, 400

    draft = f"One {cite(8, 'No. 88/2235')}."
    plain = publish(view, imprint, draft, Format.PDF)
    for output in Format:
        report = publish(view, imprint, draft, output, pictures=picture)
        if output is Format.HTML:
            page = report.content.decode()
            assert page.count("<rect ") == 1
            # words 6 and 7 of the page on its third line: x 200 to 255, y 100 to 130, nothing near; grown by .28 of
            # their height up and down and .08 sideways, to cover their ink; drawn half as large
            assert '<rect x="98.8" y="45.8" width="29.9" height="23.4"/>' in page
        else:
            with pypdfium2.PdfDocument(report.content) as document, pypdfium2.PdfDocument(plain.content) as other:
                assert len(document) >= len(other)
                kinds = [each.type for sheet in document for each in sheet.get_objects()]
                assert pypdfium2.raw.FPDF_PAGEOBJ_IMAGE in kinds


def test_the_picture_of_a_page_that_lies_is_turned_with_its_mark(view, imprint, cite):
    asked = []

    def picture(sha256, page):
        asked.append(page.turned)
        drawn = io.BytesIO()
        Image.new("L", (400, 300), 230).save(drawn, "PNG")
        return drawn.getvalue(), 400, 300

    sha256 = view.numbered(8)
    exhibit, (first, *others) = view.held[sha256]
    view.held[sha256] = (exhibit, (replace(first, turned=90), *others))
    report = publish(view, imprint, f"One {cite(8, 'No. 88/2235')}.", Format.HTML, pictures=picture)
    assert asked == [90]
    (mark,) = re.findall(
        r'<rect x="([0-9.]+)" y="([0-9.]+)" width="([0-9.]+)" height="([0-9.]+)"/>', report.content.decode()
    )
    left, top, wide, high = (float(side) for side in mark)
    # x 200 to 255, y 100 to 130 of 600 × 800, turned by 90 degrees: x 670 to 700, y 200 to 255; drawn half as large
    assert left <= 335
    assert left + wide >= 350
    assert top <= 100
    assert top + high >= 127.5
    assert wide * high < 3 * 15 * 27.5


@pytest.mark.parametrize("output", [Format.HTML, Format.PDF])
def test_the_gap_before_admission_is_told_and_what_is_known_of_it_is_not(view, imprint, cite, output):
    from govah.model.acquisition import Acquisition, AcquisitionRecord

    place = cite(8, "No. 88/2235")
    words = words_of if output is Format.HTML else pdf_words
    told = words(publish(view, imprint, f"It has No. 88/2235 {place}.\n", output))
    assert "before they were admitted is not known" in told
    record = AcquisitionRecord(history="a clerk took it home")
    view.acquisitions = [Acquisition(2, "s1", "2026-03-01T00:00:00Z", "sara", True, (), record)]
    told = words(publish(view, imprint, f"It has No. 88/2235 {place}.\n", output))
    assert "stands in the log of the case" in told
    assert "clerk" not in told
