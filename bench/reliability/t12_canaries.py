"""12: what is sealed is found nowhere: random strings in identities and in exhibits, through the whole life of a case.

Strings stand in who sources are, in the contents of exhibits that are sealed after they were read, and in contents,
names and folders of what is collected sealed. The case then lives: sealed, opened with one key and with two on two
machines, searched, derived again, reported, packed, verified, looked at in the workbench; sealing and collecting are
killed half-way, openings fail on a truncated file and on the wrong key, a full disk stops a sealing with tracebacks
turned on. Searched are all files of the case, of the keys, of the home and the temporary folder, of packages and
reports, and all that every command printed that was not itself an opening.

So that a miss means something: the same search must find every spelling and packing that it knows, and finds a
string that was not sealed in the case, its database, its pages, its package and on the screen.
"""

import json
import os
import random
import re
import shutil
import signal
import subprocess
import time
import urllib.request
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from pathlib import Path

from bench.reliability.canaries import Hit, Search, canary, self_check
from bench.reliability.row import Row
from bench.section import Place

_CANARIES = 200
_IN_SOURCE, _IN_FILE = 4, 5
_KILLS = 12
_LONG = 16 << 20
"""Bytes of a file that is killed while it is sealed."""
_SPOKEN = "نگهبان رود"
"""Words of the exhibit that stays open, for report and search."""


@dataclass
class World:
    """A case with all that is around it.

    Args:
        place: Of the run.
        root: Everything of this test.
        secrets: Canaries that are sealed and must be found nowhere.
        control: One that is not sealed.
    """

    place: Place
    root: Path
    secrets: list[str]
    control: str
    outputs: int = 0
    environment: dict[str, str] = field(default_factory=dict)
    commands: int = 0

    def __post_init__(self) -> None:
        for name in ("home", "tmp", "keys", "keys of B", "outputs", "exports", "opened", "failed", "leak"):
            (self.root / name).mkdir(parents=True)
        self.environment = {
            **os.environ,
            "HOME": str(self.root / "home"),
            "XDG_CACHE_HOME": str(self.root / "home" / ".cache"),
            "TMPDIR": str(self.root / "tmp"),
            "GOVAH_KEYS": str(self.root / "keys"),
            "GOVAH_CASE": str(self.case),
            "GOVAH_DEBUG": "1",
            "GOVAH_WORKERS": "1",
        }

    @property
    def case(self) -> Path:
        """The case folder."""
        return self.root / "case"

    def govah(
        self, *words: object, stdin: str = "", opens: bool = False, expect: int | None = 0, keys: str = "keys"
    ) -> str:
        """Run a command; what it prints is kept for the search, unless it opens something."""
        self.commands += 1
        done = subprocess.run(
            self.place.command(*words), input=stdin.encode(), capture_output=True, check=False, cwd=self.root,
            env={**self.environment, "GOVAH_KEYS": str(self.root / keys)},
        )  # fmt: skip
        kept = self.root / ("opened" if opens else "outputs") / f"{self.commands:03}"
        kept.write_bytes(done.stdout + b"\n" + done.stderr)
        if expect is not None and done.returncode != expect:
            raise AssertionError(f"govah {words[0]}: exit {done.returncode}: {done.stderr.decode()[-600:]}")
        return done.stdout.decode()

    def killed(self, wait: float, *words: object, stdin: str = "", opens: bool = False) -> bool:
        """Kill a command after so many seconds; whether it was still running."""
        self.commands += 1
        folder = self.root / ("opened" if opens else "outputs")
        with (folder / f"{self.commands:03} killed").open("wb") as kept:
            running = subprocess.Popen(
                self.place.command(*words), stdin=subprocess.PIPE, stdout=kept, stderr=kept, cwd=self.root,
                env=self.environment,
            )  # fmt: skip
            assert running.stdin is not None
            running.stdin.write(stdin.encode())
            running.stdin.close()
            time.sleep(wait)
            running.send_signal(signal.SIGKILL)
            return running.wait() == -signal.SIGKILL

    def hits(self) -> tuple[Search, list[Hit]]:
        """Search everything but what was delivered and what was opened on purpose."""
        search = Search(self.secrets)
        apart = [self.root / name for name in ("leak", "opened")]
        return search, search.everywhere([self.root], apart)


