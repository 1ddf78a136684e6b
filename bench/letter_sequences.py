"""Make the table of letter sequences (src/govah/read/pdf/letter_sequences.npz) from Tesseract's lists of words.

`python bench/letter_sequences.py`: reads the lists inside of the installed models fas, ara and eng (Apache License 2.0,
Debian's tesseract-ocr-fas, -ara, -eng) with combine_tessdata and dawg2wordlist of the package tesseract-ocr.
"""

import subprocess
import tempfile
from pathlib import Path

import numpy as np

from govah.read.pdf.plausibility import CLASSES, SEQUENCES, STEPS, classes

MODELS = Path("/usr/share/tesseract-ocr/5/tessdata")
LANGUAGES = ("fas", "ara", "eng")
PRIOR = 0.05  # of a sequence that no list has, in occurrences among a million


def words(language: str) -> list[str]:
    """The words of a model; of English only those in small letters, for the list is full of names and codes."""
    with tempfile.TemporaryDirectory() as work:
        stem = f"{work}/{language}."
        run = {"check": True, "capture_output": True}
        subprocess.run(["combine_tessdata", "-u", str(MODELS / f"{language}.traineddata"), stem], **run)
        parts = [f"{stem}{part}" for part in ("lstm-unicharset", "lstm-word-dawg", "words")]
        subprocess.run(["dawg2wordlist", *parts], **run)
        found = Path(parts[2]).read_text(encoding="utf-8").split()
    return [word for word in found if language != "eng" or (word.isascii() and word.isalpha() and word.islower())]


def main() -> None:
    """Count three letters in a row, in each language alike, and store what each costs."""
    count = np.full((CLASSES,) * 3, PRIOR)
    for language in LANGUAGES:
        row = classes(" ".join(sorted(words(language))))
        seen = np.zeros_like(count)
        np.add.at(seen, (row[:-2], row[1:-1], row[2:]), 1)
        count += seen * 1e6 / seen.sum()
    cost = -np.log(count / count.sum(axis=2, keepdims=True))
    np.savez_compressed(SEQUENCES, cost=np.minimum(np.round(cost * STEPS), 255).astype(np.uint8))


if __name__ == "__main__":
    main()
