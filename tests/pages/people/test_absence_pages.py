"""Recording absences, taking a review, handing it over, and giving many at once."""

from datetime import UTC, date, datetime

import pytest

from tests.support import build
from tests.support.checked_client import CheckedClient
from ulss_tracker.models import User
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.stages import State
from ulss_tracker.services.cases import cases
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.people import absences

pytestmark = pytest.mark.usefixtures("at_now")

NOW = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)
TODAY, FRIDAY = date(2026, 11, 24), date(2026, 11, 27)


def other() -> User:
    return build.user(email="other@example.org", name="Other Person")


def until_friday(cover: User | None) -> dict[str, str]:
    return {
        "to_on-day": "27",
        "to_on-month": "11",
        "to_on-year": "2026",
        "cover": str(cover.id) if cover else "",
    }


def press(client: CheckedClient, words: str):
    names = [button.text_content() for button in client.page.select("main button")]
    return client.submit(next(name for name in names if name.startswith(words)))


def test_one_records_ones_own_absence_and_comes_back(caseworker: CheckedClient) -> None:
    cover = other()
    page = caseworker.get("/casework/absences")
    assert "Nobody is away" in page.text
    page = caseworker.click("Record an absence")
    offered = [option.text for option in page.select("#person option") if option.get("value")]
    assert offered == ["Test Caseworker"]
    page = caseworker.submit(**until_friday(cover))
    assert page.rows[1][:5] == [
        "Test Caseworker Away now",
        "Tuesday 24 November 2026",
        "Friday 27 November 2026",
        "Other Person",
        "Other Person",
    ]
    page = press(caseworker, "Back now")
    assert "Test Caseworker is no longer recorded as away" in page.text


def test_a_cover_who_is_away_too_is_said(supervisor: CheckedClient) -> None:
    me, cover = build.user(), other()
    absences.record(me, TODAY, FRIDAY, cover, me)
    absences.record(cover, TODAY, FRIDAY, build.user(Role.SUPERVISOR), cover)
    page = supervisor.get("/casework/absences")
    assert "Test Supervisor, because Other Person is away too" in page.text


def test_days_that_cannot_be_say_why_and_keep_what_was_typed(caseworker: CheckedClient) -> None:
    caseworker.get("/casework/absences/new")
    page = caseworker.submit(**until_friday(None) | {"to_on-day": "2"})
    assert page.errors == ["The last day away must be the same as or after the first"]
    assert page.one("[name='to_on-day']").get("value") == "2"


def test_a_review_is_taken_and_handed_over_with_a_note(caseworker: CheckedClient) -> None:
    review = build.review(by=other())
    caseworker.get(f"/casework/reviews/{review.id}")
    page = caseworker.submit("Take this review")
    assert "This review is now assigned to you" in page.text
    assert "Take this review" not in page.text
    assert "/assignee" not in " ".join(page.links.values())  # one way: it opens where it is
    page = caseworker.submit("Give", assignee=str(other().id), note="The mother rings on Monday")
    assert page.path == f"/casework/reviews/{review.id}"
    page = caseworker.get(f"/casework/cases/{review.case.reference}/timeline")
    assert "The mother rings on Monday" in page.text


def test_a_supervisor_gives_the_ticked_reviews_and_hears_of_those_skipped(
    supervisor: CheckedClient,
) -> None:
    first, second = build.review(offender_name="First"), build.review(offender_name="Second")
    other()
    page = supervisor.get("/supervision/reassign")
    assert "Choose whose reviews to give to somebody else: a person’s, or a team’s." in page.text
    page = supervisor.submit("Show their reviews", assigned_to=str(build.user().id))
    ticks = [box.get("value") for box in page.select("input[name=reviews]")]
    assert len(ticks) == 2
    changed = cases.Offender(name="Changed", born_on=None, address="")
    cases.change_offender(first, changed, build.user(), first.version)
    page = supervisor.submit(
        "Give the ticked reviews", reviews=ticks, to=str(other().id), note="Leave"
    )
    assert "1 review was given. 1 was not:" in page.text
    assert "Somebody else changed it meanwhile" in page.text
    assert second.assignee_id == other().id
    assert first.assignee_id == build.user().id


def test_nothing_ticked_is_said_and_nothing_typed_is_lost(supervisor: CheckedClient) -> None:
    build.review()
    other()
    supervisor.get("/supervision/reassign")
    supervisor.submit("Show their reviews", assigned_to=str(build.user().id))
    page = supervisor.submit("Give the ticked reviews", to=str(other().id), note="Leave")
    assert page.errors == ["Choose the reviews to give"]
    assert "Leave" in page.one("#note").text_content()


def test_what_is_filed_is_not_shown_as_late_where_work_is_given(supervisor: CheckedClient) -> None:
    review = build.eligible_review()
    with transaction():
        review.state = State.REFERRED
    page = supervisor.get(f"/supervision/reassign?assigned_to={build.user().id}")
    assert page.rows[1][-1] == "Filed"
