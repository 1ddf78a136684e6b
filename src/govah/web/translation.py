"""The interface's words in its languages, and how each writes figures and dates."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
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


_SIZES: Final = {"fa": ("بایت", "کیلوبایت", "مگابایت"), "ar": ("بايت", "كيلوبايت", "ميغابايت")}


def N_(message: str) -> str:
    """A message to be translated where it is shown."""
    return message


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

    def ngettext(self, one: str, many: str, number: int) -> str:
        """A message in this language that counts something."""
        return self.messages.ngettext(one, many, number)

    @property
    def direction(self) -> str:
        """`rtl` or `ltr`."""
        return "ltr" if self.code == "en" else "rtl"

    @property
    def comma(self) -> str:
        """Between two items of a list on one line."""
        return ", " if self.code == "en" else "، "

    def figure(self, number: int) -> str:
        """A number with the language's digits and thousands separators."""
        grouped = f"{number:,}"
        digits = _DIGITS.get(self.code)
        return grouped.replace(",", "٬").translate(digits) if digits else grouped

    def digits(self, text: str) -> str:
        """Our own figures in a text, in the language's digits. Never used on evidence."""
        digits = _DIGITS.get(self.code)
        return text.translate(digits) if digits else text

    def percent(self, share: float) -> str:
        """A share as whole percent: `5 %`, `٪۵`; below one half of a percent but not none, `< 1 %`."""
        whole = round(share * 100)
        written = self.figure(whole) if whole or not share else f"< {self.figure(1)}"
        return f"{written} %" if self.code == "en" else f"{written}٪"

    def day(self, day: date) -> str:
        """A day as the language writes it: Jalali in Persian, Gregorian elsewhere."""
        return self.jalali(day) if self.code == "fa" else self.gregorian(day)

    def jalali(self, day: date) -> str:
        """A day in the Jalali calendar."""
        year, month, number = persian.from_gregorian(day.year, day.month, day.day)
        if self.code == "fa":
            return self.digits(f"{number} {_MONTHS_FA[month - 1]} {year}")
        return self.digits(f"{year}/{month:02}/{number:02}")

    def gregorian(self, day: date) -> str:
        """A day in the Gregorian calendar."""
        if self.code == "fa":
            return self.digits(f"{day.day} {_GREGORIAN_FA[day.month - 1]} {day.year}")
        months = _MONTHS_AR if self.code == "ar" else _MONTHS_EN
        return self.digits(f"{day.day} {months[day.month - 1]} {day.year}")

    def moment(self, at: str) -> str:
        """The day of an RFC 3339 time, by this machine's clock."""
        return self.day(datetime.fromisoformat(at).astimezone().date())

    def clock(self, at: str) -> str:
        """The time of day of an RFC 3339 time, by this machine's clock; with its day where that is not today."""
        when = datetime.fromisoformat(at).astimezone()
        told = self.digits(f"{when:%H:%M}")
        return (
            told
            if when.date() == datetime.now(UTC).astimezone().date()
            else f"{self.day(when.date())}{self.comma}{told}"
        )

    def instant(self, at: str) -> str:
        """Day and time of day of an RFC 3339 time, by this machine's clock."""
        when = datetime.fromisoformat(at).astimezone()
        return f"{self.day(when.date())}{self.comma}{self.digits(f'{when:%H:%M}')}"

    def size(self, count: int) -> str:
        """A file's size."""
        byte, kilo, mega = _SIZES.get(self.code, ("B", "kB", "MB"))
        if count < 1024:
            return f"{self.figure(count)} {byte}"
        whole = -(-count // 1024)
        return f"{self.figure(whole)} {kilo}" if whole < 10_000 else f"{self.figure(whole // 1024)} {mega}"


_GREGORIAN_FA: Final = (
    "ژانویهٔ", "فوریهٔ", "مارس", "آوریل", "مهٔ", "ژوئن", "ژوئیهٔ", "اوت", "سپتامبر", "اکتبر", "نوامبر", "دسامبر",
)  # fmt: skip


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
