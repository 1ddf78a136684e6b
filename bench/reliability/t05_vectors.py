"""5: trees, proofs, names and notes are those of RFC 6962, RFC 9162 and C2SP.

Vectors: of the Certificate Transparency reference implementation (leaves, roots, inclusion and consistency proofs, each
also altered, which must be refused), of C2SP (names of tiles, the tiles of a tree of 70,000, a checkpoint, a
cosignature), and the signed note of Go's package note. Oracle: pymerkle, another implementation, for every size from 0
to 1,025: the root; inclusion proofs of every entry up to size 260, above that of the entries at the edges and of a
seeded share; consistency proofs from every size up to 130, above that from a seeded share, as the RFC defines them over
pymerkle's hashes (its own proofs have another form). What is compared is a log on disk, whose proofs come from its
tiles, and what the verifier makes of them.
"""

import base64
import hashlib
import random
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import pymerkle
from bench.reliability.founding import found
from bench.reliability.row import Row
from bench.reliability.vectors import (
    CHECKPOINT,
    CONSISTENCY,
    COSIGNATURE,
    INCLUSION,
    LEAVES,
    NOTE,
    NOTE_KEY,
    ROOTS,
)
from bench.section import Place

from govah.preserve import tiles, verifier

_SIZES = 1_025
_EVERY_ENTRY, _EVERY_SIZE = 260, 130
_SHARE = 24

TILES = (
    (verifier.number_path(1_234_067), "x001/x234/067"),
    (verifier.number_path(0), "000"),
    (verifier.number_path(999), "999"),
    (verifier.number_path(1_000), "x001/000"),
    (verifier.tile_path(0, 273, 112), "tile/0/273.p/112"),
    (verifier.tile_path(2, 0, 1), "tile/2/000.p/1"),
    (verifier.tile_path("entries", 1_234_067), "tile/entries/x001/x234/067"),
)


class _Score:
    """What was compared, and what differed."""

    def __init__(self) -> None:
        self.count = 0
        self.misses: list[str] = []

    def same(self, what: str, ours: object, theirs: object) -> None:
        self.count += 1
        if ours != theirs:
            self.misses.append(f"{what}: {ours!r}, not {theirs!r}"[:200])

    def holds(self, what: str, index: int, size: int, leaf: bytes, path: Sequence[bytes], root: bytes) -> None:
        self.same(what, _root(index, size, leaf, path), root)

    def refuses(self, what: str, index: int, size: int, leaf: bytes, path: Sequence[bytes], root: bytes) -> None:
        self.count += 1
        if _root(index, size, leaf, path) == root:
            self.misses.append(f"{what}: accepted")

    def consistent(self, what: str, *question: object, wanted: bool = True) -> None:
        self.count += 1
        try:
            verifier.check_consistency(*question)  # type: ignore[arg-type]
        except verifier.Broken:
            if wanted:
                self.misses.append(f"{what}: refused")
        else:
            if not wanted:
                self.misses.append(f"{what}: accepted")


def run(place: Place, scale: float) -> Iterator[Row]:
    """Vectors first, then the oracle."""
    vectors, oracle = _Score(), _Score()
    _inclusion(vectors)
    _consistency(vectors)
    _names(vectors)
    _notes(vectors)
    sizes = max(20, round(_SIZES * scale))
    _compare(place.work / "t05", sizes, oracle)
    misses = vectors.misses + oracle.misses
    yield Row(
        5,
        "Trees, proofs, names of tiles and notes are those of RFC 6962, RFC 9162 and C2SP",
        "all vectors; another implementation at all sizes 0–1,025",
        vectors.count + oracle.count,
        f"{vectors.count:,} checks on published vectors and their alterations, {oracle.count:,} comparisons with "
        f"pymerkle at sizes 0–{sizes:,}: {len(misses)} differ",
        not misses,
        tuple(misses[:12]),
    )


def _root(index: int, size: int, leaf: bytes, path: Sequence[bytes]) -> bytes | None:
    try:
        return verifier.root_from_proof(index, size, leaf, list(path))
    except verifier.Broken:
        return None


