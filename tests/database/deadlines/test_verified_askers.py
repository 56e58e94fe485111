"""A longer limit leads once a second person has verified who asked; until then the 28 days do."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from tests.support import build
from tests.support.law_on_time import SIX_MONTHS, six_months
from tests.support.records import deadline_of
from ulss_tracker import clock
from ulss_tracker.errors import Refused
from ulss_tracker.models import (
    DeadlineChange,
    Event,
    EventKind,
    RoleSource,
    Wait,
    WaitKind,
    db,
)
from ulss_tracker.scheme.time.time_limits import TimeVerdict
from ulss_tracker.scheme.workflow.requester_role import RequesterRole
from ulss_tracker.services.assessment import assessing, reassessing
from ulss_tracker.services.deadlines import reconcile, running
from ulss_tracker.services.requests import who_asked
from ulss_tracker.services.requests.who_asked import WhoAsked
from ulss_tracker.services.waiting import waits

NOW = datetime(2026, 11, 16, 10, tzinfo=clock.LONDON)
pytestmark = pytest.mark.usefixtures("now")
DAY_5 = NOW.date() - timedelta(days=5)
DAY_40 = NOW.date() - timedelta(days=40)
DAY_28_ON, SIX_MONTHS_ON = date(2026, 12, 9), date(2027, 5, 11)
VICTIM = RequesterRole.VICTIM


def to_verify() -> list[Wait]:
    kind = Wait.kind == WaitKind.VERIFY_WHO_ASKED
    return list(db.session.scalars(select(Wait).where(kind, Wait.ended_at.is_(None))))


def test_somebodys_own_word_moves_no_alarm_and_the_longer_day_stands_beside(
    confirmed: None,
) -> None:
    review = build.eligible_review(sentenced_on=DAY_5, standing=VICTIM)
    waiting = build.request(sentenced_on=DAY_5, standing=VICTIM)
    assert (review.limit_name, review.last_day_on) == ("28-days", DAY_28_ON)
    for record in (review, waiting):
        row = deadline_of(record)
        assert (row.limit_name, row.may_be_limit) == ("28-days", SIX_MONTHS)
        assert row.may_be_until_on == SIX_MONTHS_ON
        assert row.file_by_at is not None
        assert clock.day_of(row.file_by_at) == DAY_28_ON
    alarms = [timed.next_alarm_at for timed in running.everything()]
    assert len(alarms) == 2
    assert all(at is not None and clock.day_of(at) < DAY_28_ON for at in alarms)


def test_verified_the_longer_day_leads_and_the_28th_stays_on_the_record(confirmed: None) -> None:
    review = build.eligible_review(sentenced_on=DAY_5, standing=VICTIM)
    build.verify_who_asked(review)
    assert (review.limit_name, review.last_day_on) == (SIX_MONTHS, SIX_MONTHS_ON)
    row = deadline_of(review)
    assert (row.limit_name, row.may_be_until_on) == (SIX_MONTHS, None)
    moved = db.session.scalars(select(DeadlineChange)).one()
    assert (moved.was_last_day_on, moved.last_day_on) == (DAY_28_ON, SIX_MONTHS_ON)
    assert moved.signed_at is None
    due = assessing.deadline_of(review)
    assert due is not None
    assert [step.id for step in due.steps[:2]] == ["everyones_limit", "who_asked"]
    assert "Wednesday 9 December 2026" in due.steps[0].text
    event = db.session.scalars(
        select(Event).where(Event.kind == EventKind.WHO_ASKED_VERIFIED)
    ).one()
    assert event.after["standing"] == "Victim"


def test_one_of_several_who_asked_is_enough(confirmed: None) -> None:
    review = build.eligible_review(sentenced_on=DAY_5, standing=VICTIM)
    first = review.case.requests[0]
    assert [wait.subject_id for wait in to_verify()] == [first.id]
    build.verify_who_asked(first)
    assert to_verify() == []


def test_past_the_28_days_nobody_unverified_is_out_of_time(confirmed: None) -> None:
    review = build.eligible_review(sentenced_on=DAY_40, standing=VICTIM)
    answer = assessing.time_of(review)
    assert answer is not None
    assert (answer.verdict, answer.id) == (TimeVerdict.MUST_CHECK, "who_asked")
    assert not answer.is_over_for_them
    assert not assessing.is_out_of_time(review)
    assert [wait.words for wait in to_verify()] == ["At once"]
    build.verify_who_asked(review)
    answer = assessing.time_of(review)
    assert answer is not None
    assert answer.verdict is TimeVerdict.IN_TIME


def test_verifying_waits_from_receipt_for_whoever_did_not_record_it(confirmed: None) -> None:
    request = build.request(sentenced_on=DAY_5, standing=RequesterRole.PUBLIC)
    assert to_verify() == []
    recorder = build.user()
    who_asked.correct(request, WhoAsked(VICTIM), recorder)
    (wait,) = to_verify()
    assert wait.words == "By 5pm on Wednesday 9 December 2026"
    assert [bar.person_id for bar in wait.bars] == [recorder.id]
    with pytest.raises(Refused, match="You recorded who asked"):
        who_asked.verify(request, RoleSource.CPS, "Page 2", recorder)
    build.verify_who_asked(request)
    assert to_verify() == []
    with pytest.raises(Refused, match="verified already"):
        who_asked.verify(request, RoleSource.CPS, "Page 2", recorder)
    assert build.request(sentenced_on=DAY_5, standing=VICTIM).id in {
        wait.subject_id for wait in to_verify()
    }


def test_verifying_waits_where_the_day_of_sentence_is_not_known(confirmed: None) -> None:
    request = build.request(sentenced_on=None, sentenced_text="", standing=VICTIM)
    build.request(sentenced_on=None, sentenced_text="", standing=RequesterRole.PUBLIC)
    (wait,) = to_verify()
    assert (wait.subject_id, wait.words) == (request.id, "At once")
    build.verify_who_asked(request)
    assert to_verify() == []


def test_taken_back_by_another_the_28_days_lead_again(confirmed: None) -> None:
    review = build.eligible_review(sentenced_on=DAY_5, standing=VICTIM)
    build.verify_who_asked(review)
    request = review.case.requests[0]
    assert review.last_day_on == SIX_MONTHS_ON
    with pytest.raises(Refused, match="somebody else must take it back"):
        who_asked.take_back(request, "A slip", request.standing_verified_by)
    with pytest.raises(Refused, match="Enter why"):
        who_asked.take_back(request, " ", build.user())
    who_asked.take_back(request, "Another case was meant", build.user())
    assert (review.limit_name, review.last_day_on) == ("28-days", DAY_28_ON)
    assert [wait.subject_id for wait in to_verify()] == [request.id]
    with pytest.raises(Refused, match="Nobody has verified"):
        who_asked.take_back(request, "Again", build.user())


def test_who_is_corrected_is_unverified_again_and_an_old_word_never_counts_again(
    confirmed: None,
) -> None:
    review = build.eligible_review(sentenced_on=DAY_5, standing=VICTIM)
    build.verify_who_asked(review)
    request = review.case.requests[0]
    for standing in (RequesterRole.PUBLIC, VICTIM):
        who_asked.correct(request, WhoAsked(standing), build.user())
        assert (review.limit_name, review.last_day_on) == ("28-days", DAY_28_ON)


def test_undone_everything_is_as_before() -> None:
    review = build.eligible_review(sentenced_on=DAY_5, standing=VICTIM)
    request = build.request(sentenced_on=DAY_5, standing=VICTIM)
    undated = build.request(sentenced_on=None, sentenced_text="", standing=VICTIM)
    build.verify_who_asked(review)
    before = [
        (deadline_of(each).limit_name, deadline_of(each).file_by_at) for each in (review, request)
    ]
    with six_months(confirmed=True):
        reassessing.reassess()
        reconcile.reconcile()
        waits.reconcile()
        assert review.last_day_on == SIX_MONTHS_ON
        assert {wait.subject_id for wait in to_verify()} == {request.id, undated.id}
    reassessing.reassess()
    reconcile.reconcile()
    waits.reconcile()
    assert [
        (deadline_of(each).limit_name, deadline_of(each).file_by_at) for each in (review, request)
    ] == (before)
    assert review.last_day_on == DAY_28_ON
    assert to_verify() == []


@pytest.mark.parametrize("standing", list(RequesterRole))
def test_under_todays_law_verifying_changes_nothing(standing: RequesterRole) -> None:
    review = build.eligible_review(sentenced_on=DAY_5, standing=standing)
    row = deadline_of(review)
    before = (row.limit_name, row.file_by_at, row.may_be_limit, row.may_be_until_on)
    build.verify_who_asked(review)
    after = (row.limit_name, row.file_by_at, row.may_be_limit, row.may_be_until_on)
    assert after == before
    assert (review.limit_name, review.last_day_on) == ("28-days", DAY_28_ON)
    assert to_verify() == []
    assert db.session.scalar(select(DeadlineChange.id)) is None
