"""A browser that does nothing but ask: whoever asks shares the server's processors."""

import re
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

AGENT = "bench"
LONGEST = 60.0  # seconds
_STATUS = re.compile(rb"HTTP/1\.1 (\d{3})")
_LOCATION = re.compile(rb"\r\nLocation: ([^\r]*)\r\n")


@dataclass(frozen=True, slots=True)
class Answer:
    """The server's answer: its status, where it leads to, and the page."""

    status: int
    location: str
    page: bytes


@dataclass(frozen=True, slots=True)
class Browser:
    """Somebody's browser at the address of the server, with their cookie."""

    address: str
    cookie: str

    def get(self, path: str) -> Answer:
        """Ask for a page."""
        return self._ask("GET", path)

    def post(self, path: str, form: str) -> Answer:
        """Send a form."""
        kind = "Content-Type: application/x-www-form-urlencoded\r\n"
        return self._ask("POST", path, f"{kind}Content-Length: {len(form)}\r\n", form)

    def _ask(self, method: str, path: str, more: str = "", form: str = "") -> Answer:
        """One connection an answer: the server's workers close each when it is given."""
        place = urlsplit(self.address)
        words = (
            f"{method} {path} HTTP/1.1\r\nHost: {place.netloc}\r\nUser-Agent: {AGENT}\r\n"
            f"Cookie: {self.cookie}\r\nConnection: close\r\n{more}\r\n{form}"
        )
        with socket.create_connection((place.hostname or "", place.port or 80), LONGEST) as joined:
            joined.sendall(words.encode("ascii"))
            pieces = []
            while piece := joined.recv(1 << 20):
                pieces.append(piece)
        head, _, page = b"".join(pieces).partition(b"\r\n\r\n")
        status, location = _STATUS.match(head), _LOCATION.search(head + b"\r\n")
        return Answer(
            int(status[1]) if status else 0, location[1].decode("ascii") if location else "", page
        )
