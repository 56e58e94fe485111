"""Withdrawing a request by phone: the request ends, the case goes on."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.support import build
from tests.support.traces import events_left, kinds, nothing_kept
from ulss_tracker import clock
from ulss_tracker.errors import NotAllowed, Refused
from ulss_tracker.models import (
    Channel,
    EventKind,
    Message,
    MessageState,
    Notification,
    NotificationState,
    Request,
    RequestState,
    db,
)
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.notifying import WhyNot
from ulss_tracker.scheme.workflow.stages import Step
from ulss_tracker.services import notifying
from ulss_tracker.services.cases import cases, duplicates, void_case
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.messaging import queue
from ulss_tracker.services.referral import progress
from ulss_tracker.services.requests import (
    held_requests,
    intake,
    request_status,
    requests,
    withdrawals,
)


def test_the_request_is_withdrawn_and_the_case_goes_on(app: Flask) -> None:
    review = build.review()
    request = review.case.requests[0]
    with events_left() as events:
        withdrawals.record(request, Channel.PHONE, "She has moved on", build.user())
    assert request.state is RequestState.WITHDRAWN
    assert kinds(events) == [EventKind.REQUEST_WITHDRAWN]
    assert events[0].after["note"] == "She has moved on"
    assert (review.outcome, request.case) == (None, review.case)


def test_what_they_were_still_to_be_told_is_kept_until_the_withdrawal_is_undone(app: Flask) -> None:
    review = build.review()
    notifying.plan_for_referral(review, build.user())
    request = withdrawn(review.case.requests[0])
    row = own_notification(request)
    kept = (NotificationState.NOT_TO_BE_TOLD, "They withdrew their request")
    assert (row.state, row.reason) == kept
    withdrawals.undo(request, WHY, build.user())
    row = own_notification(request)
    assert (row.state, row.reason) == (NotificationState.TO_TELL, "")


def test_it_is_the_same_online_a_day_later(app: Flask, at) -> None:
    review = build.review()
    notifying.plan_for_referral(review, build.user())
    request_status.withdraw(review.case.requests[0].reference)
    assert "victim" in {each.party.value for each in notifying.untold(review.case)}
    at(clock.now() + timedelta(days=1))
    withdrawals.withdraw_due()
    assert {each.party.value for each in notifying.untold(review.case)} == {
        "cps",
        "witness_care",
        "prison",
        "probation",
    }


def test_the_online_form_records_its_own_and_nobody_twice_or_a_closed_one(app: Flask) -> None:
    request, closed, me = build.request(), build.request(), build.user()
    with nothing_kept(), pytest.raises(Refused):
        withdrawals.record(request, Channel.FORM, "", me)
    withdrawals.record(request, Channel.EMAIL, "", me)
    requests.close(closed, "A test", me)
    for over in (request, closed):
        with nothing_kept(), pytest.raises(Refused):
            withdrawals.record(over, Channel.EMAIL, "", me)


@pytest.mark.parametrize("role", [Role.LAW_OFFICER, Role.PRIVATE_OFFICE, Role.ADMINISTRATOR])
def test_nobody_else_records_or_undoes_it(app: Flask, role: Role) -> None:
    request, by = build.request(), build.user(role)
    with nothing_kept(), pytest.raises(NotAllowed):
        withdrawals.record(request, Channel.PHONE, "", by)
    withdrawn(request)
    with nothing_kept(), pytest.raises(NotAllowed):
        withdrawals.undo(request, WHY, by)


# Undoing it.

WHY = "It was another person’s request"


def withdrawn(request: Request) -> Request:
    withdrawals.record(request, Channel.PHONE, "", build.user())
    return request


def own_notification(request: Request) -> Notification:
    query = select(Notification).where(
        Notification.request_id == request.id, Notification.superseded_at.is_(None)
    )
    return db.session.scalars(query).one()


def test_the_request_stands_again_in_its_case(app: Flask) -> None:
    request = withdrawn(build.review().case.requests[0])
    messages = db.session.scalar(select(func.count(Message.id)))
    with events_left() as events:
        withdrawals.undo(request, WHY, build.user())
    assert request.state is RequestState.IN_CASE
    assert kinds(events) == [EventKind.WITHDRAWAL_UNDONE]
    assert events[0].after == {"reference": request.reference, "reason": WHY}
    assert events[0].by_id == build.user().id
    assert db.session.scalar(select(func.count(Message.id))) == messages
    status = request_status.status_of(request.reference)
    assert status and status.is_open


def test_they_are_to_be_told_what_became_known_meanwhile(app: Flask) -> None:
    review = build.review()
    request = withdrawn(review.case.requests[0])
    build.withdraw(review)
    assert own_notification(request).state is NotificationState.NOT_TO_BE_TOLD
    withdrawals.undo(request, WHY, build.user())
    assert own_notification(request).state is NotificationState.TO_TELL


def test_their_own_wish_not_to_be_contacted_stands(app: Flask) -> None:
    review = build.review()
    notifying.plan_for_referral(review, build.user())
    request = review.case.requests[0]
    notifying.exempt(
        own_notification(request), "She asked us not to", build.user(), why=WhyNot.OWN_WISH
    )
    withdrawals.undo(withdrawn(request), WHY, build.user())
    assert own_notification(request).state is NotificationState.NOT_TO_BE_TOLD


def test_it_goes_back_where_it_was(app: Flask) -> None:
    me = build.user()
    held, let_go = (
        intake.receive(build.asked(), channel=Channel.FORM, quarantine_reason="Too fast").request
        for _ in range(2)
    )
    held_requests.release(let_go, me)
    new, undone = build.request(), build.review().case.requests[0]
    for request in (held, let_go, new, undone):
        withdrawn(request)
    void_case.undo(undone.case, "Opened twice", me, version=undone.case.version)
    for request in (held, let_go, new, undone):
        withdrawals.undo(request, WHY, me)
    states = [request.state for request in (held, let_go, new, undone)]
    assert states == [RequestState.QUARANTINED, *[RequestState.NEW] * 3]
    assert undone.case is None


@pytest.mark.parametrize("is_over", [False, True], ids=["within the day", "after it"])
def test_what_somebody_did_online_a_supervisor_alone_undoes(app: Flask, at, is_over: bool) -> None:
    request = build.review().case.requests[0]
    me, boss = build.user(), build.user(Role.SUPERVISOR)
    for _ in range(2):
        request_status.withdraw(request.reference)
        if is_over:
            at(clock.now() + timedelta(days=1))
            withdrawals.withdraw_due()
        with nothing_kept(), pytest.raises(NotAllowed):
            withdrawals.undo(request, WHY, me)
        withdrawals.undo(request, WHY, boss)
        assert request.state is RequestState.IN_CASE
        assert request.withdraws_at is None
    withdrawals.record(request, Channel.PHONE, "", me)
    assert request.state is RequestState.WITHDRAWN


def test_only_a_withdrawal_and_only_with_a_reason(app: Flask) -> None:
    request, me = build.request(), build.user()
    with nothing_kept(), pytest.raises(Refused, match="is not withdrawn"):
        withdrawals.undo(request, WHY, me)
    withdrawn(request)
    with nothing_kept(), pytest.raises(Refused):
        withdrawals.undo(request, "  ", me)


# What has not gone yet.


def carried(request: Request, *, by_post: bool = False) -> Message:
    """A message to whoever asked that tells them what they are to be told, and has not gone."""
    query = select(Message).where(Message.request_id == request.id)
    message = db.session.scalars(query).one()
    with transaction():
        message.by_post = by_post
        notifying.carried_by(message, [own_notification(request)])
    return message


@pytest.mark.parametrize("state", [MessageState.WAITING, MessageState.FAILED])
def test_what_was_to_tell_somebody_who_withdrew_does_not_go(
    app: Flask, state: MessageState
) -> None:
    review = build.review()
    notifying.plan_for_referral(review, build.user())
    request = review.case.requests[0]
    message = carried(request)
    with transaction():
        message.state = state
    withdrawn(request)
    assert (message.state, message.code) == (MessageState.STOPPED, "")
    assert queue.send_waiting().sent == 0
    withdrawals.undo(request, WHY, build.user())
    assert message.state is MessageState.STOPPED
    with nothing_kept(), pytest.raises(Refused):
        queue.try_again(message.id, build.user())


@pytest.mark.parametrize("has_gone", [False, True])
def test_no_outcome_goes_out_of_a_review_that_was_reopened_but_what_has_gone_stays_sent(
    app: Flask, *, has_gone: bool
) -> None:
    review, boss = build.review(), build.user(Role.SUPERVISOR)
    build.withdraw(review)
    message = carried(review.case.requests[0], by_post=True)
    if has_gone:
        queue.record_posted([message.id], boss)
    progress.move(review, Step.REOPEN, boss, version=review.version, note="They do ask")
    assert message.state is (MessageState.SENT if has_gone else MessageState.STOPPED)
    if not has_gone:
        with nothing_kept(), pytest.raises(Refused, match="was stopped, so do not post it"):
            queue.record_posted([message.id], boss)


def test_nor_to_somebody_taken_out_of_the_case_or_not_to_be_told(app: Flask) -> None:
    review, boss = build.review(), build.user(Role.SUPERVISOR)
    cases.join_case(build.request(), review.case, boss)
    build.withdraw(review)
    first, second = review.case.requests
    one, other = carried(first), carried(second)
    duplicates.take_out(first, "Another sentence", boss)
    notifying.exempt(own_notification(second), "Asked not to be", boss, why=WhyNot.OWN_WISH)
    assert {one.state, other.state} == {MessageState.STOPPED}
