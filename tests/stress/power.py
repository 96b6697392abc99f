"""The states that a disk may show after power went in the middle of a command, made out of the calls it was traced by.

A disk has kept for sure what was synced: what a file held when its fsync or fdatasync returned, and which names stood
in a folder when the fsync of that folder did. Of the rest it may have kept any part. That is the model of ALICE
(Pillai et al., OSDI 2014) and CrashMonkey (Mohan et al., OSDI 2018), in the strictest reading of POSIX: the sync of
a file does not keep its name, and names in different folders are kept in any order.

Power goes after each change. Of the states there are then, these are made, each once:

- all that was done is there (as when the process alone dies);
- only what was synced is there;
- all names are there, but what was not synced of the files is lacking, cut in half, or zeros of the right length;
- all names but one change of names, and what only makes sense after it; with the files whole, and with them as synced;
- one change of names beyond what was synced, and what it cannot be without; again with both.

Not made: any two or more changes of names lacking, others there; files of which some are whole and some are not;
writes of one file in another order than they were made; a rename that is half done, for no file system that keeps a
journal shows that; a disk that lies about a sync, or changes what it kept long before.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from tests.stress.traced import Call

# What is traced; calls that write in other ways would be missed, which `Disk.check` then tells.
TRACED = (
    "open", "openat", "creat", "write", "writev", "pwrite64", "pwritev", "ftruncate", "truncate", "fallocate",
    "copy_file_range", "sendfile", "fsync", "fdatasync", "sync_file_range", "chmod", "fchmod", "fchmodat",
    "rename", "renameat", "renameat2", "link", "linkat", "symlink", "symlinkat", "mkdir", "mkdirat", "rmdir",
    "unlink", "unlinkat",
)  # fmt: skip
NEVER = 10**9
WAYS = ("whole", "as synced", "cut in half", "zeros")


@dataclass(eq=False)
class Node:
    """A file or a folder, whatever its name: what it held at first, and what it holds while the calls are gone through."""

    folder: bool
    mode: int
    first: bytes = b""
    names: dict[str, Node] = field(default_factory=dict)
    now: bytearray = field(default_factory=bytearray)
    live: dict[str, Node] = field(default_factory=dict)
    written: list[Written] = field(default_factory=list)
    held: dict[tuple[int, int, str], bytes] = field(default_factory=dict)


@dataclass(eq=False)
class Written:
    """A change of what a file holds, or of who may read it, and the moment from which on the disk has kept it."""

    when: int
    start: int = 0
    content: bytes = b""
    size: int | None = None
    mode: int | None = None
    kept: int = NEVER


@dataclass(eq=False)
class Named:
    """A change of names, done whole or not at all: what stands under each name after it, and when that is kept."""

    when: int
    slots: tuple[tuple[Node, str, Node | None], ...]
    nodes: frozenset[Node]
    kept: int = NEVER
    needs: list[Named] = field(default_factory=list)


@dataclass(frozen=True)
class State:
    """What the disk shows: after which moment power went, which changes of names are there, and how files are."""

    when: int
    names: frozenset[Named]
    way: str


class Disk:
    """A folder as it was, and what a command did to it."""

    def __init__(self, before: Path, root: Path, calls: Iterable[Call]) -> None:
        self._root = root
        self.top = _scanned(before)
        self.named: list[Named] = []
        self._moments = [0]
        self._moment = 0
        for self._moment, call in enumerate(calls, 1):
            if act := getattr(self, f"_{_SAME.get(call.name, call.name)}", None):
                act(call)
            else:
                assert not self._ours(*call.places), f"not gone through: {call}"
        self.end = self._moment + 1

    # -- the calls ----------------------------------------------------------------------------------------------

    def _openat(self, call: Call) -> None:
        found = self._slot(call.opened)
        flags = " ".join(call.numbers)
        if found is None or "O_CREAT" not in flags:
            return
        folder, name = found
        if name not in folder.live:
            self._name((folder, name, Node(False, int(call.numbers[-1], 8) & ~_umask())))
        elif "O_TRUNC" in flags and folder.live[name].now:
            self._write_to(folder.live[name], Written(self._moment, size=0))

    def _write(self, call: Call) -> None:
        if (node := self._node(call.files[0])) is not None:
            self._write_to(node, Written(self._moment, len(node.now), b"".join(call.strings)[: call.result]))

    def _pwrite64(self, call: Call) -> None:
        if (node := self._node(call.files[0])) is not None:
            content = call.strings[0][: call.result]
            self._write_to(node, Written(self._moment, int(call.numbers[-1]), content))

    def _ftruncate(self, call: Call) -> None:
        if (node := self._node(call.files[0])) is not None:
            self._write_to(node, Written(self._moment, size=int(call.numbers[-1])))

    def _fallocate(self, call: Call) -> None:
        node = self._node(call.files[0])
        if node is not None and "KEEP_SIZE" not in " ".join(call.numbers):
            size = max(len(node.now), int(call.numbers[-2]) + int(call.numbers[-1]))
            self._write_to(node, Written(self._moment, size=size))

    def _chmod(self, call: Call) -> None:
        node = self._node((*call.files, *(text.decode() for text in call.strings))[-1])
        if node is not None:
            self._write_to(node, Written(self._moment, mode=int(call.numbers[-1], 8)))

    def _fsync(self, call: Call) -> None:
        node = self._node(call.files[0])
        if node is None:
            return
        for written in node.written:
            written.kept = min(written.kept, self._moment)
        for named in self.named:
            if any(folder is node for folder, _, _ in named.slots):
                named.kept = min(named.kept, self._moment)

    def _rename(self, call: Call) -> None:
        (one, old), (other, new) = (self._slot(place) for place in self._two(call))
        self._name((one, old, None), (other, new, one.live[old]))

    def _link(self, call: Call) -> None:
        (one, old), (other, new) = (self._slot(place) for place in self._two(call))
        self._name((other, new, one.live[old]))

    def _mkdir(self, call: Call) -> None:
        if found := self._slot(self._one(call)):
            self._name((*found, Node(True, int(call.numbers[-1], 8) & ~_umask())))

    def _unlink(self, call: Call) -> None:
        if found := self._slot(self._one(call)):
            self._name((*found, None))

    def _sync_file_range(self, call: Call) -> None:
        """Keeps nothing for sure."""

    # -- what they come to ----------------------------------------------------------------------------------------

    def _write_to(self, node: Node, written: Written) -> None:
        node.written.append(written)
        if written.mode is None:
            _apply(node.now, written)
        self._moments.append(self._moment)

    def _name(self, *slots: tuple[Node, str, Node | None]) -> None:
        gone = {folder.live[name] for folder, name, _ in slots if name in folder.live}
        change = Named(self._moment, slots, frozenset(gone | {node for _, _, node in slots if node}))
        for earlier in self.named:
            same = {(folder, name) for folder, name, _ in earlier.slots} & {(folder, name) for folder, name, _ in slots}
            if same or earlier.nodes & change.nodes:
                change.needs.append(earlier)
        self.named.append(change)
        _rename_in(change, lambda folder: folder.live)
        self._moments.append(self._moment)

    def _ours(self, *places: str) -> bool:
        return any(Path(self._root, place).is_relative_to(self._root) for place in places if place.startswith("/"))

    def _one(self, call: Call) -> str:
        return os.path.join(*call.files, call.strings[0].decode())

    def _two(self, call: Call) -> list[str]:
        folders = call.files or ("", "")
        return [os.path.join(folder, text.decode()) for folder, text in zip(folders, call.strings, strict=True)]

    def _slot(self, place: str) -> tuple[Node, str] | None:
        path = Path(os.path.normpath(self._root / place))
        if not path.is_relative_to(self._root) or path == self._root:
            return None
        found = self._node(str(path.parent))
        return (found, path.name) if found else None

    def _node(self, place: str) -> Node | None:
        path = Path(os.path.normpath(self._root / place))
        if not path.is_relative_to(self._root):
            return None
        node: Node | None = self.top
        for part in path.relative_to(self._root).parts:
            node = node.live.get(part) if node else None
        return node

    # -- the states -----------------------------------------------------------------------------------------------

    def check(self) -> None:
        """Fails unless all the calls together make what really stands on the disk now: else some were missed."""
        assert _listed(_scanned(self._root)) == _listed(self.top, lambda node: node.live, lambda node: bytes(node.now))

    def states(self) -> Iterator[State]:
        """Yields the states that are tried, as told above; some look the same."""
        for when in sorted({*self._moments, self.end}):
            done = [change for change in self.named if change.when <= when]
            sure = _with_needs(change for change in done if change.kept <= when)
            every = frozenset(done)
            for way in WAYS:
                yield State(when, every, way)
            yield State(when, sure, "as synced")
            for change in done:
                if change not in sure:
                    for names in (every - _those_that_need(change, done), sure | _with_needs([change])):
                        for way in WAYS[:2]:
                            yield State(when, names, way)

    def tree(self, state: State) -> dict[str, tuple[int, bytes | None]]:
        """Returns mode and content (None: a folder) of each file and folder of a state, by its path."""
        names = {id(node): dict(node.names) for node in _all(self.top)}

        def of(node: Node) -> dict[str, Node]:
            return names.setdefault(id(node), {})

        for change in self.named:
            if change in state.names:
                _rename_in(change, of)
        return _listed(self.top, of, lambda node: _content(node, state), lambda node: _mode(node, state))


_SAME = {
    "open": "openat", "creat": "openat", "writev": "write", "fdatasync": "fsync", "fchmod": "chmod", "fchmodat": "chmod",
    "renameat": "rename", "renameat2": "rename", "linkat": "link", "mkdirat": "mkdir", "rmdir": "unlink",
    "unlinkat": "unlink",
}  # fmt: skip


def lay_out(tree: dict[str, tuple[int, bytes | None]], root: Path) -> None:
    """Has `root` hold these files and folders, and nothing else."""
    shutil.rmtree(root)
    root.mkdir()
    for name, (mode, content) in tree.items():
        place = root / name
        if content is None:
            place.mkdir()
        else:
            place.write_bytes(content)
        place.chmod(mode)


def look(tree: dict[str, tuple[int, bytes | None]]) -> bytes:
    """Returns a digest by which states that the program cannot tell apart are the same.

    Of unfinished work below `new/`, which it removes, it never looks at more than that it is there.
    """
    total = hashlib.sha256()
    for name, (mode, content) in sorted(tree.items()):
        unfinished = name.partition("/new/")[2]
        if unfinished.count("/") < 1:
            told = b"/" if content is None else b"" if unfinished else _digest(content)
            total.update(f"{name}\0{mode}\0".encode() + told)
    return total.digest()


@lru_cache(maxsize=1000)
def _digest(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()


def _scanned(place: Path) -> Node:
    mode = place.stat().st_mode & 0o7777
    if not place.is_dir():
        content = place.read_bytes()
        return Node(False, mode, content, now=bytearray(content))
    names = {path.name: _scanned(path) for path in place.iterdir()}
    return Node(True, mode, names=names, live=dict(names))


def _all(node: Node) -> Iterator[Node]:
    yield node
    for one in node.names.values():
        yield from _all(one)


def _listed(
    top: Node,
    names: Callable[[Node], dict[str, Node]] = lambda node: node.names,
    content: Callable[[Node], bytes] = lambda node: node.first,
    mode: Callable[[Node], int] = lambda node: _mode(node, None),
    under: str = "",
) -> dict[str, tuple[int, bytes | None]]:
    found: dict[str, tuple[int, bytes | None]] = {}
    for name, node in sorted(names(top).items()):
        found[under + name] = mode(node), None if node.folder else content(node)
        if node.folder:
            found |= _listed(node, names, content, mode, f"{under}{name}/")
    return found


def _mode(node: Node, state: State | None) -> int:
    there = [one.mode for one in node.written if one.mode is not None and (state is None or _there(one, state))]
    return there[-1] if there else node.mode


def _there(written: Written, state: State) -> bool:
    return written.when <= state.when and (state.way == "whole" or written.kept <= state.when)


def _content(node: Node, state: State) -> bytes:
    done = [one for one in node.written if one.mode is None and one.when <= state.when]
    there = [one for one in done if _there(one, state)]
    told = len(done), len(there), state.way
    if told not in node.held:
        node.held[told] = _held(node.first, there, done[len(there) :], state.way)
    return node.held[told]


def _held(first: bytes, there: list[Written], lost: list[Written], way: str) -> bytes:
    content = bytearray(first)
    for one in there:
        _apply(content, one)
    whole = bytearray(content)
    for one in lost:
        _apply(whole, one)
    more = max(0, len(whole) - len(content))
    if way == "zeros":
        return bytes(content) + bytes(more)
    return bytes(whole[: len(content) + more // 2]) if way == "cut in half" and more else bytes(content)


def _apply(content: bytearray, written: Written) -> None:
    if written.size is not None:
        del content[written.size :]
        content.extend(bytes(written.size - len(content)))
        return
    content.extend(bytes(max(0, written.start - len(content))))
    content[written.start : written.start + len(written.content)] = written.content


def _rename_in(change: Named, names: Callable[[Node], dict[str, Node]]) -> None:
    for folder, name, node in change.slots:
        if node is None:
            names(folder).pop(name, None)
        else:
            names(folder)[name] = node


def _with_needs(changes: Iterable[Named]) -> frozenset[Named]:
    found: set[Named] = set()
    left = list(changes)
    while left:
        change = left.pop()
        if change not in found:
            found.add(change)
            left += change.needs
    return frozenset(found)


def _those_that_need(change: Named, among: list[Named]) -> frozenset[Named]:
    found = {change}
    for one in among:
        if not found.isdisjoint(one.needs):
            found.add(one)
    return frozenset(found)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
