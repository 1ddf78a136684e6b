"""RFC 3161: what openssl's authority makes is accepted, and each mistake is named."""

import datetime as dt
import subprocess

import pytest
from bench.reliability.authority import Authority, Kind
from cryptography.x509.oid import ExtendedKeyUsageOID
from hypothesis import given
from hypothesis import strategies as st
from tests.preserve import stamper
from tests.preserve.stamper import Stamper, issue

from govah.preserve import verifier
from govah.preserve.verifier import Broken, Untrusted, check_time_stamp, read_der, write_der

STAMPED = b"govah/1\n5\nroot\n"
KINDS = {
    "RSA, ESSCertID": Kind(binding="sha1"),
    "RSA, ESSCertIDv2": Kind(binding="sha256"),
    "RSA, chain, SHA-512": Kind(binding="sha512", depth=2, digest="sha512"),
    "ECDSA, ESSCertID": Kind(key="ec", binding="sha1"),
    "ECDSA, ESSCertIDv2, chain": Kind(key="ec", binding="sha384", depth=1, digest="sha384"),
}


class TestDer:
    @given(st.integers(0, 255).filter(lambda tag: tag & 0x1F != 0x1F), st.binary(max_size=300))
    def test_what_is_written_is_read(self, tag, body):
        (value,) = read_der(write_der(tag, body))
        assert (value.tag, value.body) == (tag, body)

    @given(st.binary(max_size=60))
    def test_any_bytes_are_canonical_or_refused(self, data):
        try:
            values = read_der(data)
        except Broken:
            return
        assert b"".join(write_der(value.tag, value.body) for value in values) == data

    @pytest.mark.parametrize(
        "wrong", ["30", "3080", "30800000", "308100", "30817f", "3082007f", "3003aa", "1f0100", "3085000000000100"]
    )
    def test_lengths_that_are_not_definite_and_minimal(self, wrong):
        with pytest.raises(Broken):
            read_der(bytes.fromhex(wrong))

    @pytest.mark.parametrize("size", [127, 128, 255, 256, 65535, 65536])
    def test_lengths_at_their_borders(self, size):
        assert read_der(write_der(4, bytes(size)))[0].body == bytes(size)

    @given(st.integers(0, 2), st.integers(0, 39), st.lists(st.integers(0, 1 << 40), max_size=6))
    def test_object_identifiers(self, first, second, others):
        text = ".".join(map(str, (first, second, *others)))
        (value,) = read_der(write_der(6, verifier._oid_body(text)))
        assert verifier._der_oid(value) == text

    def test_a_bomb_of_nested_values_is_refused_at_once(self):
        data = b""
        for _ in range(5000):
            data = write_der(0x30, data)
        with pytest.raises(Broken):
            check_time_stamp(data, STAMPED, {})


@pytest.fixture(scope="module", params=KINDS)
def authority(request, tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("tsa") / "authority", "Clock", KINDS[request.param])


class TestOpenssl:
    def test_its_answers_hold(self, authority):
        query = verifier.time_stamp_query(STAMPED, 1 << 63 | 5)
        token = verifier.token_of_response(authority.answer(query))
        stamp = check_time_stamp(token, STAMPED, {"Clock Ltd": authority.root}, 1 << 63 | 5)
        assert abs(dt.datetime.now(dt.UTC) - stamp.at) < dt.timedelta(minutes=5)
        assert (stamp.authority, stamp.signer, stamp.info.policy) == ("Clock Ltd", "Clock", "1.2.3.4.1")
        assert stamp.info.accuracy == 1_500_000
        assert stamp.until - stamp.at > dt.timedelta(days=29)
        assert verifier.query_imprint(query) == (*verifier.imprint_of(token), 1 << 63 | 5)
        assert verifier.token_of_response(token) == token

    def test_its_own_requests_and_tokens_hold(self, authority):
        token = authority.stamp(STAMPED)
        assert check_time_stamp(token, STAMPED, {"a": authority.root}).info.digest == "sha256"
        for digest in ("sha384", "sha512"):
            answer = authority.answer(verifier.time_stamp_query(STAMPED, 9, digest))
            stamp = check_time_stamp(verifier.token_of_response(answer), STAMPED, {"a": authority.root}, 9)
            assert stamp.info.digest == digest

    def test_openssl_agrees(self, authority, tmp_path):
        token, stamped = tmp_path / "token", tmp_path / "stamped"
        token.write_bytes(authority.stamp(STAMPED))
        for content, holds in ((STAMPED, True), (STAMPED + b"x", False)):
            stamped.write_bytes(content)
            command = ["openssl", "ts", "-verify", "-token_in", "-in", token, "-data", stamped]
            asked = subprocess.run([*command, "-CAfile", authority.root_pem], capture_output=True, check=False)
            assert (asked.returncode == 0) is holds
            try:
                check_time_stamp(token.read_bytes(), content, {"a": authority.root})
            except Broken:
                assert not holds
            else:
                assert holds

    def test_other_bytes_another_nonce_and_another_root_do_not(self, authority, tmp_path):
        query = verifier.time_stamp_query(STAMPED, 5)
        token = verifier.token_of_response(authority.answer(query))
        with pytest.raises(Broken, match="something else"):
            check_time_stamp(token, STAMPED + b"\n", {"a": authority.root})
        with pytest.raises(Broken, match="nonce"):
            check_time_stamp(token, STAMPED, {"a": authority.root}, 6)
        with pytest.raises(Untrusted):
            check_time_stamp(token, STAMPED, {})
        with pytest.raises(Untrusted):
            check_time_stamp(token, STAMPED, {"other": issue("Clock root", ca=True).der})

    def test_a_refusal_is_told(self, authority):
        query = verifier.time_stamp_query(STAMPED, 5)
        sha1 = query.replace(bytes.fromhex("608648016503040201"), bytes.fromhex("2b0e03021a608648ff")[:9])
        with pytest.raises(Broken, match="refused"):
            verifier.token_of_response(authority.answer(sha1))


