"""Witnesses, policy and time-stamps through the command line: the case and the witnesses on accounts of their own."""

import http.server
import json
import shlex
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import ClassVar

import pytest
from bench.reliability.authority import Authority, Kind
from tests.cli.conftest import Govah

from govah import Case
from govah.case import frames
from govah.model.event import Event, EventType
from govah.preserve import verifier

At = Callable[..., object]


@pytest.fixture
def at(govah: Govah, tmp_path: Path) -> Govah:
    """`at("amal", "witness", "list")`: the same program on another account."""

    def call(account: str, *words: object, **more: object) -> object:
        return govah(*words, GOVAH_KEYS=str(tmp_path / account), **more)

    return call


@pytest.fixture
def keys(at: Govah) -> dict[str, str]:
    """Two witnesses, one with a key that quantum computers do not break."""
    amal = at("amal", "witness", "new", "amal.example/w", "--json").one
    bar = at("bar", "witness", "new", "bar.example/w", "--ml-dsa", "--json").one
    assert (amal["kind"], bar["kind"]) == ("Ed25519", "ML-DSA-44")
    return {"amal": amal["key"], "bar": bar["key"]}


@pytest.fixture
def policed(govah: Govah, small: Path, keys: dict[str, str]) -> Path:
    words = [word for name, key in keys.items() for word in ("--witness", f"{name}={key}")]
    assert govah("policy", "set", *words, "--quorum", 2, "--case", small, "--json").one["entry"] > 0
    return small


def grow(folder: Path) -> None:
    """The log goes on, as it does while somebody is asked."""
    with Case(folder) as case:
        case.log.append([Event(EventType.ENGAGE, {"note": "meanwhile"})], case.signer)


def cosigned(govah: Govah, at: Govah, case: Path, name: str, tmp_path: Path, *more: object) -> Path:
    """A request carried to a witness, and the reply carried back."""
    request, reply = tmp_path / "request", tmp_path / "reply"
    for former in (request, reply):
        former.unlink(missing_ok=True)
    asked = govah("witness", "request", "--for", name, "-o", request, "--case", case, "--json").one
    done = at(name, "witness", "cosign", request, "--log", asked["log"], "-o", reply, "--json", *more).one
    assert (done["size"], done["root"], done["fingerprint"]) == (asked["size"], asked["root"], asked["fingerprint"])
    return reply


