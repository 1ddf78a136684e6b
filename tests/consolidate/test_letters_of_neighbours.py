"""Letters that cross borders: English requests, Kurdish, notes verbales with short names, months with two names."""

from datetime import date

import pytest

from govah.consolidate.chains.direction import Direction, decided
from govah.consolidate.dates import find_dates
from govah.consolidate.folding import folded
from govah.consolidate.letters import recognise
from govah.consolidate.letters.asking import questions
from govah.consolidate.letters.english_requests import asks_in_english, says_unanswered
from govah.consolidate.letters.short_years import in_letter
from govah.model.identifiers import Sha256
from govah.model.letter import Letter, Reference, ReferenceKind
from govah.model.page import Origin, Page
from govah.model.passage import Span


def read(text: str) -> Letter:
    (letter,) = recognise(Sha256("7" * 64), "text/plain", (Page(1, text, Origin.TEXT),), {})
    return letter


@pytest.mark.parametrize(
    "words",
    [
        "The Board would once more ask to be shown the ledger.",
        "We kindly request a copy of the ledger.",
        "The Embassy has the honour to request the return of two boxes.",
        "The Panel sends its questions and requests answers by May.",
    ],
)
def test_who_asks_says_so(words: str) -> None:
    assert asks_in_english(folded(words))


@pytest.mark.parametrize(
    "words",
    [
        "In response to your request, the Ministry confirms the date.",
        "The Board informs you that the request has been granted.",
        "The Panel seeks to establish the facts.",
        "We note the lists and requests for repairs.",
    ],
)
def test_who_speaks_of_a_request_asks_nothing(words: str) -> None:
    assert not asks_in_english(folded(words))


def test_silence_is_of_what_the_reader_was_asked() -> None:
    assert says_unanswered(folded("my letter of 3 May, to which the Board has to date received no reply"))
    assert says_unanswered(folded("A response to our letter is still outstanding."))
    assert not says_unanswered(folded("We asked the Harbour Office too and have had no answer."))


def test_a_question_is_asked_of_a_mails_reader_and_a_title_asks_nothing() -> None:
    assert questions(folded("Thank you.\nWho will sign them?"))
    assert not questions(folded("Subject: Old ledgers?\n\nThey are attached."))


def test_a_kurdish_letter_and_what_it_answers() -> None:
    letter = read("""پارێزگای باران
نووسینگەی پارێزگار

ژمارە: ٨١٢/ن
ڕێکەوت: ١٧/٣/٢٠١٩

بۆ/ وەزارەتی دارایی
بابەت/ بەنداوەکان

سڵاو و ڕێز..
ئاماژە بە نووسراوتان ژمارە ٦/٤٤١٠ لە ٣/٣/٢٠١٩، پێتان ڕادەگەیەنین کە کارەکە تەواو بوو.
لەگەڵ ڕێزدا
""")
    assert (letter.number, letter.subject) == ("812/ن", "بەنداوەکان")
    assert letter.date is not None
    assert letter.date.earliest == date(2019, 3, 17)
    assert [who.office for who in letter.to] == ["وەزارەتی دارایی"]
    assert [(one.number, one.kind) for one in letter.references] == [("6/4410", ReferenceKind.REPLY)]


def test_whom_a_note_calls_by_one_word_is_named_in_full_above() -> None:
    letter = read("""REPUBLIC OF LOWMARSH
Ministry of Foreign Affairs

No. 12/2/77                                     4 May 2019

To the Chair of the Commission on Flooded Mines

The Ministry of Foreign Affairs of the Republic of Lowmarsh presents its compliments to the Commission and has the
honour to inform it that the mines are closed.
""")
    assert [who.office for who in letter.to] == ["Chair of the Commission on Flooded Mines"]


@pytest.mark.parametrize("greeting", ["با سلام و احترام", "با احترام", "ضمن عرض سلام و احترام"])
def test_a_greeting_is_no_note_verbale(greeting: str) -> None:
    letter = read(f"""دبیرخانه شورای بندرها
شماره: ۷۱/۳۰۹
تاریخ: ۱۳۹۸/۰۲/۱۴

فرماندار محترم نی‌زار

{greeting}
به پیوست تصویر نقشه ارسال می‌گردد.
""")
    assert [who.office for who in letter.sender] == ["دبیرخانه شورای بندرها"]
    assert [who.office for who in letter.to] == ["فرماندار نی‌زار"]


@pytest.mark.parametrize("words", ["13 شباط/فبراير 2019", "١٣ شباط (فبراير) ٢٠١٩"])
def test_a_month_with_both_its_names(words: str) -> None:
    ((_, _, found),) = find_dates(folded(words))
    assert (found.earliest, found.latest) == (date(2019, 2, 13), date(2019, 2, 13))


def test_of_two_orders_of_a_short_persian_day_the_later_century() -> None:
    found = in_letter("01/09/23", "fa", None)
    assert found is not None
    assert found.earliest == date(2022, 12, 14)


def test_initials_keep_their_spaces_and_and_is_no_part_of_a_number() -> None:
    letter = read("""هيئة السدود
الرقم: م و ح/2019/31
التاريخ: 13/2/2019

إلى/ وزارة الري
الموضوع: السد
جواباً على كتابيكم المرقمين ٨/٤١ في ١/٢/٢٠١٩ و٨/٤٤ في ٢/٢/٢٠١٩ تم الإصلاح.
""")
    assert letter.number == "م و ح/2019/31"
    assert [one.number for one in letter.references] == ["8/41", "8/44"]


def test_names_in_two_languages_leave_it_to_the_words() -> None:
    said = Reference("بازگشت به نامه شماره ۸/۴۱", "8/41", None, ReferenceKind.REPLY, Span(1, 0, 10))
    assert decided(said, Direction.ACROSS, foreign=True) is ReferenceKind.REPLY
    assert decided(said, Direction.ACROSS) is ReferenceKind.CITATION
