import os
import signal
import subprocess
import sys
import textwrap
import time
from functools import partial
from pathlib import Path

import psutil
import pytest

from govah.engine.executor import LocalExecutor
from govah.engine.task import Outcome, State, Task, TaskLimits

LIMITS = TaskLimits(cpu_seconds=20, wall_seconds=60, memory_bytes=1 << 30, scratch_bytes=64 << 20)


@pytest.fixture(autouse=True)
def _stages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))


def task(name: str, key: str = "t", limits: TaskLimits = LIMITS, **arguments: object) -> Task:
    return Task(key, f"hostile_stages:{name}", arguments, limits)


def run_one(folder: Path, name: str, limits: TaskLimits = LIMITS, **arguments: object) -> Outcome:
    with LocalExecutor(1, folder / "scratch") as executor:
        return next(iter(executor.run([task(name, limits=limits, **arguments)])))


def test_values_come_back(tmp_path: Path) -> None:
    outcome = run_one(tmp_path, "echo", a=[1, 2.5, None, True, "گواه"])
    assert outcome.state is State.DONE
    assert outcome.value == {"said": {"a": [1, 2.5, None, True, "گواه"]}, "cwd_is_scratch": True}
    assert outcome.detail is None


def test_outcomes_keep_the_order_of_tasks(tmp_path: Path) -> None:
    seconds = [0.4, 0.0, 0.1, 0.0, 0.0, 0.2, 0.0]
    with LocalExecutor(3, tmp_path) as executor:
        outcomes = list(executor.run(task("wait", str(at), seconds=wait) for at, wait in enumerate(seconds)))
    assert [outcome.key for outcome in outcomes] == [str(at) for at in range(len(seconds))]
    assert [outcome.value for outcome in outcomes] == seconds


def test_scratch_is_there_until_the_next_outcome(tmp_path: Path) -> None:
    with LocalExecutor(2, tmp_path) as executor:
        outcomes = executor.run(task("write", str(at), text=f"text {at}") for at in range(3))
        first = next(outcomes)
        assert (first.scratch / "out").read_text(encoding="utf-8") == "text 0"
        second = next(outcomes)
        assert not first.scratch.exists()
        assert (second.scratch / "out").read_text(encoding="utf-8") == "text 1"
    assert list(tmp_path.iterdir()) == []


def test_tasks_are_pulled_lazily(tmp_path: Path) -> None:
    pulled = []

    def endless():
        at = 0
        while True:
            pulled.append(at)
            yield task("echo", str(at))
            at += 1

    with LocalExecutor(1, tmp_path) as executor:
        outcomes = executor.run(endless())
        assert [next(outcomes).key for _ in range(3)] == ["0", "1", "2"]
        outcomes.close()
    assert len(pulled) < 100


def test_workers_are_kept_warm(tmp_path: Path) -> None:
    with LocalExecutor(1, tmp_path) as executor:
        pids = {outcome.value for outcome in executor.run(task("pid") for _ in range(5))}
        pids |= {outcome.value for outcome in executor.run(task("pid") for _ in range(5))}
    assert len(pids) == 1


@pytest.mark.parametrize("name", ["burn", "burn_in_child"])
def test_the_deadline_counts_cpu_seconds_of_the_whole_family(tmp_path: Path, name: str) -> None:
    outcome = run_one(tmp_path, name, TaskLimits(0.5, 60, 1 << 30, 1 << 20))
    assert (outcome.state, outcome.detail) == (State.TIMED_OUT, "it took more than 0.5 CPU seconds")


def test_wall_time_is_a_backstop(tmp_path: Path) -> None:
    outcome = run_one(tmp_path, "sleep_forever", TaskLimits(30, 0.5, 1 << 30, 1 << 20))
    assert (outcome.state, outcome.detail) == (State.TIMED_OUT, "it took more than 0.5 seconds")


def test_memory_is_limited(tmp_path: Path) -> None:
    outcome = run_one(tmp_path, "allocate", TaskLimits(60, 60, 200 << 20, 1 << 20))
    assert outcome.state is State.OVER_MEMORY
    assert outcome.value is None


def test_scratch_is_limited(tmp_path: Path) -> None:
    small = TaskLimits(20, 60, 1 << 30, 8 << 20)
    assert run_one(tmp_path, "large_file", small).state is State.CRASHED
    outcome = run_one(tmp_path, "many_files", small)
    assert outcome.state is State.OVER_MEMORY
    assert outcome.detail == f"it wrote more than {8 << 20} bytes to its scratch folder"


