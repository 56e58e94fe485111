"""Checkpoints leave the database by email and with a time stamp, and what is watched of them."""

import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import HTTPServer
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from tests.support import history, tampering
from tests.support.clocks import SetClock
from tests.support.threaded_servers import QuietHandler, serving
from ulss_tracker.adapters.timestamps import TimestampError
from ulss_tracker.models import Checkpoint, CheckpointTimestamp, Message, db
from ulss_tracker.services.messaging import checkpoint_mail
from ulss_tracker.services.operations import (
    checkpoints,
    history_check,
    history_watch,
    stamping,
)

MORNING = datetime(2026, 11, 24, 9, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("configure")  # which puts back what a test configures
CONFIGURATION = """
[tsa]
default_tsa = own
[own]
serial = serial
signer_cert = authority.pem
signer_key = authority.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ordering = no
tsa_name = yes
ess_cert_id_chain = no
ess_cert_id_alg = sha256
"""


def openssl(where: Path, *arguments: str) -> bytes:
    return subprocess.run(
        ["openssl", *arguments], cwd=where, check=True, capture_output=True
    ).stdout


@pytest.fixture
def authority(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """The address of openssl's own authority of time stamps, and its certificate."""
    if shutil.which("openssl") is None:
        pytest.skip("Debian's openssl is not installed")
    where = tmp_path / "authority"
    where.mkdir()
    (where / "own.cnf").write_text(CONFIGURATION)
    (where / "serial").write_text("01\n")
    openssl(
        where, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
        "-subj", "/CN=An authority of the tests", "-keyout", "authority.key",
        "-out", "authority.pem", "-addext", "extendedKeyUsage=critical,timeStamping",
    )  # fmt: skip

    class Answer(QuietHandler):
        def do_POST(self) -> None:
            (where / "query.tsq").write_bytes(self.sent_body())
            openssl(
                where, "ts", "-reply", "-config", "own.cnf", "-queryfile", "query.tsq",
                "-out", "reply.tsr",
            )  # fmt: skip
            self.reply(200, (where / "reply.tsr").read_bytes())

    server = HTTPServer(("127.0.0.1", 0), Answer)
    with serving(server):
        yield f"http://127.0.0.1:{server.server_port}/", where / "authority.pem"


def test_a_checkpoint_is_stamped_once_a_day_and_its_stamp_is_verified(
    app: Flask, tmp_path: Path, authority: tuple[str, Path], at: SetClock
) -> None:
    url, certificate = authority
    at(MORNING)
    history.configure(app, tmp_path, TIMESTAMP_URL=url, TIMESTAMP_CA_FILE=str(certificate))
    history.make()
    assert stamping.stamp() == 1
    assert stamping.stamp() == 0
    at(MORNING + timedelta(hours=25))
    assert stamping.stamp() == 0  # the same checkpoint is stamped already
    stamped = db.session.scalars(select(CheckpointTimestamp)).one()
    assert stamped.checkpoint == db.session.scalar(select(func.max(Checkpoint.number)))
    assert history_check.check().faults == []
    with tampering.as_owner(db.engine) as connection:
        connection.execute(text("UPDATE checkpoint_timestamp SET checkpoint = 1"))
    words = [each.words for each in history_check.check().faults]
    assert words == ["checkpoint 1 has a time stamp of something else."]


def test_an_authority_that_does_not_answer_is_an_error(app: Flask, tmp_path: Path) -> None:
    history.configure(app, tmp_path, TIMESTAMP_URL="http://127.0.0.1:9/")
    history.make()
    checkpoints.make()
    assert checkpoints.make() == 0  # nothing is chained twice
    with pytest.raises(TimestampError, match="does not answer"):
        stamping.stamp()
    assert db.session.scalars(select(CheckpointTimestamp)).all() == []


def test_the_newest_checkpoint_goes_to_two_addresses_once_a_day(
    app: Flask, tmp_path: Path, at: SetClock
) -> None:
    at(MORNING)
    two = "records@example.org, auditor@example.com"
    file = history.configure(app, tmp_path, CHECKPOINT_EMAILS=two)
    assert checkpoint_mail.send() == 0
    history.make()
    assert checkpoint_mail.send() == 2
    assert checkpoint_mail.send() == 0
    sent = db.session.scalars(select(Message).where(Message.kind == "checkpoint")).all()
    assert {each.recipient for each in sent} == {"records@example.org", "auditor@example.com"}
    assert all(file.read_text().splitlines()[-1] in each.body for each in sent)
    at(MORNING + timedelta(days=1))
    assert checkpoint_mail.send() == 2


def test_the_watchdog_tells_of_faults_and_of_a_verification_left_out(
    app: Flask, tmp_path: Path, at: SetClock
) -> None:
    def told() -> list[str]:
        return [each.id for each in history_watch.alarms()]

    at(MORNING)
    history.configure(app, tmp_path)
    assert told() == []
    history.make()
    assert told() == []
    at(MORNING + timedelta(days=3))
    assert told() == ["history-check"]
    history_check.record(history_check.check())
    assert told() == []
    with tampering.as_owner(db.engine) as connection:
        connection.execute(text("UPDATE event SET kind = 'note_added' WHERE id = 3"))
    history_check.record(history_check.check())
    assert told() == ["history"]
    assert "event 3 was changed past the tracker, between" in next(history_watch.alarms()).text
