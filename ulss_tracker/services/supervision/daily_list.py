"""The daily list: at 8am on each working day everybody gets by email all that is to be filed.

Every deadline that runs, a request's as well as a review's, by its safest moment: as text and as a
PDF, with references, moments, stages, owners and who is on duty. It is enough to work from when the
tracker itself is down. It names no offender and nobody who asked. A sealed case is in the list of
those named on it alone; the others are told how many there are.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import groupby

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from config import ROOT
from ulss_tracker import clock
from ulss_tracker.adapters.pdf import PdfFailed, PdfUnavailable, make_pdf
from ulss_tracker.models import User, db
from ulss_tracker.scheme.time import time_sentences, time_words
from ulss_tracker.scheme.time.bands import Band
from ulss_tracker.scheme.time.calendar import CalendarUnknown, working_days
from ulss_tracker.services.core import users
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.deadlines import running
from ulss_tracker.services.messaging import compose
from ulss_tracker.services.people import absences, rota
from ulss_tracker.services.protection import access_filter, sealing
from ulss_tracker.services.supervision import board
from ulss_tracker.services.supervision.board_row import BoardRow

SENT_FROM = time(8)
SENT_UNTIL = time(17)  # jobs that were down all morning still send it
MOST = 1_000
_TEMPLATES = ROOT / "templates" / "office"
_OVER = "Passed, and not answered yet"
_BANDS = [
    *(band.label for band in sorted(Band, key=lambda band: band is not Band.NOT_KNOWN)),
    _OVER,
]


@dataclass(frozen=True, slots=True)
class DailyListLine:
    """One row of the board as the list says it, in words.

    One that `is_over` is a line after all others, until it is answered. Where `has_date` is false,
    the day of sentence is to be found by `find_by` first.
    """

    row: BoardRow

    @property
    def has_date(self) -> bool:
        """Whether a day of sentence is known, and may be right."""
        return self.row.file_by_at is not None and not self.row.is_day_wanted

    @property
    def is_over(self) -> bool:
        """Whether nothing can be filed any more."""
        return self.has_date and running.is_over(self.row, self.row.now)

    @property
    def band(self) -> str:
        """The heading that it stands under."""
        if self.is_over:
            return _OVER
        return self.row.band.label if self.has_date else Band.NOT_KNOWN.label

    @property
    def reference(self) -> str:
        """Which request or review it is."""
        reference = self.row.reference
        if self.row.is_request:
            return f"Request {reference}"
        return f"{reference}, review {self.row.review_id}"

    @property
    def file_by(self) -> str:
        """The safest moment."""
        return time_words.moment_words(self.row.file_by_at)

    @property
    def later(self) -> str:
        """The moment that the law may allow, where that is another."""
        return time_words.moment_words(self.row.later_file_by_at)

    @property
    def may_be_until(self) -> str:
        """Says that a longer limit may help."""
        day = self.row.may_be_until_on
        if day is None:
            return ""
        return time_sentences.say("may_have_until", day=time_words.day_words(day))

    @property
    def find_by(self) -> str:
        """By when the day of sentence is to be found."""
        return time_words.moment_words(self.row.act_by_at)

    @property
    def last_day(self) -> str:
        """The last day in law."""
        last_day_on = self.row.recorded_last_day_on or self.row.last_day_on
        return time_words.day_words(last_day_on)

    @property
    def stage(self) -> str:
        """How far it is."""
        return "In no case yet" if self.row.is_request else self.row.stage


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
    lines: tuple[DailyListLine, ...]
    sealed: int
    is_cut: bool
    duty: Duty
    away: tuple[str, ...] = ()

    @property
    def bands(self) -> list[tuple[str, list[DailyListLine]]]:
        """The lines under the band each is in."""
        return [(band, list(lines)) for band, lines in groupby(self.lines, lambda line: line.band)]

    @property
    def day(self) -> str:
        """The day it was made, in words."""
        return time_words.day_words(clock.day_of(self.made_at))

    @property
    def made_at_words(self) -> str:
        """When it was made, in words."""
        return time_words.moment_words(self.made_at)


def send() -> int:
    """Send today's list to each who has not had it; how many were sent. Safe to run at any time.

    A PDF that could not be made is tried again, and goes with a list of its own.
    """
    if not _is_time():
        return 0
    today = clock.today()
    waiting = [user for user in users.assignees() if compose.is_owed_daily_list(user, today)]
    if not waiting:
        return 0
    lists = _lists(waiting)
    # Read first, let go, then write: a PDF takes a while to make, and holds nobody up.
    db.session.rollback()
    files = {found: _pdf(found) for found in dict.fromkeys(lists.values())}
    return sum(_send(user, today, found, files[found]) for user, found in lists.items())


@transaction()
def _send(user: User, day: date, found: DailyList, pdf: bytes | None) -> bool:
    return compose.send_daily_list(user, day, found, pdf)


def _is_time() -> bool:
    there = clock.now().astimezone(clock.LONDON)
    if not SENT_FROM <= there.time() < SENT_UNTIL:
        return False
    try:
        return working_days().is_working_day(there.date())
    except CalendarUnknown:
        return True  # a list too many does no harm


def _lists(people: Sequence[User]) -> dict[User, DailyList]:
    """Each person's list, from all that runs, read once."""
    with access_filter.reading_as_office():
        rows = board.page(size=MOST, away=absences.away_now())
        readers = sealing.readers_of_sealed()
    now, duty, lists = clock.now(), _duty(), {}
    for user in people:
        seen = [row for row in rows.rows if _may_see(row, user, readers)]
        lines = sorted(map(DailyListLine, seen), key=lambda line: _BANDS.index(line.band))
        sealed = len(rows.rows) - len(seen)
        lists[user] = DailyList(now, tuple(lines), sealed, bool(rows.after), duty, _away(seen))
    return lists


def _duty() -> Duty:
    """The rota from now to the end of tomorrow, and the gaps of a week."""
    ahead = rota.ahead()
    tomorrow = clock.today() + timedelta(days=1)
    until = clock.end_of(tomorrow)
    last = f"the end of {time_words.day_words(tomorrow)}"
    lines = tuple(
        DutyLine(
            time_words.moment_words(span.starts_at),
            time_words.moment_words(span.ends_at) if span.ends_at < until else last,
            tuple(person.name for person in span.people),
        )
        for span in ahead.spans
        if span.starts_at < until
    )
    return Duty(lines, tuple(gap.words for gap in ahead.gaps))


def _may_see(row: BoardRow, user: User, readers: Mapping[int, Collection[int]]) -> bool:
    return row.case_id is None or user.id in readers.get(row.case_id, {user.id})


def _away(rows: Iterable[BoardRow]) -> tuple[str, ...]:
    """Who of those that have these is away today, until when, and who does their work."""
    words = (
        f"{row.assignee} is away until {time_words.day_words(row.absence.until)}. "
        f"{row.absence.stands_in or 'Nobody'} stands in."
        for row in rows
        if row.absence
    )
    return tuple(dict.fromkeys(words))


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
