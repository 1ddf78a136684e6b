"""Two keys on two machines: a request goes there, a half-open envelope comes back, by file.

Whoever has the case asks. The second custodian needs neither the case nor this program's log: only the request and
their key. What they send back is still encrypted to the one who asked.
"""

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from govah.case.outputs import write_new
from govah.errors import GovahError, NotFoundError, UsageError
from govah.model.identifiers import Sha256
from govah.preserve.custodians import Custodian, CustodianKeys
from govah.preserve.envelope import Wrap, open_layer, wraps_of
from govah.store import files

if TYPE_CHECKING:
    from govah.preserve.custodians import CustodianKey

_REQUEST = "govah request to open a seal"
_HALF = "govah half-open seal"
_LIMIT = 1 << 20


@dataclass(frozen=True, slots=True)
class Request:
    """What a second custodian is asked to open.

    Args:
        sealed: Hash of the ciphertext.
        purpose: Why, as it stands in the log.
        asked_by: Name of the actor who asks.
        wraps: Outer layers for whoever may be asked.
        custodians: Who they are.
    """

    sealed: Sha256
    purpose: str
    asked_by: str
    wraps: tuple[Wrap, ...]
    custodians: tuple[Custodian, ...]

    def write(self, out: Path, option: str) -> None:
        """Write it to a new file, whose name was given by this option."""
        recipients = {custodian.name: custodian.recipient for custodian in self.custodians}
        value: dict[str, object] = {
            "kind": _REQUEST,
            "v": 1,
            "sealed": self.sealed,
            "purpose": self.purpose,
            "asked_by": self.asked_by,
        }
        _write(out, option, {**value, "custodians": recipients, "wraps": [wrap.value for wrap in self.wraps]})

    @classmethod
    def read(cls, path: Path) -> "Request":
        """Read it.

        Raises:
            NotFoundError: There is no such file.
            UsageError: It is no request.
        """
        value = _read(path, _REQUEST)
        try:
            custodians = tuple(Custodian(str(name), str(key)) for name, key in value["custodians"].items())
            wraps = wraps_of(value["wraps"])
            return cls(Sha256(value["sealed"]), str(value["purpose"]), str(value["asked_by"]), wraps, custodians)
        except (KeyError, AttributeError, GovahError) as error:
            raise _not_one(path, _REQUEST) from error


@dataclass(frozen=True, slots=True)
class Half:
    """A seal whose outer layer was opened.

    Args:
        sealed: Hash of the ciphertext.
        by: Custodian whose key opened it.
        to: Custodian who can open the rest.
        age: The rest.
    """

    sealed: Sha256
    by: str
    to: str
    age: bytes

    def write(self, out: Path, option: str) -> None:
        """Write it to a new file, whose name was given by this option."""
        age = base64.b64encode(self.age).decode()
        _write(out, option, {"kind": _HALF, "v": 1, "sealed": self.sealed, "by": self.by, "to": self.to, "age": age})

    @classmethod
    def read(cls, path: Path) -> "Half":
        """Read it.

        Raises:
            NotFoundError: There is no such file.
            UsageError: It is no half-open seal.
        """
        value = _read(path, _HALF)
        try:
            age = base64.b64decode(value["age"], validate=True)
            return cls(Sha256(value["sealed"]), str(value["by"]), str(value["to"]), age)
        except (KeyError, ValueError, TypeError) as error:
            raise _not_one(path, _HALF) from error


def open_half(request: Request, keys: CustodianKeys, key_files: Sequence[Path]) -> Half:
    """Open the outer layer of a request with a key of this machine.

    Raises:
        NotFoundError: No key that is asked for is here.
        IntegrityError: The key does not open it.
    """
    given: list[CustodianKey] = [keys.from_file(path) for path in key_files]
    here = set(keys.custodians())
    by_name = {custodian.name: custodian for custodian in request.custodians}
    for wrap in request.wraps:
        inner, outer = wrap.to[0], by_name.get(wrap.to[-1])
        if outer is None or len(wrap.to) != 2:
            continue
        key = next((each for each in given if each.recipient == outer.recipient), None)
        if key is None and not given:
            same = next((own for own in here if own.recipient == outer.recipient), None)
            key = keys.key(same) if same is not None else None
        if key is not None:
            return Half(request.sealed, outer.name, inner, open_layer(wrap.age, key.identity))
    asked = ", ".join(sorted({wrap.to[-1] for wrap in request.wraps}))
    raise NotFoundError(f"The request asks for a key of {asked}; none is here.", "Give it: --key FILE")


def _write(out: Path, option: str, value: Mapping[str, object]) -> None:
    write_new(out, json.dumps(value, ensure_ascii=False, indent=1).encode() + b"\n", option, 0o600)


def _read(path: Path, kind: str) -> dict[str, Any]:
    with files.told(path):
        data = path.read_bytes() if path.is_file() and path.stat().st_size <= _LIMIT else None
    if not path.exists():
        raise NotFoundError(f"{path} is not there.", "Check the path.")
    if data is None:
        raise NotFoundError(f"{path} is not a file of this kind.", "Check the path.")
    try:
        value = json.loads(data)
    except ValueError as error:
        raise _not_one(path, kind) from error
    if not isinstance(value, dict) or value.get("kind") != kind or value.get("v") != 1:
        raise _not_one(path, kind)
    return value


def _not_one(path: Path, kind: str) -> UsageError:
    return UsageError(
        f"{path} is no {kind}.", "A request is made with --ask FILE, and answered with govah custodian half."
    )
