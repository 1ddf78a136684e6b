"""Verifier keys, cosignatures, policies, and a witness at work."""

import base64
import json
import stat
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govah.errors import GovahError, IntegrityError, NotFoundError, UsageError
from govah.preserve import verifier
from govah.preserve.verifier import Broken, Cosignature, VerifierKey, parse_policy, parse_verifier_key
from govah.preserve.witness import Request, Witnessed, read_request, write_request
from govah.preserve.witness_keys import WitnessKeys

# C2SP signed-note v1.0.0, "Verifier keys"; tlog-cosignature v1.0.0, example; tlog-witness, example
SPEC_KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
SPEC_SIGNATURE = "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM="
SPEC_HEAD = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
SPEC_LOG_LINE = (
    "— example.com/behind-the-sofa "
    "Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
)
SPEC_COSIGNATURE = (
    "— witness.example.com/w1 "
    "jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n"
)
SPEC_PROOF = (
    "PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=",
    "jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=",
    "5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=",
    "/6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=",
)
HEAD = verifier.parse_checkpoint((SPEC_HEAD + "\n" + SPEC_LOG_LINE).encode())


class TestKeys:
    def test_the_specifications_key_reads_and_writes(self):
        key = parse_verifier_key(SPEC_KEY)
        assert (key.name, key.kind, key.id.hex(), key.text) == ("example.com/foo", 1, "530d903a", SPEC_KEY)

    def test_the_specifications_note_holds_under_it(self):
        signature = base64.b64decode(SPEC_SIGNATURE)
        key = parse_verifier_key(SPEC_KEY)
        assert signature[:4] == key.id
        verifier.check_signature(key.public_key, signature[4:], b"This is an example message.\n")

    @given(st.text(min_size=1, max_size=40), st.sampled_from([(1, 32), (4, 32), (6, 1312)]), st.data())
    def test_every_key_survives_writing_and_reading(self, name, kind, data):
        number, length = kind
        key = VerifierKey(name, number, data.draw(st.binary(min_size=length, max_size=length)))
        if verifier.is_key_name(name):
            assert parse_verifier_key(key.text) == key
        else:
            with pytest.raises(Broken):
                parse_verifier_key(f"{name}+00000000+{base64.b64encode(bytes([number]) + key.public_key).decode()}")

    @pytest.mark.parametrize(
        "wrong",
        [
            "", "a", "a+b", SPEC_KEY + "=", SPEC_KEY.upper(), SPEC_KEY.replace("530d903a", "530D903A"),
            SPEC_KEY.replace("530d903a", "530d903b"), SPEC_KEY.replace("foo", "fo"), " " + SPEC_KEY, SPEC_KEY + "\n",
            SPEC_KEY[:-1] + "l",
        ],
    )  # fmt: skip
    def test_garbled_keys_are_refused(self, wrong):
        with pytest.raises(Broken):
            parse_verifier_key(wrong)


