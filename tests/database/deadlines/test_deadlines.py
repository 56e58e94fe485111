"""Every request and every review has a deadline from the second it arrives."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import delete, select, update

from tests.support import build
from tests.support.sentences import record
from tests.support.traces import events_left, kinds
from ulss_tracker import clock
from ulss_tracker.models import (
    Channel,
    Deadline,
    DeadlineBasis,
    EventKind,
    Request,
    RequestState,
    Review,
    db,
)
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.stages import Step
from ulss_tracker.services.cases import cases, sentences, void_case
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.deadlines import basis, reconcile
from ulss_tracker.services.referral import progress
from ulss_tracker.services.requests import held_requests, intake, requests, withdrawals

NOW = datetime(2026, 11, 26, 10, tzinfo=UTC)  # a Thursday
pytestmark = pytest.mark.usefixtures("now")
FILE_BY_3_NOVEMBER = datetime(2026, 12, 1, 17, tzinfo=UTC)


def of(what: Request | Review) -> Deadline:
    """The one deadline of a request or a review."""
    column = Deadline.request_id if isinstance(what, Request) else Deadline.review_id
    return db.session.scalars(select(Deadline).where(column == what.id)).one()


def days(row: Deadline) -> tuple[date | None, date | None]:
    return row.earliest_on, row.latest_on


# A request.


def test_a_stated_day_gives_the_moment_to_file_by() -> None:
    row = of(build.request(sentenced_on=date(2026, 10, 30)))
    assert row.basis is DeadlineBasis.STATED
    assert days(row) == (date(2026, 10, 30), date(2026, 10, 30))
    assert row.file_by_at == row.act_by_at == datetime(2026, 11, 27, 17, tzinfo=UTC)
    assert row.find_day_by_at is None
    assert row.look_by_at == datetime(2026, 11, 26, 11, tzinfo=UTC)  # pressing: a working hour
    assert row.limit_name == "28-days"


def test_a_day_in_words_is_read_and_of_a_range_the_earliest_day_counts() -> None:
    for words in ("30 October, 27 days ago", "Hydref 30"):
        one = of(build.request(sentenced_on=None, sentenced_text=words))
        assert one.basis is DeadlineBasis.IN_WORDS
        assert one.file_by_at == datetime(2026, 11, 27, 17, tzinfo=UTC)
    several = of(build.request(sentenced_on=None, sentenced_text="either the 12th or 13th"))
    assert several.basis is DeadlineBasis.EARLIEST_OF_RANGE
    assert days(several) == (date(2026, 11, 12), date(2026, 11, 13))
    assert several.file_by_at == datetime(2026, 12, 10, 17, tzinfo=UTC)


@pytest.mark.parametrize("words", ["", "I cannot remember", "30 February"])
def test_a_day_that_nobody_knows_is_to_be_found_within_four_working_hours(words: str) -> None:
    row = of(build.request(sentenced_on=None, sentenced_text=words))
    assert row.basis is DeadlineBasis.UNKNOWN
    assert row.file_by_at is None
    assert row.find_day_by_at == row.act_by_at == NOW + timedelta(hours=4)


@pytest.mark.parametrize("day", [date(2025, 10, 30), date(2026, 12, 24)])
def test_a_day_that_cannot_be_right_is_to_be_looked_at_as_one_not_known(day: date) -> None:
    """A year mistyped must not hide a request that has time."""
    request = build.request(sentenced_on=day)
    row = of(request)
    assert row.file_by_at is not None
    assert row.act_by_at == row.find_day_by_at == NOW + timedelta(hours=4)
    with transaction():
        request.looked_at = clock.now()
    assert of(request).act_by_at == of(request).file_by_at


def test_the_last_day_of_the_calendar_is_not_known() -> None:
    asked = Request(sentenced_on=date.max, sentenced_text="", received_at=NOW)
    assert basis.of_request(asked) == basis.NOTHING_KNOWN


def test_where_no_holidays_are_known_it_is_the_last_weekday() -> None:
    row = of(build.request(sentenced_on=date(2149, 1, 4)))  # 28 days on is a Saturday
    assert row.file_by_at == datetime(2149, 1, 31, 17, tzinfo=UTC)


def test_a_request_closed_or_withdrawn_runs_no_longer_and_a_released_one_does() -> None:
    closed, withdrawn = build.request(), build.request()
    requests.close(closed, "A test", build.user())
    assert of(closed).ended_at == NOW
    review = cases.open_case(withdrawn, build.user())
    withdrawals.record(withdrawn, Channel.PHONE, "", build.user())
    assert of(withdrawn).ended_at == NOW
    assert of(review).ended_at is None
    held = intake.receive(
        build.asked(), channel=Channel.FORM, quarantine_reason="To be looked at"
    ).request
    held_requests.release(held, build.user())
    assert of(held).ended_at is None


# A review.


def test_opening_a_case_keeps_the_day_that_the_requester_gave_until_it_is_undone() -> None:
    request = build.request(sentenced_on=date(2026, 10, 30))
    review = cases.open_case(request, build.user())
    assert of(request).ended_at == NOW
    row = of(review)
    assert row.basis is DeadlineBasis.STATED
    assert row.file_by_at == datetime(2026, 11, 27, 17, tzinfo=UTC)
    assert row.look_by_at is None
    other = cases.add_review(review.case, "Mary Archer", build.user())
    assert of(other).file_by_at == row.file_by_at
    void_case.undo(review.case, "The wrong one", build.user(), version=review.case.version)
    assert of(request).ended_at is None
    assert of(review).ended_at == of(other).ended_at == NOW


def test_of_several_who_asked_the_earliest_of_the_surest_days_counts() -> None:
    review = build.review(sentenced_on=None, sentenced_text="about four weeks ago")
    assert of(review).basis is DeadlineBasis.EARLIEST_OF_RANGE
    later = build.request(sentenced_on=date(2026, 11, 3))
    cases.join_case(later, review.case, build.user())
    assert days(of(review)) == (date(2026, 11, 3), date(2026, 11, 3))
    earlier = build.request(sentenced_on=date(2026, 10, 30))
    with events_left() as events:
        cases.join_case(earlier, review.case, build.user())
    assert days(of(review)) == (date(2026, 10, 30), date(2026, 10, 30))
    (changed,) = [each for each in events if each.kind is EventKind.DEADLINE_CHANGED]
    assert changed.before["earliest_on"] == "2026-11-03"
    assert changed.after["earliest_on"] == "2026-10-30"


def test_where_those_who_asked_contradict_one_another_the_earliest_day_counts() -> None:
    review = build.review(sentenced_on=date(2026, 11, 10))
    in_words = build.request(sentenced_on=None, sentenced_text="3 November 2026")
    cases.join_case(in_words, review.case, build.user())
    assert days(of(review)) == (date(2026, 11, 3), date(2026, 11, 3))
    a_year_wrong = build.request(sentenced_on=date(2025, 11, 3))
    cases.join_case(a_year_wrong, review.case, build.user())
    assert days(of(review)) == (date(2026, 11, 3), date(2026, 11, 3))
    assert of(review).find_day_by_at is None


def test_a_sentence_recorded_counts_until_it_is_removed_and_confirmed_by_two_people() -> None:
    review = build.review(sentenced_on=date(2026, 10, 30))
    sentence = record(review, sentenced_on=date(2026, 11, 2))
    assert of(review).basis is DeadlineBasis.RECORDED
    assert days(of(review)) == (date(2026, 11, 2), date(2026, 11, 2))
    sentences.remove_sentence(review, sentence, build.user(), review.version)
    assert of(review).basis is DeadlineBasis.STATED
    assert days(of(review)) == (date(2026, 10, 30), date(2026, 10, 30))
    build.conviction(record(review, sentenced_on=date(2026, 11, 2)))
    build.verify_by(review, build.user(email="second@example.org"))
    assert of(review).basis is DeadlineBasis.CONFIRMED


def test_the_safest_moment_counts_and_the_later_one_stands_beside_it() -> None:
    review = build.review(sentenced_on=None)
    record(review, sentenced_on=date(2026, 10, 30), varied_on=date(2026, 11, 13))
    row = of(review)
    assert row.file_by_at == row.act_by_at == datetime(2026, 11, 27, 17, tzinfo=UTC)
    assert row.later_file_by_at == datetime(2026, 12, 11, 17, tzinfo=UTC)


def test_a_day_the_court_gave_is_right_however_long_ago_it_was() -> None:
    review = build.review()
    record(review, sentenced_on=date(2026, 6, 1))
    row = of(review)
    assert row.find_day_by_at is None
    assert row.act_by_at == row.file_by_at == review.file_by_at


def test_a_review_ended_runs_no_longer_and_one_reopened_does() -> None:
    review = build.review()
    boss = build.user(Role.SUPERVISOR)
    build.withdraw(review)
    assert of(review).ended_at == NOW
    progress.move(review, Step.REOPEN, boss, version=review.version, note="They do ask")
    assert of(review).ended_at is None


# What is missing.


def test_deadlines_that_are_not_there_are_made_and_none_twice() -> None:
    request, review = build.request(), build.review()
    build.review_to_file()
    db.session.execute(delete(Deadline))
    db.session.commit()
    assert reconcile.reconcile() == 3
    assert reconcile.reconcile() == 0
    assert of(request).ended_at is None
    assert of(review).ended_at is None


def test_the_same_deadline_is_kept_as_it_is_where_nothing_changed() -> None:
    request = build.request()
    before = of(request).changed_at
    with clock.set_to(NOW + timedelta(hours=1)), events_left() as events, transaction():
        request.reason = "Other words"
    assert of(request).changed_at == before
    assert kinds(events) == []


def test_what_was_changed_in_the_database_itself_is_put_right(app: Flask) -> None:
    moved, reworded, closed = (build.request(sentenced_on=date(2026, 11, 2)) for _ in range(3))
    review = build.eligible_review(sentenced_on=date(2026, 11, 3))
    records = {
        moved: {"sentenced_on": date(2026, 10, 30)},
        reworded: {"sentenced_on": None, "sentenced_text": "30 October 2026"},
        closed: {"state": RequestState.CLOSED},
    }
    for request, values in records.items():
        db.session.execute(update(Request).where(Request.id == request.id).values(values))
    safest = FILE_BY_3_NOVEMBER - timedelta(days=1)
    of_review = update(Review).where(Review.id == review.id)
    db.session.execute(of_review.values(earliest_file_by_at=safest))
    db.session.commit()
    assert reconcile.reconcile() == 4
    assert of(moved).earliest_on == of(reworded).earliest_on == date(2026, 10, 30)
    assert of(closed).ended_at == NOW
    assert of(review).file_by_at == safest
    assert reconcile.reconcile() == 0


# The command.


def test_everything_that_runs_is_listed(app: Flask) -> None:
    request = build.request(sentenced_on=date(2026, 10, 30))
    unknown = build.request(sentenced_on=None)
    review = build.review(sentenced_on=date(2026, 11, 3))
    answer = app.test_cli_runner().invoke(args=["clock", "list", "--json"])
    assert answer.exit_code == 0, answer.output
    found = json.loads(answer.stdout)
    references = [each["reference"] for each in found]
    assert references == [unknown.reference, request.reference, review.case.reference]
    assert found[1] == {
        "kind": "request",
        "reference": request.reference,
        "limit": "28-days",
        "basis": "stated",
        "file_by_at": "2026-11-27T17:00:00+00:00",
        "owner": None,
        "alarms_sent": 1,  # as it arrived: one working day is left
        "next_alarm_at": "2026-11-26T11:00:00+00:00",
        "number": request.id,
    }
    assert found[0]["file_by_at"] is None
    assert found[2]["owner"] == build.user().name


def test_the_list_is_read_by_people_too_and_is_rebuilt(app: Flask) -> None:
    runner = app.test_cli_runner()
    assert runner.invoke(args=["clock", "list"]).stdout.endswith("at 2026-11-26 10:00 UTC\n")
    reference = build.request().reference
    db.session.execute(delete(Deadline))
    db.session.commit()
    assert reference not in runner.invoke(args=["clock", "list"]).stdout
    assert runner.invoke(args=["clock", "rebuild"]).stdout == "1 deadlines made or put right\n"
    assert reference in runner.invoke(args=["clock", "list"]).stdout
