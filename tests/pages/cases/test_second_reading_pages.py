"""Second readings on their pages: the sample, one answer read again, and its rate of agreement."""

from datetime import UTC, datetime

import pytest

from tests.support import build
from tests.support.checked_client import CheckedClient
from ulss_tracker import clock
from ulss_tracker.models import Review
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.stages import Outcome
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.supervision import second_readings

pytestmark = pytest.mark.usefixtures("at_now")

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def ended(name: str) -> Review:
    with clock.set_to(datetime(2026, 2, 16, 12, tzinfo=UTC)):
        review = build.review(offender_name=name, by=build.user(Role.SUPERVISOR))
        with transaction():
            review.outcome = Outcome.NOT_IN_SCHEME
    return review


def test_an_answer_is_read_again_and_agreement_is_counted(caseworker: CheckedClient) -> None:
    assert "No sample has been drawn yet." in caseworker.get("/casework/second-readings").text
    one, other = ended("One"), ended("Other")
    second_readings.draw()
    page = caseworker.get("/casework/second-readings")
    assert ["February 2026", "2", "0", "0", "0", "0", "Not known yet"] in page.rows
    caseworker.click(f"{one.case.reference}, One, February 2026")
    page = caseworker.submit("Record my view", view="disagrees", status=200)
    assert "Enter what is wrong, or what a lawyer must check" in page.text
    page = caseworker.submit("Record my view", view="disagrees", reason="It was an attempt.")
    assert ["February 2026", "2", "1", "0", "1", "0", "0%"] in page.rows
    caseworker.click(f"{other.case.reference}, Other, February 2026")
    page = caseworker.submit("Record my view", view="agrees")
    assert ["February 2026", "2", "2", "1", "1", "0", "50%"] in page.rows
    page = caseworker.submit("Apply filters", which="to_read")
    assert "No answer matches these filters." in page.text
    page = caseworker.get("/casework/second-readings/1")
    assert "Record my view" not in page.text


def test_whoever_had_a_part_in_the_case_is_told_so(signed_in) -> None:
    ended("One")
    second_readings.draw()
    page = signed_in(Role.SUPERVISOR).get("/casework/second-readings/1")
    assert "You worked on this case" in page.text
    assert "Record my view" not in page.text
