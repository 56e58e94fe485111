"""A stand-in for GOV.UK Notify's API on this machine, for its real client to talk to.

It takes what the real one takes and refuses the rest in its words: a field it does not know, a
template of another kind, a blank left unfilled, a number that is none.
"""

import base64
import json
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http.server import ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

from flask import Flask

from tests.support.threaded_servers import QuietHandler, serving
from ulss_tracker.services.core import office_details

API_KEY = f"office-{uuid4()}-{uuid4()}"
TEMPLATE_ID = str(uuid4())
FILE_TEMPLATE_ID = str(uuid4())
TEXT_TEMPLATE_ID = str(uuid4())
LARGEST = 2 * 1024 * 1024
LONGEST_TEXT = 918

_BLANKS = {
    TEMPLATE_ID: {"subject", "body"},
    FILE_TEMPLATE_ID: {"subject", "body", "file"},
    TEXT_TEMPLATE_ID: {"body"},
}
_EMAIL, _TEXT = "/v2/notifications/email", "/v2/notifications/sms"
_LETTER = "/v2/notifications/letter"
_TEMPLATES = {_EMAIL: {TEMPLATE_ID, FILE_TEMPLATE_ID}, _TEXT: {TEXT_TEMPLATE_ID}}
_TO = {_EMAIL: "email_address", _TEXT: "phone_number"}
_MORE = {"template_id", "personalisation", "reference"}
_ERRORS = {403: "AuthError", 404: "NoResultFound", 429: "RateLimitError", 500: "Exception"}


@dataclass
class Notify:
    """The messages sent, by id, and how to answer: set `refuse` to (status, message)."""

    url: str = ""
    sent: dict[str, dict[str, Any]] = field(default_factory=dict)
    statuses: dict[str, str] = field(default_factory=dict)
    refuse: tuple[int, str] | None = None
    refuse_files: str = ""  # why, in Notify's own words
    takes_and_fails: bool = False  # takes the message, and then the answer is lost
    takes_and_hangs_up: bool = False  # takes the message, and then the line drops
    seconds_before_answer: float = 0
    after_it_is_taken: Callable[[], None] = lambda: None
    answers: bytes | None = None  # to everything, whatever it took
    may_post: bool = True  # whether the service is live and its key no team's
    completed: dict[str, str] = field(default_factory=dict)  # when, by id
    received: list[dict[str, str]] = field(default_factory=list)
    authorised: list[str] = field(default_factory=list)

    def only(self) -> dict[str, Any]:
        """The one message that was sent."""
        (sent,) = self.sent.values()
        return sent

    def text_back(self, number: str, words: str, at: datetime) -> None:
        """Have somebody send a text back."""
        self.received.append(
            {
                "id": str(uuid4()),
                "user_number": number,
                "notify_number": "07700900000",
                "service_id": str(uuid4()),
                "content": words,
                "created_at": at.isoformat(),
            }
        )

    def refusal(self, path: str, data: dict[str, Any]) -> tuple[int, str] | None:
        """How it refuses what was sent there; None when it takes it."""
        if path == _LETTER:
            return self.refuse or self._wrong_with_letter(data)
        if path not in _TO:
            return 404, "No result found"
        why = _wrong_with_fields(path, data) or _wrong_with_blanks(path, data)
        why = why or (_wrong_with_text(data) if path == _TEXT else self._wrong_with_file(data))
        return self.refuse or ((400, why) if why else None)

    def found(self, path: str) -> dict[str, Any] | None:
        """Look for one message by its id, or for those with a reference."""
        parts = urlsplit(path)
        name = parts.path.rpartition("/")[2]
        if parts.path.startswith("/v2/template/"):
            return {"id": name, "type": "email"} if name in _BLANKS else None
        if name == "received-text-messages":
            return {"received_text_messages": self.received, "links": {}}
        if name == "notifications":
            wanted = parse_qs(parts.query).get("reference", [""])[0]
            keys = [key for key, data in self.sent.items() if data.get("reference") == wanted]
            return {"notifications": [self._one(key) for key in keys], "links": {}}
        return self._one(name) if name in self.sent else None

    def _one(self, notify_id: str) -> dict[str, Any]:
        data = self.sent[notify_id]
        is_letter = "content" in data
        return {
            "id": notify_id,
            "reference": data.get("reference"),
            "type": "letter" if is_letter else "sms" if "phone_number" in data else "email",
            "status": self.statuses.get(notify_id, "accepted" if is_letter else "sending"),
            "completed_at": self.completed.get(notify_id),
        }

    def _wrong_with_letter(self, data: dict[str, Any]) -> tuple[int, str] | None:
        if not self.may_post:
            return 403, "Cannot send letters with a team api key"
        if set(data) - {"postage"} != {"reference", "content"}:
            return 400, "reference is a required property"
        if data.get("postage", "second") not in {"first", "second", "economy"}:
            return 400, "postage invalid. It must be either first, second or economy."
        if not base64.b64decode(data["content"]).startswith(b"%PDF-"):
            return 400, "Letter content is not a valid PDF"
        return None

    def _wrong_with_file(self, data: dict[str, Any]) -> str:
        file = data["personalisation"].get("file")
        if file is None:
            return ""
        if self.refuse_files:
            return self.refuse_files
        if not re.fullmatch(r"[\w-]{1,90}\.pdf", file["filename"]):
            return "filename must end with a file extension and hold no spaces"
        if len(base64.b64decode(file["file"])) > LARGEST:
            return "File must be smaller than 2MB"
        return ""


