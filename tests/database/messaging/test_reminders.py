"""Reminders go out once each, to whoever is there, climb when nobody sees to them, and stop."""

from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests.support import build
from tests.support.clocks import SetClock
from ulss_tracker import clock
from ulss_tracker.errors import NotAllowed, Refused
from ulss_tracker.models import Message, PaperKind, Reminder, Review, db
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.ladder import Level
from ulss_tracker.scheme.workflow.stages import State
from ulss_tracker.services.assignment import assignment
from ulss_tracker.services.core import office_details
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.messaging import compose, reminders
from ulss_tracker.services.people import absences
from ulss_tracker.services.protection import sealing
from ulss_tracker.services.referral import papers

# Sentenced on Friday 30 October 2026: to be filed by 17:00 on Friday 27 November.
SENTENCED = date(2026, 10, 30)


def there(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=clock.LONDON)


@pytest.fixture
def review(app: Flask, at: SetClock) -> Review:
    at(there(2, 10))
    return build.eligible_review(sentenced_on=SENTENCED)


def made() -> list[tuple[str, Level, str]]:
    rows = db.session.execute(
        select(Reminder.rung, Reminder.level, Message.recipient)
        .join(Message, Message.id == Reminder.message_id)
        .order_by(Reminder.id)
    )
    return [tuple(row) for row in rows]  # type: ignore[misc]


def test_each_rung_reminds_the_owner_once(review: Review, at: SetClock) -> None:
    owner = build.user().email
    at(there(19, 12))
    assert reminders.remind() == 0
    at(there(20, 9))
    assert (reminders.remind(), reminders.remind()) == (1, 0)
    at(there(24, 9))
    assert (reminders.remind(), reminders.remind()) == (1, 0)
    assert made() == [("5_days", Level.OWNER, owner), ("3_days", Level.OWNER, owner)]


def test_a_day_s_reminder_waits_for_office_hours_and_those_missed_are_not_sent(
    review: Review, at: SetClock
) -> None:
    at(there(21, 12))  # a Saturday, after the first rung came
    assert reminders.remind() == 0
    at(there(23, 9))
    assert reminders.remind() == 1
    at(there(27, 13, 5))  # as when the jobs were down
    assert reminders.remind() == 1
    assert [rung for rung, _, _ in made()] == ["5_days", "4_hours"]


def test_not_seen_to_it_climbs_to_every_supervisor_and_then_to_the_duty_person(
    review: Review, at: SetClock
) -> None:
    build.user(Role.SUPERVISOR)
    build.user(Role.SUPERVISOR, email="other@example.org")
    for minutes, count in ((0, 1), (29, 0), (30, 2), (59, 0), (60, 1)):
        at(there(27, 13) + timedelta(minutes=minutes))
        assert reminders.remind() == count, minutes
    levels = [Level.OWNER, Level.SUPERVISOR, Level.SUPERVISOR, Level.DUTY]
    assert [level for _, level, _ in made()] == levels
    assert made()[-1] == ("4_hours", Level.DUTY, office_details.current().DUTY_EMAIL)


def test_of_a_sealed_case_only_those_named_on_it_are_reminded(review: Review, at: SetClock) -> None:
    owner, sealer = build.user(), build.user(Role.SUPERVISOR)
    build.user(Role.SUPERVISOR, email="other@example.org")
    cover = build.user(email="cover@example.org", name="Cover")
    sealing.seal(review.case, [owner], "A judge's family", sealer)
    absences.record(owner, date(2026, 11, 23), date(2026, 11, 27), cover, owner)
    for moment in (there(27, 15), there(27, 15, 30)):
        at(moment)
        reminders.remind()
    assert [(level, to) for _, level, to in made()] == [
        (Level.OWNER, owner.email),
        (Level.SUPERVISOR, sealer.email),
    ]