class TestCosignatures:
    def test_the_specifications_line_reads_and_writes(self):
        (line,) = verifier.parse_cosignatures(SPEC_COSIGNATURE)
        assert (line.name, line.id.hex(), line.time) == ("witness.example.com/w1", "8d66cf3f", 1679315147)
        assert line.text == SPEC_COSIGNATURE

    def test_the_message_of_an_ed25519_cosignature_is_the_specifications(self):
        key = VerifierKey("witness.example.com/w1", verifier.ED25519_COSIGNATURE, bytes(32))
        said = verifier.cosigned_message(key, 1679315147, HEAD)
        assert said == b"cosignature/v1\ntime 1679315147\n" + SPEC_HEAD.encode()

    def test_the_message_of_an_ml_dsa_cosignature_is_the_specifications_structure(self):
        key = VerifierKey("w", verifier.ML_DSA_44_COSIGNATURE, bytes(1312))
        origin = b"example.com/behind-the-sofa"
        said = b"subtree/v1\n\x00" + b"\x01w" + struct.pack(">Q", 7) + bytes([len(origin)]) + origin
        said += struct.pack(">QQ", 0, 20852163) + HEAD.root
        assert verifier.cosigned_message(key, 7, HEAD) == said

    @pytest.mark.parametrize("ml_dsa", [False, True])
    def test_a_cosignature_holds_for_its_key_head_and_time_alone(self, tmp_path, ml_dsa):
        signer = WitnessKeys(tmp_path).make("w.example/1", ml_dsa=ml_dsa)
        line = signer.cosign(HEAD, 1_700_000_000)
        assert verifier.parse_cosignatures(line.text) == [line]
        verifier.check_cosignature(signer.key, line, HEAD)
        other = WitnessKeys(tmp_path).make("w.example/2", ml_dsa=ml_dsa)
        for wrong in (
            (signer.key, line._replace(time=1_700_000_001), HEAD),
            (signer.key, line, HEAD._replace(root=bytes(32), text=verifier.checkpoint_text(HEAD.origin, 1, bytes(32)))),
            (other.key, line, HEAD),
            (other.key, Cosignature(other.key.name, other.key.id, line.time, line.signature), HEAD),
        ):
            with pytest.raises(Broken):
                verifier.check_cosignature(*wrong)

    def test_a_cosignature_without_a_time_does_not_count(self, tmp_path):
        signer = WitnessKeys(tmp_path).make("w")
        with pytest.raises(Broken, match="without a time"):
            verifier.check_cosignature(signer.key, signer.cosign(HEAD, 0), HEAD)

    @given(st.text())
    def test_any_text_is_read_exactly_or_refused(self, text):
        try:
            lines = verifier.parse_cosignatures(text)
        except Broken:
            return
        assert "".join(line.text for line in lines) == text

    def test_without_ml_dsa_it_is_said_and_not_counted(self, tmp_path, monkeypatch):
        signer = WitnessKeys(tmp_path).make("w", ml_dsa=True)
        line = signer.cosign(HEAD)
        monkeypatch.setitem(__import__("sys").modules, "cryptography.hazmat.primitives.asymmetric.mldsa", None)
        with pytest.raises(verifier.Uncheckable, match="needs cryptography ≥ 48"):
            verifier.check_cosignature(signer.key, line, HEAD)
        with pytest.raises(GovahError, match="48"):
            WitnessKeys(tmp_path).make("other", ml_dsa=True)


def key(number: int, kind: int = 4) -> str:
    return VerifierKey(f"w{number}.example", kind, bytes([number]) * (32 if kind != 6 else 1312)).text


SPEC_POLICY = f"""\
log {key(99, 1)}

witness X1 {key(1)}
witness X2 {key(2)}  https://x2.example/
  witness X3 {key(3, 6)}
group X-witnesses 2 X1 X2 X3
# a comment
witness\tY1\t{key(4)}
witness Y2 {key(5)}
witness Y3 {key(6)}
group Y-witnesses any Y1 Y2 Y3

group X-and-Y all X-witnesses Y-witnesses
quorum X-and-Y
"""


