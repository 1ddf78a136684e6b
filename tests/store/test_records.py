import hashlib

import pytest

from govah.store.records import Records
from govah.store.sqlite_records import SqliteRecords
from govah.store.tally import Tally


@pytest.fixture(params=[SqliteRecords])
def records(request, tmp_path) -> Records:
    made = request.param(tmp_path / "rows.db", create=True)
    yield made
    made.close()


def row(number: int, **more: object) -> dict[str, object]:
    return {"number": number, "sha256": hashlib.sha256(bytes([number % 256, number // 256])).hexdigest(), **more}


def test_contract_of_rows(records):
    with records.transaction() as writer:
        writer.put("exhibit", (row(number, size=number % 3) for number in range(1, 1201)))
        writer.put("reading", [row(7, status="ok", ocr=True, metadata={"a": [1]}, extensions=[".txt"])])
        wanted = [row(number)["sha256"] for number in range(1, 1201, 2)]
        assert sorted(found["number"] for found in writer.among("exhibit", "sha256", wanted)) == list(range(1, 1201, 2))
    assert [found["number"] for found in records.ordered("exhibit", "number", after=1190, most=5)] == [
        *range(1191, 1196)
    ]
    assert [found["number"] for found in records.ordered("exhibit", "number", size=0, most=2)] == [3, 6]
    assert records.counted("reading", "status") == {"ok": 1}
    assert records.count("exhibit", size=0) == 400
    (reading,) = records.among("reading", "sha256", {row(7)["sha256"], "f" * 64})
    assert (reading["ocr"], reading["metadata"], reading["extensions"]) == (True, {"a": [1]}, [".txt"])
    assert list(records.among("exhibit", "sha256", [])) == []
    with records.transaction() as writer:
        writer.delete_among("exhibit", "number", range(1, 1200))
    assert [found["number"] for found in records.select("exhibit")] == [1200]


def test_nothing_of_a_transaction_that_breaks_is_kept(records):
    def broken():
        yield row(1)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), records.transaction() as writer:
        writer.put("exhibit", broken())
    assert records.count("exhibit") == 0


def test_a_tally_counts_what_was_met_and_keeps_rounds_apart():
    hashes = [str(row(number)["sha256"]) for number in range(5000)]
    with Tally() as tally:
        tally.add(hashes)
        tally.add(hashes[:10])
        tally.note([hashes[0], "f" * 64], 1)
        counted = dict(pair for part in tally.met() for pair in part)
        assert (len(tally), len(counted), counted[hashes[0]], counted[hashes[-1]]) == (5001, 5000, 2, 1)
        assert [sha256 for part in tally.met(1) for sha256, _ in part] == ["f" * 64]
