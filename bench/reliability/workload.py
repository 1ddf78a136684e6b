"""What the tests of the crash rule do to a case, and how they judge what a crash left of it."""

import contextlib
import io
import os
import random
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from govah.errors import GovahError
from govah.model.event import Event, EventType
from govah.preserve import verifier
from govah.preserve.keys import Keyring
from govah.preserve.log import Log, new_origin
from govah.preserve.vault import Vault

FOUNDED = -1
"""The acknowledgement that the case was made."""

Acknowledge = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Step:
    """A group: exhibits that are preserved together, and the events that are appended after them.

    Args:
        exhibits: Their lengths; the bytes follow from the step's number.
        marks: Further events without exhibits.
        padding: Characters in each mark, so that bodies are longer than a block.
    """

    exhibits: tuple[int, ...] = ()
    marks: int = 0
    padding: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """A case before a crash, and what is done to it.

    Args:
        name: In a few words.
        before: Groups that are there.
        steps: Groups that are appended while the crash comes.
        founding: The case itself is made then, too.
    """

    name: str
    before: tuple[Step, ...]
    steps: tuple[Step, ...]
    founding: bool = False

    @property
    def labels(self) -> list[str]:
        """What every entry of the groups is known by, in order: `step.place`."""
        groups = (*self.before, *self.steps)
        return [f"{number}.{at}" for number, step in enumerate(groups) for at in range(len(step.exhibits) + step.marks)]

    def labels_until(self, acknowledged: set[int]) -> int:
        """How many of the labels belong to groups up to the last acknowledged one."""
        last = max(acknowledged - {FOUNDED}, default=len(self.before) - 1)
        groups = (*self.before, *self.steps)[: last + 1]
        return sum(len(step.exhibits) + step.marks for step in groups)


SMALL = Plan("small groups", (Step((900, 40), 2),), (Step((300, 5000), 1), Step((), 2), Step((700,), 0)))
MANY = Plan("many exhibits at once", (Step((), 3),), (Step(tuple(range(20, 420, 40)), 0), Step((90,), 1)))
LONG = Plan("long exhibit, long bodies", (Step((10,), 1),), (Step(((1 << 20) + 77,), 1), Step((), 3, 3000)))
BOUNDARY = Plan("across a full bundle", (Step((50,), 250),), (Step((60,), 2), Step((70, 71), 4), Step((), 1)))
SEVERAL = Plan("a group of several bundles", (Step((), 250),), (Step((40,), 270),))
FOUNDING = Plan("the founding of a case", (), (Step((30,), 1),), founding=True)
PLANS = (SMALL, MANY, LONG, BOUNDARY, SEVERAL, FOUNDING)


class _Undone(Exception):
    """Breaks off a group, so that nothing of it stays."""


