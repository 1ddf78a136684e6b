import random
from collections.abc import Iterable
from datetime import date

import jdatetime

from govah.consolidate.chains import Correspondence, Holding, settle
from govah.consolidate.letters import recognise
from govah.model.identifiers import LetterId, Sha256
from govah.model.letter import LetterStatus, ReferenceKind, RelationKind, Standing
from govah.model.page import Page

ROAD, WATER, TOWN = "وزارت راه", "سازمان آب دشتستان", "استانداری دشتستان"
PADDING = "پل رودخانه در اثر سیل آسیب دیده و رفت و آمد در دو سوی آن بسته شده است و مردم روستاها در سختی هستند. " * 3


def persian(day: date) -> str:
    return jdatetime.date.fromgregorian(date=day).strftime("%Y/%m/%d")


def paper(
    name: str,
    number: str | None,
    day: date,
    sender: str,
    to: str,
    body: str,
    *,
    media: str = "application/pdf",
    **mail: str,
) -> Holding:
    """One letter as its page would read."""
    numbered = f"شماره: {number}\n" if number else ""
    head = f"{numbered}تاریخ: {persian(day)}\nاز: {sender}\nبه: {to}\nموضوع: پل\nبا سلام\n"
    text = f"{head}{PADDING}\n{body}\nآرش نیک‌پی\nرئیس"
    sha = Sha256((name * 64)[:64])
    if mail:
        mail = {key.replace("_", "-"): value for key, value in mail.items()}
        mail |= {"from": f"{sender} <a@x.example>", "to": f"{to} <b@x.example>", "date": day.strftime("%d %B %Y")}
        media = "message/rfc822"
    (letter,) = recognise(sha, media, (Page(1, text),), mail)
    return Holding(letter, text, media)


def settled(*papers: Holding) -> Correspondence:
    return settle(papers)


def standing(found: Correspondence, holding: Holding) -> Standing:
    return found.standings[holding.letter.id]


def edges(standings: Iterable[Standing]) -> set[tuple[LetterId, str, LetterId]]:
    return {(one.letter, ref.kind, ref.letter) for one in standings for ref in one.references if ref.letter is not None}


ASKED = paper("a1", "77/10", date(2016, 5, 1), ROAD, WATER, "خواهشمند است نتیجه را اعلام فرمایید.")
ANSWER = paper(
    "b2", "42/5", date(2016, 5, 9), WATER, ROAD, f"عطف به نامه شماره 77/10 مورخ {persian(date(2016, 5, 1))} انجام شد."
)


def test_direction_makes_a_reply() -> None:
    found = settled(ASKED, ANSWER)
    assert edges(found.standings.values()) == {(ANSWER.letter.id, "reply", ASKED.letter.id)}
    assert standing(found, ASKED).status is LetterStatus.ANSWERED
    assert standing(found, ASKED).answered_by == (ANSWER.letter.id,)
    assert found.ghosts == ()


def test_direction_goes_before_the_keyword() -> None:
    own = paper("c3", "77/12", date(2016, 5, 20), ROAD, WATER, "بازگشت به نامه شماره 77/10 کار تمام است.")
    across = paper("d4", "9/3", date(2016, 5, 20), TOWN, WATER, "در پاسخ به نامه شماره 77/10 کار تمام است.")
    cited = paper("e5", "42/7", date(2016, 5, 20), WATER, ROAD, "طبق نامه شماره 77/10 کار تمام است.")
    found = settled(ASKED, own, across, cited)
    assert standing(found, own).references[0].kind is ReferenceKind.FOLLOW_UP
    assert standing(found, across).references[0].kind is ReferenceKind.CITATION
    assert standing(found, cited).references[0].kind is ReferenceKind.REPLY


def test_numbers_match_with_their_segments_reversed() -> None:
    back = paper("f6", "42/9", date(2016, 5, 9), WATER, ROAD, "بازگشت به نامه شماره 10/77 انجام شد.")
    assert standing(settled(ASKED, back), back).references[0].letter == ASKED.letter.id


def test_one_digit_off_needs_date_and_direction_and_no_exact_match() -> None:
    when = persian(date(2016, 5, 1))
    near = paper("07", "42/9", date(2016, 5, 9), WATER, ROAD, f"بازگشت به نامه شماره 77/18 مورخ {when} انجام شد.")
    bare = paper("08", "42/9", date(2016, 5, 9), WATER, ROAD, "بازگشت به نامه شماره 77/18 انجام شد.")
    other = paper("09", "9/9", date(2016, 5, 9), TOWN, ROAD, f"بازگشت به نامه شماره 77/18 مورخ {when} انجام شد.")
    exact = paper("0a", "77/18", date(2016, 5, 1), ROAD, WATER, "متن دیگری.")
    assert standing(settled(ASKED, near), near).references[0].letter == ASKED.letter.id
    assert [ghost.number for ghost in settled(ASKED, bare).ghosts] == ["77/18"]
    assert [ghost.number for ghost in settled(ASKED, other).ghosts] == ["77/18"]
    assert standing(settled(ASKED, exact, near), near).references[0].letter == exact.letter.id


def test_a_reply_by_date_alone() -> None:
    dated = paper(
        "0b", "42/6", date(2016, 5, 9), WATER, ROAD, f"بازگشت به نامه مورخ {persian(date(2016, 5, 1))} انجام شد."
    )
    assert standing(settled(ASKED, dated), ASKED).answered_by == (dated.letter.id,)
    second = paper("0c", "77/11", date(2016, 5, 1), ROAD, WATER, "نامه دیگر همان روز.")
    assert standing(settled(ASKED, second, dated), ASKED).answered_by == ()


