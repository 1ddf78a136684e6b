"""Cases for the numbered tests: a log with exhibits as a collection leaves it, and packages made of it."""

import io
import random
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from govah.model.event import Event, EventType
from govah.model.identifiers import Sha256
from govah.preserve import erasure
from govah.preserve.keys import Keyring, Signer
from govah.preserve.log import Log, new_origin
from govah.preserve.proofs import Sealed
from govah.preserve.vault import Vault
from govah.preserve.verifier import GROUP_LIMIT, hash_file
from govah.share.bag import BagContents, write_bag
from govah.share.index import Enclosed
from govah.store import files

MEDIA = ("application/pdf", "image/jpeg", "message/rfc822", "text/plain")


class Held(NamedTuple):
    """An exhibit of a case: its hash and size."""

    sha256: Sha256
    size: int


@dataclass
class Founded:
    """A case without what machines derive: log, exhibits, and keys of its own.

    Args:
        folder: The case's.
        keyring: Beside it.
        signer: The first actor.
        log: The case's.
        vault: The case's.
        exhibits: What was admitted, in order.
    """

    folder: Path
    keyring: Keyring
    signer: Signer
    log: Log
    vault: Vault
    exhibits: list[Held] = field(default_factory=list)

    def admit(self, contents: Iterable[bytes]) -> list[Held]:
        """Preserve bytes and admit them, in groups as a collection makes them."""
        with self.vault.group():
            kept = [self.vault.preserve(io.BytesIO(content)) for content in contents]
        self.append(
            Event(
                EventType.ADMIT,
                {
                    "sha256": item.sha256,
                    "size": item.size,
                    "source": "courier",
                    "acquisition": 2,
                    "path": f"handover/دفتر {number // 100}/{item.sha256[:12]}.pdf",
                    "media_type": MEDIA[number % len(MEDIA)],
                    "digests": {"md5": item.digests.md5, "sha1": item.digests.sha1},
                },
            )
            for number, item in enumerate(kept, len(self.exhibits))
        )
        held = [Held(item.sha256, item.size) for item in kept]
        self.exhibits += held
        return held

    def note(self, count: int) -> None:
        """Marks, claims and judgements, as people add them."""
        start = self.log.size
        self.append(_said(number) for number in range(start, start + count))

    def append(self, events: Iterable[Event]) -> None:
        """Append in groups of the largest size."""
        waiting: list[Event] = []
        for event in events:
            waiting.append(event)
            if len(waiting) == GROUP_LIMIT:
                self.log.append(waiting, self.signer)
                waiting = []
        if waiting:
            self.log.append(waiting, self.signer)

    def publish(self, report: Path) -> None:
        """Let an entry vouch for a report's file."""
        self.log.append(
            [Event(EventType.PUBLISH, {"sha256": hash_file(report)[0], "format": report.suffix[1:]})], self.signer
        )

    def exchange_keys(self) -> None:
        """Another key for the actor, and another for the log."""
        old = self.log.actors()[self.signer.key_id]
        new = self.keyring.make("sara's second key")
        self.log.exchange_key(old, new, self.signer, "a yearly change")
        self.signer = new
        self.log.exchange_log_key(self.signer, "a yearly change")

    def erase(self, exhibits: Sequence[Held]) -> None:
        """Erase exhibits, as one asks and another approves."""
        second = self.keyring.make("omid")
        self.log.add_actor("omid", second, self.signer)
        erase(self.folder, self.log, {held.sha256 for held in exhibits}, self.signer, second)
        self.exhibits = [held for held in self.exhibits if held not in exhibits]

    def pack(self, out: Path, exhibits: Sequence[Held], reports: Sequence[Path] = ()) -> Sealed:
        """A bag of some exhibits, made by the product."""
        enclosed = [
            Enclosed(item.sha256, number, MEDIA[number % len(MEDIA)], item.size)
            for number, item in enumerate(exhibits, 1)
        ]
        contents = BagContents(enclosed, reports, "another body", "its own inquiry")
        return write_bag(out, contents, self.log, self.vault, self.signer, "Kahrab")


def found(place: Path, name: str = "case") -> Founded:
    """Found a case in a folder, with keys beside it."""
    keyring = Keyring(place / "keys")
    signer = keyring.signer() if keyring.exists() else keyring.make("sara")
    folder = place / name
    folder.mkdir(parents=True)
    settings = {"name": "Kahrab", "standard": "reasonable_grounds", "mandate": None}
    log = Log.create(folder, new_origin(), keyring, signer, settings)
    return Founded(folder, keyring, signer, log, Vault.create(folder))


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is to be erased, and on which request."""

    log: Log
    request: int
    admitted: dict[int, str]

    def approval(self) -> Event:
        """The approval, with all that names or quotes the exhibits."""
        traces = erasure.Traces(set(self.admitted.values()))
        for entry in self.log.entries():
            traces.learn(entry)
        gone = erasure.taken(self.log.entries(), traces)
        numbered = [{"number": number, "entry": index} for number, index in enumerate(self.admitted, 1)]
        fields = {"request": self.request, "exhibits": numbered, "fields": erasure.described(gone)}
        return Event(EventType.ERASE_APPROVE, {**fields, "torn": [], "one_account": True, "why": "asked for"})


def erase(case: Path, log: Log, exhibits: Collection[str], asks: Signer, approves: Signer) -> None:
    """Erase exhibits and all that names them, with the product's own machinery."""
    admitted = {
        int(entry.index): str(entry.fields["sha256"])
        for entry in log.entries()
        if entry.type == EventType.ADMIT and entry.fields.get("sha256") in exhibits
    }
    fields = {"exhibits": [*admitted], "why": "they name a source", "authority": "decision 7 of the commission"}
    (request,) = log.append([Event(EventType.ERASE_REQUEST, fields)], asks)
    places = [case / "exhibits" / sha256[:2] / sha256 for sha256 in admitted.values()]
    log.erase(_Plan(log, request, admitted), approves, lambda: files.remove(places))


def contents(chance: random.Random, count: int, least: int, most: int) -> Iterable[bytes]:
    """Bytes that no two exhibits share, between two sizes."""
    for number in range(count):
        yield f"exhibit {number} ".encode() + chance.randbytes(chance.randint(least, most))


def _said(number: int) -> Event:
    passage = f"{number:016x}:1:0-{number % 900 + 1}"
    if number % 3 == 0:
        return Event(EventType.MARK, {"passage": passage, "note": f"یادداشت {number} 😀"})
    if number % 3 == 1:
        return Event(EventType.CLAIM, {"passages": [passage], "text": f"Claim {number}", "kind": "fact"})
    return Event(EventType.CONFIRM, {"passage": passage})
