"""Twenty days of the office, hour by hour: 15 requests a day, Easter, the clocks going forward,
people away, the mail down for a day, workers killed at random. No review passes its moment unseen;
nothing is sent twice, or out of its order.
"""

import random
from collections import Counter, defaultdict
from contextlib import nullcontext, suppress
from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests.support import build
from ulss_tracker import clock
from ulss_tracker.adapters.mail import emails, mail_errors
from ulss_tracker.models import Message, MessageState, Reminder, Request, Review, User, db
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.time.calendar import working_days
from ulss_tracker.scheme.time.time_words import counted
from ulss_tracker.scheme.workflow.ladder import Level
from ulss_tracker.scheme.workflow.ladders import REMINDERS
from ulss_tracker.scheme.workflow.stages import State
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.messaging import compose, outgoing, queue, reminders
from ulss_tracker.services.operations import watchdog
from ulss_tracker.services.people import absences
from ulss_tracker.services.supervision import daily_list

pytestmark = pytest.mark.slow

FIRST, LAST = date(2026, 3, 20), date(2026, 4, 8)
MAIL_DOWN = date(2026, 3, 26)
# Nothing is sent about those that come otherwise than by email.
REQUESTS_A_DAY, BY_EMAIL, CASES_A_DAY = 15, 0.4, 6
# On the hours and half hours of the day, and now and then at night.
TIMES = [0, 3, 6, *(half / 2 for half in range(14, 39)), 21]
# A worker may be killed in one run, or in two.
_ENOUGH_RUNS = 3
RUNGS = {rung.id: rung for rung in REMINDERS.rungs}


class Killed(BaseException):
    """The worker's process ended here."""


class Post:
    """A mail service that knows what it took by its name, as GOV.UK Notify does.

    Nothing is to be handed over twice, but what a worker was killed over before it could record it.
    """

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.is_down = False
        self.taken: dict[str, datetime] = {}
        self.unrecorded: set[str] = set()
        self.twice: list[str] = []

    def send(self, email: emails.Email) -> str:
        if self.is_down:
            raise mail_errors.ServerTrouble("The mail server did not answer")
        if self.chance.random() < 0.03:
            raise Killed
        if email.message_id in self.taken:
            if not email.may_have_gone or email.message_id not in self.unrecorded:
                self.twice.append(email.message_id)
            self.unrecorded.discard(email.message_id)
            return "taken before"
        self.taken[email.message_id] = clock.now()
        if self.chance.random() < 0.03:
            self.unrecorded.add(email.message_id)
            raise Killed
        return "taken"


class Days:
    """The office, its people and its post."""

    def __init__(self, at, post: Post) -> None:
        self.at, self.post = at, post
        self.chance = random.Random(28)  # noqa: S311 - the same days each time
        self.workers = [build.user(email=f"w{n}@example.org", name=f"Worker {n}") for n in range(3)]
        self.supervisors = [
            build.user(Role.SUPERVISOR, email=f"s{n}@example.org", name=f"Supervisor {n}")
            for n in range(2)
        ]
        self.killed = 0
        self.ran: list[datetime] = []  # when the jobs ran

    def live(self) -> None:
        """From the first day to the last."""
        for number in range((LAST - FIRST).days + 1):
            day = FIRST + timedelta(days=number)
            self.post.is_down = day == MAIL_DOWN
            self._day(day)

    def _day(self, day: date) -> None:
        works = working_days().is_working_day(day)
        arrivals = Counter(self.chance.choice(TIMES) for _ in range(REQUESTS_A_DAY))
        for hour in TIMES:
            self.at(datetime.combine(day, datetime.min.time(), clock.LONDON) + _hours(hour))
            self._receive(arrivals[hour])
            if works and hour == 9:
                self._open_cases()
            if works and hour in {9.5, 13, 16}:
                self._see_to_reminders()
            self._jobs()

    def _receive(self, number: int) -> None:
        for _ in range(number):
            by_email = self.chance.random() < BY_EMAIL
            build.request(
                offender_name=f"Offender {self.chance.randrange(10_000)}",
                email=f"p{self.chance.randrange(200)}@example.org" if by_email else "",
                telephone="020 7946 0000",
            )

    def _open_cases(self) -> None:
        for _ in range(CASES_A_DAY):
            # The third never does anything: what they hold must reach others.
            assignee = self.chance.choice(self.workers)
            sentenced_on = clock.today() - timedelta(days=self.chance.randrange(12, 28))
            review = build.eligible_review(by=assignee, sentenced_on=sentenced_on, email="")
            if self.chance.random() < 0.1:
                with transaction():
                    review.assignee_id = None

    def _see_to_reminders(self) -> None:
        away = absences.away_today()
        for person in [*self.workers[:2], *self.supervisors]:
            if person.id in away:
                continue
            for each in reminders.of_person(person):
                # One in ten nobody ever gets to: it climbs, and passes.
                if (each.review_id or 1) % 10 and self.chance.random() < 0.5:
                    self._see_to(each, person)

    def _see_to(self, reminder: Reminder, person: User) -> None:
        reminders.acknowledge(reminder, person)
        # Every third is put off until its last day.
        review = reminder.review
        if review is None:
            return
        is_left = review.id % 3 == 0 and not RUNGS[reminder.rung].is_last_day
        if not is_left and self.chance.random() < 0.7:
            with transaction():
                review.filed_at, review.state = clock.now(), State.REFERRED

    def _jobs(self) -> None:
        self.ran.append(clock.now())
        for job in (reminders.remind, daily_list.send, lambda: queue.send_waiting(limit=500)):
            try:
                job()
            except Killed:
                self.killed += 1
                db.session.rollback()


