"""Nobody is told to wait until the time limit may be over before they telephone."""

from collections.abc import Callable, Iterator
from datetime import date, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from tests.support.checked_client import CheckedClient
from tests.support.public_journey import code_on, date_fields, go_to, reference_on, send
from ulss_tracker import clock
from ulss_tracker.models import Message, db
from ulss_tracker.services.core import office_details
from ulss_tracker.services.messaging.compose import ACKNOWLEDGEMENT

pytestmark = pytest.mark.on_sqlite

DAY_27 = datetime(2026, 11, 29, 20, 41, tzinfo=clock.LONDON)
WAIT = "If you have not heard from us by then, telephone us."
NOT_TO_WAIT = "The time limit may be over by then, so do not wait to hear from us."
WHEN_OPEN = "Telephone us too, as soon as the line is open."
NOW_OPEN = "Telephone us too: the line is open now."
BEFORE_OVER = "All of this must be done before the time limit is over."
REMINDER = "Add a reminder to your calendar"


@pytest.fixture(autouse=True)
def five_days(app: Flask, at: Callable[[datetime], None]) -> Iterator[None]:
    at(DAY_27)
    office_details.configure({**app.config, "ANSWER_WORKING_DAYS": 5})
    yield
    office_details.configure(app.config)


@pytest.mark.parametrize(
    ("sentenced", "may_wait"),
    [
        ({"date": date_fields(date(2026, 11, 2))}, False),
        ({"date": {"sentenced_text": "27 days ago"}, "which_day": {"which_day": "yes"}}, False),
        ({"date": date_fields(date(2026, 11, 20))}, True),
        ({"date": date_fields(date(2024, 11, 1))}, True),
        ({"date": date_fields(None)}, True),
    ],
    ids=["day 27", "day 27 in words", "time enough", "over", "not known"],
)
def test_after_sending_and_on_the_status_page(
    client: CheckedClient, sentenced: dict[str, dict[str, str]], may_wait: bool
) -> None:
    page = send(client, check_date={"is_right": "yes"}, **sentenced)
    says = (WAIT in page.text, NOT_TO_WAIT in page.text, REMINDER in page.text)
    assert says == (may_wait, not may_wait, may_wait)
    assert "tel:" in page.html
    client.get("/status")
    page = client.submit("Continue", reference=reference_on(page), code=code_on(page))
    says = (WAIT in page.text, NOT_TO_WAIT in page.text, REMINDER in page.text)
    assert says == (may_wait, not may_wait, may_wait)


@pytest.mark.parametrize(
    ("at_hour", "says"),
    [((30, 8, 59), WHEN_OPEN), ((30, 9, 0), NOW_OPEN), ((30, 16, 59), NOW_OPEN)],
    ids=["before it opens", "as it opens", "before it closes"],
)
def test_the_line_is_said_to_be_open_while_it_is(
    client: CheckedClient, at: Callable[[datetime], None], at_hour: tuple[int, int, int], says: str
) -> None:
    day, hour, minute = at_hour
    at(datetime(2026, 11, day, hour, minute, tzinfo=clock.LONDON))
    sentenced = {"date": date_fields(date(2026, 11, 3)), "check_date": {"is_right": "yes"}}
    other = WHEN_OPEN if says is NOW_OPEN else NOW_OPEN
    for page in (go_to(client, "outlook", **sentenced), send(client, **sentenced)):
        assert says in page.text
        assert other not in page.text
    client.get("/status")
    page = client.submit("Continue", reference=reference_on(page), code=code_on(page))
    assert says in page.text
    assert other not in page.text


@pytest.mark.parametrize(
    ("standing", "sentenced_on", "is_ahead"),
    [
        ("public", date(2026, 11, 20), True),
        ("public", None, True),
        ("public", date(2026, 10, 1), False),
        ("victim", date(2026, 10, 1), False),
        ("public", date(2026, 11, 1), False),
    ],
    ids=["time enough", "not known", "over", "over but for a new law", "the last evening"],
)
def test_after_the_end_nothing_is_to_be_done_before_it(
    client: CheckedClient, standing: str, sentenced_on: date | None, is_ahead: bool
) -> None:
    page = send(
        client,
        date=date_fields(sentenced_on),
        check_date={"is_right": "yes"},
        who_you_are={"standing": standing},
        safe_email={"email_use": "full"},
    )
    assert (BEFORE_OVER in page.text) is is_ahead
    body = db.session.scalars(select(Message.body).where(Message.kind == ACKNOWLEDGEMENT)).one()
    assert ("does not stop that time running" in body) is is_ahead
    assert ("If time is short" in body) is is_ahead
    assert "Telephone us and give your reference." in body or is_ahead
    assert "020" in body
