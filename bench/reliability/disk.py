"""What may be on a disk when the power fails: a model of a file system that keeps only what it was told to keep.

Promised is no more than POSIX promises:

- What a completed fsync, fdatasync or syncfs covers is there. Of a file that is its bytes and its length. Of a folder
  it is the names in it, and only fsync and syncfs promise those. A file's sync says nothing of its name.
- Everything else may be there or not, each name for itself and in any order, as if later things had come first. A
  file that was written and not synced may have any length on the way, and any of its blocks may be old, new or zeros.
- Renaming is atomic for the new name: it leads to the old file or to the new one. The old name may still be there.

Not modelled are disks that lie about a completed flush, and foreign bytes of deleted files in new blocks (file systems
clear those).
"""

import os
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar

from bench.reliability.recording import Operation

Held = TypeVar("Held")


class History(Generic[Held]):
    """What was held, and since which operation."""

    def __init__(self) -> None:
        self._times: list[int] = []
        self._held: list[tuple[int, Held]] = []

    def add(self, time: int, held: Held) -> None:
        """It changed."""
        self._times.append(time)
        self._held.append((time, held))

    @property
    def last(self) -> Held:
        """What is held now."""
        return self._held[-1][1]

    def possible(self, synced: int, now: int) -> Sequence[tuple[int, Held]]:
        """What may be on the disk: what was held at the last sync, and everything since."""
        first = max(0, bisect_right(self._times, synced) - 1)
        return self._held[first : bisect_right(self._times, now)]


class Manner:
    """How much of what was not synced is on the disk: everything. Others tell otherwise."""

    def name(self, possible: Sequence[tuple[int, Held]]) -> Held:
        """To what a name leads, of that to which it has led since its folder's last sync, by time."""
        return possible[-1][1]

    def content(self, possible: Sequence[tuple[int, bytes]]) -> bytes:
        """What a file holds, of that which it has held since its last sync."""
        return self.name(possible)


@dataclass(eq=False)
class _File:
    contents: History[bytes] = field(default_factory=History)
    syncs: list[int] = field(default_factory=lambda: [-1])


@dataclass(eq=False)
class _Folder:
    names: dict[str, "History[_File | _Folder | None]"] = field(default_factory=dict)
    syncs: list[int] = field(default_factory=lambda: [-1])

    def now(self, name: str) -> "_File | _Folder | None":
        return self.names[name].last if name in self.names else None

    def set(self, time: int, name: str, node: "_File | _Folder | None") -> None:
        if name not in self.names:
            self.names[name] = History()
            self.names[name].add(-1, None)
        self.names[name].add(time, node)


@dataclass
class _Handle:
    node: _File | _Folder
    at: int = 0
    appending: bool = False


_WITHOUT_EFFECT = {"close", "lseek", "dup", "fcntl"}

Tree = dict[str, bytes | None]
"""Files by path, and folders, whose content is None."""