def test_seen_to_by_the_person_reminded_or_a_supervisor_it_climbs_no_further(
    review: Review, at: SetClock
) -> None:
    boss = build.user(Role.SUPERVISOR)
    at(there(27, 13))
    reminders.remind()
    (mine,) = reminders.of_person(build.user())
    with pytest.raises(Refused):
        reminders.acknowledge(mine, build.user(email="other@example.org"))
    with pytest.raises(NotAllowed):
        reminders.acknowledge(mine, build.user(Role.LAW_OFFICER))
    reminders.acknowledge(mine, build.user())
    assert reminders.of_person(build.user()) == []
    at(there(27, 14, 30))
    assert reminders.remind() == 0
    at(there(27, 15))
    assert reminders.remind() == 1  # the next rung begins again
    (next_one,) = reminders.of_person(build.user())
    reminders.acknowledge(next_one, boss)
    assert next_one.acknowledged_at is not None


@pytest.mark.parametrize("to", ["the cover", "the supervisor", "the duty person"])
def test_whose_holder_is_away_or_nobody_reminds_whoever_comes_next(
    review: Review, at: SetClock, to: str
) -> None:
    reminded = office_details.current().DUTY_EMAIL
    if to == "the supervisor":
        reminded = build.user(Role.SUPERVISOR).email
    if to == "the cover":
        cover, away = build.user(email="cover@example.org"), build.user()
        reminded = cover.email
        absences.record(away, date(2026, 11, 20), date(2026, 11, 24), cover, away)
    else:
        with transaction():
            review.assignee_id = None
    at(there(20, 9))
    reminders.remind()
    assert made() == [("5_days", Level.OWNER, reminded)]


def test_nobody_is_reminded_of_one_rung_twice_as_it_climbs(review: Review, at: SetClock) -> None:
    supervisor = build.user(Role.SUPERVISOR)
    with transaction():
        review.assignee_id = None
    for minutes in (0, 30, 60, 90):
        at(there(27, 13) + timedelta(minutes=minutes))
        reminders.remind()
    assert made() == [
        ("4_hours", Level.OWNER, supervisor.email),
        ("4_hours", Level.DUTY, office_details.current().DUTY_EMAIL),
    ]


def test_a_supervisor_who_holds_it_is_not_reminded_again_with_the_others(
    review: Review, at: SetClock
) -> None:
    assignee = build.user(Role.SUPERVISOR)
    build.user(Role.SUPERVISOR, email="other@example.org")
    with transaction():
        review.assignee_id = assignee.id
    for minutes in (0, 30):
        at(there(27, 13) + timedelta(minutes=minutes))
        reminders.remind()
    assert [(level, to) for _, level, to in made()] == [
        (Level.OWNER, assignee.email),
        (Level.SUPERVISOR, "other@example.org"),
    ]


def test_what_is_filed_ended_or_history_is_not_reminded_of(review: Review, at: SetClock) -> None:
    at(there(27, 13))
    for name, value in (
        ("filed_at", there(20, 9)),
        ("is_historical", True),
        ("state", State.AT_COURT),  # as the register has it, which says not when it was filed
    ):
        with transaction():
            before = getattr(review, name)
            setattr(review, name, value)
        assert reminders.remind() == 0, name
        with transaction():
            setattr(review, name, before)
    assert reminders.remind() == 1


def test_a_moment_that_moves_begins_the_ladder_again_and_one_passed_is_said_at_any_hour(
    review: Review, at: SetClock
) -> None:
    at(there(20, 9))
    reminders.remind()
    with transaction():
        review.file_by_at = review.earliest_file_by_at = there(26, 17)
    at(there(20, 10))
    assert reminders.remind() == 1
    assert len(reminders.of_person(build.user())) == 1
    at(there(28, 3))
    assert reminders.remind() == 1
    body = db.session.scalars(select(Message.body).order_by(Message.id.desc()).limit(1)).one()
    assert "before a lawyer has checked" in body


def test_several_reviews_are_told_the_soonest_first_and_nobody_is_named(
    review: Review, at: SetClock
) -> None:
    sooner = build.eligible_review(sentenced_on=date(2026, 10, 29))
    at(there(20, 9))
    assert reminders.remind() == 2
    order = list(db.session.scalars(select(Reminder.review_id).order_by(Reminder.id)))
    assert order == [sooner.id, review.id]
    message = db.session.scalars(select(Message).order_by(Message.id.desc()).limit(1)).one()
    assert review.case.reference in message.subject
    for name in (review.offender_name, "Ada Brown", "Robbery"):
        assert name not in message.subject + message.body
    assert "5pm on Friday 27 November 2026" in message.body


