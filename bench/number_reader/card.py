"""The model card's tables, written into docs/number-reader.md between their marks; its prose stays as it is."""

import re
from collections import defaultdict
from pathlib import Path

from fetching import Pinned, pinned
from fonts import CALIBRATION, DEBIAN_TRAINING, LATIN_TRAINING, NPM_TRAINING, TEST, UNSEEN

CARD = Path(__file__).resolve().parents[2] / "docs" / "number-reader.md"
USES = ("training", "certainty", "first table", "second table")


def put(name: str, block: str, card: Path = CARD) -> None:
    """Replace one block of the card.

    Args:
        name: Of the block: the card has the marks `<!-- name -->` and `<!-- /name -->`, each on a line of its own.
        block: Markdown.
        card: The file.
    """
    text = card.read_text("utf-8")
    around = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->\n)", re.DOTALL)
    if not around.search(text):
        raise LookupError(f"{card} has no block {name}")
    card.write_text(around.sub(lambda found: f"{found[1]}{block}\n{found[2]}", text), "utf-8")


def fonts_table() -> str:
    """Each family with its package, version and licence, and what it is used for."""
    used: dict[str, set[str]] = defaultdict(set)
    for name in (*NPM_TRAINING, *LATIN_TRAINING, *DEBIAN_TRAINING):
        used[name].add("training")
    for use, faces in zip(USES[1:], (CALIBRATION, TEST, UNSEEN), strict=True):
        for _, name, _ in faces:
            used[name].add(use)
    rows = ["| face or family | package | version | licence | used for |", "| --- | --- | --- | --- | --- |"]
    for font in pinned():
        uses = ", ".join(use for use in USES if use in used[font.family if font.source == "npm" else font.name])
        rows.append(f"| {_shown(font)} | {_package(font)} | {font.version} | {font.licence} | {uses} |")
    return "\n".join(rows)


def _shown(font: Pinned) -> str:
    return Path(font.name).stem if font.source != "npm" else font.family.replace("-", " ").title().replace("Ibm", "IBM")


def _package(font: Pinned) -> str:
    return f"Debian {font.source}" if font.source != "npm" else f"npm {font.name}"
