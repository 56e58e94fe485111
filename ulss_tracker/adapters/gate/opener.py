"""The process in the jail: `python -m ulss_tracker.adapters.gate.opener [SOCKET]`.

It answers the connection that is its standard input, and ends. Given the path of a socket it
listens there and answers each connection in a process of its own: a container runs nothing else.

A connection brings a line of JSON and the file. Its answer is a line of sizes, the result as JSON
and the files made, each of its size, and one letter: an `Outcome`.
"""

import ctypes
import json
import os
import resource
import signal
import sys
import tempfile
import time
from base64 import b64encode
from contextlib import suppress
from datetime import datetime
from enum import Enum
from importlib import import_module
from pathlib import Path
from select import select
from socket import AF_UNIX, SHUT_WR, socket
from typing import Any

from ulss_tracker.adapters.gate import limits

_FONTS = Path(__file__).parents[1] / "pdf" / "fonts" / "fonts.conf"
_PR_SET_CHILD_SUBREAPER = 36  # linux/prctl.h
# Each task: the module whose `run` does it, loaded when it is asked for, and its limits.
_TASKS = {
    "look": ("ulss_tracker.adapters.gate.looking", limits.LOOKING),
    "make": ("ulss_tracker.adapters.gate.making", limits.MAKING),
    "read": ("ulss_tracker.adapters.mailbox.mime", limits.READING),
    "scan": ("ulss_tracker.adapters.gate.scanning", limits.SCANNING),
    "redact": ("ulss_tracker.adapters.gate.redacting", limits.SCANNING),
    "programs": ("ulss_tracker.adapters.gate.programs", limits.LOOKING),
    "try": ("ulss_tracker.adapters.gate.tries", limits.LOOKING),
}


class Outcome(Enum):
    """How a task ended; busy: the machine had no time for it."""

    DONE = b"D"
    FAILED = b"F"
    CRASHED = b"C"
    BUSY = b"B"


def answer(connection: socket) -> None:
    """Do what a connection asks, in a process that is ended with all it started."""
    with connection, connection.makefile("rb") as sent:
        request = json.loads(sent.readline())
        content = sent.read()
        with tempfile.TemporaryDirectory(prefix="gate-") as home:
            _settle_in(home)
            worker = os.fork()
            if worker == 0:
                _work(connection, request, content)
            outcome = _outcome(worker, request)
        with suppress(OSError):  # whoever asked may have gone
            connection.sendall(outcome.value)
            connection.shutdown(SHUT_WR)


def listen(path: Path) -> None:
    """Answer whoever reaches the socket at `path`, for ever."""
    path.unlink(missing_ok=True)
    with socket(AF_UNIX) as server:
        server.bind(str(path))
        path.chmod(0o666)  # who may enter its directory is said there
        server.listen()
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # whoever has ended is not waited for
        while True:
            connection, _ = server.accept()
            if os.fork() == 0:
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                answer(connection)
                os._exit(0)
            connection.close()


def _settle_in(home: str) -> None:
    """Live in `home`, with an environment of nothing but what libraries need."""
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1)
    tempfile.tempdir = home
    os.environ.clear()
    os.environ.update(
        PATH=os.defpath, HOME=home, TMPDIR=home, LANG="C.UTF-8", FONTCONFIG_FILE=str(_FONTS)
    )


def _work(connection: socket, request: dict[str, Any], content: bytes) -> None:
    """Do the task, answer and end. What goes wrong is not told: its words may be a stranger's."""
    code = 1
    try:
        module, held = _TASKS[request["task"]]
        limits.hold(held, is_jailed=request["is_jailed"])
        result, files = import_module(module).run(content, *request["arguments"])
        written = json.dumps(result, default=_as_text).encode()
        sizes = [len(written), *(file.stat().st_size for file in files)]
        connection.sendall(json.dumps(sizes).encode() + b"\n" + written)
        for file in files:
            connection.sendall(file.read_bytes())
        code = 0
    finally:
        os._exit(code)


def _as_text(value: bytes | datetime) -> str:
    return b64encode(value).decode() if isinstance(value, bytes) else value.isoformat()


def _outcome(worker: int, request: dict[str, Any]) -> Outcome:
    """Wait until it ends or its time is up, and end all that it started."""
    seconds = max(0.0, request["until"] - time.monotonic())
    has_ended, _, _ = select([os.pidfd_open(worker)], [], [], seconds)
    if not has_ended:
        os.kill(worker, signal.SIGKILL)
    _, status = os.waitpid(worker, 0)
    _end_all()
    if not has_ended:
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        half = min(seconds, _TASKS[request["task"]][1].seconds) / 2
        return Outcome.BUSY if used.ru_utime + used.ru_stime < half else Outcome.FAILED
    if os.waitstatus_to_exitcode(status) == -signal.SIGSEGV:
        return Outcome.CRASHED
    return Outcome.DONE if status == 0 else Outcome.FAILED


def _end_all() -> None:
    """End what the worker left behind, which is ours now however it was started."""
    children = Path(f"/proc/self/task/{os.getpid()}/children")
    while left := children.read_text().split():
        for child in left:
            with suppress(ProcessLookupError):
                os.kill(int(child), signal.SIGKILL)
            os.waitpid(int(child), 0)


if __name__ == "__main__":
    if sys.argv[1:]:
        listen(Path(sys.argv[1]))
    answer(socket(fileno=0))
