"""Customs of Arabic and French offices: what their sheets say by layout, by short days and by headings."""

from datetime import date

import pytest

from govah.consolidate.chains.parts import answered_in_part, asked
from govah.consolidate.dates import in_month_of
from govah.consolidate.letters import recognise
from govah.model.fuzzy_date import Calendar
from govah.model.identifiers import Sha256
from govah.model.letter import Letter, ReferenceKind
from govah.model.page import Origin, Page

GAP = " " * 20


def read(text: str) -> Letter:
    (letter,) = recognise(Sha256("5" * 64), "text/plain", (Page(1, text, Origin.TEXT),), {})
    return letter


def offices(letter: Letter, field: str) -> list[str | None]:
    return [who.office for who in getattr(letter, field)]


def cited(letter: Letter) -> list[tuple[str | None, str | None, ReferenceKind]]:
    return [
        (one.number, str(one.date.earliest) if one.date is not None else None, one.kind) for one in letter.references
    ]


def test_a_letterhead_keeps_its_column_beside_number_date_and_lunar_date() -> None:
    letter = read(
        f"""وزارة الري{GAP}العدد: ٧/٢١٢
دائرة السدود{GAP}التاريخ: ٤/٦/٢٠١٤
شعبة المضخات{GAP}٦ شعبان ١٤٣٥ هـ

إلى/ وزارة المالية
م/ تعويضات

تحية طيبة
يرجى إعلامنا بما تم.
"""
    )
    assert offices(letter, "sender") == ["وزارة الري، دائرة السدود، شعبة المضخات"]
    assert (letter.number, letter.date and letter.date.earliest) == ("7/212", date(2014, 6, 4))


def test_registered_lines_above_an_address_end_the_letterhead() -> None:
    letter = read(
        """وزارة الري
دائرة السدود
العدد: ٧/٢١٢
التاريخ: ٤/٦/٢٠١٤

رئاسة جامعة المصب

نرسل إليكم القائمة المطلوبة بكتابكم المرقم ٤٤/ج في ١/٦/٢٠١٤ راجين تأييد استلامها.
"""
    )
    assert offices(letter, "sender") == ["وزارة الري، دائرة السدود"]
    assert offices(letter, "to") == ["رئاسة جامعة المصب"]


def test_a_lunar_day_is_settled_by_the_day_beside_it() -> None:
    letter = read(
        """هيئة المياه
الرقم: 12/م
التاريخ: ٣ رجب ١٤٣٥هـ
الموافق: ٢ مايو ٢٠١٤م
إلى: وزارة التجارة
تحية طيبة وبعد،
نأمل إفادتنا.
"""
    )
    assert letter.date is not None
    assert letter.date.calendar is Calendar.HIJRI
    assert letter.date.earliest == letter.date.latest == date(2014, 5, 2)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("كتابكم المرقم ٧٧/ب في ٣ منه", [("77/ب", "2014-06-03", ReferenceKind.REPLY)]),
        ("كتابكم المرقم ٧٧/ب في ٢٨ الماضي", [("77/ب", "2014-05-28", ReferenceKind.REPLY)]),
        (
            "كتابيكم المرقمين ٧٧/ب و ٨١/ب في ١ و ٣/٦/٢٠١٤",
            [("77/ب", "2014-06-01", ReferenceKind.REPLY), ("81/ب", "2014-06-03", ReferenceKind.REPLY)],
        ),
        ("برقيتكم ٣١٧ (.)", [("317", None, ReferenceKind.REPLY)]),
        ("كتابكم ١٧ نسخة منه", []),
        ("تتمة لإرساليتي عدد 77/ق بتاريخ فاتح يونيو 2014", [("77/ق", "2014-06-01", ReferenceKind.FOLLOW_UP)]),
    ],
)
def test_short_days_and_numbers_in_what_is_cited(
    words: str, expected: list[tuple[str | None, str | None, ReferenceKind]]
) -> None:
    letter = read(
        f"""من / مديرية الشرطة
إلى / محافظة الشرق
العدد / ٩٩٠
التاريخ / ٩/٦/٢٠١٤

{words}.
يرجى العلم.
"""
    )
    assert cited(letter) == expected


@pytest.mark.parametrize(
    ("calendar", "before", "expected"),
    [
        (Calendar.GREGORIAN, False, date(2014, 6, 3)),
        (Calendar.GREGORIAN, True, date(2014, 5, 3)),
        (Calendar.JALALI, False, date(2014, 5, 24)),
        (None, False, date(2014, 6, 3)),
    ],
)
def test_a_day_of_a_letters_month(calendar: Calendar | None, before: bool, expected: date) -> None:
    found = in_month_of(3, calendar, date(2014, 6, 9), before=before)
    assert found is not None
    assert found.earliest == expected


def test_a_month_without_such_a_day_has_none() -> None:
    assert in_month_of(31, Calendar.GREGORIAN, date(2014, 6, 9)) is None


def test_both_ends_stand_on_one_line() -> None:
    letter = read(
        """وزارة الفلاحة
رقم: 31/م
في 3 يونيو 2014
من مدير المياه إلى السيد والي الجهة
سلام تام
وبعد، فيشرفني إخباركم بما ذكر.
"""
    )
    assert offices(letter, "to") == ["والي الجهة"]


