"""What is hard about a folder, collected into a case: every entry is there, twice is once, and all can be verified."""

import os
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from govah import Case
from govah.case.summing import Collected
from govah.errors import NotFoundError, UsageError


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return Case.create(tmp_path / "case", "Hard folders")


def collect(case: Case, *paths: Path) -> Collected:
    done = case.collect(list(paths), "s1", process=False)
    assert done.files_in + done.children == sum(done.status.values())
    return done


def statuses(done: Collected) -> dict[str, int]:
    return {status.value: count for status, count in done.status.items()}


def test_an_empty_folder(case: Case, leak: Path) -> None:
    done = collect(case, leak)
    assert (done.files_in, done.exhibits_new, statuses(done)) == (0, 0, {})
    assert case.verify()["verdict"] == "VERIFIED"


def test_one_content_under_many_names_is_one_exhibit(case: Case, leak: Path) -> None:
    for number in range(300):  # more than one group
        (leak / f"{number:03d}.txt").write_text("the same words")
    done = collect(case, leak)
    assert (done.files_in, done.exhibits_new, statuses(done)) == (300, 1, {"pending": 300})
    (exhibit,) = case.view.exhibits()
    assert len(exhibit.paths) == 300
    again = collect(case, leak)
    assert (again.files_in, again.exhibits_new, again.exhibits_known) == (300, 0, 1)


def test_the_same_folder_named_twice(case: Case, leak: Path) -> None:
    (leak / "a").write_text("a")
    done = collect(case, leak, leak, leak / ".." / "leak")
    assert (done.files_in, done.exhibits_new) == (1, 1)
    size = case.log.checkpoint().size
    assert collect(case, leak).files_in == 1
    assert case.log.checkpoint().size == size


def test_a_file_and_the_folder_that_holds_it(case: Case, leak: Path) -> None:
    (leak / "a").write_text("a")
    done = collect(case, leak / "a", leak)
    assert (done.files_in, done.exhibits_new) == (2, 1)
    (exhibit,) = case.view.exhibits()
    assert exhibit.paths == ("a", "leak/a")


def test_the_case_is_not_collected_into_itself(case: Case, leak: Path) -> None:
    (leak / "link").symlink_to(case.folder)
    size = case.log.checkpoint().size
    for path in (case.folder, case.folder / "log", case.folder.parent, leak / "link", leak / "link" / "exhibits"):
        with pytest.raises(UsageError, match="inside each other"):
            case.collect([leak, path], "s1")
    with pytest.raises(NotFoundError, match="is not there"):
        case.collect([leak, leak / "nothing"], "s1")
    assert case.log.checkpoint().size == size
    done = collect(case, leak)  # a link to the case is told, not followed
    assert statuses(done) == {"unreadable": 1}


def test_names_without_letters_and_files_without_bytes(case: Case, leak: Path) -> None:
    for raw, words in {b"na\xdfme": b"odd", b"na%DFme": b"plain", b"\xff\xfe": b"", b"line\nend": b"x"}.items():
        handle = os.open(os.fsencode(leak) + b"/" + raw, os.O_CREAT | os.O_WRONLY)
        os.write(handle, words)
        os.close(handle)
    os.mkfifo(leak / "pipe")
    (leak / "loop").symlink_to("loop")
    done = collect(case, leak)
    assert (done.files_in, statuses(done)) == (6, {"pending": 4, "unreadable": 2})
    told = Counter(path for exhibit in case.view.exhibits() for path in exhibit.paths)
    assert told.keys() == {"leak/na%DFme", "leak/%FF%FE", "leak/line\nend", "leak/pipe", "leak/loop"}
    assert told["leak/na%DFme"] == 2
    raw = {path: kept for exhibit in case.view.exhibits() for path, kept in exhibit.path_raw.items()}
    assert raw == {"leak/na%DFme": b"leak/na\xdfme", "leak/%FF%FE": b"leak/\xff\xfe"}
    size = case.log.checkpoint().size
    collect(case, leak)
    assert case.log.checkpoint().size == size
    assert case.verify()["verdict"] == "VERIFIED"


def test_bytes_below_any_path_that_the_kernel_takes(case: Case, leak: Path) -> None:
    handle = os.open(leak, os.O_RDONLY)
    for _ in range(600):
        os.mkdir("a deep folder", dir_fd=handle)
        inner = os.open("a deep folder", os.O_RDONLY, dir_fd=handle)
        os.close(handle)
        handle = inner
    file = os.open("letter.txt", os.O_CREAT | os.O_WRONLY, dir_fd=handle)
    os.write(file, b"the deepest words")
    os.close(file)
    os.close(handle)
    try:
        done = case.collect([leak], "s1")
    finally:
        subprocess.run(["rm", "-rf", leak], check=True)  # deeper than Python's own recursion goes
    assert statuses(done) == {"ok": 1}
    (exhibit,) = case.view.exhibits()
    assert exhibit.sha256 is not None
    assert exhibit.paths == ("leak/" + "a deep folder/" * 600 + "letter.txt",)
    assert case.view.page(exhibit.sha256, 1).text == "the deepest words"
    assert case.verify()["verdict"] == "VERIFIED"
