"""1: whatever is done to one file of a case or package is found, and that file is named.

Deeds: a bit turned, the end cut off, bytes added, the file deleted, content exchanged with another file or within the
file, and a field of a body put away as if it had been erased. They fall on every kind of file: exhibits, bodies,
bundles of entries, hash tiles and the checkpoint of a case; exhibits, report, proofs, tiles, checkpoint, signed list,
manifests and the other files of a package. The case has erased exhibits, and exchanged keys. Each deed is done to a
copy, verified, and undone.

Counted apart is what a crash may leave in a case, and what therefore is a note instead of a problem: bytes after the
last acknowledged body, and files of a group that no checkpoint acknowledges. Of those it is asked that the file be
noted, and that size, root and exhibits of the verdict be those of the case without it.
"""

import json
import random
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.reliability.counts import Counts
from bench.reliability.founding import contents, found
from bench.reliability.row import Row
from bench.reliability.workers import spread, workers
from bench.section import Place

from govah.preserve import verifier

_CASE, _LONGER, _PACKAGE = 6_600, 1_000, 3_500
"""Trials: on a case of two bundles, on one of three with two full tiles, on a package."""
DEEDS = ("flip", "truncate", "append", "delete", "swap")
_CASE_KINDS = {
    "exhibit": "exhibits/",
    "body": "log/bodies/",
    "entry": "log/tile/entries/",
    "tile": "log/tile/",
    "checkpoint": "log/checkpoint",
}
_PACKAGE_KINDS = {
    "exhibit": "data/exhibits/",
    "payload": "data/",
    "proof of an exhibit": "proofs/exhibits/",
    "tile": "proofs/tile/",
    "checkpoint": "proofs/checkpoint",
    "signed list": "proofs/package",
    "other proof": "proofs/",
    "manifest": "manifest-sha256.txt",
    "tag manifest": "tagmanifest-sha256.txt",
    "tag file": "",
}


@dataclass
class Tally(Counts):
    """What came of some trials."""

    trials: Counter[str] = field(default_factory=Counter)
    noted: int = 0
    halves: int = 0


def run(place: Place, scale: float) -> Iterator[Row]:
    """Make the folders, tamper with copies of them on every core, count."""
    work = place.work / "t01"
    made = _made(work)
    jobs = workers(scale)
    total = Tally()
    parts = [
        (made[name], number * jobs + job, max(1, round(count * scale / jobs)))
        for number, (name, count) in enumerate((("case", _CASE), ("longer", _LONGER), ("package", _PACKAGE)))
        for job in range(jobs)
    ]
    tasks = [(template, work / f"copy{number}", seed, count) for number, (template, seed, count) in enumerate(parts)]
    for tally in spread(trials, tasks, jobs):
        total.add(tally)
    shutil.rmtree(work)
    done = sum(total.trials.values())
    outcome = (
        f"{done - len(total.misses):,} of {done:,} FAILED with the file named "
        f"({', '.join(f'{count:,} {deed}' for deed, count in sorted(total.trials.items()))}; of {total.halves} pairs "
        f"that exchanged content one file); apart from them {total.noted:,} left as a crash may leave them: noted, and "
        "nothing more accepted"
    )
    yield Row(
        1,
        "Whatever is done to one file of a case or package is found, and the file is named",
        "≥ 10,000 trials, all detected",
        done,
        outcome,
        not total.misses,
        tuple(total.misses[:12]),
    )


def _made(work: Path) -> dict[str, Path]:
    """A case of two bundles, its later self for what a crash leaves, a longer one, and a package."""
    chance = random.Random(20261127)
    case = found(work)
    case.admit(contents(chance, 24, 1, 6000))
    case.erase(case.exhibits[3:20:5])
    case.exchange_keys()
    case.note(240)
    folders = {"case": case.folder, "longer": work / "longer", "package": work / "package"}
    shutil.copytree(case.folder, work / "before")
    case.note(5)
    shutil.copytree(case.folder, work / "case.later")
    case.note(250)
    case.admit(contents(chance, 6, 1, 900))
    shutil.copytree(case.folder, folders["longer"])
    report = work / "report.html"
    report.write_text("<!doctype html><title>Report</title>", encoding="utf-8")
    case.publish(report)
    case.pack(folders["package"], case.exhibits[::3], [report])
    shutil.rmtree(case.folder)
    (work / "before").rename(case.folder)
    return folders


