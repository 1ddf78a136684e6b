"""Registers of letters are told by the names of their columns; a row is a mention with the place of every cell."""

from datetime import date

import pytest

from govah.consolidate.data.extension import extended, wordings
from govah.consolidate.letters import recognise
from govah.consolidate.registers import find_registers, letters_beside
from govah.consolidate.registers.wire import register_from_json, register_to_json
from govah.model.identifiers import Sha256
from govah.model.page import Page
from govah.model.register import Register, Way

SHA = Sha256("ab" * 32)
PERSIAN = """دفتر اندیکاتور نامه‌های صادره - استانداری دشتستان - سال ۱۳۹۵
ردیف\tشماره نامه\tتاریخ\tگیرنده\tموضوع\tملاحظات
۱\t۴۲/۵\t۱۳۹۵/۰۲/۲۰\tوزارت راه\tپل رودخانه\tعطف به ۷۷/۱۰ مورخ ۱۳۹۵/۰۲/۱۲
۲\t۴۲/۶\t۰۲/۲۱\t〃\tآب روستا"""
ARABIC = """سجل الصادر والوارد لوزارة الموارد المائية
م\tالنوع\tرقم الكتاب\tتاريخ الكتاب\tالجهة المرسلة\tالجهة المرسل إليها\tالموضوع\tرقم الرد
1\tصادر\t٤٢/٥\t٢٠١٦/٥/٩\tوزارة الموارد المائية\tوزارة الطرق\tالجسر
2\tوارد\t٧٧/١٠\t٢٠١٦/٥/١\tوزارة الطرق\tوزارة الموارد المائية\tالجسر\t٤٢/٥ في ٢٠١٦/٥/٩"""
ENGLISH = """Ministry of Water; Outward register 2016
No.,Date,To whom addressed,Subject,"Remarks, if any"
42/5,9 May 2016,"Ministry of Roads, Bridges",Bridge,"in reply to 77/10
of 1 May"
42/6,10 May 2016,do.,"The ""old"" bridge",
"""
FRENCH = """Courrier arrivée
N° d'arrivée\tDate d'arrivée\tN° de la lettre\tDate de la lettre\tExpéditeur\tObjet
12\t9 mai 2016\t77/10\t1 mai 2016\tMinistère des Ponts\tPont de bois"""


def found(text: str, media_type: str = "application/pdf", label: str | None = None) -> tuple[Register, ...]:
    return find_registers(SHA, media_type, (Page(1, text, label=label),))


def one(text: str, media_type: str = "application/pdf") -> Register:
    (register,) = found(text, media_type)
    assert register_from_json(register_to_json(register)) == register
    for row in register.rows:
        for name, span in row.spans.items():
            assert row.span.start <= span.start < span.end <= row.span.end, name
            assert text[span.start : span.end].strip() == text[span.start : span.end]
    return register


def test_a_persian_register_of_outgoing_letters() -> None:
    register = one(PERSIAN)
    assert (register.office, register.way) == ("استانداری دشتستان", Way.OUTGOING)
    first, second = register.rows
    assert (first.number, first.to, first.subject) == ("42/5", "وزارت راه", "پل رودخانه")
    assert PERSIAN[first.spans["number"].start : first.spans["number"].end] == "۴۲/۵"
    assert second.to == "وزارت راه", "a sign says that the cell above holds here too"
    assert second.day == date(2016, 5, 10), "the title names the year"
    assert second.date is not None
    assert second.date.text == "۰۲/۲۱"


def test_an_arabic_register_of_both_ways() -> None:
    register = one(ARABIC)
    assert (register.office, register.way) == ("وزارة الموارد المائية", None)
    assert [row.way for row in register.rows] == [Way.OUTGOING, Way.INCOMING]
    assert [row.number for row in register.rows] == ["42/5", "77/10"]
    assert register.rows[1].answered_by == ("42/5",), "the date beside it is no number"


def test_an_english_list_between_commas_with_quoted_cells() -> None:
    register = one(ENGLISH, "text/csv")
    assert (register.office, register.way) == ("Ministry of Water", Way.OUTGOING)
    first, second = register.rows
    assert (first.to, first.remarks) == ("Ministry of Roads, Bridges", "in reply to 77/10 of 1 May")
    assert (second.to, second.subject) == ("Ministry of Roads, Bridges", 'The "old" bridge')


def test_a_french_register_of_incoming_letters_has_two_numbers() -> None:
    (row,) = one(FRENCH).rows
    assert (row.number, row.entry, row.sender, row.way) == ("77/10", "12", "Ministère des Ponts", Way.INCOMING)
    assert (row.day, row.entered and row.entered.earliest) == (date(2016, 5, 1), date(2016, 5, 9))


