"""A stand-in for a service of leaked passwords: hashes by their first five characters."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import ThreadingHTTPServer

from tests.support import threaded_servers
from tests.support.threaded_servers import QuietHandler


@dataclass
class Ranges:
    """The passwords it knows, by how often; `asked` are the addresses it was asked for."""

    url: str = ""
    known: dict[str, int] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    fails: bool = False

    def lines(self, prefix: str) -> str:
        """Its answer: the rest of each hash that begins so, and padding."""
        hashes = {
            hashlib.sha1(each.encode(), usedforsecurity=False).hexdigest().upper(): n
            for each, n in self.known.items()
        }
        found = [f"{each[5:]}:{n}" for each, n in hashes.items() if each.startswith(prefix)]
        return "\r\n".join([*found, "0" * 35 + ":0"])


@contextmanager
def serving() -> Iterator[Ranges]:
    """The service, on a free port until the block ends."""
    ranges = Ranges()

    class Handler(QuietHandler):
        def do_GET(self) -> None:
            ranges.asked.append(self.path)
            body = ranges.lines(self.path.rpartition("/")[2]).encode()
            self.reply(503 if ranges.fails else 200, body)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    ranges.url = f"http://127.0.0.1:{server.server_port}"
    with threaded_servers.serving(server):
        yield ranges