def trials(template: Path, copy: Path, seed: int, count: int) -> Tally:
    """Do `count` deeds to a copy of a folder, one after the other."""
    shutil.copytree(template, copy)
    bench = _Bench(copy, random.Random(seed))
    later = template.with_name(template.name + ".later")
    for number in range(count):
        kind = list(bench.kinds)[number % len(bench.kinds)]
        bench.trial(kind, DEEDS[number // len(bench.kinds) % len(DEEDS)])
        if later.exists() and number % 20 == 0:
            bench.newer(later)
    shutil.rmtree(copy)
    return bench.tally


class _Bench:
    """A copy that is tampered with and put right again."""

    def __init__(self, folder: Path, chance: random.Random) -> None:
        self.folder = folder
        self.chance = chance
        self.tally = Tally()
        self.right = {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*"))
            if path.is_file() and path.name != "lock"
        }
        self.kinds = self._sorted(_CASE_KINDS if (folder / "log").is_dir() else _PACKAGE_KINDS)
        self.verdict = verifier.verify(folder)
        if self.verdict["verdict"] != "VERIFIED" or "crash" in str(self.verdict["notes"]):
            raise AssertionError(f"{folder} is not sound before anything was done: {self.verdict}")

    def _sorted(self, kinds: dict[str, str]) -> dict[str, list[str]]:
        """Files by their kind: the longest beginning counts."""
        files: dict[str, list[str]] = {kind: [] for kind in kinds}
        for path in self.right:
            fitting = [kind for kind in kinds if path.startswith(kinds[kind])]
            files[max(fitting, key=lambda kind: len(kinds[kind]))].append(path)
        if empty := [kind for kind, paths in files.items() if not paths]:
            raise AssertionError(f"there is no {empty[0]} in {self.folder}")
        return files

    def trial(self, kind: str, deed: str) -> None:
        """Do one deed, see what the verifier says, undo it."""
        path = self.chance.choice(self.kinds[kind])
        if kind == "body" and deed == "delete" and self.chance.random() < 0.5:
            deed = "close a field"
        changed: dict[str, bytes | None] = {}
        while not changed:
            changed = self._deed(kind, path, deed)
        for name, data in changed.items():
            self._write(name, data)
        verdict = verifier.verify(self.folder)
        for name in changed:
            self._write(name, self.right[name])
        named = {problem["where"] for problem in verdict["problems"]}
        if verdict["verdict"] == "FAILED" and (named >= changed.keys() or (deed == "swap" and named & changed.keys())):
            # Without its checkpoint, some of the other files have nothing that they could be compared with.
            self.tally.trials[deed] += 1
            self.tally.halves += not named >= changed.keys()
        elif deed == "append" and path == self._last_bodies() and self._only_noted(verdict, path):
            self.tally.noted += 1
        else:
            self.tally.trials[deed] += 1
            what = ", ".join(f"{name} now {'gone' if data is None else len(data)}" for name, data in changed.items())
            self.tally.misses.append(f"{deed}, {kind}: {what}: {verdict['verdict']}, named {sorted(named)[:4]}")

    def newer(self, later: Path) -> None:
        """Lay some files of a group that no checkpoint acknowledges beside those that it does."""
        new = [path.relative_to(later).as_posix() for path in sorted(later.rglob("*")) if path.is_file()]
        new = [name for name in new if name not in self.right and name.startswith("log/tile/")]
        bodies = self._last_bodies()
        self._write(bodies, (later / bodies).read_bytes())
        chosen = self.chance.sample(new, self.chance.randint(1, len(new)))
        for name in chosen:
            self._write(name, (later / name).read_bytes())
        verdict = verifier.verify(self.folder)
        self._write(bodies, self.right[bodies])
        for name in chosen:
            (self.folder / name).unlink()
        self.tally.noted += 1
        if not all(self._only_noted(verdict, name) for name in [bodies, *chosen]):
            self.tally.misses.append(f"files of an unacknowledged group, {chosen}: {verdict['problems'][:2]}")

    def _only_noted(self, verdict: dict[str, Any], path: str) -> bool:
        same = all(verdict[key] == self.verdict[key] for key in ("verdict", "size", "root", "exhibits"))
        return same and path in {note["where"] for note in verdict["notes"] if note not in self.verdict["notes"]}

    def _last_bodies(self) -> str:
        return max((path for path in self.right if path.startswith("log/bodies/")), default="")

    def _write(self, name: str, data: bytes | None) -> None:
        path = self.folder / name
        if path.exists():
            path.chmod(0o644)
        if data is None:
            path.unlink()
        else:
            path.write_bytes(data)

    def _deed(self, kind: str, path: str, deed: str) -> dict[str, bytes | None]:
        """The files that a deed changes, with their new content; empty where it happened to change nothing."""
        right, chance = self.right[path], self.chance
        if deed == "delete":
            return {path: None}
        if deed == "swap":
            return self._swapped(kind, path)
        if deed == "close a field":
            return {path: self._closed(right)}
        if deed == "flip":
            at, bit = chance.randrange(len(right)), 1 << chance.randrange(8)
            changed = right[:at] + bytes([right[at] ^ bit]) + right[at + 1 :]
        elif deed == "truncate":
            near = chance.random() < 0.3  # the last bytes are those that a lenient reader forgives
            changed = right[: max(0, len(right) - chance.randint(1, 3)) if near else chance.randrange(len(right))]
        else:
            units = _units(path, right)
            more: list[Callable[[], bytes]] = [
                lambda: b"\n",
                lambda: b"\x00" * chance.randint(1, 512),
                lambda: chance.randbytes(chance.randint(1, 64)),
                lambda: units[-1] if units else b" ",
                lambda: chance.choice(units) if units else b"\r",
            ]
            changed = right + chance.choice(more)()
        return {path: changed} if changed != right else {}

    def _closed(self, right: bytes) -> bytes:
        """A field stands as its digest, as if it had been erased: the commitment holds, and no approval names it."""
        lines = right.splitlines(keepends=True)
        place = self.chance.randrange(len(lines))
        body = json.loads(lines[place])
        fields = [number for number, field in enumerate(body["fields"]) if "salt" in field]
        chosen = body["fields"][self.chance.choice(fields)]
        digest = verifier.field_digest(bytes.fromhex(chosen["salt"]), chosen["name"], chosen["value"])
        chosen.clear()
        chosen["digest"] = digest.hex()
        lines[place] = verifier.canonical(body) + b"\n"
        return b"".join(lines)

    def _swapped(self, kind: str, path: str) -> dict[str, bytes | None]:
        """Two files exchange content, or two pieces within one file, or of two files of one kind, change places."""
        chance, right = self.chance, self.right[path]
        fellows = [name for name in self.kinds[kind] if name != path]
        way = chance.choice(("within", "between", "files"))
        units = _units(path, right)
        if way == "within" and len(units) > 1:
            one, two = chance.sample(range(len(units)), 2)
            units[one], units[two] = units[two], units[one]
            return {path: b"".join(units)} if b"".join(units) != right else {}
        other = chance.choice(fellows or [name for name in self.right if name != path])
        there = _units(other, self.right[other])
        if way == "between" and units and there and fellows:
            one, two = chance.randrange(len(units)), chance.randrange(len(there))
            if units[one] == there[two]:
                return {}
            units[one], there[two] = there[two], units[one]
            return {path: b"".join(units), other: b"".join(there)}
        return {path: self.right[other], other: right} if self.right[other] != right else {}


def _units(path: str, data: bytes) -> list[bytes]:
    """What a file is made of: entries with their length, hashes, lines; nothing for a file of one piece."""
    if "tile/entries/" in path:
        return [len(entry).to_bytes(2, "big") + entry for entry in verifier.split_bundle(data)[0]]
    if "/tile/" in path:
        return [data[at : at + 32] for at in range(0, len(data), 32)]
    if "exhibits/" in path:
        return []
    return data.splitlines(keepends=True)
