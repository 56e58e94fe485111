"""A number of the duty rota on the pages of people who ask: shown with its hours, and no longer."""

import logging
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask

from tests.support import build
from tests.support.checked_client import CheckedClient, client_of
from tests.support.public_journey import code_on, date_fields, go_to, reference_on, send
from ulss_tracker import clock
from ulss_tracker.permissions import Role
from ulss_tracker.services.core import office_details
from ulss_tracker.services.people import rota
from ulss_tracker.services.people.rota import ShiftInput
from ulss_tracker.services.requests import withdrawals

NUMBER = "020 7946 0001"
SETTING = "020 7946 0999"
UNTIL = f"you can ring {NUMBER} until 9am on Monday 30 November 2026."
NEXT = f"you can ring {NUMBER} from 5pm on Friday 27 November 2026 until 9am on Monday"
SENTENCED_ON = date(2026, 11, 2)  # the last day is Monday 30 November


def there(day: int, hour: int, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=clock.LONDON).astimezone(UTC)


@pytest.fixture(autouse=True)
def _now(app: Flask, at) -> Iterator[None]:
    at(there(27, 10))
    office_details.configure({**app.config, "OUT_OF_HOURS_TELEPHONE": SETTING})
    yield
    office_details.configure(app.config)


def put_on(starts_at: datetime, ends_at: datetime, number: str = NUMBER) -> None:
    asked = ShiftInput(
        person=build.user(), starts_at=starts_at, ends_at=ends_at, public_telephone=number
    )
    rota.add(asked, build.user(Role.SUPERVISOR))


def weekend(number: str = NUMBER) -> None:
    """A shift from Friday at five until Monday at nine."""
    put_on(there(27, 17), there(30, 9), number)


def test_pages_where_a_last_day_is_near_show_the_number_and_its_hours(
    app: Flask, client: CheckedClient, at, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    weekend("02079460001")  # shown in its usual groups
    date_given = date_fields(SENTENCED_ON)
    page = go_to(client, "outlook", date=date_given)
    assert NEXT in page.text
    assert page.links[NUMBER] == "tel:02079460001"
    assert SETTING not in page.text
    at(there(28, 23))
    assert UNTIL in client.get("/request/outlook").text
    sent = send(client, date=date_given)
    assert UNTIL in sent.text
    assert sent.text.count("use Relay UK") == 1  # beside the time left, and not again below
    other, keys = client_of(app), {"reference": reference_on(sent), "code": code_on(sent)}
    other.get("/status")
    assert UNTIL in other.submit("Continue", **keys).text
    for path in ("/", "/privacy", "/information/support"):  # no database is asked there
        page = client.get(path)
        assert SETTING in page.text
        assert NUMBER not in page.text
    at(there(30, 9))  # the shift is over
    other.get("/status")
    for page in (send(client, date=date_given), other.submit("Continue", **keys)):
        assert f"At other times, if a last day is near: {SETTING}" in page.text
        assert NUMBER not in page.text
    other.click("Withdraw your request")
    other.submit("Withdraw my request")
    put_on(there(30, 9), there(30, 9) + timedelta(days=2))
    assert NUMBER in other.get("/status/request").text
    at(there(30, 9) + timedelta(days=1))
    withdrawals.withdraw_due()
    other.get("/status")
    assert NUMBER not in other.submit("Continue", **keys).text  # no last day matters any more
    assert "7946" not in caplog.text


def test_without_a_shift_or_a_setting_there_is_no_number(app: Flask, client: CheckedClient) -> None:
    office_details.configure(app.config)
    weekend("")
    sent = send(client, date=date_fields(SENTENCED_ON))
    assert "a last day is near" not in sent.text


def test_hours_are_londons_across_the_change_of_the_clocks(client: CheckedClient, at) -> None:
    at(there(24, 10, month=10))
    put_on(there(24, 17, month=10), there(25, 9, month=10))
    page = go_to(client, "outlook", date=date_fields(date(2026, 9, 28)))
    assert (
        f"you can ring {NUMBER} from 5pm on Saturday 24 October 2026 until 9am on Sunday 25 October"
    ) in page.text
