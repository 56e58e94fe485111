"""ClamAV's daemon, asked whether a file holds a virus."""

import io
import socket
from enum import StrEnum
from urllib.parse import urlsplit

import clamd

SECONDS_TO_WAIT = 30
_PORT = 3310


class Answer(StrEnum):
    """The scanner's answer. No answer is never taken for a clean one."""

    CLEAN = "clean"
    INFECTED = "infected"
    NO_ANSWER = "no answer"


def scan(content: bytes, clamd_url: str) -> Answer:
    """Send the whole file to the daemon at tcp://host:port or unix:///path/to/socket.

    A daemon that is down, slow, too busy or says anything unexpected gives `NO_ANSWER`.
    Raises ValueError when the address is neither.
    """
    daemon = _daemon(clamd_url)
    try:
        answer = daemon.instream(io.BytesIO(content))
    except (clamd.ClamdError, OSError, ValueError):
        return Answer.NO_ANSWER
    status = (answer or {}).get("stream", ("", None))[0]
    return {"OK": Answer.CLEAN, "FOUND": Answer.INFECTED}.get(status, Answer.NO_ANSWER)


class _OverNetwork(clamd.ClamdNetworkSocket):  # type: ignore[misc]  # the library has no types
    def _init_socket(self) -> None:
        """As the library's, which waits without end for a machine that is not there."""
        self.clamd_socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self.clamd_socket.settimeout(self.timeout)
        self.clamd_socket.connect((self.host, self.port))


def _daemon(url: str) -> clamd.ClamdNetworkSocket:
    parts = urlsplit(url)
    if parts.scheme == "tcp" and parts.hostname:
        return _OverNetwork(parts.hostname, parts.port or _PORT, timeout=SECONDS_TO_WAIT)
    if parts.scheme == "unix" and parts.path:
        return clamd.ClamdUnixSocket(parts.path, timeout=SECONDS_TO_WAIT)
    raise ValueError("CLAMD_URL must look like tcp://host:3310 or unix:///run/clamav/clamd.ctl")
