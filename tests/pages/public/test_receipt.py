"""The receipt of a request: when it came, and a check that anybody can make and none can forge."""

import re
from datetime import UTC, datetime

import pytest
from flask import Flask

from tests.support.checked_client import CheckedClient, client_of
from tests.support.documents import words_of
from tests.support.public_journey import reference_on, send
from tests.support.records import the_request
from ulss_tracker.web.core import filters
from ulss_tracker.web.public import receipt

NO_RECEIPT = "This is no receipt of ours. Look at what you typed"


def test_a_receipt_says_when_it_came_and_anybody_can_check_it(
    client: CheckedClient, app: Flask
) -> None:
    reference = reference_on(send(client))
    answer = client.get("/request/receipt.pdf")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="receipt.pdf"'
    text = words_of(answer.get_data())
    with app.test_request_context():
        moment = filters.moment(the_request().received_at)
    assert reference in text
    assert moment in text
    assert not re.search("Archer|Leeds|sentence|Attorney", text)
    (check,) = re.findall(r"(?:[A-Z2-7]{4}-){5}[A-Z2-7]{4}", text)
    anybody = client_of(app)
    anybody.get("/receipt")
    page = anybody.submit("Continue", reference=reference.lower(), check=check.replace("-", " "))
    assert f"This is our receipt. We received that request at {moment}." in page.text
    for wrong in ({"reference": "REQ-AAAA-AAAA"}, {"check": check[:-1] + "A7"}, {"check": "ŵ!"}):
        page = anybody.submit("Continue", **{"reference": reference, "check": check} | wrong)
        assert page.errors == [NO_RECEIPT]


def test_a_check_of_an_older_key_still_holds(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    at = datetime(2026, 12, 1, 9, 30, tzinfo=UTC)
    with app.test_request_context():
        check = receipt.check_of("REQ-BBBB-BBBB", at)
        app.config["SECRET_KEY_FALLBACKS"] = [app.config["SECRET_KEY"]]
        app.config["SECRET_KEY"], before = (
            "another key of thirty-two letters",
            app.config["SECRET_KEY"],
        )
        try:
            assert receipt.moment_of("REQ-BBBB-BBBB", check) == at
        finally:
            app.config["SECRET_KEY"], app.config["SECRET_KEY_FALLBACKS"] = before, []


def test_nobody_without_a_request_gets_a_receipt(client: CheckedClient) -> None:
    client.get("/request/receipt.pdf", status=302)
