"""A stand-in for GOV.UK Notify's API on this machine, for its real client to talk to."""

import base64
import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

from flask import Flask

from ulss_tracker.services.core import office_details

API_KEY = f"office-{uuid4()}-{uuid4()}"
TEMPLATE_ID = str(uuid4())
FILE_TEMPLATE_ID = str(uuid4())
LARGEST = 2 * 1024 * 1024


@dataclass
class Notify:
    """The messages sent, by id, and how to answer: set `refuse` to (status, message)."""

    url: str = ""
    sent: dict[str, dict[str, Any]] = field(default_factory=dict)
    statuses: dict[str, str] = field(default_factory=dict)
    refuse: tuple[int, str] | None = None
    refuse_files: str = ""  # why, in Notify's own words
    takes_and_fails: bool = False  # takes the email, and then the answer is lost
    answers: bytes | None = None  # to everything, whatever it took
    authorised: list[str] = field(default_factory=list)

    def only(self) -> dict[str, Any]:
        """The one email that was sent."""
        (sent,) = self.sent.values()
        return sent


def _refusal(notify: Notify, data: dict[str, Any]) -> tuple[int, str] | None:
    """How Notify refuses what was sent; None when it takes it."""
    why = _wrong_with_file(notify, data)
    return notify.refuse or ((400, why) if why else None)


def _wrong_with_file(notify: Notify, data: dict[str, Any]) -> str:
    """Why Notify would not take what was sent, as far as files are concerned."""
    file = data["personalisation"].get("file")
    if data["template_id"] == FILE_TEMPLATE_ID and file is None:
        return "Missing personalisation: file"
    if file is None:
        return ""
    if notify.refuse_files:
        return notify.refuse_files
    if not re.fullmatch(r"[\w-]{1,90}\.pdf", file["filename"]):
        return "filename must end with a file extension and hold no spaces"
    if len(base64.b64decode(file["file"])) > LARGEST:
        return "File must be smaller than 2MB"
    return ""


@contextmanager
def notify_server() -> Iterator[Notify]:
    """Serve until the block ends."""
    notify = Notify()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            data = json.loads(self.rfile.read(length))
            notify.authorised.append(self.headers["Authorization"])
            if refusal := _refusal(notify, data):
                self._refuse(*refusal)
                return
            notify_id = str(uuid4())
            notify.sent[notify_id] = data
            if notify.takes_and_fails:
                self._refuse(503, "the answer is lost")
                return
            self._answer(201, {"id": notify_id, "reference": data.get("reference")})

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            name = parts.path.rpartition("/")[2]
            if name == "notifications":
                wanted = parse_qs(parts.query)["reference"][0]
                found = [
                    {"id": key, "reference": wanted}
                    for key, data in notify.sent.items()
                    if data.get("reference") == wanted
                ]
                self._answer(200, {"notifications": found, "links": {}})
            elif name in notify.sent:
                status = notify.statuses.get(name, "sending")
                self._answer(200, {"id": name, "status": status})
            else:
                self._refuse(404, "No result found")

        def _refuse(self, status: int, message: str) -> None:
            error = {"error": "BadRequestError", "message": message}
            self._answer(status, {"status_code": status, "errors": [error]})

        def _answer(self, status: int, body: dict[str, Any]) -> None:
            raw = json.dumps(body).encode() if notify.answers is None else notify.answers
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        def log_message(self, *_words: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    notify.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield notify
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def sent_by_notify(app: Flask, **more: str) -> Iterator[Notify]:
    """The stand-in, with the office set to send its emails by it; `more` are further settings."""
    with notify_server() as server:
        own = {
            "NOTIFY_API_KEY": API_KEY,
            "NOTIFY_TEMPLATE_ID": TEMPLATE_ID,
            "NOTIFY_URL": server.url,
        }
        office_details.configure({**app.config, **own, **more})
        yield server
        office_details.configure(app.config)