def _hours(hours: float) -> timedelta:
    return timedelta(hours=hours)


@pytest.fixture
def lived(app: Flask, at, monkeypatch: pytest.MonkeyPatch) -> Days:
    """The days, lived through, with what was still on its way delivered."""
    chance = random.Random(5)  # noqa: S311
    post = Post(chance)
    monkeypatch.setattr(outgoing, "mailer", lambda: nullcontext(post))
    monkeypatch.setattr(daily_list, "make_pdf", lambda _html, _css: b"%PDF-1.7")
    remind = compose.remind

    def killed_now_and_then(*args: object, **kwargs: object) -> Message:
        if chance.random() < 0.01:
            raise Killed
        return remind(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(compose, "remind", killed_now_and_then)
    at(datetime.combine(FIRST, datetime.min.time(), clock.LONDON))
    lived = Days(at, post)
    worker, cover = lived.workers[0], lived.workers[1]
    absences.record(worker, date(2026, 3, 23), date(2026, 3, 31), cover, worker)
    boss = lived.supervisors[0]
    absences.record(boss, date(2026, 3, 30), date(2026, 4, 8), None, boss)
    lived.live()
    late = datetime.combine(LAST, datetime.min.time(), clock.LONDON) + _hours(22)
    unsent = select(Message.id).where(
        Message.state.in_((MessageState.WAITING, MessageState.SENDING)), Message.by_post.is_(False)
    )
    for minutes in range(0, 1_200, 20):
        at(late + timedelta(minutes=minutes))
        with suppress(Killed):
            queue.send_waiting(limit=500)
        db.session.rollback()
        if db.session.scalars(unsent).first() is None:
            break
    return lived


def test_twenty_days(lived: Days) -> None:
    asked = db.session.query(Request).count()
    assert asked >= REQUESTS_A_DAY * ((LAST - FIRST).days + 1)
    assert lived.killed > 20
    _no_review_passes_unseen()
    _no_rung_was_passed_over(lived)
    _reminders_are_in_office_hours_and_to_who_is_there(lived)
    _each_message_went_once_in_its_order(lived)
    _each_request_by_email_was_acknowledged_once()
    _everybody_had_the_list_each_working_day(lived)


def _no_review_passes_unseen() -> None:
    made = defaultdict(list)
    for reminder in db.session.scalars(select(Reminder).order_by(Reminder.id)):
        made[reminder.review_id].append(reminder)
    passed = list(
        db.session.scalars(
            select(Review).where(Review.file_by_at < clock.now()).order_by(Review.id)
        )
    )
    assert len(passed) > 40
    unfiled = [review for review in passed if review.filed_at is None]
    assert len(unfiled) > 3
    for review in passed:
        in_time = [each for each in made[review.id] if each.made_at < review.file_by_at]
        early = review.filed_at is not None and not in_time
        assert in_time or early, f"review {review.id} was never spoken of"
        if review in unfiled:
            levels = {each.level for each in in_time}
            assert Level.DUTY in levels or any(each.acknowledged_at for each in in_time), levels
    alarms = {alarm.id: alarm.text for alarm in watchdog.look()}
    assert ("passed" in alarms) is bool(unfiled)
    if unfiled:
        assert alarms["passed"].startswith(f"{counted(len(unfiled), 'review')} passed")


def _no_rung_was_passed_over(lived: Days) -> None:
    """Each rung that came while a review was open and unfiled, and the jobs ran thrice."""
    had = defaultdict(set)
    for reminder in db.session.scalars(select(Reminder)):
        had[reminder.review_id].add(reminder.rung)
    expected: Counter[str] = Counter()
    for review in db.session.scalars(select(Review).where(Review.file_by_at.is_not(None))):
        dues = [rung.due_at(review.file_by_at) for rung in REMINDERS.rungs]
        ends = [*dues[1:], clock.now()]
        for rung, due, end in zip(REMINDERS.rungs, dues, ends, strict=True):
            begun, over = max(due, review.opened_at), min(end, review.filed_at or end)
            runs = [at for at in lived.ran if begun <= at < over and rung.may_call(at)]
            if len(runs) >= _ENOUGH_RUNS:
                assert rung.id in had[review.id], f"review {review.id}: {rung.id}"
                expected[rung.id] += 1
    assert set(expected) >= set(RUNGS) - {"2_hours", "1_hour"}  # the jobs run twice in each


def _reminders_are_in_office_hours_and_to_who_is_there(lived: Days) -> None:
    worker, cover = lived.workers[0], lived.workers[1]
    covered = 0
    for each in db.session.scalars(select(Reminder)):
        there = each.made_at.astimezone(clock.LONDON)
        if not RUNGS[each.rung].is_last_day:
            assert working_days().is_working_day(there.date())
            assert 9 <= there.hour < 17
        if date(2026, 3, 23) <= there.date() <= date(2026, 3, 31):
            assert each.to_id != worker.id
            covered += each.level is Level.OWNER and each.to_id == cover.id
    assert covered


def _each_message_went_once_in_its_order(lived: Days) -> None:
    messages = list(db.session.scalars(select(Message).order_by(Message.id)))
    by_email = [message for message in messages if not message.by_post]
    assert {message.state for message in by_email} == {MessageState.SENT}
    taken = lived.post.taken
    assert lived.post.twice == []
    names = {outgoing.as_it_leaves(message).message_id: message for message in by_email}
    assert set(names) == set(taken)
    assert all(moment.astimezone(clock.LONDON).date() != MAIL_DOWN for moment in taken.values())
    last: dict[str, int] = defaultdict(int)
    for name in taken:  # in the order in which they were taken
        message = names[name]
        assert message.id > last[message.recipient], "out of order"
        last[message.recipient] = message.id
    told = [message.id for message in by_email if message.kind == compose.REMINDER]
    reminders_of = [each.message_id for each in db.session.scalars(select(Reminder))]
    assert sorted(told) == sorted(reminders_of, key=lambda number: number or 0)
    assert len(told) > 100


def _each_request_by_email_was_acknowledged_once() -> None:
    by_email = db.session.scalars(select(Request.id).where(Request.email != "")).all()
    query = select(Message.request_id).where(Message.kind == compose.ACKNOWLEDGEMENT)
    assert Counter(db.session.scalars(query)) == Counter(by_email)
    assert len(by_email) > 100


def _everybody_had_the_list_each_working_day(lived: Days) -> None:
    days = working_days().count(FIRST - timedelta(days=1), LAST)
    query = select(Message.recipient).where(Message.kind == compose.DAILY_LIST)
    people = [*lived.workers, *lived.supervisors]
    had = Counter(db.session.scalars(query))
    assert {person.email: had[person.email] for person in people} == {
        person.email: days for person in people
    }