class TestWitnesses:
    def test_from_the_request_to_the_verdict(self, govah, at, policed, tmp_path):
        for name in ("amal", "bar"):
            reply = cosigned(govah, at, policed, name, tmp_path)
            added = govah("witness", "add", reply, "--case", policed, "--json").one
            assert [each["name"] for each in added["witnesses"]] == [name]
            assert govah("witness", "add", reply, "--case", policed, "--json").one["entry"] == added["entry"]
        verdict = govah("verify", "--case", policed, "--json").one
        assert verdict["time"].startswith("2 witnesses (amal, bar) by 20")
        shown = govah("policy", "--case", policed, "--json").one
        assert shown["witnesses"][1]["size"] == added["size"] == shown["witnesses"][0]["size"] + 1
        assert govah("status", "--case", policed, "--json").one["clocks"]["witnessed"] > 0
        assert "2 witnesses (amal, bar)" in govah("status", "--case", policed).text
        assert "amal (Ed25519) has cosigned" in govah("policy", "--case", policed).text
        again = govah("witness", "request", "--for", "amal", "--case", policed, "--json").one
        assert again["old"] == shown["witnesses"][0]["size"]
        assert again["request"].startswith(f"old {again['old']}\n")

    def test_no_file_is_replaced(self, govah, at, policed, tmp_path):
        request, reply, mine = tmp_path / "request", tmp_path / "reply", tmp_path / "mine.svg"
        mine.write_text("mine", encoding="utf-8")
        asking = ("witness", "request", "--for", "amal", "--case", policed)
        for option, told in (("-o", "-o FILE"), ("--log-key", "--log-key FILE"), ("--qr", "--qr FILE")):
            govah(*asking, option, mine).failed(2, "exists", f"Name a new file: {told}")
        log = govah(*asking, "-o", request, "--json").one["log"]
        cosigning = ("witness", "cosign", request, "--log", log)
        for option in ("-o", "--qr"):
            at("amal", *cosigning, option, mine).failed(2, "exists")
        assert not list((tmp_path / "amal").rglob("*govah*"))  # nothing was signed yet
        numbered = tmp_path / "code-1.svg"
        numbered.write_text("mine", encoding="utf-8")
        at("bar", *cosigning, "-o", reply, "--qr", tmp_path / "code.svg").failed(2, "exists", str(numbered))
        assert not reply.exists()
        assert mine.read_text(encoding="utf-8") == numbered.read_text(encoding="utf-8") == "mine"
        govah("actor", "ask", f"govah/{'0' * 32}", "-o", mine).failed(2, "exists", "Name a new file: -o FILE")
        govah("witness", "request", "--case", policed, "--qr", policed / "log" / "x.svg").failed(2, "lies in log/")
        govah(*asking, "-o", tmp_path / "none" / "x").failed(2, "is not a folder")

    def test_the_request_is_a_tlog_witness_body_on_stdout(self, govah, at, policed):
        answer = govah("witness", "request", "--old", 0, "--case", policed)
        assert answer.text.startswith("old 0\n\ngovah/")
        assert "to compare by telephone" in answer.err
        key = answer.err.split("first time: ")[1].split("\n")[0]
        reply = at("amal", "witness", "cosign", "-", "--log", key, stdin=answer.out)
        assert reply.text.count("— ") == 2
        assert "From now on this log is held to this key" in reply.err
        assert govah("witness", "add", "-", "--case", policed, stdin=reply.out).code == 0

    def test_the_witnesses_line_alone_is_enough(self, govah, at, policed, tmp_path):
        reply = cosigned(govah, at, policed, "amal", tmp_path)
        line = reply.read_text().splitlines(keepends=True)[-1]
        grow(policed)
        assert govah("witness", "add", "-", "--case", policed, stdin=line.encode()).code == 0

    def test_qr_codes_of_a_long_reply_come_back_in_any_order(self, govah, at, policed, tmp_path):
        reply = cosigned(govah, at, policed, "bar", tmp_path, "--qr", tmp_path / "codes.svg")
        assert sorted(path.name for path in tmp_path.glob("codes*.svg")) == [f"codes-{n}.svg" for n in (1, 2, 3, 4)]
        parts = frames.split(reply.read_bytes())
        assert len(parts) == 4
        scanned = "".join(reversed(parts)).encode()
        assert govah("witness", "add", "-", "--case", policed, stdin="".join(parts[1:]).encode()).failed(
            2, "1 is missing"
        )
        garbled = scanned.replace(b"A", b"B", 1)
        assert govah("witness", "add", "-", "--case", policed, stdin=garbled).failed(2)
        assert govah("witness", "add", "-", "--case", policed, stdin=scanned).code == 0

    def test_what_the_witness_refuses(self, govah, at, policed, tmp_path):
        request = tmp_path / "request"
        asked = govah("witness", "request", "--for", "amal", "-o", request, "--case", policed, "--json").one
        at("amal", "witness", "cosign", request).failed(4, "does not know the log", "--log")
        at("amal", "witness", "cosign", request, "--log", "x").failed(2, "not a log's key")
        at("amal", "witness", "cosign", tmp_path / "none", "--log", asked["log"]).failed(4)
        other = policed / "log" / "checkpoint"
        at("amal", "witness", "cosign", other, "--log", asked["log"]).failed(2, "not a request")
        at("nobody", "witness", "cosign", request, "--log", asked["log"]).failed(4, "govah witness new")
        (tmp_path / "key").write_text(asked["log"] + "\n")
        at("amal", "witness", "cosign", request, "--log", tmp_path / "key", "-o", tmp_path / "reply")
        grow(policed)
        later = govah("witness", "request", "--old", 0, "--case", policed)
        at("amal", "witness", "cosign", "-", stdin=later.out).failed(2, f"--old {asked['size']}")
        fitting = govah("witness", "request", "--old", asked["size"], "--case", policed)
        assert at("amal", "witness", "cosign", "-", stdin=fitting.out).code == 0
        at("amal", "witness", "cosign", request).failed(3, "rolled back")
        at("amal", "witness", "cosign", "-", stdin=fitting.out.replace(b"old ", b"old x")).failed(2, "not a request")

    def test_what_the_case_refuses(self, govah, at, policed, keys, tmp_path):
        reply = cosigned(govah, at, policed, "amal", tmp_path)
        govah("witness", "request", "--for", "nobody", "--case", policed).failed(2, "knows no witness nobody")
        govah("witness", "request", "--old", 10**6, "--case", policed).failed(2)
        govah("witness", "add", tmp_path / "none", "--case", policed).failed(4)
        govah("witness", "add", "-", "--case", policed, stdin=b"hello").failed(2, "not a witness's reply")
        text = reply.read_bytes()
        flipped = text[:-10] + (b"A" if text[-10:-9] != b"A" else b"B") + text[-9:]
        govah("witness", "add", "-", "--case", policed, stdin=flipped).failed(2)
        at("eve", "witness", "new", "eve.example/w")
        request = tmp_path / "request"
        key = govah("witness", "request", "--for", "amal", "--case", policed, "--json").one["log"]
        eve = at("eve", "witness", "cosign", request, "--log", key)
        govah("witness", "add", "-", "--case", policed, stdin=eve.out).failed(2, "does not know eve.example/w")

    def test_a_case_without_policy_says_how_to_begin(self, govah, small):
        govah("witness", "add", "-", "--case", small, stdin=b"x").failed(2, "govah policy set")
        assert "own clock" in govah("policy", "--case", small).text

    def test_keys_are_listed(self, at, keys):
        (shown,) = at("amal", "witness", "list", "--json").lines
        assert shown["key"] == keys["amal"]
        assert "Ed25519" in at("amal", "witness", "list").text
        at("amal", "witness", "new", "amal.example/w").failed(2, "already")
        at("amal", "witness", "new", "a b").failed(2)


