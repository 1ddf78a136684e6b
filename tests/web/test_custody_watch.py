"""The state of custody belongs to a checkpoint: it follows a log that grows, and falls at once where one is refused."""

import asyncio
import re
import shutil
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from govah import Case
from govah.case import witness_desk
from govah.errors import IntegrityError
from govah.model.passage import Place, Span
from govah.preserve.log import Log
from govah.preserve.verifier import Broken
from govah.web.app import workbench
from govah.web.growth import Head, verify_growth
from govah.web.watch import Custody, CustodyWatch, Pace, State

_QUICK = Pace(look=0.05, again=0.2, share=0.0)


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    (tmp_path / "leak").mkdir()
    (tmp_path / "leak" / "a.txt").write_text("one paper, 14 dead", encoding="utf-8")
    with Case.create(tmp_path / "case", "watched") as made:
        made.collect([tmp_path / "leak"], "s1")
        yield made


@pytest.fixture
def watch(case: Case) -> Iterator[CustodyWatch]:
    begun = CustodyWatch(case.folder, _QUICK)
    begun.start()
    yield begun
    begun.stop()


def _mark(case: Case) -> None:
    (exhibit,) = case.view.exhibits()
    case.mark(Place(str(exhibit.sha256), Span(1, 0, 3)))


def _until(watch: CustodyWatch, log: Log, state: State) -> Custody:
    deadline = time.monotonic() + 60
    while (known := watch.of(log)).state is not state:
        assert time.monotonic() < deadline, known
        time.sleep(0.02)
    return known


def test_a_grown_log_is_checking_until_it_was_checked(case: Case, watch: CustodyWatch) -> None:
    before = _until(watch, case.log, State.VERIFIED)
    assert (before.size, before.root) == (case.log.size, case.log.checkpoint().root.hex())
    _mark(case)
    between = watch.of(case.log)
    if between.state is State.CHECKING:
        assert (between.verified, between.size) == (before.size, before.size + 1)
    after = _until(watch, case.log, State.VERIFIED)
    assert (after.size, after.root) == (before.size + 1, case.log.checkpoint().root.hex())
    assert after.verified == after.size


def test_an_older_log_in_its_place_is_broken_at_once(case: Case, watch: CustodyWatch, tmp_path: Path) -> None:
    shutil.copytree(case.folder / "log", tmp_path / "older")
    _mark(case)
    _until(watch, case.log, State.VERIFIED)
    shutil.rmtree(case.folder / "log")
    shutil.copytree(tmp_path / "older", case.folder / "log")
    known = watch.of(case.log)
    assert known.state is State.FAILED
    assert known.problems


def test_a_file_of_the_log_that_is_changed_is_found(case: Case, watch: CustodyWatch) -> None:
    _until(watch, case.log, State.VERIFIED)
    (bodies,) = (case.folder / "log" / "bodies").iterdir()
    bodies.chmod(0o600)
    bodies.write_bytes(bodies.read_bytes().replace(b"watched", b"Watched"))
    assert _until(watch, case.log, State.FAILED).problems


def test_a_refusal_holds_until_a_whole_verification_passes(case: Case, watch: CustodyWatch) -> None:
    _until(watch, case.log, State.VERIFIED)
    watch.refused(IntegrityError("the log was rewritten", "compare it"))
    assert watch.of(case.log).problems[0]["what"] == "the log was rewritten"
    assert watch.broken
    _until(watch, case.log, State.VERIFIED)


def test_growth_that_does_not_continue_what_was_verified_is_refused(case: Case) -> None:
    head = case.log.checkpoint()
    _mark(case)
    verify_growth(case.folder, case.log, Head(head.size, head.root), case.log.checkpoint())
    with pytest.raises(Broken):
        verify_growth(case.folder, case.log, Head(head.size, bytes(32)), case.log.checkpoint())


def test_growth_whose_body_was_changed_is_refused(case: Case) -> None:
    head = case.log.checkpoint()
    (exhibit,) = case.view.exhibits()
    case.mark(Place(str(exhibit.sha256), Span(1, 0, 3)), "a note of mine")
    (bodies,) = (case.folder / "log" / "bodies").iterdir()
    bodies.chmod(0o600)
    bodies.write_bytes(bodies.read_bytes().replace(b"a note of mine", b"a note of hers"))
    with pytest.raises(Broken):
        verify_growth(case.folder, case.log, Head(head.size, head.root), case.log.checkpoint())


class _Browser:
    """A browser that has entered a workbench which is not served: its watch does not run."""

    def __init__(self, folder: Path) -> None:
        self._guard = workbench(folder, None, 8000)
        self._cookies = httpx.Cookies()
        self.ask("GET", f"/enter?token={self._guard.token}")

    def ask(self, method: str, path: str, **options: Any) -> httpx.Response:
        async def asked() -> httpx.Response:
            url, origin = "http://127.0.0.1:8000", {"origin": "http://127.0.0.1:8000"}
            transport = httpx.ASGITransport(self._guard)
            async with httpx.AsyncClient(
                transport=transport, base_url=url, headers=origin, cookies=self._cookies
            ) as client:
                answer = await client.request(method, path, **options)
                self._cookies = client.cookies
                return answer

        with ThreadPoolExecutor(1) as apart:  # the tests that drive a browser leave their own loop in this thread
            return apart.submit(lambda: asyncio.run(asked())).result()


def test_an_act_that_the_log_refuses_turns_the_foot_red_and_writing_off(case: Case, tmp_path: Path) -> None:
    (exhibit,) = case.view.exhibits()
    older = tmp_path / "older"
    shutil.copytree(case.folder, older)
    _mark(case)  # this account remembers the longer log
    browser = _Browser(older)
    assert '<form method="post" action="/mark">' in browser.ask("GET", f"/exhibit/{exhibit.sha256}?start=0&end=3").text
    answer = browser.ask("POST", "/mark", data={"passage": f"{exhibit.sha256}:1:0-3"})
    assert answer.status_code == 500
    assert 'class="integrity"' in answer.text
    assert re.search(r'class="stop">✕', answer.text), "on the same page"
    page = browser.ask("GET", f"/exhibit/{exhibit.sha256}?start=0&end=3").text
    assert "Nothing can be written" in page
    assert '<form method="post"' not in page


def test_numbers_and_root_of_the_desk_are_of_one_checkpoint(case: Case) -> None:
    browser = _Browser(case.folder)
    _mark(case)
    head = case.log.checkpoint()
    page = browser.ask("GET", "/?lang=en").text
    assert f"log of {head.size} entries" in page
    assert f"<dd>{head.size}</dd>" in page
    assert f'title="{head.root.hex()}"' in page
    assert browser.ask("GET", "/custody.json").json()["size"] == head.size


def test_witnesses_are_counted_as_soon_as_they_signed(
    case: Case, watch: CustodyWatch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _until(watch, case.log, State.VERIFIED).witnesses == 0
    for name in ("amal", "bar"):
        monkeypatch.setattr("govah.case.witness_desk.keys_folder", lambda name=name: tmp_path / name)
        key = witness_desk.new_witness(name, ml_dsa=False)
        case.set_policy(f"witness {name} {key.text}\nquorum {name}\n")
        asked = case.witness_request(name)
        case.add_cosignatures(witness_desk.cosign(asked.text, None, asked.log.text).note)
        assert _until(watch, case.log, State.VERIFIED).witnesses == 1, "only those of the policy in force"
