"""Who may act: actors' keys are made, added to a case, exchanged; the log's own key too."""

import contextlib
import json
import re
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from govah.case.projection import catch_up
from govah.config import keys_folder
from govah.errors import GovahError, NotFoundError, UsageError
from govah.model.event import Event, EventType
from govah.model.identifiers import EntryIndex
from govah.model.text import stored_text
from govah.preserve import verifier
from govah.preserve.actors import Actor, actor_event
from govah.preserve.keys import Keyring, Signer
from govah.preserve.seen import UnnotedError

if TYPE_CHECKING:
    from govah.case.case import Case


_ORIGIN = re.compile("govah/[0-9a-f]{32}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Listed:
    """An actor of a case.

    Args:
        name: As it was added.
        key_id: Of this key.
        entry: That added it.
        until: The entry that put another key in its place.
        here: Whether the private key is on this account.
    """

    name: str
    key_id: str
    entry: EntryIndex
    until: EntryIndex | None
    here: bool


def make(name: str) -> Signer:
    """Make a key for a person on this account.

    Raises:
        UsageError: The name is taken, empty, or holds control characters.
    """
    return Keyring(keys_folder()).make(stored_text(name))


def place(name: str) -> Path:
    """The file of a person's private key on this account."""
    return Keyring(keys_folder()).place(stored_text(name))


def ask(case_origin: str, name: str | None) -> dict[str, Any]:
    """What a person on another account sends to be added: name, public key, and proof that the key is theirs.

    Raises:
        NotFoundError: There is no such key on this account.
        UsageError: It is no origin of a case's log.
    """
    if not _ORIGIN.fullmatch(case_origin):
        raise UsageError(
            f"{case_origin!r} is not the origin of a case's log: those are govah/ and 32 hexadecimal digits.",
            "Whoever has the case sees it with govah actor list; it is also the first line of its log/checkpoint.",
        )
    signer = Keyring(keys_folder()).signer(None if name is None else stored_text(name))
    return dict(actor_event(case_origin, signer.name, signer).fields)


def add(case: "Case", name: str, asked: Path | None, *, other_name: bool = False) -> EntryIndex:
    """Add an actor: by a key on this account, or by what somebody on another account sent.

    Args:
        case: The case.
        name: Of the actor.
        asked: What they sent.
        other_name: The case is to know them by another name than they gave their key.

    Raises:
        NotFoundError: The key or file is not there.
        UsageError: The file does not hold or is somebody else's, or the log knows the name or key.
    """
    known = case.log.actors()
    if asked is None:
        signer = Keyring(keys_folder()).signer(stored_text(name))
        index = case.log.add_actor(signer.name, signer, case.signer)
    else:
        fields = _sent(asked, case.log.origin, stored_text(name), other_name=other_name)
        if verifier.key_id(bytes.fromhex(fields["public_key"])) in known or any(
            actor.name == fields["name"] and actor.until is None for actor in known.values()
        ):
            raise UsageError(f"The log knows {name} or this key already.", "See them: govah actor list")
        (index,) = case.log.append([Event(EventType.ACTOR_ADD, fields)], case.signer)
    catch_up(case.log, case.derived.records)
    return index


def _sent(path: Path, origin: str, name: str, *, other_name: bool) -> dict[str, Any]:
    if not path.is_file():
        raise NotFoundError(f"{path} is not a file.", "Name the file that they made with govah actor ask.")
    try:
        fields = json.loads(path.read_text(encoding="utf-8"))
        public, proof, own = fields["public_key"], fields["possession"], str(fields["name"])
        verifier.check_signature(
            bytes.fromhex(public), bytes.fromhex(proof), verifier.possession_message(origin, public)
        )
    except (ValueError, KeyError, TypeError) as error:
        raise UsageError(
            f"{path} does not show that somebody holds a key for this case: {error}.",
            f"They make it with: govah actor ask {origin} -o FILE",
        ) from error
    if own != name and not other_name:
        raise UsageError(
            f"{path} was made by {own}, and not by {name}.",
            f"Add them by that name: govah actor add {shlex.quote(own)} --asked {shlex.quote(str(path))}\n"
            "If it is their file all the same, and the case shall know them by the other name: --other-name",
        )
    return {"name": name, "public_key": public, "possession": proof}


def exchange(case: "Case", name: str, why: str, *, again: bool = False) -> EntryIndex:
    """Put a new key in the place of an actor's. Signed by the old key where it is here, otherwise by who acts.

    Where the key was exchanged in another case already, the key that this account has since is put in place here too.

    Args:
        case: Opened.
        name: Whose key.
        why: What became of it.
        again: It is meant, although the key was exchanged before.

    Raises:
        NotFoundError: No key of that name is in use.
        UsageError: No reason was given, this account has the key of another actor under that name, or the key was
            exchanged before.
    """
    if not why.strip():
        raise UsageError("No reason was given.", "Say what became of the key: --why WHY")
    name, why = stored_text(name), stored_text(why)
    keyring = Keyring(keys_folder())
    begun = keyring.signer(name) if keyring.place(name).exists() else None
    if begun is not None and begun.key_id in case.log.actors():
        begun = None
    _recover(case, keyring, name)
    actors = case.log.actors()
    successor = keyring.successor(name)
    following = successor.found()
    if following is not None and following.key_id in actors:  # a crash came between the log and the key's place
        successor.promote()
        return actors[following.key_id].added
    if begun is not None and begun.key_id in actors:
        return actors[begun.key_id].added
    old = next((actor for actor in actors.values() if actor.name == name and actor.until is None), None)
    if old is None:
        raise NotFoundError(f"No key of {name} is in use in this case.", "See them: govah actor list")
    held = _held(keyring, name, old, actors)
    if held is not None and held.key_id not in actors:
        index = case.log.exchange_key(old, held, _releasing(case, keyring, old, held), why)
    else:
        keyring.log_signer(case.log.origin)  # whoever lacks it is told that first
        if not again:
            _check_not_yet(case, keyring, old, held)
        signer = held if held is not None and held.key_id == old.key_id else case.signer
        index = _exchange_for_new(case, keyring, old, signer, why)
    catch_up(case.log, case.derived.records)
    return index


def _check_not_yet(case: "Case", keyring: Keyring, old: Actor, held: Signer | None) -> None:
    """See that a key is not exchanged a second time by typing the same command again.

    Raises:
        UsageError: It was exchanged in this case, or before this case knew it.
    """
    entry = case.log.entry(old.added)
    if entry.type == EventType.KEY_ROTATE:
        raise UsageError(
            f"The key of {old.name} was exchanged at entry {old.added}, {entry.at}: the new one is in use.",
            "Nothing was done. If that one is lost or stolen as well: --again",
        )
    if held is not None and held.key_id == old.key_id and keyring.has_former(old.name):
        raise UsageError(
            f"This case knows the newest key of {old.name} already, from entry {old.added} on: it was exchanged in "
            "another case before.",
            "Nothing was done, and nothing needs to be. If that key is lost or stolen as well: --again",
        )


def _recover(case: "Case", keyring: Keyring, name: str) -> None:
    """Adopt what a crash left, before a key is made: it may exchange the key of who acts, or one of before."""
    old = next((actor for actor in case.log.actors().values() if actor.name == name and actor.until is None), None)
    former = keyring.former(name, old.key_id) if old is not None else None
    for signer in (case.signer, former):
        if signer is not None:
            with contextlib.suppress(NotFoundError):
                case.log.recover(signer)


def _exchange_for_new(case: "Case", keyring: Keyring, old: Actor, signer: Signer, why: str) -> EntryIndex:
    """Make a key and put it in place; it is kept where the log took it or may have, and goes where it did not."""
    since = case.log.size
    successor = keyring.successor(old.name)
    new = successor.make()
    try:
        index = case.log.exchange_key(old, new, signer, why)
    except UnnotedError:
        successor.promote()
        raise
    except GovahError:
        if not case.log.may_hold(new, since):
            successor.discard(new)
        raise
    successor.promote()
    return index


def _releasing(case: "Case", keyring: Keyring, old: Actor, held: Signer) -> Signer:
    """Who signs that a key which another case has already takes the place of the old one.

    Raises:
        NotFoundError: Nobody here whom this case knows.
    """
    signer = keyring.former(old.name, old.key_id) or case.signer
    if signer.key_id == held.key_id:
        raise NotFoundError(
            f"The key of {old.name} that this case knows is not on this account any more.",
            f"Somebody else whom the case knows puts the new one in place: govah actor rotate {old.name} --why WHY "
            "--as NAME; or set GOVAH_KEYS to a copy of your keys from before.",
        )
    return signer


def _held(keyring: Keyring, name: str, old: Actor, actors: Mapping[str, Actor]) -> Signer | None:
    """The key that this account has under an actor's name; None where it has none.

    Raises:
        UsageError: It is another actor's, and would be lost in the exchange.
        NotFoundError: The actor's key is here under another name.
    """
    if not keyring.place(name).exists() and not keyring.holds(old.key_id):
        return None
    held = keyring.signer(name)
    known = actors.get(held.key_id)
    if known is not None and known.name != name:
        raise UsageError(
            f"The key that this account has under the name {name} acts in this case as {known.name}.",
            f"Have this typed on another account that holds the log's key, or move {keyring.place(name)} away first.",
        )
    return held


def exchange_log_key(case: "Case", why: str) -> EntryIndex:
    """Put a new key in the place of the log's own.

    Raises:
        UsageError: No reason was given.
    """
    if not why.strip():
        raise UsageError("No reason was given.", "Say what became of the key: --why WHY")
    index = case.log.exchange_log_key(case.signer, stored_text(why))
    catch_up(case.log, case.derived.records)
    return index


def listed(case: "Case") -> Iterator[Listed]:
    """All keys of actors, in the order of their entries."""
    keyring = Keyring(keys_folder())
    for actor in sorted(case.log.actors().values(), key=_added):
        yield Listed(actor.name, actor.key_id, actor.added, actor.until, keyring.holds(actor.key_id))


def _added(actor: Actor) -> int:
    return actor.added
