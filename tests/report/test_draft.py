"""What a draft may hold, and the line that is named when it may not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govah.errors import DraftError
from govah.model.passage import Place, Span
from govah.report.citations import Citation, ClaimNamed, ExhibitPlace, TableNamed, read_citations
from govah.report.draft import Context, Draft, Heading, Items, Paragraph, Quote, Table, read_draft


def parse_draft(source: str) -> Draft:
    """The draft, as publishing would take it: anything wrong with it is raised."""
    draft, problems = read_draft(source)
    if problems:
        raise DraftError.of(problems)
    return draft


def find_citations(text: str, line: int) -> tuple[Citation, ...]:
    found, mistakes = read_citations(text, line)
    if mistakes:
        raise DraftError.of([error for _, _, error in mistakes])
    return found


def test_blocks_and_their_lines():
    draft = parse_draft(
        "---\ntitle: A title: with colon\nlang: fa\n---\n\n# Head\n\nOne *two*\n**three** `#x`.\n\n"
        "1. first\n2. second\n\n> quoted\n\n::: context\nAside.\n:::\n\n| a | b |\n|---|---|\n| c | d |\n"
    )
    assert draft.title.text == "A title: with colon"
    assert draft.language == "fa"
    heading, paragraph, items, quote, context, table = draft.blocks
    assert isinstance(heading, Heading)
    assert heading.text.line == 6
    assert isinstance(paragraph, Paragraph)
    assert paragraph.text.text == "One two\nthree #x."
    assert paragraph.text.line_at(paragraph.text.text.index("three")) == 9
    assert [paragraph.text.text[run.start : run.end] for run in paragraph.text.runs if run.strong] == ["three"]
    assert [paragraph.text.text[run.start : run.end] for run in paragraph.text.runs if run.code] == ["#x"]
    assert isinstance(items, Items)
    assert items.first == 1
    assert isinstance(quote, Quote)
    assert isinstance(context, Context)
    assert context.blocks[0].text.line == 17
    assert isinstance(table, Table)
    assert table.rows[0][1].line == 22


def test_the_first_heading_is_the_title_where_none_is_named():
    draft = parse_draft("# Only title\n\nText")
    assert draft.title.text == "Only title"
    assert len(draft.blocks) == 1
    assert draft.language is None


@pytest.mark.parametrize(
    ("source", "line", "told"),
    [
        ("a\n\n<script>alert(1)</script>\n", 3, "HTML"),
        ("a\nb <b>c</b>", 2, "HTML"),
        ("a\n<!-- hidden -->", 2, "HTML"),
        ("a\n\n![x](y.png)", 3, "picture"),
        ("a [b](http://x.org)", 1, "link"),
        ("a <http://x.org>", 1, "link"),
        ("a\n\n[b]: http://x.org\n", 3, "link"),
        ("a\n\n```\ncode\n```", 3, "code block"),
        ("a\n\n    code", 3, "code block"),
        ("a note[^1].\n\n[^1]: foot", 1, "link"),
        ("a note[^1].", 1, "Footnotes"),
        ("a\n\n::: context\nb", 3, "not closed"),
        ("::: context\n::: context\n:::\n:::", 2, "holds no other"),
        ("a\n:::\n", 2, "opened"),
        ("::: finding\na\n:::", 1, "opened"),
        ("---\ntitle: x\n", 1, "no end"),
        ("---\nauthor: x\n---\n", 2, "front matter"),
        ("---\nlang: de\n---\n", 2, "language"),
    ],
)
def test_what_has_no_place_in_a_report(source, line, told):
    with pytest.raises(DraftError, match=told) as caught:
        parse_draft(source)
    assert caught.value.line == line
    assert caught.value.remedy


@given(st.text(st.sampled_from("ab #*_`[](){}<>!|-:.\n\t\\&;~>1سی"), max_size=60))
def test_any_draft_is_parsed_or_refused_with_a_line_of_it(source):
    try:
        parse_draft(source)
    except DraftError as error:
        refused = error.line
    else:
        refused = 1
    assert 1 <= refused <= source.count("\n") + 1


@pytest.mark.parametrize(
    ("written", "target"),
    [
        ("[@3f2a91bc:1:118-160]", Place("3f2a91bc", Span(1, 118, 160))),
        ("[@" + "AB" * 32 + ":2:0-1]", Place("ab" * 32, Span(2, 0, 1))),
        ("[ex46.3:5-9]", ExhibitPlace(46, Span(3, 5, 9))),
        ("[Ex۴۶.۳:۵-۹]", ExhibitPlace(46, Span(3, 5, 9))),
        ("[@claim:12]", ClaimNamed(12)),
        ("[@table:deaths-2015]", TableNamed("deaths-2015")),
    ],
)
def test_citations(written, target):
    found = find_citations(f"word {written}.", 1)
    assert [each.target for each in found] == [target]
    assert (found[0].start, found[0].end) == (5, 5 + len(written))


@pytest.mark.parametrize(
    "written",
    [
        "[@3f2a:1:0-1]",
        "[@3f2a91bc]",
        "[@3f2a91bc:0:0-1]",
        "[ex46.1:9-9]",
        "[ex46]",
        "[@claim:x]",
        "[@nobody]",
        "[@open",
    ],
)
def test_what_begins_like_a_citation_and_is_none(written):
    with pytest.raises(DraftError, match="not a citation") as caught:
        find_citations(f"one\ntwo {written}", 7)
    assert caught.value.line == 8


def test_other_brackets_are_words():
    assert find_citations("so [sic] and […] and [example]", 1) == ()
