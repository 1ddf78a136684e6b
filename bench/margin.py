"""Handwriting on printed letters: how much of it is found, and how often print is taken for it."""

import os
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
from bench.drawn_letter import CONDITIONS, DPI, Box, Dice, Letter, faces, letter, scanned
from bench.handwriting import note
from bench.section import Place, Section, share, table
from PIL import Image

from govah.model.page import RegionKind
from govah.read.ocr.page import recognise
from govah.read.reader import Limits

_PAGES_OF_PRINT, _PAGES_OF_NOTES = 105, 30
_FOUND: Final = 0.5  # share of a note's rectangle that regions cover


def handwriting_section(place: Place) -> Section:
    """How many notes on printed pages are found, and how many printed pages are taken for written ones."""
    limits, known = Limits(place.work), hands()
    alarms: dict[str, list[bool]] = defaultdict(list)
    for number in range(_PAGES_OF_PRINT):
        dice = np.random.default_rng([28, number])
        drawn, condition = _printed(dice, number)
        alarms[condition].append(bool(_found(scanned(dice, drawn.picture, condition), condition, limits)))
    hits: dict[str, list[bool]] = defaultdict(list)
    beside: list[bool] = []
    for number in range(_PAGES_OF_NOTES):
        dice = np.random.default_rng([29, number])
        drawn, condition = _printed(dice, number)
        picture, notes = annotated(dice, drawn.picture, known)
        found = _found(scanned(dice, picture, condition, tilt=0.0), condition, limits)
        for kind, box in notes:
            hits[kind].append(covered(box, found) >= _FOUND)
        beside += [all(covered(region, [box]) < 0.1 for _, box in notes) for region in found if condition != "stamp"]
    clean = [alarm for condition, told in alarms.items() if condition != "stamp" for alarm in told]
    every = [hit for told in hits.values() for hit in told]
    notes_told = [*sorted(hits.items()), ("all", every)]
    pages_told = [*alarms.items(), ("all without a stamp", clean)]
    body = (
        "Nobody wrote these notes: they are strokes that follow splines (signatures, joined writing) and words in "
        f"faces that look like a hand ({', '.join(face.stem for face in known) or 'none here'}), beneath and above "
        "printed letters; real hands differ more. A note is found where regions cover half of its rectangle. Pages and "
        "notes are others than those on which the weights were fitted.\n\n"
        + table(("note", "found"), ((kind, share(sum(told), len(told))) for kind, told in notes_told))
        + f"\n\nRegions on these pages that lie on no note: {sum(beside)} of {len(beside)}.\n\n"
        + table(("printed pages", "with a false region"), ((kind, share(sum(t), len(t))) for kind, t in pages_told))
    )
    return Section("Handwriting", body, sum(every) >= 0.8 * len(every) and sum(clean) < 0.02 * len(clean), "accuracy")


def annotated(dice: Dice, printed: Image.Image, known: Sequence[Path]) -> tuple[Image.Image, list[tuple[str, Box]]]:
    """A letter with one or two notes, beneath its text or in the gap of its head; each with its rectangle.

    Args:
        dice: Chance.
        printed: The letter, in greys.
        known: Faces that look like a hand.
    """
    page = Image.new("L", (2480, printed.height + 900), 255)
    page.paste(printed, (0, 0))
    notes = []
    kinds = ("signature", "joined writing", *(("face like a hand",) if known else ()))
    for row in range(int(dice.integers(1, 3))):
        kind = str(dice.choice(kinds))
        made = note(dice, kind, known, 26)
        made = made.crop(made.point(lambda value: 255 - value).getbbox())
        if made.width < 650 and dice.random() < 0.3:
            left, top = int(dice.integers(800, 1500 - made.width)) if made.width < 700 else 800, 110
        else:
            left, top = int(dice.integers(100, max(2400 - made.width, 101))), printed.height + 20 + 430 * row
        top = max(min(top, page.height - made.height - 5), 0)
        page.paste(0, (left, top), made.point(lambda value: 255 - value))
        notes.append((kind, (float(left), float(top), float(left + made.width), float(top + made.height))))
    return page, notes


def covered(box: Box, others: Sequence[Box]) -> float:
    """Share of a rectangle that others cover, which lie apart from each other."""
    total = 0.0
    for other in others:
        wide = min(box[2], other[2]) - max(box[0], other[0])
        high = min(box[3], other[3]) - max(box[1], other[1])
        total += max(wide, 0.0) * max(high, 0.0)
    return total / max((box[2] - box[0]) * (box[3] - box[1]), 1.0)


def _printed(dice: Dice, number: int) -> tuple[Letter, str]:
    language = ("fa", "en", "fa", "ar")[number % 4]
    known = faces(language)
    size, busy = int(dice.integers(38, 54)), number % 3 == 0
    drawn = letter(dice, language, known[number // 4 % len(known)], lines=8, size=size, busy=busy)
    return drawn, CONDITIONS[number // 2 % len(CONDITIONS)]


def _found(picture: Image.Image, condition: str, limits: Limits) -> list[Box]:
    """Regions of handwriting, in pixels of the drawn page."""
    scale = 300 / DPI.get(condition, 300)
    found = recognise(picture, dpi=300 / scale, limits=limits)
    boxes = [region.box for region in found.regions if region.kind is RegionKind.HANDWRITING]
    return [(box.left * scale, box.top * scale, box.right * scale, box.bottom * scale) for box in boxes]


def hands() -> list[Path]:
    """Faces that look like a hand: files of npm's @fontsource/… packages in the folder that GOVAH_HANDS names."""
    named = os.environ.get("GOVAH_HANDS")
    return sorted(Path(named).glob("*.woff")) if named else []
