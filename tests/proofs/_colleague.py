"""A caseworker at work while PostgreSQL is away: told what is wrong, and nothing typed is lost."""

import time

import lxml.html
import requests
from flask import Flask

from tests.proofs._findings import Findings
from tests.support import build
from tests.support.checked_client import filled
from ulss_tracker.models import db

QUICK = 1.5  # seconds
_NOTE = "The mother asks to be rung after six."
_SAYS = "The tracker’s database did not answer in time"


class Colleague:
    """They have a case's notes open as it begins, and press “Add the note” before, in and after."""

    def __init__(self, app: Flask, findings: Findings) -> None:
        self._findings, self._browser = findings, requests.Session()
        with app.app_context():
            self._path = f"/casework/cases/{build.review().case.reference}/notes"
            signed = build.session_of(build.user(email="colleague@example.org"))
            db.session.remove()
        client = app.test_client()
        with client.session_transaction() as session:
            session.update(signed)
        cookie = client.get_cookie(app.config["SESSION_COOKIE_NAME"])
        assert cookie is not None
        self._browser.headers["Sec-Fetch-Site"] = "same-origin"
        self._browser.cookies.set(cookie.key, cookie.value, domain="127.0.0.1")

    def open(self, address: str) -> None:
        """Write a note, and do not send it yet."""
        self._address = f"{address}{self._path}"
        page = lxml.html.document_fromstring(self._browser.get(self._address).text)
        (form,) = [form for form in page.forms if form.action == self._path]
        self._sent = {**filled(form), "note": _NOTE}

    def press(self, *, is_known: bool) -> None:
        """Send it while the database is away; `is_known` when that was noticed before."""
        began = time.monotonic()
        answer = self._browser.post(self._address, self._sent, timeout=60)
        seconds = time.monotonic() - began
        hold = self._findings.hold
        hold(
            answer.status_code == 503 and _SAYS in answer.text, "staff were not told what is wrong"
        )
        hold(_NOTE in answer.text, "what a colleague typed was not on the page")
        hold(seconds < QUICK or not is_known, f"a colleague waited for {seconds:.1f} s")

    def press_again(self) -> None:
        """Send the same once the database is back: they are signed in, and it is there once."""
        page = self._browser.post(self._address, self._sent, timeout=60)
        self._findings.hold(page.text.count(_NOTE) == 1, "a note is not there once")
        self._findings.hold("Sign out" in page.text, "a colleague was signed out")
