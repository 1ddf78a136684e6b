"""What became of a file: the contract's statuses."""

from enum import StrEnum


class Status(StrEnum):
    """Every occurrence of a file has exactly one of these."""

    OK = "ok"
    EMPTY = "empty"
    ENCRYPTED = "encrypted"
    PARTIAL = "partial"
    UNSUPPORTED = "unsupported"
    DAMAGED = "damaged"
    CRASHED = "crashed"
    TIMED_OUT = "timed_out"
    OVER_LIMIT = "over_limit"
    PENDING = "pending"
    UNREADABLE = "unreadable"