def run(place: Place, scale: float) -> Iterator[Row]:
    """The whole life, and the searches in it."""
    chance = random.Random(12)
    count = max(20, round(_CANARIES * scale))
    root = place.work / "canaries"
    shutil.rmtree(root, ignore_errors=True)
    world = World(place, root, [canary(chance, number) for number in range(count)], canary(chance, 0))
    misses = self_check(chance, root / "planted")
    shutil.rmtree(root / "planted")
    waiting = iter(world.secrets)
    third = count // 3
    sources = _in_lots([next(waiting) for _ in range(third)], _IN_SOURCE)
    opened = _in_lots([next(waiting) for _ in range(third)], _IN_FILE)
    compartment = list(waiting)

    _found(world)
    named = _collected(world, opened)
    _sources(world, sources)
    world.govah("seal", *named[1:], "--to", "A", "--why", "it names a witness", "--with-parts", "--with-containers")
    _compartment(world, compartment)
    kills = _killings(world, chance, sources, max(2, round(_KILLS * scale)))
    misses += [f"right after a killing: {_told(hit)}" for hit in _without_opened(world, opened)]
    world.govah("rebuild")
    _openings(world, sources)
    _failures(world, compartment)
    pages = _used(world)
    search, hits = world.hits()
    misses += [_told(hit) for hit in hits[:5]]
    seen = _controls(world)
    misses += [f"the search does not find the open canary in {name}" for name, ok in seen.items() if not ok]
    ok = not misses
    outcome = (
        f"{len({hit.canary for hit in hits})} found; {search.files:,} files ({search.bytes / 1e6:.0f} MB) searched in "
        f"12 spellings after {world.commands} commands, {kills} of them killed, {pages} screens; the open canary was "
        f"found in {sum(seen.values())} of {len(seen)} places"
    )
    claim = "what is sealed (identities, contents, names, folders) is found nowhere"
    yield Row(12, claim, "200 strings, 0 found", count, outcome, ok, tuple(misses[:8]))


def _in_lots(texts: Sequence[str], size: int) -> list[list[str]]:
    return [list(texts[at : at + size]) for at in range(0, len(texts), size)]


def _told(hit: Hit) -> str:
    return f"{hit.canary} as {hit.spelling} in {hit.place}"


def _found(world: World) -> None:
    world.govah("init", world.case, "--name", "Canaries")
    world.govah("custodian", "new", "A")
    world.govah("custodian", "new", "B", keys="keys of B")
    recipient = json.loads(next((world.root / "keys of B" / "custodians").glob("*.json")).read_text())["recipient"]
    world.govah("custodian", "add", "A")
    world.govah("custodian", "add", "B", "--recipient", recipient)


def _collected(world: World, lots: Sequence[Sequence[str]]) -> list[str]:
    """Collect an open folder: the control, and files with canaries in several formats; their numbers, control first."""
    leak = world.root / "leak" / "open"
    leak.mkdir()
    (leak / f"0 {world.control}.txt").write_text(f"{_SPOKEN} {world.control} here.\n", encoding="utf-8")
    for number, lot in enumerate(lots, 1):
        text = "\n".join(f"words {word} stand here" for word in lot)
        match number % 4:
            case 0:
                (leak / f"{number}.html").write_text(f"<p>{text}</p>", encoding="utf-8")
            case 1:
                (leak / f"{number}.txt").write_text(text, encoding="utf-8")
            case 2:
                (leak / f"{number}.eml").write_text(
                    f"From: a@b.example\nTo: c@b.example\nSubject: {number}\nMIME-Version: 1.0\n"
                    f"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{text}\n",
                    encoding="utf-8",
                )
            case _:
                with zipfile.ZipFile(leak / f"{number}.zip", "w", zipfile.ZIP_DEFLATED) as pack:
                    pack.writestr("part.txt", text)
                    pack.writestr("other.csv", "a,b\n" + ",".join(lot))
    world.govah("collect", leak, "--source", "kabutar-0")
    world.govah("search", world.secrets[-1])
    tops = [line for line in _listed(world) if not line["parents"]]
    tops.sort(key=lambda line: world.control not in line["paths"][0])
    return [f"ex{line['number']}" for line in tops]


def _listed(world: World) -> list[dict[str, object]]:
    return [json.loads(line) for line in world.govah("exhibits", "--json").splitlines()]


def _identity(lot: Sequence[str]) -> str:
    return f"Name: {lot[0]}\n" + "\n".join(f"telephone {word}" for word in lot[1:]) + "\n"


def _sources(world: World, lots: Sequence[Sequence[str]]) -> None:
    for number, lot in enumerate(lots):
        name = f"kabutar-{number}"
        to = ("--to", "A", "--to", "B", "--two-keys") if number % 2 else ("--to", "A")
        if number % 3:
            world.govah("source", "add", name, "--identity", "-", *to, stdin=_identity(lot))
        else:
            given = world.root / "leak" / f"who {number}.txt"
            given.write_text(_identity(lot), encoding="utf-8")
            world.govah("source", "add", name, "--identity", given, *to)


