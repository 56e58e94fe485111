"""The hearings to come, counted on the board and listed by day."""

from datetime import UTC, date, datetime, time

import pytest

from tests.support import build
from tests.support.checked_client import CheckedClient
from tests.support.page import words
from ulss_tracker.models import Hearing, Review, db
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.stages import State
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.protection import sealing

pytestmark = pytest.mark.usefixtures("at_now")

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)


def listed(name: str, *days: date, at: time | None = None) -> Review:
    """A review at the court, given these days for its hearing, the last of which counts."""
    review, by = build.review(offender_name=name), build.user()
    with transaction():
        review.state, review.filed_at, review.file_by_at = State.AT_COURT, NOW, NOW
        for day in days:
            hearing = Hearing(review_id=review.id, recorded_at=NOW, recorded_by_id=by.id)
            hearing.heard_on, hearing.time_of_day, hearing.court = day, at, f"Court of {name}"
            db.session.add(hearing)
    return review


def test_hearings_are_counted_and_listed_by_day_with_court_and_counsel(
    supervisor: CheckedClient,
) -> None:
    later = listed("Later", date(2026, 3, 20), date(2026, 5, 6), at=time(10, 30))
    listed("Sooner", date(2026, 3, 18))
    listed("Held", date(2026, 3, 17))
    listed("Third", date(2026, 6, 1))
    counsel = build.user(Role.COUNSEL)
    sealing.instruct(later.case, counsel, build.user())
    page = supervisor.get("/supervision/board")
    assert "Hearings3" in words(page.one(".app-counts"))
    page = supervisor.click("Hearings")
    assert [words(band) for band in page.select(".app-band")] == [
        "Wednesday 18 March 2026",
        "Wednesday 6 May 2026",
        "Monday 1 June 2026",
    ]
    sooner, last, _ = page.select("tbody tr:not(.app-band)")
    assert "Not given yet Court of Sooner Not named yet None named here" in words(sooner)
    assert f"10:30am Court of Later Not named yet {counsel.name}" in words(last)


def test_where_no_hearing_is_listed_that_is_said(supervisor: CheckedClient) -> None:
    assert (
        "No hearing is listed for today or later." in supervisor.get("/supervision/hearings").text
    )


def test_a_request_stands_on_the_board_under_the_offenders_name(supervisor: CheckedClient) -> None:
    request = build.request(offender_name="Ann Stated")
    build.request(offender_name="")
    page = supervisor.get("/supervision/board")
    assert f"Ann Stated, request {request.reference}" in page.links
    assert "Name not known" in page.text
