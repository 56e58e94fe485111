"""A conflict of interest: declared with a reason, the work passed on, nothing more done there."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.support import build
from tests.support.traces import events_left, kinds, nothing_kept
from tests.support.two_keys import submit
from ulss_tracker.errors import ChangedMeanwhile, NotAllowed, NotFound, Refused
from ulss_tracker.models import (
    Case,
    Conflict,
    EventKind,
    LetterKind,
    Review,
    User,
)
from ulss_tracker.permissions import Permission, Role, may
from ulss_tracker.scheme.workflow.stages import Step
from ulss_tracker.services import letters
from ulss_tracker.services.assessment import verification
from ulss_tracker.services.assignment import assignment
from ulss_tracker.services.cases import cases, conflicts
from ulss_tracker.services.referral import progress

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("now")


def colleague() -> User:
    return build.user(email="colleague@example.org", name="Colleague")


def declare(
    case: Case, by: User, passed_to: User | None = None, reason: str = "A cousin"
) -> Conflict:
    return conflicts.declare(case, reason, by, passed_to=passed_to, version=case.version)


def test_it_is_declared_with_its_reason_and_the_work_passes_on_at_once() -> None:
    review, by, other = build.eligible_review(), build.user(), colleague()
    assert review.assignee == by
    second = cases.add_review(review.case, "Ann Second", other)
    with events_left() as events:
        conflict = declare(review.case, by, other)
    assert kinds(events) == [EventKind.ASSIGNEE_CHANGED, EventKind.CONFLICT_DECLARED]
    assert events[-1].after == {"reason": "A cousin", "passed_to": "Colleague"}
    assert (review.assignee, second.assignee) == (other, other)
    assert (conflict.declared_at, conflict.passed_to) == (NOW, other)
    assert conflicts.of_person(review.case, by) is conflict


@pytest.mark.parametrize("role", list(Role))
def test_whoever_works_on_cases_or_advises_declares_one_and_nobody_else(role: Role) -> None:
    review, by = build.eligible_review(), build.user(role, email="who@example.org")
    if may(role, Permission.WORK_CASES) or may(role, Permission.WRITE_ADVICE):
        assert declare(review.case, by).person == by
    else:
        with nothing_kept(), pytest.raises(NotAllowed):
            declare(review.case, by)


def test_what_is_wanting_is_said(at) -> None:
    review, by, other = build.eligible_review(), build.user(), colleague()
    case, version = review.case, review.case.version
    for reason, to, why in (
        ("  ", other, "Enter what the conflict is"),
        ("A cousin", None, "Choose who takes on"),
        ("A cousin", by, "Choose somebody else"),
    ):
        with nothing_kept(), pytest.raises(Refused, match=why):
            declare(case, by, to, reason)
    at(NOW + timedelta(minutes=1))
    declare(case, other)
    with nothing_kept(), pytest.raises(ChangedMeanwhile):
        conflicts.declare(case, "A cousin", by, passed_to=None, version=version)
    with nothing_kept(), pytest.raises(NotAllowed, match="was declared for Colleague"):
        declare(case, by, other)
    with nothing_kept(), pytest.raises(Refused, match="already"):
        declare(case, other)
    assert other not in conflicts.may_take_it_on(case, by)


def _step(review: Review, by: User) -> None:
    progress.move(review, Step.REQUEST_PAPERS, by, version=review.version)


def _verify(review: Review, by: User) -> None:
    build.confirm(review, by=by)


def _take(review: Review, by: User) -> None:
    assignment.take(review, by, seen=review.version)


def _check(review: Review, by: User) -> None:
    draft = letters.draft(LetterKind.OFFENDER_NOTICE, build.user(), review=review)
    letters.check(draft, by, version=draft.version)


def _issue(review: Review, by: User) -> None:
    letters.issue(letters.draft(LetterKind.MP, build.user(), review=review), by)


@pytest.mark.parametrize("act", [_step, submit, _verify, _take, _check, _issue])
def test_they_do_nothing_more_in_the_case(act) -> None:
    review, by = build.eligible_review(), colleague()
    declare(review.case, by)
    with pytest.raises(NotAllowed, match="somebody else must do this"):
        act(review, by)


def test_in_another_case_they_go_on() -> None:
    by = colleague()
    declare(build.eligible_review().case, by)
    other = build.eligible_review(offender_name="Other")
    _verify(other, by)
    assert verification.is_verified(other)


def test_a_supervisor_ends_one_that_was_a_mistake_and_is_not_their_own() -> None:
    review, by = build.eligible_review(), colleague()
    conflict, supervisor = declare(review.case, by), build.user(Role.SUPERVISOR)
    with nothing_kept(), pytest.raises(NotAllowed):
        conflicts.end(review.case, conflict.id, by)
    with nothing_kept(), pytest.raises(NotFound):
        conflicts.end(review.case, conflict.id + 1, supervisor)
    conflicts.end(review.case, conflict.id, supervisor)
    assert conflicts.open_in(review.case) == []
    _verify(review, by)
    own = declare(review.case, supervisor)
    with nothing_kept(), pytest.raises(NotAllowed):
        conflicts.end(review.case, own.id, supervisor)
