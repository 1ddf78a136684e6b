"""The form of a letter's field, as the values of the corrections that it asks for."""

from collections.abc import Mapping
from dataclasses import dataclass

from govah.errors import UsageError


@dataclass(frozen=True, slots=True)
class Said:
    """One correction: its value, empty where it says that there is none."""

    value: str

    @property
    def clear(self) -> bool:
        """Whether it says that there is none."""
        return not self.value


def said(form: Mapping[str, str]) -> tuple[Said, ...]:
    """The corrections that a form asks for, in order.

    Args:
        form: `field`; `value`, for an outcome also `letter`; for a reference `kind`, `number`, `date`, `letter`, for a
            relation `kind`, `letter`; `was` names the one that is changed (`shared`: others stand at its place),
            `beside` is there where another is added; `clear` where there is none.

    Raises:
        UsageError: Nothing was written.
    """
    if form.get("field") == "references":
        return _reference(form)
    if form.get("field") == "relations":
        return _relation(form)
    value = "" if "clear" in form else form.get("value", "").strip()
    if form.get("field") == "outcome" and value and (letter := form.get("letter", "").strip()):
        value = f"{value} letter: {letter}"
    if not value and "clear" not in form:
        raise UsageError(
            "Nothing was written.", "Write what stands there; or press the button that says that there is none."
        )
    return (Said(value),)


def _reference(form: Mapping[str, str]) -> tuple[Said, ...]:
    was = form.get("was", "").strip()
    if "clear" in form:
        return (Said(f"not {was}" if was else ""),)
    number, date, letter = (form.get(name, "").strip() for name in ("number", "date", "letter"))
    parts = ["also" if "beside" in form or "shared" in form else "", form.get("kind", ""), number]
    parts += [f"date: {date}" if date else "", f"letter: {letter}" if letter else ""]
    value = " ".join(part for part in parts if part)
    return (Said(f"not {was}"), Said(value)) if was and "shared" in form else (Said(value),)


def _relation(form: Mapping[str, str]) -> tuple[Said, ...]:
    was = form.get("was", "").strip()
    if "clear" in form:
        return (Said(f"not {was}" if was else ""),)
    value = f"{form.get('kind', '')} {form.get('letter', '').strip()}"
    return (Said(f"not {was}"), Said(value)) if was and was != value else (Said(value),)
