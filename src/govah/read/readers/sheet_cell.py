"""What a cell shows, as text."""

from datetime import date, datetime, time, timedelta

_MIDNIGHT = time()


def cell_text(value: object) -> str:
    """A cell's value: whole numbers without a fraction, dates and times in ISO 8601, truth as TRUE and FALSE."""
    if value is None or value == "":
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return number_text(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == _MIDNIGHT else value.isoformat(" ", "seconds")
    if isinstance(value, timedelta):
        seconds = round(value.total_seconds())
        return f"{seconds // 3600}:{seconds % 3600 // 60:02}:{seconds % 60:02}"
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)


def number_text(value: float) -> str:
    """A number with the 15 digits that spreadsheets keep."""
    if value.is_integer() and abs(value) < 1e17:
        return str(int(value))
    return f"{value:.15g}"
