"""An alarm ends when a state changes, and by nothing else."""

from datetime import UTC, datetime, timedelta

from tests.support import build
from tests.support.duty_alarms import FILE_BY, FRIDAY, alarms, on_duty, person, run
from tests.support.sentences import record
from ulss_tracker.services.cases import cases
from ulss_tracker.services.core.unit_of_work import transaction


# What ends an alarm.
def test_only_a_changed_state_ends_an_alarm() -> None:
    on_duty(person("Ann"))
    request = build.request(sentenced_on=FRIDAY)
    run(datetime(2026, 11, 24, 9, tzinfo=UTC))
    with transaction():
        request.reason = "Other words"
    run(datetime(2026, 11, 24, 9, 30, tzinfo=UTC))
    assert alarms()[0].ended_at is None
    review = cases.open_case(request, build.user())
    run(datetime(2026, 11, 24, 9, 31, tzinfo=UTC))
    first, second = alarms()
    assert first.why_ended == "It is in a case now, and the time limit runs on there"
    assert second.deadline.review == review  # the review has the time limit now
    record(review, sentenced_on=FRIDAY)  # which moves it on to checking
    run(datetime(2026, 11, 24, 9, 32, tzinfo=UTC))
    assert second.why_ended == "It has moved on to another stage"
    run(datetime(2026, 11, 25, 9, tzinfo=UTC))
    assert alarms()[-1].stage == "2_days"


def test_a_moved_time_limit_ends_it_and_the_new_moment_has_its_own() -> None:
    on_duty(person("Ann"))
    review = build.review(sentenced_on=FRIDAY)
    run(datetime(2026, 11, 24, 9, tzinfo=UTC))
    earlier = build.request(sentenced_on=FRIDAY - timedelta(days=1))
    cases.join_case(earlier, review.case, build.user())
    run(datetime(2026, 11, 24, 9, 1, tzinfo=UTC))
    of_review = [each for each in alarms() if each.deadline.review_id == review.id]
    assert of_review[0].why_ended == "The time limit is counted from another day"
    assert of_review[1].ended_at is None


def test_a_filed_review_is_alarmed_no_more() -> None:
    review = build.review(sentenced_on=FRIDAY)
    run(datetime(2026, 11, 24, 9, tzinfo=UTC))
    build.withdraw(review)
    assert run(FILE_BY) == 0
    assert alarms()[0].ended_at == FILE_BY
