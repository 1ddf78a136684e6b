"""Replies without number or day, and reminders that are answered with what they remind of."""

from govah.consolidate.chains import Correspondence, Holding, settle
from govah.consolidate.folding import folded
from govah.consolidate.letters import recognise
from govah.consolidate.letters.nameless import cited_nameless
from govah.model.identifiers import Sha256
from govah.model.letter import LetterStatus, ReferenceKind
from govah.model.page import Page

ROAD, WATER = "سازمان راه", "سازمان آب دشتستان"


def paper(order: int, day: str, sender: str, to: str, body: str, subject: str = "") -> Holding:
    about = f"موضوع: {subject}\n" if subject else ""
    text = f"شماره: {order}/ن\nتاریخ: {day}\nاز: {sender}\nبه: {to}\n{about}\nبا سلام\n{body}\n"
    (letter,) = recognise(Sha256(f"{order:064x}"), "text/plain", (Page(1, text),), {})
    return Holding(letter, text, "text/plain")


BRIDGE = paper(1, "1395/02/01", ROAD, WATER, "خواهشمند است ظرفیت آبگذر پل گدار را اعلام فرمایید.", "آبگذر پل گدار")
WELLS = paper(2, "1395/02/03", ROAD, WATER, "خواهشمند است فهرست چاه‌های حریم راه را ارسال فرمایید.", "چاه‌های حریم راه")
ANSWER = paper(
    3, "1395/02/20", WATER, ROAD, "در پاسخ به استعلام آن سازمان در خصوص ظرفیت آبگذر پل گدار، پنجاه متر مکعب است."
)
VAGUE = paper(4, "1395/02/21", WATER, ROAD, "در پاسخ به نامه آن سازمان، مراتب در دست اقدام است.")
REMINDER = paper(5, "1395/02/10", ROAD, WATER, "پیرو نامه شماره 1/ن مورخ 1395/02/01 تاکنون پاسخی نرسیده است.")


def replies(found: Correspondence, holding: Holding) -> list[str]:
    references = found.standings[holding.letter.id].references
    return [one.letter for one in references if one.letter and one.kind is ReferenceKind.REPLY]


def test_a_reply_is_found_by_its_matter() -> None:
    found = settle([BRIDGE, WELLS, ANSWER])
    assert replies(found, ANSWER) == [BRIDGE.letter.id]
    assert found.standings[BRIDGE.letter.id].status is LetterStatus.ANSWERED
    assert found.standings[WELLS.letter.id].status is LetterStatus.NO_ANSWER_IN_HOLDINGS


def test_a_reply_that_names_no_matter_answers_nothing_by_guess() -> None:
    assert replies(settle([BRIDGE, WELLS, VAGUE]), VAGUE) == []


def test_nothing_is_answered_before_it_was_written() -> None:
    early = paper(6, "1395/01/20", WATER, ROAD, "در پاسخ به استعلام آن سازمان در خصوص ظرفیت آبگذر پل گدار، ارسال شد.")
    assert replies(settle([BRIDGE, early]), early) == []


def test_what_has_a_number_or_a_day_is_not_nameless() -> None:
    assert cited_nameless(folded("در پاسخ به نامه شماره 88/12 آن سازمان در خصوص پل، انجام شد.")) is None
    assert cited_nameless(folded("در پاسخ به نامه مورخ 1395/02/01 آن سازمان در خصوص پل، انجام شد.")) is None
    assert cited_nameless(folded("عطف به مذاکرات قبلی، انجام شد.")) is None
    assert cited_nameless(folded("عطف به درخواست آن سازمان در مورد پل شماره 4، انجام شد.")) is not None


def test_a_reminder_is_answered_with_what_it_reminds_of() -> None:
    late = paper(7, "1395/02/22", WATER, ROAD, "بازگشت به نامه شماره 5/ن مورخ 1395/02/10 انجام شد.")
    found = settle([BRIDGE, REMINDER, late])
    assert found.standings[BRIDGE.letter.id].status is LetterStatus.ANSWERED
    direct = paper(8, "1395/02/22", WATER, ROAD, "بازگشت به نامه شماره 1/ن مورخ 1395/02/01 انجام شد.")
    found = settle([BRIDGE, REMINDER, direct])
    assert found.standings[REMINDER.letter.id].status is LetterStatus.ANSWERED


def test_an_answer_that_crossed_a_reminder_does_not_answer_it() -> None:
    crossed = paper(9, "1395/02/09", WATER, ROAD, "بازگشت به نامه شماره 1/ن مورخ 1395/02/01 انجام شد.")
    found = settle([BRIDGE, REMINDER, crossed])
    assert found.standings[REMINDER.letter.id].status is LetterStatus.NO_ANSWER_IN_HOLDINGS


def test_what_was_sent_is_answered_also_where_it_is_only_looked_at() -> None:
    seen = paper(10, "1395/02/20", WATER, ROAD, "با عنایت به استعلام ارسالی در مورد ظرفیت آبگذر پل گدار، بلامانع است.")
    assert replies(settle([BRIDGE, WELLS, seen]), seen) == [BRIDGE.letter.id]
    law = paper(11, "1395/02/20", WATER, ROAD, "با عنایت به گزارش فنی در مورد ظرفیت آبگذر پل گدار، بلامانع است.")
    assert replies(settle([BRIDGE, WELLS, law]), law) == []
