"""Joining many, marking as not a duplicate, and undoing each; the history keeps both."""

from datetime import UTC, datetime

import pytest
from flask import Flask

from tests.support import build
from tests.support.roles import NOT_CASEWORK
from tests.support.traces import events_left, kinds, nothing_kept
from ulss_tracker.errors import NotAllowed, NotFound, Refused
from ulss_tracker.models import (
    Case,
    EventKind,
    NotDuplicate,
    Notification,
    NotificationState,
    Request,
    RequestState,
    db,
)
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.notifying import About, party_of
from ulss_tracker.services.cases import cases, duplicates
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.matching import candidates

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _now(app: Flask, at) -> None:
    at(NOW)
    build.user()


@pytest.fixture
def case() -> Case:
    return build.review().case


@pytest.fixture
def request_() -> Request:
    return build.request()


# Joining many at once.


def test_many_requests_join_a_case_at_once_a_held_one_too(case: Case) -> None:
    new = [build.request() for _ in range(3)]
    with transaction():
        new[0].state = RequestState.QUARANTINED
    with events_left() as events:
        assert duplicates.join_many(new, case, build.user()) == 3
    assert {request.case_id for request in new} == {case.id}
    assert kinds(events).count(EventKind.REQUEST_JOINED) == 3


def test_all_of_them_join_or_none_and_neither_none_nor_too_many(
    case: Case, request_: Request
) -> None:
    closed = build.request()
    with transaction():
        closed.state = RequestState.CLOSED
    for requests, words in (
        ([request_, closed], "cannot be joined to a case: it is closed"),
        ([], "Tick the requests"),
        ([request_] * 201, "200 requests or fewer"),
    ):
        with nothing_kept(), pytest.raises(Refused, match=words):
            duplicates.join_many(requests, case, build.user())


# Taking out.


def test_a_request_is_taken_out_and_is_new_again(case: Case, request_: Request) -> None:
    cases.join_case(request_, case, build.user())
    with events_left() as events:
        assert duplicates.take_out(request_, "Another John Archer", build.user()) is case
    assert (request_.case_id, request_.state) == (None, RequestState.NEW)
    assert kinds(events) == [EventKind.REQUEST_TAKEN_OUT]
    assert events[0].after == {
        "reference": request_.reference,
        "case": case.reference,
        "reason": "Another John Archer",
    }
    assert (events[0].case_id, events[0].request_id) == (case.id, request_.id)
    cases.join_case(request_, case, build.user())  # and may join again


def test_the_only_request_may_be_taken_out_and_the_case_stays(case: Case) -> None:
    duplicates.take_out(case.requests[0], "Opened by mistake", build.user())
    db.session.expire_all()
    assert case.requests == []
    assert len(case.reviews) == 1


def notification(request: Request, case: Case, state: NotificationState) -> Notification:
    with transaction():
        made = Notification(
            case=case,
            review=case.reviews[0],
            request=request,
            person_key=f"request:{request.id}",
            party=party_of(request.standing),
            about=About.OUTCOME,
            known_at=NOW,
            due_by_at=NOW,
            state=state,
        )
        db.session.add(made)
    return made


def test_whoever_was_told_the_outcome_stays_and_who_was_still_to_be_is_no_longer(
    case: Case,
) -> None:
    request, other = case.requests[0], build.review().case
    notification(request, case, NotificationState.TOLD)
    with nothing_kept(), pytest.raises(Refused, match="has been told what became of the case"):
        duplicates.take_out(request, "Another person", build.user())
    planned = notification(other.requests[0], other, NotificationState.TO_TELL)
    duplicates.take_out(other.requests[0], "Another person", build.user())
    assert planned.superseded_at == NOW


def test_taking_out_needs_a_reason_and_a_case(case: Case, request_: Request) -> None:
    for reason in ("", "  \n"):
        with nothing_kept(), pytest.raises(Refused, match="Enter the reason"):
            duplicates.take_out(case.requests[0], reason, build.user())
    with nothing_kept(), pytest.raises(Refused, match="not in a case"):
        duplicates.take_out(request_, "A reason", build.user())