def test_a_paper_that_is_passed_on_names_its_addressee_in_its_text() -> None:
    letter = read(
        """وزارة الأشغال
المديرية العامة للطرق
الرقم: ٣١/ط
التاريخ: ١٨ حزيران ٢٠١٤

تحال إلى جانب مجلس بلدية الصخرة معاملة السيد نجيب فرح رقم ٢٢/ص تاريخ ٤/٦/٢٠١٤ المرفقة، وإعادتها إلينا مع الرأي.
"""
    )
    assert offices(letter, "to") == ["مجلس بلدية الصخرة"]


def test_a_second_reference_line_cites() -> None:
    letter = read(
        """MINISTERE DE L'EAU
DIRECTION DES BARRAGES
N° 118/DB/2014
Rabta, le 9 juin 2014
A Monsieur le Gouverneur
Objet : Digue de l'Oued
Réf. : V/L n° 77/G/14 du 2 juin 2014

J'ai l'honneur de vous faire connaître que les travaux sont achevés.
"""
    )
    assert letter.number == "118/DB/2014"
    assert ("77/G/14", "2014-06-02", ReferenceKind.REPLY) in cited(letter)


@pytest.mark.parametrize(
    ("note", "is_margin"),
    [
        ("هامش السيد المدير:\nيراقب الموضوع عن كثب.", True),
        ("هامش القلم:\nورد بتاريخ ١٢/٦/٢٠١٤", False),
        ("مطالعة رئيس القسم/ تفاتح الدائرة المعنية.", True),
    ],
)
def test_a_heading_tells_whose_marginal_note_it_is(note: str, is_margin: bool) -> None:
    letter = read(
        f"""وزارة الري
العدد: ٧/٢١٢
التاريخ: ٤/٦/٢٠١٤
إلى/ مكتب الوزير
م/ تعويضات
يرجى بيان توجيهكم.

سعد خليل الفهد
مدير الدائرة

{note}
"""
    )
    assert ("margin" in letter.spans) is is_margin


def test_a_telegrams_information_addressees_and_urgency() -> None:
    letter = read(
        """برقية عاجلة
من / محافظة الشرق
إلى / وزارة الري
معلومات / مديرية الشرطة
الرقم / ٧١
التاريخ / ٤/٦/٢٠١٤

انهارت السدة (.) ننتظر الأوامر (.)
"""
    )
    assert offices(letter, "to") == ["وزارة الري"]
    assert offices(letter, "cc") == ["مديرية الشرطة"]
    assert letter.urgency == "عاجلة"


def test_an_excellency_alone_above_his_title_is_the_addressee() -> None:
    letter = read(
        """RIVER COMMISSION
Reference: RC/14/7
9 June 2014

Excellency,

I should be grateful for a copy of the survey.

Tor Lindqvist-Amadi
Head of Mission

His Excellency
The Minister of Irrigation
"""
    )
    assert offices(letter, "to") == ["The Minister of Irrigation"]


def test_several_addressees_line_by_line() -> None:
    letter = read(
        """وزارة الري
الرقم: ٧/٢١٢
التاريخ: ٤/٦/٢٠١٤

سعادة / وكيل وزارة المالية              المحترم
سعادة / المدير العام لهيئة المياه       المحترم

تحية طيبة وبعد،
نحيطكم علماً بما تقدم.
"""
    )
    assert offices(letter, "to") == ["وكيل وزارة المالية", "المدير العام لهيئة المياه"]


def test_lettered_questions_are_counted_and_told_apart() -> None:
    question = "نرجو بيان:\nأ- العدد.\nب- المكان.\nج- السبب.\n"
    assert asked(question) == 3
    assert asked("Please state:\n(a) the number;\n(b) the place;\n(c) the cause.") == 3
    assert answered_in_part(question, ("بخصوص السؤال (أ) فالعدد تسعة. وبخصوص السؤال (ج) فالسبب مجهول.",))
    assert not answered_in_part(question, ("العدد تسعة والمكان السد والسبب مجهول.",))


def test_a_state_may_be_called_dawla_and_its_reference_is_the_letters_own_number() -> None:
    letter = read(
        """دولة الساحل
وزارة النقل
قطاع الطرق

المرجع: و.ن/ق.ط/2018/45
التاريخ: 22 أكتوبر 2018

السادة/ شركة الجسر للمقاولات          المحترمون

تحية طيبة وبعد،،
الموضوع: الجسر رقم (4)
مرجعكم: ل/18/207 المؤرخ 9 أكتوبر 2018

نفيدكم بعدم الموافقة.
"""
    )
    assert letter.number == "و.ن/ق.ط/2018/45"
    assert offices(letter, "sender") == ["وزارة النقل، قطاع الطرق"]
    assert offices(letter, "to") == ["شركة الجسر للمقاولات"]
    assert cited(letter) == [("ل/18/207", "2018-10-09", ReferenceKind.REPLY)]


