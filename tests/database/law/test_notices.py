"""Whoever asked hears that a signed change of the law alters their answer; undone, none do."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from tests.support import build
from tests.support.signed_law import first_lawyer, rehearsed_change, second_lawyer
from ulss_tracker import clock
from ulss_tracker.models import Case, LawChange, Means, Notification, NotificationState, Request, db
from ulss_tracker.scheme.law.law import obey, obeying
from ulss_tracker.scheme.workflow.notifying import About
from ulss_tracker.scheme.workflow.requester_role import RequesterRole
from ulss_tracker.scheme.workflow.stages import Outcome
from ulss_tracker.services import notifying
from ulss_tracker.services.cases import cases
from ulss_tracker.services.core import law_in_force
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.law import desk, following, notices, rehearsals

NOW = datetime(2026, 11, 16, 10, tzinfo=clock.LONDON)
ON = NOW.date() - timedelta(days=5)


@pytest.fixture(autouse=True)
def law_of_the_files_after(now: None):
    yield
    obey(None)


def run_jobs() -> None:
    with obeying(law_in_force.law()):
        rehearsals.run_waiting()
    with obeying(law_in_force.law()):
        following.follow()


def in_force() -> list[tuple[str, str, NotificationState]]:
    query = select(Notification).where(
        Notification.about == About.LAW, Notification.superseded_at.is_(None)
    )
    return sorted((row.reference, row.detail, row.state) for row in db.session.scalars(query).all())


def sign_six_months() -> LawChange:
    change = rehearsed_change()
    desk.sign(change, second_lawyer())
    run_jobs()
    return desk.get(change.reference)


def undo(change: LawChange) -> LawChange:
    undoing = desk.propose_undoing(change, "It was not begun.", first_lawyer())
    reference = undoing.reference
    run_jobs()
    desk.sign(desk.get(reference), second_lawyer())
    run_jobs()
    return desk.get(reference)


def asked() -> tuple[str, str]:
    """A victim's review, one that a member of the public asked for, and a request in no case."""
    victim = build.eligible_review(sentenced_on=ON, standing=RequesterRole.VICTIM)
    build.eligible_review(sentenced_on=ON, standing=RequesterRole.PUBLIC)
    request = build.request(sentenced_on=ON, standing=RequesterRole.BEREAVED_FAMILY)
    return victim.case.reference, request.reference


def test_whom_the_rehearsal_named_stand_on_the_list_once_and_none_once_it_is_undone() -> None:
    case, request = asked()
    change = sign_six_months()
    rehearsal = rehearsals.latest(change)
    assert rehearsal is not None
    named = dict(rehearsals.counts_shown(rehearsal))["People who asked and must be told"]
    told_of = [
        (reference, change.reference, NotificationState.TO_TELL) for reference in (case, request)
    ]
    assert in_force() == sorted(told_of)
    assert named == len(told_of) == notifying.waiting().to_tell
    assert [notifying.about_words(row) for row in notifying.page().rows] == [
        f"That the law changed ({change.reference})"
    ] * 2
    assert notices.sync() == 0  # nobody twice
    undo(change)
    assert in_force() == []
    assert notifying.waiting().to_tell == 0


def test_who_was_told_is_told_that_it_is_undone_and_nobody_else(at) -> None:
    case, _ = asked()
    change = sign_six_months()
    notification = next(row for row in notifying.page().rows if row.reference == case)
    at(NOW + timedelta(hours=1))
    notifying.record_told(notification, Means.PHONE, clock.now(), build.user())
    undoing = undo(change)
    assert in_force() == [(case, undoing.reference, NotificationState.TO_TELL)]
    page = notifying.page().rows[0]
    notice = notices.of([page])[0]
    assert notice.change.reference == undoing.reference
    assert (notice.before["is_longer_law"], notice.after["is_longer_law"]) == (True, False)


def test_what_is_told_is_how_the_answer_was_and_is_and_of_the_case_that_a_request_joins() -> None:
    asked()
    change = sign_six_months()
    request = db.session.scalars(select(Request).where(Request.case_id.is_(None))).one()
    for row in notifying.page().rows:
        notice = notices.of([row])[0]
        assert notice.change.reference == change.reference
        assert notice.before["last_day_on"] == notice.after["last_day_on"] == "2026-12-09"
        assert (notice.before["is_longer_law"], notice.after["is_longer_law"]) == (False, True)
    case = db.session.scalars(select(Case).order_by(Case.id.desc())).first()
    assert case is not None
    cases.join_case(request, case, build.user())
    rows = [row for row in notifying.page().rows if row.request_id == request.id]
    assert [(row.case_id, row.reference) for row in rows] == [(case.id, case.reference)]
    assert notices.of(rows)
    assert notices.sync() == 0


def test_who_withdrew_or_asked_not_to_be_contacted_is_kept_with_the_reason() -> None:
    _, reference = asked()
    request = db.session.scalars(select(Request).where(Request.reference == reference)).one()
    with transaction():
        request.no_contact_reason = "They asked us to stop"
    sign_six_months()
    states = {number: state for number, _, state in in_force()}
    assert states.pop(reference) is NotificationState.NOT_TO_BE_TOLD
    assert list(states.values()) == [NotificationState.TO_TELL]


def test_the_outcome_is_told_in_its_place_and_the_law_is_not_told_after_it(at) -> None:
    case, request = asked()
    change = sign_six_months()
    review = db.session.scalars(select(Case).where(Case.reference == case)).one().reviews[0]
    at(NOW + timedelta(hours=1))
    with transaction():
        review.outcome, review.outcome_at = Outcome.NOT_REFERRED, clock.now()
        notifying.plan_for_outcome(review, None)
    assert in_force() == [(request, change.reference, NotificationState.TO_TELL)]
    assert notices.sync() == 0
