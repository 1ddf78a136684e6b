"""Collecting: nothing is missing, nothing is added twice, whatever happens."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from govah import Case
from govah.errors import NotFoundError, UsageError
from govah.model.exhibit import Exhibit
from govah.model.status import Status


def _by_path(case: Case) -> dict[str, Exhibit]:
    return {path: exhibit for exhibit in case.view.exhibits() for path in exhibit.paths}


def _listing(case: Case) -> list[tuple[object, ...]]:
    return [
        (e.number, e.sha256, e.paths, e.media_type, e.size, e.parents, e.children, e.status, e.detail, e.sources)
        for e in case.view.exhibits()
    ]


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return Case.create(tmp_path / "case", "Bridge")


def test_every_entry_has_a_status_and_a_second_run_adds_nothing(case: Case, leak: Path) -> None:
    first = case.collect([leak], "s1")
    assert first.files_in == 13
    assert first.files_in + first.children == sum(first.status.values())
    assert first.status[Status.UNREADABLE] == 3
    size = case.log.size
    again = case.collect([leak], "s1")
    assert again.exhibits_new == 0
    assert (again.files_in, again.children, again.status) == (first.files_in, first.children, first.status)
    assert case.log.size == size
    assert case.verify()["verdict"] == "VERIFIED"


def test_paths_links_and_odd_names(case: Case, leak: Path) -> None:
    case.collect([leak], "s1")
    found = _by_path(case)
    letter = found["leak/letter.txt"]
    assert letter.paths == ("leak/deep/same letter.txt", "leak/letter.txt", "leak/link.txt")
    odd = found["leak/na%DFme.txt"]
    assert odd.path_raw == {"leak/na%DFme.txt": b"leak/na\xdfme.txt"}
    for path, reason in (("leak/out.txt", "outside"), ("leak/broken.txt", "not there"), ("leak/pipe", "pipe")):
        assert found[path].status is Status.UNREADABLE
        assert found[path].sha256 is None
        assert reason in (found[path].detail or "")


def test_an_attachment_stays_with_every_mail_that_carries_it(case: Case, leak: Path) -> None:
    case.collect([leak], "s1")
    found = _by_path(case)
    note = found["leak/one.eml/note.txt"]
    assert found["leak/two.eml/note.txt"].sha256 == note.sha256
    assert set(note.parents) == {found["leak/one.eml"].sha256, found["leak/two.eml"].sha256}
    assert note.sha256 in found["leak/one.eml"].children
    assert note.sha256 in found["leak/two.eml"].children


def test_members_of_archives_are_names_and_never_places(case: Case, leak: Path, tmp_path: Path) -> None:
    case.collect([leak], "s1")
    found = _by_path(case)
    assert found["leak/pack.zip/inner.zip/in/ner.txt"].status is Status.OK
    assert found["leak/pack.zip/../up.txt"].status is Status.OK
    assert not (tmp_path / "up.txt").exists()


def test_another_deliverer_is_kept_beside_the_first(case: Case, leak: Path) -> None:
    case.collect([leak], "s1")
    case.collect([leak / "letter.txt"], "s2")
    assert _by_path(case)["leak/letter.txt"].sources == ("s1", "s2")
    case.collect([leak / "one.eml"], "s3")
    assert _by_path(case)["leak/one.eml/note.txt"].sources == ("s1", "s3")


def test_no_process_leaves_everything_pending_until_the_next_run(case: Case, leak: Path) -> None:
    done = case.collect([leak], "s1", process=False)
    assert set(done.status) == {Status.PENDING, Status.UNREADABLE}
    assert case.status()["queue"]["read"] == case.status()["exhibits"]
    case.collect([leak], "s1")
    assert case.status()["queue"]["read"] == 0


def test_what_cannot_be_collected_is_said(case: Case, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        case.collect([tmp_path / "nothing"], "s1")
    with pytest.raises(UsageError, match="inside"):
        case.collect([tmp_path], "s1")
    with pytest.raises(UsageError, match="source"):
        case.collect([tmp_path], " ")


def test_a_killed_collection_goes_on_to_the_same_listing(tmp_path: Path, leak: Path) -> None:
    for number in range(120):
        (leak / f"small {number:03}.txt").write_text(f"small file {number}\n", encoding="utf-8")
    with Case.create(tmp_path / "whole", "Whole") as whole:
        whole.collect([leak], "s1")
        expected = _listing(whole)
    Case.create(tmp_path / "broken", "Broken").close()
    command = [sys.executable, "-m", "govah.cli.main", "--case", str(tmp_path / "broken"), "collect", str(leak)]
    command += ["--source", "s1"]
    source = random.Random(1394)
    for _ in range(4):
        running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ)
        time.sleep(source.uniform(0.4, 3.0))
        running.send_signal(signal.SIGKILL)
        running.wait()
    subprocess.run(command, check=False, stdout=subprocess.DEVNULL, env=os.environ)
    with Case(tmp_path / "broken") as broken:
        assert _listing(broken) == expected
        assert broken.verify()["verdict"] == "VERIFIED"
