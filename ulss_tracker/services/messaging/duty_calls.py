"""Calling the people of the duty desk: who is next, and the email and text that each gets.

The person on duty is called first, with whoever has the work. Nobody acknowledging it, the next in
order is called, and then everybody there is: the whole rota, the supervisors who are there, and
the office's own address. Of a sealed case those named on it are called, and a supervisor who can
open it to the office where none of them is on duty; the office's address hears only that a sealed
case needs somebody.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from ulss_tracker import clock
from ulss_tracker.models import (
    AlarmReason,
    Case,
    Deadline,
    DutyAlarm,
    DutyCall,
    Message,
    NightTexts,
    RequestState,
    Review,
    User,
    db,
)
from ulss_tracker.permissions import Permission, Role, may
from ulss_tracker.scheme.time import deadline, office_hours, time_words
from ulss_tracker.scheme.workflow.ladders import ALARMS, words_of
from ulss_tracker.services.core import office_details
from ulss_tracker.services.deadlines import running, slip_rule
from ulss_tracker.services.matching import shared_alarms
from ulss_tracker.services.messaging import compose, duty_texts
from ulss_tracker.services.people import absences, rota
from ulss_tracker.services.protection import holders, sealing

JUST_CALLED = timedelta(minutes=15)
"""So long after a call nothing else is written of the same: on the last day it goes on then."""

OFFICE = 0
"""The key of the office's own address, which has no account."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Everybody who can be called now: those on duty in order, and who is called after them.

    That is the supervisors there, and of a sealed case those named on it who work on cases.
    """

    on_duty: Sequence[User]
    after_them: Sequence[User]

    @property
    def everybody(self) -> list[User]:
        """Each of them once."""
        return list({user.id: user for user in (*self.on_duty, *self.after_them)}.values())

    def of(self, case: Case | None) -> "Desk":
        """Those who may have work of the case.

        Of a sealed case, where none of them is on duty, and no supervisor among them there: the
        supervisors named on it, and those who are there. Each of these can open a sealed case to
        the office, with a reason.
        """
        if case is None:
            return self
        on_duty = holders.who_may_hold(case, self.on_duty)
        if not sealing.is_sealed(case):
            return Desk(on_duty, holders.who_may_hold(case, self.after_them))
        readers = holders.who_may_hold(
            case, [user for user in sealing.readers(case) if may(user.role, Permission.WORK_CASES)]
        )
        away = absences.away_today()
        there = [user for user in readers if user.is_active and user.id not in away]
        if not on_duty and not any(may(user.role, Permission.SEAL_CASE) for user in there):
            named = [user for user in readers if may(user.role, Permission.SEAL_CASE)]
            there = [*there, *named, *self.after_them]
        return Desk(on_duty, there)


def desk(now: datetime) -> Desk:
    """Who can be called at this moment."""
    return Desk(rota.on_duty(now), supervisors())


def supervisors() -> list[User]:
    """The supervisors who are there today."""
    away = absences.away_today()
    query = select(User).where(User.role == Role.SUPERVISOR, User.is_active).order_by(User.id)
    return [user for user in db.session.scalars(query) if user.id not in away]


def next_people(alarm: DutyAlarm, owner: User | None, there: Desk) -> list[User | None]:
    """Who is called next; None stands for the office's own address.

    After an acknowledgement it begins again, with whoever gave it.
    """
    if _calls_everybody(alarm) or alarm.turn >= max(1, len(there.on_duty)):
        return [*_with(owner, there.everybody), None]
    if alarm.turn == 0 and alarm.answered_by is not None and alarm.answered_by.is_active:
        still = holders.who_may_hold(alarm.deadline.case, [alarm.answered_by])
        if still:
            return [*still]
    if not there.on_duty:
        return [*_with(owner, there.after_them), None]
    return [*_with(owner if alarm.turn == 0 else None, [there.on_duty[alarm.turn]])]


def _calls_everybody(alarm: DutyAlarm) -> bool:
    """Whether there is no time left to go from one person to the next: all are called at once."""
    rungs = ALARMS[alarm.reason].rungs
    return any(rung.calls_everybody for rung in rungs if rung.id == alarm.stage)


def make(alarm: DutyAlarm, people: Iterable[User | None], now: datetime, *, at_once: bool) -> int:
    """Call these people, each by email and by text where they may be texted now.

    In the caller's transaction; how many were called. `at_once` says that it is the last day.
    """
    alarm.calls += 1
    alarm.turn += 1
    alarm.called_at = now
    called = 0
    for person in people:
        call = DutyCall(
            alarm_id=alarm.id,
            number=alarm.calls,
            person_id=person.id if person else None,
            to_key=person.id if person else OFFICE,
            called_at=now,
        )
        _send(alarm, call, person, now, at_once=at_once)
        db.session.add(call)
        called += 1
    return called


def email_of_call(
    person: User | None, request_id: int | None, review_id: int | None
) -> Message | None:
    """The email by which this person was called about it just now; None where they were not.

    It says what is to be filed and whose it is: nothing else is written about the same.
    """
    row = Deadline.review_id == review_id if review_id else Deadline.request_id == request_id
    query = (
        select(Message)
        .join(DutyCall, DutyCall.email_id == Message.id)
        .join(DutyCall.alarm)
        .join(DutyAlarm.deadline)
        .where(row, DutyCall.to_key == (person.id if person else OFFICE))
        .where(DutyCall.called_at > clock.now() - JUST_CALLED)
        .order_by(DutyCall.id.desc())
    )
    return db.session.scalars(query.limit(1)).first()


def tell_given_past(review: Review, first: User, to: User | None, there: Desk) -> None:
    """Tell the supervisors who are there that a review went past whoever is called first.

    `to` is who has it now; None where nobody may have it. In the caller's transaction.
    """
    words = compose.write(
        "en/given_past.txt",
        reference=review.case.reference,
        first=first.name,
        to=to.name if to else "",
        page=f"{office_details.current().staff_url}/casework/reviews/{review.id}",
    )
    users: list[User | None] = [
        user for user in there.after_them if to is None or sealing.may_see(review.case, user)
    ]
    for person in users or [None]:
        key = f"{review.id}:{to.id if to else 0}:{person.id if person else OFFICE}"
        compose.add_once(
            once_key=f"given past:{key}",
            kind=compose.DUTY_ALARM,
            **compose.to_staff(review.case, person, words),
        )


def _with(owner: User | None, people: Sequence[User]) -> list[User]:
    return [*([owner] if owner and owner not in people else []), *people]


def _send(
    alarm: DutyAlarm, call: DutyCall, person: User | None, now: datetime, *, at_once: bool
) -> None:
    row, own = alarm.deadline, office_details.current()
    page = f"{own.staff_url}/casework/alarms/{alarm.id}"
    words = words_of(alarm.stage)
    key = f"{alarm.id}:{call.number}:{call.to_key}"
    call.email = compose.add_and_give(
        once_key=f"duty:{key}",
        kind=compose.DUTY_ALARM,
        request_id=row.request_id,
        **compose.to_staff(row.case, person, _email_words(alarm, words, page, now, person)),
    )
    if person is not None and _may_be_texted(person, now, at_once=at_once):
        text = f"ULS {row.reference}: {words}. {_until(alarm)} {page}"
        if row.case is not None and not sealing.may_see(row.case, person):
            text = f"{call.email.subject}. {compose.sealed_page(row.case)}"
        call.text = duty_texts.text_or_second_email(
            person,
            once_key=f"duty text:{key}",
            kind=compose.DUTY_TEXT,
            words=text,
            as_email=call.email,
        )


def _email_words(
    alarm: DutyAlarm, words: str, page: str, now: datetime, person: User | None
) -> tuple[str, str]:
    """The subject and body of an alarm: references, times, and nobody's name."""
    row = alarm.deadline
    if alarm.reason is AlarmReason.SLIP_RULE:
        return compose.write(
            "en/slip_rule.txt",
            words=words,
            reference=row.reference,
            act_by_at=time_words.moment_words(alarm.about_at),
            time_left=deadline.time_left(now, alarm.about_at).words,
            last_days=[
                time_words.slip_rule_words(outside_law.last_day_on)
                for outside_law in slip_rule.alarmed_of(row)
                if slip_rule.act_by_at(outside_law) == alarm.about_at
            ],
            page=page,
        )
    return compose.write(
        "en/duty.txt",
        words=words,
        reference=row.reference,
        is_request=row.request is not None,
        received_at=time_words.moment_words(row.began_at),
        is_held=row.request is not None and row.request.state is RequestState.QUARANTINED,
        file_by_at=time_words.moment_words(row.file_by_at),
        last_day_on=time_words.day_words(running.last_day_of(row)),
        later_file_by_at=time_words.moment_words(row.later_file_by_at),
        may_be_until=time_words.day_words(row.may_be_until_on),
        time_left=deadline.time_left(now, row.file_by_at).words if row.file_by_at else "",
        find_day_by_at=time_words.moment_words(row.find_day_by_at),
        basis=row.basis.label,
        is_passed=row.file_by_at is not None and row.file_by_at <= now,
        others=shared_alarms.others(row.request),
        is_theirs=person is not None and row.holder == person,
        page=page,
    )


def _may_be_texted(person: User, now: datetime, *, at_once: bool) -> bool:
    """Whether they may be texted now: in office hours, or at night where they said so."""
    if office_hours.may_be_open(now):
        return True
    if person.night_texts is NightTexts.LAST_DAY:
        return at_once
    return person.night_texts is NightTexts.EVERY_ALARM


def _until(alarm: DutyAlarm) -> str:
    if alarm.reason is AlarmReason.SLIP_RULE:
        return f"{alarm.reason.to_do} {_brief(alarm.about_at)}."
    file_by_at = alarm.deadline.file_by_at
    return f"File by {_brief(file_by_at)}." if file_by_at else "Find the day."


def _brief(instant: datetime) -> str:
    return f"{instant.astimezone(clock.LONDON):%H:%M %d/%m}"
