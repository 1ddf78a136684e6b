"""15: whoever holds a document cannot find it in a package of a log that admitted it, when the package leaves it out.

Somebody planted copies of one paper, each with a mark of its own, and wants to know which was leaked. Some documents
came in sealed; before the last package some were erased, which it announces. The opponent holds the document's bytes,
its names, its size and every digest of it, sees the whole package (payload, proofs, hash tiles of the whole log), and
tries: digests (SHA-256, SHA-512, SHA-1, MD5; raw, hex, base64, base32; their first twelve hex digits), names in several
encodings, the size, pieces of content; every field digest that can be made without the salt, with an empty or zero
salt, or with any salt that the package opens, of every likely name and value; commitments and leaves made of such
digests; leaf hashes of the bytes and of their digests.

So that a miss means something: the same search must find each document that is in the package, must find a document
whose hash was written into a copy of the package, and with the true salts must find the shut fields of the exhibits
that are in it.
"""

import base64
import hashlib
import hmac
import json
import random
import re
import shutil
import urllib.parse
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.reliability.row import Row
from bench.section import Place

from govah.case import acting, custodians, erasing, opening
from govah.case.case import Case
from govah.case.progress import silent
from govah.model.identifiers import Sha256
from govah.preserve import verifier

_DOCUMENTS, _PACKAGES = 260, 5
_WORDS = re.findall(
    r"\w+", "دفتر وزارت نامه محرمانه گزارش تجمع استان office letter report of the ministry and its annex"
)
_PREFIX = 12
"""Hex digits by which an exhibit is named in messages."""


@dataclass(frozen=True, slots=True)
class Document:
    """What the opponent holds.

    Args:
        path: Where it lay in the leak.
        data: Its bytes.
        mark: The part of its bytes that no other document has.
        sha256: Its hash.
    """

    path: str
    data: bytes
    mark: bytes
    sha256: Sha256


