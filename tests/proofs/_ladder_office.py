"""An office for four days and what happens in it by chance, for the proof of the ladders.

Its people with their hours, a rota with gaps, absences with stand-ins; requests and reviews, to
which people do something now and then: through the services where these have rules of their own,
else by the record alone. The same seed does the same again.
"""

from contextlib import suppress
from datetime import date, datetime, time, timedelta
from random import Random

from sqlalchemy import select

from tests.proofs._ladder_people import make_people, staff_of
from ulss_tracker import clock
from ulss_tracker.errors import ChangedMeanwhile, NotAllowed, Refused
from ulss_tracker.models import (
    Case,
    Channel,
    Conflict,
    Decision,
    DecisionChoice,
    DutyAlarm,
    Event,
    EventKind,
    OutsideLaw,
    PaperKind,
    Request,
    RequestState,
    Review,
    Sentence,
    User,
    Wait,
    db,
)
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.offences.facts import OrderKind
from ulss_tracker.scheme.time import deadline
from ulss_tracker.scheme.time.calendar import CalendarUnknown
from ulss_tracker.scheme.workflow.stages import LawOfficer, Outcome, State
from ulss_tracker.services.core import changed_records
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.messaging import duty_alarms, reminders
from ulss_tracker.services.protection import sealing
from ulss_tracker.services.referral import papers
from ulss_tracker.services.waiting import calls, outstanding, waits

DAYS = 4
# Before Christmas, across Easter and both changes of the clocks, ordinary weeks, and the end of
# the bank holidays that are known.
BEGINNINGS = (
    date(2026, 12, 23),
    date(2027, 3, 25),
    date(2027, 3, 27),
    date(2026, 10, 23),
    date(2026, 6, 1),
    date(2026, 6, 4),
    date(2027, 4, 30),
    date(2028, 12, 28),
)
_A_MINUTE = timedelta(minutes=1)
_AROUND_FILING = [timedelta(hours=-hours) for hours in (24, 8, 4, 2, 1, 0)]
_AROUND = [timedelta(minutes=minutes) for minutes in (-1, 0, 0, 1, 14, 15, 29, 30, 45, 61)]
_STATES = (State.CHECKING, State.AWAITING_PAPERS, State.UNDER_CONSIDERATION, State.LAW_OFFICERS)
_WORDS = ("", "I cannot remember", "20 days ago", "either 1 March 2027 or 2 March 2027")


def file_by(sentenced_on: date) -> datetime:
    """The moment to file by; where the bank holidays are not known, on the last day itself."""
    last_day_on = deadline.last_day(sentenced_on)
    with suppress(CalendarUnknown):
        return deadline.file_by(last_day_on)
    return datetime.combine(last_day_on, time(17), clock.LONDON)


def _record(
    kind: EventKind, by: User, about: Review | Request, before: dict[str, str], **after: str
) -> None:
    """Add a line of history past the services: how they are asked for one has changed."""
    review = about if isinstance(about, Review) else None
    request = about if isinstance(about, Request) else None
    db.session.flush()
    changed_records.note(review=review, request=request)
    db.session.add(
        Event(
            kind=kind,
            at=clock.now(),
            by_id=by.id,
            case_id=about.case_id,
            review_id=review.id if review else None,
            request_id=request.id if request else None,
            before=before,
            after={"note": "", **after},
        )
    )


