"""Sending while much waits: `python -m bench.sending [WAITING ...]`.

So many messages wait (2,000 and 20,000), on SQLite and on PostgreSQL. First the processor's time of
a claim, to many people, to one, and behind one that was put off. Then the tracker is served and its
jobs send by SMTP; meanwhile the public sends requests and opens pages, and three alarms are raised:
seconds until each is handed over, and within what 95 of 100 of the public's visits are answered.
"""

import secrets
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from itertools import chain
from pathlib import Path
from typing import Any

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import insert, update

from bench._visits import Visit, Visitors
from bench.board import application, inside
from bench.server import CONNECTIONS, environment_of, flask_command, timed
from tests.support import build
from tests.support.cluster import cluster, make_database
from tests.support.live_server import served
from tests.support.mail_server import MailServer, mail_server
from ulss_tracker import clock
from ulss_tracker.models import Message, MessageState, db, may_write
from ulss_tracker.permissions import Role
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.messaging import compose, queue
from ulss_tracker.services.operations import job_status

WAITING = (2_000, 20_000)
ROUNDS = 21
ALARMS, VISITS = 3, 120
EVERY = 0.25  # seconds between visits of the public
LONGEST_ALARM, LONGEST_START = 10.0, 90.0  # seconds


def main() -> None:
    """Measure on both databases; end with 1 where an alarm took longer than it may."""
    counts = [int(word) for word in sys.argv[1:]] or list(WAITING)
    late = 0
    with tempfile.TemporaryDirectory() as directory, cluster() as address:
        for count in counts:
            for kind, database in (
                ("SQLite", f"sqlite:///{directory}/{count}.db"),
                ("PostgreSQL", make_database(address, f"waiting_{count}")),
            ):
                app = application(database)
                with inside(app):
                    upgrade()
                    for role in Role:
                        build.user(role)
                title = f"{kind}, {count:,} waiting"
                for name, rows in _BACKLOGS.items():
                    print(f"{title} {name}: {_claims(app, rows(count)):.1f} ms a claim", flush=True)
                place = Path(directory) / f"{kind} {count}"
                place.mkdir()
                late += _serve(title, app, place, count)
    sys.exit(1 if late else 0)


def _to_many(count: int) -> list[dict[str, Any]]:
    now = clock.now()
    return [
        {
            "once_key": secrets.token_urlsafe(),
            "kind": compose.ACKNOWLEDGEMENT,
            "recipient": f"person-{number}@example.org",
            "subject": "We have your request",
            "body": "We have your request. " * 60,
            "next_try_at": now,
            "created_at": now,
        }
        for number in range(count)
    ]


def _to_one(count: int) -> list[dict[str, Any]]:
    return [row | {"recipient": "one@example.org"} for row in _to_many(count)]


def _behind_one(count: int) -> list[dict[str, Any]]:
    first, *others = _to_one(count)
    soon = {"next_try_at": first["next_try_at"] + timedelta(minutes=14)}
    return [first | soon, *others, *_to_many(ROUNDS)]


_BACKLOGS: dict[str, Callable[[int], list[dict[str, Any]]]] = {
    "to many": _to_many,
    "to one": _to_one,
    "behind one put off": _behind_one,
}


def _claims(app: Flask, rows: list[dict[str, Any]]) -> float:
    """The median of the milliseconds by the clock of a claim, each of which is recorded as sent."""
    took = []
    with inside(app):
        _replace(rows)
        for _ in range(ROUNDS):
            began = time.perf_counter()
            claimed = queue._claim()
            took.append(time.perf_counter() - began)
            assert claimed
            queue._record(claimed, None, "")
    return statistics.median(took) * 1000


def _replace(rows: list[dict[str, Any]]) -> None:
    with transaction():
        settled = {"state": MessageState.SENT, "sent_at": clock.now()}
        db.session.execute(
            update(Message).where(Message.state != MessageState.SENT).values(settled)
        )
        db.session.execute(insert(Message), rows)


def _serve(title: str, app: Flask, place: Path, count: int) -> bool:
    """Serve, send, visit and alarm; whether an alarm was late."""
    with inside(app):
        _replace(_to_many(count))
    with mail_server() as mail, served(app, place) as server:
        visitors = Visitors(app, server.address)
        visits = [*chain(*zip(visitors.stored(VISITS), visitors.steps(VISITS), strict=True))]
        with running_jobs(app, mail), ThreadPoolExecutor(1) as public:
            answers = public.submit(public_visits, visits)
            waited = [seconds_to_alarm(app, mail) for _ in range(ALARMS)]
            took = answers.result()
    print(
        f"{title}: alarms handed over in {', '.join(f'{each:.1f}' for each in waited)} s "
        f"(goal {LONGEST_ALARM:.0f}); of {len(took)} visits of the public 95 in 100 within "
        f"{1000 * statistics.quantiles(took, n=20)[-1]:.0f} ms, the longest "
        f"{1000 * max(took):.0f} ms; {len(mail.received):,} sent meanwhile",
        flush=True,
    )
    return max(waited) > LONGEST_ALARM


def public_visits(visits: list[Visit]) -> list[float]:
    """How many seconds each visit took from when it was due; any but a good answer fails."""
    began = time.monotonic()
    with ThreadPoolExecutor(CONNECTIONS) as connections:
        waiting = []
        for number, visit in enumerate(visits):
            due = began + number * EVERY
            time.sleep(max(0.0, due - time.monotonic()))
            waiting.append(connections.submit(timed, visit, due))
        return [each.result() for each in waiting]


def seconds_to_alarm(app: Flask, mail: MailServer) -> float:
    """Take a request with a day left, which raises its alarm; seconds until the server has that."""
    with inside(app):
        reference = build.request(sentenced_on=clock.today() - timedelta(days=27)).reference
    began = time.monotonic()
    while not any(reference in each.get_content() for each in list(mail.received)):
        time.sleep(0.05)
        assert time.monotonic() - began < 600, "the alarm was never handed over"
    return time.monotonic() - began


def _all_have_run(app: Flask) -> bool:
    """Whether each job has run once: all begin at the start, which is another cost."""
    with inside(app):
        may_write.set(False)  # read without the lock that SQLite gives to who may write
        jobs = job_status.jobs()
        may_write.set(True)
        return bool(jobs) and all(job.ended_at and not job.is_running for job in jobs)


@contextmanager
def running_jobs(app: Flask, mail: MailServer) -> Iterator[None]:
    command = ["setpriv", "--pdeathsig=TERM", "nice", "-n", "5", *flask_command("jobs", "run")]
    environment = environment_of(str(app.config["SQLALCHEMY_DATABASE_URI"])) | {
        "SMTP_URL": mail.url
    }
    with subprocess.Popen(command, env=environment) as running:  # noqa: S603
        try:
            until = time.monotonic() + LONGEST_START
            while not _all_have_run(app) and time.monotonic() < until:
                time.sleep(1)
            mail.received.clear()
            yield
        finally:
            running.send_signal(signal.SIGTERM)


if __name__ == "__main__":
    main()
