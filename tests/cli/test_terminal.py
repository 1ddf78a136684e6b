"""What evidence says never steers a terminal, whichever command shows it."""

from pathlib import Path

import pytest
from tests.cli.conftest import Govah

from govah import Case

STEERING = "\x1b\x07\x08\x9b\x90\u061c\u200e\u200f\u202a\u202b\u202d\u202e\u2066\u2067\u2068"
EVIL = "[bold]پل\x1b[2J\u009b2J\u202eابث\u2066[/bold]"
LETTER = f"""وزارت راه {EVIL}
شماره: ۲۱/۴۵۰
تاریخ: ۱۳۹۵/۰۲/۱۴
از: وزارت راه {EVIL}
به: استانداری {EVIL}
موضوع: {EVIL}
پل چوبی {EVIL}
"""


@pytest.fixture
def steered(tmp_path: Path) -> Path:
    leak = tmp_path / "leak"
    leak.mkdir()
    (leak / f"{EVIL.replace('/', '')}.txt").write_text(LETTER, encoding="utf-8")
    with Case.create(tmp_path / "case", EVIL) as case:
        case.collect([leak], EVIL)
        (exhibit,) = case.view.exhibits()
        place = f"{exhibit.sha256}:1:0-60"
        from govah.model.claim import ClaimKind
        from govah.model.passage import Place

        case.mark(Place.parse(place), EVIL)
        case.add_claim([Place.parse(place)], EVIL, ClaimKind.FACT, said_by=EVIL, about=EVIL)
        case.correct(Place.parse(place), "subject", EVIL, EVIL)
    return tmp_path / "case"


def test_no_command_lets_it_through(steered: Path, govah: Govah) -> None:
    with Case(steered) as case:
        (exhibit,) = case.view.exhibits()
        (claim,) = case.view.claims()
    place = f"{exhibit.sha256}:1:0-60"
    for words in (
        ("status",),
        ("exhibits",),
        ("text", exhibit.sha256),
        ("search", "پل"),
        ("letters",),
        ("ghosts",),
        ("claims",),
        ("claim", "show", claim.id),
        ("mark", place),
        ("text", EVIL),
        ("search", "پل", "--after", EVIL),
    ):
        answer = govah("--case", steered, *words)
        shown = answer.text + answer.err
        assert answer.code == 0 or "govah: " in answer.err
        for sign in STEERING:
            assert sign not in shown, (words, hex(ord(sign)), shown)
    told = govah("--case", steered, "exhibits").text
    assert "[bold]" in told
    assert "\\u202e" in told
