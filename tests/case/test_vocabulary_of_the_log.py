"""What a case writes into its log keeps to vocabulary v1."""

from pathlib import Path

import pytest

from govah import Case
from govah.case import accessing, acting, custodians, erasing, sealing, sharing, sources
from govah.case.progress import silent
from govah.case.searching import SearchRequest
from govah.errors import RefusedError
from govah.model.event import EventType
from govah.model.vocabulary import FIELDS, of_kind
from govah.preserve.log import Log


def strange(folder: Path) -> list[str]:
    """Fields that the vocabulary does not know, or that hold something else."""
    told = []
    for entry in Log.open(folder).entries():
        fields = FIELDS[EventType(entry.type)]
        told += [
            f"{entry.type}.{name}: {str(value)[:60]}"
            for name, value in entry.fields.items()
            if name not in fields or not of_kind(fields[name], value)
        ]
    return told


def types(folder: Path) -> set[str]:
    return {entry.type for entry in Log.open(folder).entries()}


def test_the_example_keeps_to_the_vocabulary(example: Path) -> None:
    assert strange(example / "case") == []
    assert types(example / "case") >= {"set", "actor-add", "acquire", "admit", "claim", "publish", "share"}


def test_a_case_in_which_everything_happens(leak: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOVAH_KEYS", str(tmp_path / "keys"))
    with Case.create(tmp_path / "case", "Everything") as case:
        case.collect([leak], "courier", ocr=False)
        acting.make("second")
        acting.add(case, "second", None)
        acting.exchange(case, "second", "every year")
        acting.exchange_log_key(case, "every year")
        accessing.switch(case, on=True)
        custodians.make("omid", None)
        custodians.add(case, "omid", None)
        sources.add(case, "courier", "F")
        letter = next(each.sha256 for each in case.view.exhibits() if "leak/letter.txt" in each.paths)
        number = next(each.number for each in case.view.exhibits() if "leak/pack.zip" in each.paths)
        assert letter is not None
        case.seek(
            f"ex{case.view.exhibit(letter).number}", SearchRequest("answer", after="1380"), "none of these answers it"
        )
        case.withdraw(letter, "why")
        case.reinstate(letter, "why")
        term = case.add_term("Ministry", "A. Person", "2014-01-01", "2015-01-01", "gazette")
        case.remove_term(term, "why")
        words = case.add_words("urgencies", b"by special rider", "words", "manual")
        case.remove_words(words.entry, "why")
        sealing.seal(case, [letter], ["omid"], two_keys=False, why="it names somebody", progress=silent)
        with pytest.raises(RefusedError):
            sharing.bag(case, tmp_path / "package", exhibits=[letter])
        held = erasing.hold(case, [f"ex{number}"], "why", "court")
        erasing.lift(case, held.entry, "why", "court")
        asked = erasing.request(case, [f"ex{number}"], "why", "court", with_containers=True)
    with Case(tmp_path / "case", "second") as other:
        erasing.approve(other, asked.entry, "why", None, silent)
    assert strange(tmp_path / "case") == []
    happened = {"key-rotate", "seal", "refuse", "hold", "erase-done", "rate", "custodian-add", "withdraw", "term"}
    happened |= {"words", "seek"}
    assert types(tmp_path / "case") >= happened
