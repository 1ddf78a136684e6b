"""The model card: its blocks, its table of fonts, and the comparison that it carries."""

from pathlib import Path

import pytest
from card import CARD, fonts_table, put
from comparison import compared, rates
from score import Scored, Told


def test_a_block_is_replaced_and_the_rest_stays(tmp_path: Path) -> None:
    card = tmp_path / "card.md"
    card.write_text("before\n<!-- first -->\nold\n<!-- /first -->\nafter\n<!-- second -->\n<!-- /second -->\n", "utf-8")
    put("first", r"new \1", card)
    put("second", "other", card)
    assert card.read_text("utf-8") == (
        "before\n<!-- first -->\nnew \\1\n<!-- /first -->\nafter\n<!-- second -->\nother\n<!-- /second -->\n"
    )
    with pytest.raises(LookupError, match="no block third"):
        put("third", "", card)


def test_the_card_names_the_pinned_fonts() -> None:
    assert fonts_table() in CARD.read_text("utf-8")


def _page(numbers: list[Told], condition: str = "clean 200") -> Scored:
    return Scored("face", "۰۱۲۳۴۵۶۷۸۹", condition, numbers, 0, 1, 0, 0.0)


_RIGHT = Told("12", "12", 0.99, True)
_DOUBTED = Told("12", "12", 0.3, True)
_WRONG = Told("12", "13", 0.99, True)
_UNREAD = Told("12", None, 0.0, True)


def test_rates() -> None:
    told = rates([_page([_RIGHT, _DOUBTED, _WRONG, _UNREAD])])
    assert (told.count, told.exact, told.caught, told.doubted) == (4, 0.5, 0.75, 0.5)


def test_only_the_part_that_the_goals_are_for_decides() -> None:
    hard = [_page([_WRONG] * 50, "typed 200"), _page([_WRONG] * 50, "scan 150")]
    assert compared([_page([_RIGHT] * 200)], [_page([_RIGHT] * 199 + [_WRONG]), *hard])[1]
    assert not compared([_page([_RIGHT] * 200)], [_page([_RIGHT] * 198 + [_WRONG] * 2)])[1]
