"""A supervisor agrees to each day due soon that a change of the law would move, side by side."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask

from tests.support import build
from tests.support.checked_client import CheckedClient, client_of
from tests.support.page import words
from tests.support.signed_law import rehearsed_change, second_lawyer
from ulss_tracker import clock
from ulss_tracker.models import User
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.requester_role import RequesterRole
from ulss_tracker.services.law import agreement

pytestmark = [pytest.mark.on_sqlite, pytest.mark.usefixtures("at_now")]

NOW = datetime(2026, 11, 16, 10, tzinfo=clock.LONDON)
PATH = "/supervision/law-moves"
SignedIn = Callable[[Role], CheckedClient]


def of(app: Flask, person: User) -> CheckedClient:
    signed_in = build.session_of(person)
    client = client_of(app)
    with client.session_transaction() as session:
        session.update(signed_in)
    return client


def victims(*days: int) -> str:
    """Reviews of verified victims sentenced so many days ago; the change that moves their days."""
    for number, ago in enumerate(days):
        review = build.eligible_review(
            sentenced_on=NOW.date() - timedelta(days=ago),
            standing=RequesterRole.VICTIM,
            offender_name=f"Offender {number}",
        )
        build.verify_who_asked(review)
    request = build.request(
        sentenced_on=NOW.date() - timedelta(days=20), standing=RequesterRole.VICTIM
    )
    build.verify_who_asked(request)
    return rehearsed_change().reference


def test_each_day_is_agreed_to_and_then_a_lawyer_signs(app: Flask, signed_in: SignedIn) -> None:
    reference = victims(20, 22, 40)
    bo = of(app, second_lawyer())
    page = bo.get(f"/law/changes/{reference}")
    assert "It moves 3 days due within 10 working days: a supervisor must agree" in page.text
    assert "Sign this change" not in page.text
    assert page.text.count("A supervisor must agree") == 3
    supervisor = signed_in(Role.SUPERVISOR)
    supervisor.get("/supervision/to-sign")
    page = supervisor.click("Days that the law would move")
    assert "Last day 24 November 2026" in page.text
    assert "Last day 27 April 2027" in page.text
    assert "Offender 2" not in page.text
    page = supervisor.submit("Agree to the ticked days")
    assert "Tick the days you have looked at" in page.text
    one = words(page.select("button[name=only]")[0])
    assert one.startswith("Agree for Offender ")
    page = supervisor.submit(one)
    assert "1 agreed to" in page.text
    boxes = [box.get("value") for box in page.select("input[name=moves]")]
    assert len(boxes) == 2
    page = supervisor.submit("Agree to the ticked days", moves=boxes)
    assert "2 agreed to" in page.text
    assert "No change of the law would move a day due soon." in page.text
    page = bo.get(f"/law/changes/{reference}")
    assert page.text.count(" agreed, 10am") == 3
    bo.click("Sign this change")
    page = bo.submit("Sign", has_read="yes")
    assert page.summary["Now"].startswith("Signed: Bo Rai")


def test_what_somebody_agreed_to_meanwhile_is_said(signed_in: SignedIn) -> None:
    victims()
    client = signed_in(Role.SUPERVISOR)
    page = client.get(PATH)
    box = page.one("input[name=moves]").get("value")
    agreement.agree([int(box)], build.user(Role.SUPERVISOR, email="other@example.org"))
    page = client.submit("Agree to the ticked days", moves=[box])
    assert "waits for a supervisor’s word no longer" in page.text


def test_what_came_since_the_rehearsal_is_said_to_who_signs(
    app: Flask, signed_in: SignedIn
) -> None:
    reference = victims()
    bo = of(app, second_lawyer())
    bo.get(f"/law/changes/{reference}/sign")
    supervisor = signed_in(Role.SUPERVISOR)
    supervisor.get(PATH)
    supervisor.submit("Agree to the ticked days", moves=[_only_box(supervisor)])
    bo.get(f"/law/changes/{reference}/sign")
    new = build.request(sentenced_on=NOW.date() - timedelta(days=21), standing=RequesterRole.VICTIM)
    build.verify_who_asked(new)
    page = bo.submit("Sign", has_read="yes", status=409)
    assert "has come or changed since it was rehearsed" in page.text


def _only_box(client: CheckedClient) -> str:
    value: str = client.get(PATH).one("input[name=moves]").get("value")
    return value


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SUPERVISOR])
def test_nobody_else_opens_the_page(signed_in: SignedIn, role: Role) -> None:
    signed_in(role).get(PATH, status=403)
