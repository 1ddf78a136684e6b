"""The drafts of the example report cite what the papers say, and keep to the words of findings."""

import re
from importlib.resources import files

import pytest

from govah.demo.paper import papers
from govah.demo.victim_list import persian_digits

CITATION = re.compile(r"\[\[(L\d\d)\|([^\]|]+)\]\]")
NEVER = re.compile(r"no answer was|proved|proven|\btrue\b|\bfalse\b|untrue|undoubtedly|پاسخی داده نشد|اثبات|دروغ")


def draft(language: str) -> str:
    return files("govah.demo").joinpath(f"report_{language}.md").read_text(encoding="utf-8")


def findings(language: str) -> list[str]:
    """The sentences outside front matter, headings and context, each with its citations."""
    body = draft(language).split("---\n", 2)[2]
    body = re.sub(r"^::: context\n.*?^:::$", "", body, flags=re.DOTALL | re.MULTILINE)
    lines = [line for line in body.splitlines() if line.strip() and not line.startswith("#")]
    return [part.strip() for line in lines for part in re.split(r"(?<=\]\]\.)\s|(?<=[^\]]\.)\s", line) if part.strip()]


def own_words(name: str) -> str:
    return "\n".join(text for block in papers()[name].body for text in (block.text, *block.items))


@pytest.mark.parametrize("language", ["en", "fa"])
def test_every_sentence_quotes_words_of_a_paper(language: str) -> None:
    sentences = [s for s in findings(language) if s]
    assert len(sentences) > 10
    for sentence in sentences:
        cited = CITATION.findall(sentence)
        assert cited, sentence
        for name, quotation in cited:
            assert quotation in own_words(name), (name, quotation)


@pytest.mark.parametrize("language", ["en", "fa"])
def test_every_number_stands_in_a_cited_passage(language: str) -> None:
    for sentence in findings(language):
        said = re.findall(r"[0-9۰-۹]+", re.sub("(?<=[0-9۰-۹])[,٬](?=[0-9۰-۹])", "", CITATION.sub("", sentence)))
        quoted = " ".join(quotation for _, quotation in CITATION.findall(sentence))
        assert all(persian_digits(number) in quoted for number in said), sentence


@pytest.mark.parametrize("language", ["en", "fa"])
def test_words_of_findings(language: str) -> None:
    text = draft(language)
    assert not NEVER.search(text)
    assert {"en": "no answer in holdings", "fa": "پاسخی در دارایی‌ها نیست"}[language] in text
    assert "::: context" in text


def test_both_languages_cite_the_same() -> None:
    assert CITATION.findall(draft("en")) == CITATION.findall(draft("fa"))
