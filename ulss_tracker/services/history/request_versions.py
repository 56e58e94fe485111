"""Keeping what is believed of each request, moment by moment, in the transaction that changes it.

As of reviews (review_versions.py): a figure of requests of any earlier moment can be made again.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import joinedload

from ulss_tracker import clock
from ulss_tracker.models import (
    Case,
    Event,
    EventKind,
    Handling,
    Notification,
    NotificationState,
    Request,
    RequestState,
    RequestVersion,
    Review,
    db,
)
from ulss_tracker.scheme.workflow.notifying import About
from ulss_tracker.services.core import limits
from ulss_tracker.services.core.changed_records import Changed
from ulss_tracker.services.core.loading import load_missing
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.history import versions
from ulss_tracker.services.history.versions import days_between, in_london, is_after_hours

_AT_ONCE = 50


def sync(changed: Changed) -> None:
    """Keep what is now believed of the requests that changed, or whose case did."""
    received = changed.just_received()
    for request in received:
        _keep_one(request, None, _believed(request, (), None))
    numbers = (changed.requests | changed.told) - {each.id for each in received}
    if numbers or changed.cases or changed.reviews:
        _keep(numbers, changed.cases, changed.reviews)


def make_missing() -> int:
    """Make the versions that are not there, as the requests stand now; how many.

    For what was there before versions were kept, and for what was written past the services.
    """
    made = 0
    without = ~exists().where(RequestVersion.request_id == Request.id)
    missing = select(Request.id).where(without).limit(_AT_ONCE)
    while numbers := list(db.session.scalars(missing)):
        with transaction():
            _keep(numbers)
        made += len(numbers)
    return made


def _keep(
    numbers: Collection[int], case_ids: Collection[int] = (), review_ids: Collection[int] = ()
) -> None:
    """Keep what is believed of these requests, and of those of these cases and reviews."""
    query = (
        select(Request)
        .where(
            or_(
                Request.id.in_(numbers),
                Request.case_id.in_(case_ids),
                Request.case_id.in_(select(Review.case_id).where(Review.id.in_(review_ids))),
            )
        )
        .options(joinedload(Request.case))
        .order_by(Request.id)
    )
    requests = list(db.session.scalars(query))
    if not requests:
        return
    load_missing(requests, (Request.case, Case.reviews), (Request.asks_about,))
    numbers = [request.id for request in requests]
    known = versions.known(RequestVersion.request_id, numbers)
    first, answered = _first_of_cases(requests), _answered(numbers)
    for request in requests:
        believed = _believed(request, first, answered.get(request.id))
        _keep_one(request, known.get(request.id), believed)


def _keep_one(request: Request, before: RequestVersion | None, believed: dict[str, Any]) -> None:
    versions.keep(
        RequestVersion.request_id,
        request.id,
        before,
        believed,
        first_known_at=request.logged_at,
        now=clock.now(),
    )


def _believed(
    request: Request, first: Collection[int], answered_at: datetime | None
) -> dict[str, Any]:
    """Every fact of the request that a figure may be made from."""
    received_on = in_london(request.received_at).date()
    last_day_on = _last_day_of(request)
    looked_at = request.looked_at
    return {
        "case_id": request.case_id,
        "handling": _handling(request, first),
        "channel": request.channel,
        "standing": request.standing,
        "was_told": request.was_told,
        "language": request.language,
        "court_id": request.case.court_id if request.case else request.court_id,
        "received_at": request.received_at,
        "received_on": received_on,
        "received_after_hours": is_after_hours(request.received_at, last_day_on),
        "is_late": received_on > last_day_on if last_day_on else None,
        "looked_at": looked_at,
        "hours_to_look": (looked_at - request.received_at) // timedelta(hours=1)
        if looked_at
        else None,
        "answered_at": answered_at,
        "days_to_answer": days_between(request.received_at, answered_at) if answered_at else None,
    }


def _handling(request: Request, first: Collection[int]) -> Handling:
    if request.state in _ENDED:
        return _ENDED[request.state]
    if request.state is not RequestState.IN_CASE:
        return Handling.NO_CASE_YET
    return Handling.FIRST_OF_CASE if request.id in first else Handling.JOINED


_ENDED: Mapping[RequestState, Handling] = {
    RequestState.CLOSED: Handling.CLOSED,
    RequestState.WITHDRAWN: Handling.WITHDRAWN,
}


def _last_day_of(request: Request) -> date | None:
    """The latest last day of the reviews it asks about; of its own words, where there is none."""
    days = [
        review.last_day_on
        for review in (request.case.reviews if request.case else ())
        if review.last_day_on and request.is_about(review)
    ]
    if days:
        return max(days)
    stated = request.sentenced_on
    if stated is None or stated.year >= date.max.year:
        return None
    return limits.as_they_say(request, stated).last_day_on


def _first_of_cases(requests: Sequence[Request]) -> set[int]:
    """Which of the requests are the first that were ever in the cases that they are in."""
    cases = {request.case_id for request in requests if request.case_id is not None}
    if not cases:
        return set()
    joined_first = (
        select(func.min(Event.id))
        .where(Event.case_id.in_(cases), Event.kind == EventKind.REQUEST_JOINED)
        .group_by(Event.case_id)
    )
    query = select(Event.request_id).where(Event.id.in_(joined_first))
    return {number for number in db.session.scalars(query) if number is not None}


def _answered(numbers: Sequence[int]) -> dict[int, datetime]:
    """When the people of these requests were first told how a review ended."""
    query = (
        select(Notification.request_id, Notification.told_at)
        .where(
            Notification.request_id.in_(numbers),
            Notification.about == About.OUTCOME,
            Notification.state == NotificationState.TOLD,
            Notification.told_at.is_not(None),
        )
        .order_by(Notification.told_at.desc())
    )
    rows = db.session.execute(query)
    return {number: at for number, at in rows if number is not None and at}
