"""A clock for each limit: what leads, what may be longer, and whose it is."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from tests.support import build
from tests.support.law_on_time import SIX_MONTHS, six_months
from tests.support.records import deadline_of
from ulss_tracker import clock
from ulss_tracker.models import DeadlineChange, db
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.time.policies import table_version
from ulss_tracker.scheme.time.time_limits import TimeVerdict
from ulss_tracker.scheme.workflow.milestones import Milestone
from ulss_tracker.scheme.workflow.requester_role import RequesterRole
from ulss_tracker.services.assessment import assessing, reassessing
from ulss_tracker.services.cases import cases
from ulss_tracker.services.deadlines import reconcile
from ulss_tracker.services.referral import milestones
from ulss_tracker.services.requests import who_asked
from ulss_tracker.services.requests.who_asked import WhoAsked
from ulss_tracker.services.supervision import statistics
from ulss_tracker.services.supervision.statistics import Question

NOW = datetime(2026, 11, 16, 10, tzinfo=clock.LONDON)
pytestmark = pytest.mark.usefixtures("now")
DAY_40 = NOW.date() - timedelta(days=40)  # 7 October 2026: the 28 days ended on 4 November
SIX_MONTHS_ON = date(2027, 4, 7)


def test_a_limit_not_confirmed_stands_beside_and_moves_nothing() -> None:
    request = build.request(sentenced_on=DAY_40, standing=RequesterRole.VICTIM)
    row = deadline_of(request)
    assert (row.limit_name, row.may_be_limit) == ("28-days", SIX_MONTHS)
    assert row.may_be_until_on == SIX_MONTHS_ON
    assert row.file_by_at is not None
    assert row.file_by_at.astimezone(clock.LONDON).date() == date(2026, 11, 4)
    review = build.eligible_review(sentenced_on=DAY_40, standing=RequesterRole.VICTIM)
    assert review.last_day_on == date(2026, 11, 4)
    assert assessing.may_be_until(review) == SIX_MONTHS_ON
    assert deadline_of(review).may_be_until_on == SIX_MONTHS_ON
    answer = assessing.time_of(review)
    assert answer is not None
    assert answer.verdict is TimeVerdict.MUST_CHECK
    assert not assessing.is_out_of_time(review)


@pytest.mark.parametrize(
    "standing", [RequesterRole.PUBLIC, RequesterRole.MP, RequesterRole.PROSECUTOR]
)
def test_beside_those_whom_it_cannot_help_nothing_stands(standing: RequesterRole) -> None:
    row = deadline_of(build.request(sentenced_on=DAY_40, standing=standing))
    assert (row.limit_name, row.may_be_limit, row.may_be_until_on) == ("28-days", "", None)


def test_confirmed_a_victim_of_day_40_is_in_time(confirmed: None) -> None:
    request = build.request(sentenced_on=DAY_40, standing=RequesterRole.VICTIM)
    build.verify_who_asked(request)
    row = deadline_of(request)
    assert (row.limit_name, row.may_be_until_on) == (SIX_MONTHS, None)
    assert row.file_by_at == datetime(2027, 4, 7, 17, tzinfo=clock.LONDON)
    assert row.find_day_by_at is None or row.look_by_at is not None
    review = build.eligible_review(sentenced_on=DAY_40, standing=RequesterRole.VICTIM)
    build.verify_who_asked(review)
    assert (review.last_day_on, review.limit_name) == (SIX_MONTHS_ON, SIX_MONTHS)
    assert review.file_by_at == review.earliest_file_by_at == row.file_by_at
    answer = assessing.time_of(review)
    assert answer is not None
    assert answer.verdict is TimeVerdict.IN_TIME
    plan = milestones.of_review(review)
    assert plan[-1].due_on == SIX_MONTHS_ON
    assert not any(each.standing.is_late for each in plan)


def test_confirmed_the_papers_are_still_asked_for_within_two_days_of_receipt(
    confirmed: None,
) -> None:
    review = build.eligible_review(sentenced_on=date(2026, 11, 3), standing=RequesterRole.VICTIM)
    before = milestones.days_of(review)
    build.verify_who_asked(review)
    days = milestones.days_of(review)
    assert days[Milestone.SERVE] > date(2027, 4, 8)
    assert days[Milestone.PAPERS_ASKED] <= date(2026, 11, 18)
    assert days[Milestone.ADVICE] == date(2026, 11, 30)
    assert all(before[milestone] <= days[milestone] for milestone in Milestone)


def test_confirmed_a_member_of_the_public_is_out_of_time(confirmed: None) -> None:
    review = build.eligible_review(sentenced_on=DAY_40, standing=RequesterRole.PUBLIC)
    assert (review.limit_name, review.last_day_on) == ("28-days", date(2026, 11, 4))
    assert assessing.is_out_of_time(review)


def test_the_best_limit_of_anybody_who_asked_counts_for_the_case(confirmed: None) -> None:
    review = build.eligible_review(sentenced_on=DAY_40, standing=RequesterRole.PUBLIC)
    victim = build.request(sentenced_on=DAY_40, standing=RequesterRole.VICTIM)
    cases.join_case(victim, review.case, build.user())
    assert (review.limit_name, review.last_day_on) == ("28-days", date(2026, 11, 4))
    build.verify_who_asked(victim)
    assert (review.limit_name, review.last_day_on) == (SIX_MONTHS, SIX_MONTHS_ON)
    assert not assessing.is_out_of_time(review)
    assert deadline_of(review).limit_name == SIX_MONTHS
    moved = db.session.scalars(select(DeadlineChange)).one()
    assert (moved.was_last_day_on, moved.last_day_on) == (date(2026, 11, 4), SIX_MONTHS_ON)


def test_one_who_has_not_said_who_they_are_may_be_a_victim(confirmed: None) -> None:
    row = deadline_of(build.request(sentenced_on=DAY_40, standing=RequesterRole.OTHER))
    assert (row.limit_name, row.may_be_until_on) == ("28-days", SIX_MONTHS_ON)


def test_confirming_the_limit_moves_what_is_open_and_shows_before_and_after() -> None:
    victims = build.eligible_review(sentenced_on=DAY_40, standing=RequesterRole.BEREAVED_FAMILY)
    publics = build.eligible_review(sentenced_on=DAY_40, standing=RequesterRole.PUBLIC)
    request = build.request(sentenced_on=DAY_40, standing=RequesterRole.VICTIM)
    build.verify_who_asked(victims)
    build.verify_who_asked(request)
    with six_months(confirmed=True):
        found = reassessing.reassess()
        reconcile.reconcile()
        assert (found.asked, found.failed) == (1, [])
        assert victims.last_day_on == SIX_MONTHS_ON
        assert publics.last_day_on == date(2026, 11, 4)
        assert publics.law_version == table_version()
        assert {deadline_of(each).limit_name for each in (victims, request)} == {SIX_MONTHS}
        moved = db.session.scalars(select(DeadlineChange)).one()
        assert (moved.review_id, moved.was_last_day_on) == (victims.id, date(2026, 11, 4))
        assert reassessing.reassess().asked == 0
    # Taken away again, the safe day is back.
    reassessing.reassess()
    assert victims.last_day_on == date(2026, 11, 4)


def test_figures_are_divided_by_the_limit_and_by_whether_they_were_told(confirmed: None) -> None:
    victims = build.eligible_review(sentenced_on=DAY_40, standing=RequesterRole.VICTIM)
    build.verify_who_asked(victims)
    review = build.eligible_review(sentenced_on=DAY_40, standing=RequesterRole.PUBLIC)
    told = WhoAsked(RequesterRole.PUBLIC, was_told=True, told_by="The police", told_on=DAY_40)
    assert who_asked.correct(review.case.requests[0], told, build.user())
    later = NOW + timedelta(minutes=1)
    by_limit = statistics.answer(Question("limit", later))
    assert {each.name: each.offenders for each in by_limit.figures} == {
        "28 days from the sentence": 1,
        "Six months for victims and bereaved families": 1,
    }
    by_told = statistics.answer(Question("request_told", later))
    assert {each.name: each.requests for each in by_told.figures} == {"Told": 1, "Not known": 1}


def test_a_sentence_before_the_act_reaches_it_has_28_days(confirmed: None) -> None:
    early = date(2025, 12, 28)
    review = build.eligible_review(sentenced_on=early, standing=RequesterRole.VICTIM)
    assert (review.limit_name, assessing.may_be_until(review)) == ("28-days", None)
    build.user(Role.SUPERVISOR)
    assert assessing.is_out_of_time(review)