def test_silence_with_its_coverage_and_the_reminder() -> None:
    reminder = paper(
        "0d", "77/30", date(2016, 6, 9), ROAD, WATER, "پیرو نامه شماره 77/10 تاکنون پاسخی واصل نگردیده است."
    )
    held = [
        paper(f"{index:02x}", f"42/{100 + index}", date(2016, 5, 2), WATER, TOWN, "آگاهی.")
        for index in (0x10, 0x13, 0x19)
    ]
    found = settled(ASKED, reminder, *held)
    silent = standing(found, ASKED)
    assert silent.status is LetterStatus.NO_ANSWER_IN_HOLDINGS
    assert silent.coverage is not None
    assert (silent.coverage.held, silent.coverage.span, silent.coverage.share) == (3, 10, 0.3)
    assert "77/10" in silent.coverage.search
    assert [(one.kind, one.letter) for one in standing(found, reminder).relations] == [
        (RelationKind.REMINDER, ASKED.letter.id)
    ]


def test_a_margin_answers_and_a_letter_that_informs_expects_nothing() -> None:
    noted = paper("1a", "77/40", date(2016, 5, 1), ROAD, WATER, "خواهشمند است اعلام فرمایید.\nهامش: موافقت می‌شود.")
    told = paper("1b", "77/41", date(2016, 5, 1), ROAD, WATER, "مراتب جهت استحضار ایفاد می‌گردد.")
    found = settled(noted, told)
    assert standing(found, noted).status is LetterStatus.ANSWERED_IN_MARGIN
    assert standing(found, told).status is LetterStatus.NONE_EXPECTED


def test_ghosts_name_who_cites_them_once() -> None:
    first = paper("2a", "42/50", date(2016, 5, 9), WATER, ROAD, "با استناد به نامه شماره 88/7 اقدام شد.")
    second = paper("2b", "9/50", date(2016, 5, 9), TOWN, ROAD, "پیرو نامه شماره 7/88 اقدام شد.")
    (ghost,) = settled(first, second).ghosts
    assert set(ghost.cited_by) == {first.letter.id, second.letter.id}


def test_duplicates_versions_and_annexes() -> None:
    scan = paper("3a", "77/10", date(2016, 5, 1), ROAD, WATER, "خواهشمند است نتیجه را اعلام فرمایبد. مهر")
    draft = paper(
        "3b", "77/10", date(2016, 5, 1), ROAD, WATER,
        "پیشنهاد دیگر آن که روستاهای بالادست پیش از آغاز بارندگی تخلیه و ساکنان آنها در شهر اسکان یابند. "
        "خواهشمند است نتیجه را اعلام فرمایید.",
        media="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    )  # fmt: skip
    annex = paper("3c", "77/10-1", date(2016, 5, 1), ROAD, WATER, "پیوست نامه شماره 77/10")
    found = settled(ASKED, scan, draft, annex, ANSWER)
    kinds = {relation.kind for one in (ASKED, scan) for relation in standing(found, one).relations}
    assert kinds == {RelationKind.DUPLICATE}
    assert [one.kind for one in standing(found, draft).relations] == [RelationKind.VERSION]
    assert [one.kind for one in standing(found, annex).relations] == [RelationKind.ATTACHMENT]
    assert {standing(found, one).status for one in (ASKED, scan, draft)} == {LetterStatus.ANSWERED}


def test_mail_threads_by_header_then_by_subject() -> None:
    first = paper(
        "4a", None, date(2016, 5, 1), "Ministry of Ports", "Fishing Authority", "", message_id="<1@x>", subject="quay"
    )
    second = paper(
        "4b", None, date(2016, 5, 2), "Fishing Authority", "Ministry of Ports", "",
        message_id="<2@x>", in_reply_to="<1@x>", subject="other",
    )  # fmt: skip
    third = paper(
        "4c",
        None,
        date(2016, 5, 3),
        "Fishing Authority",
        "Ministry of Ports",
        "",
        message_id="<3@x>",
        subject="RE: quay",
    )
    found = settled(first, second, third)
    assert standing(found, first).answered_by == tuple(sorted((second.letter.id, third.letter.id)))


def test_a_forwarded_letter() -> None:
    sent_on = paper("5a", None, date(2016, 5, 3), WATER, TOWN, ASKED.text, message_id="<9@x>", subject="Fwd: پل")
    found = settled(ASKED, sent_on)
    assert (RelationKind.FORWARD, ASKED.letter.id) in [
        (one.kind, one.letter) for one in standing(found, sent_on).relations
    ]
    assert standing(found, sent_on).status is LetterStatus.NONE_EXPECTED


def test_aliases_join_names_in_two_languages() -> None:
    english = paper(
        "6a",
        "MP/5",
        date(2016, 5, 9),
        "Water Authority of Plain",
        "Ministry of Roads",
        "With reference to letter No. 77/10",
    )
    names = (frozenset({ROAD, "Ministry of Roads"}), frozenset({WATER, "Water Authority of Plain"}))
    assert settle((ASKED, english), names).standings[english.letter.id].references[0].kind is ReferenceKind.REPLY


def test_order_of_input_changes_nothing() -> None:
    papers = [ASKED, ANSWER] + [
        paper(f"7{index:x}", f"77/{20 + index}", date(2016, 5, 1), ROAD, WATER, f"پیرو نامه شماره 77/{19 + index}")
        for index in range(8)
    ]
    first = settle(papers)
    random.Random(7).shuffle(papers)
    assert settle(papers) == first
