"""Which protections are in force on this machine, found out by trying them in a worker."""

import tempfile
from pathlib import Path

from govah.engine.confinement import Protection
from govah.engine.executor import LocalExecutor
from govah.engine.task import State, Task, TaskLimits

_WATCHED = (
    Protection("processor time", True, "watched by the parent, RLIMIT_CPU behind it"),
    Protection("memory", True, "resident memory watched by the parent"),
    Protection("scratch space", True, "watched by the parent, RLIMIT_FSIZE behind it"),
)


def protections() -> list[Protection]:
    """Start a worker, have it try to break out, and tell what held. Takes some 0.3 seconds.

    Raises:
        WorkerError: Workers do not start on this machine.
    """
    with tempfile.TemporaryDirectory(prefix="govah-probe-") as name:
        outside = Path(name) / "outside"
        outside.mkdir()
        task = Task("probe", "govah.engine.probe:what_holds", {"outside": str(outside)}, TaskLimits(10, 30))
        with LocalExecutor(1, Path(name) / "scratch") as executor:
            outcome = next(iter(executor.run([task])))
            claimed = executor.protections()
    held = outcome.value if outcome.state is State.DONE and isinstance(outcome.value, dict) else {}
    return [_checked(one, held.get(one.name) is True) for one in claimed] + list(_WATCHED)


def _checked(claimed: Protection, held: bool) -> Protection:
    if claimed.in_force and not held:
        return Protection(claimed.name, False, f"{claimed.why}: installed, but it did not hold")
    return claimed
