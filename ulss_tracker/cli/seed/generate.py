"""Drawing cases from one seed: who, where, when, and how each came out."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any

from ulss_tracker import clock
from ulss_tracker.cli.seed.loading import Loader
from ulss_tracker.cli.seed.names import Called, called, pool
from ulss_tracker.cli.seed.rules import OFFENCES, OUTSIDE, RulesAnswer, answer_for
from ulss_tracker.scheme.courts.court_table import Court, CourtKind
from ulss_tracker.scheme.courts.courts import load_courts
from ulss_tracker.scheme.time import deadline
from ulss_tracker.scheme.workflow.stages import Outcome, State
from ulss_tracker.scheme.workflow.standing import Standing

SEED = 1988
_YEARS = 6
_SATURDAY = 5
_DAY = timedelta(days=1)
_ENDINGS: dict[Outcome, int] = {
    Outcome.NOT_REFERRED: 45,
    Outcome.NOT_IN_SCHEME: 33,
    Outcome.INCREASED: 9,
    Outcome.UNCHANGED: 4,
    Outcome.OUT_OF_TIME: 5,
    Outcome.WITHDRAWN: 2,
    Outcome.LEAVE_REFUSED: 2,
}
REFERRED = frozenset({Outcome.INCREASED, Outcome.UNCHANGED, Outcome.LEAVE_REFUSED})
# One in so many waits for the law officers: each has a submission to be read.
_OPEN_STATES: dict[State, int] = {
    State.CHECKING: 8,
    State.AWAITING_PAPERS: 6,
    State.UNDER_CONSIDERATION: 5,
    State.LAW_OFFICERS: 1,
    State.TO_FILE: 2,
}
_STANDINGS = (Standing.VICTIM, Standing.BEREAVED_FAMILY, Standing.PUBLIC)
_WITHIN_DAYS = 20  # how long after sentence a request in time comes
_LATE_DAYS = (29, 60)
_OFFICE_DAY = 700  # minutes from nine o'clock


@dataclass(slots=True)
class DrawnCase:
    """All that is drawn of one case: days and instants as they are, and as rows hold them."""

    who: Called
    requester: Called
    court: Court
    answer: RulesAnswer
    standing: Standing
    assignee_id: int
    officer_id: int
    state: State
    outcome: Outcome | None
    sentenced_on: date
    sentence_day: str
    last_day_on: date
    last_day: str
    file_by_at: datetime
    file_by: str
    received_at: datetime
    received: str
    received_day: str
    ended_at: datetime | None
    ended: Any
    filed_at: datetime | None
    filed: Any


class Drawing:
    """Draws cases: the same ones from the same seed on the same day."""

    def __init__(
        self,
        loader: Loader,
        count: int,
        *,
        staff: Sequence[int],
        officers: Sequence[int],
        named: Sequence[str],
    ) -> None:
        self._loader = loader
        self._staff, self._officers = staff, officers
        self._named = list(named)
        self._chance = random.Random(SEED)  # noqa: S311
        self._pool = pool(self._chance, count, named)
        self._called = cache(lambda name: called(name, loader.text))
        self._now, self._today = clock.now(), clock.today()
        self._courts = [court for court in load_courts() if court.kind is CourtKind.CROWN_COURT]
        self._due = cache(self._work_out)

    def cases(self, count: int, *, open_: int) -> Iterator[DrawnCase]:
        """So many cases, the first of them open."""
        some = self._chance.choices
        columns = zip(
            some(self._pool, k=count),
            some(self._pool, k=count),
            some(self._courts, k=count),
            some(OFFENCES, k=count),
            some(_STANDINGS, k=count),
            some(self._staff, k=count),
            some(self._officers, k=count),
            some(list(_ENDINGS), list(_ENDINGS.values()), k=count),
            some(list(_OPEN_STATES), list(_OPEN_STATES.values()), k=count),
            strict=True,
        )
        for number, drawn in enumerate(columns):
            yield self._case(*drawn, is_open=number < open_)

    def _case(
        self,
        name: str,
        requester: str,
        court: Court,
        offence_id: str,
        standing: Standing,
        assignee_id: int,
        officer_id: int,
        ending: Outcome,
        stage: State,
        *,
        is_open: bool,
    ) -> DrawnCase:
        outcome = None if is_open else ending
        if self._named:
            name = self._named.pop()
        sentenced_on = self._sentenced_on(outcome)
        sentence_day, last_day_on, last_day, file_by_at, file_by = self._due(sentenced_on)
        received_at = self._received_at(sentenced_on, outcome)
        filed_at = ended_at = None
        if outcome in REFERRED:
            filed_at = file_by_at - timedelta(hours=self._within(2, 90))
        if outcome:
            ended_at = (filed_at or received_at) + timedelta(days=self._within(2, 30))
        instant, nothing = self._loader.instant, self._loader.nothing
        return DrawnCase(
            who=self._called(name),
            requester=self._called(requester),
            court=court,
            answer=answer_for(
                OUTSIDE if outcome is Outcome.NOT_IN_SCHEME else offence_id, sentenced_on
            ),
            # Of nobody else's request is it certain that it came too late.
            standing=Standing.PUBLIC if outcome is Outcome.OUT_OF_TIME else standing,
            assignee_id=assignee_id,
            officer_id=officer_id,
            state=State.CLOSED if outcome else stage,
            outcome=outcome,
            sentenced_on=sentenced_on,
            sentence_day=sentence_day,
            last_day_on=last_day_on,
            last_day=last_day,
            file_by_at=file_by_at,
            file_by=file_by,
            received_at=received_at,
            received=instant(received_at),
            received_day=clock.day_of(received_at).isoformat(),
            ended_at=ended_at,
            ended=instant(ended_at) if ended_at else nothing,
            filed_at=filed_at,
            filed=instant(filed_at) if filed_at else nothing,
        )

    def _within(self, least: int, most: int) -> int:
        """A number from `least` to `most`: quicker than `randint`."""
        return least + int(self._chance.random() * (most - least + 1))

    def _sentenced_on(self, outcome: Outcome | None) -> date:
        back = self._within(100, _YEARS * 365) if outcome else self._within(1, 26)
        day = self._today - back * _DAY
        return day - max(0, day.weekday() - _SATURDAY + 1) * _DAY

    def _received_at(self, sentenced_on: date, outcome: Outcome | None) -> datetime:
        if outcome is Outcome.OUT_OF_TIME:
            after = self._within(*_LATE_DAYS)
        else:
            after = self._within(0, min((self._today - sentenced_on).days, _WITHIN_DAYS))
        at = datetime.combine(sentenced_on + after * _DAY, time(9), tzinfo=UTC)
        return min(at + timedelta(minutes=self._within(0, _OFFICE_DAY)), self._now)

    def _work_out(self, sentenced_on: date) -> tuple[str, date, str, datetime, str]:
        """The day of sentence as rows hold it, the last day, and the moment to file by."""
        last_day_on = deadline.last_day(sentenced_on)
        file_by_at = deadline.file_by(last_day_on).astimezone(UTC)
        return (
            sentenced_on.isoformat(),
            last_day_on,
            last_day_on.isoformat(),
            file_by_at,
            self._loader.instant(file_by_at),
        )
