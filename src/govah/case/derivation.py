"""From a stored reading to the rows that follow from it, with what persons corrected."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import Any

from govah.case.derived import Derived
from govah.case.doubts import doubt
from govah.case.handwork import correction_of, looked_at
from govah.case.indexing import indexed
from govah.case.own_words import in_force, words_of_case
from govah.case.passages import anchor
from govah.case.reading_codec import page_of
from govah.case.standing_codec import ghost_value, register_standing_value, standing_value
from govah.case.text_of_record import TEXT_FIELDS, corrected_page
from govah.case.unverified import numbers_waiting
from govah.consolidate.chains import Holding, settle
from govah.consolidate.data.extension import Wordings, extended
from govah.consolidate.letters import recognise
from govah.consolidate.letters.correction import corrected
from govah.consolidate.letters.wire import letter_from_json, letter_to_json
from govah.consolidate.minutes import with_minutes
from govah.consolidate.registers import find_registers, letters_beside
from govah.consolidate.registers.wire import register_from_json, register_to_json
from govah.consolidate.search.index import IndexedPage
from govah.model.identifiers import Sha256
from govah.model.letter import Letter
from govah.model.mark import Correction
from govah.model.page import Page
from govah.store.records import Row, Writer

_COMPARED = 60_000
"""Code points of a letter that are compared with others."""


def write_reading(derived: Derived, sha256: Sha256, writer: Writer) -> list[IndexedPage]:
    """Write the rows that follow from an exhibit's stored reading; return its pages for the index."""
    stored = derived.results.get("read", sha256)
    if stored is None:
        return []
    reading = stored["reading"]
    number = int(next(iter(writer.select("exhibit", sha256=sha256)))["number"])
    writer.put("reading", [{**_reading_row(sha256, stored), "number": number}])
    writer.delete("unread", number=number)
    members = [*writer.select("member", parent=sha256), *_member_rows(sha256, stored["members"])]
    if members:
        writer.delete("member", parent=sha256)
        writer.put("member", _member_rows(sha256, stored["members"]))
        doubt((row["sha256"] for row in members if row["sha256"] is not None), writer)
    return write_pages(sha256, reading, writer)


def write_pages(sha256: Sha256, reading: Any, writer: Writer) -> list[IndexedPage]:
    """Write text of record and letters of one exhibit, as corrections have it now."""
    corrections = [correction_of(row) for row in writer.select("correction", sha256=sha256)]
    told = _of_record(reading, corrections)
    pages = tuple(page for page, _ in told)
    writer.delete("page", sha256=sha256)
    writer.put("page", (_page_row(sha256, page) for page in pages))
    _write_waiting(sha256, told, writer)
    return indexed(sha256, pages, _write_letters(sha256, reading, pages, corrections, writer))


def write_letters(sha256: Sha256, reading: Any, writer: Writer) -> None:
    """Write the letters of one exhibit, as corrections and the case's own words have them now."""
    corrections = [correction_of(row) for row in writer.select("correction", sha256=sha256)]
    pages = tuple(page for page, _ in _of_record(reading, corrections))
    _write_letters(sha256, reading, pages, corrections, writer)


def _write_letters(
    sha256: Sha256, reading: Any, pages: tuple[Page, ...], corrections: Iterable[Correction], writer: Writer
) -> tuple[Letter, ...]:
    words = words_of_case(writer)
    with extended(words):
        registers = find_registers(sha256, reading["media_type"], pages)
        found = letters_beside(_recognised(sha256, reading, pages, words), pages, registers)
        letters = with_minutes(_corrected(found, pages, corrections), pages)
    registers = tuple(replace(register, method=register.method + words.mark) for register in registers)
    writer.delete("register", sha256=sha256)
    writer.put("register", ({"id": one.id, "sha256": sha256, "data": register_to_json(one)} for one in registers))
    writer.delete("letter", sha256=sha256)
    text = "\n".join(page.text for page in pages)[:_COMPARED]
    starts = [
        start for start in accumulate((len(page.text) + 1 for page in pages[:-1]), initial=0) if start < _COMPARED
    ]
    shared = {"sha256": sha256, "text": text, "starts": starts, "media_type": reading["media_type"]}
    writer.put("letter", ({"id": item.id, "data": letter_to_json(item), **shared} for item in letters))
    return letters