class Site:
    """A folder with a case and the keys of its one account.

    Args:
        folder: Holds `case` and `keys`.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.case = folder / "case"
        self.keyring = Keyring(folder / "keys")

    def prepare(self, plan: Plan) -> None:
        """Make what is there before the crash."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.case.mkdir(parents=True)
        Vault.create(self.case)
        self.keyring.make("sara")
        if not plan.founding:
            self.found()
            for number, step in enumerate(plan.before):
                self.perform(number, step)

    def found(self) -> None:
        """Make the log."""
        Log.create(self.case, new_origin(), self.keyring, self.keyring.signer(), {"name": "crash"})

    def work(self, plan: Plan, acknowledge: Acknowledge) -> None:
        """Do all that the plan asks for; each group is acknowledged after it was appended."""
        if plan.founding:
            self.found()
            acknowledge(FOUNDED)
        log, vault = Log.open(self.case, self.keyring), Vault(self.case)
        for number, step in enumerate(plan.steps, len(plan.before)):
            self.perform(number, step, log, vault)
            acknowledge(number)

    def perform(self, number: int, step: Step, log: Log | None = None, vault: Vault | None = None) -> None:
        """Preserve a group's exhibits, then append its events."""
        log = log or Log.open(self.case, self.keyring)
        log.append(self._events(number, step, vault or Vault(self.case)), self.keyring.signer())

    def perform_rest(self, number: int, step: Step, log: Log, vault: Vault) -> None:
        """Preserve a group's exhibits, then append those of its events that the log does not hold."""
        log.recover(self.keyring.signer())
        held = set(self.labels())
        missing = [event for event in self._events(number, step, vault) if event.fields["label"] not in held]
        log.append(missing, self.keyring.signer())

    def resume(self, plan: Plan) -> None:
        """Go on as after a crash: recover, read what the log holds, do the rest."""
        with contextlib.suppress(FileExistsError):
            self.case.mkdir()
        if plan.founding and not (self.case / "log").exists():
            self.found()
        log, vault, signer = Log.open(self.case, self.keyring), Vault(self.case), self.keyring.signer()
        log.recover(signer)
        held = set(self.labels())
        for number, step in enumerate((*plan.before, *plan.steps)):
            missing = [event for event in self._events(number, step, vault) if event.fields["label"] not in held]
            if missing:
                log.append(missing, signer)
        with contextlib.suppress(_Undone), vault.group():  # whoever takes something in clears what a killed one left
            vault.preserve(io.BytesIO(os.urandom(8)))
            raise _Undone

    def copy(self, other: "Site") -> None:
        """Become a copy of another folder."""
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(other.folder, self.folder)

    def labels(self) -> list[str]:
        """Labels of the log's entries, in order."""
        entries = Log.open(self.case, self.keyring).entries(2)
        return [str(entry.fields["label"]) for entry in entries if "label" in entry.fields]

    def verify(self) -> dict[str, object]:
        """The verifier's verdict, also against what the account remembers."""
        memory = self.keyring.memory_for(self.case)
        return verifier.verify_case(self.case, remembered=memory and memory.checkpoint_bytes())

    def _events(self, number: int, step: Step, vault: Vault) -> list[Event]:
        chance = random.Random(number)
        events = []
        with vault.group():
            for at, size in enumerate(step.exhibits):
                kept = vault.preserve(io.BytesIO(chance.randbytes(size)))
                fields = {"label": f"{number}.{at}", "sha256": kept.sha256, "size": kept.size}
                events.append(Event(EventType.ADMIT, fields))
        first = len(step.exhibits)
        for at in range(first, first + step.marks):
            events.append(Event(EventType.MARK, {"label": f"{number}.{at}", "note": "ن" * step.padding}))
        return events


def judge(site: Site, plan: Plan, acknowledged: set[int]) -> list[str]:
    """What is wrong with a case after a crash, and after the next writer went on with it.

    Right is: the verifier finds no problem; every acknowledged entry is there; the next writer goes on; then the case
    is VERIFIED without a note, and the entries are those of the plan, each once and in order.
    """
    try:
        return list(_misses(site, plan, acknowledged))
    except (GovahError, verifier.Unusable, OSError, SystemExit) as error:
        return [f"{type(error).__name__}: {error}"]


def _misses(site: Site, plan: Plan, acknowledged: set[int]) -> Iterator[str]:
    if plan.founding and FOUNDED not in acknowledged and not (site.case / "log").exists():
        yield from ()  # nothing was promised, and nothing is there
    else:
        yield from _problems(site.verify(), "after the crash")
        held = site.labels()
        if held != plan.labels[: len(held)]:
            yield "the log holds other entries than were appended"
        if len(held) < plan.labels_until(acknowledged):
            yield f"acknowledged entries are gone: {len(held)} of {plan.labels_until(acknowledged)} are there"
    site.resume(plan)
    verdict = site.verify()
    yield from _problems(verdict, "after the next writer")
    yield from (f"note after the next writer: {note['where']}: {note['what']}" for note in _listed(verdict, "notes"))
    if site.labels() != plan.labels:
        yield "after the next writer, entries are missing or doubled"


def _problems(verdict: dict[str, object], when: str) -> Iterator[str]:
    for problem in _listed(verdict, "problems"):
        yield f"{when}: {problem['where']}: {problem['what']}"
    if verdict["verdict"] != "VERIFIED" and not verdict["problems"]:
        yield f"{when}: {verdict['verdict']}"


def _listed(verdict: dict[str, object], name: str) -> Sequence[dict[str, str]]:
    found = verdict[name]
    assert isinstance(found, list)
    return found
