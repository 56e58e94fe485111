"""One line of the board: a review or a request, in plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, cast, func, null
from sqlalchemy.orm import InstrumentedAttribute

from ulss_tracker import clock
from ulss_tracker.models import Case, Deadline, DeadlineBasis, Request, RequestState, Review, User
from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.scheme.time import bands
from ulss_tracker.scheme.time.bands import Band, Span
from ulss_tracker.scheme.time.calendar import CalendarUnknown
from ulss_tracker.scheme.time.deadline import Level, time_left
from ulss_tracker.scheme.time.policies import limit_named
from ulss_tracker.scheme.time.time_words import near_words
from ulss_tracker.scheme.workflow import slack, waiting
from ulss_tracker.scheme.workflow.stages import State
from ulss_tracker.scheme.workflow.standing import Standing
from ulss_tracker.scheme.workflow.workflow import AT_COURT
from ulss_tracker.services.core import users
from ulss_tracker.services.people.absences import AwayNow
from ulss_tracker.services.protection import flags as restriction_flags
from ulss_tracker.services.protection.flags import IS_RESTRICTED, Flag
from ulss_tracker.services.supervision.board_filter import owner_id

NOT_KNOWN = "Not known"


def _none(column: InstrumentedAttribute[Any], name: str = "") -> ColumnElement[Any]:
    """Nothing, as the same column of those that have it."""
    return cast(null(), column.type).label(name or column.key)


_BOTH: tuple[tuple[Any, Any], ...] = (
    (Deadline.review_id, Review.id.label("review_id")),
    (Review.case_id, Review.case_id),
    (func.coalesce(Case.reference, Request.reference).label("reference"), Case.reference),
    (func.coalesce(Case.court_text, Request.court_text).label("court_text"), Case.court_text),
    (Request.offence_text, _none(Request.offence_text)),
    (Request.standing, _none(Request.standing)),
    (Review.offender_name, Review.offender_name),
    (Review.state, Review.state),
    (Request.state.label("request_state"), _none(Request.state, "request_state")),
    (Review.verdict, Review.verdict),
    (Deadline.act_by_at, Review.file_by_at.label("act_by_at")),
    (Deadline.basis, _none(Deadline.basis)),
    (Deadline.file_by_at, Review.file_by_at),
    (Deadline.later_file_by_at, _none(Deadline.later_file_by_at)),
    (Deadline.may_be_until_on, _none(Deadline.may_be_until_on)),
    (Review.filed_at, Review.filed_at),
    (Deadline.find_day_by_at, _none(Deadline.find_day_by_at)),
    (Deadline.look_by_at, _none(Deadline.look_by_at)),
    (
        (Deadline.basis == DeadlineBasis.CONFIRMED).label("is_verified"),
        Review.unconfirmed_since_at.is_(None).label("is_verified"),
    ),
    (owner_id().label("assignee_id"), Review.assignee_id),
    (User.name.label("assignee"), User.name.label("assignee")),
    *[(and_(User.id.is_not(None), ~users.may_be_assigned()).label("is_assignee_gone"),) * 2],
    (
        func.coalesce(Review.changed_at, Request.received_at).label("since_at"),
        Review.changed_at.label("since_at"),
    ),
    (Deadline.offence, func.coalesce(Deadline.offence, "").label("offence")),
    (Deadline.more_offences, func.coalesce(Deadline.more_offences, 0).label("more_offences")),
    # From here on, what follows is worked out from.
    (Deadline.id, Review.id),
    (Deadline.earliest_on, _none(Deadline.earliest_on)),
    (Deadline.limit_name, Review.limit_name),
    (
        _none(Review.last_day_on, "recorded_last_day_on"),
        Review.last_day_on.label("recorded_last_day_on"),
    ),
    (Request.offence_id, _none(Request.offence_id)),
    (IS_RESTRICTED, IS_RESTRICTED),
)
RUNNING = tuple(running for running, _filed in _BOTH)
"""The columns of what has time running."""
FILED = tuple(filed for _running, filed in _BOTH)
"""The same of the reviews that are filed, each with the moment that the law gives."""


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One review or request on the board, how long is left to file, and what it waits for.

    `review_id` is None of a request, `request_state` of a review. `file_by_at` and `last_day_on`
    are the safest, and None where no day of sentence is known; once filed they are the law's own.
    `later_file_by_at` is the moment that the law may allow, where that is later, and
    `may_be_until_on` the last day of a longer limit that a lawyer must check; `basis` is how the
    day is known. The day must be found by `find_day_by_at`, and somebody must first look at a
    request by `look_by_at`: None where that is done. `is_verified`: a second person has verified
    its date, court and offence. `assignee` is the name of its assignee or owner, who have left or
    do other work now where `is_assignee_gone`; `since_at` is when it was last changed, a request
    received; `offence` is what it is listed under, of several the first in the scheme, with
    `more_offences` beside it; `away_until` the last day of theirs away, where they are and that was
    asked for, and `stands_in` who does their work meanwhile.

    `time_left`, `spare`, `find_day_by` and `look_by` are words, as of when the row was made: the
    time left until somebody must act. `spare` is the working time until then that no work fills,
    empty while the day must be found, and `is_short` whether there is more work than time.
    """

    review_id: int | None
    case_id: int | None
    reference: str
    court_text: str
    offence_text: str | None
    standing: Standing | None
    offender_name: str | None
    state: State | None
    request_state: RequestState | None
    verdict: Verdict | None
    act_by_at: datetime
    basis: DeadlineBasis | None
    file_by_at: datetime | None
    later_file_by_at: datetime | None
    may_be_until_on: date | None
    filed_at: datetime | None
    find_day_by_at: datetime | None
    look_by_at: datetime | None
    is_verified: bool
    assignee_id: int | None
    assignee: str | None
    is_assignee_gone: bool
    since_at: datetime
    offence: str
    more_offences: int
    flags: tuple[Flag, ...]
    last_day_on: date | None
    band: Band
    time_left: str
    level: Level
    spare: str
    is_short: bool
    find_day_by: str
    is_find_day_overdue: bool
    look_by: str
    is_look_overdue: bool
    away_until: date | None
    stands_in: str | None

    @property
    def is_day_wanted(self) -> bool:
        """Whether the day of sentence must be found, as nobody knows it or it cannot be right."""
        return self.find_day_by_at is not None

    @property
    def is_request(self) -> bool:
        """Whether it is a request that nobody has put into a case."""
        return self.review_id is None

    @property
    def is_filed(self) -> bool:
        """Whether the application has reached the Registrar, at a moment known or not."""
        return self.filed_at is not None or self.state in AT_COURT

    @property
    def stage(self) -> str:
        """The stage of a review, or where a request stands, in words."""
        label = self.state.label if self.state else None
        return label or (self.request_state.label if self.request_state else "")

    @property
    def basis_words(self) -> str:
        """How the day of sentence is known, where it is not a sentence recorded from the court."""
        return "" if self.basis is None or self.basis.is_of_court else self.basis.label

    @property
    def find_day_words(self) -> str:
        """By when the day of sentence must be found; empty where that is not to be done."""
        if not self.is_day_wanted:
            return ""
        if self.is_find_day_overdue:
            return f"It should have been found by {self.find_day_by}"
        return f"Find it by {self.find_day_by}"

    @property
    def waits_for(self) -> str:
        """Who must do what next."""
        if self.state is None:
            return waiting.request_waits_for(
                is_looked_at=self.look_by_at is None,
                has_file_by=self.file_by_at is not None,
                is_held=self.request_state is RequestState.QUARANTINED,
            )
        return waiting.waits_for(
            self.state,
            self.verdict,
            is_held=self.assignee is not None,
            has_file_by=self.basis is None or self.basis.is_of_court,
            is_filed=self.is_filed,
        )


