"""What became of proposals: later papers that decide on them, by place, by words, in the margin, step by step."""

import random
import time
from datetime import date
from pathlib import Path

import pytest
from tests.consolidate.test_chains import ROAD, TOWN, WATER, paper, persian

from govah.consolidate.chains import Correspondence, Holding, settle
from govah.consolidate.chains.outcomes.words import mentions, verbs
from govah.consolidate.data.extension import extended, wordings
from govah.consolidate.folding import folded
from govah.consolidate.letters import recognise
from govah.consolidate.minutes import with_minutes
from govah.demo.paper import papers
from govah.demo.written import written
from govah.model.identifiers import Sha256
from govah.model.outcome import OutcomeGround, OutcomeKind
from govah.model.page import Page

LIST = """پیشنهاد می‌گردد:
۱. پل چوبی به روی کامیون‌ها بسته شود.
۲. نگهبانی شبانه گذاشته شود.
۳. دیوار ساحلی تعمیر گردد."""
DAY, LATER = date(2016, 5, 1), date(2016, 5, 20)
CITED = f"نامه شماره 77/10 مورخ {persian(DAY)}"
PROPOSING = paper("a1", "77/10", DAY, ROAD, WATER, f"{LIST}\nخواهشمند است نتیجه را اعلام فرمایید.")
HERE = Path(__file__).parent


def reply(name: str, body: str, day: date = LATER) -> Holding:
    return paper(name, f"42/{ord(name[0])}", day, WATER, ROAD, f"بازگشت به {CITED}، {body}")


def settled(*held: Holding) -> Correspondence:
    found = settle(held)
    assert settle(random.Random(5).sample(held, len(held))) == found
    return found


def kinds(found: Correspondence, holding: Holding = PROPOSING) -> list[str]:
    outcomes = found.standings[holding.letter.id].outcomes
    for outcome in outcomes:
        for lead in outcome.leads:
            assert lead.method == "outcomes/1"
            assert lead.quotation
    return [outcome.kind.value for outcome in outcomes]


def test_nothing_is_found_where_nothing_is_said() -> None:
    assert kinds(settled(PROPOSING)) == ["none_found"] * 3
    assert kinds(settled(PROPOSING, reply("b2", "بررسی ادامه دارد."))) == ["none_found"] * 3


def test_a_reply_decides_by_the_places_in_the_list() -> None:
    answer = reply("b2", "با پیشنهادهای نخست و سوم موافقت می‌شود. پیشنهاد ۲ رد شد.")
    found = settled(PROPOSING, answer)
    assert kinds(found) == ["adopted", "rejected", "adopted"]
    (lead,) = found.standings[PROPOSING.letter.id].outcomes[1].leads
    assert (lead.letter, lead.ground, lead.quotation) == (answer.letter.id, OutcomeGround.ORDINAL, "پیشنهاد ۲ رد شد.")
    page, start, end = lead.span
    assert (page, answer.text[start:end]) == (1, lead.quotation)


def test_a_reply_decides_on_all_and_on_the_rest() -> None:
    assert kinds(settled(PROPOSING, reply("b2", "با پیشنهادهای آن وزارت موافقت شد."))) == ["adopted"] * 3
    rest = reply("b2", "با پیشنهاد دوم موافقت شد. سایر پیشنهادها پذیرفته نشد.")
    assert kinds(settled(PROPOSING, rest)) == ["rejected", "adopted", "rejected"]


@pytest.mark.parametrize(
    "body",
    [
        "آیا با پیشنهاد دوم موافقت شد؟",
        "اگر پیشنهاد دوم تصویب شد خبر دهید.",
        "پیشنهاد دوم در دست نگارش است.",
        "پیشنهاد نهم رد شد.",
    ],
)
def test_questions_conditions_and_other_numbers_decide_nothing(body: str) -> None:
    assert kinds(settled(PROPOSING, reply("b2", body))) == ["none_found"] * 3