def _inclusion(score: _Score) -> None:
    for size, root in enumerate(ROOTS):
        score.same(f"root of {size} leaves", verifier.tree_hash(LEAVES[:size]), root)
        edge = tiles.grow(tiles.EMPTY, LEAVES[:size]).edge
        score.same(f"root of {size} leaves by tiles", edge.root, root)
    for index, size, path in INCLUSION:
        what = f"inclusion of {index} in {size}"
        leaf, root = verifier.leaf_hash(LEAVES[index]), ROOTS[size]
        score.holds(what, index, size, leaf, path, root)
        for wrong in (index + 1, index ^ 2, index + (1 << 40), -index - 1):
            if wrong != index:
                score.refuses(f"{what} as of {wrong}", wrong, size, leaf, path, root)
        score.refuses(f"{what} as in twice as many", index, size * 2, leaf, path, root)
        score.refuses(f"{what} as in half", index, size // 2, leaf, path, root)
        score.refuses(f"{what}, leaf altered", index, size, bytes(32), path, root)
        for name, altered in _altered(path, root):
            score.refuses(f"{what}, {name}", index, size, leaf, altered, root)


def _consistency(score: _Score) -> None:
    for old, new, path in CONSISTENCY:
        what = f"consistency of {old} with {new}"
        one, two = ROOTS[old], ROOTS[new]
        score.consistent(what, old, new, one, two, path)
        for name, altered in _altered(path, two):
            score.consistent(f"{what}, {name}", old, new, one, two, altered, wanted=False)
        if old == new:
            continue
        for sizes in ((old + 1, new), (old - 1, new), (old, new * 2), (old, new // 2), (new, old)):
            score.consistent(f"{what} as {sizes}", *sizes, one, two, path, wanted=False)
        score.consistent(f"{what}, roots exchanged", old, new, two, one, path, wanted=False)
        score.consistent(f"{what}, older root altered", old, new, bytes(32), two, path, wanted=False)
        score.consistent(f"{what}, newer root altered", old, new, one, bytes(32), path, wanted=False)


def _altered(path: Sequence[bytes], root: bytes) -> Iterator[tuple[str, list[bytes]]]:
    """The alterations of the reference implementation's own tests."""
    yield "a hash more at its end", [*path, bytes(32)]
    yield "the root at its end", [*path, root]
    yield "a hash more before it", [bytes(32), *path]
    yield "the root before it", [root, *path]
    if path:
        yield "its last hash missing", list(path[:-1])
        yield "its first hash missing", list(path[1:])
        yield "no hash at all", []
    for place, item in enumerate(path):
        for bit in (0, 130, 255):
            turned = int.from_bytes(item, "big") ^ 1 << bit
            yield f"bit {bit} of hash {place} turned", [*path[:place], turned.to_bytes(32, "big"), *path[place + 1 :]]


def _names(score: _Score) -> None:
    for ours, theirs in TILES:
        score.same("name of a tile", ours, theirs)
    # tlog-tiles: a tree of 70,000, and one of 256.
    whole = {level: count // 256 for level, count in tiles.totals(70_000)}
    partial = {level: count % 256 for level, count in tiles.totals(70_000)}
    score.same("whole tiles of 70,000", [whole[level] for level in (0, 1, 2)], [273, 1, 0])
    score.same("partial tiles of 70,000", [partial[level] for level in (0, 1, 2, 3)], [112, 17, 1, 0])
    leaves = [b"%d" % number for number in range(256)]
    files = set(tiles.grow(tiles.EMPTY, leaves).files)
    score.same("files of 256", files, {"tile/entries/000", "tile/0/000", "tile/1/000.p/1"})


def _notes(score: _Score) -> None:
    head = verifier.parse_checkpoint(CHECKPOINT.encode())
    score.same("origin and size of a checkpoint", (head.origin, head.size), ("example.com/behind-the-sofa", 20_852_163))
    score.same("root of a checkpoint", base64.b64encode(head.root), b"CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=")
    score.same("text of a checkpoint", head.text.decode(), CHECKPOINT.partition("\n\n")[0] + "\n")
    for altered in (CHECKPOINT[:-1], CHECKPOINT + "\n", CHECKPOINT.replace("2085", "02085"), CHECKPOINT.lower()):
        score.count += 1
        try:
            verifier.parse_checkpoint(altered.encode())
            score.misses.append(f"accepted: {altered!r}")
        except verifier.Broken:
            pass
    _cosignature(score, head)
    text, _, line = NOTE.partition("\n\n")
    name, key_hash, key = NOTE_KEY.split("+", 2)
    public, raw = base64.b64decode(key)[1:], base64.b64decode(line.split(" ")[2])
    score.same("key hash of a note", verifier.key_hash(name, public).hex(), key_hash)
    score.same("key hash in a signature", raw[:4].hex(), key_hash)
    verifier.check_signature(public, raw[4:], text.encode() + b"\n")
    score.same("a signed note", verifier.signed_note(text.encode() + b"\n", name, public, raw[4:]).decode(), NOTE)


def _cosignature(score: _Score, head: verifier.Checkpoint) -> None:
    """The page gives no key, so the signature itself cannot be checked: its form, its time and what it signs can."""
    (line,) = verifier.parse_cosignatures(COSIGNATURE)
    score.same("who cosigned, and when", (line.name, line.time), ("witness.example.com/w1", 1_679_315_147))
    score.same("a cosignature written again", line.text, COSIGNATURE)
    score.same("length of its signature", len(line.signature), 64)
    key = verifier.VerifierKey(line.name, verifier.ED25519_COSIGNATURE, bytes(32))
    message = f"cosignature/v1\ntime 1679315147\n{head.text.decode()}"
    score.same("what is cosigned", verifier.cosigned_message(key, line.time, head).decode(), message)


def _compare(work: Path, sizes: int, score: _Score) -> None:
    """A log of `sizes` entries on disk, at each of the sizes that it had, against the other implementation."""
    case = found(work)
    case.note(sizes - case.log.size)
    log = case.log
    leaves = [log.leaf(index) for index in range(sizes)]
    hashes = [verifier.leaf_hash(leaf) for leaf in leaves]
    other = pymerkle.InmemoryTree(algorithm="sha256")
    roots = [hashlib.sha256(b"").digest()]
    score.same("root of nothing", verifier.fold([]), other.get_root(0))
    edge = tiles.EMPTY
    chance = random.Random(9162)
    for size, leaf in enumerate(leaves, 1):
        other.append_entry(leaf)
        edge = tiles.grow(edge, [leaf]).edge
        roots.append(other.get_root(size))
        score.same(f"root of {size} by leaves", verifier.fold(hashes[:size]), roots[size])
        score.same(f"root of {size} by tiles", edge.root, roots[size])
        for index in _chosen(size, _EVERY_ENTRY, chance):
            path = log.proof(index, size)
            score.same(f"inclusion of {index} in {size}", path, other.prove_inclusion(index + 1, size).path[1:])
            score.holds(f"inclusion of {index} in {size}", index, size, hashes[index], path, roots[size])
        for old in [one + 1 for one in _chosen(size, _EVERY_SIZE, chance)]:
            path = log.consistency(old, size)
            score.same(f"consistency of {old} with {size}", path, _nodes(old, 0, size, other))
            score.consistent(f"consistency of {old} with {size}", old, size, roots[old], roots[size], path)
    shutil.rmtree(work)


def _chosen(size: int, every: int, chance: random.Random) -> list[int]:
    """All of 0 … size - 1 in small trees; in others the edges of tiles and of the tree, and a share."""
    if size <= every:
        return list(range(size))
    edges = {0, 1, 254, 255, 256, 511, 512, size // 2, size - 2, size - 1}
    return sorted({one for one in edges if one < size} | set(chance.sample(range(size), _SHARE)))


def _nodes(old: int, start: int, end: int, other: pymerkle.InmemoryTree, *, whole: bool = True) -> list[bytes]:
    """SUBPROOF of RFC 9162, 2.1.4.1, over the other implementation's hashes; its own proofs have another form."""
    if old == end - start:
        return [] if whole else [other._get_root(start, end)]
    half = 1 << (end - start - 1).bit_length() - 1
    if old <= half:
        return [*_nodes(old, start, start + half, other, whole=whole), other._get_root(start + half, end)]
    rest = _nodes(old - half, start + half, end, other, whole=False)
    return [*rest, other._get_root(start, start + half)]