class TestPolicy:
    def test_from_a_file(self, govah, small, keys, tmp_path):
        file = tmp_path / "policy"
        file.write_text(f"# ours\nwitness a {keys['amal']}\nquorum a")
        assert govah("policy", "set", file, "--case", small).code == 0
        assert govah("policy", "--case", small, "--json").one["quorum"] == "a"
        again = f"witness b {keys['bar']}\nquorum b\n".encode()
        assert govah("policy", "set", "-", "--case", small, stdin=again).code == 0

    @pytest.mark.parametrize(
        ("words", "told"),
        [
            ((), "Nothing was named"), (("--witness", "x"), "NAME=KEY"), (("--witness", "x=y"), "not a policy"),
            (("--quorum", 1), "Nothing was named"), (("nowhere",), "not a file"),
        ],
    )  # fmt: skip
    def test_what_is_none(self, govah, small, words, told):
        answer = govah("policy", "set", *words, "--case", small)
        assert answer.code in (2, 4)
        assert told in answer.err

    def test_more_than_there_are(self, govah, small, keys):
        govah("policy", "set", "--witness", f"a={keys['amal']}", "--quorum", 2, "--case", small).failed(
            2, "2 cannot come from 1"
        )

    def test_a_receivers_policy(self, govah, at, policed, keys, tmp_path):
        pinned = tmp_path / "pinned"
        pinned.write_text(f"witness a {keys['amal']}\nquorum a\n")
        assert govah("verify", "--policy", pinned, "--case", policed).code == 3
        govah("witness", "add", cosigned(govah, at, policed, "amal", tmp_path), "--case", policed)
        answer = govah("verify", "--policy", pinned, "--case", policed, "--json")
        assert (answer.code, answer.one["clocks"][0]["name"]) == (0, "a")
        govah("verify", "--policy", tmp_path / "none", "--case", policed).failed(4)
        pinned.write_text("x")
        govah("verify", "--policy", pinned, "--case", policed).failed(2, "not a policy")


