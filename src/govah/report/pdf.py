"""A report as PDF: typst draws it from data, in fonts of this package only, so that it is the same bytes everywhere."""

import dataclasses
import json
import tempfile
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import typst

from govah.errors import GovahError
from govah.report.document import Document, Piece, direction
from govah.report.wording import PERSIAN_DIGITS, numeral


def print_pdf(document: Document) -> bytes:
    """The file's bytes. The same document gives the same bytes.

    Raises:
        GovahError: The typesetter failed.
    """
    room = files("govah.report")
    with tempfile.TemporaryDirectory(prefix="govah-report-") as private, as_file(room / "fonts") as fonts:
        root = Path(private)
        (root / "report.typ").write_bytes((room / "templates" / "report.typ").read_bytes())
        data = _data(document, root)
        (root / "report.json").write_text(json.dumps(data, ensure_ascii=False), "utf-8", "replace")
        try:
            made = typst.compile(
                str(root / "report.typ"),
                root=str(root),
                font_paths=[str(fonts)],
                ignore_system_fonts=True,
                format="pdf",
            )
        except typst.TypstError as error:
            raise GovahError(f"The report could not be set: {error}", "Build it as HTML, and report this.") from error
    if not isinstance(made, bytes):
        raise GovahError("The typesetter gave no file.", "Build it as HTML, and report this.")
    return made


def _data(document: Document, root: Path) -> dict[str, Any]:
    """The document as JSON holds it; pictures become files in the private folder."""
    return {
        "language": document.language,
        "wording": _plain(
            {field.name: getattr(document.wording, field.name) for field in dataclasses.fields(document.wording)}
        ),
        "title": _value(document.title, document.language),
        "plain_title": document.plain_title,
        "facts": _value(document.facts, document.language),
        "blocks": _value(document.blocks, document.language),
        "annex": [_annexed(section, at, document, root) for at, section in enumerate(document.annex)],
        "annex_note": document.annex_note,
        "root": document.root,
        "digits": list(PERSIAN_DIGITS if document.language == "fa" else "0123456789"),
    }


def _annexed(section: Any, at: int, document: Document, root: Path) -> dict[str, Any]:
    data: dict[str, Any] = _value(dataclasses.replace(section, picture=None), document.language)
    noted = document.wording.notes_of
    data["notes"] = [
        {"number": note, "text": noted.format(note=numeral(note, document.language))} for note in section.notes
    ]
    if section.picture is not None:
        name = f"page-{at}.png"
        (root / name).write_bytes(section.picture.png)
        size = {"width": section.picture.width, "height": section.picture.height}
        data["picture"] = {"file": name, "boxes": [list(box) for box in section.picture.boxes], **size}
    return data


def _value(value: Any, language: str) -> Any:
    """Dataclasses as objects; words without the one sign of ours that the fonts have no shape for."""
    if isinstance(value, str):
        return _plain(value)
    if isinstance(value, tuple | list):
        return [_value(each, language) for each in value]
    if dataclasses.is_dataclass(value):
        data = {field.name: _value(getattr(value, field.name), language) for field in dataclasses.fields(value)}
        if isinstance(value, Piece):
            data["direction"] = direction(value.text)
            data["numeral"] = numeral(value.notes[0], language) if value.notes else ""
        return data
    return value


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(name): _plain(each) for name, each in value.items()}
    return value.replace("│", "|") if isinstance(value, str) else value
