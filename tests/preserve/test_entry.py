import hashlib
import hmac
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from govah.errors import UsageError
from govah.model.event import Event, EventType
from govah.preserve import entry, verifier
from govah.preserve.keys import Signer

PRIVATE = Ed25519PrivateKey.from_private_bytes(b"\x07" * 32)
PUBLIC = PRIVATE.public_key().public_bytes_raw()
SIGNER = Signer("sara", verifier.key_id(PUBLIC), PUBLIC, PRIVATE)
ORIGIN = "govah/" + "0" * 32
NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)

text = st.text(st.characters(exclude_categories=["Cs"]))
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(1 << 53), 1 << 53) | text,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(text, inner, max_size=4),
    max_leaves=8,
)
names = st.from_regex(r"[a-z][a-z0-9_]{0,12}", fullmatch=True).filter(lambda name: name not in ("type", "at", "day"))


@settings(deadline=None)
@given(st.dictionaries(names, values, max_size=6), st.integers(0, 1 << 40))
def test_the_quick_encoding_is_the_canonical_one(fields, index):
    written = entry.write(Event(EventType.ADMIT, fields), index, ORIGIN, SIGNER, NOW)
    line = written.body.removesuffix(b"\n")
    body = verifier.parse(line)
    assert verifier.canonical(body) == line
    expected = {**fields, "type": "admit", "at": "2026-01-02T03:04:05Z", "day": "2026-01-02"}
    assert {field["name"]: field["value"] for field in body["fields"]} == expected
    digests = [
        hmac.digest(bytes.fromhex(field["salt"]), verifier.canonical([field["name"], field["value"]]), hashlib.sha256)
        for field in body["fields"]
    ]
    leaf = verifier.parse_leaf(written.leaf)
    assert leaf.commitment == verifier.tree_hash(digests).hex() == verifier.parse_body(line, index).commitment
    PRIVATE.public_key().verify(bytes.fromhex(leaf.sig), verifier.actor_message(ORIGIN, index, leaf.commitment))


def test_salts_are_never_used_twice():
    event = Event(EventType.ADMIT, {"sha256": "0" * 64, "size": 1})
    salts = [
        field["salt"]
        for index in range(20)
        for field in verifier.decode(entry.write(event, index, ORIGIN, SIGNER, NOW).body)["fields"]
    ]
    assert len(set(salts)) == len(salts) == 100


@pytest.mark.parametrize(
    "fields",
    [{"Name": 1}, {"a" * 65: 1}, {"size": 1.5}, {"size": (1 << 53) + 1}, {"path": "half \ud83d"}, {"at": "now"}],
)
def test_what_the_format_cannot_hold_is_refused(fields):
    with pytest.raises(UsageError):
        entry.write(Event(EventType.ADMIT, fields), 0, ORIGIN, SIGNER, NOW)