class TestPackages:
    def test_nothing_is_packed_before_the_witnesses_saw_it(self, govah, at, policed, tmp_path):
        out = tmp_path / "out"
        govah("share", "bag", "-o", out, "--case", policed).failed(2, "not witnessed by the quorum", "--unwitnessed")
        assert not out.exists()
        assert govah("share", "bag", "--unwitnessed", "-o", out, "--case", policed).code == 0
        verdict = govah("verify", out, "--json")
        assert verdict.code == 0
        assert any("as its sender says" in note["what"] for note in verdict.one["notes"])
        for name in ("amal", "bar"):
            govah("witness", "add", cosigned(govah, at, policed, name, tmp_path), "--case", policed)
        shutil.rmtree(out)
        assert govah("share", "bag", "-o", out, "--case", policed).code == 0
        assert govah("verify", out, "--json").one["notes"] == []


class _Answers(http.server.BaseHTTPRequestHandler):
    authority: Authority
    mistake = ""
    asked: ClassVar[list[bytes]] = []

    def do_POST(self) -> None:
        query = self.rfile.read(int(self.headers["Content-Length"]))
        assert self.headers["Content-Type"] == "application/timestamp-query"
        self.asked.append(query)
        if self.mistake == "error":
            self.send_error(503, "closed")
            return
        if self.mistake == "nonce":
            query = verifier.time_stamp_query(b"", 7).replace(
                verifier.query_imprint(verifier.time_stamp_query(b"", 7))[1], verifier.query_imprint(query)[1]
            )
        if self.mistake == "imprint":
            query = query.replace(verifier.query_imprint(query)[1], bytes(32))
        answer = self.authority.answer(query)
        if self.mistake == "refused":
            answer = bytes.fromhex("30143012020102" + "30090c07676f2061776179" + "03020204")
        self.send_response(200)
        kind = "text/html" if self.mistake == "html" else "application/timestamp-reply"
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(answer[:-3] if self.mistake == "cut" else answer)

    def log_message(self, format: str, *arguments: object) -> None:
        pass


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("tsa") / "authority", "Clock", Kind(key="ec"))


@pytest.fixture
def server(authority: Authority) -> Iterator[type[_Answers]]:
    handler = type("Handler", (_Answers,), {"authority": authority, "asked": []})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as serving:
        thread = threading.Thread(target=serving.serve_forever)
        thread.start()
        handler.url = f"http://127.0.0.1:{serving.server_port}/"  # type: ignore[attr-defined]
        yield handler
        serving.shutdown()
        thread.join()


