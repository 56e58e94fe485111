"""One's own calendar: its address is shown once, and opens without signing in."""

from flask import Flask

from tests.support import build
from tests.support.checked_client import CheckedClient
from ulss_tracker.permissions import Role


def test_it_is_made_read_and_stopped(app: Flask, signed_in, client: CheckedClient) -> None:
    review = build.eligible_review()
    person: CheckedClient = signed_in(Role.CASEWORKER)
    assert "You have no address yet." in person.get("/account").text
    page = person.submit("Make an address")
    link = page.one(".app-password-link").text
    path = link[link.index("/calendar/") :]
    assert path not in person.get("/account").html
    answer = client.open(path)
    assert answer.status_code == 200
    assert answer.mimetype == "text/calendar"
    assert review.case.reference in answer.text
    assert "no-store" in answer.headers["Cache-Control"]
    again = {"If-None-Match": answer.headers["ETag"]}
    assert client.open(path, headers=again).status_code == 304
    assert client.open(path, method="HEAD").data == b""
    second = build.eligible_review()
    changed = client.open(path, headers=again)
    assert changed.status_code == 200
    assert second.case.reference in changed.text
    page = person.submit("Stop the address")
    assert "stopped working" in page.text
    assert client.open(path).status_code == 404
