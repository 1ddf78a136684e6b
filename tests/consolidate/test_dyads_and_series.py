"""Who wrote to whom, and the series of an office's numbers."""

from datetime import date

from tests.consolidate.test_chains import ROAD, TOWN, WATER, paper, persian, settled

from govah.consolidate.chains import Holding
from govah.consolidate.chains.dyads import dyads
from govah.consolidate.chains.parties import Parties
from govah.consolidate.chains.series import Series, all_series

ASK = "خواهشمند است نتیجه را اعلام فرمایید."


def _letters() -> list[Holding]:
    asked = date(2016, 5, 1)
    return [
        paper("a1", "77/10", asked, ROAD, WATER, ASK),
        paper("b2", "42/5", date(2016, 5, 9), WATER, ROAD, f"عطف به نامه شماره 77/10 مورخ {persian(asked)} انجام شد."),
        paper("c3", "77/30", date(2016, 5, 20), ROAD, WATER, ASK),
        paper("d4", "77/25", date(2016, 6, 2), ROAD, TOWN, "جهت استحضار"),
        paper(
            "e5", "42/9", date(2016, 6, 5), WATER, ROAD, f"پیرو نامه شماره 42/7 مورخ {persian(date(2016, 5, 30))} است."
        ),
    ]


def _pairs(papers: list[Holding]) -> tuple[list, tuple]:  # type: ignore[type-arg]
    found = settled(*papers)
    return [(each.letter, found.standings[each.letter.id]) for each in papers], found.ghosts


def test_pairs_are_counted_in_both_directions() -> None:
    pairs, _ = _pairs(_letters())
    parties = Parties([letter for letter, _ in pairs])
    first, second = dyads(pairs, parties)
    assert {first.one, first.other} == {ROAD, WATER}
    assert (first.count(ROAD), first.count(WATER)) == (2, 2)
    assert (first.unanswered(ROAD), first.unanswered(WATER)) == (1, 0)
    assert {second.one, second.other} == {ROAD, TOWN}
    assert [sent.letter.number for sent in first.sent] == ["77/10", "42/5", "77/30", "42/9"]


def test_a_second_copy_is_no_letter_more() -> None:
    papers = _letters()
    copy = paper("f6", "77/10", date(2016, 5, 1), ROAD, WATER, ASK)
    pairs, _ = _pairs([*papers, copy])
    first = dyads(pairs, Parties([letter for letter, _ in pairs]))[0]
    assert first.count(ROAD) == 2
    assert [sent.copy for sent in first.sent].count(True) == 1


def _series(office: str) -> Series:
    pairs, ghosts = _pairs(_letters())
    found = all_series(pairs, ghosts, Parties([letter for letter, _ in pairs]))
    (one,) = (each for each in found if each.office == office)
    return one


def test_a_series_has_its_gaps_and_what_breaks_it() -> None:
    road = _series(ROAD)
    assert (road.prefix, road.year) == ("77", 1395)
    assert [(each.serial, each.out_of_order) for each in road.numbers] == [(10, False), (25, False), (30, True)]
    assert (road.held, road.span, road.gaps) == (3, 21, ((11, 24), (26, 29)))


def test_a_ghost_lies_in_the_gap_of_its_office() -> None:
    water = _series(WATER)
    assert [(each.serial, each.ghost is not None) for each in water.numbers] == [(5, False), (7, True), (9, False)]
    assert water.gaps == ((6, 8),)
    assert water.held == 2