@pytest.fixture(scope="module")
def root():
    return issue("Root", ca=True)


def check(made: Stamper, root, **more) -> verifier.Stamp:
    return check_time_stamp(made.token(STAMPED), STAMPED, {"Root": root.der}, **more)


class TestAlgorithms:
    @pytest.mark.parametrize(
        ("key", "options"),
        [
            ("ec", {}), ("rsa", {}), ("rsa", {"pss": True}),
            ("ed25519", {"digest": stamper.SHA512, "hashed": "sha512"}),
            ("rsa", {"digest": stamper.SHA512, "hashed": "sha512", "pss": True}), ("ec", {"by_key_id": True}),
        ],
    )  # fmt: skip
    def test_these_hold(self, root, key, options):
        stamp = check(Stamper(issue("Stamper", root, key=key), **options), root)
        assert verifier.utc(stamp.at) == "2026-06-01T12:00:00Z"

    def test_sha1_does_not(self, root):
        made = Stamper(issue("Stamper", root, key="rsa"), digest=stamper.SHA1, hashed="sha1")
        with pytest.raises(Broken, match="not SHA-256"):
            check(made, root)

    def test_fractions_of_a_second(self, root):
        made = Stamper(issue("Stamper", root), at="20260601120000.25Z")
        assert verifier.utc(check(made, root).at) == "2026-06-01T12:00:00.25Z"

    @pytest.mark.parametrize("at", ["20260601120000", "20260631120000Z", "20260601120060Z", "20260601120000.50Z", "x"])
    def test_times_that_are_none(self, root, at):
        with pytest.raises(Broken, match="time that is none"):
            check(Stamper(issue("Stamper", root), at=at), root)


