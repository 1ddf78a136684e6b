"""What a person says of a letter's fields on the command line: every field, and what follows of it."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.cli.conftest import make_case

from govah.config import keys_folder

Govah = Callable[..., Any]
ASKED, ANSWERED, THIRD = "letter.txt", "answer.txt", "third.txt"
TEXTS = {
    ASKED: """محرمانه
شماره: ۲۱/۴۵۰
تاریخ: ۱۳۹۵/۰۲/۱۴
از: وزارت راه ناکجا
به: استانداری بیستون
موضوع: پل چوبی
با سلام، خواهشمند است دستور فرمایید نتیجه بازدید از پل چوبی اعلام گردد.
پیشنهاد می‌گردد:
۱. پل بسته شود.
۲. نگهبان گذاشته شود.
""",
    ANSWERED: """شماره: ۷/۱۲۰
تاریخ: ۱۳۹۵/۰۲/۲۰
از: استانداری بیستون
به: وزارت راه ناکجا
موضوع: پل چوبی
بازگشت به نامه شماره ۲۱/۴۵۰ مورخ ۱۳۹۵/۰۲/۱۴، بازدید انجام شد.
""",
    THIRD: """شماره: ۷/۱۳۱
تاریخ: ۱۳۹۵/۰۳/۰۱
از: استانداری بیستون
به: وزارت راه ناکجا
موضوع: هزینه پل
با سلام، هزینه پل به پیوست است.
""",
}


class Bridge:
    """A case of three letters, and what is said of them."""

    def __init__(self, folder: Path, govah: Govah) -> None:
        self._folder, self._govah = folder, govah
        exhibits = govah("exhibits", "--case", folder, "--json").lines
        self.ex = {line["paths"][0].rpartition("/")[2]: f"ex{line['number']}" for line in exhibits}
        self._names = {line["sha256"]: line["paths"][0].rpartition("/")[2] for line in exhibits}

    @property
    def letters(self) -> dict[str, Any]:
        found = self._govah("letters", "--case", self._folder, "--json").lines
        return {self._names[line["sha256"]]: line for line in found}

    @property
    def ghosts(self) -> list[str]:
        return [line["number"] for line in self._govah("ghosts", "--case", self._folder, "--json").lines]

    def at(self, name: str, words: str) -> str:
        text = self._govah("text", self.ex[name], "--case", self._folder, "--json").one["pages"][0]["text"]
        start = text.index(words)
        return f"{self.ex[name]}.1:{start}-{start + len(words)}"

    def correct(self, passage: str, field: str, value: str | None, why: str = "the paper says so") -> None:
        done = self.tried(passage, field, value, why)
        assert done.code == 0, done.err

    def tried(self, passage: str, field: str, value: str | None, why: str = "the paper says so") -> Any:
        said = ("--clear",) if value is None else ("--value", value)
        return self._govah("correct", passage, "--field", field, *said, "--why", why, "--case", self._folder)

    def govah(self, *words: object) -> Any:
        return self._govah(*words, "--case", self._folder)


@pytest.fixture(scope="session")
def _made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_case(tmp_path_factory.mktemp("judging"), [(name, text.encode()) for name, text in TEXTS.items()])


@pytest.fixture
def bridge(_made: Path, tmp_path: Path, govah: Govah, monkeypatch: pytest.MonkeyPatch) -> Bridge:
    """One's own copy, with keys that have seen nothing of another."""
    keys = shutil.copytree(keys_folder(), tmp_path / "keys")
    shutil.rmtree(keys / "seen")
    monkeypatch.setenv("GOVAH_KEYS", str(keys))
    return Bridge(Path(shutil.copytree(_made, tmp_path / "bridge", symlinks=True)), govah)


def test_the_machine_finds_the_answer(bridge: Bridge) -> None:
    found = bridge.letters
    assert found[ASKED]["status"] == "answered"
    assert found[ASKED]["answered_by"] == [found[ANSWERED]["id"]]
    assert found[ASKED]["corrected"] == []
    assert len(found[ASKED]["proposals"]) == 2


