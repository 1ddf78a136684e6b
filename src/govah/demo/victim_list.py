"""The lists of victims as an office would print them: Persian names of provinces, Jalali dates, Persian digits."""

import csv
import datetime as dt
from dataclasses import dataclass
from importlib.resources import files

import jdatetime

PROVINCES = {"Kahrab": "کهراب", "Sangdarya": "سنگ‌دریا", "Tirazan": "تیرازان", "Nilfam": "نیل‌فام", "Barzin": "برزین"}
COLUMNS = ("نام", "استان", "سن", "تاریخ")
_PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


def persian_digits(text: str) -> str:
    """The same text with Persian digits for ASCII ones."""
    return text.translate(_PERSIAN)


def jalali(day: dt.date) -> str:
    """A day as an office of Varnestan writes it: ۱۳۹۳/۱۱/۲۴."""
    there = jdatetime.date.fromgregorian(date=day)
    return persian_digits(f"{there.year}/{there.month:02}/{there.day:02}")


@dataclass(frozen=True, slots=True)
class Victim:
    """One row of a list; what the office did not know is empty.

    Args:
        name: As the list spells it.
        province: In Persian.
        age: In years, or None.
        died: Jalali, Persian digits.
    """

    name: str
    province: str
    age: int | None
    died: str


def victims(letter: str) -> tuple[Victim, ...]:
    """The rows of a list in its own order.

    Args:
        letter: `a` (police), `b` (forensic institute) or `c` (cemeteries).
    """
    with files("govah.demo.lists").joinpath(f"list_{letter}.csv").open(encoding="utf-8") as stream:
        return tuple(_victim(row) for row in csv.DictReader(stream))


def _victim(row: dict[str, str]) -> Victim:
    died = jalali(dt.date.fromisoformat(row["date"])) if row["date"] else ""
    province = PROVINCES[row["province"]] if row["province"] else ""
    return Victim(row["name"], province, int(row["age"]) if row["age"] else None, died)
