"""Events: what people did and said, as the log keeps it (vocabulary v1)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from govah.model.identifiers import EntryIndex

Value: TypeAlias = "str | int | bool | list[Value] | dict[str, Value] | None"
"""What a field may hold: JSON without fractions; integers up to 2^53, Unicode scalars only."""


class EventType(StrEnum):
    """Vocabulary v1. An unknown type is verified, shown, and ignored by the projection."""

    SET = "set"
    ACTOR_ADD = "actor-add"
    ACQUIRE = "acquire"
    ADMIT = "admit"
    MARK = "mark"
    CLAIM = "claim"
    RATE = "rate"
    ASSESS = "assess"
    JUDGE = "judge"
    CORRECT = "correct"
    CONFIRM = "confirm"
    WITHDRAW = "withdraw"
    TERM = "term"
    WORDS = "words"
    SEEK = "seek"
    CODE = "code"
    PLAN = "plan"
    ENGAGE = "engage"
    FIND = "find"
    PUBLISH = "publish"
    REDACT = "redact"
    SHARE = "share"
    REFUSE = "refuse"
    ACCESS = "access"
    CUSTODIAN_ADD = "custodian-add"
    SEAL = "seal"
    UNSEAL = "unseal"
    HOLD = "hold"
    ERASE_REQUEST = "erase-request"
    ERASE_APPROVE = "erase-approve"
    ERASE_DONE = "erase-done"
    COSIGN = "cosign"
    TIMESTAMP = "timestamp"
    KEY_ROTATE = "key-rotate"
    RECOVER = "recover"


@dataclass(frozen=True, slots=True)
class Event:
    """Something to be appended. Fields `type`, `at` and `day` are added by the log itself."""

    type: EventType
    fields: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Entry:
    """An event as it stands in the log.

    Args:
        index: From 0.
        actor: Id of the key that signed it.
        type: As written; a `str`, for a later version may know more types.
        at: RFC 3339 UTC time by our own clock.
        fields: All opened fields but `type`, `at`, `day` and `group`.
        erased: How many fields were erased.
    """

    index: EntryIndex
    actor: str
    type: str
    at: str
    fields: Mapping[str, Value]
    erased: int = 0
