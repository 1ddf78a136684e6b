"""Where sentences end, in three languages, and which citations belong to them."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govah.report.sentences import split_sentences

CITE = re.compile(r"\[@\d\]")


def split(text):
    places = tuple(match.span() for match in CITE.finditer(text))
    return [text[start:end] for start, end in split_sentences(text, places)]


@pytest.mark.parametrize(
    "text",
    [
        "One. | Two.",
        "One [@1]. | Two [@2].",
        "One. [@1] | Two. [@2] [@3] | Three.",
        "One.[@1] | Two.",
        "One. [@1], [@2] | Two.",
        "[@1] One. | Two",
        "Is it so? | It is! | Well.",
        "“Is it so?” he asked. | She left.",
        "He said “Go.” | She left.",
        "(He left.) | She stayed.",
        "Mr. Smith and Dr. A. B. Jones met in the U.S. embassy. | They left.",
        "See No. 12, Art. 3 and pp. 4–5 of it. | Done.",
        "He said no. | The end came.",
        "It grew by 3.5 per cent. | Then 1.2.",
        "In 1394. | Then",
        "On 3 Feb. 2015 it rained. | Fine.",
        "Guards, drivers, etc. were there. | All of them, etc. | None.",
        "He waited … and waited. | So…",
        "Wait... he said. | Yes.",
        "See example.org for it. | Yes.",
        "it was written. | it was ignored.",
        "نامه نوشته شد. | پاسخی نیامد.",
        "نامه نوشته شد [@1]. | پاسخی نیامد. [@2]",
        "آیا پاسخ داد؟ | نه! | هرگز.",
        "گفت «برو.» | سپس رفت.",
        "«چرا نیامدی؟» پرسید. | رفت.",
        "نوشت؛ کسی نخواند. | تمام.",
        "دیوار ۳٫۵ متر فرو ریخت. | در ۱۳۹۴/۰۱/۰۲ بود.",
        "۱. متن بند نخست. | متن دوم.",
        "ر.ک. به سند. | تمام.",
        "كتب الوزير. | هل أجاب؟ | لا.",
        "他来了。 | 他走了。",
        "A line\nbroken in two. | And\nmore.",
        "No stop at the end",
    ],
)
def test_sentences(text):
    assert split(text.replace(" | ", " ")) == text.split(" | ")


@given(st.text(st.sampled_from("ab A.!?؟…»”) \n۱1[@]سد؛"), max_size=60))
def test_sentences_cover_all_words_in_order(text):
    found = split_sentences(text, tuple(match.span() for match in CITE.finditer(text)))
    assert "".join("".join(text[start:end].split()) for start, end in found) == "".join(text.split())
    assert all(left[1] <= right[0] for left, right in pairwise(found))
