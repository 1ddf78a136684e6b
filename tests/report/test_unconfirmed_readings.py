"""However a draft is written, no number gets into print that rests on a reading which no person confirmed."""

from dataclasses import replace
from datetime import date

import pytest

from govah.errors import DraftError
from govah.model.claim import ClaimStatus
from govah.model.mark import Correction
from govah.model.page import Layer, Origin, Page
from govah.model.passage import Passage, Span
from govah.report.publishing import Format, build

SCAN = (
    "No. 12/955 of 13 February 2015\nOf 25 gatherings 20 were calm, 80 % of all. 1,204 men came, 3.5 km long, 12-15 "
    "to a row.\nتاریخ: ۱۳۹۳/۱۱/۲۴ جمعیت ۱٬۳۵۰ تن بود"
)


@pytest.fixture
def scan(view):
    """The exhibit of the scan, numbered 20."""
    return view.add(20, SCAN, origin=Origin.OCR)


def refused(view, imprint, draft, **options):
    with pytest.raises(DraftError) as caught:
        build(view, draft, Format.HTML, imprint, **options)
    return caught.value


def is_unconfirmed(error, number):
    """Whether it is the machine's reading of this number that stops the build."""
    return any(f"number {number} rests on a machine's reading" in each.what for each in error.problems)


@pytest.mark.parametrize(
    ("said", "cited", "number"),
    [
        ("Of 25 gatherings many were calm", "Of 25 gatherings", "25"),
        ("Of ۲۵ gatherings many were calm", "Of 25 gatherings", "۲۵"),
        ("Of ٢٥ gatherings many were calm", "Of 25 gatherings", "٢٥"),
        ("Of 2**5** gatherings", "Of 25 gatherings", "25"),
        ("1204 men came", "1,204 men", "1204"),
        ("۱٬۲۰۴ تن آمدند", "1,204 men", "۱٬۲۰۴"),
        ("There were 1\u202f350 people", "۱٬۳۵۰ تن", "1\u202f350"),
        ("جمعیت 1350 تن بود", "۱٬۳۵۰ تن", "1350"),
        ("80 % were calm", "80 % of all", "80"),
        ("۸۰٪ آرام بود", "80 % of all", "۸۰"),
        ("It was 3.5 km long", "3.5 km", "3.5"),
        ("It was ۳٫۵ km long", "3.5 km", "۳٫۵"),
        ("12–15 to a row", "12-15 to a row", "12–15"),
        ("12 to a row", "12-15 to a row", "12"),
        ("Between 20–25 were calm", "Of 25 gatherings 20 were", "20–25"),
        ("Letter 12/955 says so", "No. 12/955", "12/955"),
        ("Letter 955 says so", "No. 12/955", "955"),
        ("It was on 2015-02-13", "13 February 2015", "2015-02-13"),
        ("It was in 2015", "13 February 2015", "2015"),
        ("It was in 1393", "13 February 2015", "1393"),
        ("It was on 13 February 2015", "۱۳۹۳/۱۱/۲۴", "2015"),
        ("۲۴ بهمن ۱۳۹۳ بود", "۱۳۹۳/۱۱/۲۴", "۱۳۹۳"),
        ("بیست و چهارم بهمن هزار و سیصد و نود و سه بود", "۱۳۹۳/۱۱/۲۴", "بیست و چهارم بهمن هزار و سیصد و نود و سه"),
        ("On the thirteenth of February 2015", "13 February 2015", "2015"),
        ("Twenty were calm", "20 were calm", "Twenty"),
        ("Of twenty-five some were calm", "Of 25 gatherings", "twenty-five"),
        ("بیست و پنج تجمع", "Of 25 gatherings", "بیست و پنج"),
        ("هشتاد درصد آرام بود", "80 % of all", "هشتاد"),
        ("One thousand two hundred and four men", "1,204 men", "One thousand two hundred and four"),
    ],
)
def test_in_a_sentence(view, imprint, scan, cite, confirm, said, cited, number):
    draft = f"{said} {cite(20, cited)}."
    assert is_unconfirmed(refused(view, imprint, draft), number)
    marked = build(view, draft, Format.HTML, imprint, require_confirmation=False)
    assert marked.unverified >= 1
    assert b"(unverified reading)" in marked.content
    confirm(20, SCAN)
    assert build(view, draft, Format.HTML, imprint).unverified == 0