# Papers.


def test_whoever_holds_the_case_is_told_once_to_chase_its_papers(
    review: Review, at: SetClock
) -> None:
    papers.ask(review.case, [PaperKind.INDICTMENT], [], build.user())
    at(there(4, 8))
    assert reminders.chase_papers() == 0  # the office is shut
    at(there(4, 9))
    assert (reminders.chase_papers(), reminders.chase_papers()) == (1, 0)
    message = db.session.scalars(select(Message).where(Message.kind == compose.PAPERS_CHASE)).one()
    assert message.recipient == build.user().email
    assert message.subject == f"Papers to chase: {review.case.reference}"
    assert "the CPS contact" in message.body
    assert "Archer" not in message.body
    papers.record_chase(
        review.case, at=clock.now(), spoke_to="A. Clerk", answer="Soon", by=build.user()
    )
    at(there(6, 9))
    assert reminders.chase_papers() == 1  # the next rung


def test_reminders_follow_the_safest_moment_and_say_the_later_one(
    review: Review, at: SetClock
) -> None:
    build.sentence(review, sentenced_on=date(2026, 11, 1))  # the last of the sentences
    assert review.file_by_at == there(27, 17)
    build.sentence(review, sentenced_on=date(2026, 11, 2))
    assert (review.earliest_file_by_at, review.file_by_at) == (there(27, 17), there(30, 17))
    at(there(27, 16, 30))
    assert reminders.remind() == 1
    assert [rung for rung, _, _ in made()] == ["1_hour"]
    (reminder,) = reminders.of_person(build.user())
    assert reminder.file_by_at == there(27, 17)
    body = db.session.scalars(select(Message.body).where(Message.kind == compose.REMINDER)).one()
    assert "File by: 5pm on Friday 27 November 2026" in body
    assert "The law may allow until: 5pm on Monday 30 November 2026." in body
    assert "Last day in law: Monday 30 November 2026" in body


def test_until_a_sentence_is_recorded_it_counts_from_what_whoever_asked_says(
    app: Flask, at: SetClock
) -> None:
    at(there(2, 10))
    build.review(sentenced_on=SENTENCED)
    build.review(sentenced_on=None)
    build.review(sentenced_on=date(2025, 10, 30))  # a mistyped year: its day is to be found
    at(there(24, 9))
    assert reminders.remind() == 1
    body = db.session.scalars(select(Message.body).where(Message.kind == compose.REMINDER)).one()
    assert "File by: 5pm on Friday 27 November 2026" in body
    assert "Day of sentence: Stated by the requester" in body
    assert "Last day in law" not in body


# Requests.


def test_a_request_in_no_case_reminds_its_owner_and_then_the_supervisors(
    app: Flask,
    at: SetClock,
) -> None:
    at(there(16, 10))
    request = build.request(sentenced_on=date(2026, 10, 30))
    assignment.take(request, build.user(), seen=assignment.NOBODY)
    boss = build.user(Role.SUPERVISOR)
    at(there(20, 9))
    assert reminders.remind() == 1
    (reminder,) = db.session.scalars(select(Reminder))
    assert (reminder.about, reminder.rung) == ((None, request.id), "5_days")
    message = db.session.get_one(Message, reminder.message_id)
    assert message.recipient == build.user().email
    assert message.subject == f"Five working days left to file: {request.reference}"
    assert f"/casework/requests/{request.reference}" in message.body
    assert reminders.of_person(build.user()) == [reminder]
    at(there(20, 14))
    assert reminders.remind() == 1
    assert reminders.of_person(boss)[0].request == request
    reminders.acknowledge(reminder, build.user())
    assert reminders.of_person(build.user()) == []


def test_a_request_that_came_after_its_moment_reminds_nobody(app: Flask, at: SetClock) -> None:
    at(there(28, 10))
    request = build.request(sentenced_on=date(2026, 10, 31))
    with transaction():
        request.looked_at = clock.now()
    assert reminders.remind() == 0
