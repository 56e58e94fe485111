"""Whoever is on duty is called of what runs out: whom, when, by which ways, and once."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests.support import build
from tests.support.at_once import at_once
from tests.support.duty_alarms import (
    FILE_BY,
    FRIDAY,
    NOW,
    OFFICE,
    PLENTY,
    alarms,
    called,
    history,
    on_duty,
    person,
    run,
)
from tests.support.sentences import record
from ulss_tracker import clock
from ulss_tracker.models import (
    AlarmReason,
    EventKind,
    Message,
    NightTexts,
    User,
    db,
)
from ulss_tracker.permissions import Role
from ulss_tracker.services.cases import cases
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.messaging import compose, duty_alarms
from ulss_tracker.services.operations import watched_deadlines
from ulss_tracker.services.operations.alarm import Alarm
from ulss_tracker.services.people import absences
from ulss_tracker.services.protection import sealing


# Time runs out.
def test_an_unopened_request_is_alarmed_three_working_days_before(boss: User) -> None:
    ann = person("Ann")
    on_duty(ann)
    request = build.request(sentenced_on=FRIDAY)
    assert run(datetime(2026, 11, 24, 8, 59, tzinfo=UTC)) == 0
    assert run(datetime(2026, 11, 24, 9, tzinfo=UTC)) == 1
    (alarm,) = alarms()
    assert (alarm.reason, alarm.stage) == (AlarmReason.TIME_RUNS_OUT, "3_days")
    assert called() == [ann.email]
    assert request.owner == ann  # nobody had it
    owner = [each for each in history(request) if each.kind is EventKind.REQUEST_OWNER_CHANGED]
    assert owner[0].after["owner"] == "Ann"
    assert owner[0].by is None


def test_one_that_arrives_with_little_time_is_alarmed_with_it() -> None:
    ann = person("Ann")
    on_duty(ann)
    with clock.set_to(datetime(2026, 11, 25, 23, 50, tzinfo=UTC)):
        request = build.request(sentenced_on=FRIDAY)
        assert called() == [ann.email]
        assert duty_alarms.raise_due() == 0
    assert request.owner == ann


def test_one_that_arrives_after_the_moment_and_before_the_last_day_is_over_calls_everybody(
    boss: User,
) -> None:
    ann, ben = person("Ann"), person("Ben")
    on_duty(ann, ben)
    saturday = date(2026, 10, 31)  # the last day is a Saturday: the moment was on Friday
    with clock.set_to(datetime(2026, 11, 28, 9, tzinfo=UTC)):
        build.request(sentenced_on=saturday)
    (alarm,) = alarms()
    assert alarm.stage == "passed"
    assert called() == [ann.email, ben.email, boss.email, OFFICE]


def test_one_whose_last_day_was_over_raises_no_alarm_of_time_but_is_to_be_looked_at() -> None:
    build.request(sentenced_on=PLENTY)
    assert duty_alarms._to_see_to(NOW) == []  # what is far off is not even looked at
    build.request(sentenced_on=date(2025, 10, 30))
    assert run(NOW + timedelta(hours=1)) == 1
    (alarm,) = alarms()
    assert alarm.reason is AlarmReason.DAY_NOT_KNOWN


@pytest.mark.parametrize("names", [["Ann"], ["Ann", "Ben"]])
def test_it_goes_on_to_the_next_person_and_then_to_everybody(boss: User, names: list[str]) -> None:
    people = [person(name) for name in names]
    on_duty(*people)
    build.request(sentenced_on=FRIDAY)
    start, emails = datetime(2026, 11, 24, 9, tzinfo=UTC), [user.email for user in people]
    for hours in range(len(people)):
        run(start + timedelta(hours=hours) - timedelta(seconds=1))
        run(start + timedelta(hours=hours))
        assert called() == emails[: hours + 1]
    run(start + timedelta(hours=len(people)))
    assert called() == [*emails, *emails, boss.email, OFFICE]


def test_on_the_last_day_it_goes_on_after_a_quarter_of_an_hour_at_any_hour() -> None:
    ann, ben = person("Ann"), person("Ben")
    on_duty(ann, ben)
    night = datetime(2026, 11, 26, 20, 41, tzinfo=UTC)
    with clock.set_to(night):
        build.request(sentenced_on=FRIDAY)
    assert run(night + timedelta(minutes=14)) == 0
    assert run(night + timedelta(minutes=15)) == 1
    assert called() == [ann.email, ben.email]


def test_a_call_made_in_office_hours_does_not_wait_for_them_once_the_last_day_has_come() -> None:
    on_duty(person("Ann"))
    build.request(sentenced_on=FRIDAY)
    run(datetime(2026, 11, 26, 16, 50, tzinfo=UTC))
    assert run(datetime(2026, 11, 26, 17, 4, tzinfo=UTC)) == 0
    assert run(datetime(2026, 11, 26, 17, 5, tzinfo=UTC)) > 0


@pytest.mark.parametrize("has_supervisor", [True, False])
def test_without_a_rota_the_supervisors_if_any_and_the_office_are_called_at_once(
    *, has_supervisor: bool
) -> None:
    boss = build.user(Role.SUPERVISOR) if has_supervisor else None
    request = build.request(sentenced_on=FRIDAY)
    run(datetime(2026, 11, 24, 9, tzinfo=UTC))
    assert called() == ([boss.email, OFFICE] if boss else [OFFICE])
    assert request.owner == boss


def test_whoever_has_it_is_called_with_the_person_on_duty_and_if_away_who_stands_in() -> None:
    ann, holder, cover = person("Ann"), person("Holder"), person("Cover")
    on_duty(ann)
    build.review(sentenced_on=FRIDAY, by=holder)
    run(datetime(2026, 11, 24, 9, tzinfo=UTC))
    assert called() == [holder.email, ann.email]
    absences.record(holder, date(2026, 11, 25), date(2026, 11, 27), cover, holder)
    run(datetime(2026, 11, 25, 9, tzinfo=UTC))
    assert called()[2:] == [cover.email, ann.email]


def test_of_a_sealed_case_only_those_named_on_it_are_called(boss: User) -> None:
    ann, ben, holder, cover = (person(name) for name in ("Ann", "Ben", "Holder", "Cover"))
    other = build.user(Role.SUPERVISOR, email="other@example.org")
    on_duty(ann, ben)
    review = build.review(sentenced_on=FRIDAY, by=holder)
    sealing.seal(review.case, [holder, ben], "A judge's family", other)
    absences.record(holder, date(2026, 11, 23), date(2026, 11, 27), cover, holder)
    start = datetime(2026, 11, 24, 9, tzinfo=UTC)
    run(start)
    assert called() == [holder.email, ben.email]
    run(start + timedelta(hours=1))
    assert called()[2:] == [holder.email, ben.email, other.email, OFFICE]


def test_whoever_had_an_alarm_in_hand_is_called_no_more_once_the_case_is_sealed_from_them(
    boss: User,
) -> None:
    ann, ben, holder = person("Ann"), person("Ben"), person("Holder")
    on_duty(ann, ben)
    review = build.review(sentenced_on=FRIDAY, by=holder)
    start = datetime(2026, 11, 24, 9, tzinfo=UTC)
    run(start)
    (alarm,) = alarms()
    with clock.set_to(start):
        duty_alarms.acknowledge(alarm, ann)
    sealing.seal(review.case, [holder, ben], "A judge's family", boss)
    run(start + timedelta(hours=1))
    assert called() == [holder.email, ann.email, holder.email, ben.email]


def test_of_a_sealed_case_whose_people_are_away_whoever_can_open_it_to_the_office_is_called(
    boss: User,
) -> None:
    ann, away = person("Ann"), build.user(Role.SUPERVISOR, email="away@example.org")
    on_duty(ann)
    review = build.review(sentenced_on=FRIDAY)
    sealing.seal(review.case, [], "A judge's family", away)
    absences.record(away, date(2026, 11, 23), date(2026, 11, 27), None, away)
    run(datetime(2026, 11, 24, 9, tzinfo=UTC))
    assert called() == [away.email, boss.email, OFFICE]
    told = select(Message.recipient, Message.body).where(Message.kind == compose.DUTY_ALARM)
    bodies = dict(db.session.execute(told).all())
    assert "/casework/alarms/" in bodies[away.email]
    assert "a supervisor can open it to the office" in bodies[boss.email]


@pytest.mark.parametrize("has_left_before", [True, False])
def test_what_somebody_who_has_left_had_is_given_to_the_person_on_duty_within_the_minute(
    *, has_left_before: bool
) -> None:
    ann, gone = person("Ann"), person("Gone")
    review = build.review(sentenced_on=FRIDAY, by=gone)
    on_duty(ann)
    if not has_left_before:
        run(datetime(2026, 11, 24, 9, tzinfo=UTC))
    with transaction():
        gone.is_active = False
    due = run(datetime(2026, 11, 24, 9, 1, tzinfo=UTC))
    assert bool(due) is has_left_before, "no call is due yet where one was made"
    assert review.assignee == ann


def test_each_stage_begins_anew_with_the_person_on_duty(boss: User) -> None:
    ann, ben = person("Ann"), person("Ben")
    on_duty(ann, ben)
    build.request(sentenced_on=FRIDAY)
    run(datetime(2026, 11, 24, 9, tzinfo=UTC))
    run(datetime(2026, 11, 24, 10, tzinfo=UTC))
    run(datetime(2026, 11, 25, 9, tzinfo=UTC))
    first, second = alarms()
    assert (first.why_ended, second.stage) == ("The next stage has begun", "2_days")
    assert called(second) == [ann.email]


def test_the_safest_moment_of_a_varied_sentence_counts() -> None:
    review = build.review(sentenced_on=None)
    record(review, sentenced_on=FRIDAY, varied_on=date(2026, 11, 13))
    run(datetime(2026, 11, 24, 9, tzinfo=UTC))
    alarm = next(each for each in alarms() if each.reason is AlarmReason.TIME_RUNS_OUT)
    assert alarm.about_at == FILE_BY
    message, *_ = db.session.scalars(
        select(Message).where(Message.kind == "duty_alarm").order_by(Message.id)
    )
    assert "A later moment that the law may allow: 5pm on Friday 11 December" in message.body


# By which ways.
@pytest.mark.parametrize(
    ("hour", "texts_at_night", "is_texted"),
    [
        (10, NightTexts.NOTHING, True),
        (22, NightTexts.NOTHING, False),
        (22, NightTexts.LAST_DAY, True),
        (22, NightTexts.EVERY_ALARM, True),
    ],
)
def test_at_night_people_are_reached_besides_only_as_they_said(
    hour: int, texts_at_night: NightTexts, *, is_texted: bool
) -> None:
    on_duty(person("Ann", second_email="ann@elsewhere.example", night_texts=texts_at_night))
    with clock.set_to(datetime(2026, 11, 26, hour, tzinfo=UTC) + timedelta(minutes=1)):
        build.request(
            sentenced_on=FRIDAY, offender_name="Zebedee Oddname", requester_name="Ada Oddly"
        )
    messages = db.session.scalars(select(Message).where(Message.kind.like("duty%"))).all()
    to = [message.recipient for message in messages if message.kind == "duty_text"]
    assert to == (["ann@elsewhere.example"] if is_texted else [])
    assert messages
    assert not any("Odd" in message.subject + message.body for message in messages)


# Safe to run.
def test_an_alarm_is_raised_and_called_once_from_two_workers_at_the_same_moment(app: Flask) -> None:
    build.request(sentenced_on=FRIDAY)
    with clock.set_to(datetime(2026, 11, 24, 9, tzinfo=UTC)):
        at_once(app, *[lambda _wait: duty_alarms.raise_due()] * 2)
    assert len(alarms()) == 1
    assert called() == [OFFICE]


def test_one_alarm_is_for_all_who_ask_about_one_sentence_and_passes_on_when_it_ends() -> None:
    ann = person("Ann")
    on_duty(ann)
    with clock.set_to(NOW):
        first, *others = [
            build.request(offender_name=name, sentenced_on=FRIDAY)
            for name in ("Lee Exford", "LEE EXFORD", "Lee Exford", "Lee Exford")
        ]
        alone = [
            build.request(sentenced_on=FRIDAY, **changes)
            for changes in (
                {"offender_name": "Rob Otherford"},
                {"offender_name": "Lee Exford", "court_id": None, "court_text": "Leeds or York"},
                {"offender_name": "Lee Exford", "other_offenders": "Rob Otherford"},
            )
        ]
    late = FILE_BY - timedelta(days=1)
    run(late)
    called_of = {alarm.deadline.request: alarm for alarm in alarms()}
    assert set(called_of) == {first, *alone}
    assert {request.owner for request in others} == {None}
    assert "requests of nobody" not in {alarm.id for alarm in watched_at(late)}
    email = db.session.scalars(
        select(Message).where(Message.request_id == first.id, Message.kind == "duty_alarm")
    ).one()
    assert "3 more who ask about this sentence have no alarm of their own" in email.body
    assert run(late) == 0
    with clock.set_to(late):
        cases.open_case(first, ann)
    for minutes in (1, 2):
        run(late + timedelta(minutes=minutes))
    assert {alarm.deadline.request for alarm in alarms()} == {first, *alone, others[0], None}
    assert {request.owner for request in others[1:]} == {None}


def watched_at(now: datetime) -> list[Alarm]:
    with clock.set_to(now):
        return watched_deadlines.look()