class Disk:
    """The history of a folder on a disk, from a record of system calls.

    Args:
        folder: As it was before; all of it is on the disk.
    """

    def __init__(self, folder: Path) -> None:
        self._root = _loaded(folder)
        self._folder = str(folder)
        self._handles: dict[int, _Handle] = {}
        self._nodes: list[_File | _Folder] = list(_all(self._root))
        self._told: list[tuple[int, bytes]] = []
        self._clock = 0
        self.moments = [-1]

    def play(self, operations: Sequence[Operation]) -> "Disk":
        """Take over what one process did; `moments` are then those of it after which another state is possible."""
        self._handles.clear()
        self.moments = [self._clock - 1]
        for time, operation in enumerate(operations, self._clock):
            if operation.name not in _WITHOUT_EFFECT:
                self.moments.append(time)
            getattr(self, f"_{operation.name}", self._other)(time, operation)
        self._clock += len(operations)
        return self

    @property
    def tellings(self) -> list[int]:
        """The moments when something was told, of those that count."""
        return [time for time, _ in self._told if time >= self.moments[0]]

    def told(self, now: int) -> tuple[str, ...]:
        """What the process had told up to an operation."""
        return tuple(line for time, data in self._told if time <= now for line in data.decode().split("\n")[:-1])

    def state(self, now: int, manner: Manner) -> Tree:
        """What is on the disk when the power fails after an operation.

        Args:
            now: The operation; -1 for none.
            manner: What is left of that which was not synced.
        """
        tree: Tree = {}
        contents: dict[_File, bytes | None] = {}
        visited: set[_Folder] = set()

        def visit(folder: _Folder, prefix: str) -> None:
            visited.add(folder)
            synced = _last(folder.syncs, now)
            for name, history in folder.names.items():
                node = _chosen(history.possible(synced, now), manner.name)
                if isinstance(node, _File):
                    if node not in contents:
                        held = node.contents.possible(_last(node.syncs, now), now)
                        contents[node] = _chosen(held, manner.content)
                    tree[prefix + name] = contents[node] or b""
                elif node is not None and node not in visited:  # a renamed folder is in one place
                    tree[prefix + name] = None
                    visit(node, f"{prefix}{name}/")

        visit(self._root, "")
        return tree

    def _at(self, text: bytes, word: str) -> tuple[_Folder | None, str]:
        """The folder of a path, and its last name; no folder where the path lies elsewhere."""
        path = os.fsdecode(text)
        if not path.startswith("/"):
            handle = self._handles.get(int(word)) if word.isdigit() else None
            if handle is None or not isinstance(handle.node, _Folder):
                return None, path
            return handle.node, path
        if not path.startswith(f"{self._folder}/"):
            return None, path
        *folders, name = path[len(self._folder) + 1 :].split("/")
        node: _File | _Folder | None = self._root
        for folder in folders:
            node = node.now(folder) if isinstance(node, _Folder) else None
        return (node if isinstance(node, _Folder) else None), name

    def _openat(self, time: int, operation: Operation) -> None:
        flags = operation.words[2]
        folder, name = self._at(operation.texts[0], operation.words[0])
        if folder is None:
            self._handles.pop(operation.result, None)
            return
        node = folder.now(name)
        if node is None:
            assert "O_CREAT" in flags, operation
            node = _File()
            node.contents.add(time, b"")
            self._nodes.append(node)
            folder.set(time, name, node)
        elif "O_TRUNC" in flags and isinstance(node, _File) and node.contents.last:
            node.contents.add(time, b"")
        self._handles[operation.result] = _Handle(node, appending="O_APPEND" in flags)

    def _close(self, time: int, operation: Operation) -> None:
        self._handles.pop(int(operation.words[0]), None)

    def _dup(self, time: int, operation: Operation) -> None:
        if handle := self._handles.get(int(operation.words[0])):
            self._handles[operation.result] = handle

    def _fcntl(self, time: int, operation: Operation) -> None:
        if "F_DUPFD" in operation.words[1]:
            self._dup(time, operation)

    def _lseek(self, time: int, operation: Operation) -> None:
        if handle := self._handles.get(int(operation.words[0])):
            handle.at = operation.result

    def _write(self, time: int, operation: Operation) -> None:
        handle = self._handles.get(int(operation.words[0]))
        data = operation.texts[0][: operation.result]
        if handle is None or not isinstance(handle.node, _File):
            return
        held = handle.node.contents.last
        at = len(held) if handle.appending else handle.at
        handle.node.contents.add(time, _overwritten(held, at, data))
        handle.at = at + len(data)

    def _sendto(self, time: int, operation: Operation) -> None:
        self._told.append((time, operation.texts[0][: operation.result]))

    def _pwrite64(self, time: int, operation: Operation) -> None:
        handle = self._handles.get(int(operation.words[0]))
        if handle is not None and isinstance(handle.node, _File):
            data = operation.texts[0][: operation.result]
            held = handle.node.contents.last
            handle.node.contents.add(time, _overwritten(held, int(operation.words[-1]), data))

    def _ftruncate(self, time: int, operation: Operation) -> None:
        handle = self._handles.get(int(operation.words[0]))
        if handle is not None and isinstance(handle.node, _File):
            length = int(operation.words[1])
            handle.node.contents.add(time, handle.node.contents.last[:length].ljust(length, b"\0"))

    def _fsync(self, time: int, operation: Operation) -> None:
        if handle := self._handles.get(int(operation.words[0])):
            handle.node.syncs.append(time)

    def _fdatasync(self, time: int, operation: Operation) -> None:
        handle = self._handles.get(int(operation.words[0]))
        if handle is not None and isinstance(handle.node, _File):
            handle.node.syncs.append(time)

    def _syncfs(self, time: int, operation: Operation) -> None:
        for node in self._nodes:
            node.syncs.append(time)

    _sync = _syncfs

    def _mkdir(self, time: int, operation: Operation) -> None:
        folder, name = self._at(operation.texts[0], operation.words[0])
        if folder is not None:
            made = _Folder()
            self._nodes.append(made)
            folder.set(time, name, made)

    _mkdirat = _mkdir

    def _unlink(self, time: int, operation: Operation) -> None:
        folder, name = self._at(operation.texts[0], operation.words[0])
        if folder is not None:
            folder.set(time, name, None)

    _unlinkat = _rmdir = _unlink

    def _rename(self, time: int, operation: Operation) -> None:
        first = operation.words[0]
        second = operation.words[2] if len(operation.words) > 2 else ""
        folder, name = self._at(operation.texts[0], first)
        target, new = self._at(operation.texts[1], second)
        if folder is None and target is None:
            return
        assert folder is not None, operation
        assert target is not None, operation
        target.set(time, new, folder.now(name))
        folder.set(time, name, None)

    _renameat = _renameat2 = _rename

    def _other(self, time: int, operation: Operation) -> None:
        raise RuntimeError(f"the model of the disk does not know {operation.name}")


def materialised(tree: Tree, folder: Path) -> None:
    """Write a state as a folder that is not there yet."""
    folder.mkdir(parents=True)
    base = f"{folder}/"
    for path, content in tree.items():
        if content is None:
            os.mkdir(base + path)  # noqa: PTH102  # thousands of them
        else:
            with open(base + path, "wb", buffering=0) as stream:  # noqa: PTH123  # as above
                stream.write(content)


def _chosen(possible: Sequence[tuple[int, Held]], choose: Callable[[Sequence[tuple[int, Held]]], Held]) -> Held | None:
    if len(possible) > 1:
        return choose(possible)
    return possible[0][1] if possible else None  # none where the name or file came later


def _overwritten(held: bytes, at: int, data: bytes) -> bytes:
    return held[:at].ljust(at, b"\0") + data + held[at + len(data) :]


def _last(syncs: list[int], now: int) -> int:
    return syncs[bisect_right(syncs, now) - 1]


def _loaded(folder: Path) -> _Folder:
    loaded = _Folder()
    for item in sorted(folder.iterdir()):
        node: _File | _Folder
        if item.is_dir():
            node = _loaded(item)
        else:
            node = _File()
            node.contents.add(-1, item.read_bytes())
        loaded.names[item.name] = History()
        loaded.names[item.name].add(-1, node)
    return loaded


def _all(folder: _Folder) -> Iterator[_File | _Folder]:
    yield folder
    for history in folder.names.values():
        node = history.last
        if isinstance(node, _Folder):
            yield from _all(node)
        elif node is not None:
            yield node
