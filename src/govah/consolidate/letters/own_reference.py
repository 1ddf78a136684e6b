"""«المرجع: و.ب/ق.م/2018/1145»: where nothing else registers a letter, a bare number there is its own."""

from govah.consolidate.dates import find_dates
from govah.consolidate.letters.head import Header
from govah.consolidate.letters.numbers import NUMBER, has_digit, is_loose_number
from govah.consolidate.letters.phrases import phrase
from govah.consolidate.letters.sheet import Sheet


def take_own_reference(sheet: Sheet, head: Header) -> None:
    """The number of a line of reference in the head that cites nothing: no letter's noun, no owner and no day."""
    for label in head.cited:
        value = sheet.text[label.value : label.end].strip(" .:،")
        cites = any(phrase(role).search(value) for role in ("letter", "yours", "ours")) or bool(find_dates(value))
        whole = NUMBER.fullmatch(value) is not None or is_loose_number(value)
        if label.field != "basis" or not has_digit(value) or cites or not whole:
            continue
        head.number_at(sheet, label.value, label.end)
        head.taken.append((label.value, label.end))
        head.labelled.add("number")
        head.cited.remove(label)
        return