@pytest.mark.parametrize(
    "draft",
    [
        "## The 25 gatherings\n\nThey were calm {}.\n",
        "---\ntitle: The 25 gatherings\n---\n\nThey were calm {}.\n",
        "# The 25 gatherings\n\nThey were calm {}.\n",
        "| 25 | b |\n|---|---|\n| c {} | d |\n",
        "| a | b |\n|---|---|\n| 25 | calm {} |\n",
        "> Of 25 gatherings {}.\n",
        "- of 25 gatherings {}\n",
        "1. of 25 gatherings {}\n",
        "::: context\nOf 25 gatherings many were calm {}.\n:::\n\nThey were calm {}.\n",
        "::: context\nOf 25 gatherings many were calm.\n\nSo says the scan {}.\n:::\n\nThey were calm {}.\n",
        "::: context\nOf twenty-five gatherings many were calm {}.\n:::\n\nThey were calm {}.\n",
    ],
)
def test_wherever_it_stands(view, imprint, scan, cite, confirm, draft):
    draft = draft.replace("{}", cite(20, "Of 25 gatherings"))
    error = refused(view, imprint, draft)
    assert is_unconfirmed(error, "twenty-five" if "twenty" in draft else "25")
    marked = build(view, draft, Format.HTML, imprint, require_confirmation=False)
    assert marked.content.count(b"(unverified reading)") >= marked.unverified >= 1
    assert b"%PDF" in build(view, draft, Format.PDF, imprint, require_confirmation=False).content
    confirm(20, "25")
    assert build(view, draft, Format.HTML, imprint).unverified == 0


def test_context_that_cites_nothing_may_still_say_a_number(view, imprint, scan, cite):
    draft = f"::: context\nThere are 25 provinces.\n:::\n\nThey were calm {cite(20, 'calm')}."
    assert build(view, draft, Format.HTML, imprint).context == 1


@pytest.mark.parametrize("part", ["2", "5", "12/", "/955", "12", "955"])
def test_a_number_confirmed_in_part_only(view, imprint, scan, cite, confirm, part):
    said, words = ("12/955", "No. 12/955") if part.strip("25") else ("25", "Of 25 gatherings")
    if part == "12":
        said, words = "12/955", "No. 12/955"
    confirm(20, part if words.startswith("No") else {"2": "25 gatherings"[:1], "5": "5 gatherings 20"[:1]}[part])
    assert is_unconfirmed(refused(view, imprint, f"So {said} {cite(20, words)}."), said)


def test_one_end_of_a_range_confirmed(view, imprint, scan, cite, confirm):
    confirm(20, "25")
    assert is_unconfirmed(refused(view, imprint, f"Of 20–25 some {cite(20, 'Of 25 gatherings 20 were')}."), "20–25")


def test_one_end_of_a_range_put_by_a_person_does_not_vouch_for_the_other(view, imprint, cite):
    sha256 = view.add(30, "from 12 men")
    passage = Passage.cut(sha256, Span(1, 5, 7), "from 11 men", "pdf 1")
    made = Correction(60, passage, "text", "12", "said so", "N", "2026-01-01T00:00:00Z", Span(1, 5, 7), None, False)
    view.all_corrections.append(made)
    view.add(31, "up to 15 men", origin=Origin.OCR)
    draft = f"There were 12–15 {cite(30, 'from 12')} {cite(31, 'to 15')}."
    assert is_unconfirmed(refused(view, imprint, draft), "12–15")


def test_a_sure_reading_needs_a_person_as_well(view, imprint, scan, cite):
    exhibit, pages = view.held[scan]
    sure = replace(pages[0], words=tuple(replace(word, confidence=1.0) for word in pages[0].words))
    view.held[scan] = (exhibit, (sure,))
    assert is_unconfirmed(refused(view, imprint, f"Of 25 some {cite(20, 'Of 25')}."), "25")


def test_recognised_words_on_a_page_of_written_text(view, imprint, scan, cite):
    exhibit, pages = view.held[scan]
    view.held[scan] = (exhibit, (replace(pages[0], origin=Origin.TEXT),))
    assert is_unconfirmed(refused(view, imprint, f"Of 25 some {cite(20, 'Of 25')}."), "25")


@pytest.mark.parametrize("origin", list(Origin))
def test_what_only_the_other_reading_of_a_page_says(view, imprint, scan, cite, origin):
    exhibit, pages = view.held[scan]
    layers = (Layer(origin, SCAN.replace("25", "26")),)
    view.held[scan] = (exhibit, (replace(pages[0], layers=layers),))
    assert is_unconfirmed(refused(view, imprint, f"Of 25 some {cite(20, 'Of 25')}."), "25")
    assert "stands in no passage" in refused(view, imprint, f"Of 26 some {cite(20, 'Of 25')}.").what


def test_a_page_whose_words_have_no_boxes(view, imprint, scan, cite):
    exhibit, _ = view.held[scan]
    view.held[scan] = (exhibit, (Page(1, SCAN, Origin.OCR),))
    assert is_unconfirmed(refused(view, imprint, f"Of 25 some {cite(20, 'Of 25')}."), "25")


