"""21: a third party verifies a package of a log with a million leaves, offline, in under a minute plus hashing.

The log is a real one: admissions of real exhibits, marks, claims and confirmations, appended in groups of 4,096, each
group durable before the next begins. The package is made by the product; its own `verify.py` checks it in a process of
its own, without a network where the system allows that. Beside it stand the figures of the log itself.
"""

import json
import os
import random
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from bench.reliability.founding import Founded, Held, contents, found
from bench.reliability.row import Row
from bench.reliability.workers import cores
from bench.section import Place
from bench.usage import used

from govah.model.identifiers import Sha256
from govah.preserve import tiles, verifier
from govah.preserve.keys import Keyring
from govah.preserve.log import Log
from govah.preserve.stored_tree import StoredTree
from govah.preserve.vault import Vault

_ENTRIES, _EXHIBITS, _ENCLOSED = 1_000_000, 3_000, 1_000
_LEAST, _MOST = 2_000, 60_000
"""Bytes of an exhibit."""
_PROOFS = 2_000
_SECONDS = 60.0
_RATE = 1e9
"""Bytes per second and core at which exhibits may be hashed beside that."""


@dataclass(frozen=True, slots=True)
class Built:
    """What building a log took.

    Args:
        entries: How many it holds.
        wall: Seconds, each group waited for until it was on the disk.
        cpu: Seconds of the processor.
        resident: Bytes by which the process grew.
    """

    entries: int
    wall: float
    cpu: float
    resident: int


def run(place: Place, scale: float) -> Iterator[Row]:
    """Build, pack, verify, measure."""
    work = place.work / "t21"
    entries, exhibits, enclosed = (max(200, round(_ENTRIES * scale)), *_sizes(scale))
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:  # whose memory is the log's alone
        built = pool.submit(build, work, entries, exhibits).result()
    case = reopened(work)
    packing = time.perf_counter()
    case.pack(work / "package", random.Random(21).sample(case.exhibits, enclosed))
    packing = time.perf_counter() - packing
    octets = sum(path.stat().st_size for path in (work / "package" / "data" / "exhibits").iterdir())
    wall, peak, told = _verified(work / "package", work / "package")
    whole_wall, whole_peak, whole = _verified(work / "package", work / "case")
    rate = _hash_rate(work)
    allowed = _SECONDS + octets / (_RATE * cores())
    log = _figures(case.log)
    shutil.rmtree(work)
    misses = [
        f"the {name} is {said.get('verdict')}: {said.get('problems')}"[:300]
        for name, said, count in (("package", told, enclosed), ("case", whole, exhibits))
        if said.get("verdict") != "VERIFIED" or said["exhibits"]["VERIFIED"] != count
    ]
    if wall > allowed:
        misses.append(f"verifying took {wall:.1f} s, {allowed:.1f} s are allowed")
    yield Row(
        21,
        "A third party verifies a package of a log of a million leaves offline",
        "< 60 s plus hashing at ≥ 1 GB/s/core",
        told.get("size", 0),
        "; ".join(
            (
                f"log of {told.get('size', 0):,} leaves, package of {enclosed:,} exhibits ({octets / 1e6:.0f} MB): "
                f"{told.get('verdict')} in {wall:.1f} s, {peak / 1e6:.0f} MB at most",
                f"SHA-256 at {rate / 1e9:.2f} GB/s",
                f"the case itself, all bodies and {exhibits:,} exhibits: {whole_wall:.0f} s, {whole_peak / 1e6:.0f} MB",
                f"packed in {packing:.0f} s",
                f"built in {built.cpu:.0f} CPU s, {built.resident / 1e6:.0f} MB resident",
                f"{built.entries / built.wall:,.0f} durable entries/s",
                log,
            )
        ),
        not misses,
        tuple(misses),
    )


def _sizes(scale: float) -> tuple[int, int]:
    exhibits = max(40, round(_EXHIBITS * scale))
    return exhibits, max(20, min(exhibits, round(_ENCLOSED * scale)))


