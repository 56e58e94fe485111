"""Nobody is told to wait until the time limit may be over before they telephone."""

from collections.abc import Callable, Iterator
from datetime import date, datetime

import pytest
from flask import Flask

from tests.support.checked_client import CheckedClient
from tests.support.public_journey import code_on, date_fields, reference_on, send
from ulss_tracker import clock
from ulss_tracker.services.core import office_details

pytestmark = pytest.mark.on_sqlite

DAY_27 = datetime(2026, 11, 29, 20, 41, tzinfo=clock.LONDON)
WAIT = "If you have not heard from us by then, telephone us."
NOT_TO_WAIT = "The time limit may be over by then, so do not wait to hear from us: telephone us"
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