def test_a_postponement_gives_way_and_differing_papers_contradict() -> None:
    first, second = (
        reply("b2", "پیشنهاد دوم به جلسه بعد موکول شد."),
        reply("c3", "پیشنهاد دوم تصویب شد.", date(2016, 6, 1)),
    )
    assert kinds(settled(PROPOSING, first, second))[1] == "adopted"
    third = reply("d4", "پیشنهاد دوم منتفی شد.", date(2016, 7, 1))
    found = settled(PROPOSING, first, second, third)
    assert kinds(found)[1] == "contradictory"
    leads = found.standings[PROPOSING.letter.id].outcomes[1].leads
    assert [lead.kind for lead in leads] == [OutcomeKind.POSTPONED, OutcomeKind.ADOPTED, OutcomeKind.OVERTAKEN]


def test_a_note_in_the_margin_is_for_all_or_for_those_it_names() -> None:
    text = PROPOSING.text
    for note, expected in (
        ("موافقت می‌شود. اقدام گردد.", ["adopted"] * 3),
        ("با بند ۲ مخالفت می‌شود.", ["none_found", "rejected", "none_found"]),
    ):
        noted = f"{text}\nهامش: {note}"
        (letter,) = recognise(Sha256("a1" * 32), "application/pdf", (Page(1, noted),), {})
        holding = Holding(letter, noted, "application/pdf")
        assert kinds(settled(holding), holding) == expected
    own = "We propose:\n(i) close the bridge;\n(ii) post a guard;\n(iii) mend the wall.\n"
    head = "No. 7/12\nDated 9 May 2016\nFrom: Ministry of Roads\nTo: Water Board\nSubject: Bridge\n"
    english = f"{head}{own}A. Quill\nDirector\n"
    noted = f"{english}Minute: (i) and (iii) approved. (ii) is declined."
    (letter,) = recognise(Sha256("a2" * 32), "application/pdf", (Page(1, noted),), {})
    holding = Holding(letter, noted, "application/pdf")
    assert kinds(settled(holding), holding)[:3] == ["adopted", "rejected", "adopted"]


def test_what_answers_the_step_that_takes_one_up() -> None:
    step = paper(
        "c3",
        "77/11",
        date(2016, 5, 5),
        ROAD,
        TOWN,
        f"پیرو {CITED} به سازمان آب، برای اجرای پیشنهاد ۲ آن نامه، خواهشمند است نظر خود را اعلام فرمایید.",
    )
    answer = paper(
        "d4",
        "9/31",
        LATER,
        TOWN,
        ROAD,
        f"بازگشت به نامه شماره 77/11 مورخ {persian(date(2016, 5, 5))}، این کار به صلاح نیست.",
    )
    found = settled(PROPOSING, step, answer)
    assert kinds(found) == ["none_found", "rejected", "none_found"]
    (lead,) = found.standings[PROPOSING.letter.id].outcomes[1].leads
    assert (lead.ground, lead.letter, lead.via) == (OutcomeGround.STEP, answer.letter.id, step.letter.id)


def test_a_later_paper_of_others_with_other_proposals_is_left_alone() -> None:
    other = paper("e5", "3/3", LATER, TOWN, "شهرداری دشتستان", "پیشنهاد دوم (خرید دو کامیون آب‌پاش) رد شد.")
    assert kinds(settled(PROPOSING, other)) == ["none_found"] * 3
    earlier = paper("e5", "3/3", date(2016, 4, 1), TOWN, "شهرداری", "پیشنهاد دوم (نگهبانی شبانه گذاشته شود) رد شد.")
    assert kinds(settled(PROPOSING, earlier)) == ["none_found"] * 3


def test_english_french_and_arabic_sentences() -> None:
    told = {
        "Proposals 1 and 3 were approved; proposal 2 was not approved.": [((1, 3), "adopted"), ((2,), "rejected")],
        "The second proposal was declined.": [((2,), "rejected")],
        "La deuxième proposition est rejetée.": [((2,), "rejected")],
        "تمت الموافقة على المقترحين الأول والثالث.": [((1, 3), "adopted")],
        "لم تتم الموافقة على المقترح رقم ٢": [((2,), "rejected")],
        "Proposal No. 4 has been overtaken by events.": [((4,), "overtaken")],
    }
    for text, expected in told.items():
        found = folded(text)
        assert [mention.places for mention in mentions(found, citing=False)] == [places for places, _ in expected], text
        assert [verb.kind.value for verb in verbs(found)] == [kind for _, kind in expected], text
    assert verbs(folded("Proposal 2 is to be approved by the Board.")) == []
    assert mentions(folded("Two proposals were adopted in 2016."), citing=False) == []


