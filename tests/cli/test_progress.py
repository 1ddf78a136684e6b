"""How long work tells about itself: lines where nobody watches, bars that never freeze on a terminal."""

import io

import pytest
from rich.console import Console
from rich.progress import Progress

from govah.cli.bar import _Bars, progress_bar


def test_where_stderr_is_no_terminal_each_step_is_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    with progress_bar(each_step=True) as progress:
        progress("draw", 0, None, "letters")
        progress("read", 1, 9, "exhibit \u202e1")
        progress("read", 2, 9, "exhibit 2")
        progress("verify", 0, 3, "")
    told = capsys.readouterr().err.splitlines()
    assert told == ["Drawing the papers: letters", "Reading 1/9: exhibit \\u202e1", "Verifying 0/3"]


def test_short_work_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with progress_bar() as progress:
        for done in range(9):
            progress("read", done, 9, "exhibit")
    assert capsys.readouterr().err == ""


def test_a_stage_without_a_total_is_done_when_the_next_begins() -> None:
    with Progress(console=Console(file=io.StringIO())) as drawn:
        bars = _Bars(drawn)
        bars("draw", 0, None, "letters")
        assert drawn.tasks[0].fields["count"] == ""
        bars("read", 1, 4, "exhibit 1")
        assert drawn.tasks[0].finished
        assert not drawn.tasks[1].finished
        assert drawn.tasks[1].fields["count"] == "1/4"
