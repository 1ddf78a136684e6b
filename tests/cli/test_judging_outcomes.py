"""What a person says became of a proposal: it goes before the machine's leads, which stay, and survives a rebuild."""

from pathlib import Path
from typing import Any

import pytest
from tests.cli.conftest import Govah, make_case

TEXTS = {
    "letter.txt": """شماره: ۲۱/۴۵۰
تاریخ: ۱۳۹۵/۰۲/۱۴
از: وزارت راه ناکجا
به: استانداری بیستون
موضوع: پل چوبی
با سلام، پیشنهاد می‌گردد:
۱. پل چوبی بسته شود.
۲. نگهبانی شبانه گذاشته شود.
""",
    "answer.txt": """شماره: ۷/۱۲۰
تاریخ: ۱۳۹۵/۰۲/۲۰
از: استانداری بیستون
به: وزارت راه ناکجا
موضوع: پل چوبی
بازگشت به نامه شماره ۲۱/۴۵۰ مورخ ۱۳۹۵/۰۲/۱۴، پیشنهاد دوم رد شد.
""",
}


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return make_case(tmp_path, [(name, text.encode()) for name, text in TEXTS.items()])


def proposals(govah: Govah, case: Path) -> list[Any]:
    (line,) = (line for line in govah("letters", "--case", case, "--json").lines if line["proposals"])
    return [dict(each["outcome"], place=[line["sha256"], *each["span"]]) for each in line["proposals"]]


def judge(govah: Govah, case: Path, place: list[Any], value: str) -> Any:
    sha256, page, start, end = place
    said = ("--value", value) if value else ("--clear",)
    passage = f"{sha256}:{page}:{start}-{end}"
    return govah("correct", passage, "--field", "outcome", *said, "--why", "the decree says so", "--case", case)


def test_a_persons_word_goes_before_and_survives(govah: Govah, case: Path) -> None:
    first, second = proposals(govah, case)
    assert (first["kind"], second["kind"], second["judged"]) == ("none_found", "rejected", None)
    (lead,) = second["leads"]
    text = govah("text", lead["sha256"], "--case", case, "--json").one["pages"][0]["text"]
    assert text[lead["span"][1] : lead["span"][2]] == lead["quotation"]
    answer = next(line for line in govah("letters", "--case", case, "--json").lines if line["number"] == "7/120")
    assert lead["letter"] == answer["id"]

    done = judge(govah, case, second["place"], f"adopted letter: {answer['id']}")
    assert done.code == 0, done.err
    _, second = proposals(govah, case)
    assert (second["kind"], second["decided_in"], second["leads"]) == ("adopted", answer["id"], [lead])
    assert second["judged"] is not None
    assert govah("rebuild", "--case", case, "--json").one["identical"] is True
    assert proposals(govah, case)[1] == second
    assert proposals(govah, case)[0]["kind"] == "none_found", "the other is left alone"

    judge(govah, case, second["place"], "")
    assert (proposals(govah, case)[1]["kind"], proposals(govah, case)[1]["judged"]) == ("rejected", None)
    assert govah("rebuild", "--keep-pages", "--case", case, "--json").one["identical"] is True


def test_what_cannot_be_said_is_refused(govah: Govah, case: Path) -> None:
    place = proposals(govah, case)[0]["place"]
    judge(govah, case, place, "praised").failed(2, "'praised' is no outcome", "adopted, rejected")
    judge(govah, case, place, "adopted letter: ex99").failed(4, "no exhibit 99")
    judge(govah, case, [place[0], 1, 0, 5], "adopted").failed(2, "No proposal", "--field proposals")
