"""What the served tracker does in a second: `python -m bench.server [CASES ...]`.

Starts the real server (gunicorn, two workers) over a PostgreSQL of its own, filled in bulk, and
asks it over eight connections, a few seconds a page, three rounds each. Prints the median beside
its goal, and what the smaller register gave. Lists and cases are measured twice: as served, where
a page is drawn once while nothing changes, and with each drawn anew, as after every change.
"""

import random
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

from flask import Flask, session
from flask_migrate import upgrade
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import select

from bench._asking import AGENT, Browser
from config import Config
from tests.support.cluster import cluster, make_database
from tests.support.live_server import LiveServer, served
from ulss_tracker import clock, create_app
from ulss_tracker.models import Case, User, db
from ulss_tracker.permissions import Role
from ulss_tracker.services import drafts
from ulss_tracker.web import sessions
from ulss_tracker.web.public import suspicion

CONNECTIONS = 8
SECONDS = 3.0
ROUNDS = 3
STORED = 600  # how many public requests are sent in one round
NAMED = "Ann Oddname"
MOST_MEGABYTES = 250

Ask = Callable[[], None]


@dataclass(frozen=True)
class Goal:
    """One thing to measure, and what it should do in a second with 100,000 cases."""

    name: str
    a_second: int


BOARD = Goal("the board", 500)
REQUESTS = Goal("the list of requests", 500)
CASE = Goal("a case page", 300)
PERSON = Goal("a person found", 250)
STORE = Goal("a public request stored", 300)


def main() -> None:
    """Measure each register, and print a line a goal."""
    sizes = [int(word) for word in sys.argv[1:]] or [1_000, 100_000]
    found: dict[int, dict[Goal, float]] = {}
    with cluster() as address, tempfile.TemporaryDirectory() as directory:
        for size in sizes:
            found[size] = _measure(make_database(address, f"of_{size}"), size, Path(directory))
    least = found[sizes[0]]
    for goal, rate in found[sizes[-1]].items():
        beside = f", {rate / least[goal]:.2f} of what {sizes[0]:,} cases give"
        print(
            f"{goal.name}: {rate:,.0f} a second at {sizes[-1]:,} cases "
            f"(goal {goal.a_second}){beside if len(sizes) > 1 else ''}"
        )


def _measure(address: str, size: int, directory: Path) -> dict[Goal, float]:
    app = create_app(Config(environment="testing", SQLALCHEMY_DATABASE_URI=address))
    with app.app_context():
        upgrade()
        arguments = ["demo", "bulk", "--cases", str(size), "--named", NAMED, "--times", "5"]
        done = app.test_cli_runner().invoke(args=arguments)
        print(f"PostgreSQL: {done.output.splitlines()[-1]}", flush=True)
        db.session.remove()
        db.engine.dispose()
    with app.app_context(), served(app, directory) as server:
        rates = {STORE: statistics.median(_stored(app, server) for _ in range(ROUNDS))}
        rates |= {goal: _rate(asked) for goal, asked in _pages(app, server).items()}
        print(f"two workers: {server.megabytes():.0f} MB (goal {MOST_MEGABYTES})", flush=True)
    with app.app_context(), served(app, directory, PAGES_KEPT_BYTES="0") as server:
        for goal, asked in _pages(app, server).items():
            if goal is not PERSON:  # what a search found is drawn anew each time
                rates[replace(goal, name=f"{goal.name}, drawn anew")] = _rate(asked)
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()
    return rates


def _pages(app: Flask, server: LiveServer) -> dict[Goal, Ask]:
    supervisor = _signed_in(app, Role.SUPERVISOR)
    caseworker = _signed_in(app, Role.CASEWORKER)
    board = Browser(server.address, supervisor.cookie)
    casework = Browser(server.address, caseworker.cookie)
    references = list(db.session.scalars(select(Case.reference).order_by(Case.id).limit(500)))
    chance = random.Random(1)
    words = urlencode({"words": NAMED, "csrf_token": caseworker.token})

    def person() -> None:
        answer = casework.post("/casework/search", words)
        assert answer.status == 302, answer
        _see(casework, answer.location)

    return {
        BOARD: lambda: _see(board, "/supervision/board"),
        REQUESTS: lambda: _see(casework, "/casework/requests"),
        CASE: lambda: _see(casework, f"/casework/cases/{chance.choice(references)}"),
        PERSON: person,
    }


