"""Use of the machine by processes: time of a processor, and memory."""

import os
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


def family(root: int, name: str = "") -> list[int]:
    """The processes below `root`, of those whose names begin with `name`."""
    children: dict[int, list[int]] = {}
    names: dict[int, str] = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            before, _, after = entry.read_text(encoding="utf-8", errors="replace").rpartition(")")
        except OSError:
            continue  # it has just ended
        number = int(entry.parent.name)
        names[number] = before.partition("(")[2]
        children.setdefault(int(after.split()[1]), []).append(number)
    found, waiting = [], [root]
    while waiting:
        below = children.get(waiting.pop(), [])
        found += below
        waiting += below
    return [each for each in found if names[each].startswith(name)]


def processor_seconds(processes: list[int]) -> float:
    """The seconds of a processor that these and their ended children have used."""
    ticks = 0
    for number in processes:
        ticks += sum(map(int, _said(number, "stat").rpartition(")")[2].split()[11:15]))
    return ticks / _TICKS


def wanted_seconds(processes: list[int]) -> float:
    """The seconds these, of one thread each, had work: at it, or waiting for a processor."""
    nanoseconds = 0
    for number in processes:
        nanoseconds += sum(map(int, _said(number, "schedstat").split()[:2]))
    return nanoseconds / 1e9


def megabytes(processes: list[int]) -> float:
    """The memory these hold, what they share counted once."""
    held = 0
    for number in processes:
        lines = _said(number, "smaps_rollup").splitlines()
        held += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return held / 1024


def _said(number: int, file: str) -> str:
    """The words of a process's file in /proc: none when it has just ended.

    What it used until then is counted with its parent's children.
    """
    try:
        return Path(f"/proc/{number}/{file}").read_text(encoding="utf-8", errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return ""
