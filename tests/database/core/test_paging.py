"""Lists in any order, a page at a time: each row once, whatever is the same and whatever is not."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests.support import build
from ulss_tracker.models import Request
from ulss_tracker.services.core import paging
from ulss_tracker.services.core.paging import Ordering
from ulss_tracker.services.core.unit_of_work import transaction

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
RECEIVED = Ordering("received", Request.received_at)
SENTENCED = Ordering("sentenced", Request.sentenced_on)
OFFENDER = Ordering("offender", Request.offender_name, is_personal=True)


@pytest.fixture
def requests(app: Flask, at) -> list[Request]:
    """Seven, of which some share an instant, a date or a name, and some have no date."""
    at(NOW)
    made = []
    for number in range(7):
        request = build.request(
            offender_name=f"Offender {number // 3}",
            sentenced_on=None if number in (2, 5) else date(2026, 3, 1 + number // 2),
        )
        with transaction():
            request.received_at = NOW - timedelta(hours=number // 2)
        made.append(request)
    return made


def test_the_pages_hold_each_row_once_in_order(
    requests: list[Request], subtests: pytest.Subtests
) -> None:
    for size in [1, 2, 3, 7, 8]:
        for descending in [False, True]:
            for by in [RECEIVED, SENTENCED, OFFENDER]:
                with subtests.test(size=size, descending=descending, by=by):
                    seen: list[Request] = []
                    after = None
                    for _ in range(len(requests)):
                        page = paging.rows(
                            select(Request), by, descending=descending, after=after, size=size
                        )
                        seen += page.rows
                        after = page.after
                        if after is None:
                            break
                    assert sorted(each.id for each in seen) == sorted(each.id for each in requests)
                    values = [getattr(each, by.column.key) for each in seen]
                    known = [value for value in values if value is not None]
                    assert known == sorted(known, reverse=descending)
                    assert values == known + [None] * (len(values) - len(known))


def test_a_row_that_left_meanwhile_loses_no_other(requests: list[Request]) -> None:
    first = paging.rows(select(Request), RECEIVED, size=3)
    with transaction():
        first.rows[-1].received_at = NOW + timedelta(days=1)
    second = paging.rows(select(Request), RECEIVED, size=10, after=first.after)
    seen = {each.id for each in (*first.rows, *second.rows)}
    assert seen == {each.id for each in requests}


def test_an_unreadable_key_gives_the_first_page(
    requests: list[Request], subtests: pytest.Subtests
) -> None:
    largest = "2030-01-01T00:00:00+00:00_2147483647"
    for after in [
        "",
        "nonsense",
        "_",
        "2026-03-01_x",
        "2026-13-01T00:00:00+00:00_1",
        "x_1",
        "_9" * 9,
        "9999-12-31T23:59:59-23:59_1",
        "2030-01-01T00:00:00+00:00_2147483648",  # larger than a database's number
    ]:
        with subtests.test(after=after):
            page = paging.rows(select(Request), RECEIVED, size=10, after=after)
            assert len(page.rows) == 7
    assert paging.rows(select(Request), RECEIVED, size=10, after=largest).rows == []


def test_no_name_is_in_a_key_and_that_of_a_row_that_is_gone_gives_the_first_page(
    requests: list[Request],
) -> None:
    page = paging.rows(select(Request), OFFENDER, size=2)
    assert page.after == str(page.rows[-1].id)
    assert len(paging.rows(select(Request), OFFENDER, size=10, after="99999").rows) == 7
