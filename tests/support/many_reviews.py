"""A register of made-up reviews in every state, and the same facts plainly, to count by hand."""

import random
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from tests.support import build
from ulss_tracker import clock
from ulss_tracker.models import (
    Case,
    Conviction,
    Filing,
    FilingKind,
    RequestState,
    Review,
    Sentence,
    db,
)
from ulss_tracker.scheme.offences.facts import OrderKind
from ulss_tracker.scheme.workflow.requester_role import RequesterRole
from ulss_tracker.scheme.workflow.stages import ENDINGS, VOID, Outcome, State
from ulss_tracker.services.core import changed_records
from ulss_tracker.services.core.unit_of_work import transaction

OFFENCES = ("io-robbery", "io-murder", "no-common-assault")
FILED = (Outcome.INCREASED, Outcome.UNCHANGED, Outcome.LEAVE_REFUSED)
_OF_THE_OLD_REGISTER = 0.2
COURTS = ("leeds", "cardiff", "snaresbrook", None)
# Half of what is drawn stands on an edge, where a figure is miscounted if anywhere.
_EDGE = 0.5
MIDNIGHTS = (
    datetime(2024, 4, 30, 23, tzinfo=UTC),  # 1 May in London
    datetime(2026, 3, 31, 23, tzinfo=UTC),  # 1 April
    datetime(2024, 12, 31, 23, 59, 59, tzinfo=UTC),
    datetime(2025, 6, 30, 23, tzinfo=UTC),
)
DAYS = (6, 7, 13, 14, 20, 21, 28, 29, 60, 61)
# One in so many was no work of its own: opened by mistake, or joined to another.
_VOID_EVERY = 11
HOURS = (0, 1, 24, 25, 72, 73, 168, 169)


@dataclass(frozen=True)
class Plain:
    """One review in plain values, as the test made it."""

    id: int
    case_id: int
    received_at: datetime
    known_at: datetime
    court_id: str | None
    outcome: Outcome | None
    standing: RequesterRole
    ended_at: datetime | None
    last_day_on: date
    sentenced_on: date
    offence_id: str
    filed_at: datetime | None
    is_historical: bool

    def at(self, moment: datetime) -> "Plain | None":
        """Return what was known at a moment: nothing before it came, no ending before it ended.

        Nothing either once it was known to be no work of its own.
        """
        is_void = self.outcome in VOID and moment >= self.known_at
        if moment < self.received_at or is_void:
            return None
        if moment >= self.known_at:
            return self
        return replace(self, outcome=None, ended_at=None, filed_at=None, is_historical=False)


def make(number: int, seed: int = 7) -> list[Plain]:
    """Make that many reviews, some two to a case, spread over three years."""
    chance = random.Random(seed)  # noqa: S311
    by = build.user()
    made: list[Plain] = []
    start = datetime(2024, 1, 1, tzinfo=UTC)
    while len(made) < number:
        received_at = start + timedelta(minutes=chance.randrange(3 * 365 * 24 * 60))
        days = chance.randrange(70)
        if chance.random() < _EDGE:
            received_at = chance.choice(MIDNIGHTS) - timedelta(seconds=chance.randrange(2))
        if chance.random() < _EDGE:
            days = chance.choice(DAYS)
        ended_at = received_at + timedelta(days=days)
        standing = chance.choice(list(RequesterRole))
        with clock.set_to(received_at), transaction():
            case = _case(received_at, standing, chance.choice(COURTS), len(made), by.id)
            last_day_on = received_at.date() + timedelta(days=chance.randrange(29))
            offences = [chance.choice(OFFENCES) for _ in range(chance.choice((1, 1, 2)))]
            reviews = [_review(case, received_at, last_day_on, each) for each in offences]
        for review, offence_id in zip(reviews, offences, strict=True):
            outcome = chance.choice([None, *ENDINGS])
            if len(made) % _VOID_EVERY == _VOID_EVERY - 1:
                outcome = sorted(VOID)[len(made) // _VOID_EVERY % len(VOID)]
            filed_at = None
            if outcome in FILED:
                filed_at = received_at + timedelta(hours=chance.randrange(700))
                if chance.random() < _EDGE:
                    left = timedelta(hours=chance.choice(HOURS), seconds=-chance.randrange(2))
                    filed_at = clock.end_of(last_day_on) - left
            is_historical = chance.random() < _OF_THE_OLD_REGISTER
            with clock.set_to(ended_at):
                _end(review, outcome, filed_at, is_historical=is_historical)
            made.append(
                Plain(
                    id=review.id,
                    case_id=case.id,
                    received_at=received_at,
                    known_at=ended_at,
                    court_id=case.court_id,
                    outcome=outcome,
                    standing=standing,
                    ended_at=ended_at if outcome and not is_historical else None,
                    last_day_on=last_day_on,
                    sentenced_on=last_day_on - timedelta(days=28),
                    offence_id=offence_id,
                    filed_at=filed_at,
                    is_historical=is_historical,
                )
            )
    return made


def _end(
    review: Review, outcome: Outcome | None, filed_at: datetime | None, *, is_historical: bool
) -> None:
    with transaction():
        letter = build.letter(review) if filed_at else None
        review.outcome, review.is_historical = outcome, is_historical
        if letter and filed_at:
            db.session.add(
                Filing(
                    review=review,
                    letter_id=letter.id,
                    kind=FilingKind.FILING,
                    at=filed_at,
                    method="Email",
                    recorded_at=clock.now(),
                    recorded_by_id=build.user().id,
                )
            )
        changed_records.note(review=review)


def _case(
    received_at: datetime, standing: RequesterRole, court_id: str | None, number: int, by_id: int
) -> Case:
    case = Case(
        reference=f"ULS-T-{number}",
        court_id=court_id,
        court_text=court_id or "",
        opened_at=received_at,
        opened_by_id=by_id,
        changed_at=received_at,
    )
    db.session.add(case)
    asked = build.request(standing=standing)
    asked.received_at, asked.case, asked.state = received_at, case, RequestState.IN_CASE
    db.session.flush()
    return case


def _review(case: Case, received_at: datetime, last_day_on: date, offence_id: str) -> Review:
    review = Review(
        case=case,
        offender_name="Nobody At All",
        state=State.CHECKING,
        last_day_on=last_day_on,
        opened_at=received_at,
        changed_at=received_at,
    )
    sentence = Sentence(
        review=review,
        sentenced_on=last_day_on - timedelta(days=28),
        order_kind=OrderKind.IMPRISONMENT,
        text="3 years",
    )
    # The one outside the scheme comes first, and is not the one that counts.
    sentence.convictions = [
        Conviction(offence_id=each, answers={})
        for each in dict.fromkeys((OFFENCES[-1], offence_id))
    ]
    db.session.add_all([review, sentence])
    db.session.flush()
    changed_records.note(review=review)
    return review
