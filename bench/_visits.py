"""Who asks the served tracker for what: signed-in staff, and people with a request to send."""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from urllib.parse import urlencode

from flask import Flask, g, session
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import select
from sqlalchemy.orm import load_only

from bench._queries import AGENT, Browser
from ulss_tracker import clock
from ulss_tracker.models import Case, User, db
from ulss_tracker.permissions import Role
from ulss_tracker.services.requests import drafts
from ulss_tracker.web.core import devices, sessions
from ulss_tracker.web.public import bot_checks, steps

NAMED = "Ann Oddname"

Visit = Callable[[], None]


@dataclass(frozen=True)
class _Session:
    """A signed session as a browser holds it, and the form token that goes with it."""

    cookie: str
    token: str


class Visitors:
    """Everybody who asks the tracker at `address`; `app` is joined to the same database.

    Each method makes so many visits to one page, with what must be there before them.
    """

    def __init__(self, app: Flask, address: str) -> None:
        self._app, self._address = app, address
        with app.app_context():
            self._supervisor = _signed_in(app, Role.SUPERVISOR)
            self._caseworker = _signed_in(app, Role.CASEWORKER)
            query = select(Case.reference).order_by(Case.id).limit(500)
            self._cases = list(db.session.scalars(query))

    def board(self, count: int) -> list[Visit]:
        """A supervisor's board."""
        browser = Browser(self._address, self._supervisor.cookie)
        return [partial(_see, browser, "/supervision/board")] * count

    def requests(self, count: int) -> list[Visit]:
        """A caseworker's list of new requests."""
        return [partial(_see, self._casework(), "/casework/requests")] * count

    def cases(self, count: int) -> list[Visit]:
        """Cases by chance, the same ones every time."""
        chosen = random.Random(count).choices(self._cases, k=count)
        return [partial(_see, self._casework(), f"/casework/cases/{each}") for each in chosen]

    def people(self, count: int) -> list[Visit]:
        """A search by name: it is recorded, and what it found is shown."""
        words = urlencode({"words": NAMED, "csrf_token": self._caseworker.token})

        def find() -> None:
            answer = self._casework().post("/casework/search", words)
            assert answer.status == 302, answer
            _see(self._casework(), answer.location)

        return [find] * count

    def stored(self, count: int) -> list[Visit]:
        """Requests of the public, each sent from a journey of its own."""
        with self._app.test_request_context():
            age = bot_checks.age_token()

        def send(browser: Browser, token: str) -> None:
            form = urlencode({"csrf_token": token, bot_checks.PAGE_AGE: age})
            answer = browser.post("/request/check-answers", form)
            assert answer.status == 302, answer
            assert answer.location.endswith("sent"), answer

        return [partial(send, browser, token) for browser, token in self._journeys(count)]

    def steps(self, count: int) -> list[Visit]:
        """A page of a journey of the public, shown and answered."""

        def answer(browser: Browser, token: str) -> None:
            _see(browser, "/request/reason")
            form = urlencode({"csrf_token": token, "reason": "It is too short."})
            answer = browser.post("/request/reason", form)
            assert answer.status == 302, answer

        return [partial(answer, browser, token) for browser, token in self._journeys(count)]

    def _casework(self) -> Browser:
        return Browser(self._address, self._caseworker.cookie)

    def _journeys(self, count: int) -> list[tuple[Browser, str]]:
        """A browser in a journey whose every page is answered, and its form token."""
        now = clock.now()
        found = []
        with self._app.app_context():
            for number in range(count):
                key = f"bench-{now.timestamp()}-{number}"
                email = {"email": f"ada.brown{number}@example.org"}
                answers = {**_ANSWERS, **email, "offender_name": f"Somebody Sentenced{number}"}
                draft = drafts.change(key, lambda _kept, answers=answers: answers)
                draft.started_at = now - timedelta(minutes=9)
                signed = _signed(self._app, {"journey": key, "kept_at": int(now.timestamp())})
                found.append((Browser(self._address, signed.cookie), signed.token))
            db.session.commit()
        return found


def _see(browser: Browser, path: str) -> None:
    answer = browser.get(path)
    assert answer.status == 200, (path, answer.status, answer.page[:300])


def _signed(app: Flask, values: dict[str, object]) -> _Session:
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    raw = "0" * 40
    cookie = serializer.dumps({**values, "csrf_token": raw, "_permanent": True})
    token = URLSafeTimedSerializer(str(app.secret_key), salt="wtf-csrf-token").dumps(raw)
    return _Session(f"{app.config['SESSION_COOKIE_NAME']}={cookie}", str(token))


def _signed_in(app: Flask, role: Role) -> _Session:
    # An older checkout's table may lack the newest columns.
    least = load_only(User.session_key, raiseload=True)
    user = db.session.scalars(select(User).where(User.role == role).options(least).limit(1)).one()
    browser = {"REMOTE_ADDR": "127.0.0.1", "HTTP_USER_AGENT": AGENT}
    with app.test_request_context(environ_base=browser):
        sessions.begin(user, "password")
        signed = _signed(app, dict(session))
        # The session belongs to the browser that it was begun in.
        return replace(signed, cookie=f"{signed.cookie}; {devices.COOKIE}={g.device_cookie}")


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
    "email_use": "full",
    "done": [step.name for step in steps.STEPS],
}