class TestPolicies:
    def test_the_specifications_example(self):
        policy = parse_policy(SPEC_POLICY.encode())
        assert policy.met_by({"X1", "X3", "Y2"})
        assert policy.met_by({"X1", "X2", "X3", "Y1", "Y2", "Y3"})
        assert not policy.met_by({"X1", "X2", "X3"})
        assert not policy.met_by({"X1", "Y1", "Y2", "Y3"})
        assert [log.name for log in policy.logs] == ["w99.example"]

    def test_a_witness_alone_or_nobody_can_be_the_quorum(self):
        assert parse_policy(f"witness a {key(1)}\nquorum a\n".encode()).met_by({"a"})
        assert parse_policy(b"quorum none\n").met_by(set())

    @pytest.mark.parametrize(
        ("text", "why"),
        [
            ("", "no end"), ("quorum none", "no end"), ("\n", "without a quorum"), ("quorum a\n", "not defined"),
            (f"witness a {key(1)}\nwitness a {key(2)}\nquorum a\n", "taken"),
            (f"witness a {key(1)}\nwitness b {key(1)}\nquorum a\n", "stands there already"),
            (f"witness a {key(1, 1)}\nquorum a\n", "type"), (f"log {key(1)}\nquorum none\n", "type"),
            (f"witness none {key(1)}\nquorum none\n", "taken"),
            (f"witness a {key(1)}\ngroup g 2 a\nquorum g\n", "asks for 2"),
            (f"witness a {key(1)}\ngroup g 0 a\nquorum g\n", "threshold"),
            (f"witness a {key(1)}\ngroup g 01 a\nquorum g\n", "threshold"),
            (f"witness a {key(1)}\ngroup g any a a\nquorum g\n", "counts once"),
            (f"witness a {key(1)}\ngroup g any a\ngroup h any a\nquorum h\n", "counts once"),
            (f"witness a {key(1)}\ngroup g any g\nquorum g\n", "not defined"),
            (f"witness a {key(1)}\ngroup g any none\nquorum g\n", "not defined"),
            (f"witness a {key(1)}\ngroup g any\nquorum g\n", "knows"),
            (f"witness a {key(1)}\nquorum a\nquorum a\n", "second"), ("quorum none none\n", "knows"),
            ("quorum none\r\n", "control"), ("quorum none\x00\n", "control"), ("quorum none\nfoo\n", "line 2"),
        ],
    )  # fmt: skip
    def test_what_the_letter_does_not_allow_is_refused(self, text, why):
        with pytest.raises(Broken, match=why):
            parse_policy(text.encode())

    @given(st.binary(max_size=200))
    def test_any_bytes_are_a_policy_or_refused(self, data):
        try:
            policy = parse_policy(data)
        except Broken:
            return
        assert policy.met_by(set(policy.witnesses))

    def test_names_are_octets(self):
        text = f"witness K {key(1)}\n".encode() + b"witness \xe2\x84\xaa " + key(2).encode() + b"\nquorum K\n"
        assert len(parse_policy(text).witnesses) == 2
        assert parse_policy(b"# \xff\xfe\nquorum none\n").quorum == "none"

    def test_a_deep_policy_is_read_without_recursion(self):
        lines = [f"witness w {key(1)}", "group g0 any w", *(f"group g{n} all g{n - 1}" for n in range(1, 3000))]
        assert parse_policy("\n".join([*lines, "quorum g2999\n"]).encode()).met_by({"w"})


class TestKeysOfWitnesses:
    def test_key_files_are_their_owners_alone(self, tmp_path):
        folder = tmp_path / "keys"
        WitnessKeys(folder).make("w")
        (path,) = (folder / "witnesses").glob("*.json")
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
        assert WitnessKeys(folder).signer().key == WitnessKeys(folder).keys()[0]

    @pytest.mark.parametrize("ml_dsa", [False, True])
    def test_a_locked_key_opens_with_its_passphrase(self, tmp_path, ml_dsa):
        made = WitnessKeys(tmp_path, lambda name: "secret").make("w", ml_dsa=ml_dsa)
        assert WitnessKeys(tmp_path, lambda name: "secret").signer().key == made.key
        with pytest.raises(GovahError, match="locked"):
            WitnessKeys(tmp_path).signer()
        with pytest.raises(GovahError, match="cannot be read"):
            WitnessKeys(tmp_path, lambda name: "wrong").signer()

    @pytest.mark.parametrize("name", ["", "a b", "a+b", "a\nb", "x" * 256])
    def test_names_that_cannot_stand_in_a_note(self, tmp_path, name):
        with pytest.raises(UsageError):
            WitnessKeys(tmp_path).make(name)

    def test_which_key(self, tmp_path):
        keys = WitnessKeys(tmp_path)
        with pytest.raises(NotFoundError):
            keys.signer()
        keys.make("a")
        keys.make("b")
        with pytest.raises(UsageError, match="a, b"):
            keys.signer()
        with pytest.raises(UsageError, match="already"):
            keys.make("a")
        with pytest.raises(NotFoundError):
            keys.signer("c")


