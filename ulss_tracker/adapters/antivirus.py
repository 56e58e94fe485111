"""ClamAV's daemon, asked whether a file holds a virus: its command INSTREAM, and no library.

The usual library brings pkg_resources, six megabytes of every worker that takes a file, and newer
Pythons do not have that. What is asked is a line and the file in parts, each after its length.
"""

import socket
import struct
import time
from enum import StrEnum
from typing import IO
from urllib.parse import urlsplit

SECONDS_TO_WAIT = 30.0
_PORT = 3310
_PART = 256 * 1024
_LONGEST_ANSWER = 1024


class ScanAnswer(StrEnum):
    """The scanner's answer. No answer is never taken for a clean one."""

    CLEAN = "clean"
    INFECTED = "infected"
    NO_ANSWER = "no answer"


def scan(file: IO[bytes], clamd_url: str, *, seconds: float = SECONDS_TO_WAIT) -> ScanAnswer:
    """Send the whole file, part by part, to the daemon at tcp://host:port or unix:///path/to/socket.

    A daemon that is down, too busy, not done in so many seconds or says anything unexpected gives
    `NO_ANSWER`. Raises ValueError when the address is neither.
    """
    family, address = _place(clamd_url)
    try:
        with socket.socket(family, socket.SOCK_STREAM) as daemon:
            reply = _ask(daemon, address, file, time.monotonic() + seconds)
    except OSError:
        return ScanAnswer.NO_ANSWER
    if reply == b"stream: OK":
        return ScanAnswer.CLEAN
    is_infected = reply.startswith(b"stream: ") and reply.endswith(b" FOUND")
    return ScanAnswer.INFECTED if is_infected else ScanAnswer.NO_ANSWER


def _ask(
    daemon: socket.socket, address: str | tuple[str, int], file: IO[bytes], until: float
) -> bytes:
    """The daemon's answer about the file. Raises OSError, also at the moment `until`."""
    _wait_at_most(daemon, until)
    daemon.connect(address)
    daemon.sendall(b"nINSTREAM\n")
    file.seek(0)
    while part := file.read(_PART):
        _wait_at_most(daemon, until)
        daemon.sendall(struct.pack("!L", len(part)) + part)
    daemon.sendall(struct.pack("!L", 0))
    reply = b""
    while len(reply) < _LONGEST_ANSWER:
        _wait_at_most(daemon, until)
        more = daemon.recv(_LONGEST_ANSWER)
        if not more:
            break
        reply += more
    return reply.strip()


def _wait_at_most(daemon: socket.socket, until: float) -> None:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    daemon.settimeout(left)


def _place(url: str) -> tuple[socket.AddressFamily, str | tuple[str, int]]:
    parts = urlsplit(url)
    if parts.scheme == "tcp" and parts.hostname:
        is_ipv6 = ":" in parts.hostname
        family = socket.AF_INET6 if is_ipv6 else socket.AF_INET
        return family, (parts.hostname, parts.port or _PORT)
    if parts.scheme == "unix" and parts.path:
        return socket.AF_UNIX, parts.path
    raise ValueError("CLAMD_URL must look like tcp://host:3310 or unix:///run/clamav/clamd.ctl")
