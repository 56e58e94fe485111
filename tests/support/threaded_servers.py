"""Small servers of the tests' own, each in a thread until a block ends."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from socketserver import BaseServer
from threading import Thread


class QuietHandler(BaseHTTPRequestHandler):
    """Answers by HTTP, and says nothing of it on the terminal."""

    def sent_body(self) -> bytes:
        """Read what was sent with the request."""
        return self.rfile.read(int(self.headers["Content-Length"]))

    def reply(self, status: int, body: bytes = b"", media_type: str = "text/plain") -> None:
        """Answer the request, whole."""
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_words: object) -> None:
        """Say nothing."""


@contextmanager
def serving(server: BaseServer) -> Iterator[None]:
    """Serve inside the block."""
    with server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield
        finally:
            server.shutdown()
            thread.join()
