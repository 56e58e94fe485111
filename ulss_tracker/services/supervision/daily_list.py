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
from ulss_tracker.models import Deadline, User, db
from ulss_tracker.scheme.time import bands, deadline, time_sentences, time_words
from ulss_tracker.scheme.time.bands import Band, Span
from ulss_tracker.scheme.time.calendar import CalendarUnknown, working_days
from ulss_tracker.scheme.time.policies import limit_named
from ulss_tracker.scheme.workflow import waiting
from ulss_tracker.services.core import users
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.deadlines import running
from ulss_tracker.services.messaging import compose
from ulss_tracker.services.people import absences, rota
from ulss_tracker.services.people.absences import AwayNow
from ulss_tracker.services.protection import access_filter, sealing

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
    """One review or request as the list says it; `time_left` is as of when the list was made.

    `file_by` is the safest moment, `later` the one that the law may allow, where that is another.
    `may_be_until` says that a longer limit may help. One that `is_over` is a line after all others,
    until it is answered. Where `has_date` is false, the day of sentence
    is to be found by `find_by` first.
    """

    band: str
    reference: str
    file_by: str
    later: str
    may_be_until: str
    find_by: str
    has_date: bool
    is_over: bool
    basis: str
    last_day: str
    time_left: str
    stage: str
    waits_for: str
    assignee: str


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
        away = absences.away_now()
        rows = running.soonest(MOST + 1)  # one more than fits says that there is more
        readers = sealing.readers_of_sealed()
    now, duty = clock.now(), _duty()
    spans = bands.spans(now)
    cut = rows[:MOST]
    lines = {row.id: _line(row, now, spans) for row in cut}
    found = {}
    for user in people:
        seen = [row for row in cut if _may_see(row, user, readers)]
        of_bands = sorted((lines[row.id] for row in seen), key=lambda line: _BANDS.index(line.band))
        found[user] = DailyList(
            now, tuple(of_bands), len(cut) - len(seen), len(rows) > MOST, duty, _away(seen, away)
        )
    return found


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


def _may_see(row: Deadline, user: User, readers: Mapping[int, Collection[int]]) -> bool:
    return row.review is None or user.id in readers.get(row.review.case_id, {user.id})


def _line(row: Deadline, now: datetime, spans: tuple[Span, ...]) -> DailyListLine:
    has_date = row.file_by_at is not None and not row.is_day_wanted
    act_by_at = row.file_by_at if has_date and row.file_by_at else row.act_by_at
    last_day_on = row.review.last_day_on if row.review else None
    if last_day_on is None and row.earliest_on is not None:
        last_day_on = limit_named(row.limit_name).last_day(row.earliest_on)
    owner = row.holder
    is_over = has_date and running.is_over(row, now)
    band = bands.band_of(act_by_at, spans) if has_date else Band.NOT_KNOWN
    return DailyListLine(
        band=_OVER if is_over else band.label,
        is_over=is_over,
        file_by=time_words.moment_words(row.file_by_at),
        later=time_words.moment_words(row.later_file_by_at),
        may_be_until=(
            time_sentences.say("may_have_until", day=time_words.day_words(row.may_be_until_on))
            if row.may_be_until_on
            else ""
        ),
        find_by="" if has_date else time_words.moment_words(row.act_by_at),
        has_date=has_date,
        basis=row.basis.label,
        last_day=time_words.day_words(last_day_on),
        time_left=deadline.time_left(now, act_by_at).words,
        assignee=owner.name if owner else "nobody",
        **_stands(row),
    )


def _stands(row: Deadline) -> dict[str, str]:
    """Its reference, how far it is, and who must do what next."""
    review, request = row.review, row.request
    if request is not None:
        return {
            "reference": f"Request {request.reference}",
            "stage": "In no case yet",
            "waits_for": "Us: a case" if request.looked_at else "Us: a first look",
        }
    assert review is not None  # noqa: S101 - a deadline is of either (ck_deadline_of_one)
    return {
        "reference": f"{review.case.reference}, review {review.id}",
        "stage": review.state.label,
        "waits_for": waiting.waits_for(
            review.state,
            review.verdict,
            is_held=review.assignee is not None,
            has_file_by=review.file_by_at is not None,
            is_filed=False,
        ),
    }


def _away(rows: Iterable[Deadline], away: Mapping[int, AwayNow]) -> tuple[str, ...]:
    """Who of those that have these is away today, until when, and who does their work."""
    owners = dict.fromkeys(owner for row in rows if (owner := row.holder) is not None)
    return tuple(
        f"{owner.name} is away until {time_words.day_words(away[owner.id].until)}. "
        f"{away[owner.id].stands_in or 'Nobody'} stands in."
        for owner in owners
        if owner.id in away
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
