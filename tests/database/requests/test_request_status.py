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


def test_a_held_request_looks_like_any_other_and_a_closed_one_says_so() -> None:
    request = receive().request
    for state, shown, is_open in (
        (RequestState.QUARANTINED, Progress.RECEIVED, True),
        (RequestState.CLOSED, Progress.CLOSED, False),
    ):
        with transaction():
            request.state = state
        status = request_status.status_of(request.reference)
        assert status is not None
        assert (status.progress, status.is_open) == (shown, is_open)
    assert request_status.status_of("REQ-0000-0000") is None


def test_it_follows_the_review_furthest_behind_in_plain_steps_and_shows_nothing_of_it() -> None:
    review = build.eligible_review()
    reference = review.case.requests[0].reference

    def now() -> Progress:
        status = request_status.status_of(reference)
        assert status is not None
        assert review.offender_name not in repr(status)
        assert review.case.reference not in repr(status)
        return status.progress

    assert now() is Progress.BEING_CHECKED
    progress.move(review, Step.REQUEST_PAPERS, build.user(), version=review.version)
    assert now() is Progress.PAPERS
    build.submit(review)
    assert now() is Progress.LAW_OFFICERS
    build.decide(review)
    assert now() is Progress.DECIDED
    cases.add_review(review.case, "Another Person", build.user())
    assert now() is Progress.BEING_CHECKED


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


def test_what_is_decided_within_the_day_is_not_withdrawn_nor_ends_its_review(at) -> None:
    review, other = build.review_to_decide(), build.review_to_decide()
    request, withdrawn = review.case.requests[0], other.case.requests[0]
    for each in (request, withdrawn):
        request_status.withdraw(each.reference)
    build.decide(review)
    at(clock.now() + timedelta(days=1))
    assert withdrawals.withdraw_due() == 1
    assert request.state is RequestState.IN_CASE
    assert request.withdraws_at is None
    assert (withdrawn.state, other.outcome) == (RequestState.WITHDRAWN, None)
    with pytest.raises(Refused):  # what is decided cannot be withdrawn
        request_status.withdraw(request.reference)
    assert request.state is RequestState.IN_CASE


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