class TestCertificates:
    @pytest.mark.parametrize(
        ("options", "why"),
        [
            ({"critical": False}, "time-stamps alone"), ({"usage": ()}, "time-stamps alone"),
            ({"usage": (ExtendedKeyUsageOID.TIME_STAMPING, ExtendedKeyUsageOID.CODE_SIGNING)}, "time-stamps alone"),
            ({"usage": (ExtendedKeyUsageOID.CODE_SIGNING,)}, "time-stamps alone"),
            ({"until": "2026-05-31"}, "not valid at the stamped time"),
            ({"since": "2026-06-02"}, "not valid at the stamped time"), ({"unknown": True}, "critical extension"),
        ],
    )  # fmt: skip
    def test_of_the_signer(self, root, options, why):
        with pytest.raises(Broken, match=why):
            check(Stamper(issue("Stamper", root, **options)), root)

    @pytest.mark.parametrize(
        ("options", "why"),
        [
            ({"ca": False}, "may not issue others"), ({"ca": True, "until": "2026-05-31"}, "not valid"),
            ({"ca": True, "unknown": True}, "critical extension"),
        ],
    )  # fmt: skip
    def test_of_the_issuer(self, root, options, why):
        between = issue("Between", root, **options)
        with pytest.raises(Broken, match=why):
            check(Stamper(issue("Stamper", between), others=(between.der,)), root)

    def test_a_chain_is_as_long_as_its_root_allows(self):
        for length, fits in ((0, False), (1, True)):
            root = issue("Root", ca=True, path_length=length)
            between = issue("Between", root, ca=True)
            made = Stamper(issue("Stamper", between), others=(between.der,))
            if fits:
                check(made, root)
            else:
                with pytest.raises(Broken, match="so long a chain"):
                    check(made, root)

    def test_a_certificate_signed_with_sha1_leads_nowhere(self, tmp_path):
        made = Authority(tmp_path / "tsa", "Old", Kind(issued_with="sha1"))
        with pytest.raises(Untrusted):
            check_time_stamp(made.stamp(STAMPED), STAMPED, {"Old": made.root})

    def test_a_namesake_of_the_root_is_not_the_root(self, root):
        impostor = issue("Root", ca=True)
        made = Stamper(issue("Stamper", impostor), others=(impostor.der,))
        with pytest.raises(Untrusted):
            check(made, root)

    def test_the_chain_ends_with_its_first_certificate(self, root):
        between = issue("Between", root, ca=True, until="2027-01-01")
        stamp = check(Stamper(issue("Stamper", between, until="2028-01-01"), others=(between.der,)), root)
        assert verifier.utc(stamp.until) == "2027-01-01T00:00:00Z"

    def test_circles_of_issuers_end(self, root):
        one, two = issue("One", ca=True), issue("Two", ca=True)
        loops = [stamper.Issued(issue("One", two, ca=True).certificate, one.key) for _ in range(8)]
        with pytest.raises(Broken):
            check(Stamper(issue("Stamper", one), others=(one.der, two.der, *(loop.der for loop in loops))), root)

    def test_the_signers_own_certificate_can_be_the_trusted_one(self, root):
        signer = issue("Stamper", root)
        assert check(Stamper(signer), signer).authority == "Root"


def _bound(digest: bytes) -> bytes:
    return stamper.sequence(stamper.sequence(stamper.sequence(write_der(4, digest))))


class TestContent:
    @pytest.mark.parametrize(
        ("attributes", "why"),
        [
            ({stamper.CONTENT_TYPE: None}, "does not say"), ({stamper.MESSAGE_DIGEST: None}, "not what the time-stamp"),
            ({stamper.MESSAGE_DIGEST: write_der(4, bytes(32))}, "not what the time-stamp"),
            ({stamper.SIGNING_CERTIFICATE_V2: None}, "names no certificate"),
            ({stamper.CONTENT_TYPE: stamper.oid(stamper.SIGNED_DATA)}, "does not say"),
            (
                {stamper.SIGNING_CERTIFICATE_V2: _bound(bytes(32))},
                "another certificate",
            ),
        ],
    )  # fmt: skip
    def test_signed_attributes(self, root, attributes, why):
        with pytest.raises(Broken, match=why):
            check(Stamper(issue("Stamper", root), attributes=attributes), root)

    def test_one_signer(self, root):
        with pytest.raises(Broken, match="one signer"):
            check(Stamper(issue("Stamper", root), signers=2), root)
        with pytest.raises(Broken, match="one signer"):
            check(Stamper(issue("Stamper", root), signers=0), root)

    def test_critical_extensions_of_a_stamp(self, root):
        extension = stamper.sequence(stamper.oid(b"\x2a\x03"), write_der(1, b"\xff"), write_der(4, b""))
        with pytest.raises(Broken, match="critical extension"):
            check(Stamper(issue("Stamper", root), more_info=write_der(0xA1, extension)), root)

    def test_a_signature_of_another_key(self, root):
        made = Stamper(issue("Stamper", root))
        made.signer = stamper.Issued(made.signer.certificate, stamper.new_key("ec"))
        with pytest.raises(Broken, match="does not hold"):
            check(made, root)

    @given(st.binary(max_size=200))
    def test_any_bytes_are_refused(self, data):
        for read in (verifier.token_of_response, verifier.imprint_of, verifier.query_imprint):
            with pytest.raises(Broken):
                read(data)

    def test_an_answer_without_reason(self):
        with pytest.raises(Broken, match="does not say why"):
            verifier.token_of_response(bytes.fromhex("30053003020102"))
        with pytest.raises(Broken, match=r"data in the wrong form, go away"):
            verifier.token_of_response(bytes.fromhex("30143012020102" + "30090c07676f2061776179" + "03020204"))
