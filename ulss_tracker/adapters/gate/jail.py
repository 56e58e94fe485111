"""The jail in which everything that strangers send is opened; here is the side that asks.

For each file a jail is made, given its bytes and nothing else, and ended with all that runs in it.
`SOCKET` leads to one that something else keeps (systemd, a container); bubblewrap makes one where
there is none. Where it cannot, a file is opened by a process with limits and no jail:
production does not start so, and any other server says it as it starts.
"""

import json
import os
import shutil
import subprocess  # nosec B404
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from signal import SIGKILL
from socket import AF_UNIX, SHUT_WR, socket, socketpair
from tempfile import SpooledTemporaryFile
from typing import IO, TypeVar

from config import ROOT
from ulss_tracker.adapters.gate.limits import MAKING
from ulss_tracker.adapters.gate.opener import Outcome
from ulss_tracker.errors import Refused

Result = TypeVar("Result")

SOCKET: Path | None = None
"""The socket of a jail of its own; None for bubblewrap. `create_app` sets it."""

_GRACE = 0.5  # seconds in which the jail says that the time was up
_AT_ONCE = 1024 * 1024
_LONGEST_ANSWER = (MAKING.written_mb + 64) * 1024 * 1024
_LONGEST_HEAD = 64 * 1024  # of the sizes of what follows
_OWN = "/tmp"  # noqa: S108  # nosec B108 - the jail's own
_AS_USER = "--unshare-all --unshare-user --disable-userns --uid 65534 --gid 65534"
_AS_ROOT = "--unshare-ipc --unshare-pid --unshare-net --unshare-uts"
_BECOME_NOBODY = (
    "setpriv --reuid=65534 --regid=65534 --clear-groups --bounding-set=-all --inh-caps=-all"
)
_OPENER = (sys.executable, "-m", "ulss_tracker.adapters.gate.opener")
# All that is there of the machine: programs, libraries and fonts, the interpreter, our own code.
_SYSTEM = "/usr /bin /lib /lib64 /etc/alternatives /etc/fonts /etc/ld.so.cache /etc/libreoffice"
_CODE = (f"{ROOT}/ulss_tracker", f"{ROOT}/config.py")
_READABLE = (*_SYSTEM.split(), sys.base_prefix, sys.prefix, *_CODE)


class TooBusy(Refused):
    """The machine had no time for the jail, or reached none; that says nothing of the file."""

    def __init__(self) -> None:
        super().__init__("The machine is too busy to open this now. Try again in a minute.")


class NoJail(TooBusy):
    """The jail that `SOCKET` leads to does not answer."""


def ask(
    task: str,
    file: IO[bytes],
    seconds: float,
    as_result: Callable[[bytes], Result],
    *arguments: str,
    directory: Path | None = None,
) -> Result | None:
    """Have a task of the opener done on the file; None where it could not be, or not in time.

    `as_result` reads the answer's JSON, a stranger's as the file is: what makes it raise
    ValueError, TypeError, KeyError or RecursionError was no answer. The files made are in
    `directory`, named by their numbers from 0. Raises `TooBusy`.
    """
    for _ in range(
        2
    ):  # a process dies once in some hundred times, with nothing wrong with the file
        with SpooledTemporaryFile(max_size=16 * _AT_ONCE) as answer:
            outcome = _exchange(task, file, seconds, arguments, answer)
            if outcome is Outcome.BUSY:
                raise TooBusy
            if outcome is Outcome.DONE:
                with suppress(ValueError, TypeError, KeyError, RecursionError):
                    return _result(answer, as_result, directory)
            if outcome is not Outcome.CRASHED:
                return None
    return None


def is_there() -> bool:
    """Whether there is a jail, by its socket or made by bubblewrap."""
    return SOCKET is not None or bool(_bubblewrap())


def _exchange(
    task: str, file: IO[bytes], seconds: float, arguments: tuple[str, ...], answer: IO[bytes]
) -> Outcome:
    """Send the file and collect the answer, all but its last letter. Raises `NoJail`."""
    until = time.monotonic() + seconds
    request = {"task": task, "until": until, "arguments": arguments, "is_jailed": is_there()}
    file.flush()
    file.seek(0)
    with _opened() as connection:
        try:
            connection.settimeout(seconds + _GRACE)
            connection.sendall(json.dumps(request).encode() + b"\n")
            connection.sendfile(file)
            connection.shutdown(SHUT_WR)
            while chunk := connection.recv(_AT_ONCE):
                answer.write(chunk)
                if answer.tell() > _LONGEST_ANSWER:
                    return Outcome.FAILED
                connection.settimeout(max(0.001, until + _GRACE - time.monotonic()))
        except OSError:  # the time is over, or it fell before it had read the file
            return Outcome.BUSY
    answer.seek(max(0, answer.tell() - 1))
    letter = answer.read()
    return next((outcome for outcome in Outcome if outcome.value == letter), Outcome.BUSY)


def _result(
    answer: IO[bytes], as_result: Callable[[bytes], Result], directory: Path | None
) -> Result:
    answer.seek(0)
    length, *sizes = json.loads(answer.readline(_LONGEST_HEAD))
    result = as_result(answer.read(length))
    for number, size in enumerate(sizes if directory else ()):
        with Path(directory or "", str(number)).open("wb") as file:
            while size > 0 and (content := answer.read(min(_AT_ONCE, size))):
                size -= file.write(content)
    return result


@contextmanager
def _opened() -> Iterator[socket]:
    """A connection to an opener, which is ended with the block where we started it."""
    if SOCKET is not None:
        with socket(AF_UNIX) as connection:
            try:
                connection.connect(str(SOCKET))
            except OSError:
                raise NoJail from None
            yield connection
        return
    ours, theirs = socketpair()
    with ours:
        with theirs:
            # Our own program, and nothing of the file in its command.
            process = subprocess.Popen(  # noqa: S603  # nosec B603
                [*_bubblewrap(), *_OPENER],
                cwd=ROOT,
                env={},  # no secret
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        try:
            yield ours
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, SIGKILL)
            process.wait()


@cache
def _bubblewrap() -> tuple[str, ...]:
    """The command that makes a jail; none where it is not installed, or the system forbids it."""
    if not shutil.which("bwrap"):
        return ()
    parents = dict.fromkeys(parent for place in _READABLE for parent in Path(place).parents[-2::-1])
    is_root = os.getuid() == 0
    command = (
        *("bwrap", *(_AS_ROOT if is_root else _AS_USER).split(), "--die-with-parent"),
        *("--size", str(MAKING.written_mb << 20), "--perms", "1777", "--tmpfs", _OWN),
        *(part for parent in parents for part in ("--perms", "0755", "--dir", str(parent))),
        *(part for place in _READABLE for part in ("--ro-bind-try", place, place)),
        *("--proc", "/proc", "--dev", "/dev", "--remount-ro", "/dev", "--remount-ro", "/"),
        *("--chdir", str(ROOT), *(_BECOME_NOBODY.split() if is_root else ())),
    )
    # The same command as for a file, and an interpreter that has nothing to do.
    tried = subprocess.run(  # noqa: S603  # nosec B603
        [*command, sys.executable, "-c", ""], env={}, stderr=subprocess.DEVNULL, check=False
    )
    return command if tried.returncode == 0 else ()