def request_of(log, old: int = 0) -> Request:
    checkpoint = log.checkpoint_bytes()
    head = verifier.parse_checkpoint(checkpoint)
    return Request(old, log.consistency(old, head.size), head, checkpoint)


@pytest.fixture
def witness(tmp_path):
    return Witnessed(tmp_path / "witness", WitnessKeys(tmp_path / "witness").make("w.example"))


@pytest.fixture
def log_key(case):
    signer = case.keyring.log_signer(case.log.origin)
    return VerifierKey(case.log.origin, verifier.ED25519_NOTE, signer.public_key)


class TestRequests:
    def test_the_specifications_example_reads_and_writes(self):
        body = "".join(f"{line}\n" for line in ("old 20852014", *SPEC_PROOF, "")) + SPEC_HEAD + "\n" + SPEC_LOG_LINE
        request = read_request(body.encode())
        assert (request.old, len(request.path), request.head.size) == (20852014, 4, 20852163)
        assert write_request(request.old, request.path, request.checkpoint) == body.encode()

    def test_signatures_of_others_are_left_alone(self):
        body = f"old 0\n\n{SPEC_HEAD}\n{SPEC_LOG_LINE}{SPEC_COSIGNATURE}".encode()
        assert read_request(body).checkpoint == f"{SPEC_HEAD}\n{SPEC_LOG_LINE}".encode()

    @pytest.mark.parametrize(
        "wrong",
        [
            b"", b"old 0\n", b"old 00\n\n", b"old 0\nAAAA\n\n", b"old 0\n\xff\n\n", b"old -1\n\n", b"\n\n\n",
            b"old 0\n" + b"".join(f"{SPEC_PROOF[0]}\n".encode() for _ in range(64)) + b"\n",
        ],
    )  # fmt: skip
    def test_garbled_requests_are_refused(self, wrong):
        with pytest.raises(UsageError):
            read_request(wrong + (b"" if not wrong else f"{SPEC_HEAD}\n{SPEC_LOG_LINE[:-9]}\n".encode()))
        with pytest.raises(UsageError):
            read_request(wrong)

    @given(st.binary(max_size=300))
    def test_any_bytes_are_a_request_or_refused(self, data):
        with pytest.raises(UsageError):
            read_request(b"old 0\n" + data)


