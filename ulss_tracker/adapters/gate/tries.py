"""Tries of a hostile file from within the jail, for `flask deploy check` and the tests.

`reached` asks; the rest runs in the jail. Each attempt is true where it was not refused.
"""

import io
import json
import os
import socket
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from ulss_tracker.adapters.gate import jail
from ulss_tracker.adapters.gate.limits import LOOKING

Targets = dict[str, Any]


def reached(
    paths: Iterable[str | Path],
    *,
    sockets: Iterable[str | Path] = (),
    variables: Iterable[str] = (),
    attempts: Sequence[str] = (),
    seconds: float = LOOKING.seconds,
) -> list[str] | None:
    """The attempts that came through, of these or of all that end; None where it was ended.

    paths: files and directories to be kept from it. sockets: of servers on this machine. variables:
    names of the environment's secrets. Raises `TooBusy`.
    """
    with socket.create_server(("127.0.0.1", 0)) as loopback:
        targets = {
            "paths": list(map(str, paths)),
            "sockets": list(map(str, sockets)),
            "variables": list(variables),
            "port": loopback.getsockname()[1],
            "user": os.getuid(),
            "attempts": attempts or list(_ATTEMPTS)[: -len(_ENDLESS)],
        }
        file = io.BytesIO(json.dumps(targets).encode())
        return jail.ask("try", file, seconds, lambda result: list(map(str, json.loads(result))))


def run(content: bytes) -> tuple[list[str], list[Path]]:
    """Try in the jail; the attempts that were not refused."""
    targets: Targets = json.loads(content)
    return [name for name in targets["attempts"] if _is_reached(_ATTEMPTS[name], targets)], []


def _is_reached(attempt: Callable[[Targets], bool], targets: Targets) -> bool:
    try:
        return attempt(targets)
    except (OSError, MemoryError):
        return False


def _file(targets: Targets) -> bool:
    return any(os.access(path, os.R_OK) for path in targets["paths"])


def _environment(targets: Targets) -> bool:
    names = [f"{name}=".encode() for name in targets["variables"]]
    readable = (path for path in Path("/proc").glob("[0-9]*/environ") if os.access(path, os.R_OK))
    return any(name in path.read_bytes() for path in readable for name in names)


def _socket(targets: Targets) -> bool:
    with socket.socket(socket.AF_UNIX) as client:
        return any(client.connect_ex(path) == 0 for path in targets["sockets"])


def _loopback(targets: Targets) -> bool:
    with socket.create_connection(("127.0.0.1", targets["port"]), timeout=1):
        return True


def _writing(_targets: Targets) -> bool:
    return any(os.access(place, os.W_OK) for place in ("/", "/etc", "/usr", Path(__file__).parent))


def _process(_targets: Targets) -> bool:
    if os.fork() == 0:
        os._exit(0)
    return True


def _memory(_targets: Targets) -> bool:
    return bool(bytearray(LOOKING.memory_mb << 20))


def _user(targets: Targets) -> bool:
    """Whether it is the user who asks, or the one who may do everything."""
    return os.getuid() in {targets["user"], 0}


def _work(_targets: Targets) -> bool:
    while True:
        pass


def _sleep(_targets: Targets) -> bool:
    while True:
        time.sleep(60)


_ENDLESS = {"work for ever": _work, "sleep for ever": _sleep}
_ATTEMPTS = {
    "a file of the tracker": _file,
    "the environment of another process": _environment,
    "the socket of a server": _socket,
    "the loopback": _loopback,
    "writing": _writing,
    "a process of its own": _process,
    "more memory": _memory,
    "the rights of the user who asks": _user,
    **_ENDLESS,
}
