"""Customs that the first cases lacked: telegrams, titles with numbers, companies, days beside numbers."""

from datetime import date

import pytest

from govah.consolidate.letters import recognise
from govah.consolidate.letters.offices import same_office
from govah.consolidate.letters.short_years import in_letter
from govah.model.identifiers import Sha256
from govah.model.letter import Letter
from govah.model.page import Page


def letter(text: str) -> Letter:
    (found,) = recognise(Sha256("ef" * 32), "text/plain", (Page(1, text),), {})
    return found


def day(found: Letter) -> date | None:
    assert found.date is not None
    return found.date.earliest if found.date.earliest == found.date.latest else None


def test_a_telegram_names_its_addressee_first_and_its_sender_at_the_foot() -> None:
    found = letter(
        """تلگراف

وزارت راه – اداره کل پل‌ها

در اثر طغیان رودخانه پایه دوم پل شکسته است. خواهشمند است دستور اعزام کارشناس را تلگرافاً اعلام فرمائید.

شماره ۶۰۴ – ۴۷/۱/۱۹
رئیس اداره راه دشتستان – پرویز کوه‌رنگ
"""
    )
    assert found.number == "604"
    assert day(found) == date(1968, 4, 8)
    assert found.to[0].office == "وزارت راه، اداره کل پل‌ها"
    assert found.sender[0].office == "رئیس اداره راه دشتستان"


def test_a_title_bears_number_and_day() -> None:
    found = letter(
        "سازمان آب دشتستان\n\nبخشنامه شماره ۱۴/ب مورخ ۱۳۹۵/۳/۲\n\nبه کلیه ادارات آب استان\n\nمصرف ثبت شود.\n"
    )
    assert found.number == "14/ب"
    assert day(found) == date(2016, 5, 22)


def test_a_companys_register_is_no_number_of_its_letter() -> None:
    head = "شرکت راه‌سازی گدار (سهامی خاص)\nشماره ثبت ۴۱۱۹\n\n"
    body = "تاریخ: ۱۳۹۵/۳/۲\n\nسازمان محترم آب دشتستان\n\nبا سلام\nگزارش پیوست است.\n"
    assert letter(f"{head}شماره: گ/۲۱\n{body}").number == "گ/21"
    assert letter(f"{head}{body}").number is None
    assert letter(f"سازمان راه\nشماره ثبت: ۸۸۱۲\n{body}").number == "8812"


def test_labels_of_one_letter_need_their_sign() -> None:
    text = "از: سازمان راه\nبه: سازمان آب\nش: ۱۲/ر\nت: ۹۵/۳/۲\n\nبا سلام\nبرابر ماده ۳ ش ۴ پل‌های یک‌سو گشوده گردید.\n"
    found = letter(text)
    assert found.number == "12/ر"
    assert day(found) == date(2016, 5, 22)


def test_the_non_joiner_within_a_number_is_kept() -> None:
    text = "سازمان راه\nشماره: ۹/الف‌ب\u200f\nتاریخ: ۱۳۹۵/۳/۲\nبه: سازمان آب\nبا سلام\nانجام شد.\n"
    assert letter(text).number == "9/الف‌ب"


def test_a_subject_stands_alone_above_the_salutation() -> None:
    text = """BRIDGE WATCH

Our ref: BW/12
8 May 2016

Mr A. Palmer
Minister of Ports

Collapse of the Ferry Bridge at Saltmouth

Dear Minister,

We write to you about the bridge.
"""
    assert letter(text).subject == "Collapse of the Ferry Bridge at Saltmouth"
    assert letter(text.replace("Collapse of the Ferry Bridge at Saltmouth", "CONFIDENTIAL")).subject is None


def test_a_bare_number_after_the_letters_noun_is_cited() -> None:
    text = "سازمان راه\nشماره: ۸/ر\nتاریخ: ۱۳۹۵/۳/۲\nبه: سازمان آب\nبا سلام\nبازگشت به تلگرام {}، اقدام شد.\n"
    assert [one.number for one in letter(text.format("۶۰۴")).references] == ["604"]
    assert letter(text.format("۱۳۹۴ و پیش از آن")).references == ()


def test_values_stand_each_below_its_label() -> None:
    text = "سازمان راه\n\nشماره\n۹۵/۲۱/ر\nتاریخ\n۱۳۹۵/۰۳/۰۲\nپیوست\nندارد\n\nمدیریت محترم آب\n\nبا سلام\nانجام شد.\n"
    found = letter(text)
    assert found.number == "95/21/ر"
    assert day(found) == date(2016, 5, 22)


def test_an_office_is_addressed_without_a_word_of_courtesy() -> None:
    found = letter(
        """وزارت راه
دایره دوم
شماره ۳۳۱/ن
بتاریخ ۲ اسفند ماه ۱۳۲۴

ریاست سازمان آب دشتستان

عطف به مرقومه شماره ۱۴۲ - ۱۸/۱۱/۲۴ مراتب به استانداری دشت نوشته شد و نتیجه بعداً معروض خواهد شد.

از طرف وزیر راه
"""
    )
    assert found.to[0].office == "ریاست سازمان آب دشتستان"
    cited = found.references[0].date
    assert cited is not None
    assert cited.earliest == date(1946, 2, 7)


