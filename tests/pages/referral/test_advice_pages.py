"""Advice on its pages: written by a lawyer, by counsel who was instructed, read and sent by all."""

from datetime import UTC, datetime

import pytest

from tests.support import build
from ulss_tracker.models import Review, db
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.stages import State, Step
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.protection import sealing
from ulss_tracker.services.referral import advice, progress

pytestmark = pytest.mark.usefixtures("at_now")

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)


@transaction()
def considered() -> Review:
    review = build.verify(build.eligible_review(offender_name="Ada Brown"))
    progress.move(review, Step.RECEIVE_PAPERS, build.user(), version=review.version)
    return review


def test_a_lawyer_finds_the_work_in_their_list_and_writes_the_advice(signed_in) -> None:
    review = considered()
    progress.move(review, Step.ASK_ADVICE, build.user(), version=review.version)
    lawyer = signed_in(Role.LAWYER)
    lawyer.get("/casework/")
    page = lawyer.click("Write advice")
    page = lawyer.submit("Give this advice", words="")
    assert page.errors == ["Enter your advice"]
    page = lawyer.submit("Give this advice", words="Refer it: the range was missed.")
    assert "Your advice is given" in page.text
    assert "Refer it: the range was missed." in page.text
    assert "Write advice" not in lawyer.get("/casework/").text


def test_the_submission_takes_the_advice_as_it_was_given_and_asks_for_none(signed_in) -> None:
    review = considered()
    advice.give(review, "Outside the range.", build.user(Role.LAWYER), version=review.version)
    caseworker = signed_in(Role.CASEWORKER)
    page = caseworker.get(f"/casework/reviews/{review.id}/submission/new")
    assert not page.select("#advice")
    assert "Outside the range." in page.text
    page = caseworker.submit("Send to the law officers", facts="He robbed", recommendation="refer")
    assert "Outside the range." in page.text
    assert "No lawyer or counsel gave this advice" not in page.text
    db.session.rollback()
    assert review.state is State.LAW_OFFICERS


def test_where_nobody_advised_the_law_officer_is_told_who_wrote_it(signed_in) -> None:
    review = build.review_to_decide()
    page = signed_in(Role.LAW_OFFICER).get(f"/casework/reviews/{review.id}/decision")
    said = f"No lawyer or counsel gave this advice. {build.user().name} wrote it in its place"
    assert said in page.text


def test_counsel_is_instructed_reads_the_case_and_no_other_and_advises(signed_in) -> None:
    review, other = considered(), build.review(offender_name="Another Man")
    counsel = signed_in(Role.COUNSEL)
    counsel.get(f"/casework/reviews/{review.id}", status=404)
    caseworker = signed_in(Role.CASEWORKER)
    caseworker.get(f"/casework/reviews/{review.id}")
    caseworker.click("Send to counsel")
    person = build.user(Role.COUNSEL)
    page = caseworker.submit("Send to counsel", counsel=str(person.id), note="Is it arguable?")
    assert f"{person.name} is instructed" in page.text
    counsel.get("/casework/")
    counsel.click("Write advice")
    page = counsel.submit("Give this advice", words="It is arguable.")
    assert "It is arguable." in page.text
    for path in ("", "/submission"):
        counsel.get(f"/casework/reviews/{review.id}{path}")
        counsel.get(f"/casework/reviews/{other.id}{path}", status=404)
    assert "Another Man" not in counsel.get("/casework/requests").text
    counsel.get("/casework/search")
    page = counsel.submit("Search", words=review.offender_name)
    assert page.rows[1][0] == review.offender_name
    counsel.get("/casework/search")
    assert "Another Man" not in counsel.submit("Search", words="Another").text


def test_an_instruction_is_ended_on_the_page_it_was_given(signed_in) -> None:
    review, person = considered(), build.user(Role.COUNSEL)
    sealing.instruct(review.case, person, build.user())
    caseworker = signed_in(Role.CASEWORKER)
    caseworker.get(f"/casework/reviews/{review.id}/counsel")
    page = caseworker.submit(f"Close the case to {person.name}")
    assert f"The case is closed to {person.name}" in page.text
    signed_in(Role.COUNSEL).get(f"/casework/reviews/{review.id}", status=404)


def test_a_lawyer_verifies_on_the_same_page_and_opens_no_lock(signed_in) -> None:
    review = build.eligible_review()
    lawyer = signed_in(Role.LAWYER)
    lawyer.get("/supervision/second-key")
    lawyer.get(f"/casework/reviews/{review.id}/confirm")
    lawyer.get(f"/casework/reviews/{review.id}/lock", status=403)


def test_an_administrator_makes_a_lawyers_and_a_counsels_account(signed_in) -> None:
    administrator, supervisor = signed_in(Role.ADMINISTRATOR), signed_in(Role.SUPERVISOR)
    for role in (Role.LAWYER, Role.COUNSEL):
        administrator.get("/admin/people/new")
        administrator.submit(
            name=f"New {role.label}", email=f"{role.value}@example.org", role=role.value
        )
        supervisor.get("/admin/proposals")
        supervisor.click(f"New {role.label}")
        supervisor.submit("Approve")
        page = administrator.get("/admin/people")
        listed = [row[:3] for row in page.rows]
        assert [f"New {role.label}", f"{role.value}@example.org", role.label] in listed