def _see(browser: Browser, path: str) -> None:
    answer = browser.get(path)
    assert answer.status == 200, (path, answer.status, answer.page[:300])


@dataclass(frozen=True)
class _Session:
    """A signed session as a browser holds it, and the form token that goes with it."""

    cookie: str
    token: str


def _signed(app: Flask, values: dict[str, object]) -> _Session:
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    raw = "0" * 40
    cookie = serializer.dumps({**values, "csrf_token": raw, "_permanent": True})
    token = URLSafeTimedSerializer(str(app.secret_key), salt="wtf-csrf-token").dumps(raw)
    return _Session(f"{app.config['SESSION_COOKIE_NAME']}={cookie}", str(token))


def _signed_in(app: Flask, role: Role) -> _Session:
    user = db.session.scalars(select(User).where(User.role == role).limit(1)).one()
    browser = {"REMOTE_ADDR": "127.0.0.1", "HTTP_USER_AGENT": AGENT}
    with app.test_request_context(environ_base=browser):
        sessions.begin(user)
        return _signed(app, dict(session))


def _rate(ask: Ask) -> float:
    """How often in a second all connections together have their answer: the median round."""
    _round(ask, 1.0)
    return statistics.median(_round(ask, SECONDS) for _ in range(ROUNDS))


def _round(ask: Ask, seconds: float) -> float:
    done = [0] * CONNECTIONS
    end = time.monotonic() + seconds

    def work(place: int) -> None:
        while time.monotonic() < end:
            ask()
            done[place] += 1

    began = time.monotonic()
    with _threads(work):
        pass
    return sum(done) / (time.monotonic() - began)


@contextmanager
def _threads(work: Callable[[int], None]) -> Iterator[None]:
    failed: list[BaseException] = []

    def safe(place: int) -> None:
        try:
            work(place)
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=safe, args=(place,)) for place in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    yield
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]


def _stored(app: Flask, server: LiveServer) -> float:
    """Requests of the public taken in a second, each from a journey of its own ready to send."""
    journeys = list(_journeys(app, STORED))
    share = STORED // CONNECTIONS

    def work(place: int) -> None:
        for journey, form in journeys[place * share : (place + 1) * share]:
            answer = Browser(server.address, journey.cookie).post("/request/check-answers", form)
            assert answer.status == 302, answer
            assert answer.location.endswith("sent"), answer

    began = time.monotonic()
    with _threads(work):
        pass
    return share * CONNECTIONS / (time.monotonic() - began)


def _journeys(app: Flask, count: int) -> Iterator[tuple[_Session, str]]:
    now = clock.now()
    with app.test_request_context():
        age = suspicion.age_token()
    for number in range(count):
        key = f"bench-{now.timestamp()}-{number}"
        began = now - timedelta(minutes=9)
        answers = {
            **_ANSWERS,
            "offender_name": f"Somebody Sentenced{number}",
            "email": f"ada.brown{number}@example.org",
        }
        drafts.change(key, lambda _kept, answers=answers: answers).started_at = began
        signed = _signed(app, {"journey": key, "kept_at": int(now.timestamp())})
        yield signed, urlencode({"csrf_token": signed.token, suspicion.PAGE_AGE: age})
    db.session.commit()


_ANSWERS: dict[str, object] = {
    "court_id": "leeds",
    "court_text": "Leeds Crown Court",
    "sentenced_on": (clock.today() - timedelta(days=9)).isoformat(),
    "offence_text": "Robbery",
    "offender_name": "Somebody Sentenced",
    "reason": "The sentence does not reflect what was done.",
    "standing": "bereaved_family",
    "requester_name": "Ada Brown",
    "email": "ada.brown@example.org",
}


if __name__ == "__main__":
    main()