def _compartment(world: World, words: Sequence[str]) -> None:
    """Collect sealed: a canary in the folder's name, the file's name, and three in each content."""
    folder = world.root / "leak" / words[0]
    for lot in _in_lots(words[1:], _IN_FILE):
        inner = folder / lot[-1]
        inner.mkdir(parents=True)
        (inner / f"{lot[0]}.txt").write_text("\n".join(lot), encoding="utf-8")
    (folder / "nowhere").symlink_to(words[1])
    world.govah("collect", folder, "--source", "kabutar-0", "--sealed", "--to", "A", "--json", expect=5)


def _killings(world: World, chance: random.Random, lots: Sequence[Sequence[str]], count: int) -> int:
    """Kill sealings of a long file, of a source and of exhibits, at random moments."""
    long = world.root / "leak" / "long"
    long.mkdir()
    words = " ".join(world.secrets).encode()
    with (long / f"{world.secrets[-1]}.bin").open("wb") as target:
        while target.tell() < _LONG:
            target.write(words)
    (world.root / "leak" / "again").mkdir()
    sealing = ("collect", long, "--source", "kabutar-1", "--sealed", "--to", "A")
    source = ("source", "seal", "kabutar-0", "--identity", "-", "--to", "A", "--again", "--weaker")
    started = time.monotonic()
    world.govah(*sealing)
    seconds = time.monotonic() - started
    killed = 0
    for number in range(count):
        wait = chance.uniform(0.3, 1.05) * seconds
        if number % 3:
            killed += world.killed(wait, *sealing)
        else:
            killed += world.killed(wait, *source, stdin=_identity(lots[0]))
    paper = world.root / "leak" / "again" / "paper.txt"
    lot = lots[0]
    for number in range(max(1, count // 3)):
        paper.write_text(f"{number} " + " ".join(lot), encoding="utf-8")
        world.govah("collect", paper, "--source", "kabutar-2", "--no-ocr")
        named = f"ex{_listed(world)[-1]['number']}"
        killed += world.killed(chance.uniform(0.3, 1.5) * seconds, "seal", named, "--to", "A", "--why", "killed")
        world.govah("seal", named, "--to", "A", "--why", "again", expect=None)  # sealed already, or sealed now
    return killed


def _without_opened(world: World, lots: Sequence[Sequence[str]]) -> list[Hit]:
    """Hits of what was never open in the case, before anything was cleaned up."""
    never_open = set(world.secrets) - {word for lot in lots for word in lot}
    return [hit for hit in world.hits()[1] if hit.canary in never_open][:3]


def _openings(world: World, lots: Sequence[Sequence[str]]) -> None:
    """Open sources with one key, and with two on two machines; exhibits of both kinds."""
    for number, lot in enumerate(lots):
        name, purpose = f"kabutar-{number}", ("--purpose", "the court asks")
        if number == 0:
            continue  # sealed again by a killed command, or not: either is right
        if number % 2:
            if number > 5:
                continue
            request, half = world.root / "exports" / f"ask {number}", world.root / "exports" / f"half {number}"
            world.govah("source", "open", name, *purpose, "--ask", request)
            world.govah("custodian", "half", request, "-o", half, keys="keys of B")
            said = world.govah("source", "open", name, *purpose, "--half", half, opens=True)
        else:
            said = world.govah("source", "open", name, *purpose, opens=True)
        if _identity(lot).strip() not in said:
            raise AssertionError(f"{name} did not open")
    for line in _listed(world):
        if "sealed" in line and int(str(line["number"])) % 7 == 0:
            out = world.root / "opened" / f"ex{line['number']}"
            world.govah("unseal", f"ex{line['number']}", "--purpose", "look", "-o", out, opens=True)


def _failures(world: World, words: Sequence[str]) -> None:
    """A truncated ciphertext, a wrong key, a killed opening, a full disk: with tracebacks on."""
    sealed = [line for line in _listed(world) if "sealed" in line and not line["paths"]]
    longest = max(sealed, key=lambda line: int(str(line["size"])))
    shortest = min(sealed, key=lambda line: int(str(line["size"])))
    world.govah("source", "open", "kabutar-1", "--purpose", "alone", expect=None)
    world.govah("source", "open", "kabutar-2", "--purpose", "stranger", keys="keys of B", expect=None)
    for number in range(3 if len(world.secrets) >= _CANARIES else 1):
        wait = 0.8 + 0.2 * number
        out = world.root / "failed" / f"{number}"
        world.killed(wait, "unseal", f"ex{longest['number']}", "--purpose", "killed", "-o", out, opens=True)
        out.unlink(missing_ok=True)  # where it came to its end it was opened on purpose; nothing else may stay
    (path,) = (world.case / "sealed").rglob(str(shortest["sha256"]))
    whole = path.read_bytes()
    path.chmod(0o644)
    path.write_bytes(whole[:-7])
    failed = world.root / "failed" / "truncated"
    world.govah("unseal", f"ex{shortest['number']}", "--purpose", "cut", "-o", failed, expect=None)
    path.write_bytes(whole)
    path.chmod(0o444)
    full = ["bash", "-c", 'ulimit -f 1; trap "" XFSZ; exec "$@"', "full disk"]
    for command, stdin in (
        (("source", "seal", "kabutar-0", "--identity", "-", "--to", "A", "--again", "--weaker"), " ".join(words) * 20),
        (("collect", world.root / "leak" / words[0], "--source", "kabutar-9", "--sealed", "--to", "A"), ""),
    ):
        world.commands += 1
        done = subprocess.run(
            [*full, *world.place.command(*command)], input=stdin.encode(), capture_output=True, check=False,
            cwd=world.root, env=world.environment,
        )  # fmt: skip
        (world.root / "outputs" / f"{world.commands:03} full").write_bytes(done.stdout + done.stderr)
        if done.returncode == 0:
            raise AssertionError("a full disk was not noticed")


def _used(world: World) -> int:
    """Everything else that a case is used for; how many screens were looked at."""
    thorough = len(world.secrets) >= _CANARIES
    for word in world.secrets[:: 40 if thorough else len(world.secrets)]:
        # what is looked for is printed back by no answer: only its count is
        said = json.loads(world.govah("search", word, "--json", opens=True).splitlines()[-1])
        if said["total"]:
            raise AssertionError(f"{word} is found by search")
    world.govah("search", _SPOKEN)
    world.govah("collect", world.root / "leak" / "open", "--source", "kabutar-0")
    lists = (("source", "list"), ("status",), ("exhibits",), ("marks",), ("custodian", "list"), ("letters",))
    for command in lists if thorough else lists[:1]:
        world.govah(*command)
    for number in range(1, 5 if thorough else 2):
        world.govah("text", f"ex{number}", "--json")
    control = next(line for line in _listed(world) if line["paths"] and world.control in str(line["paths"]))
    marked = json.loads(world.govah("mark", f"ex{control['number']}", world.control, "--json"))
    draft = world.root / "exports" / "draft.md"
    draft.write_text(f"---\ntitle: T\nlang: en\n---\n\n# T\n\nIt stands there [@{marked['passage']}].\n")
    for form in ("html", "pdf") if thorough else ("html",):
        world.govah("report", "build", draft, "-o", world.root / "exports" / f"report.{form}")
    report = world.root / "exports" / "report.html"
    world.govah("share", "bag", "--report", report, "-o", world.root / "exports" / "package")
    if thorough:
        world.govah("rebuild", "--keep-pages")
    if json.loads(world.govah("rebuild", "--json"))["identical"] is not True:
        raise AssertionError("a rebuild came out differently")
    if json.loads(world.govah("verify", "--json"))["verdict"] != "VERIFIED":
        raise AssertionError("the case does not verify")
    return _screens(world)


def _screens(world: World) -> int:
    """Fetch every screen of the workbench and its twins, in three languages, also of each exhibit."""
    server = subprocess.Popen(
        world.place.command("serve", "--port", "0", "--no-open", "--json"), stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, env=world.environment,
    )  # fmt: skip
    exhibits = [str(line["sha256"]) for line in _listed(world)]
    try:
        assert server.stdout is not None
        entrance = json.loads(server.stdout.readline())["url"]
        base = entrance.partition("/enter")[0]
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        browser.open(entrance, timeout=60).read()
        paths = ["/", "/exhibits", "/letters", "/search?q=words", "/custody", "/.json", "/exhibits.json"]
        paths += [f"/exhibit/{sha256}" for sha256 in exhibits] + [f"/exhibit/{sha256}.json" for sha256 in exhibits]
        fetched = 0
        for path in paths:
            try:
                said = browser.open(base + path, timeout=60).read()
            except urllib.error.HTTPError as error:
                said = error.read()
            else:
                fetched += 1
            name = re.sub(r"\W", "_", path)
            (world.root / "outputs" / f"screen {name}").write_bytes(said)
        return fetched
    finally:
        server.terminate()
        server.communicate(timeout=30)


def _controls(world: World) -> dict[str, bool]:
    """Whether the search finds the canary that was not sealed, wherever it must stand."""
    search = Search([world.control])
    places = {
        "the exhibit": world.case / "exhibits",
        "the log": world.case / "log",
        "the pages that were read": world.case / "derived" / "pages",
        "the database": world.case / "derived",
        "the package": world.root / "exports" / "package",
        "the report": world.root / "exports",
        "what commands print": world.root / "outputs",
    }
    found = {name: bool(search.everywhere([folder])) for name, folder in places.items()}
    found["the database"] = bool(search.file(world.case / "derived" / "case.db"))
    found["the report"] = bool(search.file(world.root / "exports" / "report.html"))
    return found