def build(work: Path, entries: int, exhibits: int) -> Built:
    """A log of so many entries in `work`/case, with its keys beside it; `reopened` gives it back."""
    before = _peak()
    cpu, wall = time.process_time(), time.perf_counter()
    case = found(work)
    chance = random.Random(1_000_000)
    parts = 4
    for part in range(parts):  # admissions stand among what people said, as in a case that grows
        case.admit(contents(chance, exhibits // parts + (part < exhibits % parts), _LEAST, _MOST))
        if part < parts - 1:
            case.note((entries - exhibits) // parts)
    case.note(entries - case.log.size - 1)  # the package's own entry is the last
    return Built(case.log.size, time.perf_counter() - wall, time.process_time() - cpu, _peak() - before)


def _peak() -> int:
    """Largest resident memory of this process so far, in bytes; `getrusage` would add that of who started it."""
    told = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text(encoding="ascii"))
    return int(told[1]) * 1024 if told else 0


def reopened(work: Path) -> Founded:
    """The case that `build` left in a folder, in another process."""
    keyring = Keyring(work / "keys")
    folder = work / "case"
    held = [path for path in sorted((folder / "exhibits").rglob("*")) if path.is_file()]
    kept = [Held(Sha256(path.name), path.stat().st_size) for path in held]
    return Founded(folder, keyring, keyring.signer(), Log.open(folder, keyring), Vault(folder), kept)


def _verified(package: Path, folder: Path) -> tuple[float, int, dict[str, Any]]:
    """Run a package's verifier on a folder: seconds, bytes of memory at most, what it says."""
    words = [sys.executable, "-I", "-B", str(package / "verify.py"), str(folder), "--json"]
    alone = ["unshare", "--net"]
    if shutil.which("unshare") and not subprocess.run([*alone, "true"], capture_output=True, check=False).returncode:
        words = [*alone, *words]
    answer = package.with_name("answer.json")
    usage = used(words, answer, whatever=True)
    return usage.seconds, usage.memory, json.loads(answer.read_bytes() or b"{}")


def _hash_rate(work: Path) -> float:
    """Bytes per second at which the verifier hashes one large file on one core."""
    large = work / "large"
    with large.open("wb") as stream:
        for _ in range(256):
            stream.write(os.urandom(1 << 20))
    size = large.stat().st_size
    return size / min(_seconds(lambda: verifier.hash_file(large)) for _ in range(3))


def _figures(log: Log) -> str:
    """Of the log itself: proofs, and the tree alone; CPU time of one core."""
    size = log.size
    chance = random.Random(3)
    indexes = [chance.randrange(size) for _ in range(min(size, _PROOFS))]
    olds = [chance.randint(1, size - 1) for _ in range(min(size, _PROOFS) // 4)]
    root = log.checkpoint().root
    leaves = [log.leaf(index) for index in indexes]
    paths: list[list[bytes]] = []
    tree = StoredTree(log.folder, size)  # one for many proofs, as a package makes them
    make = _seconds(lambda: paths.extend(tree.inclusion(index, size) for index in indexes)) / len(indexes)

    def included() -> None:
        for index, leaf, path in zip(indexes, leaves, paths, strict=True):
            if verifier.root_from_proof(index, size, verifier.leaf_hash(leaf), path) != root:
                raise AssertionError(f"entry {index} is not proved")

    check = _seconds(included) / len(indexes)
    between: list[list[bytes]] = []
    consist = _seconds(lambda: between.extend(log.consistency(old, size) for old in olds)) / len(olds)
    roots = [log.root(old) for old in olds]

    def consistent() -> None:
        for old, older, path in zip(olds, roots, between, strict=True):
            verifier.check_consistency(old, size, older, root, path)

    confirm = _seconds(consistent) / len(olds)
    hashed, regrown = _tree_alone(log, size, root)
    longest = max(map(len, paths))
    return (
        f"inclusion proof {make * 1e6:.0f} µs to make and {check * 1e6:.0f} µs to verify ({longest} hashes), "
        f"consistency proof {consist * 1e6:.0f} and {confirm * 1e6:.0f} µs, re-hash of the tree {hashed:.1f} s, "
        f"its tiles made anew {regrown:.1f} s"
    )


def _tree_alone(log: Log, size: int, root: bytes) -> tuple[float, float]:
    """Seconds to hash all leaves up to the root, and to make all tiles of them."""
    raws: list[bytes] = []
    for number in range(-(-size // verifier.WIDTH)):
        raws += log._bundle(number, size)
    found: list[bytes] = []
    hashed = _seconds(lambda: found.append(verifier.tree_hash(raws)))
    edges = [tiles.EMPTY]

    def regrow() -> None:
        for at in range(0, size, verifier.GROUP_LIMIT):
            edges[0] = tiles.grow(edges[0], raws[at : at + verifier.GROUP_LIMIT]).edge

    regrown = _seconds(regrow)
    if not found[0] == edges[0].root == root:
        raise AssertionError("the tree is not that of the checkpoint")
    return hashed, regrown


def _seconds(work: Callable[[], object]) -> float:
    """Of the processor: what else this machine does then does not count."""
    started = time.process_time()
    work()
    return time.process_time() - started
