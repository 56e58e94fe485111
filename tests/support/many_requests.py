"""A register of made-up requests, and the same facts plainly, moment by moment, to count by hand.

Everything happens in the order of time, through the services where there is one.
"""

import heapq
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from tests.support import build
from ulss_tracker import clock
from ulss_tracker.models import (
    Case,
    Channel,
    Means,
    Notification,
    NotificationState,
    Request,
    RequestState,
    Review,
    db,
)
from ulss_tracker.scheme.workflow.requester_role import RequesterRole
from ulss_tracker.scheme.workflow.stages import VOID, Outcome, State
from ulss_tracker.services import notifying
from ulss_tracker.services.assignment import assignment
from ulss_tracker.services.cases import cases
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.requests import requests, who_asked, withdrawals
from ulss_tracker.services.requests.who_asked import WhoAsked

START = datetime(2025, 2, 1, tzinfo=UTC)
COURTS = ("leeds", "cardiff", "snaresbrook", None)
OUTCOMES = (Outcome.NOT_REFERRED, Outcome.NOT_IN_SCHEME, *sorted(VOID))
# Where a figure is miscounted if anywhere: the last instant of a month, and the first.
MIDNIGHTS = (
    datetime(2025, 3, 31, 23, tzinfo=UTC),  # 1 April in London
    datetime(2025, 2, 28, 23, 59, 59, tzinfo=UTC),
    datetime(2025, 4, 30, 23, tzinfo=UTC),
)
LOOKED_AFTER = (59, 60, 61, 239, 240, 24 * 60, 24 * 60 - 1, 72 * 60, 5_000)
"""Minutes, either side of every edge."""
TOLD_AFTER = (6, 7, 13, 14, 20, 21, 28, 29, 60, 61)


@dataclass
class Facts:
    """What is so of one thing, and since when; in the order in which it came to be so."""

    id: int
    log: list[tuple[datetime, dict[str, Any]]] = field(default_factory=list)

    def note(self, **facts: Any) -> None:
        """Something is so from now on."""
        self.log.append((clock.now(), facts))

    def at(self, moment: datetime) -> dict[str, Any] | None:
        """Everything that was so at a moment; None before it was there."""
        found: dict[str, Any] = {}
        for since, facts in self.log:
            if since <= moment:
                found |= facts
        return {"id": self.id, **found} if found else None


@dataclass
class Register:
    """Plain facts of every request, case and review."""

    requests: list[Facts] = field(default_factory=list)
    cases: dict[int, Facts] = field(default_factory=dict)
    reviews: dict[int, Facts] = field(default_factory=dict)

    def reviews_of(self, case_id: int, moment: datetime) -> list[dict[str, Any]]:
        """The reviews of a case as they were at a moment."""
        found = [then for each in self.reviews.values() if (then := each.at(moment))]
        return [each for each in found if each["case"] == case_id]


class _Days:
    """What is to happen, in the order of time."""

    def __init__(self) -> None:
        self._order = count()
        self._to_come: list[tuple[datetime, int, Callable[[], object]]] = []

    def then(self, at: datetime, happens: Callable[[], object]) -> None:
        heapq.heappush(self._to_come, (at, next(self._order), happens))

    def go(self) -> None:
        while self._to_come:
            at, _, happens = heapq.heappop(self._to_come)
            with clock.set_to(at):
                happens()


def make(number: int, seed: int = 11) -> Register:
    """Make that many requests over three months, with all that became of them."""
    maker = _Maker(random.Random(seed))  # noqa: S311
    for _ in range(number):
        maker.receive()
    maker.days.go()
    return maker.register


