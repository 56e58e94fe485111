"""Keeping a deadline for every request and review, in the transaction that changes either.

It is handed what changed just before a transaction commits (changed_records.py), so no deadline is
left behind because somebody wrote no line for it. A request's deadline runs until it is in a case,
closed or withdrawn; from then on the case's reviews have it.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, and_, select

from ulss_tracker import clock
from ulss_tracker.models import (
    THE_28_DAYS,
    Deadline,
    EventKind,
    Request,
    RequestState,
    Review,
    db,
    inserting,
)
from ulss_tracker.scheme.time.policies import table_version
from ulss_tracker.scheme.workflow import first_look
from ulss_tracker.scheme.workflow.workflow import AT_COURT
from ulss_tracker.services.core import lead_offence
from ulss_tracker.services.core.changed_records import Changed
from ulss_tracker.services.deadlines import basis
from ulss_tracker.services.history import history

Record = TypeVar("Record", Request, Review)
WAITING = (RequestState.NEW, RequestState.QUARANTINED)
IS_REVIEW_RUNNING: ColumnElement[bool] = and_(
    Review.outcome.is_(None),
    Review.filed_at.is_(None),
    Review.state.not_in(AT_COURT),
    Review.is_historical.is_(False),
)
_SHOWN = ("limit_name", "basis", "earliest_on", "latest_on", "file_by_at")
_DAY_AND_MOMENT = ("limit_name", "earliest_on", "latest_on", "file_by_at")


def sync(changed: Changed) -> None:
    """Bring the deadlines of what changed up to date."""
    if changed.requests:
        requests = [db.session.get(Request, number) for number in sorted(changed.requests)]
        received = {request.id for request in changed.just_received()}
        keep([request for request in requests if request is not None], received)
    keep(changed.reviews_with_facts())


def of_request(request: Request) -> Deadline:
    """The deadline of a request, made where it is not there yet, in the caller's transaction."""
    keep([request])
    row = db.session.scalar(select(Deadline).where(Deadline.request_id == request.id))
    assert row is not None  # noqa: S101 - it has just been made
    return row


def keep(records: Collection[Record], new: Collection[int] = ()) -> int:
    """Bring the rows of these up to date; of the `new` requests, just received, none is looked for.

    In the caller's transaction; how many were made or changed.
    """
    changed = 0
    made: list[dict[str, Any]] = []
    for record, row, values in _with_rows(records, new):
        if row is not None:
            changed += _change(row, values, is_running=_is_running(record))
        elif isinstance(record, Request):
            made.append({"request_id": record.id, "review_id": None, **values})
        else:
            made.append({"request_id": None, "review_id": record.id, **values})
    if made:
        db.session.execute(inserting(Deadline).on_conflict_do_nothing(), made)
    return len(made) + changed


def differing(records: Collection[Record]) -> list[Record]:
    """Those of these whose row `keep` would make or change: for who only reads yet."""
    return [
        record
        for record, row, values in _with_rows(records)
        if row is None or _differs(row, values, is_running=_is_running(record))
    ]


def _with_rows(
    records: Collection[Record], new: Collection[int] = ()
) -> Iterator[tuple[Record, Deadline | None, dict[str, Any]]]:
    """Each record that has or must have a row, with its row and what that is to say."""
    requests = [record.id for record in records if isinstance(record, Request)]
    reviews = [record.id for record in records if isinstance(record, Review)]
    of_requests = _rows(Deadline.request_id, [number for number in requests if number not in new])
    of_reviews = _rows(Deadline.review_id, reviews)
    for record in records:
        row = (of_requests if isinstance(record, Request) else of_reviews).get(record.id)
        if row is not None or _is_running(record):
            yield record, row, _values(record)


def _is_running(record: Request | Review) -> bool:
    return record.state in WAITING if isinstance(record, Request) else is_review_running(record)


def _began(review: Review) -> datetime:
    """When the office first heard of it: of several who asked, from the first."""
    return min((request.received_at for request in review.case.requests), default=review.opened_at)


def is_review_running(review: Review) -> bool:
    """Whether the review is still to be filed, and watched."""
    return review.outcome is None and not review.is_filed and not review.is_historical


def _rows(column: Any, numbers: Collection[int]) -> dict[int, Deadline]:
    if not numbers:
        return {}
    rows = db.session.scalars(select(Deadline).where(column.in_(numbers)))
    return {getattr(row, column.key): row for row in rows}


def _values(record: Request | Review) -> dict[str, Any]:
    """Everything a running row says."""
    find_day_by_at = look_by_at = None
    is_triaged, more_offences = False, 0
    if isinstance(record, Request):
        known, began_at = basis.of_request(record), record.received_at
        is_triaged = record.looked_at is not None
        if not is_triaged:
            look_by_at = first_look.look_by(began_at, known.file_by_at)
        offence = lead_offence.of_request(record)
    else:
        known, began_at = basis.of_review(record), _began(record)
        offence, more_offences = lead_offence.of_review(record)
    if known.file_by_at is None or not (is_triaged or basis.can_be_right(known, began_at)):
        find_day_by_at = first_look.find_day_by(began_at)
    act_by_at = find_day_by_at or known.file_by_at
    assert act_by_at is not None  # noqa: S101 - one of them is always known
    limits = known.limits
    return {
        "limit_name": limits.leading.id if limits else THE_28_DAYS,
        "may_be_limit": limits.may_be.id if limits and limits.may_be else "",
        "may_be_until_on": limits.may_be_until_on if limits else None,
        "law_version": table_version(),
        "basis": known.basis,
        "earliest_on": known.earliest_on,
        "latest_on": known.latest_on,
        "file_by_at": known.file_by_at,
        "later_file_by_at": known.later_file_by_at,
        "find_day_by_at": find_day_by_at,
        "look_by_at": look_by_at,
        "act_by_at": act_by_at,
        "offence": offence,
        "more_offences": more_offences,
        "began_at": began_at,
        "changed_at": clock.now(),
        "ended_at": None,
    }


def _change(row: Deadline, values: Mapping[str, Any], *, is_running: bool) -> bool:
    """Put what changed into the row; whether anything did.

    Another day or moment is a line of history, before and after. Between days that the court gave,
    the assessment says so already. A row that no longer runs keeps what it last said.
    """
    if not _differs(row, values, is_running=is_running):
        return False
    if not is_running:
        row.ended_at = row.changed_at = clock.now()
        return True
    before = {name: getattr(row, name) for name in _SHOWN}
    is_of_court = row.basis.is_of_court and values["basis"].is_of_court
    has_moved = row.ended_at is None and not is_of_court and _is_other(row, values, _DAY_AND_MOMENT)
    for name, value in values.items():
        setattr(row, name, value)
    if has_moved:
        history.record(
            EventKind.DEADLINE_CHANGED,
            None,
            row.review,
            row.request,
            before=before,
            **{name: values[name] for name in _SHOWN},
        )
    return True


def _differs(row: Deadline, values: Mapping[str, Any], *, is_running: bool) -> bool:
    """Whether the row is not as its record says."""
    if not is_running:
        return row.ended_at is None
    return row.ended_at is not None or _is_other(row, values, _compared(values))


def _compared(values: Mapping[str, Any]) -> Iterable[str]:
    return (name for name in values if name not in {"changed_at", "ended_at"})


def _is_other(row: Deadline, values: Mapping[str, Any], names: Iterable[str]) -> bool:
    return any(getattr(row, name) != values[name] for name in names)
