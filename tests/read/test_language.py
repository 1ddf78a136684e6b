import pytest

from govah.read.language import language_of

LONG = [
    ("fa", "احتراماً به استحضار می‌رساند نامه شماره ۱۲۳ در تاریخ یاد شده به این اداره واصل و بررسی گردید."),
    ("ar", "إشارة إلى كتابكم المؤرخ في الثالث من الشهر الجاري نفيدكم بأن اللجنة قد عقدت اجتماعها في مقر الوزارة."),
    ("en", "With reference to your letter of 3 March, the committee met at the ministry and took note of it."),
    ("he", "בהמשך למכתבך מיום שלישי, הוועדה התכנסה במשרד ודנה בנושא המים והחשמל של האזור."),
    ("fr", "Suite à votre lettre du trois mars, la commission s'est réunie au ministère et a pris note."),
]


@pytest.mark.parametrize(("code", "text"), LONG)
def test_a_sentence(code: str, text: str) -> None:
    assert language_of(text) == code
    assert language_of(text.upper()) == code
    assert language_of("http://example.org/" + "a" * 50 + " " + text) == code


@pytest.mark.parametrize(
    ("code", "text"),
    [("fa", "گواه"), ("ar", "مدرسة"), (None, "سلام"), (None, "OK"), (None, ""), (None, "۱۲۳ - 45/6"), ("he", "שלום")],
)
def test_few_letters_are_decided_by_script_alone(code: str | None, text: str) -> None:
    assert language_of(text) == code


def test_persian_typed_on_an_arabic_keyboard() -> None:
    text = "احتراماً به استحضار مي رساند نامه شماره در تاريخ ياد شده به اين اداره واصل و بررسي گرديد كه"
    assert language_of(text) == "fa"


def test_most_of_the_text_counts() -> None:
    assert language_of(LONG[0][1] * 40 + LONG[2][1]) == "fa"
