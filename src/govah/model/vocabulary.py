"""Vocabulary v1 of the log: which fields each type of event has, and of what kind they are.

Formats are promises: a field keeps its name and kind. Fields may be added; readers ignore those that they do not know.
Types whose room is still to be built have the fields that their first writer will need, and no others are promised.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from govah.model.event import EventType


class Kind(StrEnum):
    """What stands in a field."""

    TEXT = "text"
    INTEGER = "integer"
    FLAG = "true or false"
    HASH = "SHA-256"
    HEX = "hex"
    ENTRY = "index of an entry"
    ENTRIES = "indices of entries"
    PASSAGE = "passage"
    PASSAGES = "passages"
    LIST = "list"
    OBJECT = "object"


T, I, F, H, X, E, ES, P, PS, L, O = Kind  # noqa: E741  # the table below is read in columns
_RECORD: Final = dict.fromkeys(
    ("acquired_by", "acquired_at", "how", "legal_basis", "decision", "risk", "conditions", "history"), T
)

FIELDS: Final[Mapping[EventType, Mapping[str, Kind]]] = {
    EventType.SET: {
        "name": T, "mandate": T, "standard": T, "languages": L, "origin": T, "log_key": X,
        "policy": T, "authorities": L, "access": T,
    },
    EventType.ACTOR_ADD: {"name": T, "public_key": X, "possession": X},
    EventType.KEY_ROTATE: {
        "kind": T, "old": X, "name": T, "public_key": X, "possession": X, "log_key": X, "release": X, "why": T,
    },
    EventType.CUSTODIAN_ADD: {"name": T, "recipient": T},
    EventType.ACQUIRE: {
        "source": T, "roots": L, "ocr": F, "tool": T, "compartment": T, "completes": E, "file_times": L,
        "hash_lists": L, **_RECORD,
    },
    EventType.ADMIT: {
        "sha256": H, "size": I, "digests": O, "source": T, "acquisition": E, "path": T, "path_raw": T, "modified": T,
        "detail": T, "media_type": T, "parent": H, "member": I, "name": T, "sealed": H,
    },
    EventType.MARK: {"passage": P, "note": T, "instead_of": E},
    EventType.CORRECT: {"passage": P, "field": T, "value": T, "why": T, "instead_of": E},
    EventType.CONFIRM: {"passage": P},
    EventType.WITHDRAW: {"exhibit": H, "why": T, "lifts": E},
    EventType.TERM: {"office": T, "holder": T, "since": T, "until": T, "why": T, "lifts": E},
    EventType.WORDS: {"table": T, "rows": L, "why": T, "lifts": E},
    EventType.SEEK: {
        "exhibit": H, "page": I, "query": T, "language": T, "source": T, "after": T, "before": T, "found": I,
        "among": I, "note": T,
    },
    EventType.CLAIM: {"text": T, "kind": T, "passages": PS, "standard": T, "said_by": T, "about": T},
    EventType.ASSESS: {"claim": E, "status": T, "for": PS, "against": PS, "why": T},
    EventType.RATE: {"source": T, "reliability": T, "passage": P, "validity": T, "why": T},
    EventType.JUDGE: {"a": T, "b": T, "verdict": T, "why": T},
    EventType.CODE: {"passage": P, "code": T, "why": T},
    EventType.PLAN: {"clause": T, "question": T, "why": T},
    EventType.ENGAGE: {"with": T, "about": T, "at": T, "why": T},
    EventType.FIND: {"text": T, "grounds": L, "why": T},
    EventType.PUBLISH: {
        "sha256": H, "format": T, "size": I, "draft": T, "sentences": I, "cited": I, "context": I, "unverified": I,
        "put_by_person": I, "cited_exhibits": L,
    },
    EventType.REDACT: {"exhibit": H, "sha256": H, "regions": I, "why": T},
    EventType.SHARE: {"kind": T, "to": T, "purpose": T, "manifest": H, "exhibits": I, "unwitnessed": F},
    EventType.REFUSE: {"what": T, "exhibits": L, "why": T, "to": T, "purpose": T},
    EventType.ACCESS: {"exhibit": H, "page": I, "face": T, "what": T},
    EventType.SEAL: {
        "what": T, "sealed": H, "size": I, "exhibit": H, "source": T, "compartment": T, "to": L, "two_keys": F,
        "wraps": L, "why": T, "one_account": F, "without_bytes": F,
    },
    EventType.UNSEAL: {"seal": E, "purpose": T, "by": L, "asked": L, "one_account": F},
    EventType.HOLD: {"exhibits": ES, "why": T, "authority": T, "lifts": E},
    EventType.ERASE_REQUEST: {"exhibits": ES, "why": T, "authority": T},
    EventType.ERASE_APPROVE: {"request": E, "one_account": F, "exhibits": L, "fields": L, "torn": L, "why": T},
    EventType.ERASE_DONE: {"request": E, "approve": E, "authority": T},
    EventType.COSIGN: {"size": I, "root": X, "checkpoint": T, "signatures": T},
    EventType.TIMESTAMP: {"size": I, "root": X, "checkpoint": T, "token": T},
    EventType.RECOVER: {"from": I, "adopted": I, "torn": L, "missing": O, "seen": I, "why": T},
}  # fmt: skip
"""Fields by type. A field that is absent or null is not known."""

PASSAGE: Final = frozenset({"sha256", "page", "start", "end", "exact", "prefix", "suffix", "reader"})
"""Parts of a passage in a field (W3C Web Annotation's TextQuoteSelector, with its place)."""


def of_kind(kind: Kind, value: object) -> bool:
    """Whether a value is what a field of that kind holds; null always is."""
    if value is None:
        return True
    match kind:
        case Kind.TEXT:
            return isinstance(value, str)
        case Kind.FLAG:
            return isinstance(value, bool)
        case Kind.INTEGER | Kind.ENTRY:
            return type(value) is int and value >= 0
        case Kind.HASH | Kind.HEX:
            return isinstance(value, str) and set(value) <= set("0123456789abcdef")
        case Kind.PASSAGE:
            return isinstance(value, dict) and value.keys() == PASSAGE
        case Kind.PASSAGES:
            return isinstance(value, list) and all(of_kind(Kind.PASSAGE, item) for item in value)
        case Kind.ENTRIES:
            return isinstance(value, list) and all(of_kind(Kind.ENTRY, item) for item in value)
        case Kind.LIST:
            return isinstance(value, list)
        case _:
            return isinstance(value, dict)
