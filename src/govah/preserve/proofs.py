"""Proofs for strangers: what a package says of the log, opening only the fields that it needs.

A package is a BagIt bag (RFC 8493). Its tag folder `proofs/` holds the checkpoint, the log's hash tiles, and for each
entry that matters a proof: the leaf, an inclusion proof, the opened fields with their salts, and of every other field
its salted digest, which says nothing. Format: docs/log-format.md.
"""

import hashlib
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as made_of
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

from govah.errors import IntegrityError, NotFoundError, UsageError
from govah.model.event import Entry, Event, EventType, Value
from govah.model.identifiers import EntryIndex
from govah.preserve import tiles, verifier
from govah.preserve.keys import Signer
from govah.preserve.log import Log
from govah.preserve.stored_tree import StoredTree

ADMISSION = frozenset({"type", "sha256", "size", "media_type", "day"})
"""Fields of an admission that a package opens; paths, parents, sources and exact times stay shut."""
PUBLICATION = frozenset({"type", "sha256", "format", "day"})
_FOUNDING = frozenset({"type", "origin", "log_key", "day"})
_ACTOR = frozenset({"type", "kind", "old", "public_key", "possession", "day"})
_LOG_KEY = frozenset({"type", "kind", "log_key", "release", "possession", "day"})
_ERASURE = frozenset({"type", "exhibits", "authority", "request", "approve", "one_account", "day"})
_ERASING = (EventType.ERASE_REQUEST, EventType.ERASE_APPROVE, EventType.ERASE_DONE)
_TOLD = (*_ERASING, EventType.SET, EventType.COSIGN, EventType.TIMESTAMP)
"""Types of the entries that a package proves whatever it holds."""
_SHARE = frozenset({"type", "manifest", "day", "unwitnessed"})
_POLICY = frozenset({"type", "policy", "authorities", "day"})
_COSIGN = frozenset({"type", "size", "root", "checkpoint", "signatures", "day"})
_TIMESTAMP = frozenset({"type", "size", "root", "checkpoint", "token", "day"})
_NEWEST = 64
"""Cosignatures that a package carries besides the first ones over each of its entries."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """A package that was sealed.

    Args:
        entry: The `share` entry.
        exhibits: How many it holds.
        proofs: How many entries it proves.
        checkpoint: The packaged checkpoint.
    """

    entry: EntryIndex
    exhibits: int
    proofs: int
    checkpoint: bytes


def seal_package(
    folder: Path,
    log: Log,
    signer: Signer,
    *,
    statement: Mapping[str, Value] | None = None,
    info: Mapping[str, str] | None = None,
    readme: bytes | None = None,
) -> Sealed:
    """Seal a package whose payload is written: manifests, a `share` entry, proofs, `verify.py`, and the signed list.

    The caller has written `data/exhibits/<sha256>` (every one admitted), `data/report/…` (every file's hash in a
    `publish` entry, field `sha256`), and whatever else it wants under `data/`. Nothing else may stand in the folder.

    Args:
        folder: The package.
        log: The case's log; one `share` entry is appended.
        signer: Who shares.
        statement: More fields of the `share` entry (to whom, why); they stay shut in the package.
        info: More lines of `bag-info.txt`.
        readme: What `README.txt` at the package's top says; None leaves it out.

    Raises:
        UsageError: The folder holds something outside `data/`, or a name that is not UTF-8.
        NotFoundError: An exhibit was never admitted, or a file of the report never published.
        IntegrityError: An exhibit's bytes are not what its name says.
    """
    payload = _payload(folder)
    exhibits = {name: "data/exhibits/" + name for name in _under(payload, "data/exhibits/")}
    for name, path in exhibits.items():
        if payload[path][0] != name:
            raise IntegrityError(f"{path} does not hold the bytes of its name.", "Run govah verify on the case.")
    reports = {payload[path][0] for path in payload if path.startswith("data/report/")}
    found = _find(log, set(exhibits), reports)
    admitted, published = found.admitted, found.published
    manifest = verifier.bag_manifest({path: digest for path, (digest, _) in payload.items()})
    digest = hashlib.sha256(manifest).hexdigest()
    fields: dict[str, Value] = {**(statement or {}), "manifest": digest, "exhibits": len(exhibits)}
    entry = log.append([Event(EventType.SHARE, fields)], signer)[0]
    checkpoint = log.checkpoint_bytes()
    size = verifier.parse_checkpoint(checkpoint).size

    _write(folder, "manifest-sha256.txt", manifest)
    _write(folder, "bagit.txt", verifier.BAGIT_TXT)
    _write(folder, "bag-info.txt", _info(payload, info or {}))
    shutil.copyfile(verifier.__file__, folder / "verify.py")
    if readme is not None:
        _write(folder, "README.txt", readme)
    _write(folder, "proofs/checkpoint", checkpoint)
    proofs = _Proofs(folder, log, size)
    proofs.write("log", 0, _FOUNDING)
    proofs.write("share", entry, _SHARE)
    for name, index in admitted.items():
        proofs.write(f"exhibits/{name}", index, ADMISSION)
    for name, index in published.items():
        proofs.write(f"published/{name}", index, PUBLICATION)
    for index in found.erasures:
        proofs.write(f"erasures/{index}", index, _ERASURE)
    for index in log.log_key_entries():
        proofs.write(f"keys/{index}", index, _LOG_KEY)
    _prove_outside(proofs, found)
    _prove_actors(proofs, log)
    _write_tiles(folder, log, size)
    _sign(folder, log.origin, signer)
    return Sealed(entry, len(exhibits), len(proofs.written), checkpoint)


def _payload(folder: Path) -> dict[str, tuple[str, int]]:
    """SHA-256 and size of every file under `data/`, by its path in the package."""
    payload: dict[str, tuple[str, int]] = {}
    strays = [item.name for item in folder.iterdir() if item.name != "data"]
    if strays:
        raise UsageError(f"The package folder holds {strays[0]!r} beside data/.", "Choose an empty folder.")
    for place, folders, names in os.walk(folder / "data"):
        folders.sort()
        for name in sorted(names):
            path = Path(place) / name
            written = path.relative_to(folder).as_posix()
            # Programs for bags disagree on how a percent sign is written in a manifest.
            if path.is_symlink() or not written.isprintable() or "%" in written or not _is_utf8(written):
                raise UsageError(f"{written!r} cannot stand in a package.", "Give the file a plain name.")
            payload[written] = verifier.hash_file(path)
    return payload


def _is_utf8(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _under(payload: Mapping[str, object], prefix: str) -> list[str]:
    return [path.removeprefix(prefix) for path in payload if path.startswith(prefix)]


@dataclass(slots=True)
class _Found:
    """Entries that a package proves: by hash, and of those that others signed."""

    admitted: dict[str, EntryIndex] = made_of(default_factory=dict)
    published: dict[str, EntryIndex] = made_of(default_factory=dict)
    policy: EntryIndex | None = None
    cosigned: dict[EntryIndex, int] = made_of(default_factory=dict)
    stamped: list[EntryIndex] = made_of(default_factory=list)
    erasing: dict[int, EntryIndex] = made_of(default_factory=dict)
    erasures: list[EntryIndex] = made_of(default_factory=list)

    def erasure(self, entry: Entry) -> None:
        """Note an entry of an erasure; those of one that ended are proved."""
        if entry.type in _ERASING:
            self.erasing[entry.index] = entry.index
            if entry.type == EventType.ERASE_DONE:
                before = (entry.fields.get("request"), entry.fields.get("approve"))
                self.erasures += [*(self.erasing[index] for index in before if isinstance(index, int)), entry.index]

    def outside(self, entry: Entry) -> None:
        """Note an entry with a policy or others' signatures."""
        if entry.type == EventType.SET and entry.fields.keys() & {"policy", "authorities"}:
            self.policy = entry.index
        elif entry.type == EventType.COSIGN:
            self.cosigned[entry.index] = cast(int, entry.fields["size"])
        elif entry.type == EventType.TIMESTAMP:
            self.stamped.append(entry.index)

    def cosignatures(self) -> list[EntryIndex]:
        """The newest ones, and of the older ones each that is the first over an entry of the package."""
        wanted = set(list(self.cosigned)[-_NEWEST:])
        for place in {*self.admitted.values(), *self.published.values()}:
            wanted.update(list(index for index, size in self.cosigned.items() if size > place)[:1])
        return sorted(wanted)


