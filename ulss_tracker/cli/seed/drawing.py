"""Drawing each copy from one seed: the story, whose it is, where and when."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ulss_tracker import clock
from ulss_tracker.cli.seed.names import Called, called, pool
from ulss_tracker.cli.seed.ordinary import Ordinary, ordinary
from ulss_tracker.cli.seed.playing import LAST_OPEN, Played
from ulss_tracker.scheme.courts.court_table import Court, CourtKind
from ulss_tracker.scheme.courts.courts import load_courts

SEED = 1988
_FRIDAY = 4
_DAY = timedelta(days=1)
# How long ago the sentence of a review that has ended was passed, at least and at most.
_FIRST_ENDED, _LAST_ENDED = 100 * _DAY, 6 * 365 * _DAY


@dataclass(frozen=True, slots=True)
class Drawn:
    """Whose case it is: `assignee` and `officer` are their places among those who may be."""

    ordinary: Ordinary
    offender: Called
    requester: Called
    court: Court
    assignee: int
    officer: int


class Drawing:
    """Draws cases: the same ones from the same seed on the same day."""

    def __init__(
        self, count: int, *, open_: int, named: Sequence[str], staff: int, officers: int
    ) -> None:
        """The first `open_` cases are open, the first offenders called as `named`.

        There are so many `staff` and law `officers`.
        """
        self._chance = random.Random(SEED)  # noqa: S311
        self._count, self._open, self._named = count, open_, named
        self._staff, self._officers = range(staff), range(officers)
        self._pool = pool(self._chance, count, named)
        self._today = clock.today()

    def cases(self) -> list[Drawn]:
        """Every case, but for the day of its sentence."""
        some, count = self._chance.choices, self._count
        names = [*self._named, *some(self._pool, k=count)[len(self._named) :]][:count]
        requesters = some(self._pool, k=count)
        courts = [court for court in load_courts() if court.kind is CourtKind.CROWN_COURT]
        columns = zip(
            self._stories(),
            map(called, names),
            map(called, requesters),
            some(courts, k=count),
            some(self._staff, k=count),
            some(self._officers, k=count),
            strict=True,
        )
        return [Drawn(*column) for column in columns]

    def _stories(self) -> Iterator[Ordinary]:
        stories = ordinary()
        is_open = min(self._open, self._count)
        for are_open, count in ((True, is_open), (False, self._count - is_open)):
            some = [story for story in stories if story.is_open is are_open]
            yield from self._chance.choices(some, [story.weight for story in some], k=count)

    def sentenced_on(self, played: Played) -> date:
        """The day of the sentence in a copy of this story."""
        story = played.ordinary
        least = story.lasts + _DAY if story.is_open else max(_FIRST_ENDED, story.lasts + _DAY)
        days = ((LAST_OPEN if story.is_open else _LAST_ENDED) - least).days + 1
        while True:
            day = self._today - least - int(self._chance.random() * days) * _DAY
            if story.is_open:
                day -= max(day.weekday() - _FRIDAY, 0) * _DAY
            else:  # whole weeks before: what is due on a working day is so again
                day -= (day - played.sentenced_on).days % 7 * _DAY
            if story.may_be_of(day):
                return day
