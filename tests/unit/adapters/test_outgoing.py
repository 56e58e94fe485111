"""Requests of the tracker's own: none follows a redirect, whoever answers."""

import logging
import re
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from config import ROOT
from tests.support.tables import column
from ulss_tracker.adapters import bank_holidays, heartbeat, known_passwords, timestamps
from ulss_tracker.adapters.mail.emails import Email
from ulss_tracker.adapters.mail.mail_errors import MailError
from ulss_tracker.adapters.mail.notify import NotifyMailer

NOW = datetime(2026, 3, 18, tzinfo=UTC)
KEY = "a-key-of-the-tests-00000000-0000-4000-8000-000000000000-00000000-0000-4000-8000-000000000001"


class Elsewhere(ThreadingHTTPServer):
    """It sends everybody on to /elsewhere, and notes who came there."""

    asked: list[str]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: Elsewhere

    def do_GET(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.asked.append(self.path)
        self.send_response(200 if self.path == "/elsewhere" else 307)
        self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    do_POST = do_GET

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def elsewhere() -> Iterator[Elsewhere]:
    server = Elsewhere(("127.0.0.1", 0), _Handler)
    server.asked = []
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_nobody_who_answers_leads_the_server_elsewhere(
    elsewhere: Elsewhere, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(bank_holidays.Unreachable):
        bank_holidays.fetch(f"{elsewhere.url}/bank-holidays.json")
    monkeypatch.setattr(timestamps, "_openssl", lambda *_: b"a query")  # no process in a unit test
    with pytest.raises(timestamps.TimestampError, match="does not answer"):
        timestamps.ask("0" * 64, f"{elsewhere.url}/stamp", None)
    assert not known_passwords.is_known("whatever it is", elsewhere.url)
    with caplog.at_level(logging.WARNING):
        heartbeat.report(NOW, "", None, f"{elsewhere.url}/beat")
    assert "does not answer" in caplog.text
    email = Email(
        sender="desk@example.org",
        recipient="ada@example.org",
        subject="Subject",
        body="Words",
        language="en",
        message_id="<1@example.org>",
        written_at=NOW,
    )
    with NotifyMailer(KEY, "template", elsewhere.url) as mailer, pytest.raises(MailError):
        mailer.send(email)
    assert len(elsewhere.asked) == 5
    assert "/elsewhere" not in elsewhere.asked


def test_no_other_part_of_the_tracker_asks_over_http() -> None:
    sources = list((ROOT / "ulss_tracker").rglob("*.py"))
    assert len(sources) > 500
    asks = re.compile(
        r"^\s*(?:import requests\b|from requests import|import httpx|.*urlopen\()", re.M
    )
    found = {path.name for path in sources if asks.search(path.read_text())}
    # Only to name its errors, but for `outgoing`.
    assert found == set(column(__file__, "outgoing.asks_over_http"))
    asked = re.compile(r"\brequests\.(?:get|post|put|request|Session)\(")
    asking = [
        path.name for path in sources if path.name in found and asked.search(path.read_text())
    ]
    assert asking == ["outgoing.py"]