def test_a_head_of_two_rows() -> None:
    text = (
        "دفتر اندیکاتور سازمان آب\nردیف\tنامه وارده\t\tفرستنده\tموضوع\tاقدام\n\tشماره\tتاریخ\n"
        "۱\t۷۷/۱۰\t۱۳۹۵/۰۲/۱۲\tوزارت راه\tپل\tپاسخ طی ۴۲/۵"
    )
    (row,) = one(text).rows
    assert (row.number, row.day, row.sender, row.subject) == ("77/10", date(2016, 5, 1), "وزارت راه", "پل")
    assert row.remarks == "پاسخ طی ۴۲/۵"


def test_rows_go_on_over_pages_of_one_sheet() -> None:
    head, *rows = PERSIAN.split("\n")[1:]
    more = "\n".join(f"{n}\t42/{n}\t1395/03/01\tوزارت راه\tپل" for n in range(7, 10))
    pages = (Page(1, "\n".join([head, *rows]), label="صادره"), Page(2, more, label="صادره"), Page(3, more, label="x"))
    (register,) = find_registers(SHA, "application/vnd.ms-excel", pages)
    assert [row.span.page for row in register.rows] == [1, 1, 2, 2, 2]
    assert (register.way, register.label) == (Way.OUTGOING, "صادره")


def test_a_repeated_head_and_the_head_of_a_page_do_not_end_a_table() -> None:
    lines = PERSIAN.split("\n")
    again = "\n".join([*lines[:3], "صفحه ۲ از ۲", lines[1], lines[3]])
    (register,) = found(again)
    assert [row.number for row in register.rows] == ["42/5", "42/6"]


def test_what_follows_a_table_in_a_text_is_no_row() -> None:
    after = "\n".join(f"سطر {n}\tبا 12/{n} و 1395/03/01\tوزارت راه\tپل\tراه" for n in range(3))
    (register,) = found(PERSIAN + "\n" + "متن نامه ادامه دارد.\n" * 8 + after)
    assert len(register.rows) == 2


@pytest.mark.parametrize(
    "text",
    [
        "No\tDate\tCustomer\tDescription\tAmount\n1\t2016-05-09\tX\tY\t7",
        "ردیف\tشماره سند\tتاریخ\tشرح\tبدهکار\tبستانکار\n1\t12\t1395/02/01\tخرید\t5\t0",
        "No\tDate\tFrom\tTo\tAmount\n1\t2016-05-09\tX\tY\t7",
        "No\tName\tDate of death\tPlace\tRemarks\n1\tA B\t2016-05-09\tTown\t-",
        "Number\tDate\tFrom\tTo\tSubject\nno row\n",
        "ردیف\tنام\tتاریخ\tموضوع\n1\tالف\t1395/02/01\tجلسه",
    ],
)
def test_other_tables_are_no_registers(text: str) -> None:
    assert found(text) == ()


def beside(text: str) -> int:
    pages = (Page(1, text),)
    return len(letters_beside(recognise(SHA, "text/plain", pages, {}), pages, found(text)))


def test_a_letter_that_lists_others_is_a_letter_still() -> None:
    table = PERSIAN.partition("\n")[2] + "".join(f"\n{n}\t42/{n}\t1395/03/01\tوزارت راه\tپل" for n in range(7, 40))
    head = "شماره: ۹/۱۲\nتاریخ: ۱۳۹۵/۰۴/۰۱\nاز: استانداری دشتستان\nبه: وزارت راه\nموضوع: نامه‌های بی‌پاسخ\nبا سلام\n"
    assert len(found(head + table)[0].rows) == 35
    assert beside(head + table) == 1
    assert beside(f"استانداری دشتستان\n{table}") == 0
    assert beside(f"دفتر اندیکاتور\n{head}{table}") == 0
    assert [beside(text) for text in (PERSIAN, ARABIC, FRENCH)] == [0, 0, 0]


def test_a_person_can_add_names_of_columns() -> None:
    text = "Patra Sankhya\tTarikh\tTo\tSubject\n12/7\t9 May 2016\tMinistry of Roads\tBridge"
    assert found(text) == ()
    words = wordings({"register_words": (("number", "Patra Sankhya"), ("date", "Tarikh"))})
    with extended(words):
        (register,) = found(text)
    assert register.rows[0].number == "12/7"


def test_a_long_adversarial_line_is_read_in_time() -> None:
    assert found("\t".join(["شماره", "تاریخ", '"'] * 20_000) + "\n" + '"' * 40_000, "text/csv") == ()
