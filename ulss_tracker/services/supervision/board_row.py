"""The board as a table: its rows, in plain values, and its columns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property, partial
from typing import Any

from sqlalchemy import and_, case, func, null

from ulss_tracker import clock
from ulss_tracker.models import Case, Deadline, DeadlineBasis, Request, RequestState, Review, User
from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.scheme.time import bands, deadline
from ulss_tracker.scheme.time.bands import Band, Span
from ulss_tracker.scheme.time.deadline import Level, TimeLeft
from ulss_tracker.scheme.time.time_words import near_words
from ulss_tracker.scheme.workflow import slack, waiting
from ulss_tracker.scheme.workflow.requester_role import RequesterRole
from ulss_tracker.scheme.workflow.stages import State
from ulss_tracker.scheme.workflow.workflow import AT_COURT
from ulss_tracker.services.core import tags, users
from ulss_tracker.services.core.paging import Ordering
from ulss_tracker.services.core.table import Column, Table, in_file, read
from ulss_tracker.services.deadlines import running
from ulss_tracker.services.people.absences import AwayNow
from ulss_tracker.services.protection import flags as restriction_flags
from ulss_tracker.services.protection.flags import IS_RESTRICTED, Flag
from ulss_tracker.services.supervision import spare_order
from ulss_tracker.services.supervision.board_filter import FILTERS, owner_id

NOT_KNOWN = "Not known"


@dataclass(frozen=True, kw_only=True)
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
    `more_offences` beside it; `absence` is theirs of today, where that was asked for.

    Words of time are as of `now`, when the row was made. What has time running and what is filed
    are read by two statements.
    """

    id: int = read(Deadline.id, Review.id)
    review_id: int | None = read(Review.id)
    case_id: int | None = read(Review.case_id)
    reference: str = read(func.coalesce(Case.reference, Request.reference))
    court_text: str = read(func.coalesce(Case.court_text, Request.court_text))
    offence_id: str | None = read(Request.offence_id)
    offence_text: str | None = read(Request.offence_text)
    standing: RequesterRole | None = read(Request.standing)
    offender_name: str = read(func.coalesce(Review.offender_name, Request.offender_name, ""))
    state: State | None = read(Review.state)
    request_state: RequestState | None = read(Request.state)
    verdict: Verdict | None = read(Review.verdict)
    act_by_at: datetime = read(Deadline.act_by_at, Review.file_by_at)
    basis: DeadlineBasis | None = read(Deadline.basis, null())
    file_by_at: datetime | None = read(Deadline.file_by_at, Review.file_by_at)
    later_file_by_at: datetime | None = read(Deadline.later_file_by_at, null())
    may_be_until_on: date | None = read(Deadline.may_be_until_on, null())
    earliest_on: date | None = read(Deadline.earliest_on, null())
    latest_on: date | None = read(Deadline.latest_on, null())
    limit_name: str = read(Deadline.limit_name)
    recorded_last_day_on: date | None = read(Review.last_day_on)
    filed_at: datetime | None = read(Review.filed_at)
    find_day_by_at: datetime | None = read(Deadline.find_day_by_at, null())
    look_by_at: datetime | None = read(Deadline.look_by_at, null())
    is_verified: bool = read(
        Deadline.basis == DeadlineBasis.CONFIRMED, Review.unconfirmed_since_at.is_(None)
    )
    assignee_id: int | None = read(owner_id())
    assignee: str | None = read(User.name)
    is_assignee_gone: bool = read(and_(User.id.is_not(None), ~users.may_be_assigned()))
    since_at: datetime = read(func.coalesce(Review.changed_at, Request.received_at))
    offence: str = read(func.coalesce(Deadline.offence, ""))
    more_offences: int = read(func.coalesce(Deadline.more_offences, 0))
    is_restricted: bool = read(IS_RESTRICTED)
    tag: str | None = read(tags.OF_ROW)
    flags: tuple[Flag, ...]
    band: Band
    absence: AwayNow | None
    now: datetime

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
    def last_day_on(self) -> date | None:
        """The last day by the safest day of sentence, or as recorded once it is filed."""
        return running.last_day_of(self) or self.recorded_last_day_on

    @property
    def stage(self) -> str:
        """The stage of a review, or where a request stands, in words."""
        label = self.state.label if self.state else None
        return label or (self.request_state.label if self.request_state else "")

    @cached_property
    def left(self) -> TimeLeft:
        """The time until somebody must act."""
        return deadline.time_left(self.now, self.act_by_at)

    @property
    def time_left(self) -> str:
        """The same in words."""
        return self.left.words

    @property
    def level(self) -> Level:
        """How pressing it is; while nobody knows the day, it may be the most pressing of all."""
        return Level.URGENT if self.is_day_wanted else self.left.level

    @cached_property
    def spare_time(self) -> timedelta | None:
        """The working time until then that no work fills; None where holidays are not known."""
        return slack.spare_time(self.state, self.now, self.act_by_at)

    @property
    def spare(self) -> str:
        """The time to spare in words; none while the day must be found, once filed, once passed."""
        if self.is_day_wanted or self.is_filed or self.level is Level.PASSED:
            return ""
        return NOT_KNOWN if self.spare_time is None else slack.spare_words(self.spare_time)

    @property
    def is_short(self) -> bool:
        """Whether there is more work than time."""
        return self.spare_time is not None and self.spare_time < timedelta(0)

    @property
    def is_find_day_overdue(self) -> bool:
        """Whether the day of sentence should have been found by now."""
        return self.find_day_by_at is not None and self.find_day_by_at < self.now

    @property
    def is_look_overdue(self) -> bool:
        """Whether somebody should have looked at it by now."""
        return self.look_by_at is not None and self.look_by_at < self.now

    @property
    def basis_words(self) -> str:
        """How the day of sentence is known, where no sentence is recorded."""
        return "" if self.basis is None or self.basis.is_of_court else self.basis.label

    @property
    def find_day_words(self) -> str:
        """By when the day of sentence must be found; empty where that is not to be done."""
        if self.find_day_by_at is None:
            return ""
        words = near_words(self.find_day_by_at, clock.day_of(self.now))
        is_overdue = self.is_find_day_overdue
        return f"It should have been found by {words}" if is_overdue else f"Find it by {words}"

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