def run(place: Place, scale: float) -> Iterator[Row]:
    """Collect documents with their marked twins, pack some of them, search for the others."""
    work = place.work / "t15"
    chance = random.Random(15)
    count = max(12, round(_DOCUMENTS * scale))
    documents = _leak(work / "handover", count, chance)
    sealed = _leak(work / "sealed handover", count // 6, chance)
    misses: list[str] = []
    trials = needles = 0
    opponents: set[str] = set()
    with Case.create(work / "case", "Kahrab") as case:
        case.collect([work / "handover"], "courier", process=False)
        custodians.make("nasrin", None)
        custodians.add(case, "nasrin", None)
        case.collect_sealed([work / "sealed handover"], "kabutar", ["nasrin"])
        packages = max(2, round(_PACKAGES * scale))
        for number in range(packages):
            enclosed = _chosen(documents, chance)
            if number == packages - 1:  # a package of a log from which some documents were erased announces that
                erased = [document for document in documents if document not in enclosed][: len(documents) // 8]
                _erase(case, [document.sha256 for document in erased])
            out = work / f"package{number}"
            case.share_bag(out, exhibits=[document.sha256 for document in enclosed], recipient="another body")
            package = _Package(out)
            _controls(case, package, enclosed, misses)
            held = {document.sha256 for document in enclosed}
            for document in documents + sealed:
                if document.sha256 in held:
                    continue
                tried, hits = package.search(document, {len(one.data) for one in enclosed})
                trials, needles = trials + 1, needles + tried
                opponents.add(document.sha256)
                misses += [f"{document.path} in {out.name}: {hit}" for hit in hits]
    shutil.rmtree(work)
    yield Row(
        15,
        "Who holds a document that a package leaves out cannot find it there",
        "0 hits",
        trials,
        f"{len(opponents)} documents searched for in packages that leave them out, {needles:,} attempts: "
        f"{len(misses)} hits; each document that is enclosed, and each that was written in, is found",
        not misses,
        tuple(misses[:12]),
    )


def _leak(folder: Path, count: int, chance: random.Random) -> list[Document]:
    """Letters in pairs: the twins differ in their mark alone."""
    documents = []
    for number in range(count):
        if number % 2 == 0:
            text = " ".join(chance.choices(_WORDS, k=chance.randint(900, 3000))).encode()
        mark = chance.randbytes(24).hex().encode()
        data = text + b"\n" + mark + b"\n"
        path = f"{folder.name}/دفتر {number % 7}/letter-{chance.randbytes(6).hex()}.txt"
        place = folder.parent / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
        documents.append(Document(path, data, mark, Sha256(hashlib.sha256(data).hexdigest())))
    return documents


def _erase(case: Case, exhibits: Sequence[str]) -> None:
    """One person asks for it, another approves."""
    acting.make("omid")
    acting.add(case, "omid", None)
    asked = erasing.request(case, exhibits, "they name a source", "decision 7 of the commission")
    with Case(case.folder, "omid") as second:
        erasing.approve(second, asked.entry, "asked for rightly", None, silent)
    case.derived.close()
    case.derived = opening.open_derived(case.folder, case.log)


def _chosen(documents: Sequence[Document], chance: random.Random) -> list[Document]:
    """One of every fifth pair of twins, and nothing of the others."""
    pairs = [documents[at : at + 2] for at in range(0, len(documents), 2)]
    return [chance.choice(pair) for pair in chance.sample(pairs, max(1, len(pairs) // 5))]


def _controls(case: Case, package: "_Package", enclosed: Sequence[Document], misses: list[str]) -> None:
    """What the search must find."""
    for document in enclosed:
        if not any("sha256" in hit for hit in package.search(document, set())[1]):
            misses.append(f"the search does not find {document.path}, which is enclosed")
    stranger = Document("a/b.txt", b"stranger", b"stranger", Sha256(hashlib.sha256(b"stranger").hexdigest()))
    for written in (
        stranger.sha256,
        stranger.sha256[:_PREFIX].upper(),
        base64.b64encode(b"%" + stranger.data).decode(),
    ):
        planted = _Package(package.folder, b"\n" + written.encode() + b"\n")
        if not planted.search(stranger, set())[1]:
            misses.append(f"the search does not find {written!r}, which was written in")
    shut = found = 0
    for entry in case.log.entries():
        if entry.fields.get("sha256") not in {document.sha256 for document in enclosed}:
            continue
        for item in json.loads(case.log.body(entry.index))["fields"]:
            if item["name"] in ("path", "source", "at"):
                digest = verifier.field_digest(bytes.fromhex(item["salt"]), item["name"], item["value"])
                shut, found = shut + 1, found + (digest in package.digests)
    if not shut or shut != found:
        misses.append(f"with the true salts {found} of {shut} shut fields of enclosed exhibits are found")


class _Package:
    """All that a package shows, laid out for searching.

    Args:
        folder: The package.
        planted: Bytes that are searched as if they stood in it.
    """

    def __init__(self, folder: Path, planted: bytes = b"") -> None:
        self.folder = folder
        files = {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
        names = "\n".join(path.relative_to(folder).as_posix() for path in files)
        self.hay = b"\n".join([names.encode(), *files.values()]) + planted
        told = [data for path, data in files.items() if path.name not in ("verify.py", "README.txt")]
        self.numbers = set(re.findall(rb"(?<![0-9a-fA-F])\d+(?![0-9a-fA-F])", b"\n".join(told) + planted))
        proofs = [(path.relative_to(folder / "proofs"), data) for path, data in files.items() if "proofs" in path.parts]
        self.salts = {bytes(32), b""}
        self.digests: set[bytes] = set()
        for path, data in proofs:
            if path.parts[0] == "tile":
                self.digests |= {data[at : at + 32] for at in range(0, len(data), 32)}
            self.digests |= {bytes.fromhex(text.decode()) for text in re.findall(rb"\b[0-9a-f]{64}\b", data)}
            if path.suffix == ".json":
                fields = json.loads(data)["fields"]
                self.salts |= {bytes.fromhex(field["salt"]) for field in fields if "salt" in field}
        self.digests.add(verifier.parse_checkpoint((folder / "proofs" / "checkpoint").read_bytes()).root)

    def search(self, document: Document, sizes: set[int]) -> tuple[int, list[str]]:
        """Everything that the opponent can try.

        Args:
            document: What the opponent holds.
            sizes: Of the enclosed exhibits: that one of them has the same size tells nothing.

        Returns:
            How much was tried, and what was found.
        """
        tried, hits = 0, []
        for what, needle in _needles(document):
            tried += 1
            if needle in self.hay:
                hits.append(what)
        if len(document.data) not in sizes:
            tried += 1
            if str(len(document.data)).encode() in self.numbers:
                hits.append("its size")
        for what, digest in self._derived(document):
            tried += 1
            if digest in self.digests:
                hits.append(what)
        return tried, hits

    def _derived(self, document: Document) -> Iterator[tuple[str, bytes]]:
        """Digests that the log would hold if it salted carelessly."""
        for name, value in _candidates(document):
            text = verifier.canonical([name, value])
            yield f"unsalted digest of {name}", hashlib.sha256(text).digest()
            for salt in self.salts:
                yield f"salted digest of {name}", hmac.digest(salt, text, "sha256")
        for salt in (b"", bytes(32)):
            for fields in _bodies(document):
                digests = [verifier.field_digest(salt, name, fields[name]) for name in sorted(fields)]
                commitment = verifier.tree_hash(digests)
                yield "commitment of its admission", commitment
                yield "leaf of its admission", verifier.leaf_hash(commitment.hex().encode())
        digest = bytes.fromhex(document.sha256)
        for data in (document.data, digest, document.sha256.encode(), document.path.encode()):
            yield "leaf hash of what is known", verifier.leaf_hash(data)
            yield "hash of what is known", hashlib.sha256(data).digest()
            yield "hash of its hash", hashlib.sha256(hashlib.sha256(data).digest()).digest()


def _needles(document: Document) -> Iterator[tuple[str, bytes]]:
    for kind in ("sha256", "sha512", "sha1", "md5"):
        digest = hashlib.new(kind, document.data, usedforsecurity=False).digest()
        yield f"{kind}, raw", digest[:8]
        yield f"{kind}, hex", digest.hex()[:_PREFIX].encode()
        yield f"{kind}, upper hex", digest.hex()[:_PREFIX].upper().encode()
        yield f"{kind}, base32", base64.b32encode(digest)[:24]
        yield from ((f"{kind}, base64", text) for text in _base64(digest))
    name = document.path.rpartition("/")[2]
    for what, text in (("path", document.path), ("name", name), ("stem", name.removesuffix(".txt"))):
        yield what, text.encode()
        yield f"{what}, UTF-16", text.encode("utf-16-le")
        yield f"{what}, percent", urllib.parse.quote(text).encode()
        yield f"{what}, JSON", json.dumps(text)[1:-1].encode()
        yield f"{what}, hash", hashlib.sha256(text.encode()).hexdigest()[:_PREFIX].encode()
        yield from ((f"{what}, base64", part) for part in _base64(text.encode()))
    yield "its mark", document.mark
    yield "its mark, UTF-16", document.mark.decode().encode("utf-16-le")
    yield from (("a piece of it, base64", part) for part in _base64(document.mark))


def _base64(data: bytes) -> Iterator[bytes]:
    """Base64 of some bytes wherever they stand in what is encoded; both alphabets."""
    for before in range(3):
        text = base64.b64encode(bytes(before) + data)
        inner = text[4 if before else 0 : len(text) // 4 * 4 - 4]
        yield inner
        yield inner.translate(bytes.maketrans(b"+/", b"-_"))


def _candidates(document: Document) -> Iterator[tuple[str, verifier.Any]]:
    """Likely fields of an admission and their values."""
    name = document.path.rpartition("/")[2]
    md5, sha1 = (hashlib.new(kind, document.data, usedforsecurity=False).hexdigest() for kind in ("md5", "sha1"))
    yield from (("sha256", document.sha256), ("size", len(document.data)), ("path", document.path))
    yield from (("name", name), ("path", name), ("path_raw", base64.b64encode(document.path.encode()).decode()))
    yield from (("md5", md5), ("sha1", sha1), ("digests", {"md5": md5, "sha1": sha1}), ("parent", document.sha256))
    yield from (("exhibit", document.sha256), ("exhibits", [document.sha256]), ("plaintext", document.sha256))


def _bodies(document: Document) -> Iterator[Mapping[str, verifier.Any]]:
    """Admissions as they might be written."""
    known = {"type": "admit", "sha256": document.sha256, "size": len(document.data)}
    yield {"sha256": document.sha256}
    yield known
    yield {**known, "path": document.path}
    yield {**known, "path": document.path, "source": "courier", "acquisition": 2}