def _wrong_with_fields(path: str, data: dict[str, Any]) -> str:
    missing = {_TO[path], "template_id"} - set(data)
    if missing:
        return f"{min(missing)} is a required property"
    if unknown := set(data) - _MORE - {_TO[path]}:
        return f"Additional properties are not allowed ({min(unknown)} was unexpected)"
    if not all(isinstance(data.get(each, ""), str) for each in (_TO[path], "reference")):
        return "reference is not of type string"
    if path == _TEXT and (wrong := _wrong_with_number(data["phone_number"])):
        return wrong
    return ""


def _wrong_with_number(number: str) -> str:
    plain = re.sub(r"[\s()\-.+]", "", number)
    if not re.fullmatch(r"[0-9]+", plain):
        return "phone_number Must not contain letters or symbols"
    if number.startswith(("+", "00")) and not plain.lstrip("0").startswith("44"):
        return "Cannot send to international mobile numbers"
    plain = plain.lstrip("0").removeprefix("44").lstrip("0")
    if not plain.startswith("7"):
        return "phone_number Not a UK mobile number"
    if len(plain) != 10:
        return f"phone_number {'Too many' if len(plain) > 10 else 'Not enough'} digits"
    return ""


def _wrong_with_blanks(path: str, data: dict[str, Any]) -> str:
    template = data["template_id"]
    if template not in _BLANKS:
        return "Template not found"
    if template not in _TEMPLATES[path]:
        return f"Template is not suitable for {path.rpartition('/')[2]} notification"
    missing = _BLANKS[template] - set(data.get("personalisation", {}))
    return f"Missing personalisation: {', '.join(sorted(missing))}" if missing else ""


def _wrong_with_text(data: dict[str, Any]) -> str:
    body = data["personalisation"]["body"]
    if not isinstance(body, str) or not body.strip():
        return "Your message is empty"
    if len(body) > LONGEST_TEXT:
        return (
            f"Content for template has a character count greater than the limit of {LONGEST_TEXT}"
        )
    return ""


@contextmanager
def notify_server() -> Iterator[Notify]:
    """Serve until the block ends."""
    notify = Notify()

    class Handler(QuietHandler):
        def do_POST(self) -> None:
            data = json.loads(self.sent_body())
            notify.authorised.append(self.headers["Authorization"])
            if refusal := notify.refusal(self.path, data):
                self._refuse(*refusal)
                return
            notify_id = str(uuid4())
            notify.sent[notify_id] = data
            time.sleep(notify.seconds_before_answer)
            notify.after_it_is_taken()
            if notify.takes_and_hangs_up:
                self.close_connection = True
                return
            if notify.takes_and_fails:
                self._refuse(503, "the answer is lost")
                return
            self._answer(201, _taken(self.path, notify_id, data))

        def do_GET(self) -> None:
            found = notify.found(self.path)
            if found is None:
                self._refuse(404, "No result found")
            else:
                self._answer(200, found)

        def _refuse(self, status: int, message: str) -> None:
            error = {"error": _ERRORS.get(status, "BadRequestError"), "message": message}
            self._answer(status, {"status_code": status, "errors": [error]})

        def _answer(self, status: int, body: dict[str, Any]) -> None:
            raw = json.dumps(body).encode() if notify.answers is None else notify.answers
            self.reply(status, raw, "application/json")

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    notify.url = f"http://127.0.0.1:{server.server_port}"
    with serving(server):
        yield notify


def _taken(path: str, notify_id: str, data: dict[str, Any]) -> dict[str, Any]:
    """The answer to what was taken, with the parts that the real one always has."""
    if path == _LETTER:
        return {"id": notify_id} | {name: data.get(name) for name in ("reference", "postage")}
    content = {"body": data["personalisation"]["body"]}
    if path == _TEXT:
        content["from_number"] = "GOVUK"
    else:
        content |= {"subject": data["personalisation"]["subject"], "from_email": "a@example.org"}
    template = {"id": data["template_id"], "version": 1, "uri": f"/v2/template/{TEMPLATE_ID}"}
    return {
        "id": notify_id,
        "reference": data.get("reference"),
        "content": content,
        "uri": f"/v2/notifications/{notify_id}",
        "template": template,
    }


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
