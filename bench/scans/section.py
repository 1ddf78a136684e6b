"""The section of scans: fabricated letters read by Govah and by Tesseract alone, and the corpora's scans."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from pathlib import Path
from tempfile import gettempdir

import numpy as np
from bench.corpora import folded as needle_form
from bench.section import Place, Section, share, table

sys.path.append(str(Path(__file__).resolve().parents[1] / "number_reader"))  # its modules use their bare names

from bench.scans.figures import (  # the path comes first
    EASY,
    Figures,
    both,
    caught,
    exact,
    falsely_flagged,
    ratio,
    tabled,
)
from bench.scans.papers import LAYOUTS, papers
from fetching import CACHE, FetchError, fetch, pinned
from fonts import ARABIC, LATIN, TEST, page_faces
from pages import CONDITIONS, Letter, letters
from PIL import Image

from govah.read.ocr.page import recognise
from govah.read.reader import Limits

SEED = 20151
FACES = (
    *(face for face in TEST if face[2] != LATIN and face[1] != "katibeh"),
    ("debian", "truetype/dejavu/DejaVuSerif.ttf", LATIN),
    ("debian", "truetype/freefarsi/FreeFarsi.ttf", LATIN),
)
ROUNDS = 2
GOALS = (
    ("CER over all", 0.06, lambda pages: ratio(pages, "wrong", "length"), False),
    ("words missing over all", 0.005, lambda pages: ratio(pages, "missing", "words"), False),
    (f"numbers exact, {EASY}", 0.88, lambda pages: exact(_easy(pages)), True),
    (f"right, flagged or marked as unread, {EASY}", 0.99, lambda pages: caught(_easy(pages)), True),
    (f"wrongly flagged, {EASY}", 0.15, lambda pages: falsely_flagged(_easy(pages)), False),
)
_COST = 2.5
_TURNS = (90, 180, 270)


def run(place: Place) -> Iterator[Section]:
    """Letters of the number reader's bench, held-out letters, turned pages, needles, CPU."""
    try:
        fetch(CACHE, pinned())
    except FetchError as error:
        yield Section("Scans", f"Skipped: the fonts could not be fetched ({error}).", None, "accuracy")
        return
    drawn = letters(page_faces(CACHE, TEST), SEED, conditions=CONDITIONS)
    others = (
        page
        for number in range(ROUNDS)
        for page in papers(page_faces(CACHE, FACES), _conditions(number), SEED + number)
    )
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        first = list(pool.map(both, drawn))
        second = list(pool.map(both, others))
        lying = islice(papers(page_faces(CACHE, FACES), ("scan 200",), SEED + ROUNDS), 0, None, len(LAYOUTS))
        turned = list(pool.map(_turned, lying))
    yield _section("Fabricated scans of letters", _FIRST, first)
    yield _section("Fabricated scans of other letters", _SECOND, second)
    yield _turns([outcome for page in turned for outcome in page])
    if place.shared is not None:
        yield _needles(place, place.shared / "corpora")
    yield _cost(first, second)


_FIRST = (
    "Words drawn at random with many numbers, in faces that the number reader never saw. Right or flagged: also where "
    "unread ink is marked. CER: each line by itself; in order: the page's text as a whole. Missing: words over which "
    "nothing was read. Ink in boxes: share of a word's ink inside the rectangles of what was read there."
)
_SECOND = (
    "Sentences in Persian, Arabic and English; letters with heads of three blocks, papers of two columns, tables with "
    "borders, cells of several lines. Nothing of the number reader was fitted on them; the order of columns and cells "
    "was made while looking at pages of these four layouts, of other seeds."
)


def _conditions(number: int) -> tuple[str, ...]:
    """Scanned in every way but by typewriter, in another order each round."""
    known = [condition for condition in CONDITIONS if not condition.startswith("typed")]
    start = 3 * number
    return tuple(known[start:] + known[:start])


def _easy(pages: Sequence[Figures]) -> list[Figures]:
    return [page for page in pages if page.easy]