class TestWitness:
    def test_signs_what_grew_and_remembers_it(self, case, witness, log_key):
        first = witness.cosign(request_of(case.log), log_key)
        assert (first.before, first.met) == (0, True)
        assert witness.seen(case.log.origin).size == case.log.size
        before = case.log.size
        case.admit([b"more"])
        second = witness.cosign(request_of(case.log, before))
        assert (second.before, second.met, second.head.size) == (before, False, before + 1)
        assert witness.cosign(request_of(case.log, before + 1)).head == second.head  # the same again is no harm
        assert second.note.endswith(second.signed.text.encode())

    def test_the_note_of_an_ed25519_witness_fits_one_qr_code(self, case, witness, log_key):
        import segno

        note = witness.cosign(request_of(case.log), log_key).note
        assert len(note) < 360
        assert segno.make(note.decode(), error="l", encoding="utf-8").version <= 13

    def test_an_unknown_log_is_asked_after(self, case, witness, log_key):
        with pytest.raises(NotFoundError, match="does not know the log"):
            witness.cosign(request_of(case.log))
        with pytest.raises(UsageError, match="not signed with the key"):
            witness.cosign(request_of(case.log), log_key._replace(public_key=bytes(32)))
        with pytest.raises(UsageError, match="is of the log"):
            witness.cosign(request_of(case.log), log_key._replace(name="other"))
        assert witness.seen(case.log.origin) is None

    def test_another_size_than_the_last_is_told(self, case, witness, log_key):
        witness.cosign(request_of(case.log), log_key)
        size = case.log.size
        case.admit([b"more"])
        with pytest.raises(UsageError, match=f"has cosigned {size}") as told:
            witness.cosign(request_of(case.log))
        assert f"--old {size}" in told.value.remedy

    def test_a_lost_reply_is_given_again_for_the_same_request(self, case, witness, log_key):
        request = request_of(case.log)
        first = witness.cosign(request, log_key)
        assert witness.cosign(request).head == first.head

    def test_a_rollback_is_refused(self, case, witness, log_key):
        old = request_of(case.log)
        case.admit([b"more"])
        witness.cosign(request_of(case.log), log_key)
        with pytest.raises(IntegrityError, match="rolled back"):
            witness.cosign(old)

    def test_a_fork_is_refused_whatever_proof_comes_with_it(self, found, case, witness, log_key):
        witness.cosign(request_of(case.log), log_key)
        size = case.log.size
        signer = case.keyring.log_signer(case.log.origin)
        for length in (size, size + 5):
            root = verifier.tree_hash([b"%d" % number for number in range(length)])
            text = verifier.checkpoint_text(case.log.origin, length, root)
            note = verifier.signed_note(text, case.log.origin, signer.public_key, signer.sign(text))
            for path in ([], case.log.consistency(3, size), [bytes(32)] * 9):
                request = Request(size, path, verifier.parse_checkpoint(note), note)
                with pytest.raises(IntegrityError, match="rewritten"):
                    witness.cosign(request)
        assert witness.seen(case.log.origin).size == size

    def test_a_signature_that_is_not_the_logs_is_refused(self, case, witness, log_key):
        request = request_of(case.log)
        broken = request.head._replace(signature=request.head.signature[:4] + bytes(64))
        with pytest.raises(IntegrityError, match="did not sign"):
            witness.cosign(Request(0, [], broken, request.checkpoint), log_key)

    def test_what_was_seen_is_on_the_disk_before_anything_is_signed(self, case, witness, log_key, monkeypatch):
        def no_power(self, head, at=None):
            raise KeyboardInterrupt

        monkeypatch.setattr(type(witness._signer), "cosign", no_power)
        with pytest.raises(KeyboardInterrupt):
            witness.cosign(request_of(case.log), log_key)
        assert witness.seen(case.log.origin).size == case.log.size

    def test_nothing_is_signed_when_it_cannot_be_remembered(self, case, witness, log_key, monkeypatch):
        def full(*arguments, **options):
            raise GovahError("no space", "make some")

        signed = []
        monkeypatch.setattr("govah.preserve.witness.files.replace", full)
        monkeypatch.setattr(type(witness._signer), "cosign", lambda self, head, at=None: signed.append(head))
        with pytest.raises(GovahError, match="no space"):
            witness.cosign(request_of(case.log), log_key)
        assert not signed

    def test_a_memory_that_cannot_be_read_stops_it(self, case, witness, log_key, tmp_path):
        witness.cosign(request_of(case.log), log_key)
        (path,) = (tmp_path / "witness" / "witnessed").glob("*.json")
        assert json.loads(path.read_bytes())["size"] == case.log.size
        path.write_text("{}")
        with pytest.raises(GovahError, match="cannot be read"):
            witness.cosign(request_of(case.log))

    def test_a_new_key_of_the_log_is_asked_after(self, case, witness, log_key):
        witness.cosign(request_of(case.log), log_key)
        size = case.log.size
        case.log.exchange_log_key(case.signer, "the old one may be known")
        request = request_of(case.log, size)
        with pytest.raises(NotFoundError, match="another key than the one"):
            witness.cosign(request)
        new = case.keyring.log_signer(case.log.origin).public_key
        done = witness.cosign(request, log_key._replace(public_key=new))
        assert done.met
        assert witness.seen(case.log.origin).log.public_key == new