def test_a_person_can_add_words() -> None:
    answer = reply("b2", "پیشنهاد دوم برگردانیده آمد.")
    assert kinds(settled(PROPOSING, answer))[1] == "none_found"
    with extended(wordings({"outcome_words": (("rejected", "برگردانیده آمد"),)})):
        assert kinds(settled(PROPOSING, answer))[1] == "rejected"


def held(name: str, text: str) -> Holding:
    pages = (Page(1, text),)
    (letter,) = with_minutes(recognise(Sha256((name.lower().encode().hex() * 64)[:64]), "text/plain", pages, {}), pages)
    return Holding(letter, text)


def test_the_example_case_from_text() -> None:
    """L10 answers by mail and is scored with the whole case; minutes decide on the others, one draft has two more."""
    of = {name: held(name, written(papers()[name])) for name in ("L08", "L09", "L40", "L41", "L42")}
    found = settle(of.values())
    assert kinds(found, of["L08"]) == ["adopted", "none_found", "adopted", "postponed", "rejected"]
    draft = found.standings[of["L40"].letter.id].outcomes
    assert [outcome.kept_as for outcome in draft[:5]] == [(of["L08"].letter.id, place) for place in range(1, 6)]
    assert [outcome.kind for outcome in draft[5:]] == [OutcomeKind.NOT_IN_SENT_LETTER] * 2
    assert draft[5].leads[0].letter == of["L08"].letter.id


def test_a_session_kept_twice_contradicts_its_minutes() -> None:
    of = {name: held(name, written(papers()[name])) for name in ("L08", "L41", "L42")}
    lines = "16:00:10 بهرام ترکش: سلام\n16:01:05 کامران راوند: سلام\n16:20:55 بهرام ترکش: پیشنهاد پنجم: موافق / مخالف\n"
    session = (
        "هجدهمین نشست شورای هماهنگی ملی\n۱۳۹۴/۰۱/۱۰\n"
        f"{lines}16:22:04 بهرام ترکش: پس پیشنهاد ۵ با سه رأی پذیرفته شد.\n16:30:02 بهرام ترکش: پایان\n"
    )
    both = [held("S1", session), held("S2", session)]
    found = settled(*of.values(), *both)
    assert kinds(found, of["L08"])[4] == "contradictory"
    leads = found.standings[of["L08"].letter.id].outcomes[4].leads
    assert {lead.kind for lead in leads} == {OutcomeKind.ADOPTED, OutcomeKind.REJECTED}


def test_minutes_that_restate_proposals_decide_on_them() -> None:
    of = {name: held(name, (HERE / f"fourth_case/papers/{name}.txt").read_text()) for name in ("H16", "H17", "H18")}
    found = settle(of.values())
    assert kinds(found, of["H16"]) == ["adopted", "none_found", "adopted", "postponed"]
    assert kinds(found, of["H17"]) == ["adopted", "none_found", "adopted", "postponed", "not_in_sent_letter"]


def test_a_decision_not_to_do_it_rejects() -> None:
    of = {name: held(name, (HERE / f"fifth_case/papers/{name}.txt").read_text()) for name in ("S10", "S13")}
    assert kinds(settle(of.values()), of["S10"]) == ["adopted", "rejected", "adopted"]


@pytest.mark.parametrize("filling", ["پیشنهاد ۲ و " * 4000, "(ii) " * 9000, "approved " * 6000, "no. " * 12_000])
def test_adversarial_text_is_read_in_time(filling: str) -> None:
    begun = time.process_time()
    kinds(settle((PROPOSING, reply("b2", filling))))
    assert time.process_time() - begun < 5
