"""The daily list: at 8am on each working day everybody with reviews gets all of theirs by email.

As text and as a PDF, with references, moments, stages, owners and who is on duty: enough to work
from when the tracker itself is down. It names no offender and nobody who asked. A sealed case is
in the list of those named on it alone; the others are told how many there are.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import groupby

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sqlalchemy import select

from config import ROOT
from ulss_tracker import clock
from ulss_tracker.adapters.pdf import PdfFailed, PdfUnavailable, make_pdf
from ulss_tracker.models import Message, User, db
from ulss_tracker.scheme.time import time_words
from ulss_tracker.scheme.time.calendar import CalendarUnknown, working_days
from ulss_tracker.services.core import users
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.messaging import compose
from ulss_tracker.services.people import absences, rota
from ulss_tracker.services.protection import access_filter, sealing
from ulss_tracker.services.supervision import board
from ulss_tracker.services.supervision.board_row import NOT_KNOWN, Row

SENT_FROM = time(8)
SENT_UNTIL = time(17)  # jobs that were down all morning still send it
MOST = 1_000
_TEMPLATES = ROOT / "templates" / "office"


@dataclass(frozen=True, slots=True)
class Line:
    """One review as the list says it; `time_left` is as of when the list was made.

    `file_by` is the safest moment, and `later` the one that the law may allow, where that is later.
    """

    band: str
    reference: str
    file_by: str
    later: str
    is_confirmed: bool
    last_day: str
    time_left: str
    stage: str
    waits_for: str
    assignee: str

    @property
    def has_date(self) -> bool:
        """Whether a sentence is recorded, from which the moments come."""
        return self.file_by != NOT_KNOWN


@dataclass(frozen=True, slots=True)
class DutyLine:
    """From when to when the same people are on duty, and who: in the order they are called in."""

    starts: str
    ends: str
    people: tuple[str, ...]

    @property
    def who(self) -> str:
        """Those on duty, numbered in their order."""
        numbered = [f"{number}. {name}" for number, name in enumerate(self.people, start=1)]
        return ", ".join(numbered) or "Nobody"


@dataclass(frozen=True, slots=True)
class Duty:
    """Who is on duty today and tomorrow, and when nobody is within a week."""

    lines: tuple[DutyLine, ...]
    gaps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DailyList:
    """The list sent to one person. `sealed` is how many more only others may see.

    `away` says which of the assignees is away and who stands in for them.
    """

    made_at: datetime
    lines: tuple[Line, ...]
    sealed: int
    is_cut: bool
    duty: Duty
    away: tuple[str, ...] = ()

    @property
    def bands(self) -> list[tuple[str, list[Line]]]:
        """The lines under the band each is in."""
        return [(band, list(found)) for band, found in groupby(self.lines, lambda line: line.band)]

    @property
    def day(self) -> str:
        """The day it was made, in words."""
        return time_words.day_words(self.made_at.astimezone(clock.LONDON).date())

    @property
    def made_at_words(self) -> str:
        """When it was made, in words."""
        return _moment(self.made_at)


def send() -> int:
    """Send today's list to each who has not had it; how many were sent. Safe to run at any time."""
    if not _is_time():
        return 0
    today = clock.today()
    waiting = [user for user in users.assignees() if not _has_had(user, today)]
    if not waiting:
        return 0
    lists = _lists(waiting)
    # Read first, let go, then write: a PDF takes a while to make, and holds nobody up.
    db.session.rollback()
    files = {found: _pdf(found) for found in dict.fromkeys(lists.values())}
    with transaction():
        return sum(
            compose.send_daily_list(user, today, found, files[found])
            for user, found in lists.items()
        )


def _is_time() -> bool:
    there = clock.now().astimezone(clock.LONDON)
    if not SENT_FROM <= there.time() < SENT_UNTIL:
        return False
    try:
        return working_days().is_working_day(there.date())
    except CalendarUnknown:
        return True  # a list too many does no harm


def _has_had(user: User, day: date) -> bool:
    key = compose.daily_list_key(user, day)
    return db.session.scalar(select(Message.id).where(Message.once_key == key)) is not None


def _lists(people: Sequence[User]) -> dict[User, DailyList]:
    """Each person's list, from the board read once."""
    with access_filter.reading_as_office():
        away = absences.away_now()
        page = board.page(size=MOST, away=away)
        rows = page.rows
        readers = sealing.readers_of_sealed()
    now, duty = clock.now(), _duty()
    found = {}
    for user in people:
        seen = [
            row
            for row in rows
            if row.case_id is None or user.id in readers.get(row.case_id, {user.id})
        ]
        lines = tuple(_line(row) for row in seen[:MOST])
        is_cut = page.after is not None or len(seen) > MOST
        found[user] = DailyList(now, lines, len(rows) - len(seen), is_cut, duty, _away(seen))
    return found


def _duty() -> Duty:
    """The rota from now to the end of tomorrow, and the gaps of a week."""
    ahead = rota.ahead()
    tomorrow = clock.today() + timedelta(days=1)
    until = clock.end_of(tomorrow)
    last = f"the end of {time_words.day_words(tomorrow)}"
    lines = tuple(
        DutyLine(
            _moment(span.starts_at),
            _moment(span.ends_at) if span.ends_at < until else last,
            tuple(person.name for person in span.people),
        )
        for span in ahead.spans
        if span.starts_at < until
    )
    return Duty(lines, tuple(gap.words for gap in ahead.gaps))


def _line(row: Row) -> Line:
    return Line(
        band=row.band.label,
        reference=f"{row.reference}, review {row.review_id}" if row.review_id else row.reference,
        file_by=_moment(row.file_by_at) if row.file_by_at else NOT_KNOWN,
        later=_moment(row.later_file_by_at) if row.later_file_by_at else "",
        is_confirmed=row.is_confirmed,
        last_day=time_words.day_words(row.last_day_on) if row.last_day_on else NOT_KNOWN,
        time_left=row.time_left,
        stage=row.stage,
        waits_for=row.waits_for,
        assignee=row.assignee or "Unassigned",
    )


def _moment(instant: datetime) -> str:
    return time_words.moment_words(instant.astimezone(clock.LONDON))


def _away(rows: Iterable[Row]) -> tuple[str, ...]:
    """Who of those that hold these is away today, until when, and who does their work."""
    return tuple(
        dict.fromkeys(
            f"{row.assignee} is away until {time_words.day_words(row.away_until)}. "
            f"{row.stands_in or 'Nobody'} stands in."
            for row in rows
            if row.away_until
        )
    )


def _pdf(found: DailyList) -> bytes | None:
    """The list as a PDF; None when none can be made, and then the text alone goes."""
    html = _environment().get_template("daily-list.html").render(list=found)
    try:
        return make_pdf(html, _css())
    except (PdfFailed, PdfUnavailable):
        return None


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_TEMPLATES),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _css() -> str:
    return (_TEMPLATES / "daily-list.css").read_text(encoding="utf-8")
