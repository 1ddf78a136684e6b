"""Letters of thirty office cultures in pairs, against what a reader sees; run as a module, it tells each wrong field.

`many_offices/NN-name/` holds a pair, `many_offices/truth.csv` a row per paper. An empty field is right only when none
is found, but `reply_expected` may then be "no". `;` parts the offices of `from`, `to` and `cc`, where `?` marks one
that may be left out; `|` parts what is right alike. `cites` has, parted by `;`, the paper beside it, or a number or
`@date` of one not held, each with its kind: `reply`, `follow_up`, `citation`, `reminder`, `forward`.
"""

import csv
import hashlib
import io
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from govah.consolidate.chains import Holding, settle
from govah.consolidate.letters import recognise
from govah.consolidate.letters.offices import same_office
from govah.model.fuzzy_date import FuzzyDate
from govah.model.identifiers import LetterId, Sha256
from govah.model.letter import Correspondent, Letter, Standing
from govah.model.page import Page
from govah.model.text import stored_text
from govah.read.reader import Limits
from govah.read.registry import installed
from govah.read.stage import read_stream

PAPERS = Path(__file__).parent / "many_offices"
PARTIES = ("from", "to", "cc")
NO_LETTER = "no letter"
LONGEST = 3
"""Days that a date may leave open: a lunar day is not known more closely."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a paper: what a reader sees, what was found, and whether these agree."""

    paper: str
    name: str
    want: str
    got: str
    right: bool


