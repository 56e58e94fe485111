"""Files as they come in: on disk from their first byte, and never whole in a worker's memory."""

import tempfile
from typing import IO

from flask import Flask, Request


class RequestOnDisk(Request):
    """A web request whose files are written to disk as they are read."""

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        return tempfile.TemporaryFile("w+b")


def set_up(app: Flask) -> None:
    """Have every request of the application keep its files on disk."""
    app.request_class = RequestOnDisk
