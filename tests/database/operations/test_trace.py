"""What was done for one web request is found by its number: form, database, job, mail, PDF."""

import io
import json
import logging
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import event, select
from structlog.contextvars import bound_contextvars, clear_contextvars

from tests.support import public_journey
from tests.support.checked_client import client_of
from tests.support.mail_server import mail_server
from ulss_tracker.adapters import private_log
from ulss_tracker.adapters.pdf import worker
from ulss_tracker.models import Message, MessageState, db

NUMBER = "4f3c2b1a09d8e7f64f3c2b1a09d8e7f6"
Lines = Callable[[], list[dict[str, object]]]


@pytest.fixture
def lines() -> Iterator[Lines]:
    """What production writes, line by line."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(private_log.formatter(as_json=True))
    log = logging.getLogger("ulss_tracker")
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    log.removeHandler(handler)
    log.setLevel(logging.NOTSET)
    clear_contextvars()


def test_a_request_is_followed_through_form_database_job_and_mail(
    app: Flask, configure: Callable[..., None], lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "TRUSTED_PROXIES", 1)
    statements: list[str] = []

    def note(_connection: object, _cursor: object, said: str, *_: object) -> None:
        statements.append(said)

    event.listen(db.engine, "after_cursor_execute", note)
    client = client_of(app)
    client.environ_base["HTTP_X_REQUEST_ID"] = "4f3c2b1a-09d8-e7f6-4f3c-2b1a09d8e7f6"
    public_journey.send(client, contact={"email": "mared@example.org"})
    assert client.open("/status").headers["X-Request-ID"] == NUMBER
    event.remove(db.engine, "after_cursor_execute", note)
    inserted = [said for said in statements if said.startswith("INSERT INTO message")]
    assert inserted
    assert all(said.endswith(f"/* request {NUMBER} */") for said in inserted)
    with mail_server() as server:
        configure(SMTP_URL=server.url)
        app.test_cli_runner().invoke(args=["jobs", "once"])
    message = db.session.scalars(select(Message).where(Message.trace == NUMBER)).first()
    assert message is not None
    assert message.state is MessageState.SENT
    mine = [line for line in lines() if line.get("request") == NUMBER]
    assert {"answered", f"message {message.id} is sent"} <= {line["event"] for line in mine}
    assert "public.check_answers" in {line.get("page") for line in mine}
    sent = next(line for line in mine if line["event"] == f"message {message.id} is sent")
    assert (sent["job"], sent["level"], sent["logger"]) == (
        "send emails",
        "info",
        "ulss_tracker.outbox",
    )
    assert "mared" not in json.dumps(lines())


def test_a_number_that_is_none_or_that_no_proxy_vouches_for_is_not_kept(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def kept(given: str) -> str:
        answer = client_of(app).open("/", headers={"X-Request-ID": given})
        return str(answer.headers["X-Request-ID"])

    assert len(kept(NUMBER)) == 16
    monkeypatch.setitem(app.config, "TRUSTED_PROXIES", 1)
    assert kept(NUMBER) == NUMBER
    for given in ("", "quillfeather", "4f3c", "Z" * 32, NUMBER * 2):
        assert len(kept(given)) == 16


def test_a_pdf_that_fails_says_for_which_request_and_none_of_its_words(
    lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_html: str, _css: str) -> bytes:
        raise ValueError("quillfeather")

    monkeypatch.setattr(worker, "make", fail)
    with bound_contextvars(request=NUMBER):
        assert worker.answer("", "").startswith(b"F")
    (line,) = lines()
    assert line["request"] == NUMBER
    assert "builtins.ValueError" in str(line["error"])
    assert "quillfeather" not in json.dumps(line)
