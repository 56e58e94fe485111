"""What people do with a request in a scenario, through the services, as far as it is allowed."""

from contextlib import suppress
from datetime import date, timedelta
from random import Random
from typing import Any

from sqlalchemy import select

from tests.proofs._scenarios import Act, Scenario
from tests.support import build
from tests.support.sentences import passed
from ulss_tracker import clock
from ulss_tracker.errors import Refused
from ulss_tracker.models import Case, Channel, Deadline, DutyAlarm, Request, Review, User, db
from ulss_tracker.scheme.workflow.stages import Step
from ulss_tracker.services.cases import cases, sentences, void_case
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.messaging import duty_alarms
from ulss_tracker.services.referral import progress
from ulss_tracker.services.requests import intake, requests, withdrawals


class Deeds:
    """The acts of people, by chance one or another of them."""

    def __init__(self, chance: Random, people: list[User], boss: User) -> None:
        self._chance, self._boss = chance, boss
        self._people = [each.id for each in people]
        self._true_days: dict[int, date] = {}

    def arrive(self, scenario: Scenario) -> Request:
        """Send the request online, or have somebody log it."""
        asked = build.asked(
            sentenced_on=scenario.stated_on,
            sentenced_text=scenario.said,
            offender_name=f"Offender {scenario.number}",
            email=f"person{scenario.number}@example.org",
        )
        if scenario.channel is Channel.FORM:
            held = "To be looked at" if self._chance.random() < 0.3 else ""
            received = intake.receive(asked, channel=Channel.FORM, quarantine_reason=held)
        else:
            by = self._somebody()
            received = requests.log(asked, channel=scenario.channel, received_at=clock.now(), by=by)
        self._true_days[received.request.id] = scenario.sentenced_on
        return received.request

    def do(self, request_id: int, act: str) -> None:
        """Do it; what the tracker refuses by then (it is in a case already, say) is left out."""
        request = db.session.get_one(Request, request_id)
        with suppress(Refused):
            getattr(self, f"_{Act(act).name.lower()}")(request)

    def _acknowledge(self, request: Request) -> None:
        of_case = select(Review.id).where(Review.case_id == request.case_id)
        query = (
            select(DutyAlarm)
            .join(Deadline, Deadline.id == DutyAlarm.deadline_id)
            .where(
                DutyAlarm.ended_at.is_(None),
                (Deadline.request_id == request.id) | Deadline.review_id.in_(of_case),
            )
        )
        for alarm in db.session.scalars(query):
            duty_alarms.acknowledge(alarm, self._somebody())

    def _look(self, request: Request) -> None:
        with transaction():
            request.looked_at = request.looked_at or clock.now()

    def _open(self, request: Request) -> None:
        cases.open_case(request, self._somebody())

    def _join(self, request: Request) -> None:
        open_ = select(Case).join(Case.reviews).where(Review.outcome.is_(None)).order_by(Case.id)
        found = list(db.session.scalars(open_).unique())
        if found:
            cases.join_case(request, self._chance.choice(found), self._somebody())

    def _undo(self, request: Request) -> None:
        if request.case is not None and not request.case.is_void:
            void_case.undo(request.case, "By mistake", self._boss, version=request.case.version)

    def _record(self, request: Request) -> None:
        for review in self._open_reviews(request):
            if not review.sentences:
                said = passed(sentenced_on=self._true_days[request.id])
                sentences.record_sentence(review, said, self._somebody(), review.version)

    def _correct(self, request: Request) -> None:
        """The court's log shows the day before."""
        for review in self._open_reviews(request):
            for sentence in review.sentences:
                said = passed(sentenced_on=sentence.sentenced_on - timedelta(days=1))
                by = self._somebody()
                sentences.change_sentence(review, sentence, said, by, review.version)

    def _close(self, request: Request) -> None:
        requests.close(request, "A test", self._somebody())

    def _withdraw(self, request: Request) -> None:
        withdrawals.record(request, Channel.PHONE, "", self._somebody())

    def _end(self, request: Request) -> None:
        for review in self._open_reviews(request):
            note: dict[str, Any] = {"version": review.version, "note": "Nobody asks any more"}
            progress.move(review, Step.WITHDRAW, self._boss, **note)

    def _open_reviews(self, request: Request) -> list[Review]:
        if request.case is None:
            return []
        return [review for review in request.case.reviews if review.outcome is None]

    def _somebody(self) -> User:
        query = select(User).where(User.id.in_(self._people), User.is_active)
        return self._chance.choice(list(db.session.scalars(query.order_by(User.id))))
