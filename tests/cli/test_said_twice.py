"""What is said a second time is told with its entry, and not logged again; what is new is."""

from pathlib import Path
from typing import Any

import pytest
from bench.reliability.authority import Authority, Kind
from tests.cli.conftest import Govah

from govah import Case
from govah.case import erasing
from govah.preserve.verifier import verify_case

WHY = ("--why", "a promise", "--authority", "Decision 12")


@pytest.fixture(scope="module")
def authorities(tmp_path_factory: pytest.TempPathFactory) -> list[Authority]:
    folder = tmp_path_factory.mktemp("tsa")
    return [Authority(folder / name, name, Kind(key="ec")) for name in ("Clock", "Sundial")]


def size(folder: Path) -> int:
    found = verify_case(folder)
    assert found["verdict"] == "VERIFIED", found["problems"]
    return int(found["size"])


def twice(govah: Govah, case: Path, *words: object) -> Any:
    """The same call twice: its two answers, and that the second added nothing."""
    first = govah(*words, "--case", case, "--json").one
    before = size(case)
    again = govah(*words, "--case", case)
    assert again.code == 0
    assert f"{first['entry']}" in again.text
    assert "already" in again.text
    second = govah(*words, "--case", case, "--json").one
    assert (first["already"], second["already"]) == (False, True)
    assert first["entry"] == second["entry"]
    assert size(case) == before
    return first


class TestHolds:
    def test_the_same_hold(self, govah: Govah, small: Path) -> None:
        first = twice(govah, small, "hold", "add", "ex1", "ex2", *WHY)
        # a part of what is held for the same reason is held already
        assert govah("hold", "add", "ex2", *WHY, "--case", small, "--json").one["entry"] == first["entry"]
        govah("hold", "lift", first["entry"], *WHY, "--case", small)
        assert govah("hold", "add", "ex2", *WHY, "--case", small, "--json").one["already"] is False

    @pytest.mark.parametrize(
        "words",
        [("ex1", "ex3", *WHY), ("ex1", "--why", "a trial", *WHY[2:]), ("ex1", *WHY[:2], "--authority", "Another")],
    )
    def test_more_exhibits_another_reason_another_authority_are_another(
        self, govah: Govah, small: Path, words: tuple[str, ...]
    ) -> None:
        first = govah("hold", "add", "ex1", "ex2", *WHY, "--case", small, "--json").one
        other = govah("hold", "add", *words, "--case", small, "--json").one
        assert other["already"] is False
        assert other["entry"] != first["entry"]


