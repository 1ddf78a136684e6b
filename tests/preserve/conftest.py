from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from govah.model.event import Event, EventType
from govah.preserve.keys import Keyring, Signer
from govah.preserve.log import Log, new_origin
from govah.preserve.vault import Vault


@dataclass
class Founded:
    """A case with exhibits and a log, as a collection would leave it."""

    folder: Path
    keyring: Keyring
    signer: Signer
    log: Log
    vault: Vault
    exhibits: list[str]

    def admit(self, contents: list[bytes]) -> list[str]:
        with self.vault.group():
            kept = []
            for number, content in enumerate(contents):
                source = self.folder.parent / f"source-{number}"
                source.write_bytes(content)
                kept.append(self.vault.preserve(source))
        events = [
            Event(
                EventType.ADMIT,
                {
                    "sha256": item.sha256,
                    "size": item.size,
                    "path": f"نامه/{item.size}",
                    "media_type": "text/plain",
                },
            )
            for item in kept
        ]
        self.log.append(events, self.signer)
        self.exhibits += [item.sha256 for item in kept]
        return [item.sha256 for item in kept]


@pytest.fixture
def found(tmp_path: Path) -> Callable[[], Founded]:
    def make(name: str = "case") -> Founded:
        keyring = Keyring(tmp_path / "keys")
        signer = keyring.signer() if keyring.exists() else keyring.make("sara")
        folder = tmp_path / name
        folder.mkdir()
        log = Log.create(folder, new_origin(), keyring, signer, {"name": "نمونه", "standard": "balance"})
        return Founded(folder, keyring, signer, log, Vault.create(folder), [])

    return make


@pytest.fixture
def case(found: Callable[[], Founded]) -> Founded:
    """300 and some entries: a full bundle, a partial one, a second level of tiles; a dozen exhibits."""
    made = found()
    made.admit([f"exhibit {number}".encode() * (number + 1) for number in range(12)])
    notes = [Event(EventType.MARK, {"passage": f"{number:08x}:1:0-4", "note": "یادداشت 😀"}) for number in range(290)]
    made.log.append(notes, made.signer)
    return made
