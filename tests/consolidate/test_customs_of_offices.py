"""Customs that the first cases lacked: telegrams, titles with numbers, companies, days beside numbers."""

from datetime import date

from govah.consolidate.letters import recognise
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
