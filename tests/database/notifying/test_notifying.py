"""Who must be told: planned once, nobody left out in silence, and recorded when it is done."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from tests.support import build
from tests.support.notifications import TUESDAY, end, ended, joined, kinds, only, parties, planned
from ulss_tracker import clock
from ulss_tracker.errors import ChangedMeanwhile, NotAllowed, NotFound, Refused
from ulss_tracker.models import (
    Channel,
    Event,
    EventKind,
    Means,
    Notification,
    NotificationState,
    RequestState,
    db,
)
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.notifying import Party, WhyNot
from ulss_tracker.scheme.workflow.requester_role import RequesterRole
from ulss_tracker.scheme.workflow.stages import Outcome
from ulss_tracker.services import notifying
from ulss_tracker.services.cases import cases
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.requests import withdrawals


def test_those_who_asked_and_the_cps_are_told_of_an_outcome_victims_first() -> None:
    review = ended(standing=RequesterRole.PUBLIC)
    joined(review.case, standing=RequesterRole.MP)
    joined(review.case, standing=RequesterRole.BEREAVED_FAMILY)
    assert parties(review.case)[0] is Party.BEREAVED_FAMILY
    notifying.plan_for_outcome(review, build.user())
    assert parties(review.case) == [
        Party.BEREAVED_FAMILY,
        Party.REQUESTER,
        Party.MP,
        Party.CPS,
    ]
    first, *others = notifying.untold(review.case)
    assert first.due_by_at == datetime(2026, 11, 25, 17, tzinfo=UTC)
    assert {each.due_by_at for each in others} == {datetime(2026, 11, 26, 17, tzinfo=UTC)}


def test_planning_twice_tells_nobody_twice_and_nothing_is_told_before_an_outcome() -> None:
    review = planned()
    before = kinds()
    notifying.plan_for_outcome(review, build.user())
    assert parties(review.case) == [Party.VICTIM, Party.CPS]
    assert kinds() == before
    with pytest.raises(Refused):
        notifying.plan_for_outcome(build.review(), build.user())


def test_the_database_itself_keeps_one_notification_of_one_outcome() -> None:
    review = planned()
    known = notifying.untold(review.case)[0]
    same = {
        name: getattr(known, name)
        for name in (
            "case_id", "review_id", "request_id", "person_key", "party", "about", "detail",
            "known_at", "due_by_at",
        )
    }  # fmt: skip
    db.session.add(Notification(**same))
    with pytest.raises(DBAPIError):
        db.session.flush()


def test_each_offender_of_a_case_has_an_outcome_of_their_own_to_tell() -> None:
    review = planned()
    other = cases.add_review(review.case, "Second Offender", build.user())
    end(other, Outcome.NOT_IN_SCHEME)
    notifying.plan_for_outcome(other, build.user())
    victim, *_ = notifying.untold(review.case)
    assert {each.review_id for each in notifying.of_person(victim)} == {review.id, other.id}


def test_somebody_who_joins_later_is_told_of_what_has_happened_until_they_leave() -> None:
    review = planned()
    request = joined(review.case, standing=RequesterRole.PUBLIC)
    assert only(review.case, Party.REQUESTER).request_id == request.id
    with transaction():
        request.case_id, request.state = None, RequestState.NEW
    assert Party.REQUESTER not in {each.party for each in notifying.of_case(review.case)}
    assert Party.REQUESTER not in parties(review.case)


def test_somebody_who_withdrew_is_shown_with_the_reason_and_can_be_told_after_all() -> None:
    review = build.review()
    withdrawals.record(review.case.requests[0], Channel.PHONE, "", build.user())
    end(review)
    notifying.plan_for_outcome(review, build.user())
    row = only(review.case, Party.VICTIM)
    assert (row.state, row.reason) == (
        NotificationState.NOT_TO_BE_TOLD,
        "They withdrew their request",
    )
    assert parties(review.case) == [Party.CPS]
    notifying.reinstate(row, build.user())
    assert parties(review.case) == [Party.VICTIM, Party.CPS]


def test_only_a_victim_or_a_family_is_still_to_be_told_when_nobody_knows_how() -> None:
    nowhere = {"email": "", "telephone": "", "postal_address": ""}
    review = planned(**nowhere)
    joined(review.case, standing=RequesterRole.PUBLIC, **nowhere)
    assert Party.VICTIM in parties(review.case)
    assert only(review.case, Party.REQUESTER).reason == "They gave no way to reach them"


def test_the_offender_hears_the_end_only_of_what_reached_the_court() -> None:
    review = planned(Outcome.INCREASED)
    assert Party.OFFENDER not in parties(review.case)


def test_being_told_is_recorded_once_with_who_how_and_when() -> None:
    review = planned()
    row = only(review.case, Party.VICTIM)
    me, seen = build.user(), row.version
    assert [each.party for each in notifying.first_untold(review)] == [Party.VICTIM]
    with pytest.raises(NotAllowed):
        notifying.record_told(row, Means.PHONE, TUESDAY, build.user(Role.LAW_OFFICER))
    with clock.set_to(TUESDAY + timedelta(hours=2)):
        notifying.record_told(
            row,
            Means.PHONE,
            TUESDAY + timedelta(hours=1),
            me,
            note="Spoke to her sister",
            version=seen,
        )
    assert (row.state, row.means, row.told_by_id) == (NotificationState.TOLD, Means.PHONE, me.id)
    assert parties(review.case) == [Party.CPS]
    assert notifying.first_untold(review) == []  # what is published waits for a victim to hear
    event = db.session.scalars(select(Event).where(Event.kind == EventKind.TOLD)).one()
    reference = review.case.requests[0].reference
    assert event.after["who"] == f"Victim ({reference})"
    assert "Ada" not in str(event.after)
    with pytest.raises(Refused):
        notifying.record_told(row, Means.LETTER, TUESDAY, build.user())
    with pytest.raises(Refused):
        notifying.record_attempt(row, Means.PHONE, TUESDAY, build.user())
    with pytest.raises(Refused):
        notifying.exempt(row, "Moved away", build.user(Role.SUPERVISOR))
    with pytest.raises(ChangedMeanwhile):
        notifying.exempt(row, "Moved away", build.user(Role.SUPERVISOR), version=seen)


@pytest.mark.parametrize("hours", [-1, 3])
def test_a_time_before_the_outcome_or_in_the_future_is_refused(hours: int) -> None:
    row = only(planned().case, Party.VICTIM)
    with pytest.raises(Refused):
        notifying.record_told(row, Means.PHONE, TUESDAY + timedelta(hours=hours), build.user())
    assert row.state is NotificationState.TO_TELL


def test_a_try_that_failed_is_kept_and_they_are_still_to_be_told() -> None:
    row = only(planned().case, Party.VICTIM)
    notifying.record_attempt(row, Means.PHONE, TUESDAY, build.user(), note="No answer")
    assert [attempt.note for attempt in row.attempts] == ["No answer"]
    assert row.state is NotificationState.TO_TELL
    row.attempts[0].note = "Answered"
    with pytest.raises(DBAPIError):
        db.session.flush()


def test_only_a_supervisor_decides_that_a_victim_is_not_told_and_says_why() -> None:
    review = planned()
    row = only(review.case, Party.VICTIM)
    with pytest.raises(NotAllowed):
        notifying.exempt(row, "Could not be reached", build.user())
    with pytest.raises(Refused):
        notifying.exempt(only(review.case, Party.CPS), "  ", build.user())
    notifying.exempt(row, "Could not be reached in two weeks", build.user(Role.SUPERVISOR))
    assert row.state is NotificationState.NOT_TO_BE_TOLD


def test_a_wish_not_to_be_contacted_holds_for_what_comes_later() -> None:
    review = planned()
    row = only(review.case, Party.VICTIM)
    notifying.exempt(row, "She asked us not to ring again", build.user(), why=WhyNot.OWN_WISH)
    other = cases.add_review(review.case, "Second Offender", build.user())
    end(other)
    notifying.plan_for_outcome(other, build.user())
    rows = [each for each in notifying.of_case(review.case) if each.party is Party.VICTIM]
    assert {each.reason for each in rows} == {"She asked us not to ring again"}
    notifying.reinstate(rows[1], build.user())
    assert review.case.requests[0].no_contact_reason == ""


def test_the_list_begins_with_the_longest_overdue_and_is_narrowed_to_what_one_holds() -> None:
    early, other = planned(standing=RequesterRole.PUBLIC), build.user(email="other@example.org")
    with clock.set_to(TUESDAY + timedelta(days=7)):
        late = planned(standing=RequesterRole.VICTIM, by=other)
        rows = notifying.page().rows
        assert [row.review_id for row in rows] == [early.id, early.id, late.id, late.id]
        counts = notifying.waiting()
        theirs = notifying.page({"whose": "mine"}, reader=other).rows
    assert (counts.to_tell, counts.overdue) == (4, 2)
    assert {row.review_id for row in theirs} == {late.id}
    with pytest.raises(NotFound):
        notifying.get(999)