@pytest.mark.parametrize(
    ("name", "arguments", "detail"),
    [
        ("leave", {"code": 7}, "it ended by itself with code 7"),
        ("leave", {"code": 0}, "it ended by itself with code 0"),
        ("segfault", {}, "it was ended by SIGSEGV"),
        ("abort", {}, "it was ended by SIGABRT"),
    ],
)
def test_a_crash_is_an_outcome(tmp_path: Path, name: str, arguments: dict[str, object], detail: str) -> None:
    with LocalExecutor(1, tmp_path) as executor:
        crashed, after = executor.run([task(name, **arguments), task("echo", "after")])
    assert (crashed.state, crashed.detail) == (State.CRASHED, detail)
    assert after.state is State.DONE


def test_a_stage_that_raises_is_told_in_its_words(tmp_path: Path) -> None:
    outcome = run_one(tmp_path, "fail")
    assert (outcome.state, outcome.detail) == (State.CRASHED, "ValueError: a word and another")


def test_what_another_task_left_behind_is_not_a_tasks_own_death(tmp_path: Path) -> None:
    with LocalExecutor(1, tmp_path) as executor:
        _, outcome = executor.run([task("spoil"), task("die_once")])
    assert (outcome.state, outcome.value) == (State.DONE, "well")


def test_noise_is_no_answer(tmp_path: Path) -> None:
    assert run_one(tmp_path, "shout").value == "heard"


@pytest.mark.parametrize("name", ["huge", "no_json", "object_value", "surrogate"])
def test_a_value_that_is_not_json_is_a_failure(tmp_path: Path, name: str) -> None:
    outcome = run_one(tmp_path, name)
    assert outcome.state is State.CRASHED
    assert outcome.detail is not None
    assert "not JSON" in outcome.detail or "bytes; " in outcome.detail


@pytest.mark.parametrize("name", ["lie", "lie_in_frames"])
def test_a_worker_that_was_taken_over_is_ended(tmp_path: Path, name: str) -> None:
    outcome = run_one(tmp_path, name)
    assert outcome.state is State.CRASHED
    assert outcome.detail is not None
    assert outcome.detail.startswith("its answer is none")


def test_a_stage_that_is_not_there(tmp_path: Path) -> None:
    with LocalExecutor(1, tmp_path) as executor:
        outcome = next(iter(executor.run([Task("t", "govah.engine.nowhere:stage", {}, LIMITS)])))
    assert outcome.state is State.CRASHED
    assert outcome.detail == "ModuleNotFoundError: No module named 'govah.engine.nowhere'"


def test_the_environment_is_bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://192.0.2.1")
    monkeypatch.setenv("GOVAH_KEYS", "/nowhere")
    found = run_one(tmp_path, "environment").value
    assert found["OMP_THREAD_LIMIT"] == "1"
    assert not {name for name in found if "proxy" in name.lower() or name.startswith("GOVAH")}


def test_descendants_die_with_their_task(tmp_path: Path) -> None:
    with LocalExecutor(1, tmp_path) as executor:
        outcomes = executor.run([task("start_child", limits=TaskLimits(20, 2, 1 << 30, 1 << 20))])
        outcome = next(outcomes)
        assert outcome.state is State.TIMED_OUT
        child = int((outcome.scratch / "pid").read_text(encoding="ascii"))
        assert not is_running(child)


def test_closing_ends_a_running_task(tmp_path: Path) -> None:
    before = {child.pid for child in psutil.Process().children()}
    with LocalExecutor(2, tmp_path) as executor:
        outcomes = executor.run([task("echo"), task("sleep_forever"), task("sleep_forever")])
        next(outcomes)
    assert {child.pid for child in psutil.Process().children()} <= before


PARENT = """
import sys
from pathlib import Path
from govah.engine.executor import LocalExecutor
from govah.engine.task import Task, TaskLimits

with LocalExecutor(1, Path(sys.argv[1])) as executor:
    tasks = [Task("pid", "hostile_stages:pid", {}), Task("t", "hostile_stages:sleep_forever", {})]
    for outcome in executor.run(tasks):
        print(outcome.value, flush=True)
"""


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
def test_a_worker_dies_with_its_parent(tmp_path: Path, number: signal.Signals) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(PARENT), str(tmp_path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent)},
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),  # a background job ignores it
    ) as parent:
        assert parent.stdout is not None
        worker = int(parent.stdout.readline())
        parent.send_signal(number)
        parent.wait(timeout=20)
    assert not is_running(worker)


def is_running(pid: int) -> bool:
    """Whether it still runs after the moment that the kernel needs to end it."""
    for _ in range(100):
        try:
            if psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
                return False
        except psutil.NoSuchProcess:
            return False
        time.sleep(0.05)
    return True
