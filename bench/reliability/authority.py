"""A real time-stamp authority, made with openssl in a folder: certificates, requests answered, the way of RFC 3161."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

_CONFIG = """\
[req]
distinguished_name = dn
prompt = no
[dn]
CN = {name}
[root]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[tsa]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = {usage}
subjectKeyIdentifier = hash
[tsa_config]
serial = {folder}/serial
signer_digest = {digest}
default_policy = 1.2.3.4.1
digests = sha256, sha384, sha512
accuracy = secs:1, millisecs:500
ordering = no
tsa_name = yes
ess_cert_id_chain = no
ess_cert_id_alg = {binding}
"""
_KEYS = {
    "rsa": ("-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"),
    "ec": ("-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"),
}


@dataclass(frozen=True)
class Kind:
    """What an authority is like.

    Args:
        key: `rsa` or `ec`, of root and signer alike.
        binding: How the signature names its certificate: `sha1` is ESSCertID of RFC 2634, others ESSCertIDv2.
        days: How long the signer's certificate lasts.
        usage: Its extended key usage.
        depth: Certificates between root and signer.
        digest: Of the signature.
        issued_with: Digest of the issuers' signatures.
    """

    key: str = "rsa"
    binding: str = "sha256"
    days: int = 30
    usage: str = "critical,timeStamping"
    depth: int = 0
    digest: str = "sha256"
    issued_with: str = "sha256"


class Authority:
    """A time-stamp authority of its own in a folder.

    Args:
        folder: To be made.
        name: In its certificates.
        kind: What it is like.
    """

    def __init__(self, folder: Path, name: str = "Clock", kind: Kind = Kind()) -> None:
        folder.mkdir(parents=True)
        self.folder = folder
        self.name = name
        self._kind = kind
        (folder / "serial").write_text("01\n")
        issuer = self._certificate("root", f"{name} root", None, "root", 3650)
        between = []
        for number in range(kind.depth):
            issuer = self._certificate(f"between{number}", f"{name} {number}", issuer, "root", 1000)
            between.append(issuer)
        self._certificate("signer", name, issuer, "tsa", kind.days)
        chain = b"".join((folder / f"{item}.pem").read_bytes() for item in [*between, "root"])
        (folder / "chain.pem").write_bytes(chain)
        config = _CONFIG.format(name=name, usage=kind.usage, folder=folder, digest=kind.digest, binding=kind.binding)
        (folder / "tsa.cnf").write_text(config)

    @property
    def root_pem(self) -> Path:
        """The root's certificate, for whoever trusts it."""
        return self.folder / "root.pem"

    @property
    def root(self) -> bytes:
        """The same in DER."""
        return self._openssl("x509", "-in", self.root_pem, "-outform", "DER")

    def answer(self, query: bytes) -> bytes:
        """A TimeStampResp, as `openssl ts -reply` makes it."""
        return self._openssl(
            "ts", "-reply", "-config", self.folder / "tsa.cnf", "-section", "tsa_config", "-queryfile", "/dev/stdin",
            "-signer", self.folder / "signer.pem", "-inkey", self.folder / "signer.key",
            "-chain", self.folder / "chain.pem",
            stdin=query,
        )  # fmt: skip

    def stamp(self, stamped: bytes) -> bytes:
        """The token alone, over bytes."""
        request = self.folder / "stamped"
        request.write_bytes(stamped)
        query = self._openssl("ts", "-query", "-data", request, "-sha256", "-cert")
        (self.folder / "answer.tsr").write_bytes(self.answer(query))
        return self._openssl("ts", "-reply", "-in", self.folder / "answer.tsr", "-token_out")

    def _certificate(self, stem: str, name: str, issuer: str | None, section: str, days: int) -> str:
        folder = self.folder
        config = folder / f"{stem}.cnf"
        config.write_text(
            _CONFIG.format(name=name, usage=self._kind.usage, folder=folder, digest="sha256", binding="sha256")
        )
        self._openssl("genpkey", *_KEYS[self._kind.key], "-out", folder / f"{stem}.key")
        own = ("-new", "-key", folder / f"{stem}.key", "-config", config)
        if issuer is None:
            words = ("-x509", "-extensions", section, "-days", days, "-out", folder / f"{stem}.pem")
            self._openssl("req", *own, *words)
            return stem
        self._openssl("req", *own, "-out", folder / f"{stem}.csr")
        self._openssl(
            "x509", "-req", "-in", folder / f"{stem}.csr", "-CA", folder / f"{issuer}.pem",
            "-CAkey", folder / f"{issuer}.key", "-CAcreateserial", "-days", days, "-extfile", config,
            f"-{self._kind.issued_with}",
            "-extensions", section, "-out", folder / f"{stem}.pem",
        )  # fmt: skip
        return stem

    def _openssl(self, *words: object, stdin: bytes | None = None) -> bytes:
        command = ["openssl", *map(str, words)]
        done = subprocess.run(command, input=stdin, capture_output=True, check=False)
        if done.returncode:
            raise RuntimeError(f"{' '.join(command)}: {done.stderr.decode('utf-8', 'replace')}")
        return done.stdout
