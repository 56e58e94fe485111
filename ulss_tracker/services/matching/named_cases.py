"""The cases that somebody's words name: by a number, else by the offender and the day."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, false, func, or_, select

from ulss_tracker.labelled import LabelledEnum
from ulss_tracker.models import Case, Request, db
from ulss_tracker.scheme.papers.heading import court_numbers
from ulss_tracker.services.core import references
from ulss_tracker.services.core.redirects import remaining_of
from ulss_tracker.services.matching import candidates
from ulss_tracker.services.matching.hearings import NOWHERE, DayFit, Days
from ulss_tracker.services.matching.names import read_names
from ulss_tracker.services.matching.scoring import Subject

MOST = 20
"""Numbers of each kind that are looked for, and cases that are given."""


class NamedBy(LabelledEnum):
    """By what words name a case, the surest first."""

    OURS = "ours", "our reference"
    COURT = "court", "the Crown Court’s case number"
    CPS = "cps", "the CPS’s reference (URN)"
    OFFENDER = "offender", "the offender and the day of sentence"


@dataclass(frozen=True, slots=True)
class NamedCases:
    """The cases that words name, and by what; by the surest of what they say."""

    cases: tuple[Case, ...] = ()
    by: NamedBy = NamedBy.OURS


CaseFinder = Callable[[str, Sequence[str], date | None], NamedCases]


def find(text: str, offenders: Sequence[str] = (), sentenced_on: date | None = None) -> NamedCases:
    """Find the cases named by `text`, or by one of these offenders sentenced on that day.

    A case that was joined to another gives that one. It asks at most five questions.
    """
    for by, condition in _conditions(text):
        query = select(Case).where(condition).order_by(Case.id.desc()).limit(MOST)
        if cases := db.session.scalars(query).all():
            return NamedCases(_remaining(cases), by)
    if sentenced_on is None:
        return NamedCases()
    names = tuple(name for offender in offenders for name in read_names(offender))
    like = candidates.like_subject(Subject(names, NOWHERE, Days((sentenced_on,))))
    cases = [
        candidate.case
        for candidate in like
        if candidate.case and candidate.is_suggested and candidate.match.days is DayFit.SAME
    ]
    return NamedCases(_remaining(cases), NamedBy.OFFENDER)


def _conditions(text: str) -> list[tuple[NamedBy, ColumnElement[bool]]]:
    ours = [references.case_reference(match) for match in references.CASE.finditer(text)][:MOST]
    asked = [references.request_reference(match) for match in references.REQUEST.finditer(text)]
    of_requests = select(Request.case_id).where(Request.reference.in_(asked[:MOST]))
    court = list(dict.fromkeys(court_numbers(text)))[:MOST]
    cps = references.cps_references(text)[:MOST]
    number = func.upper(func.replace(func.replace(Case.court_case_number, " ", ""), "/", ""))
    conditions = {
        NamedBy.OURS: or_(Case.reference.in_(ours), Case.id.in_(of_requests)),
        NamedBy.COURT: or_(false(), *(number.contains(one, autoescape=True) for one in court)),
        NamedBy.CPS: Case.cps_reference.in_(cps),
    }
    are_written = {NamedBy.OURS: ours or asked, NamedBy.COURT: court, NamedBy.CPS: cps}
    return [(by, condition) for by, condition in conditions.items() if are_written[by]]


def _remaining(cases: Sequence[Case]) -> tuple[Case, ...]:
    return tuple(dict.fromkeys(remaining_of(case) for case in cases))
