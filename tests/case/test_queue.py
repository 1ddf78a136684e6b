"""What waits is found exhibit by exhibit; the slow way, over all rows at once, must find the same."""

import hashlib
import random
from collections import defaultdict

import pytest

from govah.case.doubts import doubt
from govah.case.queue import count_waiting, next_waiting
from govah.case.stages import UNTOLD, ReadSettings, extension
from govah.store.sqlite_records import SqliteRecords


def name(number: int) -> str:
    return hashlib.sha256(str(number).encode()).hexdigest()


def at_once(records) -> list[tuple[int, ReadSettings]]:
    """Numbers and settings of what waits, from all rows."""
    ocr = {row["source"] for row in records.select("acquisition") if row["ocr"]}
    names, roots, parents = defaultdict(set), defaultdict(bool), defaultdict(set)
    for row in records.select("occurrence"):
        names[row["sha256"]].add(extension(row["path"]))
        roots[row["sha256"]] |= row["source"] in ocr
    for row in records.select("member"):
        names[row["sha256"]].add(extension(row["name"]))
        parents[row["sha256"]].add(row["parent"])
    readings = {row["sha256"]: row for row in records.select("reading")}
    found = []
    for row in sorted(records.select("exhibit"), key=lambda row: row["number"]):
        sha256 = row["sha256"]
        if row["parent"] is not None:
            parents[sha256].add(row["parent"])
            names[sha256].add(extension(row["name"]))
        roots[sha256] = roots[sha256] or any(roots[parent] for parent in parents[sha256])
        settings = ReadSettings(roots[sha256], tuple(sorted(names[sha256] - {""})))
        if due(readings.get(sha256), settings):
            found.append((row["number"], settings))
    return found


def due(reading, settings) -> bool:
    if reading is None:
        return True
    if settings.ocr and not reading["ocr"] and reading["media_type"].startswith(("image/", "application/pdf")):
        return True
    return reading["media_type"].startswith(UNTOLD) and tuple(reading["extensions"]) != settings.extensions


def fill(records, chance: random.Random, count: int) -> None:
    """Exhibits in containers in containers, some read, some otherwise than they should be now."""
    pick = chance.choice
    kinds, ends = ("image/png", "text/plain", "application/zip"), (".txt", ".png", "")
    with records.transaction() as writer:
        writer.put("acquisition", [{"entry": 1, "source": "a", "ocr": False}, {"entry": 2, "source": "b", "ocr": True}])
        for number in range(1, count + 1):
            parent = name(chance.randrange(1, number)) if number > 3 and chance.random() < 0.5 else None
            row = {"sha256": name(number), "number": number, "size": 1, "entry": number + 2, "depth": 0}
            writer.put("exhibit", [{**row, "parent": parent, "name": f"p{pick(ends)}" if parent else None}])
            if parent is None or chance.random() < 0.2:
                found = {"entry": number + 2, "ordinal": 0, "source": pick("ab"), "path": f"leak/{number}{pick(ends)}"}
                writer.put("occurrence", [{**found, "sha256": name(number)}])
            for holder in {parent, name(chance.randrange(1, count + 1))} if chance.random() < 0.4 else {parent}:
                if holder not in (None, name(number)):
                    member = {"parent": holder, "position": number, "name": f"m{pick(ends)}", "sha256": name(number)}
                    writer.put("member", [member])
            if chance.random() < 0.3:
                writer.put("unread", [{"number": number, "sha256": name(number)}])
                continue
            ended = pick(([], [".txt"], [".png"]))
            told = {"sha256": name(number), "number": number, "media_type": pick(kinds), "status": "ok"}
            writer.put("reading", [{**told, "ocr": chance.random() < 0.5, "extensions": ended}])
        doubt((name(number) for number in range(1, count + 1)), writer)


@pytest.mark.parametrize("seed", range(12))
def test_the_same_waits_as_over_all_rows(tmp_path, seed):
    records = SqliteRecords(tmp_path / "rows.db", create=True)
    fill(records, random.Random(seed), 60)
    expected = at_once(records)
    assert count_waiting(records) == len(expected)
    assert [(item.number, item.settings) for item in next_waiting(records)] == expected
    read = {row["sha256"] for row in records.select("reading")}
    still = {number for number, _ in expected if name(number) in read}
    assert {row["number"] for row in records.select("doubtful")} == still  # the others are doubted no more
    records.close()


def test_doubt_reaches_what_a_container_holds(tmp_path):
    records = SqliteRecords(tmp_path / "rows.db", create=True)
    with records.transaction() as writer:
        writer.put("exhibit", ({"sha256": name(number), "number": number} for number in range(1, 6)))
        writer.put("member", ({"parent": name(n), "position": 0, "sha256": name(n + 1)} for n in (1, 2, 4)))
        writer.put("member", [{"parent": name(3), "position": 0, "sha256": name(1)}])  # it holds itself
        doubt([name(2)], writer)
    assert [row["number"] for row in records.select("doubtful")] == [1, 2, 3]
    records.close()
