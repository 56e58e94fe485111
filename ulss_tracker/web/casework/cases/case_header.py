"""The case header, which stays in sight on every page of a case, and the case's tabs below it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import render_template

from ulss_tracker import clock
from ulss_tracker.models import Case, Review
from ulss_tracker.permissions import Permission, may
from ulss_tracker.scheme.time.deadline import TimeLeft, time_left
from ulss_tracker.scheme.time.filing import Timeliness
from ulss_tracker.services.history import history
from ulss_tracker.web.casework.cases.tabs import case_tabs
from ulss_tracker.web.casework.cases.timeline import TimelineLine, lines
from ulss_tracker.web.core.filters import timeliness_of
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.forms.edit_conflicts import is_drawn_again, seen_at

OFFENDERS = "casework.case_offenders"
SUMMARY = "casework.show_case"
_NOBODY = "Unassigned"


@dataclass(frozen=True, slots=True)
class FileBy:
    """The safest moment by which the next application of a case must be filed, and whose it is.

    `later_at` is the moment that the law may allow, where that is another. `note` is how a day of
    sentence is known that is not recorded.
    """

    at: datetime
    left: TimeLeft
    name: str
    note: str
    later_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Bar:
    """Which case, whose, how far, and how long is left.

    `file_by` is None when nothing more is to be filed, or no day of sentence is known: `filed` is
    then the review filed last, and without one `no_file_by` says which it is. `another` is a sooner
    moment of another offender in the case. `waits` is what an open review still wants a second
    person for, in words; empty when nothing.
    """

    reference: str
    stage: str
    assigned_to: str
    file_by: FileBy | None
    no_file_by: str
    filed: Review | None = None
    waits: str = ""
    another: FileBy | None = None


def review_page(template: str, review: Review, *, tab: str = OFFENDERS, **context: Any) -> str:
    """Draw a page of a review below its header, under the case's tab `tab`."""
    nearest, mine = _nearest(review.case.reviews), _nearest([review])
    is_sooner = nearest is not None and (mine is None or nearest.at < mine.at)
    bar = _bar(review.case, [review], nearest if is_sooner else None)
    return _page(template, review.case, bar, tab, review=review, left=_time_left(review), **context)


def case_page(template: str, case: Case, *, tab: str = "", **context: Any) -> str:
    """Draw a page of a case below its header; `tab` as in `case_tabs`."""
    context = {"may_work": may_work_on(case), **context}
    return _page(template, case, _bar(case, case.reviews), tab, **context)


def _bar(case: Case, reviews: Sequence[Review], another: FileBy | None = None) -> Bar:
    return Bar(
        reference=case.reference,
        stage=_stages(reviews),
        assigned_to=_assignees(reviews),
        file_by=_nearest(reviews),
        no_file_by=_no_file_by(reviews),
        filed=_filed(reviews),
        waits=_waits(reviews),
        another=another,
    )


def _page(template: str, case: Case, bar: Bar, tab: str, **context: Any) -> str:
    tabs, changes = case_tabs(case, tab), _changes(case)
    return render_template(
        template, case=case, bar=bar, tab=tab, tabs=tabs, changes=changes, **context
    )


def may_work_on(case: Case) -> bool:
    """Whether the person signed in may change anything in the case, and it is one to work on."""
    return may(staff().role, Permission.WORK_CASES) and not case.is_void


def _changes(case: Case) -> list[TimelineLine]:
    """List what others changed since the form just sent was opened; nothing on any other page."""
    return lines(history.since(case, seen_at()), case) if is_drawn_again() else []


def _time_left(review: Review) -> TimeLeft | None:
    """How long is left to the safest moment."""
    return time_left(clock.now(), review.safest_at) if review.safest_at else None


def _is_to_file(review: Review) -> bool:
    """Whether the review is open and its application has not reached the Registrar."""
    return review.outcome is None and not review.is_filed


def _nearest(reviews: Sequence[Review]) -> FileBy | None:
    """The safest moment that comes first among those still to be met."""
    times = [
        (review.safest_at, review.offender_name, review.day_note, review.file_by_at)
        for review in reviews
        if _is_to_file(review) and review.safest_at
    ]
    if not times:
        return None
    at, name, note, law_at = min(times, key=lambda time: time[:2])
    return FileBy(at, time_left(clock.now(), at), name, note, law_at if law_at != at else None)


def _no_file_by(reviews: Sequence[Review]) -> str:
    """Why there is no moment to show, were there none."""
    if any(_is_to_file(review) for review in reviews):
        return "Not known: find the day of sentence"
    return "Nothing to file"


def _filed(reviews: Sequence[Review]) -> Review | None:
    """The review filed last, one filed too late before any other, once none is still to file."""
    filed = [(review.filed_at, review) for review in reviews if review.filed_at]
    if not filed or any(_is_to_file(review) for review in reviews):
        return None
    _, last = max(filed, key=lambda pair: (_is_late(pair[1]), pair[0]))
    return last


def _is_late(review: Review) -> bool:
    stands = timeliness_of(review.filed_at, review.file_by_at, review.last_day_on)
    return stands is Timeliness.LATE


def _waits(reviews: Sequence[Review]) -> str:
    """Whether a fact of a review still to be filed is not verified by a second person."""
    waits = any(review.unconfirmed_since_at and _is_to_file(review) for review in reviews)
    return "Not verified" if waits else ""


def _stage(review: Review) -> str:
    return review.outcome.label if review.outcome else review.state.label


def _stages(reviews: Sequence[Review]) -> str:
    """The stage; where several offenders stand at several, how many at each."""
    stages = [_stage(review) for review in reviews]
    counts = {stage: stages.count(stage) for stage in stages}
    if len(counts) <= 1:
        return "".join(counts)
    return ", ".join(f"{stage} ({count})" for stage, count in counts.items())


def _assignees(reviews: Sequence[Review]) -> str:
    """Name the assignees of the open reviews; of those already closed, when none is open."""
    open_ones = [review for review in reviews if review.outcome is None] or reviews
    names = dict.fromkeys(
        review.assignee.name if review.assignee else _NOBODY for review in open_ones
    )
    return ", ".join(names) or _NOBODY
