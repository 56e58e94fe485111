"""What is written to staff of a case is read by those to whom the case opens, and by no others."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests.support import build
from tests.support.duty_alarms import FRIDAY, NOW, OFFICE, on_duty, person, run
from ulss_tracker import clock
from ulss_tracker.models import (
    DutyCall,
    Message,
    MessageState,
    Review,
    User,
    Wait,
    WaitNotice,
    db,
)
from ulss_tracker.permissions import Role
from ulss_tracker.services.assignment import assignment
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.messaging import compose, messages, reminders
from ulss_tracker.services.people import absences
from ulss_tracker.services.protection import access_filter, sealing
from ulss_tracker.services.supervision import daily_list
from ulss_tracker.services.waiting import notices

TUESDAY = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.fixture
def boss(app: Flask, at) -> Iterator[User]:
    at(NOW)
    yield build.user(Role.SUPERVISOR)
    access_filter.read_for(None)


@pytest.fixture
def review(boss: User) -> Review:
    on_duty(person("Ann", second_email="ann@elsewhere.example"))
    return build.review(sentenced_on=FRIDAY, by=person("Holder"))


def written() -> list[Message]:
    """All messages to staff, as whoever reads now may see them."""
    db.session.expire_all()
    kinds = compose.OFFICE_KINDS | {compose.DAILY_LIST}
    return list(
        db.session.scalars(select(Message).where(Message.kind.in_(kinds)).order_by(Message.id))
    )


def write_all(review: Review, monkeypatch: pytest.MonkeyPatch) -> None:
    """An alarm by both ways, reminders, the day's lists, and what waits for somebody."""
    monkeypatch.setattr(daily_list, "make_pdf", lambda _html, _css: b"%PDF-1.7")
    run(TUESDAY)
    for moment in (TUESDAY, datetime(2026, 11, 27, 13, tzinfo=UTC)):
        with clock.set_to(moment):
            reminders.remind()
            daily_list.send()


def test_of_a_case_sealed_after_it_was_written_nothing_is_read_by_who_is_not_named(
    review: Review, boss: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_all(review, monkeypatch)
    telling = [each for each in written() if review.case.reference in each.subject + each.body]
    kinds = {each.kind for each in telling}
    assert kinds >= {compose.DUTY_ALARM, compose.DUTY_TEXT, compose.REMINDER, compose.DAILY_LIST}
    ann = build.user(email="ann@example.org")
    sealing.seal(review.case, [review.assignee], "A judge's family", boss)
    reference = review.case.reference
    for reader in (ann, build.user(Role.LAW_OFFICER), build.user(Role.LAWYER)):
        access_filter.read_for(reader)
        assert [each for each in written() if reference in each.subject + each.body] == []
    access_filter.read_for(review.assignee)
    assert {each.kind for each in written()} >= kinds


def test_a_daily_list_is_its_reader_s_alone_whether_any_case_is_sealed_or_not(
    review: Review, boss: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_all(review, monkeypatch)
    lists = [each for each in written() if each.kind == compose.DAILY_LIST]
    assert {each.reader_id for each in lists} > {boss.id}
    access_filter.read_for(boss)
    own = [each for each in written() if each.kind == compose.DAILY_LIST]
    assert {each.reader_id for each in own} == {boss.id}
    assert sum(each.kind == compose.DAILY_LIST for each in messages.written(after=None).rows) == 2


def test_who_took_what_waited_is_told_to_those_who_may_open_it_alone(
    review: Review, boss: User
) -> None:
    assignment.assign(review, build.user(), boss, seen=review.version)
    wait = db.session.scalars(select(Wait).join(WaitNotice, WaitNotice.wait_id == Wait.id)).one()
    with transaction():
        for message in written():
            message.state = MessageState.SENT
        notices.tell_the_others(wait, boss)
    (taken,) = [each for each in written() if each.once_key.startswith("taken:")]
    assert taken.case_id == review.case_id
    sealing.seal(review.case, [], "A judge's family", boss)
    with transaction():
        notices.tell_the_others(wait, person("Taker"))
    assert [each for each in written() if each.once_key.startswith("taken:")] == [taken]


def test_what_has_not_gone_as_a_case_is_sealed_goes_to_those_named_alone(
    review: Review, boss: User
) -> None:
    run(TUESDAY)
    assignment.assign(review, build.user(), boss, seen=review.version)
    assert {each.state for each in written()} == {MessageState.WAITING}
    sealing.seal(review.case, [person("Holder")], "A judge's family", boss)
    going = {each.recipient for each in written() if each.state is MessageState.WAITING}
    assert going == {"holder@example.org"}
    stopped = [each for each in written() if each.state is MessageState.STOPPED]
    assert {each.recipient for each in stopped} >= {"ann@example.org", build.user().email}
    assert {each.last_error for each in stopped} == {"The case was sealed before this was sent"}


def test_each_reader_of_a_seal_gets_the_alarm_and_the_shared_address_nothing_of_the_case(
    review: Review, boss: User
) -> None:
    reader = person("Reader")
    lawyer = build.user(Role.LAWYER, email="lawyer@example.org")
    named = [review.assignee, reader, lawyer, build.user(email="ann@example.org")]
    sealing.seal(review.case, named, "A judge's family", boss)
    run(TUESDAY)
    run(TUESDAY + timedelta(hours=1))
    emails = select(Message).join(DutyCall, DutyCall.email_id == Message.id).order_by(DutyCall.id)
    later = {each.recipient: each for each in list(db.session.scalars(emails))[2:]}
    assert set(later) == {
        "holder@example.org",
        "ann@example.org",
        reader.email,
        boss.email,
        OFFICE,
    }, "a lawyer can neither say that they have it nor end it"
    assert review.case.reference in later[reader.email].subject
    shared = later[OFFICE]
    assert (shared.subject, shared.case_id) == ("A sealed case needs you", None)
    for told in (review.case.reference, "27 November", "Time left", "/casework/", "reviews"):
        assert told not in shared.body


def test_with_no_reader_on_duty_a_supervisor_who_may_open_the_seal_is_called_by_both_ways(
    review: Review, boss: User
) -> None:
    boss.second_email = "boss@elsewhere.example"
    away = build.user(Role.SUPERVISOR, email="away@example.org")
    sealing.seal(review.case, [review.assignee], "A judge's family", away)
    absences.record(away, NOW.date(), FRIDAY + timedelta(days=30), None, away)
    run(TUESDAY)
    calls = select(Message).where(Message.kind.in_((compose.DUTY_ALARM, compose.DUTY_TEXT)))
    by_recipient = {each.recipient: each for each in db.session.scalars(calls)}
    assert review.case.reference in by_recipient["holder@example.org"].subject
    for address in (boss.email, boss.second_email, OFFICE):
        message = by_recipient[address]
        assert message.subject == "A sealed case needs you"
        assert review.case.reference not in message.body
        assert f"/supervision/sealed/{sealing.sealed()[0].id}/open" in message.body


def test_a_reminder_that_climbs_to_the_shared_address_says_nothing_of_a_sealed_case(
    review: Review, boss: User
) -> None:
    sealing.seal(review.case, [review.assignee], "A judge's family", boss)
    for hour, minute in ((13, 0), (13, 30), (14, 0)):
        with clock.set_to(datetime(2026, 11, 27, hour, minute, tzinfo=UTC)):
            reminders.remind()
    shared = [each for each in written() if each.recipient == OFFICE]
    assert [each.subject for each in shared] == ["A sealed case needs you"]
    assert review.case.reference not in shared[0].body
