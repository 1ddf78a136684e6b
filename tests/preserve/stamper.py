"""A time-stamp authority whose clock, certificates and mistakes the tests choose; openssl's makes no mistakes."""

import datetime as dt
import hashlib
from dataclasses import dataclass, field
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from govah.preserve.verifier import write_der

SHA256 = bytes.fromhex("608648016503040201")
SHA512 = bytes.fromhex("608648016503040203")
SHA1 = bytes.fromhex("2b0e03021a")
TST_INFO = bytes.fromhex("2a864886f70d0109100104")
SIGNED_DATA = bytes.fromhex("2a864886f70d010702")
CONTENT_TYPE, MESSAGE_DIGEST = bytes.fromhex("2a864886f70d010903"), bytes.fromhex("2a864886f70d010904")
SIGNING_CERTIFICATE_V2 = bytes.fromhex("2a864886f70d010910022f")
RSA_PSS = bytes.fromhex("2a864886f70d01010a")
MGF1 = bytes.fromhex("2a864886f70d010108")
ECDSA_SHA256, ED25519 = bytes.fromhex("2a8648ce3d040302"), bytes.fromhex("2b6570")
_RSA_KEYS: list[rsa.RSAPrivateKey] = []


def oid(body: bytes) -> bytes:
    return write_der(0x06, body)


def sequence(*parts: bytes) -> bytes:
    return write_der(0x30, b"".join(parts))


def set_of(*parts: bytes) -> bytes:
    return write_der(0x31, b"".join(sorted(parts)))


def integer(number: int) -> bytes:
    return write_der(0x02, number.to_bytes(number.bit_length() // 8 + 1, "big"))


def day(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


def new_key(kind: str) -> Any:
    if kind == "rsa":
        if not _RSA_KEYS:
            _RSA_KEYS.append(rsa.generate_private_key(65537, 2048))
        return _RSA_KEYS[0]
    return ed25519.Ed25519PrivateKey.generate() if kind == "ed25519" else ec.generate_private_key(ec.SECP256R1())


@dataclass
class Issued:
    """A certificate and its key."""

    certificate: x509.Certificate
    key: Any

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.DER)


def issue(
    name: str,
    issuer: Issued | None = None,
    *,
    key: str = "ec",
    since: str = "2020-01-01",
    until: str = "2040-01-01",
    ca: bool = False,
    usage: tuple[Any, ...] = (ExtendedKeyUsageOID.TIME_STAMPING,),
    critical: bool = True,
    path_length: int | None = None,
    unknown: bool = False,
) -> Issued:
    private = new_key(key)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(day(since))
        .not_valid_after(day(until))
        .add_extension(x509.BasicConstraints(ca, path_length if ca else None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(private.public_key()), critical=False)
    )
    if not ca and usage:
        builder = builder.add_extension(x509.ExtendedKeyUsage(list(usage)), critical=critical)
    if unknown:
        builder = builder.add_extension(
            x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3.4"), b"\x05\x00"), critical=True
        )
    signer = issuer.key if issuer else private
    algorithm = None if isinstance(signer, ed25519.Ed25519PrivateKey) else hashes.SHA256()
    return Issued(builder.sign(signer, algorithm), private)


@dataclass
class Stamper:
    """What goes into tokens; each test bends what it needs."""

    signer: Issued
    others: tuple[bytes, ...] = ()
    at: str = "20260601120000Z"
    digest: bytes = SHA256
    hashed: str = "sha256"
    pss: bool = False
    by_key_id: bool = False
    nonce: int | None = None
    attributes: dict[bytes, bytes | None] = field(default_factory=dict)
    """Values that replace those of signed attributes; None leaves one out."""
    info: bytes | None = None
    signers: int = 1
    more_info: bytes = b""

    def token(self, stamped: bytes) -> bytes:
        info = self.info or self._info(stamped)
        content = sequence(oid(TST_INFO), write_der(0xA0, write_der(0x04, info)))
        certificates = write_der(0xA0, b"".join((self.signer.der, *self.others)))
        signer = self._signer(info)
        algorithm = sequence(oid(self.digest))
        data = sequence(integer(3), set_of(algorithm), content, certificates, set_of(*[signer] * self.signers))
        return sequence(oid(SIGNED_DATA), write_der(0xA0, data))

    def _info(self, stamped: bytes) -> bytes:
        imprint = sequence(sequence(oid(SHA256)), write_der(0x04, hashlib.sha256(stamped).digest()))
        parts = [integer(1), oid(b"\x2a\x03"), imprint, integer(77), write_der(0x18, self.at.encode())]
        if self.nonce is not None:
            parts.append(integer(self.nonce))
        return sequence(*parts, self.more_info)

    def _signer(self, info: bytes) -> bytes:
        bound = sequence(sequence(sequence(write_der(0x04, hashlib.sha256(self.signer.der).digest()))))
        values = {
            CONTENT_TYPE: oid(TST_INFO),
            MESSAGE_DIGEST: write_der(0x04, hashlib.new(self.hashed, info).digest()),
            SIGNING_CERTIFICATE_V2: bound,
            **self.attributes,
        }
        attributes = set_of(
            *[sequence(oid(name), set_of(value)) for name, value in values.items() if value is not None]
        )
        certificate = self.signer.certificate
        version, named = 1, sequence(certificate.issuer.public_bytes(), integer(certificate.serial_number))
        if self.by_key_id:
            key_id = x509.SubjectKeyIdentifier.from_public_key(certificate.public_key()).digest
            version, named = 3, write_der(0x80, key_id)
        algorithm, signature = self._signed(attributes)
        return sequence(
            integer(version),
            named,
            sequence(oid(self.digest)),
            bytes([0xA0]) + attributes[1:],
            algorithm,
            write_der(0x04, signature),
        )

    def _signed(self, data: bytes) -> tuple[bytes, bytes]:
        key, hashed = self.signer.key, {"sha256": hashes.SHA256(), "sha512": hashes.SHA512(), "sha1": hashes.SHA1()}
        algorithm = hashed[self.hashed]
        if isinstance(key, ed25519.Ed25519PrivateKey):
            return sequence(oid(ED25519)), key.sign(data)
        if isinstance(key, ec.EllipticCurvePrivateKey):
            return sequence(oid(ECDSA_SHA256)), key.sign(data, ec.ECDSA(algorithm))
        if self.pss:
            own = sequence(oid(self.digest))
            parameters = sequence(
                write_der(0xA0, own), write_der(0xA1, sequence(oid(MGF1), own)), write_der(0xA2, integer(32))
            )
            scheme = padding.PSS(padding.MGF1(algorithm), 32)
            return sequence(oid(RSA_PSS), parameters), key.sign(data, scheme, algorithm)
        rsa_oid = bytes.fromhex("2a864886f70d010101")
        return sequence(oid(rsa_oid), b"\x05\x00"), key.sign(data, padding.PKCS1v15(), algorithm)
