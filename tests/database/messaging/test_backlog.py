"""What passed before anybody could act: a line of the emails of others, and no email of its own."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests.support import build
from tests.support.duty_alarms import on_duty, person
from ulss_tracker import clock
from ulss_tracker.models import DutyAlarm, Message, Request, db
from ulss_tracker.permissions import Role
from ulss_tracker.services.messaging import compose, duty_alarms, reminders
from ulss_tracker.services.requests import requests
from ulss_tracker.services.supervision import daily_list

NOW = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
PASSED_ON, DUE_ON = date(2026, 10, 14), date(2026, 10, 26)  # to file by 11, and by 23 November
KINDS = (compose.DUTY_ALARM, compose.DUTY_TEXT, compose.REMINDER)


@pytest.fixture
def backlog(app: Flask, at, monkeypatch: pytest.MonkeyPatch) -> list[Request]:
    """Three requests that came in time, and that nobody saw before their last day was over."""
    monkeypatch.setattr(daily_list, "make_pdf", lambda _html, _css: b"%PDF-1.7")
    at(NOW - timedelta(days=20))
    made = [build.request(sentenced_on=PASSED_ON) for _ in range(3)]
    at(NOW)
    on_duty(person("Ann"), person("Ben"))
    build.user(Role.SUPERVISOR)
    return made


def day() -> list[Message]:
    """The emails and texts about deadlines that a day of the jobs writes."""
    began = clock.now()
    for minutes in range(0, 10 * 60, 15):
        with clock.set_to(began + timedelta(minutes=minutes)):
            reminders.remind()
            duty_alarms.raise_due()
    written = select(Message).where(Message.kind.in_(KINDS), Message.created_at >= began)
    return list(db.session.scalars(written.order_by(Message.id)))


def test_a_backlog_writes_no_email_of_its_own_and_is_a_line_of_the_others(
    backlog: list[Request],
) -> None:
    assert day() == []
    assert len(db.session.scalars(select(DutyAlarm)).all()) == 3  # they go on, for the page
    due = build.request(sentenced_on=DUE_ON)
    written = day()
    assert written
    assert {due.reference in message.subject for message in written} == {True}
    line = "Passed, and not answered yet: 3."
    assert {message.body.count(line) for message in written if not message.by_text} == {1}


def test_it_is_a_line_each_after_all_others_of_the_daily_list_until_it_is_answered(
    backlog: list[Request], at
) -> None:
    due = build.request(sentenced_on=DUE_ON)
    daily_list.send()
    body = _latest_list()
    assert "Passed, and not answered yet: 3" in body
    for passed in backlog:
        (line,) = [each for each in body.splitlines() if passed.reference in each]
        assert line.startswith(f"Request {passed.reference}: file by was 5pm on Wednesday 11 Nov")
        assert body.index(due.reference) < body.index(passed.reference)
    for passed in (*backlog, due):
        requests.close(passed, "Answered by telephone", build.user())
    at(NOW + timedelta(days=1))
    daily_list.send()
    assert "Passed, and" not in _latest_list()


def test_whoever_is_on_duty_hears_once_of_a_day_that_may_be_wrong(backlog, at) -> None:
    late = build.request(sentenced_on=PASSED_ON)
    assert [message.subject for message in day()] == [
        f"The day of sentence is not known: find it: request {late.reference}"
    ]


def test_one_that_passes_is_told_of_once(backlog: list[Request], at) -> None:
    due = build.request(sentenced_on=DUE_ON)
    at(NOW + timedelta(hours=15, minutes=45))  # past midnight
    assert [each.subject for each in day()] == [f"The file-by moment has passed: {due.reference}"]
    at(NOW + timedelta(days=2))
    assert day() == []


def _latest_list() -> str:
    query = select(Message.body).where(Message.kind == compose.DAILY_LIST)
    return db.session.scalars(query.order_by(Message.id.desc()).limit(1)).one()
