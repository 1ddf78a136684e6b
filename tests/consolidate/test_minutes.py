"""Minutes: who was there, what was to be spoken of, what was decided, by whom it is to be done and by when."""

import time
from datetime import date

import pytest

from govah.consolidate.data.extension import extended, wordings
from govah.consolidate.letters import recognise
from govah.consolidate.letters.sheet import sheet
from govah.consolidate.letters.wire import letter_from_json, letter_to_json
from govah.consolidate.minutes import read_minutes, with_minutes
from govah.demo.paper import papers
from govah.demo.written import written
from govah.model.identifiers import Sha256
from govah.model.letter import LetterForm
from govah.model.minutes import Decision, Minutes
from govah.model.page import Page

SHA = Sha256("ab" * 32)
ENGLISH = """Water Board of Nakoja
Minutes of the 4th meeting of the Bridge Committee
Date: 9 May 2016
Minutes No: WB/4

1. Present
Mr A. Quill, Director of Works (Chair)
Ms B. Reed, Ministry of Roads
In attendance: C. Marsh (Secretary)
2. Apologies for absence: Mr D. Holt (Treasury); Ms E. Moss
3. Agenda
- The bridge
- The well
4. Discussion
Mr Quill said that the bridge is old. The Ministry will decide.
5. Decisions
1. The bridge is closed to lorries
and carts. Action: Director of Works, by 20 May 2016
2. A report on the well is written. (Owner: Ms Reed; due: 3 June)
3. The matter of the road is deferred.
The meeting closed at 5 pm.
A. Quill
Chair
"""
ENGLISH_TABLE = """Minutes of the Bridge Committee
Date: 9 May 2016
Ref: WB/5
Attendees:
A. Quill; B. Reed
Action items
No\tAction\tOwner\tDue date
1\tClose the bridge\tA. Quill\t20/5/2016
2\tWatch the river\tB. Reed\tongoing
"""
FRENCH = """Compte rendu de la réunion du comité
Date : 9 mai 2016
N° : 12/44
Étaient présents : M. Paul Dray, directeur ; Mme Lise Orne, cheffe de service
Excusés : M. Jean Brel
Ordre du jour :
1. Le pont
Décisions :
1. Fermer le pont. Responsable : M. Dray. Échéance : 20 mai 2016
2. Écrire un rapport.
La séance est levée à 17 h.
"""
ARABIC = """محضر اجتماع لجنة الجسور
العدد: ل/٤
التاريخ: ٢٠١٦/٥/٩
الحاضرون:
١- السيد سامر نعمان الدوّار – مدير الطرق (رئيساً)
٢- السيدة هالة حنون الزنبقي – وزارة المياه (عضواً)
الغائبون: وزير المالية (بعذر)
جدول الأعمال: الجسر القديم.
التوصيات:
ت\tالتوصية\tالجهة المكلفة\tالموعد
١\tإغلاق الجسر\tمديرية الطرق\t٢٠١٦/٥/٢٠
٢\tمتابعة منسوب النهر\tوزارة المياه\tمستمر
ورفعت الجلسة في الساعة الثانية عشرة.
"""
INLINE = """استانداری کبودان
صورتجلسه شماره ۱۲ شورای هماهنگی
تاریخ جلسه: ۸۹/۷/۶
حاضران: استاندار، فرماندار زرین‌کوه، شهردار زرین‌کوه
در ابتدای جلسه نامه شماره ۸۹/۳۲/۱۱۹۰ مورخ ۸۹/۷/۴ قرائت شد و به شرح زیر تصمیم‌گیری گردید:
الف) محدوده نمکزار تخلیه شود. مسئول: فرمانداری. مهلت: ۸۹/۷/۸
ب) صدور پروانه متوقف گردد. مسئول: شهرداری.
ج) تشکیل کمیته به بعد موکول شد.
محل امضای حاضران
"""


def minutes_of(*texts: str) -> Minutes:
    pages = tuple(Page(number, text) for number, text in enumerate(texts, 1))
    (letter,) = with_minutes(recognise(SHA, "text/plain", pages, {}), pages)
    assert letter.form is LetterForm.MINUTES
    assert letter_from_json(letter_to_json(letter)) == letter
    found = letter.minutes
    assert found is not None
    for one in (*found.attendees, *found.agenda, *found.decisions):
        page, start, end = one.span
        assert texts[page - 1][start:end].strip()
    for decision in found.decisions:
        page, start, end = decision.span
        assert " ".join(texts[page - 1][start:end].split()) == decision.text
        if decision.owner is not None:
            page, start, end = decision.spans["owner"]
            assert " ".join(texts[page - 1][start:end].split()) == decision.owner
    return found


def there(found: Minutes) -> list[tuple[str | None, str | None, bool]]:
    return [(one.name, one.office, one.present) for one in found.attendees]


def told(decision: Decision) -> tuple[str, str | None, date | None]:
    return decision.text, decision.owner, decision.due.earliest if decision.due is not None else None


