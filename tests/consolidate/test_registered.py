"""What registers say beside the letters: rows that are held, rows that look like an answer. They change no status."""

import random
from dataclasses import replace
from datetime import date

from tests.consolidate.test_chains import ANSWER, ASKED, ROAD, TOWN, WATER, paper, persian

from govah.consolidate.chains import Correspondence, Holding, settle
from govah.consolidate.registers import find_registers
from govah.model.identifiers import Sha256
from govah.model.letter import LetterStatus
from govah.model.page import Page
from govah.model.register import Ground, Register, RegisterCoverage

SHA = Sha256("cd" * 32)
HEAD = "شماره\tتاریخ\tگیرنده\tموضوع\tملاحظات"
DAY = date(2016, 5, 9)


def register(title: str, *rows: tuple[str, date, str, str, str], head: str = HEAD, sha: Sha256 = SHA) -> Register:
    lines = "\n".join("\t".join((number, persian(day), *rest)) for number, day, *rest in rows)
    (found,) = find_registers(sha, "text/plain", (Page(1, f"{title}\n{head}\n{lines}"),))
    return found


def settled(papers: list[Holding], *registers: Register) -> Correspondence:
    found = settle(papers, registers=registers)
    shuffled = random.Random(7).sample(papers, len(papers))
    assert settle(shuffled, registers=registers[::-1]) == found
    return found


def silence(found: Correspondence) -> RegisterCoverage:
    standing = found.standings[ASKED.letter.id]
    assert standing.status is LetterStatus.NO_ANSWER_IN_HOLDINGS, "a register changes no status"
    assert standing.coverage is not None
    assert standing.coverage.register is not None
    return standing.coverage.register


OUTGOING = register(
    f"دفتر اندیکاتور صادره - {WATER}",
    ("42/4", date(2016, 4, 1), TOWN, "آب", ""),
    ("42/5", DAY, ROAD, "پل", "عطف به 77/10"),
    ("42/6", DAY, ROAD, "جاده", ""),
    ("42/7", DAY, TOWN, "آب", "رونوشت 77/10"),
)


def test_a_register_lists_what_looks_like_the_answer() -> None:
    other = paper("c3", "42/4", date(2016, 4, 1), WATER, TOWN, "برای اطلاع.")
    found = settled([ASKED, other], OUTGOING)
    told = silence(found)
    assert (told.listed, told.held, told.later, told.later_held) == (4, 1, 3, 0)
    assert (told.first, told.last, told.covers) == (date(2016, 4, 1), DAY, True)
    assert [(lead.ground, lead.number, lead.letter) for lead in told.leads] == [
        (Ground.CITES_NUMBER, "42/5", None),
        (Ground.PARTIES, "42/6", None),
    ], "what went to somebody else is no answer to us"
    standing = found.registers[OUTGOING.id]
    assert standing.letters == {OUTGOING.rows[0].id: other.letter.id}
    assert (standing.office, standing.inferred) == (WATER, False)


def test_without_a_register_nothing_is_added() -> None:
    coverage = settled([ASKED]).standings[ASKED.letter.id].coverage
    assert coverage is not None
    assert coverage.register is None


def test_a_held_answer_is_linked_and_a_row_makes_no_ghost() -> None:
    found = settled([ASKED, ANSWER], OUTGOING)
    assert found.standings[ASKED.letter.id].status is LetterStatus.ANSWERED
    assert found.registers[OUTGOING.id].letters == {OUTGOING.rows[1].id: ANSWER.letter.id}
    assert found.ghosts == ()


def test_a_ghost_says_where_it_is_registered() -> None:
    citing = paper(
        "e5", "77/12", date(2016, 6, 1), ROAD, WATER, f"بازگشت به نامه شماره 42/6 مورخ {persian(DAY)} اقدام شد."
    )
    found = settled([citing], OUTGOING)
    (ghost,) = found.ghosts
    assert ghost.number == "42/6"
    assert [(place.sha256, place.span) for place in ghost.registered_at] == [(SHA, OUTGOING.rows[2].span)]
    assert found.registers[OUTGOING.id].cited == {OUTGOING.rows[2].id}


def test_the_addressees_own_book_says_that_the_letter_came_and_what_answered_it() -> None:
    incoming = register(
        f"دفتر ثبت نامه‌های وارده {WATER}",
        ("77/10", date(2016, 5, 1), ROAD, "پل", "42/5"),
        head="شماره نامه\tتاریخ نامه\tفرستنده\tموضوع\tشماره پاسخ",
    )
    told = silence(settled([ASKED], incoming))
    assert [place.span for place in told.received] == [incoming.rows[0].span]
    assert told.sent == ()
    assert [(lead.ground, lead.number) for lead in told.leads] == [(Ground.ANSWERED_BY, "42/5")]
    assert (told.listed, told.later, told.covers) == (0, None, None)


def test_remarks_that_tell_of_an_answer_name_it() -> None:
    sent = register(
        f"دفتر اندیکاتور صادره {ROAD}",
        ("77/10", date(2016, 5, 1), WATER, "پل", "پاسخ طی 42/5 رسید"),
        ("77/11", date(2016, 5, 2), WATER, "پل", "سابقه 42/9"),
    )
    told = silence(settled([ASKED], sent))
    assert (told.received, len(told.sent)) == ((), 1)
    assert [(lead.ground, lead.number) for lead in told.leads] == [(Ground.ANSWERED_BY, "42/5")]


def test_whose_register_it_is_is_told_by_its_letters() -> None:
    unnamed = register(
        "دفتر اندیکاتور صادره",
        ("42/3", date(2016, 3, 1), TOWN, "آب", ""),
        ("42/4", date(2016, 4, 1), TOWN, "آب", ""),
        ("42/5", DAY, ROAD, "پل رودخانه", ""),
    )
    assert unnamed.office is None
    held = [
        paper("c3", "42/4", date(2016, 4, 1), WATER, TOWN, "برای اطلاع."),
        paper("d4", "42/3", date(2016, 3, 1), WATER, TOWN, "برای اطلاع."),
    ]
    found = settled([ASKED, *held], unnamed)
    assert (found.registers[unnamed.id].office, found.registers[unnamed.id].inferred) == (WATER, True)
    assert [lead.number for lead in silence(found).leads] == ["42/5"]
    alone = settled([ASKED, held[0]], unnamed)
    assert alone.registers[unnamed.id].office is None, "one letter is no proof"


def test_a_number_of_one_segment_needs_its_parties_too() -> None:
    asked = paper("f6", "125", date(2016, 5, 1), ROAD, WATER, "خواهشمند است نتیجه را اعلام فرمایید.")
    rows = register(f"دفتر صادره {TOWN}", ("125", date(2016, 5, 1), WATER, "آب", ""))
    assert settled([asked], rows).registers[rows.id].letters == {}
    own = register(f"دفتر صادره {ROAD}", ("125", date(2016, 5, 1), WATER, "پل", ""))
    assert set(settled([asked], own).registers[own.id].letters.values()) == {asked.letter.id}


def test_another_day_links_only_between_the_same_parties() -> None:
    wrong_day = register(f"دفتر صادره {ROAD}", ("77/10", date(2016, 5, 3), WATER, "پل", ""))
    assert len(settled([ASKED], wrong_day).registers[wrong_day.id].letters) == 1
    nobody = replace(wrong_day, office=None, rows=tuple(replace(row, to=None) for row in wrong_day.rows))
    assert settled([ASKED], nobody).registers[nobody.id].letters == {}