def _recognised(sha256: Sha256, reading: Any, pages: tuple[Page, ...], words: Wordings) -> tuple[Letter, ...]:
    """The letters that a machine finds; their method tells of the case's own words, where it has some."""
    found = recognise(sha256, reading["media_type"], pages, reading["metadata"])
    return tuple(replace(letter, method=letter.method + words.mark) for letter in found)


def _corrected(
    letters: tuple[Letter, ...], pages: Sequence[Page], corrections: Iterable[Correction]
) -> tuple[Letter, ...]:
    for correction in corrections:
        number = correction.passage.span.page
        if correction.field in TEXT_FIELDS or number > len(pages):
            continue
        span = anchor(correction.passage, pages[number - 1].text)
        if span is not None:
            letters = corrected(letters, correction, span)
    return letters


def write_unverified(sha256: Sha256, reading: Any, writer: Writer) -> None:
    """Write which numbers of an exhibit wait for a person, as corrections and confirmations have it now."""
    made = [correction_of(row) for row in writer.select("correction", sha256=sha256)]
    _write_waiting(sha256, _of_record(reading, made), writer)


def _of_record(reading: Any, corrections: Sequence[Correction]) -> list[tuple[Page, tuple[Correction, ...]]]:
    """Each page of a stored reading as persons corrected it, with the corrections of its text."""
    return [corrected_page(page_of(value), corrections) for value in reading["pages"]]


def _write_waiting(sha256: Sha256, told: Iterable[tuple[Page, tuple[Correction, ...]]], writer: Writer) -> None:
    confirmations = list(writer.select("confirmation", sha256=sha256))
    writer.delete("unverified", sha256=sha256)
    for page, corrections in told:
        waiting = numbers_waiting(page, looked_at(page.text, page.number, corrections, confirmations))
        if waiting:
            numbers = [[each.start, each.end, each.flagged] for each in waiting]
            writer.put("unverified", [{"sha256": sha256, "page": page.number, "numbers": numbers}])


def settle_letters(writer: Writer) -> None:
    """Work out every letter's place among all others and the registers, as one pass over the case."""
    rows = list(writer.select("letter"))
    numbers = _numbers(rows, writer)
    registers = [register_from_json(row["data"]) for row in writer.select("register")]
    with in_force(writer):
        settled = settle(
            (
                Holding(
                    letter_from_json(row["data"]),
                    row["text"],
                    row["media_type"],
                    numbers.get(row["sha256"]),
                    tuple(row["starts"]),
                )
                for row in rows
            ),
            registers=registers,
        )
    for table in ("standing", "ghost", "registered"):
        writer.delete(table)
    writer.put(
        "standing",
        ({"letter": key, "data": standing_value(value)} for key, value in settled.standings.items()),
    )
    writer.put(
        "ghost",
        (
            {"position": position, "number": ghost.number, "data": ghost_value(ghost)}
            for position, ghost in enumerate(settled.ghosts)
        ),
    )
    writer.put(
        "registered",
        ({"register": key, "data": register_standing_value(value)} for key, value in settled.registers.items()),
    )


def _numbers(rows: Sequence[Row], writer: Writer) -> dict[str, int]:
    """The case's own numbers of exhibits that hold letters, by which persons name letters; none where nobody did."""
    if not any(row["data"].get("judgements") for row in rows):
        return {}
    held = writer.among("exhibit", "sha256", {row["sha256"] for row in rows})
    return {row["sha256"]: row["number"] for row in held}


def _reading_row(sha256: Sha256, stored: Any) -> Row:
    reading = stored["reading"]
    return {
        "sha256": sha256,
        "media_type": reading["media_type"],
        "reader": reading["reader"],
        "status": reading["status"],
        "detail": reading["detail"],
        "language": reading["language"],
        "metadata": reading["metadata"],
        "pages": len(reading["pages"]),
        "ocr": stored["ocr"],
        "extensions": stored["extensions"],
    }


def _member_rows(sha256: Sha256, members: Iterable[Any]) -> Iterator[Row]:
    for member in members:
        raw = member["name_raw"]
        yield {
            "parent": sha256,
            "position": member["index"],
            "name": member["name"],
            "name_raw": bytes.fromhex(raw) if raw else None,
            "sha256": member["sha256"],
            "detail": member["detail"],
        }


def _page_row(sha256: Sha256, page: Page) -> Row:
    return {
        "sha256": sha256,
        "number": page.number,
        "label": page.label,
        "origin": page.origin.value,
        "language": page.language,
        "length": len(page.text),
        "digest": hashlib.sha256(page.text.encode()).hexdigest(),
        "remark": page.remark,
    }
