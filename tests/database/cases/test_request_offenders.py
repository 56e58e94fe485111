"""Which offenders a request asks about: its requester is told of them, and of no other."""

import pytest
from flask import Flask
from sqlalchemy import select

from tests.support import build
from tests.support.merged import join, undo
from tests.support.traces import events_left, kinds, nothing_kept
from ulss_tracker import clock
from ulss_tracker.errors import NotAllowed, Refused
from ulss_tracker.models import (
    Channel,
    EventKind,
    LetterKind,
    Means,
    Message,
    MessageState,
    NotificationState,
    Request,
    Review,
    db,
)
from ulss_tracker.permissions import Role
from ulss_tracker.services import letters, notifying
from ulss_tracker.services.cases import cases, duplicates
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.letters import batch
from ulss_tracker.services.requests import request_offenders, request_status, withdrawals


@pytest.fixture
@transaction()
def reviews(app: Flask) -> list[Review]:
    """A case with three offenders and one request."""
    first = build.review(offender_name="John Archer")
    others = [cases.add_review(first.case, name, build.user()) for name in ("Mary", "Owen")]
    db.session.expire_all()
    return [first, *others]


@pytest.fixture
def request_(reviews: list[Review]) -> Request:
    return reviews[0].case.requests[0]


def told_of(request: Request) -> set[int]:
    """The reviews that whoever asked is to be told of, or was."""
    rows = notifying.of_case(request.case) if request.case else []
    return {row.review_id for row in rows if row.request_id == request.id}


def test_they_are_told_of_those_they_asked_about(reviews: list[Review], request_: Request) -> None:
    with events_left() as events:
        request_offenders.choose(request_, [reviews[1]], build.user())
    assert kinds(events) == [EventKind.REQUEST_ASKS_ABOUT]
    assert events[0].after == {"reference": request_.reference, "offenders": ["Mary"]}
    another = build.request(requester_name="Somebody Else")
    cases.join_case(another, reviews[0].case, build.user())
    for review in reviews:
        build.withdraw(review)
    assert told_of(request_) == {reviews[1].id}
    assert told_of(another) == {review.id for review in reviews}


def test_naming_each_is_naming_none(reviews: list[Review], request_: Request) -> None:
    request_offenders.choose(request_, reviews, build.user())
    assert request_.asks_about == []
    later = cases.add_review(reviews[0].case, "Added later", build.user())
    build.withdraw(later)
    assert told_of(request_) == {later.id}
    request_offenders.choose(request_, [reviews[1]], build.user(Role.SUPERVISOR))
    duplicates.take_out(request_, "Another sentence", build.user())
    assert request_.asks_about == []


def test_what_they_were_still_to_be_told_of_others_falls_away_and_what_they_were_told_stays(
    reviews: list[Review], request_: Request
) -> None:
    for review in reviews:
        build.withdraw(review)
    rows = {row.review_id: row for row in notifying.untold(reviews[0].case) if row.request_id}
    notifying.record_told(rows[reviews[0].id], Means.PHONE, clock.now(), build.user())
    message = db.session.scalars(select(Message).where(Message.request_id == request_.id)).one()
    with transaction():
        notifying.carried_by(message, [rows[reviews[2].id]])
    me, boss = build.user(), build.user(Role.SUPERVISOR)
    with nothing_kept(), pytest.raises(NotAllowed, match="Only a supervisor"):
        request_offenders.choose(request_, [reviews[1]], me)  # a victim, who is still to be told
    request_offenders.choose(request_, [reviews[1]], boss)
    assert told_of(request_) == {reviews[0].id, reviews[1].id}
    assert rows[reviews[0].id].state is NotificationState.TOLD
    assert message.state is MessageState.STOPPED
    request_offenders.choose(request_, [], build.user())
    assert told_of(request_) == {review.id for review in reviews}


def test_their_status_page_follows_those_alone(reviews: list[Review], request_: Request) -> None:
    build.withdraw(reviews[1])
    status = request_status.status_of(request_.reference)
    assert status and status.progress is request_status.Progress.BEING_CHECKED
    request_offenders.choose(request_, [reviews[1]], build.user())
    status = request_status.status_of(request_.reference)
    assert status and status.progress is request_status.Progress.DECIDED


def test_what_is_asked_goes_along_when_cases_are_joined(
    reviews: list[Review], request_: Request
) -> None:
    closing = build.review(offender_name="Mary")
    moved = closing.case.requests[0]
    join(closing, reviews[1])
    assert moved.asks_about == [reviews[1]]
    undo(closing)
    assert moved.asks_about == []


def test_only_among_the_offenders_of_its_case_by_those_who_work_cases(
    reviews: list[Review], request_: Request
) -> None:
    for role in (Role.LAW_OFFICER, Role.PRIVATE_OFFICE, Role.ADMINISTRATOR):
        by = build.user(role)
        with nothing_kept(), pytest.raises(NotAllowed):
            request_offenders.choose(request_, [reviews[0]], by)
    me, other = build.user(), build.review()
    with nothing_kept(), pytest.raises(Refused):
        request_offenders.choose(request_, [other], me)
    waiting = build.request()
    with nothing_kept(), pytest.raises(Refused):
        request_offenders.choose(waiting, [], me)
    withdrawals.record(request_, Channel.PHONE, "", me)
    with nothing_kept(), pytest.raises(Refused):
        request_offenders.choose(request_, [reviews[0]], me)


def test_a_letter_to_everyone_goes_to_nobody_who_did_not_ask_about_them(
    reviews: list[Review], request_: Request
) -> None:
    another = build.request(requester_name="Somebody Else")
    cases.join_case(another, reviews[0].case, build.user())
    request_offenders.choose(request_, [reviews[1]], build.user())
    build.withdraw(reviews[0])
    letter = letters.draft(LetterKind.WITHDRAWN, build.user(), review=reviews[0], request=another)
    plan = batch.plan(letter)
    assert plan.to == [another]
    assert [each.why for each in plan.excepted] == ["They did not ask about John Archer"]
