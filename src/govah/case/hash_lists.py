"""Comparing what was collected with the hashes that its acquirer had noted."""

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from govah.collect.hash_list import HashList, Listed
from govah.model.event import Value
from govah.model.identifiers import Sha256
from govah.preserve.vault import Preserved, Vault
from govah.store.objects import PIECE

MOST = 1000
"""Paths of one kind that are written out; beyond it only their number is kept."""


class Held(NamedTuple):
    """Hashes of bytes that were met, made in the pass that preserved them."""

    sha256: Sha256
    md5: str
    sha1: str


def held_of(preserved: Preserved | None) -> Held | None:
    """The hashes of what was preserved; None where no bytes could be had."""
    return None if preserved is None else Held(preserved.sha256, preserved.digests.md5, preserved.digests.sha1)


Met = Mapping[str, Held | None]
"""What was met in this run: path, and the hashes of its bytes."""
DigestOf = Callable[[Held, str], str]
"""The hash of bytes by an algorithm."""


@dataclass(frozen=True, slots=True)
class ListCompared:
    """A list against what was collected.

    Args:
        name: Of the list's file.
        sha256: Of the list's bytes.
        algorithm: Of its hashes.
        listed: Its lines.
        matched: Lines whose file is here with these bytes.
        differing: Paths, as the case writes them, whose file is here with other bytes.
        missing: Paths as the list writes them, or plain hashes, of what is not here.
        unlisted: Files that are here and that the list does not name.
        unread: Lines of it that say nothing that is known.
    """

    name: str
    sha256: str
    algorithm: str
    listed: int
    matched: int
    differing: tuple[str, ...]
    missing: tuple[str, ...]
    unlisted: int
    unread: int

    @property
    def agrees(self) -> bool:
        """Whether every line of the list was found as it says."""
        return self.matched == self.listed and not self.unread

    @property
    def told(self) -> dict[str, Value]:
        """As the log and `govah collect --json` tell it: at most `MOST` paths of a kind, and how many there are."""
        return {
            "name": self.name,
            "sha256": self.sha256,
            "algorithm": self.algorithm,
            "listed": self.listed,
            "matched": self.matched,
            "differing": len(self.differing),
            "missing": len(self.missing),
            "unlisted": self.unlisted,
            "unread": self.unread,
            "differing_paths": list(self.differing[:MOST]),
            "missing_paths": list(self.missing[:MOST]),
        }


def compare(hashes: HashList, met: Met, digest_of: DigestOf) -> ListCompared:
    """Compare a list by path where it has names that fit what was collected, else by hash alone.

    Args:
        hashes: The acquirer's.
        met: What was collected.
        digest_of: Asked for each hash.
    """
    places = _places([line.name for line in hashes.listed if line.name is not None], met)
    named = bool(places)
    held = set() if all(line.name is not None for line in hashes.listed) and named else _held(hashes, met, digest_of)
    matched, differing, missing = 0, [], []
    listed_paths: set[str] = set()
    for line in hashes.listed:
        path = places.get(line.name) if line.name is not None else None
        if path is not None:
            listed_paths.add(path)
            found = met[path]
            same = found is not None and digest_of(found, line.algorithm) == line.digest
            matched += same
            differing += [] if same else [path]  # as the case calls it: an erasure must find it in the log
        elif (line.name is None or not named) and (line.algorithm, line.digest) in held:
            matched += 1
        else:
            missing.append(_called(line))
    unlisted = len(met.keys() - listed_paths) if named else _unlisted(hashes, met, digest_of)
    return ListCompared(
        hashes.name,
        hashes.sha256,
        hashes.algorithm,
        len(hashes.listed),
        matched,
        tuple(differing),
        tuple(missing),
        unlisted,
        hashes.unread,
    )


class Digests:
    """Hashes of preserved bytes: those that are known of them, else the stored bytes are hashed again.

    Args:
        vault: Where the bytes are.
    """

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._known: dict[tuple[Sha256, str], str] = {}

    def __call__(self, held: Held, algorithm: str) -> str:
        """The hash, in lower-case hex."""
        if algorithm in held._fields:
            return str(getattr(held, algorithm))
        if (held.sha256, algorithm) not in self._known:
            digest = hashlib.new(algorithm, usedforsecurity=False)
            with self._vault.open(held.sha256) as stream:
                while piece := stream.read(PIECE):
                    digest.update(piece)
            self._known[held.sha256, algorithm] = digest.hexdigest()
        return self._known[held.sha256, algorithm]


def _called(line: Listed) -> str:
    return line.name if line.name is not None else line.digest


def _held(hashes: HashList, met: Met, digest_of: DigestOf) -> set[tuple[str, str]]:
    """Hashes of what was collected, by the list's algorithms."""
    algorithms = {line.algorithm for line in hashes.listed}
    return {
        (kind, digest_of(sha256, kind)) for sha256 in set(met.values()) if sha256 is not None for kind in algorithms
    }


def _unlisted(hashes: HashList, met: Met, digest_of: DigestOf) -> int:
    """How many files have bytes that the list does not name."""
    listed = {(line.algorithm, line.digest) for line in hashes.listed}
    algorithms = {kind for kind, _ in listed}
    return sum(
        1
        for held in met.values()
        if held is None or not any((kind, digest_of(held, kind)) in listed for kind in algorithms)
    )


def _places(names: Sequence[str], met: Iterable[str]) -> dict[str, str]:
    """For each name of a list the collected path that it means.

    The acquirer may have run his program inside of the folder, above it, or elsewhere with whole paths, on Windows
    too. So one beginning is looked for that, taken from the names, leaves the most collected paths.
    """
    paths = {_plain(path): path for path in met}
    inner: dict[str, str] = {}
    for plain, path in paths.items():
        inner.setdefault(plain.partition("/")[2] or plain, path)
    parts = {name: tuple(_plain(name).split("/")) for name in names}
    best: dict[str, str] = {}
    for known in (paths, inner):
        begins: Counter[tuple[str, ...]] = Counter()
        for pieces in parts.values():
            begins.update(pieces[:at] for at in range(len(pieces)) if "/".join(pieces[at:]) in known)
        if begins:
            most = max(begins.values())
            begin = min((begin for begin, count in begins.items() if count == most), key=len)
            found = {
                name: known["/".join(pieces[len(begin) :])]
                for name, pieces in parts.items()
                if pieces[: len(begin)] == begin and "/".join(pieces[len(begin) :]) in known
            }
            best = found if len(found) > len(best) else best
    return best


def _plain(path: str) -> str:
    """A path as it is compared: composed letters, `/` between parts, no `./` before it."""
    told = unicodedata.normalize("NFC", path).replace("\\", "/")
    while told.startswith("./"):
        told = told[2:]
    return told