class _Maker:
    def __init__(self, chance: random.Random) -> None:
        self.chance, self.days, self.register = chance, _Days(), Register()
        self.by = build.user()

    def receive(self) -> None:
        """Somebody asks; staff log what did not come by the form, some hours later."""
        chance = self.chance
        received_at = START + timedelta(minutes=chance.randrange(90 * 24 * 60))
        if chance.random() < 0.4:
            received_at = chance.choice(MIDNIGHTS) - timedelta(seconds=chance.randrange(2))
        channel = chance.choice(list(Channel))
        late = timedelta(minutes=0 if channel is Channel.FORM else chance.randrange(3000))
        self.days.then(received_at + late, lambda: self._received(received_at, channel))

    def _received(self, received_at: datetime, channel: Channel) -> None:
        chance = self.chance
        there = received_at.astimezone(clock.LONDON)
        days = chance.choice((None, 3, 27, 28, 29, 40))
        asked: dict[str, Any] = {
            "standing": chance.choice(list(RequesterRole)),
            "court_id": chance.choice(COURTS),
            "language": chance.choice(("en", "en", "cy")),
            "sentenced_on": None if days is None else there.date() - timedelta(days=days),
            "email": f"person{len(self.register.requests)}@example.org",
        }
        if channel is Channel.FORM:
            request = build.request(**asked)
        else:
            request = requests.log(
                build.asked(**asked), channel=channel, received_at=received_at, by=self.by
            ).request
        facts = Facts(request.id)
        facts.note(
            received_at=received_at,
            channel=channel,
            looked_at=request.logged_at if request.logged_by_id else None,  # who logs it has looked
            case=None,
            ended=None,
            told_at=None,
            only=None,
            was_told=None,
            **asked,
        )
        self.register.requests.append(facts)
        if chance.random() < 0.6:
            looked = timedelta(minutes=chance.choice(LOOKED_AFTER))
            self.days.then(max(received_at + looked, clock.now()), lambda: self._look(facts))
        settle = timedelta(minutes=chance.randrange(9 * 24 * 60))
        self.days.then(clock.now() + settle, lambda: self._settle(facts))

    def _request(self, facts: Facts) -> Request:
        return db.session.get_one(Request, facts.id)

    def _looked(self, facts: Facts) -> None:
        now = facts.at(clock.now())
        if now and now["looked_at"] is None:
            facts.note(looked_at=clock.now())

    def _look(self, facts: Facts) -> None:
        request = self._request(facts)
        if request.state is RequestState.NEW and request.looked_at is None:
            assignment.record_triage(request, self.by)
            self._looked(facts)
            was_told = (None, True, False)[facts.id % 3]
            who_asked.correct(request, WhoAsked(request.standing, was_told), self.by)
            facts.note(was_told=was_told)

    def _settle(self, facts: Facts) -> None:
        request, chance = self._request(facts), self.chance
        if request.state is not RequestState.NEW:
            return
        what = chance.choice(("open", "join", "join", "close", "withdraw", "wait"))
        there = [each for each in self.register.cases if self._is_open(each)]
        if what == "open" or (what == "join" and not there):
            self._open(facts, request)
        elif what == "join":
            case = db.session.get_one(Case, chance.choice(there))
            cases.join_case(request, case, self.by)
            self._looked(facts)
            facts.note(case=case.id)
            if chance.random() < 0.5:
                only = chance.choice(case.reviews)
                with transaction():
                    request.asks_about = [only]
                facts.note(only=only.id)
            self._after(facts)
        elif what == "close":
            requests.close(request, "A test", self.by)
            self._looked(facts)
            facts.note(ended="closed")
        elif what == "withdraw":
            self._withdraw(facts)

    def _is_open(self, case_id: int) -> bool:
        return not db.session.get_one(Case, case_id).is_void

    def _open(self, facts: Facts, request: Request) -> None:
        review = cases.open_case(request, self.by)
        self._looked(facts)
        case = review.case
        facts.note(case=case.id)
        self.register.cases[case.id] = Facts(case.id)
        self.register.cases[case.id].note(first=facts.id, court_id=case.court_id)
        self._add(review)
        if self.chance.random() < 0.4:
            with transaction():
                second = Review(
                    case=case,
                    offender_name="Somebody Else",
                    state=State.RECEIVED,
                    opened_at=clock.now(),
                    changed_at=clock.now(),
                )
                db.session.add(second)
            self._add(second)
        if self.chance.random() < 0.4:
            self.days.then(clock.now() + timedelta(days=3), lambda: self._move(case.id))
        self._after(facts)

    def _add(self, review: Review) -> None:
        number = review.id
        facts = self.register.reviews[number] = Facts(number)
        facts.note(case=review.case_id, last_day_on=review.last_day_on, outcome=None)
        if self.chance.random() < 0.7:
            days = timedelta(days=self.chance.randrange(1, 5))
            self.days.then(clock.now() + days, lambda: self._record_day(facts))

    def _record_day(self, facts: Facts) -> None:
        """The last day is another than those who asked believed."""
        review = db.session.get_one(Review, facts.id)
        of_case = [each.at(clock.now()) for each in self.register.requests]
        received = [each["received_at"] for each in of_case if each and each["case"]]
        day: date = self.chance.choice(received).astimezone(clock.LONDON).date()
        with transaction():
            review.last_day_on = day + timedelta(days=self.chance.randrange(-1, 2))
        facts.note(last_day_on=review.last_day_on)

    def _move(self, case_id: int) -> None:
        with transaction():
            db.session.get_one(Case, case_id).court_id = "leeds"
        self.register.cases[case_id].note(court_id="leeds")

    def _after(self, facts: Facts) -> None:
        """Some withdraw later; of others the review ends, and they are told or not."""
        if self.chance.random() < 0.2:
            self.days.then(clock.now() + timedelta(days=4), lambda: self._withdraw(facts))
        elif self.chance.random() < 0.8:
            told = facts.log[0][1]["received_at"] + timedelta(days=self.chance.choice(TOLD_AFTER))
            self.days.then(max(told, clock.now()), lambda: self._end(facts))

    def _withdraw(self, facts: Facts) -> None:
        request = self._request(facts)
        if request.state in withdrawals.MAY_BE_WITHDRAWN:
            withdrawals.record(request, Channel.PHONE, "Rang us", self.by)
            facts.note(ended="withdrawn")

    def _end(self, facts: Facts) -> None:
        request = self._request(facts)
        assert request.case is not None
        for review in [each for each in request.case.reviews if request.is_about(each)]:
            if review.outcome is None:
                with transaction():
                    review.outcome = self.chance.choice(OUTCOMES)
                    notifying.plan_for_outcome(review, self.by)
                self.register.reviews[review.id].note(outcome=review.outcome)
            self._tell(review, facts)

    def _tell(self, review: Review, facts: Facts) -> None:
        for notification in db.session.query(Notification).filter_by(
            request_id=facts.id, review_id=review.id
        ):
            if notification.state is not NotificationState.TO_TELL:
                continue
            notifying.record_told(notification, Means.PHONE, clock.now(), self.by)
            now = facts.at(clock.now())
            assert now is not None
            if now["told_at"] is None:
                facts.note(told_at=clock.now())
            if self.chance.random() < 0.2:
                self.days.then(
                    clock.now() + timedelta(hours=5),
                    lambda each=notification.id: self._take_back(each, facts),
                )

    def _take_back(self, telling_id: int, facts: Facts) -> None:
        notification = db.session.get_one(Notification, telling_id)
        notifying.take_back(notification, "Somebody else", self.by)
        told = [
            each.told_at
            for each in db.session.query(Notification).filter_by(request_id=facts.id)
            if each.told_at
        ]
        facts.note(told_at=min(told, default=None))