@pytest.mark.parametrize(
    ("field", "value", "key", "wanted"),
    [
        ("number", "۲۱/۴۵۱", "number", "21/451"),
        ("subject", "پل سنگی", "subject", "پل سنگی"),
        ("urgency", "آنی", "urgency", "آنی"),
        ("attachments", "دارد", "attachments", "دارد"),
        ("from", "سارا نیک‌پی | وزارت راه", "from", [{"name": "سارا نیک‌پی", "office": "وزارت راه"}]),
        ("cc", "| دفتر فنی; | بایگانی", "cc", [{"name": None, "office": x} for x in ("دفتر فنی", "بایگانی")]),
        ("to", "| استانداری گلشن", "to", [{"name": None, "office": "استانداری گلشن"}]),
        ("classification", "سری", "classification", {"text": "سری", "level": 2, "scheme": "ir-1354"}),
        ("classification", "خودی = 3", "classification", {"text": "خودی", "level": 3, "scheme": None}),
        ("signature", "سارا نیک‌پی | وزیر", "signatory", {"name": "سارا نیک‌پی", "office": "وزیر"}),
        ("margin", "اقدام شود", "margin", "اقدام شود"),
        ("reply_expected", "نه", "reply_expected", False),
    ],
)
def test_an_own_field_is_what_a_person_says(bridge: Bridge, field: str, value: str, key: str, wanted: Any) -> None:
    bridge.correct(bridge.at(ASKED, "پل چوبی"), field, value)
    letter = bridge.letters[ASKED]
    assert letter[key] == wanted
    assert letter["corrected"] == [field]
    bridge.correct(bridge.at(ASKED, "پل چوبی"), field, None, "there is none")
    assert bridge.letters[ASKED][key] in (None, [])


def test_a_date_and_what_is_cited_by_it(bridge: Bridge) -> None:
    bridge.correct(bridge.at(ASKED, "۱۳۹۵/۰۲/۱۴"), "date", "۱۳۹۵/۰۲/۱۵")
    assert bridge.letters[ASKED]["date"]["earliest"] == "2016-05-04"


def test_a_reference_is_taken_away_settled_and_set(bridge: Bridge) -> None:
    place = bridge.at(ANSWERED, "۲۱/۴۵۰")
    bridge.correct(place, "references", None, "it cites a law")
    assert bridge.letters[ANSWERED]["references"] == []
    assert bridge.letters[ASKED]["status"] == "no_answer_in_holdings"
    bridge.correct(place, "references", "reply 99/8 date: 1395/02/14")
    (reference,) = bridge.letters[ANSWERED]["references"]
    assert (reference["kind"], reference["number"], reference["letter"]) == ("reply", "99/8", None)
    assert isinstance(reference["judged"], int)
    assert bridge.ghosts == ["99/8"]
    bridge.correct(place, "references", f"reply letter: {bridge.letters[ASKED]['id']}")
    (reference,) = bridge.letters[ANSWERED]["references"]
    assert (reference["number"], reference["letter"]) == ("99/8", bridge.letters[ASKED]["id"])
    assert (bridge.letters[ASKED]["status"], bridge.ghosts) == ("answered", [])
    bridge.correct(place, "references", f"citation {bridge.ex[ASKED]}")
    assert bridge.letters[ASKED]["status"] == "no_answer_in_holdings"
    bridge.correct(place, "references", "reply ۲۱/۴۵۰ letter: none")
    assert bridge.ghosts == ["21/450"]


def test_references_stand_beside_each_other_where_a_person_says_also(bridge: Bridge) -> None:
    head = bridge.ex[THIRD]
    bridge.correct(head, "references", "reply 21/450")
    bridge.correct(head, "references", "also citation 88/1")
    found = bridge.letters[THIRD]["references"]
    assert [(each["kind"], each["number"]) for each in found] == [("reply", "21/450"), ("citation", "88/1")]
    assert set(bridge.letters[ASKED]["answered_by"]) == {bridge.letters[name]["id"] for name in (ANSWERED, THIRD)}
    bridge.correct(head, "references", "follow_up 88/1")
    bridge.correct(head, "references", "not 21/450")
    found = bridge.letters[THIRD]["references"]
    assert [(each["kind"], each["number"]) for each in found] == [("follow_up", "88/1")]


def test_relations_are_set_and_taken_away(bridge: Bridge) -> None:
    head, asked = bridge.ex[THIRD], bridge.letters[ASKED]["id"]
    bridge.correct(head, "relations", f"reminder {asked}")
    (relation,) = bridge.letters[THIRD]["relations"]
    assert (relation["kind"], relation["letter"]) == ("reminder", asked)
    bridge.correct(head, "relations", f"not reminder {bridge.ex[ASKED]}")
    assert bridge.letters[THIRD]["relations"] == []
    bridge.correct(head, "relations", f"version {bridge.ex[ANSWERED]}")
    found = bridge.letters
    assert [each["kind"] for each in found[THIRD]["relations"]] == ["version"]
    bridge.correct(head, "relations", None, "they are two letters")
    assert bridge.letters[THIRD]["relations"] == []


def test_copies_share_what_answers_them(bridge: Bridge) -> None:
    bridge.correct(bridge.ex[THIRD], "relations", f"duplicate {bridge.ex[ASKED]}")
    found = bridge.letters
    assert found[THIRD]["answered_by"] == found[ASKED]["answered_by"] == [found[ANSWERED]["id"]]


