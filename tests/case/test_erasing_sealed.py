"""What is sealed can be erased: the ciphertext goes, and the keys in the log with it."""

from pathlib import Path

import pytest

from govah import Case
from govah.case import acting, custodians, erasing, sealing, unsealing
from govah.case.progress import silent
from govah.errors import NotFoundError
from govah.model.identifiers import Sha256
from govah.preserve.envelope import key_fields


@pytest.fixture
def case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Case:
    monkeypatch.setenv("GOVAH_KEYS", str(tmp_path / "keys"))
    (tmp_path / "leak").mkdir()
    for name in ("one", "two"):
        (tmp_path / "leak" / f"{name}.txt").write_text(f"words of {name}\n")
    made = Case.create(tmp_path / "case", "Erasing")
    made.collect([tmp_path / "leak"], "courier")
    custodians.make("A", None)
    custodians.add(made, "A", None)
    sealing.seal(made, [made.view.numbered(1)], ["A"], "danger", silent, two_keys=False)
    made.collect_sealed([tmp_path / "leak" / "two.txt"], "courier", ["A"])
    acting.make("omid")
    acting.add(made, "omid", None)
    return made


@pytest.mark.parametrize("number", [1, 3])
def test_ciphertext_and_keys_go_and_the_rest_stays(case: Case, tmp_path: Path, number: int) -> None:
    sealed = case.view.seals.of(case.view.numbered(number))
    assert sealed is not None
    assert case.verify()["exhibits"] == {"VERIFIED": 1, "SEALED": 2, "ERASED": 0, "FAILED": 0}
    held = [(index, name) for index, name in key_fields(case.log.entries(), Sha256(sealed.sealed))]
    assert held == [(sealed.entry, "wraps")]
    asked = erasing.request(case, [f"ex{number}"], "danger to life", "Order 7")
    with Case(case.folder, "omid") as second:
        erasing.approve(second, asked.entry, "as ordered", None, silent)
    with Case(case.folder) as after:
        found = after.verify()
        assert (found["verdict"], found["problems"]) == ("VERIFIED", [])
        assert found["exhibits"] == {"VERIFIED": 1, "SEALED": 1, "ERASED": 1, "FAILED": 0}
        assert list((case.folder / "sealed").rglob(sealed.sealed)) == []
        assert key_fields(after.log.entries(), Sha256(sealed.sealed)) == []
        everything = b"".join(path.read_bytes() for path in (case.folder / "log").rglob("*") if path.is_file())
        assert sealed.sealed.encode() not in everything
        other = after.view.numbered(4 - number)
        out = tmp_path / "opened"
        unsealing.unseal(after, other, "look", unsealing.Keys(), out)
        assert out.read_bytes().startswith(b"words of")
        with pytest.raises(NotFoundError):
            after.view.numbered(number)
        assert after.rebuild().identical is True
