"""Walls around a process that runs a stranger's query: memory, no core dump, no network, no life after its parent.

The text of a query is looked over before it runs (graph/sparqltext.py); these hold where that should fail.
Linux only, through prctl(2) and seccomp(2); elsewhere the look at the text is all there is.
"""

from __future__ import annotations

import ctypes
import os
import platform
import signal
import struct

MOST_MEMORY = 4 * 1024**3

_SET_PARENT_DEATH_SIGNAL, _SET_SECCOMP, _SET_NO_NEW_PRIVILEGES = 1, 22, 38
_FILTER_MODE = 2
# Per machine: the audit architecture, and the numbers of socket(2) and io_uring_setup(2).
_MACHINES = {"x86_64": (0xC000003E, 41, 425), "aarch64": (0xC00000B7, 198, 425)}
_LOAD, _JUMP_IF_EQUAL, _RETURN = 0x20, 0x15, 0x06
_ALLOW, _DENY = 0x7FFF0000, 0x0005000D  # SECCOMP_RET_ERRNO | EACCES


def raise_walls(parent: int, memory: int = MOST_MEMORY) -> bool:
    """Puts up what this system has; returns whether sockets are denied by the kernel.

    The process gets at most `memory` bytes of addresses. `parent` is the process that started this one; if
    that is gone already, this one ends.
    """
    try:
        import resource
    except ImportError:  # Windows
        return False
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    if platform.system() != "Linux":
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)
    return _deny_sockets(libc)


def sockets_can_be_denied() -> bool:
    """Tells whether this system has the wall against the network."""
    return platform.system() == "Linux" and platform.machine() in _MACHINES


def _deny_sockets(libc: ctypes.CDLL) -> bool:
    machine = _MACHINES.get(platform.machine())
    if machine is None:
        return False
    architecture, socket, io_uring = machine
    program = b"".join(
        struct.pack("HBBI", *step)
        for step in (
            (_LOAD, 0, 0, 4),
            (_JUMP_IF_EQUAL, 0, 3, architecture),
            (_LOAD, 0, 0, 0),
            (_JUMP_IF_EQUAL, 2, 0, socket),
            (_JUMP_IF_EQUAL, 1, 0, io_uring),
            (_RETURN, 0, 0, _ALLOW),
            (_RETURN, 0, 0, _DENY),
        )
    )
    steps = ctypes.create_string_buffer(program, len(program))
    header = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(steps))
    if libc.prctl(_SET_NO_NEW_PRIVILEGES, 1, 0, 0, 0):
        return False
    return bool(libc.prctl(_SET_SECCOMP, _FILTER_MODE, ctypes.create_string_buffer(header, len(header)), 0, 0) == 0)
