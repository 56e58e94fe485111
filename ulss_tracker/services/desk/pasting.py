"""Two columns of a sheet: references, with hearing dates or the CPS's references (URN).

Each line is read and shown before it is taken, by itself: what is in any doubt is refused.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from ulss_tracker import clock
from ulss_tracker.errors import Refused, TrackerError
from ulss_tracker.models import Case, User
from ulss_tracker.permissions import Permission
from ulss_tracker.scheme.time.time_words import day_words
from ulss_tracker.scheme.workflow.workflow import AT_COURT
from ulss_tracker.services.cases import cases
from ulss_tracker.services.core.preconditions import check_case_open, check_no_conflict
from ulss_tracker.services.core.references import CASE, case_reference, cps_reference
from ulss_tracker.services.core.users import require
from ulss_tracker.services.referral import court
from ulss_tracker.services.referral.court import HearingInput
from ulss_tracker.services.register.dates import read_dates

_SEPARATORS = ' \t,;"'


@dataclass(frozen=True, slots=True)
class PastedLine:
    """A line as it was pasted: its effect in `words`, or why it is refused.

    `subject` is what of which case it says. `act` does it: none of what is refused, or was done.
    """

    text: str
    subject: str = ""
    words: str = ""
    why_not: str = ""
    act: Callable[[], object] | None = None


def read(text: str, place: str, by: User) -> list[PastedLine]:
    """Read what each line would do, the hearings at `place`; nothing is changed.

    Lines that say the same of one case are all refused. Raises `NotAllowed`.
    """
    require(by, Permission.WORK_CASES)
    lines = [_read(line, place, by) for line in text.splitlines() if line.strip()]
    times = Counter(line.subject for line in lines)
    return [
        replace(line, act=None, why_not=f"Several lines say the {line.subject}: leave one")
        if line.act and times[line.subject] > 1
        else line
        for line in lines
    ]


def take(lines: Sequence[PastedLine]) -> list[PastedLine]:
    """Do what is not refused, each in a transaction of its own."""
    return [_take(line, line.act) if line.act else line for line in lines]


def version_token(lines: Sequence[PastedLine]) -> str:
    """Tell these lines, as a person saw them, from those of a box or records changed since."""
    seen = [(line.text, line.words, line.why_not) for line in lines]
    return hashlib.sha256(repr(seen).encode()).hexdigest()


def _take(line: PastedLine, act: Callable[[], object]) -> PastedLine:
    try:
        act()
    except TrackerError as error:
        return replace(line, why_not=str(error), act=None)
    return replace(line, act=None)


def _read(text: str, place: str, by: User) -> PastedLine:
    written = text.strip(_SEPARATORS)
    try:
        match = CASE.match(written)
        if match is None:
            raise Refused("It does not begin with a case’s reference, such as ULS-2026-0042")
        case = cases.get_case(case_reference(match))
        check_case_open(case)
        check_no_conflict(case, by)
        second = written[match.end() :].strip(_SEPARATORS)
        urn = cps_reference(second)
        line = _with_urn(case, urn, by) if urn else _with_hearing(case, _day(second), place, by)
        return replace(line, text=text)
    except TrackerError as error:
        return PastedLine(text, why_not=str(error))


def _with_urn(case: Case, urn: str, by: User) -> PastedLine:
    cases.check_court_may_change(case)
    if case.cps_reference == urn:
        raise Refused("This is its CPS reference already")
    act = partial(
        cases.change_court,
        case,
        court_id=case.court_id,
        court_text=case.court_text,
        number=case.court_case_number,
        cps_reference=urn,
        by=by,
        version=case.version,
    )
    words = f"CPS reference {urn}, until now {case.cps_reference or 'none'}"
    return PastedLine("", f"CPS reference of {case.reference}", words, act=act)


def _with_hearing(case: Case, day: date, place: str, by: User) -> PastedLine:
    reviews = [review for review in case.reviews if review.state in AT_COURT]
    if len(reviews) != 1:
        raise Refused(
            f"{len(reviews)} offenders of the case are at the court: record each on its own page"
            if reviews
            else "Nobody in the case is at the Court of Appeal"
        )
    review = reviews[0]
    before = review.hearings[-1].heard_on if review.hearings else None
    if before == day:
        raise Refused("This hearing is recorded already")
    hearing = HearingInput(on=day, at=None, court=place)
    act = partial(court.list_hearing, review, hearing, by, version=review.version)
    words = f"{review.offender_name}, hearing on {day_words(day)} at a time not given yet"
    words += f", until now {day_words(before)}" if before else ""
    return PastedLine("", f"hearing of {case.reference}", words, act=act)


def _day(text: str) -> date:
    """The one day that these words leave no doubt of, today or later. Raises `Refused`."""
    reading = read_dates(text)
    is_in_doubt = reading.unread or reading.guessed or reading.is_weekday_wrong or ":" in text
    if len(reading.dates) != 1 or is_in_doubt:
        raise Refused(f"“{text}” is no CPS reference, and no day such as 10/12/2026")
    if reading.dates[0] < clock.today():
        raise Refused(f"{day_words(reading.dates[0])} is past")
    return reading.dates[0]
