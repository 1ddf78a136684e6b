"""What an erasure takes from the log: every field of a body that names or quotes what is erased.

The leaf stays, so every proof still holds; the field's salted digest stays in its place in the body, and without its
salt says nothing. Claims and marks quote what they stand on, so their words go with it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from govah.errors import IntegrityError
from govah.model.event import Entry, EventType, Value
from govah.preserve import verifier
from govah.store import files

_KEPT = frozenset({"type", "at", "day", "group", "kind", "status", "standard", "claim", "field"}) | frozenset(
    {"acquisition", "source", "member", "request", "approve", "lifts"}
)
"""Fields of an entry that names what is erased, and that stay: they say what was done, not on which words."""
_TELLING = frozenset({"cosign", "timestamp", "key-rotate", "actor-add", "hold", "recover"})
"""Types whose fields carry proofs or name exhibits by their entries only."""
_FOUND = frozenset({"admit", "acquire"})
"""Types that tell where other exhibits were found: a file's name there is no word on this one."""
_LEAST_QUOTE = 16
"""Code points from which on words of a passage count as a quotation wherever they stand."""


@dataclass(slots=True)
class Traces:
    """By what an exhibit is known in bodies.

    Args:
        hashes: Of its bytes, sealed or not, in hex; found also inside of a longer text.
        names: Its paths; found as the whole of a value.
        files: Names of its files; found as whole words in what persons said.
        quotes: Words of it that persons quoted; found also inside of a longer text.
    """

    hashes: set[str]
    names: set[str] = field(default_factory=set)
    files: set[str] = field(default_factory=set)
    quotes: set[str] = field(default_factory=set)

    @property
    def count(self) -> int:
        """How many traces are known."""
        return len(self.hashes) + len(self.names) + len(self.files) + len(self.quotes)

    def learn(self, entry: Entry) -> None:
        """Learn from an entry that names one of the hashes: names, other hashes, quotations."""
        if not self._names_it(entry.fields):
            return
        if entry.type == EventType.ADMIT and entry.fields.get("sha256") in self.hashes:
            found = {str(entry.fields[key]) for key in ("path", "name") if entry.fields.get(key)}
            self.names |= found
            self.files |= {name.rpartition("/")[2] for name in found}
            self.hashes |= set(_texts(entry.fields.get("digests")))
        if entry.type == EventType.SEAL and isinstance(entry.fields.get("sealed"), str):
            self.hashes.add(str(entry.fields["sealed"]))
        for passage in _passages(entry.fields):
            exact = passage.get("exact")
            if passage.get("sha256") in self.hashes and isinstance(exact, str) and len(exact) >= _LEAST_QUOTE:
                self.quotes.add(exact)

    def _names_it(self, value: object) -> bool:
        return any(mark in text for text in _texts(value) for mark in self.hashes)

    def fields(self, entry: Entry) -> list[str]:
        """Names of the fields of an entry that must go."""
        if entry.type in _TELLING:
            return []
        words = None if entry.type in _FOUND else _words(self.files)
        hit = [name for name, value in entry.fields.items() if self._tells(value, words)]
        on_its_words = any(passage.get("sha256") in self.hashes for passage in _passages(entry.fields))
        itself = entry.type == EventType.ADMIT and entry.fields.get("sha256") in self.hashes
        if on_its_words or itself or (entry.type == EventType.SEAL and hit):
            return sorted(name for name in entry.fields if name not in _KEPT or name in hit)
        return sorted(hit)

    def _tells(self, value: object, words: re.Pattern[str] | None) -> bool:
        marks = self.hashes | self.quotes
        return any(
            text in self.names or any(mark in text for mark in marks) or (words is not None and words.search(text))
            for text in _texts(self._said(value))
        )

    def _said(self, value: object) -> object:
        """A value without the passages of other exhibits: their words are their own."""
        if isinstance(value, Mapping):
            if "exact" in value and value.get("sha256") not in self.hashes:
                return None
            return {name: self._said(part) for name, part in value.items()}
        return [self._said(part) for part in value] if isinstance(value, list | tuple) else value


@lru_cache(4)
def _pattern(files: frozenset[str]) -> re.Pattern[str] | None:
    names = "|".join(re.escape(name) for name in sorted(files) if name)
    return re.compile(rf"(?<!\w)(?:{names})(?!\w)") if names else None


def _words(files: set[str]) -> re.Pattern[str] | None:
    return _pattern(frozenset(files))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, Sequence):
        for part in value:
            yield from _texts(part)


def _passages(value: object) -> Iterator[Mapping[str, object]]:
    """Everything inside of a value that has the shape of a passage."""
    if isinstance(value, Mapping):
        if "sha256" in value and "exact" in value:
            yield value
        for part in value.values():
            yield from _passages(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _passages(part)


def taken(entries: Iterable[Entry], traces: Traces) -> dict[int, list[str]]:
    """Which fields of which entries go; `traces` are complete."""
    return {entry.index: names for entry in entries if (names := traces.fields(entry))}


def torn_pieces(log: Path, traces: Traces) -> list[str]:
    """Files under `torn/` that hold bytes of bodies which name what is erased."""
    marks = [mark.encode() for mark in sorted(traces.hashes | traces.names)]
    folder = log / "torn"
    if not folder.is_dir():
        return []
    return [path.name for path in sorted(folder.iterdir()) if any(mark in path.read_bytes() for mark in marks)]


def described(fields: Mapping[int, list[str]]) -> list[Value]:
    """Fields to go, as an `erase-approve` names them."""
    return [{"entry": index, "names": list(names)} for index, names in sorted(fields.items())]


def close_fields(log: Path, gone: Mapping[int, set[str]]) -> None:
    """Rewrite the bodies of entries: the fields named stand as their digest only. One file at a time, atomically.

    Args:
        log: The log's folder; its lock is held, and an approved erasure names the fields.
        gone: Names of fields by entry; those that are gone already stay so.

    Raises:
        IntegrityError: A body cannot be read.
    """
    by_file: dict[int, dict[int, set[str]]] = {}
    for index, names in gone.items():
        by_file.setdefault(index // verifier.WIDTH, {})[index] = names
    for number, entries in sorted(by_file.items()):
        path = log / verifier.bodies_path(number)
        lines = (files.read(path) or b"").split(b"\n")
        for index, names in entries.items():
            place = index % verifier.WIDTH
            if place >= len(lines) - 1:
                raise IntegrityError(f"The body of entry {index} is missing.", "Run govah verify.")
            lines[place] = _closed(lines[place], index, names)
        files.replace(path, b"\n".join(lines), via=log / "checkpoint.new")


def _closed(line: bytes, index: int, names: set[str]) -> bytes:
    fields = [
        {"digest": verifier.field_digest(bytes.fromhex(item["salt"]), item["name"], item["value"]).hex()}
        if item.get("name") in names
        else item
        for item in verifier.decode(line)["fields"]
    ]
    return verifier.canonical({"v": 1, "index": index, "fields": fields})