_FIELDS = frozenset(field.name for field in fields(BoardRow))


def rows_of(
    found: Sequence[Any], now: datetime, spans: tuple[Span, ...], away: Mapping[int, AwayNow]
) -> list[BoardRow]:
    """A row for each of what was read by `RUNNING` or `FILED`.

    `away` are the absences of today to show, by who is away.
    """
    flags = restriction_flags.in_cases({each.case_id for each in found if each.is_restricted})
    today = clock.day_of(now)
    rows = []
    for each in found:
        moment = _moment(each.act_by_at, now, spans)
        is_day_wanted = each.find_day_by_at is not None
        spare, is_short = ("", False) if is_day_wanted else moment.spare(each.state)
        find_day_by, is_find_day_overdue = _by(each.find_day_by_at, now, today)
        look_by, is_look_overdue = _by(each.look_by_at, now, today)
        absence = away.get(each.assignee_id)
        last_day_on = (
            limit_named(each.limit_name).last_day(each.earliest_on)
            if each.earliest_on
            else each.recorded_last_day_on
        )
        rows.append(
            BoardRow(
                **_read(each),
                flags=restriction_flags.of_offence(each.offence_id, each.offence_text)
                if each.review_id is None
                else flags.of_review(each.review_id, each.case_id),
                last_day_on=last_day_on,
                band=moment.band,
                time_left=moment.time_left,
                # While nobody knows the day, it may be the most pressing of all.
                level=Level.URGENT if is_day_wanted else moment.level,
                spare=spare,
                is_short=is_short,
                find_day_by=find_day_by,
                is_find_day_overdue=is_find_day_overdue,
                look_by=look_by,
                is_look_overdue=is_look_overdue,
                away_until=absence.until if absence else None,
                stands_in=absence.stands_in if absence else None,
            )
        )
    return rows


def _read(found: Any) -> dict[str, Any]:
    """The values of a row that stand in the database as they are shown."""
    return {name: value for name, value in found._mapping.items() if name in _FIELDS}


def _by(at: datetime | None, now: datetime, today: date) -> tuple[str, bool]:
    """By when something must be done, in words, and whether it is overdue."""
    if at is None:
        return "", False
    return near_words(at, today), at < now


@dataclass(frozen=True, slots=True)
class _Moment:
    """The parts of a row that follow from the time now. `hours` is None with unknown holidays."""

    band: Band
    time_left: str
    level: Level
    hours: timedelta | None

    def spare(self, state: State | None) -> tuple[str, bool]:
        """The time to spare of what is in this state, in words, and whether it is short."""
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