def _find(log: Log, exhibits: set[str], reports: set[str]) -> _Found:
    """The first entries that admitted the exhibits and published the files, and what else is proved."""
    found = _Found()
    admitted, published = found.admitted, found.published
    for entry in log.saying({*exhibits, *reports, *_TOLD}):
        found.outside(entry)
        found.erasure(entry)
        sha256 = entry.fields.get("sha256")
        if not isinstance(sha256, str):
            continue
        if entry.type == EventType.ADMIT and sha256 in exhibits:
            admitted.setdefault(sha256, entry.index)
        elif entry.type == EventType.PUBLISH and sha256 in reports:
            published.setdefault(sha256, entry.index)
    if missing := sorted(exhibits - admitted.keys()):
        raise NotFoundError(
            f"{missing[0]} was never admitted to this case.", "Only exhibits of the case can be shared."
        )
    if missing := sorted(reports - published.keys()):
        raise NotFoundError(
            f"A file of the report ({missing[0][:12]}…) was never published.",
            "Build it with govah report build, then share it.",
        )
    return found


class _Proofs:
    """Writes proofs of entries into a package; all of them lead to one checkpoint.

    Args:
        folder: The package.
        log: The log.
        size: Of the checkpoint.
    """

    def __init__(self, folder: Path, log: Log, size: int) -> None:
        self._folder = folder
        self._log = log
        self._size = size
        self._tree = StoredTree(log.folder, size)
        self.written: list[int] = []

    def write(self, name: str, index: int, opened: frozenset[str]) -> None:
        """Prove an entry.

        Args:
            name: Of the proof, as its path under `proofs/` begins.
            index: Of the entry.
            opened: Names of the fields to open; of the others only the digest is given.
        """
        fields = []
        for field in verifier.decode(self._log.body(index))["fields"]:
            if "name" not in field or field["name"] in opened:
                fields.append(field)
            else:
                digest = verifier.field_digest(bytes.fromhex(field["salt"]), field["name"], field["value"])
                fields.append({"digest": digest.hex()})
        proof = {
            "v": 1,
            "index": index,
            "leaf": verifier.decode(self._log.leaf(index)),
            "fields": fields,
            "inclusion": [item.hex() for item in self._tree.inclusion(index, self._size)],
        }
        _write(self._folder, f"proofs/{name}.json", verifier.canonical(proof) + b"\n")
        self.written.append(index)