def test_english_minutes_under_numbered_headings() -> None:
    found = minutes_of(ENGLISH)
    assert there(found) == [
        ("A. Quill", "Director of Works", True),
        ("B. Reed", "Ministry of Roads", True),
        ("C. Marsh", None, True),
        ("D. Holt", "Treasury", False),
        ("E. Moss", None, False),
    ]
    assert [one.note for one in found.attendees[:3]] == ["Chair", None, "Secretary"]
    assert [item.text for item in found.agenda] == ["The bridge", "The well"]
    assert list(map(told, found.decisions)) == [
        ("The bridge is closed to lorries and carts.", "Director of Works", date(2016, 5, 20)),
        ("A report on the well is written.", "Ms Reed", date(2016, 6, 3)),
        ("The matter of the road is deferred.", None, None),
    ]


def test_a_table_of_actions() -> None:
    found = minutes_of(ENGLISH_TABLE)
    assert [name for name, _, _ in there(found)] == ["A. Quill", "B. Reed"]
    first, second = found.decisions
    assert told(first) == ("Close the bridge", "A. Quill", date(2016, 5, 20))
    assert second.due is not None
    assert (second.due.text, second.due.earliest) == ("ongoing", None)


def test_french_minutes() -> None:
    found = minutes_of(FRENCH)
    assert there(found) == [
        ("Paul Dray", "directeur", True),
        ("Lise Orne", "cheffe de service", True),
        ("Jean Brel", None, False),
    ]
    assert list(map(told, found.decisions)) == [
        ("Fermer le pont.", "M. Dray", date(2016, 5, 20)),
        ("Écrire un rapport.", None, None),
    ]


def test_arabic_minutes_with_a_table_of_recommendations() -> None:
    found = minutes_of(ARABIC)
    assert there(found) == [
        ("سامر نعمان الدوّار", "مدير الطرق", True),
        ("هالة حنون الزنبقي", "وزارة المياه", True),
        (None, "وزير المالية", False),
    ]
    assert [item.text for item in found.agenda] == ["الجسر القديم"]
    assert list(map(told, found.decisions)) == [
        ("إغلاق الجسر", "مديرية الطرق", date(2016, 5, 20)),
        ("متابعة منسوب النهر", "وزارة المياه", None),
    ]


def test_offices_in_a_line_and_decisions_after_a_sentence() -> None:
    found = minutes_of(INLINE)
    assert there(found) == [(None, office, True) for office in ("استاندار", "فرماندار زرین‌کوه", "شهردار زرین‌کوه")]
    assert list(map(told, found.decisions)) == [
        ("محدوده نمکزار تخلیه شود.", "فرمانداری", date(2010, 9, 30)),
        ("صدور پروانه متوقف گردد.", "شهرداری", None),
        ("تشکیل کمیته به بعد موکول شد.", None, None),
    ], "what follows the end of the meeting is no decision"


def test_the_example_case() -> None:
    found = minutes_of(written(papers()["L41"]))
    assert there(found) == [
        ("بهرام ترکش", "دبیر شورای هماهنگی ملی", True),
        ("کامران راوند", "وزیر کشور", True),
        ("سیاوش کوهزاد", "فرمانده نظم عمومی", True),
        ("فریده مهرویان", "وزیر امور خارجه", True),
        (None, "نمایندهٔ دیوان صدارت", False),
    ]
    assert found.attendees[-1].note == "بدون اعلام قبلی"
    assert len(found.agenda) == 3
    assert [(owner, day) for _, owner, day in map(told, found.decisions)] == [
        ("وزارت امور خارجه", date(2015, 4, 4)),
        ("وزارت کشور", date(2015, 3, 16)),
        ("وزارت کشور", None),
        ("وزارت کشور", None),
        ("دبیرخانهٔ شورا", date(2015, 3, 15)),
        ("دبیرخانهٔ شورا", date(2015, 3, 30)),
    ]


def test_parts_go_on_over_a_page() -> None:
    first, mark, second = ENGLISH.partition("3. The matter")
    found = minutes_of(f"{first}Page 1 of 2\n", f"SECRET\n{mark}{second}")
    assert [decision.span.page for decision in found.decisions] == [1, 1, 2]
    assert found.decisions[1].owner == "Ms Reed"


def test_a_letter_has_no_minutes() -> None:
    pages = (Page(1, "Number: 7/1\nDate: 9 May 2016\nFrom: A Board\nTo: B Board\nDecisions:\n1. None.\n"),)
    (letter,) = with_minutes(recognise(SHA, "text/plain", pages, {}), pages)
    assert letter.minutes is None


def test_a_person_can_add_words() -> None:
    text = ENGLISH.replace("1. Present", "1. Hazir janab")
    assert there(minutes_of(text))[0][0] != "A. Quill"
    with extended(wordings({"minutes_words": (("present", "Hazir janab"),)})):
        assert there(minutes_of(text))[0] == ("A. Quill", "Director of Works", True)


@pytest.mark.parametrize("filling", ["a, " * 16_000, "((" * 20_000, "1. " * 16_000, "x – " * 12_000, "\t-" * 20_000])
def test_adversarial_lines_are_read_in_time(filling: str) -> None:
    head = "Minutes of the Board\nDate: 9 May 2016\nRef: 7/1\nPresent: "
    page = sheet(Page(1, f"{head}{filling}\nDecisions: {filling}\nAgenda: {filling}"))
    begun = time.process_time()
    assert read_minutes((page,), None, "en").spans.keys() >= {"present", "decisions"}
    assert time.process_time() - begun < 5
