"""The interface's words in its languages, and how each writes figures and dates."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Final

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from convertdate import persian

LANGUAGES: Final = ("fa", "ar", "en")
NAMES: Final = {"fa": "فارسی", "ar": "عربي", "en": "English"}
_DIGITS: Final = {
    "fa": str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"),
    "ar": str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"),
}
_MONTHS_FA: Final = (
    "فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند",
)  # fmt: skip
_MONTHS_AR: Final = (
    "يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر",
)  # fmt: skip
_MONTHS_EN: Final = ("Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Locale:
    """An interface language.

    Args:
        code: `fa`, `ar` or `en`.
        messages: Its catalogue.
    """

    code: str
    messages: NullTranslations

    def gettext(self, message: str) -> str:
        """A message in this language."""
        return self.messages.gettext(message)

    @property
    def direction(self) -> str:
        """`rtl` or `ltr`."""
        return "ltr" if self.code == "en" else "rtl"

    def figure(self, number: int) -> str:
        """A number with the language's digits and thousands separators."""
        grouped = f"{number:,}"
        digits = _DIGITS.get(self.code)
        return grouped.replace(",", "٬").translate(digits) if digits else grouped

    def digits(self, text: str) -> str:
        """Our own figures in a text, in the language's digits. Never used on evidence."""
        digits = _DIGITS.get(self.code)
        return text.translate(digits) if digits else text

    def day(self, day: date) -> str:
        """A day as the language writes it: Jalali in Persian, Gregorian elsewhere."""
        if self.code == "fa":
            year, month, number = persian.from_gregorian(day.year, day.month, day.day)
            return self.digits(f"{number} {_MONTHS_FA[month - 1]} {year}")
        months = _MONTHS_AR if self.code == "ar" else _MONTHS_EN
        return self.digits(f"{day.day} {months[day.month - 1]} {day.year}")


@cache
def locale(code: str) -> Locale:
    """A language of the interface; English where it is not known."""
    if code not in LANGUAGES or code == "en":
        return Locale("en", NullTranslations())
    source = files("govah.web") / "locale" / f"{code}.po"
    compiled = BytesIO()
    write_mo(compiled, read_po(BytesIO(source.read_bytes()), locale=code))
    compiled.seek(0)
    return Locale(code, Translations(compiled))
