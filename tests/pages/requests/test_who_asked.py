"""Correcting who asked: the limit follows, and whether they were told of the scheme is counted."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from tests.support import build
from tests.support.checked_client import CheckedClient
from tests.support.law_on_time import six_months
from ulss_tracker import clock
from ulss_tracker.models import Event, EventKind, RequestVersion, db
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.requester_role import RequesterRole

pytestmark = [pytest.mark.on_sqlite, pytest.mark.usefixtures("at_now")]

NOW = datetime(2026, 11, 16, 10, tzinfo=clock.LONDON)
DAY_40 = NOW.date() - timedelta(days=40)
UNTIL = "until Wednesday 7 April 2027"
MAY_BE = "It may be until Wednesday 7 April 2027 under an Act of 2026: a lawyer must check."


def test_another_standing_moves_the_time_and_history_shows_before_and_after(
    caseworker: CheckedClient, signed_in: Callable[[Role], CheckedClient]
) -> None:
    with six_months(confirmed=True):
        review = build.eligible_review(sentenced_on=DAY_40, standing=RequesterRole.PUBLIC)
        request = review.case.requests[0]
        caseworker.get(f"/casework/requests/{request.reference}")
        caseworker.click("Correct who they are, or record whether they were told of the scheme")
        page = caseworker.submit(
            "Save",
            standing="victim",
            was_told="yes",
            told_by="The witness care unit",
            **{"told_on-day": "9", "told_on-month": "11", "told_on-year": "2026"},
        )
        assert "Who asked is corrected" in page.text
        assert page.summary["Standing"] == "Victim"
        assert page.summary["Told of the scheme"] == "Yes: The witness care unit, 9 November 2026"
        db.session.refresh(review)
        assert review.last_day_on == date(2026, 11, 4)
        assert "Verify who asked" not in page.links  # they recorded it
        colleague = signed_in(Role.SUPERVISOR)
        colleague.get(f"/casework/requests/{request.reference}")
        colleague.click("Verify who asked")
        said_by = "Witness care unit, Mr Ellis"
        page = colleague.submit("Verify", source="police", source_reference=said_by)
        assert "Who asked is verified" in page.text
        assert said_by in page.summary["Standing verified"]
        db.session.refresh(review)
        assert review.last_day_on == date(2027, 4, 7)
        page = colleague.get(f"/casework/reviews/{review.id}")
        assert "Everyone’s 28 days: the last of them is Wednesday 4 November 2026." in page.text
        assert f"{request.reference}: victim, verified on Monday 16 November 2026." in page.text
        assert (
            "Take back that who asked was verified"
            not in colleague.get(f"/casework/requests/{request.reference}").links
        )  # they verified it
        caseworker.get(f"/casework/requests/{request.reference}")
        caseworker.click("Take back that who asked was verified")
        page = caseworker.submit("Take it back")
        assert page.errors == ["Enter why it is taken back"]
        page = caseworker.submit("Take it back", reason="Mr Ellis spoke of another case")
        assert "It is taken back: the 28 days lead" in page.text
        assert "Standing verified" not in page.summary
        db.session.refresh(review)
        assert review.last_day_on == date(2026, 11, 4)
    said = db.session.scalars(select(Event).where(Event.kind == EventKind.WHO_ASKED_CHANGED)).one()
    assert (said.before["standing"], said.after["standing"]) == ("Member of the public", "Victim")
    counted = db.session.scalars(select(RequestVersion).where(RequestVersion.to_at.is_(None))).one()
    assert (counted.standing, counted.was_told) == (RequesterRole.VICTIM, True)


def test_who_told_them_goes_with_a_yes_and_a_day_to_come_is_refused(
    caseworker: CheckedClient,
) -> None:
    request = build.request(standing=RequesterRole.VICTIM)
    caseworker.get(f"/casework/requests/{request.reference}/who-asked")
    day = {"told_on-day": "17", "told_on-month": "11", "told_on-year": "2026"}
    page = caseworker.submit("Save", was_told="yes", **day)
    assert page.errors == ["The day they were told must be today or in the past"]
    page = caseworker.submit(
        "Save", was_told="no", told_by="The police", **day | {"told_on-day": "9"}
    )
    assert page.summary["Told of the scheme"] == "No"
    caseworker.get(f"/casework/requests/{request.reference}/who-asked")
    page = caseworker.submit("Save")
    assert "Nothing was changed" in page.text
    assert not page.select(".govuk-notification-banner--success")


def test_a_limit_not_confirmed_is_shown_beside_wherever_time_is_shown(
    caseworker: CheckedClient, signed_in: Callable[[Role], CheckedClient]
) -> None:
    by = build.user()
    waiting = build.request(sentenced_on=DAY_40, standing=RequesterRole.VICTIM)
    review = build.eligible_review(
        sentenced_on=DAY_40, standing=RequesterRole.BEREAVED_FAMILY, by=by
    )
    for path in (
        f"/casework/requests/{waiting.reference}",
        f"/casework/cases/{review.case.reference}",
        f"/casework/reviews/{review.id}",
    ):
        assert MAY_BE in caseworker.get(path).text, path
        assert "Out of time" not in caseworker.page.text, path
    assert "It may be until Wed 7 Apr 2027" in caseworker.get("/casework/").text
    supervisor = signed_in(Role.SUPERVISOR)
    assert supervisor.get("/supervision/board").text.count("It may be until Wed 7 Apr 2027") == 2


def test_once_it_is_law_every_page_says_that_who_asked_must_be_verified(
    caseworker: CheckedClient, signed_in: Callable[[Role], CheckedClient]
) -> None:
    with six_months(confirmed=True):
        waiting = build.request(sentenced_on=DAY_40, standing=RequesterRole.VICTIM)
        review = build.eligible_review(sentenced_on=DAY_40, standing=RequesterRole.VICTIM)
        for path in (
            f"/casework/requests/{waiting.reference}",
            f"/casework/reviews/{review.id}",
        ):
            text = caseworker.get(path).text
            assert f"It is {UNTIL} for some of those who ask: a second person must" in text, path
            assert "Out of time" not in text, path
        assert "Verify who asked" in caseworker.get("/casework/").text
        board = signed_in(Role.SUPERVISOR).get("/supervision/board").text
        assert board.count("verify?") >= 2


def test_beside_what_it_cannot_help_nothing_is_shown(caseworker: CheckedClient) -> None:
    waiting = build.request(sentenced_on=DAY_40, standing=RequesterRole.PUBLIC)
    assert (
        "under an Act of 2026" not in caseworker.get(f"/casework/requests/{waiting.reference}").text
    )
