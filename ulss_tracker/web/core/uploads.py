"""Files as they come in: on disk from their first byte, and each with an answer of its own."""

import tempfile
from collections.abc import Iterable
from typing import IO

from flask import Flask, Request, Response, jsonify, request


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


def are_sent_by_script() -> bool:
    """Whether the page's script sends the files, one at a time, and wants answers and no page."""
    return request.accept_mimetypes.best == "application/json"


def answered(answers: Iterable[tuple[str, str]]) -> Response:
    """The answers for the script: of each file its name, and "" or why it was not taken."""
    return jsonify([{"name": name, "refused": refused} for name, refused in answers])