def test_a_number_between_strokes_keeps_apart_from_the_words_beside_it() -> None:
    letter = read(
        """قيادة الشرطة
الرقم: /٧٨/٤/
التاريخ: ١٧/١١/٢٠١٢

إلى رئيس فرع المرور

جواب كتابكم رقم /٣٣٤/ تاريخ ٩/١١/٢٠١٢
للاطلاع.
"""
    )
    assert cited(letter) == [("334", "2012-11-09", ReferenceKind.REPLY)]


def test_each_who_gets_a_copy_may_have_a_label_of_his_own() -> None:
    letter = read(
        """مديرية التعليم
الرقم: ت/٤
التاريخ: ٣/٣/٢٠١٤
إلى: وزارة المالية
الموضوع: مبنى
نعلمكم بذلك.

نسخة/ للسيد مدير الأبنية
نسخة/ لوزارة الأشغال
"""
    )
    assert offices(letter, "cc") == ["مدير الأبنية", "وزارة الأشغال"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("أرجو التكرم بتزويدي بتقرير مفصل خلال أسبوعين", True),
        ("نأمل من معاليكم أن تفيدونا بما تم", True),
        ("المرجو منكم العمل على إرسال القوائم إلينا", True),
        ("برجاء التفضل بالعلم واتخاذ اللازم والإفادة", True),
        ("يرجى التفضل بالعلم", False),
        ("نرجو التكرم بالاطلاع", False),
        ("نود إعلامكم بوصول الباخرة", None),
    ],
)
def test_arabic_asks_for_what_the_writer_shall_have(words: str, expected: bool | None) -> None:
    letter = read(f"مديرية التعليم\nالرقم: ت/٤\nالتاريخ: ٣/٣/٢٠١٤\nإلى: وزارة المالية\nالموضوع: مبنى\n\n{words}.\n")
    assert letter.reply_expected is expected


def test_an_address_at_the_foot_goes_before_the_greeting() -> None:
    letter = read(
        """MISSION DES FLEUVES
BUREAU DE LIAISON

MF/BL/2010/031                                        Le 15 février 2010

Monsieur le Ministre,

Je vous saurais gré de bien vouloir donner les instructions nécessaires.

Le Chef de Mission
Helga Strandmark

Son Excellence
Monsieur le Ministre des Ports
"""
    )
    assert offices(letter, "to") == ["le Ministre des Ports"]


def test_a_ministrys_wa_belongs_to_the_cited_number() -> None:
    letter = read(
        """دائرة البيئة بالشرقية
رقم : ٧٧/د ب
تاريخ : ٢٥ أغسطس ٢٠١٦م
الفاضل / مدير عام الموانئ           المحترم
رداً على رسالتكم رقم و ز ث/٢٠١٦/٣٣١ بتاريخ ١١/٨/٢٠١٦ م ، نفيدكم بالنتائج.
"""
    )
    assert cited(letter) == [("و ز ث/2016/331", "2016-08-11", ReferenceKind.REPLY)]
    assert offices(letter, "to") == ["مدير عام الموانئ"]


def test_what_a_french_answer_lets_its_reader_know_asks_nothing() -> None:
    head = "DIRECTION DES PORTS\nN° 19/DP/10\nRabta, le 12 février 2010\nA Monsieur le Gouverneur\nObjet : Digue\n\n"
    assert read(f"{head}J'ai l'honneur de vous faire connaître que la digue tient.\n").reply_expected is None
    assert read(f"{head}Je vous prie de me faire connaître vos observations.\n").reply_expected is True


def test_marks_of_class_may_stand_before_a_cited_number() -> None:
    letter = read(
        """قيادة الشرطة
العدد: ٨٨١
التاريخ: ٤/٧/٢٠١٤
الى/ مديرية الأفراد
م/ موقف
كتابكم سري وشخصي وفوري ٣٣١٩ في ٢/٧/٢٠١٤
ندرج الموقف أدناه.
"""
    )
    assert cited(letter) == [("3319", "2014-07-02", ReferenceKind.REPLY)]


def test_a_mail_printed_in_arabic_cites_nothing_in_what_it_quotes() -> None:
    letter = read(
        """من: أحمد سلوم <a.salloum@justice.example>
إلى: مكتب المتابعة <followup@justice.example>
التاريخ: الأحد 10 فبراير 2019 09:14
الموضوع: رد: الموقوف

لم يحضر اليوم. أرجو إفادتي.

في الخميس، 7 فبراير 2019 في 11:02 كتب مكتب المتابعة:
> وصل كتاب السجن رقم 660 وفيه أنه نقل.
"""
    )
    assert cited(letter) == []
    assert letter.reply_expected is True


def test_warrants_and_rulings_are_no_letters() -> None:
    letter = read(
        """النيابة العامة بالشمال
رقم: ٢٢١/ن.ع
التاريخ: ٤/٢/٢٠١٩
إلى السيد مدير السجن
بناءً على الحكم رقم ٧١٢/ج/٢٠١٨ تاريخ ١٠/١٢/٢٠١٨ ومذكرة التوقيف رقم ٩١/ت تاريخ ٣/٢/٢٠١٩، يطلب إليكم إحضار الموقوف.
"""
    )
    assert cited(letter) == []
