"""Requests as staff see them: one of them, logging one that came by phone or letter, closing."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Unpack

from sqlalchemy import select, union_all
from sqlalchemy.orm import joinedload, selectinload

from ulss_tracker import clock
from ulss_tracker.errors import Refused, existing
from ulss_tracker.models import (
    Case,
    Channel,
    Draft,
    EventKind,
    Request,
    RequestState,
    Review,
    Sentence,
    User,
    db,
)
from ulss_tracker.permissions import Permission
from ulss_tracker.scheme.time.date_warnings import DateWarning
from ulss_tracker.scheme.workflow.requester_role import RequesterRole
from ulss_tracker.services.assessment.date_warnings import warnings_of_request
from ulss_tracker.services.assignment import assignment
from ulss_tracker.services.core.paging import Ordering, Rows
from ulss_tracker.services.core.preconditions import check_entered
from ulss_tracker.services.core.table import NO_FILTERS, Column, Filter, Place, Table
from ulss_tracker.services.core.unit_of_work import locked
from ulss_tracker.services.core.users import require
from ulss_tracker.services.history import history
from ulss_tracker.services.protection import audit
from ulss_tracker.services.requests import intake
from ulss_tracker.services.requests.details import RequestDetails
from ulss_tracker.services.requests.intake import Received
from ulss_tracker.services.search.narrowing import by_words

OF_CASE_TABLE = Table(
    title="Everyone who asked about this case",
    columns=(
        Column("reference", "Request", classes="app-nowrap"),
        Column(
            "name", "Who asked", order=Ordering("name", Request.requester_name, is_personal=True)
        ),
        Column("standing", "As"),
        Column("received", "Received", order=Ordering("received", Request.received_at)),
        Column("channel", "By"),
    ),
    filters=(
        by_words(request=Request.id),
        Filter("standing", "Who asked", Request.standing, RequesterRole, "Anybody"),
        Filter("channel", "How it reached us", Request.channel, Channel, "Any way"),
        Filter(
            "withdrawn",
            "Withdrawn",
            lambda word: (Request.state == RequestState.WITHDRAWN) == (word == "yes"),
            [("no", "Only those that stand"), ("yes", "Only those withdrawn")],
            "Either",
        ),
    ),
    default="received",
)
_NOT_IN_A_CASE = (RequestState.NEW, RequestState.QUARANTINED)


def get(reference: str) -> Request:
    """The request with this reference, with its files.

    Raises `NotFound`, also in a sealed case that the person reading is not named on.
    """
    query = (
        select(Request)
        .where(Request.reference == reference)
        .options(
            selectinload(Request.documents),
            selectinload(Request.asks_about),
            joinedload(Request.case).selectinload(Case.reviews),
            joinedload(Request.case).selectinload(Case.restrictions),
        )
    )
    request = existing(db.session.scalar(query), "There is no request with this reference")
    audit.note_opening(request)
    return request


def of_case(
    case: Case, filters: Mapping[str, Any] = NO_FILTERS, **place: Unpack[Place]
) -> Rows[Request]:
    """A page of the requests that asked about the case."""
    query = select(Request).where(Request.case_id == case.id)
    query = query.options(selectinload(Request.asks_about))
    return OF_CASE_TABLE.rows(query, filters, **place)


def log(
    details: RequestDetails,
    *,
    channel: Channel,
    received_at: datetime,
    by: User,
    form_key: str | None = None,
    draft: Draft | None = None,
) -> Received:
    """Log a request that came by phone, email or letter, with the true time it reached us.

    `form_key` is the secret of the form it was typed in: sent twice, it is logged once. The
    files of `draft` go with it. What looks wrong about the date of sentence refuses nothing; it is
    kept that it was let stand. Raises `Refused` for a time in the future, and for the online
    form's channel.
    """
    require(by, Permission.WORK_CASES)
    if received_at > clock.now():
        raise Refused("The time it was received must be now or in the past")
    if channel is Channel.FORM:
        raise Refused("Choose how the request reached us")
    sentenced_on = details.sentenced_on
    warnings = warnings_of_request(sentenced_on, received_at) if sentenced_on else ()
    return intake.receive(
        details,
        channel=channel,
        received_at=received_at,
        logged_by=by,
        journey_key=form_key,
        draft=draft,
        confirmed_warnings=[warning.id for warning in warnings],
    )


def doubted(most: int) -> list[tuple[Request, Sequence[DateWarning]]]:
    """The requests that staff logged with a date of sentence against which something speaks.

    While no sentence is recorded for them and their case is open: of those, `most` with the
    earliest dates are looked at.
    """
    # Of the many that are in cases only those of an open review: what is over costs nothing.
    waiting = select(Request.id).where(Request.state.in_(_NOT_IN_A_CASE))
    in_open_cases = (
        select(Request.id)
        .join(Review, Review.case_id == Request.case_id)
        .where(Review.outcome.is_(None), Request.state == RequestState.IN_CASE)
    )
    recorded = (
        select(Sentence.id)
        .join(Review, Review.id == Sentence.review_id)
        .where(Review.case_id == Request.case_id)
    )
    query = (
        select(Request)
        .where(
            Request.id.in_(union_all(waiting, in_open_cases)),
            Request.logged_by_id.is_not(None),
            Request.sentenced_on.is_not(None),
            ~recorded.exists(),
        )
        .order_by(Request.sentenced_on, Request.id)
        .limit(most)
    )
    return [
        (request, warnings)
        for request in db.session.scalars(query)
        if request.sentenced_on
        and (warnings := warnings_of_request(request.sentenced_on, request.received_at))
    ]


def close(request: Request, reason: str, by: User) -> None:
    """Close a request that cannot become a case: a test, or one already answered.

    Raises `Refused` when it is in a case, or without a reason.
    """
    require(by, Permission.WORK_CASES)
    check_entered(reason, "Enter the reason for closing the request")
    # Locked against anybody who would open a case from it at the same moment.
    with locked(request):
        if request.state not in {RequestState.NEW, RequestState.QUARANTINED}:
            raise Refused(f"This request cannot be closed: it is {request.state.label.lower()}")
        request.state = RequestState.CLOSED
        assignment.mark_triaged(request, by)
        history.record(EventKind.REQUEST_CLOSED, by, request, reason=reason)
