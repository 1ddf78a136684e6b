"""Lists of hashes that an acquirer made: told by their content, whatever the file is called.

Known are the lines of sha256sum, sha1sum, md5sum and sha512sum (GNU and BSD style), of openssl, the CSV of hashdeep,
and plain hashes. The algorithm follows from the length of a hash.
"""

import codecs
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from govah.collect.walk import shown
from govah.errors import NotFoundError, UsageError

ALGORITHMS = {32: "md5", 40: "sha1", 64: "sha256", 128: "sha512"}
"""By the hash's length in hex digits."""
_STRONGEST = ("sha512", "sha256", "sha1", "md5")
_LARGEST = 512 << 20

_HEX = "[0-9a-fA-F]{32}|[0-9a-fA-F]{40}|[0-9a-fA-F]{64}|[0-9a-fA-F]{128}"
_GNU = re.compile(rf"(\\?)({_HEX}) [ *](.+)")
_BSD = re.compile(rf"(\\?)[A-Z][A-Z0-9/-]* ?\((.+)\) ?= ?({_HEX})")
_PLAIN = re.compile(rf"\s*({_HEX})\s*")
_COLUMNS = re.compile(r"%%%%\s*(size,[\w,-]*filename)\s*")
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


class Listed(NamedTuple):
    """A line of a list: the path as the acquirer wrote it (None in plain lists), and the hash."""

    name: str | None
    algorithm: str
    digest: str


@dataclass(frozen=True, slots=True)
class HashList:
    """A list as it was read.

    Args:
        name: Of its file.
        sha256: Of its bytes.
        listed: Its lines.
        unread: How many of its lines say nothing that is known.
    """

    name: str
    sha256: str
    listed: tuple[Listed, ...]
    unread: int

    @property
    def algorithm(self) -> str:
        """Of its hashes; several joined by commas."""
        return ",".join(sorted({line.algorithm for line in self.listed}))


def read_hash_list(path: Path) -> HashList:
    """Read a list.

    Raises:
        NotFoundError: It is not there.
        UsageError: It is no list of hashes.
    """
    if not path.is_file():
        raise NotFoundError(f"{path} is not a file.", "Name the acquirer's list of hashes: --hashes FILE")
    if path.stat().st_size > _LARGEST:
        raise UsageError(f"{path} is too large for a list of hashes.", "Split it into several, and name each.")
    data = path.read_bytes()
    listed, unread = _lines(_text(data))
    if not listed:
        raise UsageError(
            f"{path} is no list of hashes that Govah knows.",
            "Use lines as sha256sum, sha1sum or md5sum write them, the CSV of hashdeep, or plain hashes.",
        )
    name, _ = shown(path.name.encode("utf-8", "surrogateescape"))
    return HashList(name, hashlib.sha256(data).hexdigest(), tuple(listed), unread)


def _text(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.removeprefix(mark).decode(encoding, "replace")
    return data.decode("utf-8", "surrogateescape")


def _lines(text: str) -> tuple[list[Listed], int]:
    found: list[Listed] = []
    unread = 0
    columns: list[str] | None = None
    for raw in text.split("\n"):
        line = raw.removesuffix("\r")
        heads = _COLUMNS.fullmatch(line)
        if heads:
            columns = heads[1].split(",")
        elif line.strip() and not line.startswith(("%%%%", "#", ";")):
            one = _columns(line, columns) if columns else _line(line)
            unread += one is None
            found += [] if one is None else [one]
    return found, unread


def _line(line: str) -> Listed | None:
    if match := _GNU.fullmatch(line):
        return _listed(match[3], match[2], escaped=bool(match[1]))
    if match := _BSD.fullmatch(line):
        return _listed(match[2], match[3], escaped=bool(match[1]))
    if match := _PLAIN.fullmatch(line):
        return Listed(None, ALGORITHMS[len(match[1])], match[1].lower())
    return None


def _listed(name: str, digest: str, *, escaped: bool) -> Listed:
    if escaped:  # coreutils: a name with a line end or a backslash
        name = re.sub(r"\\([nr\\])", lambda match: {"n": "\n", "r": "\r", "\\": "\\"}[match[1]], name)
    told, _ = shown(name.encode("utf-8", "surrogateescape"))
    return Listed(told, ALGORITHMS[len(digest)], digest.lower())


def _columns(line: str, columns: list[str]) -> Listed | None:
    """A line of hashdeep: its strongest hash; the file's name comes last and may hold commas."""
    cells = line.split(",", len(columns) - 1)
    if len(cells) < len(columns):
        return None
    row = dict(zip(columns, cells, strict=True))
    for algorithm in _STRONGEST:
        digest = row.get(algorithm, "")
        if re.fullmatch(_HEX, digest) and ALGORITHMS[len(digest)] == algorithm:
            return _listed(row["filename"], digest, escaped=False)
    return None
