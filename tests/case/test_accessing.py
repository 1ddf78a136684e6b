"""The access log: off until it is turned on, one entry for a quarter of an hour, and nothing opened unlogged."""

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from govah import Case
from govah.case import accessing
from govah.case.accessing import TOGETHER, logged, opened, switch
from govah.config import keys_folder
from govah.errors import RefusedError, UsageError
from govah.model.event import EventType
from govah.model.identifiers import Sha256


@pytest.fixture
def case(bridge: Path, tmp_path: Path) -> Iterator[Case]:
    with Case.create(tmp_path / "case", "Bridge") as made:
        made.collect([bridge], "s1")
        yield made


def hashes(case: Case) -> list[Sha256]:
    return [found.sha256 for found in case.view.exhibits() if found.sha256 is not None]


def openings(case: Case) -> list[tuple[str, object]]:
    found = [entry.fields for entry in case.entries() if entry.type == EventType.ACCESS]
    return [(str(fields["exhibit"]), fields["page"]) for fields in found]


def test_off_until_it_is_turned_on(case: Case) -> None:
    size = case.log.size
    assert not logged(case)
    assert opened(case, hashes(case)[0], "cli") is None
    assert case.log.size == size
    switch(case, on=True)
    assert logged(case)
    with pytest.raises(UsageError, match="on already"):
        switch(case, on=True)
    assert opened(case, hashes(case)[0], "cli") is not None
    switch(case, on=False)
    assert opened(case, hashes(case)[1], "cli") is None
    assert len(openings(case)) == 1


def test_turning_pages_is_one_opening_and_another_exhibit_another(case: Case) -> None:
    switch(case, on=True)
    first, second = hashes(case)
    for page in (1, 2, None, 1):
        opened(case, first, "web", page)
    opened(case, second, "cli")
    assert openings(case) == [(first, 1), (second, None)]
    told = list(case.view.accesses(first))
    assert [(access.by, access.face, access.what, access.page) for access in told] == [("owner", "web", "open", 1)]


def test_after_a_quarter_of_an_hour_it_is_another_opening(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    switch(case, on=True)
    sha256 = hashes(case)[0]
    opened(case, sha256, "web", 1)

    class Later(datetime):
        ahead = TOGETHER - timedelta(minutes=1)

        @classmethod
        def now(cls, tz: object = None) -> datetime:
            return datetime.now(tz) + cls.ahead  # type: ignore[arg-type]

    monkeypatch.setattr(accessing, "datetime", Later)
    assert opened(case, sha256, "web", 1) is None
    Later.ahead = TOGETHER + timedelta(minutes=1)
    assert opened(case, sha256, "web", 1) is not None


def test_each_person_opens_for_herself(case: Case, tmp_path: Path) -> None:
    from govah.preserve.keys import Keyring

    switch(case, on=True)
    other = Keyring(keys_folder()).make(f"reader {tmp_path.name}")
    case.log.add_actor(other.name, other, case.signer)
    sha256 = hashes(case)[0]
    opened(case, sha256, "web", 1)
    with Case(case.folder, other.name) as theirs:
        opened(theirs, sha256, "web", 1)
    with Case(case.folder) as again:
        assert [access.by for access in again.view.accesses()] == ["owner", other.name]


def test_what_cannot_be_logged_is_not_opened(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    switch(case, on=True)
    keys = tmp_path / "no keys"
    keys.mkdir()
    monkeypatch.setenv("GOVAH_KEYS", str(keys))
    with Case(case.folder) as keyless:
        with pytest.raises(RefusedError, match="cannot be written"):
            opened(keyless, hashes(keyless)[0], "web", 1)
        assert len(list(keyless.view.exhibits())) == 2, "listing needs no entry"
        assert keyless.verify()["verdict"] == "VERIFIED"


def test_a_log_that_cannot_be_appended_to_refuses(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    switch(case, on=True)
    keys = shutil.copytree(keys_folder(), tmp_path / "some keys")
    shutil.rmtree(keys / "logs")
    monkeypatch.setenv("GOVAH_KEYS", str(keys))
    with Case(case.folder) as reader, pytest.raises(RefusedError) as told:
        opened(reader, hashes(reader)[0], "web", 1)
    assert told.value.exit_code == 7
    assert "Nothing was shown" in told.value.remedy


def test_the_access_log_is_derived_again(case: Case) -> None:
    switch(case, on=True)
    opened(case, hashes(case)[0], "web", 1)
    assert case.rebuild(keep_pages=True).identical
    assert len(list(case.view.accesses())) == 1
