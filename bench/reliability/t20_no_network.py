"""20: taking in a leak, looking at it, publishing, packing and verifying send nothing.

Everything runs in a network namespace of its own, in which all routes lead to a device that counts packets
(`outside.py`): IPv4, IPv6 and look-ups of names. First and last, packets are sent on purpose, and each must be seen.
The workbench is looked at through its own server; on the loopback nothing but that server may be spoken to, and what it
answers may name no other host to load from.
"""

import hashlib
import http.cookiejar
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import urllib.parse
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.reliability.outside import Outside
from bench.reliability.row import Row
from bench.section import Place

_SMALL = ("L13",)
_NOTE = "The wooden bridge over the river was closed on the tenth day.\n"
_LOADED = re.compile(rb"""(?:src|href|action|data|poster|srcset)\s*=\s*["']?\s*(?:[a-z]+:)?//([^/"'\s>]*)""", re.I)
_OWN = re.compile(rb"""(?:src|href)=["'](/(?:static/[^"'#]+|exhibit/[0-9a-f]+/picture[^"'#]*))["']""")
_ROOT = Path(__file__).resolve().parents[2]


def run(place: Place, scale: float) -> Iterator[Row]:
    """Run this file as a program in a namespace of its own."""
    claim, target = "Taking in, looking, publishing, packing and verifying send nothing", "0 packets"
    apart, reason = _apart()
    if not apart:
        yield Row(20, claim, target, 0, f"this system allows no network namespace: {reason}", None)
        return
    work = place.work / "t20"
    work.mkdir(parents=True)
    paths = [str(_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(paths),
        "GOVAH_KEYS": str(work / "keys"),
        "OMP_THREAD_LIMIT": "1",
    }
    program = [*apart, sys.executable, "-m", "bench.reliability.t20_no_network", str(work), str(scale)]
    done = subprocess.run(program, capture_output=True, text=True, check=False, env=environment, cwd=_ROOT)
    if done.returncode:
        yield Row(20, claim, target, 0, f"could not be run: {done.stderr.strip()[-300:]}", None)
        return
    told = json.loads(done.stdout)
    shutil.rmtree(work)
    yield Row(
        20,
        claim,
        target,
        told["commands"] + told["requests"],
        f"{told['commands']} commands ({told['exhibits']} exhibits, {told['pictures']} pages read by OCR) and "
        f"{told['requests']} requests to the workbench: {len(told['packets'])} packets"
        f"{'' if told['ipv6'] else ' (IPv4 only: no IPv6 here)'}; {told['seen']} of {told['sent']} packets sent on "
        "purpose were seen",
        not told["packets"] and not told["misses"] and told["seen"] == told["sent"],
        tuple([*told["packets"], *told["misses"]][:12]),
    )


def _apart() -> tuple[list[str], str]:
    """The command that gives a program a network of its own, or why there is none."""
    reason = ""
    for more in ([], ["--user", "--map-root-user"]):
        words = ["unshare", *more, "--net", "--mount"]
        probe = "import os; os.close(os.open('/dev/net/tun', os.O_RDWR))"
        try:
            done = subprocess.run([*words, sys.executable, "-c", probe], capture_output=True, text=True, check=False)
        except FileNotFoundError:
            return [], "there is no program unshare"
        if done.returncode == 0:
            return words, ""
        reason = done.stderr.strip().rpartition("\n")[2]
    return [], reason


class _Inside:
    """The way of a leak through the product, in the namespace."""

    def __init__(self, work: Path, scale: float) -> None:
        self.work = work
        self.small = scale < 1
        self.case = work / "case"
        self.commands = self.requests = self.pictures = self.exhibits = 0
        self.misses: list[str] = []

    def govah(self, *words: object, case: bool = True) -> str:
        """A command in a process of its own."""
        own = ["--case", str(self.case)] if case else []
        return self.program([sys.executable, "-m", "govah.cli.main", *own, *map(str, words)])

    def program(self, words: Sequence[str]) -> str:
        """A program that must end well."""
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        self.commands += 1
        if done.returncode:
            self.misses.append(f"{' '.join(words[2:])}: exit {done.returncode}, {done.stderr.strip()[-200:]}")
        return done.stdout

    def go(self) -> None:
        """From a leak to a verified package."""
        leak = self._leak()
        self.govah("init", self.case, "--name", "Kahrab", case=False)
        self.govah("collect", leak, "--source", "courier", "--json")
        listed = [json.loads(line) for line in self.govah("exhibits", "--json").splitlines()]
        self.exhibits = len(listed)
        for item in listed:
            self._read(item["sha256"])
        others = ("status",), ("search", "bridge"), ("letters",), ("marks",), ("ghosts",)
        for words in (("search", "وزارت"), *(() if self.small else others)):
            self.govah(*words, "--json")
        sha256 = hashlib.sha256(_NOTE.encode()).hexdigest()
        self.govah("mark", f"{sha256}:1:4-17", "--note", "which bridge?")
        draft = self.work / "draft.md"
        draft.write_text(f"---\ntitle: The bridge\nlang: en\n---\n\nThe bridge was closed [@{sha256}:1:0-60].\n")
        reports = [self.work / "report.html", self.work / "report.pdf"][: 1 if self.small else 2]
        for report in reports:
            self.govah("report", "build", draft, "-o", report)
        out = self.work / "package"
        named = [word for report in reports for word in ("--report", str(report))]
        self.govah("share", "bag", *named, "--to", "another body", "-o", out)
        if not self.small:
            self.govah("verify", self.case, case=False)
            self.govah("rebuild", "--keep-pages")
        self.govah("verify", out, "--against", self.case / "log" / "checkpoint", case=False)
        self.program([sys.executable, str(out / "verify.py")])
        self._look([item["sha256"] for item in listed])

    def _leak(self) -> Path:
        from govah.demo.leak import build_leak

        leak = self.work / "leak"
        build_leak(leak, documents=_SMALL if self.small else None)
        (leak / "note.txt").write_text(_NOTE)
        return leak

    def _read(self, sha256: str) -> None:
        pages = self.govah("text", sha256[:12], "--json").splitlines()
        self.pictures += sum('"ocr"' in page for page in pages)

    def _look(self, exhibits: Sequence[str]) -> None:
        """Ask for every screen, as data and as a page, and for what the pages load."""
        words = [sys.executable, "-m", "govah.cli.main", "--case", str(self.case), "serve", "--port", "0"]
        server = subprocess.Popen([*words, "--no-open", "--json"], stdout=subprocess.PIPE, text=True)
        try:
            assert server.stdout is not None
            entrance = urllib.parse.urlsplit(json.loads(server.stdout.readline())["url"])
            self.port = entrance.port
            home = f"http://{entrance.netloc}"
            cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
            browser = urllib.request.build_opener(urllib.request.ProxyHandler({}), cookies)
            waiting = [f"{entrance.path}?{entrance.query}", "/", "/exhibits", "/letters", "/custody"]
            waiting += ["/search?q=bridge", f"/search?q={urllib.parse.quote('وزارت')}"]
            waiting += [f"/{name}.json" for name in ("desk", "exhibits", "letters", "custody")] + ["/search.json?q=a"]
            for sha256 in exhibits:
                waiting += [f"/exhibit/{sha256}", f"/exhibit/{sha256}.json"]
            self._browse(browser, home, waiting)
        finally:
            server.terminate()
            server.communicate(timeout=60)

    def _browse(self, browser: urllib.request.OpenerDirector, home: str, waiting: list[str]) -> None:
        done: set[str] = set()
        for path in waiting:  # grows by what the pages load
            if path in done:
                continue
            done.add(path)
            with browser.open(home + path, timeout=120) as answer:
                page = answer.read()
                is_page = answer.headers.get_content_type() == "text/html"
            self.requests += 1
            if not is_page:
                continue
            others = {host.decode() for host in _LOADED.findall(page)} - {urllib.parse.urlsplit(home).netloc}
            self.misses += [f"{path} loads from {host}" for host in others]
            loaded = re.findall(
                rb"""(?:src|href)=["'](/(?:static/[^"'#]+|exhibit/[0-9a-f]+/picture[^"'#]*))["']""", page
            )
            waiting += [item.decode().replace("&amp;", "&") for item in loaded]


def _sent(outside: Outside) -> list[bool]:
    """Packets on purpose."""

    def datagram() -> None:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
            line.sendto(b"x", ("198.51.100.7", 9))

    def datagram6() -> None:
        with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as line:
            line.sendto(b"x", ("2001:db8:1::7", 9))

    def connection() -> None:
        socket.create_connection(("198.51.100.7", 443), timeout=0.3).close()

    def name() -> None:
        socket.getaddrinfo("govah.example.org", 443)

    def from_a_child() -> None:
        program = "import socket; socket.create_connection(('203.0.113.9', 80), timeout=0.3)"
        subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)

    deeds = [datagram, connection, name, from_a_child] + ([datagram6] if outside.has_ipv6 else [])
    return [outside.sees(deed) for deed in deeds]


def main(work: Path, scale: float) -> None:
    """In the namespace: watch, work, tell."""
    with tempfile.TemporaryDirectory() as own, Outside(Path(own)) as outside:
        sent = _sent(outside)
        inside = _Inside(work, scale)
        inside.go()
        sent += _sent(outside)
    # Each packet on the loopback goes to the workbench's port or comes from it.
    pairs = set(zip(outside.inside[::2], outside.inside[1::2], strict=True))
    strangers = sorted({port for pair in pairs if inside.port not in pair for port in pair})
    packets = outside.packets + [f"the loopback's port {port}" for port in strangers]
    told = {name: getattr(inside, name) for name in ("commands", "requests", "pictures", "exhibits", "misses")}
    sys.stdout.write(
        json.dumps({**told, "packets": packets, "ipv6": outside.has_ipv6, "sent": len(sent), "seen": sum(sent)})
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), float(sys.argv[2]))