def fields() -> list[Field]:
    """Every field of every paper, and every reference wanted or found beyond; all pairs are settled together."""
    with (PAPERS / "truth.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    held = {row["file"]: _read(PAPERS / row["file"]) for row in rows}
    standings = settle([holding for each in held.values() for holding in each]).standings
    files = {holding.letter.id: file for file, each in held.items() for holding in each}
    answers = {_beside(row, key): row["file"] for row in rows for key, kind in _wanted(row) if kind == "reply"}
    told: list[Field] = []
    for row in rows:
        row["answered_by"] = answers.get(row["file"], "")
        if not held[row["file"]]:
            asked = [name for name in row if name != "file"]
            told += [Field(row["file"], name, row[name], NO_LETTER, False) for name in asked]
            continue
        letter = held[row["file"]][0].letter
        standing = standings[letter.id]
        got = _got(letter) | {"answered_by": "; ".join(files[one] for one in standing.answered_by)}
        told += [
            Field(row["file"], name, row[name], has, _right(name, row[name], has, letter)) for name, has in got.items()
        ]
        told += _cites(row, standing, files)
    return told


def _wanted(row: Mapping[str, str]) -> list[tuple[str, str]]:
    """What a paper cites, each with its kind."""
    parted = (one.rpartition(" ") for one in row["cites"].split("; ") if one)
    return [(key, kind) for key, _, kind in parted]


def _beside(row: Mapping[str, str], key: str) -> str:
    """The paper that is meant by its name in the same pair; anything else as it stands."""
    return str(Path(row["file"]).with_name(key)) if key in ("1.txt", "1.eml", "2.txt", "2.eml") else key


def _read(path: Path) -> list[Holding]:
    data = path.read_bytes()
    sha256 = Sha256(hashlib.sha256(data).hexdigest())
    if path.suffix == ".txt":
        text = stored_text(data.decode())
        found = recognise(sha256, "text/plain", (Page(1, text),), {})
        return [Holding(letter, text, "text/plain") for letter in found]
    with TemporaryDirectory() as scratch:
        reading = read_stream(io.BytesIO(data), [path.name], Limits(scratch=Path(scratch)), installed())
    text = "\n".join(page.text for page in reading.pages)
    found = recognise(sha256, reading.media_type, reading.pages, reading.metadata)
    return [Holding(letter, text, reading.media_type) for letter in found]


def _got(letter: Letter) -> dict[str, str]:
    mark = letter.classification
    return {
        "number": letter.number or "",
        "date": f"{letter.date.earliest}/{letter.date.latest}" if letter.date else "",
        "from": _told(letter.sender),
        "to": _told(letter.to),
        "cc": _told(letter.cc),
        "subject": letter.subject or "",
        "class": mark.text if mark else "",
        "level": str(mark.level) if mark and mark.level else "",
        "urgency": letter.urgency or "",
        "reply_expected": {True: "yes", False: "no", None: ""}[letter.reply_expected],
    }


def _told(who: tuple[Correspondent, ...]) -> str:
    return "; ".join(" | ".join(part for part in (one.office, one.name) if part) for one in who)


def _right(name: str, want: str, got: str, letter: Letter) -> bool:
    if not want or not got:
        return want == got or (name == "reply_expected" and got == "no")
    if name == "date":
        return letter.date is not None and _within(letter.date, want.split("|"))
    if name in PARTIES:
        found = {"from": letter.sender, "to": letter.to, "cc": letter.cc}[name]
        offices = [one.removeprefix("?").split("|") for one in want.split("; ")]
        asked = [one.split("|") for one in want.split("; ") if not one.startswith("?")]
        nothing_missed = all(any(_is(who, one) for who in found) for one in asked)
        return nothing_missed and all(any(_is(who, one) for one in offices) for who in found)
    return any(_plain(one) == _plain(got) for one in want.split("|"))


def _within(date: FuzzyDate, days: list[str]) -> bool:
    if date.earliest is None or date.latest is None:
        return False
    first, last = str(date.earliest), str(date.latest)
    return (date.latest - date.earliest).days < LONGEST and any(first <= day <= last for day in days)


def _is(who: Correspondent, office: list[str]) -> bool:
    return any(same_office(said, one) for said in (who.office, who.name) if said for one in office)


def _plain(text: str) -> str:
    """Digits as ASCII, and neither spaces nor the points that end a line."""
    kept = (str(unicodedata.digit(sign, sign)) for sign in text if sign.isprintable() and not sign.isspace())
    return "".join(kept).strip('.:،"«»').casefold()


def _cites(row: Mapping[str, str], standing: Standing, files: Mapping[LetterId, str]) -> Iterable[Field]:
    """Each citation that a reader sees, then each that no reader sees."""
    wanted = [(_beside(row, key.removeprefix("?")), kind, key.startswith("?")) for key, kind in _wanted(row)]
    found: list[tuple[frozenset[str], str]] = []
    for ref in standing.references:
        day = f"@{ref.date.earliest}" if ref.date else ""
        cited = {files[ref.letter]} if ref.letter else {_plain(ref.number or ""), day}
        found.append((frozenset(cited - {""}), ref.kind.value))
    found += [(frozenset({files[one.letter]}), one.kind.value) for one in standing.relations]
    told = [f"{' '.join(sorted(keys))} {kind}" for keys, kind in found]
    for key, kind, open_ in wanted:
        if not open_:
            right = any(kind == other and {key, _plain(key)} & keys for keys, other in found)
            yield Field(row["file"], "cites", f"{key} {kind}", "; ".join(told), right)
    for (keys, kind), one in zip(found, told, strict=True):
        if not any(kind == other and {key, _plain(key)} & keys for key, other, _ in wanted):
            yield Field(row["file"], "cites", "", one, False)
    if not wanted and not found:
        yield Field(row["file"], "cites", "", "", True)


def astray(found: list[Field]) -> int:
    """References that no reader sees so: invented, of another kind, or not settled on the paper held."""
    return sum(one.name == "cites" and not one.want and one.got not in ("", NO_LETTER) for one in found)


def told(found: list[Field]) -> str:
    """The wrong fields by paper, then how many of each field are right."""
    wrong = [f"{one.paper}\t{one.name}\twant {one.want!r}\tgot {one.got!r}" for one in found if not one.right]
    names = list(dict.fromkeys(one.name for one in found))
    totals = []
    for name in names:
        right = [one.right for one in found if one.name == name]
        totals.append(f"{name}\t{sum(right)} of {len(right)}")
    totals.append(f"all\t{sum(one.right for one in found)} of {len(found)}")
    totals.append(f"references astray\t{astray(found)}")
    totals.append(f"papers not seen as letters\t{len({one.paper for one in found if one.got == NO_LETTER})}")
    return "\n".join([*wrong, "", *totals])


if __name__ == "__main__":
    print(told(fields()))
