"""The list of reviews that wait for a law officer's decision."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.support import build
from tests.support.page import Page
from ulss_tracker.models import PassReason
from ulss_tracker.permissions import Role
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.protection import sealing
from ulss_tracker.services.referral import submissions

pytestmark = pytest.mark.usefixtures("at_now")

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)


def names(page: Page) -> list[str]:
    """The offenders in the order in which the list has them."""
    return [link.text_content() for link in page.select("tbody th a")]


def waiting(name: str, days: int):
    review = build.review_to_decide(offender_name=name)
    with transaction():
        review.file_by_at = review.earliest_file_by_at = NOW + timedelta(days=days)
    return review


def test_the_soonest_comes_first_unless_asked_otherwise(signed_in) -> None:
    waiting("Brown", 2)
    waiting("Archer", 3)
    waiting("Clarke", 1)
    client = signed_in(Role.LAW_OFFICER)
    page = client.get("/casework/decisions")
    assert names(page) == ["Clarke", "Brown", "Archer"]
    assert names(client.get("/casework/decisions?sort=offender")) == ["Archer", "Brown", "Clarke"]
    client.get("/casework/decisions")
    assert "submission" in client.click("Read it: Clarke").path


def test_a_law_officer_may_ask_for_their_own_alone(signed_in) -> None:
    """Whose it is follows the newest submission and its last passing on, and not an earlier one."""
    kept, passed, again = waiting("Kept", 1), waiting("Passed On", 2), waiting("Sent Again", 3)
    for review in (passed, again):
        submissions.pass_on(
            review, PassReason.CONFLICT, "", build.user(Role.PRIVATE_OFFICE), version=review.version
        )
    build.submit(again)
    client = signed_in(Role.LAW_OFFICER)
    page = client.get("/casework/decisions")
    assert names(page) == [kept.offender_name, "Passed On", "Sent Again"]
    page = client.submit("Apply filters", officer="attorney_general")
    assert names(page) == ["Kept", "Sent Again"]
    page = client.submit("Apply filters", officer="solicitor_general")
    assert names(page) == ["Passed On"]
    assert "Solicitor General" in page.rows[1][3]


def test_many_are_paged_and_each_is_seen_once(signed_in, short_pages: int) -> None:
    many = short_pages + 3
    with transaction():
        made = [build.review_to_decide(offender_name=f"Offender {each:02}") for each in range(many)]
    with transaction():
        for number, review in enumerate(made):
            review.file_by_at = review.earliest_file_by_at = NOW + timedelta(days=1 + number // 5)
    client = signed_in(Role.PRIVATE_OFFICE)
    first = names(client.get("/casework/decisions"))
    rest = names(client.click("Next page"))
    assert (len(first), len(rest)) == (short_pages, 3)
    assert len({*first, *rest}) == many


def test_a_sealed_case_is_listed_for_those_named_on_it_alone(signed_in) -> None:
    review = waiting("Kept Secret", 1)
    sealing.seal(review.case, [build.user(Role.LAW_OFFICER)], "x", build.user(Role.SUPERVISOR))
    assert names(signed_in(Role.LAW_OFFICER).get("/casework/decisions")) == ["Kept Secret"]
    assert names(signed_in(Role.PRIVATE_OFFICE).get("/casework/decisions")) == []