def _section(title: str, told: str, pages: Sequence[tuple[Figures, Figures]]) -> Section:
    ours, bare = [pair[0] for pair in pages], [pair[1] for pair in pages]
    goals, ok = [], True
    for name, least, measured, more in GOALS:
        value = measured(ours)
        met = value >= least if more else value <= least
        ok &= met
        goals.append(
            (
                name,
                f"{'≥' if more else '≤'} {least}",
                f"{value:.4f}",
                "yes" if met else "**no**",
                f"{measured(bare):.4f}",
            )
        )
    unmarked = sum(page.unmarked for page in ours)
    whole = [covered == 1.0 for page in ours for covered in page.covered]
    overlap = [value for page in ours for value in page.overlap]
    parts = (
        told,
        f"{len(ours)} pages, {sum(page.words for page in ours)} words.",
        table(("goal", "", "Govah", "met", "Tesseract alone"), goals),
        f"Of {sum(page.missing for page in ours)} missing words {unmarked} have no mark of unread ink. All sampled ink "
        f"of a word is in its boxes for {share(sum(whole), len(whole))}; mean intersection over union with its ink "
        f"{np.mean(overlap):.3f}. Marks of unread ink a page: {np.mean([page.marks for page in ours]):.1f}.",
        "Govah:", tabled(ours), "Tesseract alone, told the language:", tabled(bare),
    )  # fmt: skip
    return Section(title, "\n\n".join(parts), ok, "accuracy")


def _turned(letter: Letter) -> list[tuple[str, int, int]]:
    """A page lying on its sides and on its head: what it is in, how it lies, how it was read."""
    made = []
    language = "English" if letter.rightwards else "Arabic" if letter.digits == ARABIC else "Persian"
    for turn in _TURNS:
        picture = letter.picture.rotate(turn, Image.Resampling.NEAREST, expand=True)
        found = recognise(picture, dpi=letter.dpi, limits=Limits(Path(gettempdir())))
        made.append((language, turn, found.turned))
    return made


def _turns(outcomes: Sequence[tuple[str, int, int]]) -> Section:
    rows = []
    for language in ("Persian", "Arabic", "English"):
        for turn in _TURNS:
            some = [found == turn for name, way, found in outcomes if (name, way) == (language, turn)]
            rows.append((language, turn, share(sum(some), len(some))))
    right = sum(turn == found for _, turn, found in outcomes)
    body = f"Pages scanned lying: {share(right, len(outcomes))} read upright.\n\n" + table(
        ("pages", "turned", "upright"), rows
    )
    return Section("Turned scans", body, right == len(outcomes), "accuracy")


def _needles(place: Place, corpora: Path) -> Section:
    lines = (corpora / "needles.tsv").read_text(encoding="utf-8").splitlines()[1:]
    wanted = [line.split("\t") for line in lines if line.endswith("\tocr")]
    rows = []
    for path, needle, page, _ in wanted:
        command = place.command("read", corpora / path, "--json")
        said = subprocess.run(command, capture_output=True, check=False, text=True).stdout
        pages = [one for line in said.splitlines() for one in json.loads(line)["pages"]]
        text = "\n".join(one["text"] for one in pages if page in ("-", str(one["number"])))
        rows.append((path, needle, "yes" if needle_form(needle) in needle_form(text) else "**no**"))
    found = sum(found == "yes" for _, _, found in rows)
    body = f"Needles that only recognition finds: {share(found, len(rows))}.\n\n" + table(
        ("file", "needle", "found"), rows
    )
    return Section("Scans of the corpora", body, found >= 0.9 * len(rows), "accuracy")


def _cost(first: Sequence[tuple[Figures, Figures]], second: Sequence[tuple[Figures, Figures]]) -> Section:
    rows, ok = [], True
    groups = {"letters": first, "other letters": second}
    for condition in dict.fromkeys(page.condition for page, _ in first):
        groups[condition] = [pair for pair in first if pair[0].condition == condition]
    for name, pages in groups.items():
        ours, bare = (np.mean([pair[place].seconds for pair in pages]) for place in (0, 1))
        if pages is first or pages is second:  # a single condition is told, and not held to the goal
            ok &= bool(ours <= _COST * bare)
        rows.append((name, f"{ours:.2f}", f"{bare:.2f}", f"{ours / bare:.2f}"))
    body = "CPU seconds a page, one thread, against Tesseract alone in the same run.\n\n"
    return Section("Scans", body + table(("pages", "Govah", "Tesseract alone", "ratio"), rows), ok, "performance")
