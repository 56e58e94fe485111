"""Limits that a process of the gate sets itself before it reads the first byte of a file."""

import ctypes
import math
import os
import resource
import signal
from dataclasses import dataclass

_MEGABYTE = 1024 * 1024
_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds of a processor, megabytes held and written, and the steps it gives way to others."""

    seconds: float
    memory_mb: int
    written_mb: int
    gives_way: int = 0


LOOKING = Limits(seconds=5, memory_mb=512, written_mb=0)
# Nobody waits for a safe copy: every page comes first.
MAKING = Limits(seconds=120, memory_mb=2048, written_mb=512, gives_way=10)


def hold(limits: Limits, longest: float) -> None:
    """Hold this process to `limits` and to so many seconds, and take the network from it.

    The system itself ends it: also when whoever started it is no longer there to do so.
    """
    memory = limits.memory_mb * _MEGABYTE
    written = limits.written_mb * _MEGABYTE
    seconds = math.ceil(limits.seconds)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (written, written))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.alarm(math.ceil(longest) + 1)
    os.nice(limits.gives_way)
    _leave_network()


def _leave_network() -> None:
    """A file that would fetch something finds no network, where the system allows it to be taken.

    Where it does not, what fetches has been taken out of the file and LibreOffice is set not to.
    """
    libc = ctypes.CDLL(None)
    if libc.unshare(_NEW_NETWORK) != 0:
        libc.unshare(_NEW_USER | _NEW_NETWORK)