@pytest.mark.parametrize(
    ("words", "near", "meant"),
    [
        ("18/11/24", date(1946, 2, 21), date(1946, 2, 7)),
        ("02/07/15", None, date(2023, 10, 7)),
        ("15/07/02", None, date(2023, 10, 7)),
        ("93/2/14", None, date(2014, 5, 4)),
        ("14/2/93", None, date(2014, 5, 4)),
    ],
)
def test_two_digits_are_the_year_that_a_letter_may_have(words: str, near: date | None, meant: date) -> None:
    found = in_letter(words, "fa", near)
    assert found is not None
    assert found.earliest == meant


def test_a_head_is_his_office_and_a_level_stands_for_its_place() -> None:
    assert same_office("ریاست دانشگاه صنعتی دشت", "حراست دانشگاه صنعتی دشت")
    assert same_office("مدیرکل راه و شهرسازی استان", "اداره کل راه و شهرسازی دشت سرخ")
    assert not same_office("اداره کل استان", "بازرسی استان")
    assert not same_office("فرمانداری شهرستان گلزار", "فرمانداری شهرستان سراب")


def test_a_note_below_the_signature_is_marginal() -> None:
    text = """یادداشت داخلی
گیرنده: مدیر محترم مالی
فرستنده: واحد مددکاری
تاریخ: ۹۵/۳/۲

سلام
لطفاً وضعیت پرداخت را مشخص بفرمایید.

گلبرگ همدلی
---------------------
پرداخت شد. فهرست پیوست است.
مدیر مالی ۹۵/۳/۴
"""
    assert letter(text).margin is not None


def test_a_petition_has_its_addressee_its_day_and_who_signs_it() -> None:
    found = letter(
        """جناب آقای دکتر آرش نیک‌پی
وزیر محترم راه

اینجانبان کارکنان پروژه پل گدار هشت ماه است حقوق نگرفته‌ایم. خواهشمندیم رسیدگی کنید.

جمعی از کارکنان پروژه پل گدار
پنجم مرداد ۱۳۹۵
"""
    )
    assert found.to[0].office == "وزیر راه"
    assert found.sender[0].office == "جمعی از کارکنان پروژه پل گدار"
    assert day(found) == date(2016, 7, 26)
    assert found.reply_expected


def test_a_request_asks_for_an_answer_but_not_in_a_circular() -> None:
    head = "شماره: ۸/ر\nتاریخ: ۱۳۹۵/۳/۲\nبه: سازمان آب\nبا سلام\nخواهشمند است پل‌های یک‌سو گشوده گردد.\n"
    assert letter(f"سازمان راه\n{head}").reply_expected is True
    assert letter(f"سازمان راه\nبخشنامه\n{head}").reply_expected is None


def test_a_number_before_a_dash_begins_no_range_of_days() -> None:
    text = "سازمان راه\nشماره: ۸/ر\nتاریخ: ۱۳۹۵/۳/۲\nبه: سازمان آب\nبا سلام\nعطف به شماره {} پل‌های یک‌سو گشوده شد.\n"
    for written, number in (("۳۳۴۱/ه۲ – ۹۵/۲/۱۸", "3341/ه2"), ("۱۲ - ۱۳۹۵/۲/۱۸", "12"), ("۳۸/ش (۹۵/۲/۱۸)", "38/ش")):
        (cited,) = letter(text.format(written)).references
        assert cited.number == number
        assert cited.date is not None
        assert cited.date.earliest == date(2016, 5, 7)


def test_an_office_signs_by_its_name() -> None:
    found = letter("مدیریت محترم حراست\nسلام\nکپی نامه ۲۲/۱۳۴ پیوست است.\nروابط عمومی سازمان آب\n۹۷/۷/۴\n")
    assert found.sender[0].office == "روابط عمومی سازمان آب"


def test_what_is_enclosed_within_a_sentence_makes_no_annex() -> None:
    head = "سازمان راه\nشماره: ۸/ر\nتاریخ: ۱۳۹۵/۳/۲\nبه: سازمان آب\n{}با سلام\n{}\n"
    enclosed = letter(head.format("", "به پیوست نامه شماره ۴/۷۷ مورخ ۱۳۹۵/۲/۱ برای اطلاع ارسال می‌گردد."))
    assert enclosed.references[0].text.startswith("نامه")
    assert enclosed.subject is None


def test_an_item_of_a_list_signs_nothing() -> None:
    head = "سازمان راه\nشماره: ۸/ر\nتاریخ: ۱۳۹۵/۳/۲\nبه: سازمان آب\nبا سلام\n"
    text = f"{head}پیشنهادهای این سازمان:\nالف) بستن پل گدار\nب) گشودن راه کناره\n\nرئیس سازمان – آرش نیک‌پی\n"
    found = letter(text)
    assert found.sender[0].name == "آرش نیک‌پی"
    assert len(found.proposals) == 2


def test_a_word_for_number_within_a_sentence_is_no_label() -> None:
    head = "سازمان راه                                    ۱۳۹۵/۳/۲\n\nسازمان محترم آب\n\nبا سلام\nبر اساس آزمون‌های\n"
    found = letter(f"{head}شماره ۳۳۱ و ۳۳۲ پل‌های یک‌سوی رودخانه گشوده و باز شد.\n")
    assert found.number is None
    assert found.references == ()