def rows_of(
    found: Sequence[Any], now: datetime, spans: tuple[Span, ...], away: Mapping[int, AwayNow]
) -> list[BoardRow]:
    """A row for each of what was read: of what has time running, or of what is filed.

    `away` are the absences of today to show, by who is away.
    """
    flags = restriction_flags.in_cases({each.case_id for each in found if each.is_restricted})
    return [
        BoardRow(
            **each._mapping,
            flags=restriction_flags.of_offence(each.offence_id, each.offence_text)
            if each.review_id is None
            else flags.of_review(each.review_id, each.case_id),
            band=bands.band_of(each.act_by_at, spans),
            absence=away.get(each.assignee_id),
            now=now,
        )
        for each in found
    ]


_STAGES: Mapping[State | None, int] = {state: number for number, state in enumerate(State, 1)}


def _by(name: str, value: Any, words: str = "") -> Ordering:
    """An order by a value, and by the moment within it."""
    return Ordering(name, Deadline.act_by_at, is_personal=True, value=value, words=words)


BY_MOMENT = Ordering("file_by", Deadline.act_by_at, words="the safest moment to file")
_BY_SPARE = Ordering(
    "spare",
    Deadline.act_by_at,
    is_personal=True,
    narrow=partial(
        spare_order.narrowed,
        moment=Deadline.act_by_at,
        is_settled=Deadline.find_day_by_at.is_(None),
        number=Deadline.id,
    ),
    words="time to spare",
)
BY_OFFENCE = _by("offence", Deadline.offence)
_COURT = func.lower(func.coalesce(Case.court_text, Request.court_text, ""))
_BY_COURT = _by("case", _COURT, "court")
_BY_STAGE = _by("stage", case(_STAGES, value=Review.state, else_=0))
_SINCE = func.coalesce(Review.changed_at, Request.received_at)
_BY_WAIT = _by("since", _SINCE, "how long each has waited")
_BY_PERSON = _by("assigned", func.lower(func.coalesce(User.name, "")), "person")
_COLUMNS = (
    in_file("reference", "Reference"),
    in_file("kind", "Kind", lambda row: "Request" if row.is_request else "Review"),
    Column("offender", "Offender", lambda row: row.offender_name),
    in_file("flags", "Restrictions", lambda row: "; ".join(flag.label for flag in row.flags)),
    in_file("court_text", "Court"),
    Column(
        "case",
        "Case",
        order=_BY_COURT,
        group=lambda row: row.court_text or "Court not known",
        only_on_page=True,
    ),
    in_file("offence_text", "Offence as said"),
    Column(
        "offence", "Offence", order=BY_OFFENCE, group=lambda row: row.offence or "Offence not known"
    ),
    in_file("more_offences", "Further offences", lambda row: row.more_offences or ""),
    in_file("standing", "Asked for by"),
    Column("file_by", "File by", lambda row: row.file_by_at or NOT_KNOWN, BY_MOMENT),
    in_file("last_day_on", "Last day", lambda row: row.last_day_on or NOT_KNOWN),
    in_file("later_file_by_at", "Later moment the law may allow"),
    in_file("may_be_until_on", "May have until, under an Act of 2026: a lawyer must check"),
    in_file("basis", "How the day of sentence is known"),
    in_file("time_left", "Time left", lambda row: "Filed" if row.is_filed else row.time_left),
    Column("spare", "To spare", order=_BY_SPARE, classes="app-nowrap"),
    Column("stage", "Stage", order=_BY_STAGE, group=lambda row: row.stage),
    Column("waits", "Waits for", lambda row: row.waits_for),
    Column(
        "since",
        "Waiting since",
        lambda row: row.since_at,
        _BY_WAIT,
        classes="app-nowrap",
        only_on_page=True,
    ),
    Column(
        "assigned",
        "Assigned to",
        lambda row: row.assignee or "Unassigned",
        _BY_PERSON,
        lambda row: row.assignee or "Nobody",
        "app-board__person",
    ),
    Column(
        "verified",
        "Verified",
        lambda row: row.is_verified,
        classes="app-nowrap app-yields",
        file_heading="Verified by a second person",
    ),
    in_file("away_until", "Holder away until", lambda row: row.absence and row.absence.until),
    in_file("find_day_by_at", "Find the day of sentence by"),
    in_file("look_by_at", "First look by"),
    Column("look", "Look", classes="app-nowrap", only_on_page=True),
)
"""Those of the file among them, in its order."""
TABLE = Table(
    title="Board",
    columns=_COLUMNS,
    filters=FILTERS,
    default="file_by",
    first=("offender", "file_by"),
    at_first=("spare", "case", "stage", "verified", "waits", "assigned"),
    beside=("spare", "stage", "waits"),
    last=("look",),
    columns_note="Where more than five are shown, a small screen leaves out Verified: it stands on "
    "the review as well.",
)