def test_who_answers_and_the_status(bridge: Bridge) -> None:
    head = bridge.ex[ASKED]
    bridge.correct(head, "answered_by", bridge.ex[THIRD])
    found = bridge.letters
    assert found[ASKED]["answered_by"] == [found[THIRD]["id"]]
    bridge.correct(head, "answered_by", None, "none of them answers")
    assert bridge.letters[ASKED]["status"] == "no_answer_in_holdings"
    assert bridge.letters[ASKED]["coverage"]["office"] == "استانداری بیستون"
    bridge.correct(head, "status", "reacted")
    assert bridge.letters[ASKED]["status"] == "reacted"
    assert bridge.letters[ASKED]["corrected"] == ["answered_by", "status"]
    bridge.correct(head, "status", None, "let the machine say it")
    assert bridge.letters[ASKED]["status"] == "no_answer_in_holdings"


def test_a_note_in_the_margin_answers_until_a_person_says_that_there_is_none(bridge: Bridge) -> None:
    head = bridge.ex[ASKED]
    bridge.correct(head, "answered_by", None)
    bridge.correct(bridge.at(ASKED, "محرمانه"), "margin", "موافقت می‌شود")
    assert bridge.letters[ASKED]["status"] == "answered_in_margin"
    bridge.correct(bridge.at(ASKED, "محرمانه"), "margin", None)
    assert bridge.letters[ASKED]["status"] == "no_answer_in_holdings"


def test_proposals_are_set_and_taken_away_where_they_stand(bridge: Bridge) -> None:
    first = bridge.at(ASKED, "پل بسته شود")
    bridge.correct(first, "proposals", None)
    assert [each["text"] for each in bridge.letters[ASKED]["proposals"]] == ["نگهبان گذاشته شود."]
    bridge.correct(first, "proposals", "پل بسته شود")
    assert [each["text"] for each in bridge.letters[ASKED]["proposals"]] == ["پل بسته شود", "نگهبان گذاشته شود."]


@pytest.mark.parametrize(
    ("field", "value", "code", "words"),
    [
        ("colour", "red", 2, ("no field 'colour'", "number, date")),
        ("date", "soon", 2, ("'soon' is not a date", "1393/12/05")),
        ("references", "reply 0123456789abcdef", 4, ("no letter 0123456789abcdef", "govah letters")),
        ("references", "reply ex77", 4, ("no exhibit 77",)),
        ("references", "echo 88/1", 2, ("no kind of reference", "reply 88/2235")),
        ("references", "reply", 2, ("does not say which letter",)),
        ("references", "reply 8/1 date: soon", 2, ("'soon' is not a date",)),
        ("relations", "cousin ex1", 2, ("no relation of letters", "reminder ex6")),
        ("relations", "reminder", 2, ("to which letter",)),
        ("classification", "خودمانی", 2, ("in no scheme", "ir-1354: ", "= 3")),
        ("status", "done", 2, ("no status", "answered_in_margin")),
        ("reply_expected", "perhaps", 2, ("neither yes nor no",)),
    ],
)
def test_what_cannot_be_said_is_told(bridge: Bridge, field: str, value: str, code: int, words: tuple[str, ...]) -> None:
    bridge.tried(bridge.ex[ASKED], field, value).failed(code, *words)
    assert bridge.letters[ASKED]["corrected"] == []


@pytest.mark.parametrize("field", ["references", "relations", "answered_by"])
def test_a_letter_is_nothing_to_itself(bridge: Bridge, field: str) -> None:
    own = bridge.ex[ASKED]
    value = {"references": f"reply {own}", "relations": f"version {own}", "answered_by": own}[field]
    bridge.tried(own, field, value).failed(2, "this letter itself", "the other letter")


def test_all_of_it_is_the_same_after_a_rebuild(bridge: Bridge) -> None:
    bridge.correct(bridge.at(ANSWERED, "۲۱/۴۵۰"), "references", f"citation {bridge.ex[ASKED]}")
    bridge.correct(bridge.ex[THIRD], "relations", f"reminder {bridge.ex[ASKED]}")
    bridge.correct(bridge.ex[ASKED], "status", "answered_in_part")
    bridge.correct(bridge.at(ASKED, "پل بسته شود"), "proposals", None)
    bridge.correct(bridge.at(ASKED, "شماره: ۲۱/۴۵۰"), "text", "شماره نامه: ۲۱/۴۵۰")
    before = bridge.letters
    assert before[ASKED]["status"] == "answered_in_part"
    assert [each["letter"] for each in before[ANSWERED]["references"]] == [before[ASKED]["id"]]
    for kept in ((), ("--keep-pages",)):
        assert bridge.govah("rebuild", *kept, "--json").one["identical"] is True
        assert bridge.letters == before
