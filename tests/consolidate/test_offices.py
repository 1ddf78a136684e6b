import pytest

from govah.consolidate.letters.correspondents import correspondent, correspondents, mail_correspondents
from govah.consolidate.letters.offices import same_office
from govah.model.letter import Correspondent


@pytest.mark.parametrize(
    ("one", "other", "answer"),
    [
        ("وزارت راه", "وزیر محترم راه", True),
        ("دبیرخانه شورای عالی آب", "شورای عالی آب", True),
        ("دبیر شورای عالی آب", "دبیرخانه شورای عالی آب", True),
        ("استاندار دشتستان", "استانداری دشتستان", True),
        ("استانداری دشتستان", "استانداری دشتسنان", True),
        ("وزارت راه", "وزارت آب", False),
        ("وزارت", "وزارت راه", False),
        ("سازمان آب دشتستان", "سازمان آب کوهستان", False),
        ("Minister of Ports", "MINISTRY OF PORTS", True),
        ("Governor of Sahel", "Sahel Governorate", True),
        ("Ministry of Ports", "Ministry of Fishing", False),
        ("Ministry of Ports", "وزارت بنادر", None),
        (None, "وزارت راه", None),
        ("وزير الموانئ", "وزارة الموانئ", True),
    ],
)
def test_same_office(one: str | None, other: str | None, answer: bool | None) -> None:
    assert same_office(one, other) is answer
    assert same_office(other, one) is answer


def test_a_person_and_an_office_are_told_apart() -> None:
    assert correspondent("جناب آقای آرش نیک‌پی، وزیر محترم راه") == Correspondent("آرش نیک‌پی", "وزیر راه")
    assert correspondent("وزارت راه") == Correspondent(None, "وزارت راه")
    assert correspondent("- دفتر نخست‌وزیر جهت استحضار") == Correspondent(None, "دفتر نخست‌وزیر")


def test_several_addressees_by_number_or_semicolon() -> None:
    assert [who.office for who in correspondents("1- وزارت راه 2- سازمان آب")] == ["وزارت راه", "سازمان آب"]
    assert [who.office for who in correspondents("وزارت راه؛ سازمان آب")] == ["وزارت راه", "سازمان آب"]


def test_mail_addresses() -> None:
    found = mail_correspondents("Ministry of Ports <desk@ports.example>, Salem Bahri <s@x.example>, bare@x.example")
    assert found[:2] == (Correspondent(None, "Ministry of Ports"), Correspondent("Salem Bahri", None))
    assert mail_correspondents("bare@x.example") == (Correspondent("bare@x.example", None),)
