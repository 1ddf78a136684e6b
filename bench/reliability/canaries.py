"""Canaries: random strings that must be found nowhere, and how every file is searched for them.

A canary is looked for in each spelling in which a program could have left it: UTF-8, UTF-16 in both orders, base64 in
all three alignments, hexadecimal, JSON's and addresses' escapes. Searched are a file's own bytes, what its gzip and
zlib streams hold, the members of zip archives, and the cells of SQLite databases, which may be split between pages.
"""

import base64
import contextlib
import gzip
import io
import json
import random
import re
import shutil
import sqlite3
import tempfile
import urllib.parse
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

_LATIN = "bcdfghjklmnpqrstvwxz"
_PERSIAN = "بپتجچحدرزسشصطعفقلمنو"
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_DEEPEST = 3


def canary(chance: random.Random, number: int) -> str:
    """A string of 20 letters that no language has: every other one Persian."""
    return "".join(chance.choices(_PERSIAN if number % 2 else _LATIN, k=20))


def spellings(text: str) -> dict[str, tuple[bytes, ...]]:
    """The ways in which a string may stand in a file."""
    data = text.encode()
    escaped = json.dumps(text).strip('"').encode()
    quoted = urllib.parse.quote(text).encode()
    return {
        "UTF-8": (data,),
        "UTF-16LE": (text.encode("utf-16-le"),),
        "UTF-16BE": (text.encode("utf-16-be"),),
        "base64": tuple(_aligned(data, shift) for shift in range(3)),
        "hexadecimal": (data.hex().encode(), data.hex().upper().encode()),
        "escapes": tuple({escaped, escaped.upper(), quoted, quoted.lower()}),
    }


def _aligned(data: bytes, shift: int) -> bytes:
    """The part of a base64 text that is the same whatever stands before and after."""
    text = base64.b64encode(bytes(shift) + data)
    return text[4 if shift else 0 : (shift + len(data)) // 3 * 4]


@dataclass(frozen=True, slots=True)
class Hit:
    """A canary that was found: where, in which spelling."""

    canary: str
    place: str
    spelling: str


class Search:
    """A search for canaries.

    Args:
        canaries: What to look for.
    """

    def __init__(self, canaries: Iterable[str]) -> None:
        self._sought: dict[bytes, list[tuple[bytes, str, str]]] = defaultdict(list)
        self._begins = np.zeros(1 << 16, bool)
        for text in canaries:
            for spelling, needles in spellings(text).items():
                for needle in needles:
                    self._sought[needle[:4]].append((needle, text, spelling))
                    self._begins[int.from_bytes(needle[:2], "little")] = True
        self.files = 0
        self.bytes = 0

    def everywhere(self, folders: Iterable[Path], apart: Iterable[Path] = ()) -> list[Hit]:
        """Search the names and contents of all files under folders, but for those that lie apart."""
        without = tuple(apart)
        hits = []
        for folder in folders:
            for path in sorted(folder.rglob("*")):
                if any(path.is_relative_to(place) for place in without):
                    continue
                hits += self.text(str(path.relative_to(folder)).encode("utf-8", "surrogateescape"), f"name of {path}")
                if path.is_file() and not path.is_symlink():
                    hits += self.file(path)
        return hits

    def file(self, path: Path) -> list[Hit]:
        """Search one file."""
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            return []  # a temporary file of a process that has just ended
        self.files += 1
        self.bytes += len(data)
        return [hit for content in contents(data) for hit in self.text(content, str(path))]

    def text(self, data: bytes, place: str) -> list[Hit]:
        """Search bytes: wherever two bytes stand with which a spelling begins, all of it is compared."""
        octets = np.frombuffer(data, np.uint8)
        pairs = octets[:-1] | (octets[1:].astype(np.uint16) << 8)
        hits = set()
        for at in np.flatnonzero(self._begins[pairs]).tolist():
            for needle, text, spelling in self._sought.get(data[at : at + 4], ()):
                if data.startswith(needle, at):
                    hits.add(Hit(text, place, spelling))
        return sorted(hits, key=lambda hit: hit.canary)


def contents(data: bytes, depth: int = 0) -> Iterator[bytes]:
    """Bytes, and everything that is packed in them."""
    yield data
    if depth == _DEEPEST:
        return
    inner: list[bytes] = []
    if data.startswith(b"\x1f\x8b"):
        with contextlib.suppress(OSError, EOFError, zlib.error):
            inner.append(gzip.decompress(data))
    if data.startswith(b"%PDF"):
        for packed in _STREAM.findall(data):
            with contextlib.suppress(zlib.error):
                inner.append(zlib.decompressobj().decompress(packed))
    if data.startswith(b"PK"):
        with contextlib.suppress(zipfile.BadZipFile, OSError, RuntimeError, zlib.error):
            archive = zipfile.ZipFile(io.BytesIO(data))
            inner += [archive.read(name) for name in archive.namelist()]
    if data.startswith(b"SQLite format 3\x00"):
        inner.append(_cells(data))
    for content in inner:
        yield from contents(content, depth + 1)


def _cells(data: bytes) -> bytes:
    """Every cell of a database, one after the other, whole."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy.db"
        copy.write_bytes(data)
        with contextlib.closing(sqlite3.connect(copy)) as database:
            tables = [row[0] for row in database.execute("select name from sqlite_master where type = 'table'")]
            cells = (cell for table in tables for row in database.execute(f'select * from "{table}"') for cell in row)
            return b"\x00".join(cell if isinstance(cell, bytes) else str(cell).encode() for cell in cells)


def self_check(chance: random.Random, folder: Path) -> list[str]:
    """Plant canaries in every spelling and packing; what the search does not find is told."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    missed = []
    for number in range(6):
        text = canary(chance, number)
        data = text.encode()
        planted = {
            "plain": b"before " + data + b" after",
            "utf-16-le": ("x" + text).encode("utf-16-le"),
            "utf-16-be": ("x" + text).encode("utf-16-be"),
            **{f"base64 after {count}": base64.b64encode(b"x" * count + data + b"yy") for count in range(3)},
            "hex": data.hex().encode(),
            "HEX": data.hex().upper().encode(),
            "json": json.dumps({"words": text}).encode(),
            "address": urllib.parse.quote(text).encode(),
            "gzip": gzip.compress(b"words " + data),
            "gzip of json": gzip.compress(json.dumps(text).encode()),
            "pdf": b"%PDF-1.7\nstream\n" + zlib.compress(data) + b"\nendstream",
            "zip": _zipped(data),
            "sqlite": _database(folder, "x" * 5000 + text),
        }
        for name, content in planted.items():
            place = folder / name
            place.write_bytes(content)
            if not Search([text]).file(place):
                missed.append(f"the search misses a canary as {name}")
            place.unlink()
    return missed


def _zipped(data: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("member", data * 3)
    return packed.getvalue()


def _database(folder: Path, cell: str) -> bytes:
    path = folder / "planted.db"
    with contextlib.closing(sqlite3.connect(path)) as database:
        database.execute("create table cells (words text)")
        database.execute("insert into cells values (?)", (cell,))
        database.commit()
    data = path.read_bytes()
    path.unlink()
    return data
