"""The status page's service: only with the code, and nothing of the case or of anybody else."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.support import build
from ulss_tracker import clock
from ulss_tracker.errors import Refused
from ulss_tracker.models import Channel, Event, EventKind, RequestState, db
from ulss_tracker.scheme.workflow.stages import Step
from ulss_tracker.services.cases import cases
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.referral import progress
from ulss_tracker.services.requests import intake, request_status, withdrawals
from ulss_tracker.services.requests.contact import MaskedContact, mask
from ulss_tracker.services.requests.details import Contact
from ulss_tracker.services.requests.intake import Received
from ulss_tracker.services.requests.request_progress import Progress

pytestmark = pytest.mark.usefixtures("app")


def receive(**changes: object) -> Received:
    return intake.receive(build.asked(**changes), channel=Channel.FORM, journey_key=str(changes))


def test_the_code_opens_its_own_request_however_it_is_typed() -> None:
    received, other = receive(), receive(email="other@example.org")
    reference = received.request.reference
    assert request_status.opens(reference, received.code) == reference
    typed = reference.lower().replace("-", " "), f" {received.code.lower().replace('-', '')} "
    assert request_status.opens(*typed) == reference
    assert request_status.opens(reference.removeprefix("REQ-"), received.code) == reference
    assert request_status.opens(reference, other.code) is None
    assert request_status.opens("REQ-0000-0000", received.code) is None
    assert request_status.opens(reference, "") is None
    assert request_status.opens("", "") is None


def test_a_held_request_looks_like_any_other() -> None:
    received = intake.receive(
        build.asked(), channel=Channel.FORM, journey_key="k", quarantine_reason="Odd"
    )
    status = request_status.status_of(received.request.reference)
    assert status is not None
    assert status.progress is Progress.RECEIVED
    assert status.is_open


def test_it_follows_the_review_in_plain_steps() -> None:
    review = build.eligible_review()
    reference = review.case.requests[0].reference

    def now() -> Progress:
        found = request_status.status_of(reference)
        assert found is not None
        return found.progress

    assert now() is Progress.BEING_CHECKED
    progress.move(review, Step.REQUEST_PAPERS, build.user(), version=review.version)
    assert now() is Progress.PAPERS
    build.submit(review)
    assert now() is Progress.LAW_OFFICERS


def test_a_case_is_as_far_as_the_offender_furthest_behind() -> None:
    review = build.review_to_file()
    reference = review.case.requests[0].reference
    found = request_status.status_of(reference)
    assert found is not None
    assert found.progress is Progress.DECIDED
    cases.add_review(review.case, "Another Person", build.user())
    found = request_status.status_of(reference)
    assert found is not None
    assert found.progress is Progress.BEING_CHECKED


def test_what_may_be_shown_holds_nothing_of_the_case() -> None:
    review = build.review_to_decide()
    status = request_status.status_of(review.case.requests[0].reference)
    shown = repr(status)
    assert review.offender_name not in shown
    assert review.case.reference not in shown


def test_withdrawing_waits_a_day_and_twice_leaves_one_line_of_history(at) -> None:
    reference = receive().request.reference
    first = request_status.withdraw(reference)
    at(clock.now() + timedelta(hours=23))
    assert request_status.withdraw(reference) == first
    assert first.progress is Progress.RECEIVED
    assert withdrawals.withdraw_due() == 0
    at(clock.now() + timedelta(hours=1))
    assert withdrawals.withdraw_due() == 1
    assert withdrawals.withdraw_due() == 0
    assert request_status.withdraw(reference).progress is Progress.WITHDRAWN
    kinds = db.session.scalars(select(Event.kind)).all()
    assert kinds.count(EventKind.WITHDRAWAL_ASKED) == kinds.count(EventKind.REQUEST_WITHDRAWN) == 1


def test_what_is_decided_within_the_day_is_not_withdrawn(at) -> None:
    review = build.review_to_decide()
    request = review.case.requests[0]
    request_status.withdraw(request.reference)
    build.decide(review)
    at(clock.now() + timedelta(days=1))
    assert withdrawals.withdraw_due() == 0
    assert request.state is RequestState.IN_CASE
    assert request.withdraws_at is None


def test_what_is_decided_cannot_be_withdrawn() -> None:
    review = build.review_to_file()
    request = review.case.requests[0]
    with pytest.raises(Refused):
        request_status.withdraw(request.reference)
    assert request.state is RequestState.IN_CASE


def test_a_withdrawn_request_in_a_case_leaves_the_review_as_it_is(at) -> None:
    review = build.review_to_decide()
    request = review.case.requests[0]
    request_status.withdraw(request.reference)
    at(clock.now() + timedelta(days=1))
    withdrawals.withdraw_due()
    assert request.state is RequestState.WITHDRAWN
    assert review.outcome is None


@pytest.mark.parametrize(
    ("contact", "masked"),
    [
        (Contact(), MaskedContact()),
        (Contact(email="ada@example.org"), MaskedContact(email="a•••@e•••")),
        (Contact(telephone="+44 20 7946 0958"), MaskedContact(telephone="•••58")),
        (Contact(postal_address="1 High Street"), MaskedContact(has_postal_address=True)),
    ],
)
def test_contact_details_are_masked(contact: Contact, masked: MaskedContact) -> None:
    assert mask(contact) == masked


def test_a_closed_request_says_so() -> None:
    request = receive().request
    with transaction():
        request.state = RequestState.CLOSED
    status = request_status.status_of(request.reference)
    assert status is not None
    assert status.progress is Progress.CLOSED
    assert not status.is_open


def test_there_is_no_status_of_no_request() -> None:
    assert request_status.status_of("REQ-0000-0000") is None
