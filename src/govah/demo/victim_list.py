"""The lists of victims as their makers would print them: the offices in Persian, the organisation in Latin letters."""

import csv
import datetime as dt
from dataclasses import dataclass
from importlib.resources import files

import jdatetime

PROVINCES = {"Kahrab": "کهراب", "Sangdarya": "سنگ‌دریا", "Tirazan": "تیرازان", "Nilfam": "نیل‌فام", "Barzin": "برزین"}
COLUMNS = ("نام", "استان", "سن", "تاریخ")
LATIN_COLUMNS = ("No.", "Name", "Province", "Age", "Date of death")
_UNKNOWN = "–"
_PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
_ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_LATIN = str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789")


def persian_digits(text: str) -> str:
    """The same text with Persian digits for ASCII ones."""
    return text.translate(_PERSIAN)


def latin_digits(text: str) -> str:
    """The same text with ASCII digits for Persian ones."""
    return text.translate(_LATIN)


def numeral(number: int, language: str) -> str:
    """A number in the digits of a language: Persian, Arabic, else ASCII."""
    digits = {"fa": _PERSIAN, "ar": _ARABIC}.get(language)
    return str(number).translate(digits) if digits else str(number)


def jalali(day: dt.date) -> str:
    """A day as an office of Varnestan writes it: ۱۳۹۳/۱۱/۲۴."""
    there = jdatetime.date.fromgregorian(date=day)
    return persian_digits(f"{there.year}/{there.month:02}/{there.day:02}")


@dataclass(frozen=True, slots=True)
class Victim:
    """One row of a list; what the office did not know is empty.

    Args:
        name: As the list spells it.
        province: In Persian; in the list `d` in Latin letters.
        age: In years, or None.
        died: Jalali, Persian digits; in the list `d` Gregorian, day first.
    """

    name: str
    province: str
    age: int | None
    died: str


def victims(letter: str) -> tuple[Victim, ...]:
    """The rows of a list in its own order.

    Args:
        letter: `a` (police), `b` (forensic institute), `c` (cemeteries) or `d` (an organisation).
    """
    latin = letter == "d"
    with files("govah.demo.lists").joinpath(f"list_{letter}.csv").open(encoding="utf-8") as stream:
        return tuple(_victim(row, latin) for row in csv.DictReader(stream))


def victim_table(letter: str) -> tuple[tuple[str, ...], list[list[str]]]:
    """A list as it is printed within a letter: its headings, its numbered rows, a dash for what is unknown."""
    rows = [
        [persian_digits(str(number)), victim.name, *(cell or _UNKNOWN for cell in _cells(victim))]
        for number, victim in enumerate(victims(letter), start=1)
    ]
    return ("ردیف", *COLUMNS), rows


def _cells(victim: Victim) -> tuple[str, str, str]:
    return victim.province, "" if victim.age is None else persian_digits(str(victim.age)), victim.died


def _victim(row: dict[str, str], latin: bool) -> Victim:
    day = dt.date.fromisoformat(row["date"]) if row["date"] else None
    province = row["province"] if latin or not row["province"] else PROVINCES[row["province"]]
    died = "" if day is None else f"{day:%d/%m/%Y}" if latin else jalali(day)
    return Victim(row["name"], province, int(row["age"]) if row["age"] else None, died)
