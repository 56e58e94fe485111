"""The press line on its page: written, held back while a victim is to be told, released."""

import pytest
from flask import Flask

from tests.support import build
from tests.support.checked_client import CheckedClient
from tests.support.notifications import TUESDAY, planned
from ulss_tracker import clock
from ulss_tracker.models import Means
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.requester_role import RequesterRole
from ulss_tracker.services import notifying
from ulss_tracker.services.cases import press_lines

LINE = "The Solicitor General will not refer the sentence."


@pytest.fixture
def caseworker(app: Flask, at, signed_in) -> CheckedClient:
    at(TUESDAY)
    return signed_in(Role.CASEWORKER)


def test_it_is_released_when_the_victim_was_tried(caseworker: CheckedClient) -> None:
    review = planned(standing=RequesterRole.VICTIM, requester_name="Ada Brown")
    caseworker.get(f"/casework/cases/{review.case.reference}/told")
    caseworker.click("Press line")
    page = caseworker.submit("Save the line", text="Ms Brown asked.", status=200)
    assert "must not be named" in page.text
    page = caseworker.submit("Save the line", text=LINE)
    assert "It cannot be released yet." in page.text
    assert "Release the press line" not in page.text
    line = press_lines.of_case(review.case)[0]
    address = f"/casework/cases/{review.case.reference}/press-line"
    (victim,) = notifying.untried_first(review.case)
    notifying.record_attempt(victim, Means.PHONE, clock.now(), build.user())
    caseworker.get(address)
    page = caseworker.submit("Release the press line")
    assert "The press line is released" in page.text
    assert "Write the next line" in page.text
    assert line.released_at == TUESDAY


def test_the_private_office_releases_it_from_its_own_list(app: Flask, at, signed_in) -> None:
    at(TUESDAY)
    review = planned(standing=RequesterRole.VICTIM, requester_name="Ada Brown")
    press_lines.write(review.case, LINE, build.user())
    assert LINE not in signed_in(Role.LAW_OFFICER).get("/casework/this-week").text
    office = signed_in(Role.PRIVATE_OFFICE)
    assert LINE in office.get("/casework/this-week").text
    page = office.click(review.case.reference)
    assert "It cannot be released yet." in page.text
    assert not page.select("main textarea, main form")
    (victim,) = notifying.untried_first(review.case)
    notifying.record_attempt(victim, Means.PHONE, clock.now(), build.user())
    office.get("/casework/this-week")
    office.click(review.case.reference)
    assert "The press line is released" in office.submit("Release the press line").text
    assert LINE not in office.get("/casework/this-week").text