class TestRequests:
    def test_the_same_request(self, govah: Govah, small: Path) -> None:
        first = twice(govah, small, "erase", "request", "ex1", "ex2", *WHY)
        assert govah("erase", "request", "ex2", "ex1", *WHY, "--case", small, "--json").one["entry"] == first["entry"]
        assert (
            f"govah erase approve {first['entry']}"
            in govah("erase", "request", "ex1", "ex2", *WHY, "--case", small).text
        )

    def test_another_reason_is_another_request_and_the_open_one_is_told(self, govah: Govah, small: Path) -> None:
        first = govah("erase", "request", "ex1", *WHY, "--case", small, "--json").one
        other = govah("erase", "request", "ex1", "--why", "danger", *WHY[2:], "--case", small)
        assert "Other requests for some of these are open" in other.text
        assert f"entries {first['entry']}" in other.text
        apart = govah("erase", "request", "ex2", *WHY, "--case", small, "--json").one
        assert (apart["already"], apart["others"]) == (False, [])

    def test_after_it_was_carried_out_it_can_be_asked_for_again(
        self, govah: Govah, small: Path, tmp_path: Path
    ) -> None:
        """The same paper came back, under a new number."""
        govah("actor", "new", "omid")
        govah("actor", "add", "omid", "--case", small)
        leak = tmp_path / "leak"
        leak.mkdir()
        with Case(small) as case:
            exhibit = case.view.numbered(1)
            assert exhibit is not None
            (leak / "again.txt").write_bytes(case.vault.path(exhibit).read_bytes())
        first = govah("erase", "request", "ex1", *WHY, "--case", small, "--json").one
        assert govah("erase", "approve", first["entry"], "--why", "yes", "--as", "omid", "--case", small).code == 0
        govah("erase", "request", "ex1", *WHY, "--case", small).failed(4, "Exhibit 1 was erased", "Decision 12")
        govah("collect", leak, "--source", "s2", "--case", small)
        numbers = [line["number"] for line in govah("exhibits", "--case", small, "--json").lines]
        again = govah("erase", "request", f"ex{max(numbers)}", *WHY, "--case", small, "--json").one
        assert again["already"] is False

    def test_one_that_was_approved_and_broken_off(
        self, govah: Govah, small: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        govah("actor", "new", "omid")
        govah("actor", "add", "omid", "--case", small)
        first = govah("erase", "request", "ex1", *WHY, "--case", small, "--json").one

        def broken_off(*_: object) -> None:
            raise KeyboardInterrupt

        with monkeypatch.context() as patch:
            patch.setattr(erasing._Holders, "destroy", broken_off)
            govah("erase", "approve", first["entry"], "--why", "yes", "--as", "omid", "--case", small)
        again = govah("erase", "request", "ex1", *WHY, "--case", small)
        assert again.code == 0
        assert "govah erase finish" in again.text
        finished = govah("erase", "finish", "--as", "omid", "--case", small)
        assert finished.code == 0
        assert "1 erasure finished.\nDelete it also where it was collected from" in finished.text
        assert govah("erase", "finish", "--as", "omid", "--case", small).text == "0 erasures finished.\n"
        assert size(small)


class TestPolicies:
    def test_the_same_policy(self, govah: Govah, small: Path, tmp_path: Path) -> None:
        key = govah("witness", "new", "amal.example/w", "--json", GOVAH_KEYS=str(tmp_path / "amal")).one["key"]
        words = ("policy", "set", "--witness", f"amal={key}")
        first = twice(govah, small, *words)
        govah("policy", "set", "-", "--case", small, stdin=b"quorum none\n")
        again = govah(*words, "--case", small, "--json").one  # it was another meanwhile
        assert again["already"] is False
        assert again["entry"] > first["entry"]

    def test_the_same_authorities(self, govah: Govah, small: Path, authorities: list[Authority]) -> None:
        one, two = (each.root_pem for each in authorities)
        twice(govah, small, "policy", "set", "--authority", one)
        assert govah("policy", "set", "--authority", two, "--case", small, "--json").one["already"] is False


class TestStamps:
    @pytest.fixture
    def stamped(self, govah: Govah, small: Path, tmp_path: Path, authorities: list[Authority]) -> Path:
        """An answer that was carried here."""
        govah("timestamp", "--request", tmp_path / "q.tsq", "--case", small)
        reply = tmp_path / "q.tsr"
        reply.write_bytes(authorities[0].answer((tmp_path / "q.tsq").read_bytes()))
        return reply

    def test_the_same_stamp(
        self, govah: Govah, small: Path, stamped: Path, tmp_path: Path, authorities: list[Authority]
    ) -> None:
        words = ("timestamp", "--response", stamped, "--trust", authorities[0].root_pem)
        first = twice(govah, small, *words)
        assert first["trusted"] == ["Clock root"]
        again = govah(*words, "--case", small)
        assert "trusts Clock root already" in again.err
        assert "From now on" not in again.err
        # another token for the same head is a stamp of its own
        stamped.write_bytes(authorities[0].answer((tmp_path / "q.tsq").read_bytes()))
        renewed = govah(*words, "--case", small, "--json").one
        assert (renewed["already"], renewed["size"]) == (False, first["size"])
        assert renewed["entry"] > first["entry"]

    def test_only_the_trust_that_a_stamp_needs_is_logged(
        self, govah: Govah, small: Path, stamped: Path, authorities: list[Authority]
    ) -> None:
        needed, other = authorities
        words = ("timestamp", "--response", stamped, "--trust", other.root_pem, "--trust", needed.root_pem)
        answer = govah(*words, "--case", small, "--json")
        assert (answer.one["trusted"], answer.one["unneeded"]) == (["Clock root"], ["Sundial root"])
        assert "Sundial root is not needed for this stamp, and was not taken in" in answer.err
        names = [each["name"] for each in govah("policy", "--case", small, "--json").one["authorities"]]
        assert names == ["Clock root"]

    def test_trust_that_another_gives_already_is_not_logged(
        self, govah: Govah, small: Path, stamped: Path, authorities: list[Authority]
    ) -> None:
        needed, other = authorities
        govah("policy", "set", "--authority", needed.root_pem, "--case", small)
        before = size(small)
        answer = govah("timestamp", "--response", stamped, "--trust", other.root_pem, "--case", small, "--json").one
        assert (answer["trusted"], answer["unneeded"]) == ([], ["Sundial root"])
        assert size(small) == before + 1

    def test_a_stamp_whose_authority_is_trusted_no_longer_needs_trust_and_no_second_entry(
        self, govah: Govah, small: Path, stamped: Path, authorities: list[Authority]
    ) -> None:
        needed, other = authorities
        words = ("timestamp", "--response", stamped, "--trust", needed.root_pem, "--case", small, "--json")
        first = govah(*words).one
        govah("policy", "set", "--authority", other.root_pem, "--case", small)
        before = size(small)
        again = govah(*words).one
        assert (again["already"], again["entry"], again["trusted"]) == (True, first["entry"], ["Clock root"])
        assert size(small) == before + 1
        assert "Clock root" in govah("verify", "--case", small, "--json").one["time"]
