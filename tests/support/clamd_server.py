"""A stand-in for ClamAV's daemon: it speaks INSTREAM and knows the EICAR test file only."""

import base64
import socketserver
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.threaded_servers import serving

# Kept encoded, so that no scanner takes this file for the test virus.
EICAR = base64.b64decode(
    "WDVPIVAlQEFQWzRcUFpYNTQoUF4pN0NDKTd9JEVJQ0FSLVNUQU5EQVJELUFOVElWSVJVUy1URVNULUZJTEUhJEgrSCo="
)
LARGEST = 25 * 1024 * 1024


class _Handler(socketserver.StreamRequestHandler):
    """Lengths and chunks, an empty one at the end, as clamd documents it."""

    answer: bytes | None = None
    most = LARGEST

    def handle(self) -> None:
        assert self.rfile.readline() == b"nINSTREAM\n"
        content = bytearray()
        while size := struct.unpack("!L", self.rfile.read(4))[0]:
            content += self.rfile.read(size)
        said = b"stream: Eicar-Test-Signature FOUND" if EICAR in content else b"stream: OK"
        if len(content) > self.most:
            said = b"INSTREAM size limit exceeded. ERROR"
        self.wfile.write((self.answer or said) + b"\n")


@contextmanager
def clamd(
    *, answer: bytes | None = None, most: int = LARGEST, path: Path | None = None
) -> Iterator[str]:
    """Serve until the block ends, on a port or on a socket file; yields its address."""
    handler = type("Handler", (_Handler,), {"answer": answer, "most": most})
    server: socketserver.BaseServer
    if path is None:
        server = socketserver.TCPServer(("127.0.0.1", 0), handler)
        url = f"tcp://127.0.0.1:{server.server_address[1]}"
    else:
        server = socketserver.UnixStreamServer(str(path), handler)
        url = f"unix://{path}"
    with serving(server):
        yield url