def _prove_outside(proofs: _Proofs, found: _Found) -> None:
    """Prove the policy, cosignatures, and every time-stamp: a later one speaks for those before it."""
    for index in found.cosignatures():
        proofs.write(f"cosign/{index}", index, _COSIGN)
    for index in found.stamped:
        proofs.write(f"timestamp/{index}", index, _TIMESTAMP)
    if found.policy is not None:
        proofs.write("policy", found.policy, _POLICY)


def _prove_actors(proofs: _Proofs, log: Log) -> None:
    """Prove the actors who signed the proved entries, and those who added them, up to the first."""
    actors = log.actors()
    following = {actor.added: actor.key_id for actor in actors.values()}
    waiting = {verifier.parse_leaf(log.leaf(index)).actor for index in proofs.written}
    done: set[str] = set()
    while waiting:
        actor = actors[waiting.pop()]
        done.add(actor.key_id)
        proofs.write(f"actors/{actor.key_id}", actor.added, _ACTOR)
        by = verifier.parse_leaf(log.leaf(actor.added)).actor
        waiting |= {by, following.get(actor.until, by) if actor.until is not None else by} - done


def _write_tiles(folder: Path, log: Log, size: int) -> None:
    """The log's hash tiles, so that the package can be compared with any older checkpoint."""
    for level in range(6):
        count = size >> (8 * level)
        for number in range(-(-count // verifier.WIDTH)):
            width = min(verifier.WIDTH, count - number * verifier.WIDTH)
            hashes = tiles.hashes(log.folder, level, number, width)
            _write(folder, "proofs/" + verifier.tile_path(level, number, width), b"".join(hashes))


def _info(payload: Mapping[str, tuple[str, int]], more: Mapping[str, str]) -> bytes:
    octets = sum(size for _, size in payload.values())
    lines = {
        **more,
        "Bag-Software-Agent": "govah",
        "Bagging-Date": f"{datetime.now(UTC):%Y-%m-%d}",
        "Payload-Oxum": f"{octets}.{len(payload)}",
    }
    if any(":" in name or not (name + value).isprintable() for name, value in lines.items()):
        raise UsageError("A line of bag-info.txt holds a line end or a control character.", "Write it on one line.")
    return "".join(f"{name}: {lines[name]}\n" for name in sorted(lines)).encode()


def _sign(folder: Path, origin: str, signer: Signer) -> None:
    """Sign the list of every tag file, then write the tag manifest over all of them and the list."""
    hashes: dict[str, str] = {}
    for place, _, names in os.walk(folder):
        for name in names:
            path = (Path(place) / name).relative_to(folder).as_posix()
            if not path.startswith("data/"):
                hashes[path] = verifier.hash_file(folder / path)[0]
    text = verifier.package_text(origin, signer.key_id, hashes)
    signature = signer.sign(verifier.package_message(hashlib.sha256(text).hexdigest())).hex()
    _write(folder, "proofs/package", text + f"sig {signature}\n".encode())
    hashes["proofs/package"] = verifier.hash_file(folder / "proofs/package")[0]
    _write(folder, "tagmanifest-sha256.txt", verifier.bag_manifest(hashes))


def _write(folder: Path, path: str, data: bytes) -> None:
    place = folder / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(data)