class World:
    """One office, its requests and its reviews."""

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)
        self.begins = self.chance.choice(BEGINNINGS)
        self.first_day = self.chance.randint(2, DAYS)
        self.requests: list[Request] = []
        self.reviews: list[Review] = []
        with clock.set_to(clock.start_of(self.begins)):
            self.people = make_people(self.begins, DAYS, self.chance)

    def moments(self) -> list[datetime]:
        """Each day when the office opens and by chance, and around the moments to file by."""
        found = set()
        for number in range(DAYS):
            day = self.begins + timedelta(days=number)
            found.add(datetime.combine(day, time(9), clock.LONDON))
            found.add(clock.start_of(day) + self.chance.randrange(1_440) * _A_MINUTE)
        file_by_at = file_by(self.begins + timedelta(days=self.first_day - 28))
        for before in self.chance.sample(_AROUND_FILING, 4):
            found.add(file_by_at + before + self.chance.choice(_AROUND))
        ends_at = clock.end_of(self.begins + timedelta(days=DAYS))
        return sorted({at.astimezone(clock.LONDON) for at in found if at < ends_at})

    def live(self, arriving: int) -> None:
        """Let so many arrive now, and something happen to a few of all there are."""
        with transaction():
            for _ in range(arriving):
                self._arrive()
        for _ in range(self.chance.randint(2, 12)):
            with suppress(Refused, NotAllowed, ChangedMeanwhile):
                self._act()

    def _staff(self) -> list[User]:
        return staff_of(self.people)

    def _days_ago(self) -> datetime:
        return clock.now() - timedelta(days=self.chance.randint(0, 5))

    def _somebody(self) -> User:
        return self.chance.choice([user for user in self._staff() if user.is_active])

    # What happens

    def _arrive(self) -> None:
        """A request; most of them are opened at once, a few with what brings more of a ladder."""
        chance = self.chance
        sentenced_on = self.begins + timedelta(days=self.first_day - 28)
        if sentenced_on > clock.today() or chance.random() < 0.7:
            sentenced_on = clock.today() - timedelta(days=chance.randint(8, 30))
        is_known = chance.random() < 0.75
        number = len(self.requests) + 1
        with transaction():
            request = Request(
                reference=f"R{number:05}",
                code_hash=f"hash {number}",
                channel=Channel.FORM,
                state=chance.choice((RequestState.NEW, RequestState.QUARANTINED)),
                received_at=clock.now(),
                logged_at=clock.now(),
                offender_name=f"Offender {number}",
                sentenced_on=sentenced_on if is_known else None,
                sentenced_text="" if is_known else chance.choice(_WORDS),
                standing=Request.standing.type.kind("victim"),  # by what both releases have
                email=f"r{number}@example.org",
                owner=chance.choice([None, self._somebody()]),
            )
            db.session.add(request)
            db.session.flush()
            self.requests.append(request)
        if chance.random() < 0.5:
            with transaction():
                duty_alarms.raise_on_arrival(request)
        if chance.random() < 0.65:
            self._open(request, sentenced_on)

    def _open(self, request: Request, sentenced_on: date) -> None:
        number, chance, now = len(self.reviews) + 1, self.chance, clock.now()
        with transaction():
            case = Case(
                reference=f"C{number:05}",
                opened_at=now,
                opened_by_id=self._somebody().id,
                changed_at=now,
            )
            request.case, request.state = case, RequestState.IN_CASE
            review = Review(
                case=case,
                offender_name=request.offender_name,
                state=chance.choice(_STATES),
                assignee=chance.choice([None, *self._staff()]),
                opened_at=now,
                changed_at=now,
            )
            db.session.add_all([case, review])
            if chance.random() < 0.9:
                self._sentence(review, sentenced_on)
            self.reviews.append(review)

    def _sentence(self, review: Review, sentenced_on: date) -> None:
        for sentence in review.sentences:
            sentence.sentenced_on = sentenced_on
        if not review.sentences:
            review.sentences = [
                Sentence(
                    sentenced_on=sentenced_on,
                    order_kind=OrderKind.IMPRISONMENT,
                    text="3 years",
                    recorded_by_id=self._somebody().id,
                )
            ]
            review.unconfirmed_since_at = clock.now()
        review.last_day_on = deadline.last_day(sentenced_on)
        review.file_by_at = review.earliest_file_by_at = file_by(sentenced_on)

    def _act(self) -> None:
        """Something that somebody does with one of them."""
        chance = self.chance
        if self.reviews and chance.random() < 0.7:
            act = chance.choice(
                (
                    self._assign,
                    self._assign,
                    self._decide,
                    self._decide,
                    self._move,
                    self._file,
                    self._end,
                    self._redate,
                    self._verify,
                    self._find_conflict,
                    self._seal,
                    self._ask_papers,
                    self._ask_papers,
                    self._receive_paper,
                    self._chase,
                    self._slip,
                    self._plan_call,
                )
            )
            act(chance.choice(self.reviews))
        elif self.requests:
            act = chance.choice(
                (
                    self._look,
                    self._own,
                    self._close,
                    self._owe,
                    self._owe,
                    self._acknowledge_alarm,
                    self._acknowledge_alarm,
                    self._acknowledge_alarm,
                    self._acknowledge_reminder,
                    self._take,
                    self._leave,
                )
            )
            act(chance.choice(self.requests))

    @transaction()
    def _assign(self, review: Review) -> None:
        after = self._somebody()
        before = {"assignee": review.assignee.name if review.assignee else ""}
        review.assignee = after
        _record(EventKind.ASSIGNEE_CHANGED, self._somebody(), review, before, assignee=after.name)

    @transaction()
    def _decide(self, review: Review) -> None:
        if review.decisions:
            return
        officer = next(user for user in self.people if user.role is Role.LAW_OFFICER)
        review.state = State.TO_FILE
        review.decisions.append(
            Decision(
                choice=DecisionChoice.REFER,
                reasons="Too low",
                decided_by_id=officer.id,
                decided_at=clock.now(),
                law_officer=LawOfficer.ATTORNEY_GENERAL,
            )
        )
        _record(EventKind.DECIDED, officer, review, {}, choice="refer")

    @transaction()
    def _move(self, review: Review) -> None:
        review.state = self.chance.choice(_STATES)

    @transaction()
    def _file(self, review: Review) -> None:
        review.filed_at, review.state = clock.now(), State.REFERRED

    @transaction()
    def _end(self, review: Review) -> None:
        review.outcome, review.outcome_at = Outcome.NOT_REFERRED, clock.now()
        review.state = State.CLOSED

    @transaction()
    def _redate(self, review: Review) -> None:
        self._sentence(review, clock.today() - timedelta(days=self.chance.randint(18, 30)))

    @transaction()
    def _verify(self, review: Review) -> None:
        review.unconfirmed_since_at = self.chance.choice((None, clock.now()))

    @transaction()
    def _find_conflict(self, review: Review) -> None:
        person = self._somebody()
        if all(conflict.person_id != person.id for conflict in review.case.conflicts):
            review.case.conflicts.append(
                Conflict(person_id=person.id, reason="A friend", declared_at=clock.now())
            )

    def _seal(self, review: Review) -> None:
        by = self.chance.choice([user for user in self.people if user.role is Role.SUPERVISOR])
        if self.chance.random() < 0.4:
            sealing.seal(review.case, [by, self._somebody()], "It is secret", by)

    def _ask_papers(self, review: Review) -> None:
        with clock.set_to(self._days_ago()):
            papers.ask(review.case, [self.chance.choice(tuple(PaperKind))], [], self._somebody())

    def _receive_paper(self, review: Review) -> None:
        for paper in papers.wanted(review.case)[:1]:
            promised_by_on = clock.today() + timedelta(days=self.chance.randint(0, 5))
            received_at = self.chance.choice((None, clock.now()))
            known = papers.PaperInput(promised_by_on=promised_by_on, received_at=received_at)
            papers.record(review.case, paper, known, self._somebody(), version=paper.version)

    def _chase(self, review: Review) -> None:
        by = self._somebody()
        at = self._days_ago()
        papers.record_chase(review.case, at=at, spoke_to="Kim", answer="", by=by)

    @transaction()
    def _slip(self, review: Review) -> None:
        for sentence in review.sentences:
            if sentence.outside_law is not None:
                sentence.outside_law.dealt_with_at = self.chance.choice((None, clock.now()))
            else:
                sentence.outside_law = OutsideLaw(
                    review=review,
                    reason="No such sentence",
                    last_day_on=clock.today() + timedelta(days=self.chance.randint(-1, 6)),
                    found_at=clock.now(),
                )

    def _plan_call(self, review: Review) -> None:
        due_on = clock.today() + timedelta(days=self.chance.randint(0, 3))
        calls.plan(review.case, self._somebody(), due_on, "Ring Kim", self._somebody())

    @transaction()
    def _look(self, request: Request) -> None:
        request.looked_at = clock.now()

    @transaction()
    def _own(self, request: Request) -> None:
        request.owner = self._somebody()
        by, owner = self._somebody(), request.owner.name
        _record(EventKind.REQUEST_OWNER_CHANGED, by, request, {"owner": ""}, owner=owner)

    @transaction()
    def _close(self, request: Request) -> None:
        if request.case_id is None:
            request.state = self.chance.choice((RequestState.CLOSED, RequestState.NEW))

    def _owe(self, request: Request) -> None:
        by = self._somebody()
        for item in outstanding.of_request(request):
            if item.ended_at is None:
                outstanding.chase(item, clock.today(), "Rang", by, version=item.version)
                return
        with clock.set_to(self._days_ago()):
            day = clock.today() + timedelta(days=self.chance.randint(0, 3))
            outstanding.ask(request, "The papers", day, by)

    def _acknowledge_alarm(self, _request: Request) -> None:
        going = select(DutyAlarm).where(DutyAlarm.ended_at.is_(None)).order_by(DutyAlarm.id)
        for alarm in db.session.scalars(going).all():
            if self.chance.random() < 0.2:
                with suppress(Refused):
                    duty_alarms.acknowledge(alarm, self._somebody())

    def _acknowledge_reminder(self, _request: Request) -> None:
        for person in self._staff():
            for reminder in reminders.of_person(person):
                if self.chance.random() < 0.3:
                    reminders.acknowledge(reminder, person)

    def _take(self, _request: Request) -> None:
        waiting = select(Wait).where(Wait.ended_at.is_(None)).order_by(Wait.id)
        for wait in db.session.scalars(waiting).all():
            if self.chance.random() < 0.1:
                with suppress(Refused, NotAllowed):
                    waits.take(wait, self._somebody())

    @transaction()
    def _leave(self, _request: Request) -> None:
        person = self._somebody()
        if person.role is Role.CASEWORKER and self.chance.random() < 0.1:
            person.is_active = False