# Taking up again.


def test_a_closed_request_is_taken_up_again_and_no_other(request_: Request) -> None:
    for state in (RequestState.NEW, RequestState.WITHDRAWN):
        with transaction():
            request_.state = state
        with nothing_kept(), pytest.raises(Refused, match="not closed"):
            duplicates.reopen(request_, "A reason", build.user())
    with transaction():
        request_.state = RequestState.CLOSED
    with events_left() as events:
        duplicates.reopen(request_, "It was not a test after all", build.user())
    assert request_.state is RequestState.NEW
    assert kinds(events) == [EventKind.REQUEST_REOPENED]


# Marking as not a duplicate.


def test_a_case_set_aside_is_suggested_no_more_until_it_is_brought_back(
    case: Case, request_: Request
) -> None:
    assert [each.case for each in candidates.like(request_)] == [case]
    with events_left() as events:
        aside = duplicates.mark_not_duplicate(request_, case, "His father", build.user())
    assert candidates.like(request_) == []
    assert kinds(events) == [EventKind.REQUEST_SET_ASIDE]
    assert (aside.at, aside.by, aside.reason) == (NOW, build.user(), "His father")
    with events_left() as events:
        duplicates.unmark_not_duplicate(aside, build.user(Role.SUPERVISOR))
    assert kinds(events) == [EventKind.REQUEST_BROUGHT_BACK]
    assert [each.case for each in candidates.like(request_)] == [case]
    assert duplicates.marks_of(request_) == []
    assert db.session.get(NotDuplicate, aside.id).undone_by_id == build.user(Role.SUPERVISOR).id


def test_of_two_requests_either_is_set_aside_from_the_other(request_: Request) -> None:
    other = build.request()
    duplicates.mark_not_duplicate(request_, other, "Two brothers", build.user())
    assert candidates.like(request_) == candidates.like(other) == []
    assert len(duplicates.marks_of(other)) == 1
    with nothing_kept(), pytest.raises(Refused, match="already marked as not a duplicate"):
        duplicates.mark_not_duplicate(other, request_, "Again", build.user())


def test_what_cannot_be_set_aside(case: Case, request_: Request) -> None:
    with nothing_kept():
        with pytest.raises(Refused, match="the same request"):
            duplicates.mark_not_duplicate(request_, request_, "A reason", build.user())
        with pytest.raises(Refused, match="Take it out first"):
            duplicates.mark_not_duplicate(case.requests[0], case, "A reason", build.user())
        with pytest.raises(Refused, match="Enter the reason"):
            duplicates.mark_not_duplicate(request_, case, " ", build.user())


def test_only_what_was_set_aside_of_this_request_is_found(case: Case, request_: Request) -> None:
    aside = duplicates.mark_not_duplicate(request_, case, "His father", build.user())
    assert duplicates.get_mark(request_, aside.id) is aside
    with pytest.raises(NotFound):
        duplicates.get_mark(build.request(), aside.id)
    duplicates.unmark_not_duplicate(aside, build.user())
    with pytest.raises(NotFound):
        duplicates.get_mark(request_, aside.id)
    with nothing_kept(), pytest.raises(Refused, match="undone already"):
        duplicates.unmark_not_duplicate(aside, build.user())


@pytest.mark.parametrize("role", NOT_CASEWORK)
def test_only_those_who_work_cases_do_any_of_it(case: Case, request_: Request, role: Role) -> None:
    by = build.user(role)
    aside = duplicates.mark_not_duplicate(request_, case, "His father", build.user())
    with nothing_kept():
        for act in (
            lambda: duplicates.join_many([request_], case, by),
            lambda: duplicates.take_out(case.requests[0], "A reason", by),
            lambda: duplicates.reopen(request_, "A reason", by),
            lambda: duplicates.mark_not_duplicate(request_, case, "A reason", by),
            lambda: duplicates.unmark_not_duplicate(aside, by),
        ):
            with pytest.raises(NotAllowed):
                act()
