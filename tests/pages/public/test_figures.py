"""What anybody may read of the office's figures: closed years, and no number under five."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from tests.support import build
from tests.support.checked_client import CheckedClient
from tests.support.clocks import SetClock
from tests.support.page import words
from ulss_tracker.models import RequestVersion, ReviewVersion, db
from ulss_tracker.scheme.workflow.stages import Outcome
from ulss_tracker.services.core import office_details

LAST_SUMMER = datetime(2025, 7, 1, 9, tzinfo=UTC)
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def figures(client: CheckedClient) -> list[list[str]]:
    """The year and the three figures of each year shown."""
    page = client.get("/information/figures")
    years = zip(page.select("main h3"), page.select("main dl"), strict=True)
    return [[words(year), *map(words, figures.cssselect("dd"))] for year, figures in years]


def requests(number: int) -> list[RequestVersion]:
    """So many requests of now, by their versions of now."""
    made = {build.request().id for _ in range(number)}
    query = select(RequestVersion).where(
        RequestVersion.to_at.is_(None), RequestVersion.request_id.in_(made)
    )
    return list(db.session.scalars(query.order_by(RequestVersion.request_id)))


def referred(number: int) -> list[ReviewVersion]:
    """So many reviews, filed."""
    made = {build.review().id for _ in range(number)}
    query = select(ReviewVersion).where(
        ReviewVersion.to_at.is_(None), ReviewVersion.review_id.in_(made)
    )
    versions = list(db.session.scalars(query))
    for version in versions:
        version.filed_at = LAST_SUMMER
    return versions


def test_only_a_year_that_is_over_is_shown(client: CheckedClient, at: SetClock) -> None:
    at(LAST_SUMMER)
    requests(6)
    assert figures(client) == []
    assert "There are no figures yet" in client.get("/information/figures").text
    at(NOW)
    requests(7)
    assert figures(client) == [["2025", "6", "too few to say", "fewer than 5"]]
    assert "There are no figures yet" not in client.get("/information/figures").text


@pytest.mark.parametrize(
    ("told", "within"),
    [
        ([3] * 9, "too few to say"),
        ([3] * 9 + [50], "3 days"),
        ([1] * 8 + [4, 50], "4 days"),
        ([1] * 10 + [None] * 5, "1 day"),  # of those told alone
    ],
)
def test_nine_in_ten_of_those_told_were_told_within(
    client: CheckedClient, at: SetClock, told: list[int | None], within: str
) -> None:
    at(LAST_SUMMER)
    for version, days in zip(requests(len(told)), told, strict=True):
        version.days_to_answer = days
    db.session.commit()
    at(NOW)
    assert figures(client) == [["2025", str(len(told)), within, "fewer than 5"]]


@pytest.mark.parametrize(("number", "shown"), [(4, "fewer than 5"), (5, "5")])
def test_no_number_under_five_is_told(
    client: CheckedClient, at: SetClock, number: int, shown: str
) -> None:
    at(LAST_SUMMER)
    referred(number)
    void, old, open_one = referred(3)
    void.outcome, old.is_historical, open_one.filed_at = Outcome.JOINED, True, None
    db.session.commit()
    at(NOW)
    assert [row[3] for row in figures(client)] == [shown]


@pytest.mark.parametrize(("number", "shown"), [(0, []), (4, ["fewer than 5"]), (5, ["5"])])
def test_nor_of_those_who_asked(
    client: CheckedClient, at: SetClock, number: int, shown: list[str]
) -> None:
    at(LAST_SUMMER)
    requests(number)
    at(NOW)
    assert [row[1] for row in figures(client)] == shown


def test_what_the_office_named_no_days_for_is_not_promised(
    client: CheckedClient, app: Flask
) -> None:
    for days, is_promised in ((0, False), (5, True)):
        office_details.configure({**app.config, "ANSWER_WORKING_DAYS": days})
        page = client.get("/information/figures")
        assert ("within 5 working days whether" in page.text) is is_promised
        assert "your MP can ask the Parliamentary Ombudsman" in page.text
    office_details.configure(app.config)