class TestTimeStamps:
    def test_over_the_network(self, govah, small, server, authority):
        govah("timestamp", server.url, "--case", small).failed(2, "no authority that is trusted here", "--trust")
        answer = govah("timestamp", server.url, "--trust", authority.root_pem, "--case", small, "--json")
        told = answer.one
        assert (told["authority"], told["signer"], told["trusted"]) == ("Clock root", "Clock", ["Clock root"])
        assert "From now on the case trusts Clock root" in answer.err
        verdict = govah("verify", "--case", small, "--json").one
        assert verdict["time"].startswith(
            f"time-stamp of Clock root at {told['at']} for the first {told['size']} entries"
        )
        assert verdict["clocks"][0]["certificate"] == told["certificate"]
        assert "stamp again before that" in govah("timestamp", server.url, "--case", small).text
        status = govah("status", "--case", small, "--json").one["clocks"]
        assert "Stamp the log again before" in status["advice"]
        shown = govah("policy", "--case", small, "--json").one
        assert [each["name"] for each in shown["authorities"]] == ["Clock root"]
        assert all(b"govah" not in query for query in server.asked)

    @pytest.mark.parametrize(
        ("mistake", "told"),
        [
            ("error", "answers 503"), ("html", "not with a time-stamp"), ("nonce", "nonce"), ("imprint", "imprint"),
            ("refused", "refused"), ("cut", "not DER"),
        ],
    )  # fmt: skip
    def test_answers_that_do_not_hold(self, govah, small, server, authority, mistake, told):
        server.mistake = mistake
        size = govah("verify", "--case", small, "--json").one["size"]
        govah("timestamp", server.url, "--trust", authority.root_pem, "--case", small).failed(1, told)
        assert govah("verify", "--case", small, "--json").one["size"] == size

    def test_addresses_that_are_none(self, govah, small):
        govah("timestamp", "file:///etc/passwd", "--case", small).failed(2, "http")
        govah("timestamp", "http://127.0.0.1:9/", "--case", small).failed(1, "cannot be reached")
        govah("timestamp", "--case", small).failed(2, "No authority was named")
        govah("timestamp", "http://127.0.0.1:9/", "--request", "x", "--case", small).failed(2, "cannot go together")

    def test_one_of_two_authorities_is_better_than_none(self, govah, small, server, authority):
        words = ("timestamp", "http://127.0.0.1:9/", server.url, "--trust", authority.root_pem, "--case", small)
        answer = govah(*words, "--json")
        assert answer.code == 1
        assert answer.one["signer"] == "Clock"
        assert "1 of 2 authorities gave no stamp" in answer.err

    def test_by_files_without_a_network(self, govah, small, authority, tmp_path):
        query, reply = tmp_path / "q.tsq", tmp_path / "q.tsr"
        asked = govah("timestamp", "--request", query, "--case", small, "--json").one
        govah("timestamp", "--request", query, "--case", small).failed(2, "exists", "--request FILE.tsq")
        reply.write_bytes(authority.answer(query.read_bytes()))
        grow(small)  # the log goes on while the answer is under way
        words = ("timestamp", "--response", reply, "--trust", authority.root_pem, "--case", small)
        assert govah(*words, "--request", query, "--json").one["size"] == asked["size"]
        other = tmp_path / "other.tsq"
        govah("timestamp", "--request", other, "--case", small)
        govah(*words, "--request", other).failed(2, "does not answer")
        govah("timestamp", "--response", tmp_path / "none", "--case", small).failed(4)
        reply.write_bytes(b"hello")
        govah(*words).failed(1, "not DER")
        reply.write_bytes(authority.answer(verifier.time_stamp_query(b"something else", 3)))
        govah(*words).failed(2, "a stamp of no checkpoint")

    def test_a_certificate_that_is_none(self, govah, small, server, tmp_path):
        wrong = tmp_path / "cert.pem"
        wrong.write_text("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
        govah("timestamp", server.url, "--trust", wrong, "--case", small).failed(2, "not a certificate")
        govah("timestamp", server.url, "--trust", tmp_path / "none", "--case", small).failed(4)


def test_everything_that_others_signed_survives_a_rebuild(govah, at, policed, tmp_path):
    govah("witness", "add", cosigned(govah, at, policed, "amal", tmp_path), "--case", policed)
    before = govah("policy", "--case", policed, "--json").one
    assert json.loads(govah("rebuild", "--keep-pages", "--case", policed, "--json").out)["identical"] is not False
    assert govah("policy", "--case", policed, "--json").one == before


def test_the_line_for_the_owners_of_cases_is_whole(govah: Govah, small: Path, tmp_path: Path) -> None:
    told = govah("witness", "new", "amal.example/w", GOVAH_KEYS=str(tmp_path / "amal")).text
    (line,) = [line for line in told.splitlines() if line.startswith("Give this line")]
    command = shlex.split(line.partition(": ")[2])
    assert command[:4] == ["govah", "policy", "set", "--witness"]
    assert govah(*command[1:], "--case", small).code == 0
