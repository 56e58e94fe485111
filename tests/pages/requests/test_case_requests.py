"""Everyone who asked about a case, as a list."""

from flask import Flask

from tests.support import build
from ulss_tracker.models import Channel
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.requester_role import RequesterRole
from ulss_tracker.services.cases import cases
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.requests import withdrawals


def test_the_requests_of_a_case_are_filtered_sorted_and_paged(app: Flask, signed_in) -> None:
    review = build.review(requester_name="Zoe First", standing=RequesterRole.VICTIM)
    with transaction():
        for number in range(60):
            name = f"Person {number:02}"
            joined = build.request(requester_name=name, standing=RequesterRole.PUBLIC)
            cases.join_case(joined, review.case, build.user())
    withdrawals.record(joined, Channel.PHONE, "She rang", build.user())
    client = signed_in(Role.CASEWORKER)
    address = f"/casework/cases/{review.case.reference}/requests"
    page = client.get(address)
    assert page.h1 == "Requests (61)"
    assert (len(page.rows), page.rows[1][1]) == (51, "Zoe First")
    page = client.click("Next page")
    assert (len(page.rows), "Person 59 Withdrawn" in page.text) == (12, True)
    assert client.get(f"{address}?sort=-name").rows[1][1] == "Zoe First"
    page = client.get(f"{address}?standing=victim")
    assert [row[1] for row in page.rows[1:]] == ["Zoe First"]
    page = client.get(f"{address}?withdrawn=yes")
    assert [row[1] for row in page.rows[1:]] == ["Person 59 Withdrawn"]
    page = client.get(f"{address}?withdrawn=yes&standing=victim")
    assert "No request of this case matches these filters." in page.text