@pytest.mark.parametrize("join", ["\u00a0", "\u202f", ",\u200f"])
def test_a_number_that_is_two_words_of_the_scan(view, imprint, cite, confirm, join):
    sha256 = view.add(21, f"in all 1{join}350 men", origin=Origin.OCR)
    exhibit, pages = view.held[sha256]
    words = []
    for word in pages[0].words:
        at = pages[0].text.find(join, word.start, word.end)
        cuts = [(word.start, at), (at + len(join), word.end)] if at >= 0 else [(word.start, word.end)]
        words += [replace(word, start=start, end=end) for start, end in cuts]
    view.held[sha256] = (exhibit, (replace(pages[0], words=tuple(words)),))
    draft = f"There were 1350 men {cite(21, 'all 1' + join + '350')}."
    assert is_unconfirmed(refused(view, imprint, draft), "1350")
    confirm(21, "350")
    assert is_unconfirmed(refused(view, imprint, draft), "1350")


def test_one_of_two_passages_is_sure(view, imprint, scan, cite):
    view.add(22, "another paper, of 25 gatherings")
    assert build(view, f"Of 25 some {cite(20, 'Of 25')} {cite(22, 'of 25')}.", Format.HTML, imprint).unverified == 0


def _claim(view, sha256, words, said="They were calm", page_text=SCAN):
    passage = Passage.cut(sha256, Span(1, page_text.index(words), page_text.index(words) + len(words)), page_text, "o")
    claim = replace(view.all_claims[30], id=40, text=said, passages=(passage,), history=(), status=ClaimStatus.ASSERTED)
    view.all_claims[40] = claim


def test_through_a_claim(view, imprint, scan, confirm):
    _claim(view, scan, "Of 25 gatherings")
    draft = "Of 25 gatherings some were calm [@claim:40]."
    assert is_unconfirmed(refused(view, imprint, draft), "25")
    confirm(20, "25")
    assert build(view, draft, Format.HTML, imprint).cited == 1


@pytest.mark.parametrize("said", ["Of 25 gatherings", "Of twenty-five gatherings", "از ۲۵ تجمع"])
def test_in_the_words_of_a_claim_which_the_annex_prints(view, imprint, scan, confirm, said):
    _claim(view, scan, "Of 25 gatherings", said)
    draft = "Some were calm [@claim:40]."
    error = refused(view, imprint, draft)
    assert "rests on a machine's reading" in error.what
    assert "claim 40" in error.what
    marked = build(view, draft, Format.HTML, imprint, require_confirmation=False).content
    assert marked.count(b"(unverified reading)") == 1
    confirm(20, "25")
    assert build(view, draft, Format.HTML, imprint).cited == 1


def test_a_claims_passage_that_is_not_on_its_page_any_more(view, imprint, scan, confirm):
    _claim(view, scan, "Of 25 gatherings")
    exhibit, _ = view.held[scan]
    view.held[scan] = (exhibit, (view.page_of(1, SCAN.replace("25", "26"), Origin.OCR),))
    confirm(20, SCAN.replace("25", "26"))  # a person looked at all of the page, and nowhere saw 25
    error = refused(view, imprint, "Of 25 gatherings some were calm [@claim:40].")
    assert "is not found on its page any more" in error.what
    assert "govah text" in error.remedy


def test_a_letters_figures_that_nobody_confirmed(view, imprint, scan, cite, confirm):
    letter = view.all_letters[0]
    spans = {"number": Span(1, 4, 10), "date": Span(1, 14, 30), "subject": Span(1, 31, 58)}
    when = replace(letter.date, text="13 February 2015", earliest=date(2015, 2, 13), latest=date(2015, 2, 13))
    view.all_letters.append(
        type(letter)("3" * 16, scan, Span(1, 0, 58), "l", "12/955", when, subject="Of 25 gatherings", spans=spans)
    )
    shown = build(view, f"They were calm {cite(20, 'were calm')}.", Format.HTML, imprint).content.decode()
    assert shown.count("(unverified reading)") == 3
    confirm(20, "12/955")
    confirm(20, "13")
    shown = build(view, f"They were calm {cite(20, 'were calm')}.", Format.HTML, imprint).content.decode()
    assert shown.count("(unverified reading)") == 2, "half a date is not confirmed"


@pytest.mark.parametrize("language", ["en", "fa"])
def test_excerpts_mark_the_numbers_that_nobody_confirmed(view, imprint, scan, cite, confirm, language):
    draft = f"---\nlang: {language}\n---\n\nThey were calm {cite(20, 'gatherings 20 were calm')}."
    shown = build(view, draft, Format.HTML, imprint).content.decode()
    assert '<span class="doubt">20</span>' in shown
    assert '<span class="doubt">1,204</span>' in shown
    told = "No person has confirmed" if language == "en" else "هیچ‌کس تأیید نکرده"
    assert told in shown
    confirm(20, SCAN)
    shown = build(view, draft, Format.HTML, imprint).content.decode()
    assert '<span class="doubt">' not in shown
    assert told not in shown
