"""Limits that a process in the jail sets itself before it reads the first byte of a file."""

import math
import os
import resource
from dataclasses import dataclass

_MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds of a processor, megabytes held and written, processes and threads beside its own.

    `gives_way`: the steps by which others at work come first.
    """

    seconds: float
    memory_mb: int
    written_mb: int = 0
    processes: int = 0
    gives_way: int = 0


LOOKING = Limits(seconds=5, memory_mb=512)
READING = Limits(seconds=20, memory_mb=1024)
# Nobody waits for a safe copy: every page comes first.
MAKING = Limits(seconds=120, memory_mb=2048, written_mb=512, processes=96, gives_way=10)
# A scan's words take about three seconds a page.
SCANNING = Limits(seconds=720, memory_mb=2048, written_mb=512, processes=96, gives_way=10)


def hold(limits: Limits, *, is_jailed: bool) -> None:
    """Hold this process to `limits`: the system itself ends it.

    Outside a jail the processes of its user are everybody's, and not counted.
    """
    memory = limits.memory_mb * _MEGABYTE
    written = limits.written_mb * _MEGABYTE
    seconds = math.ceil(limits.seconds)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (written, written))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if is_jailed:
        resource.setrlimit(resource.RLIMIT_NPROC, (limits.processes, limits.processes))
    os.nice(limits.gives_way)
