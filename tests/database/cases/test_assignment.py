"""To whom a review is assigned; of many given at once, one that cannot be keeps nothing back."""

import pytest
from flask import Flask

from tests.support import build
from tests.support.roles import NOT_CASEWORK
from tests.support.traces import events_left, kinds, nothing_kept
from ulss_tracker.errors import ChangedMeanwhile, NotAllowed, Refused
from ulss_tracker.models import EventKind, Review, User
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.stages import Outcome
from ulss_tracker.services.assignment import assignment, carrying_out, holdings
from ulss_tracker.services.assignment.carrying_out import Result, Ticked
from ulss_tracker.services.cases import cases
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.protection import sealing


@pytest.fixture
def supervisor(app: Flask) -> User:
    return build.user(Role.SUPERVISOR)


def other() -> User:
    return build.user(email="other@example.org", name="Other Person")


def ticked(*reviews: Review) -> list[Ticked]:
    return [Ticked(review.id, review.version) for review in reviews]


def reassign(picked: list[Ticked], to: User, note: str, by: User) -> Result:
    return carrying_out.carry_out(carrying_out.of_ticked(Review, picked, to, note), by)


def test_a_review_is_given_to_somebody_else(app: Flask) -> None:
    review, other = build.review(), build.user(email="other@example.org", name="Other Person")
    with events_left() as events:
        assignment.assign(
            review, other, build.user(), seen=review.version, note="The CPS rings on Monday"
        )
    assert review.assignee is other
    assert kinds(events) == [EventKind.ASSIGNEE_CHANGED]
    assert events[0].before == {"assignee": "Test Caseworker"}
    assert events[0].after == {"assignee": "Other Person", "note": "The CPS rings on Monday"}


@pytest.mark.parametrize("role", NOT_CASEWORK)
def test_a_review_is_not_given_to_those_who_work_no_cases_nor_by_them(
    app: Flask, role: Role
) -> None:
    review, caseworker, other = build.review(), build.user(), build.user(role)
    with nothing_kept(), pytest.raises(NotAllowed):
        assignment.assign(review, other, caseworker, seen=review.version)
    with nothing_kept(), pytest.raises(NotAllowed):
        assignment.assign(review, caseworker, other, seen=review.version)


def test_a_review_changed_meanwhile_or_closed_is_not_given_away(app: Flask) -> None:
    review, caseworker = build.review(), build.user()
    seen = review.version
    assignment.assign(review, build.user(Role.SUPERVISOR), caseworker, seen=seen)
    with nothing_kept(), pytest.raises(ChangedMeanwhile):
        assignment.assign(review, caseworker, caseworker, seen=seen)
    build.withdraw(review)
    with nothing_kept(), pytest.raises(Refused, match="closed"):
        assignment.assign(review, caseworker, caseworker, seen=review.version)


def test_a_sealed_case_is_given_to_nobody_who_is_not_named_on_it(supervisor: User) -> None:
    review, named = build.review(), build.user(email="named@example.org", name="Named Person")
    somebody = other()
    sealing.seal(review.case, [named], "A judge's family", supervisor)
    with nothing_kept(), pytest.raises(Refused, match="Other Person is not named"):
        assignment.assign(review, somebody, supervisor, seen=review.version)
    assignment.assign(review, named, supervisor, seen=review.version)
    assert review.assignee is named


def test_a_review_is_taken_by_whoever_takes_it(app: Flask) -> None:
    review, me = build.review(), other()
    assignment.take(review, me, seen=review.version)
    assert review.assignee is me
    with nothing_kept(), pytest.raises(Refused):
        assignment.take(review, me, seen=review.version)


def test_many_reviews_are_given_at_once_each_with_the_note(supervisor: User) -> None:
    reviews = [build.review() for _ in range(3)]
    with events_left() as events:
        given = reassign(ticked(*reviews), other(), "Ada is away", supervisor)
    assert [outcome.key for outcome in given.done] == [review.id for review in reviews]
    assert {event.after["note"] for event in events} == {"Ada is away"}
    assert {review.assignee_id for review in reviews} == {other().id}
    missing = reassign([Ticked(999, 1)], other(), "", supervisor)
    assert (missing.done, missing.failed) == ([], [])


def test_one_that_changed_meanwhile_is_skipped_and_the_others_are_given(supervisor: User) -> None:
    first, second = build.review(), build.review()
    picked = ticked(first, second)
    changed = cases.Offender(name="New Name", born_on=None, address="")
    cases.change_offender(first, changed, build.user(), first.version)
    given = reassign(picked, other(), "", supervisor)
    assert [outcome.key for outcome in given.done] == [second.id]
    assert [(outcome.key, outcome.words) for outcome in given.failed] == [
        (first.id, "Somebody else changed it meanwhile: look at it as it is now")
    ]
    assert first.assignee is build.user()


def test_one_that_is_over_or_theirs_already_is_skipped_with_the_reason(supervisor: User) -> None:
    over, theirs = build.review(), build.review(by=other())
    with transaction():
        over.outcome = Outcome.NOT_REFERRED
    given = reassign(ticked(over, theirs), other(), "", supervisor)
    assert list(given.done) == []
    assert [outcome.words for outcome in given.failed] == [
        "This review is closed. A supervisor can reopen it.",
        "Other Person is assigned already",
    ]


def test_nothing_ticked_and_a_person_who_left_are_refused(supervisor: User) -> None:
    review, gone = build.review(), other()
    with nothing_kept(), pytest.raises(Refused):
        reassign([], gone, "", supervisor)
    with transaction():
        gone.is_active = False
    with nothing_kept():
        (left,) = reassign(ticked(review), gone, "", supervisor).failed
    assert left.words == "Other Person has left: choose somebody else"


def test_only_a_supervisor_gives_many_and_only_to_those_who_work_cases(supervisor: User) -> None:
    review, officer = build.review(), build.user(Role.LAW_OFFICER)
    with nothing_kept(), pytest.raises(NotAllowed):
        reassign(ticked(review), build.user(), "", build.user())
    with nothing_kept():
        (left,) = reassign(ticked(review), officer, "", supervisor).failed
    assert "cannot do this" in left.words


def test_the_list_is_of_one_persons_open_reviews_or_of_nobodys(supervisor: User) -> None:
    mine, unassigned, over = build.review(), build.review(), build.review()
    with transaction():
        unassigned.assignee = None
        over.outcome = Outcome.NOT_REFERRED
    me = build.user()
    assert holdings.page({"assigned_to": me.id}).rows == [mine]
    assert holdings.page({"assigned_to": assignment.NOBODY}).rows == [unassigned]
    assert holdings.counts(Review) == {me.id: 1, assignment.NOBODY: 1}
