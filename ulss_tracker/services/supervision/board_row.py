"""One review as the board shows it: plain values, so that the same row again is drawn once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import and_

from ulss_tracker.models import Case, Review, User
from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.scheme.time import bands
from ulss_tracker.scheme.time.bands import Band, Span
from ulss_tracker.scheme.time.calendar import CalendarUnknown
from ulss_tracker.scheme.time.deadline import Level, time_left
from ulss_tracker.scheme.workflow import slack, waiting
from ulss_tracker.scheme.workflow.workflow import AT_COURT, State
from ulss_tracker.services.core import users
from ulss_tracker.services.people.absences import AwayNow
from ulss_tracker.services.protection import flags as restriction_flags
from ulss_tracker.services.protection.flags import IS_RESTRICTED, Flag

NOT_KNOWN = "Not known"

COLUMNS = (
    Review.id,
    Review.case_id,
    Case.reference,
    Case.court_text,
    Review.offender_name,
    Review.state,
    Review.verdict,
    Review.file_by_at,
    Review.earliest_file_by_at,
    Review.last_day_on,
    Review.filed_at,
    Review.unconfirmed_since_at.is_(None).label("is_confirmed"),
    Review.assignee_id,
    User.name.label("assignee"),
    and_(User.id.is_not(None), ~users.may_be_assigned()).label("is_assignee_gone"),
    IS_RESTRICTED,
)
"""The columns read of each review: all but the last is what `Row` begins with."""

_OWN = len(COLUMNS) - 1


@dataclass(frozen=True, slots=True)
class Row:
    """One review on the board, how long is left to file, and what it waits for.

    `is_confirmed`: a second person has confirmed its date, court and offence. `assignee` is the
    name of its assignee; `is_assignee_gone`, whether they have left or do other work now;
    `away_until` the last day of theirs away, where they are and that was asked for, and `stands_in`
    who does their work meanwhile. `time_left` and `spare` are words, as of when the row was made;
    `level` is None without a sentence. `spare` is the working time that no work fills, and
    `is_short` whether there is more work than time; `is_safest_passed`, whether `safest_at` has
    passed.
    """

    id: int
    case_id: int
    reference: str
    court_text: str
    offender_name: str
    state: State
    verdict: Verdict | None
    file_by_at: datetime | None
    earliest_file_by_at: datetime | None
    last_day_on: date | None
    filed_at: datetime | None
    is_confirmed: bool
    assignee_id: int | None
    assignee: str | None
    is_assignee_gone: bool
    flags: tuple[Flag, ...]
    band: Band
    time_left: str
    level: Level | None
    spare: str
    is_short: bool
    away_until: date | None
    stands_in: str | None
    is_safest_passed: bool

    def __hash__(self) -> int:
        """By what tells nearly all rows apart: the rest is looked at when they are compared."""
        return hash((self.id, self.time_left))

    @property
    def is_filed(self) -> bool:
        """Whether the application has reached the Registrar, at a moment known or not."""
        return self.filed_at is not None or self.state in AT_COURT

    @property
    def safest_at(self) -> datetime | None:
        """The first sentence's own moment, where several or a variation gave a later one.

        A court may not accept the later clock, so whoever can files by the earlier.
        """
        earliest = self.earliest_file_by_at
        return earliest if earliest != self.file_by_at else None

    @property
    def waits_for(self) -> str:
        """Who must do what next."""
        return waiting.waits_for(
            self.state,
            self.verdict,
            is_held=self.assignee is not None,
            has_file_by=self.file_by_at is not None,
            is_filed=self.is_filed,
        )


def rows_of(
    found: Sequence[Any], now: datetime, spans: tuple[Span, ...], away: Mapping[int, AwayNow]
) -> list[Row]:
    """A row for each of what was read by `COLUMNS`; what follows from a moment worked out once.

    `away` are the absences of today to show, by who is away.
    """
    flags = restriction_flags.in_cases({each.case_id for each in found if each.is_restricted})
    moments: dict[datetime | None, _Moment] = {None: _Moment(Band.NOT_KNOWN, NOT_KNOWN)}
    rows = []
    for each in found:
        at = each.file_by_at
        if at not in moments:
            moments[at] = _moment(at, now, spans)
        moment = moments[at]
        worked_out: tuple[Any, ...] = (
            flags.of_review(each.id, each.case_id),
            moment.band,
            moment.time_left,
            moment.level,
            *moment.spare(each.state),
            *_absence(away.get(each.assignee_id)),
            each.earliest_file_by_at is not None and each.earliest_file_by_at < now,
        )
        rows.append(Row(*each[:_OWN], *worked_out))
    return rows


def _absence(away: AwayNow | None) -> tuple[date | None, str | None]:
    if away is None:
        return None, None
    return away.until, away.stands_in


@dataclass(frozen=True, slots=True)
class _Moment:
    """The parts of a row that follow from the time now. `hours` is None with unknown holidays."""

    band: Band
    time_left: str
    level: Level | None = None
    hours: timedelta | None = None

    def spare(self, state: State) -> tuple[str, bool]:
        """The time to spare of a review in this state, in words, and whether it is short."""
        if self.hours is None:
            return NOT_KNOWN, False
        spare = self.hours - slack.work_left(state)
        return slack.spare_words(spare), spare < timedelta(0)


def _moment(at: datetime, now: datetime, spans: tuple[Span, ...]) -> _Moment:
    left = time_left(now, at)
    try:
        hours = slack.working_time(now, at)
    except CalendarUnknown:
        hours = None
    return _Moment(bands.band_of(at, spans), left.words, left.level, hours)
