"""Complaints about the office's own service: recorded, acknowledged and answered, each in time.

A complaint is not a request: it has a clock of its own (scheme/workflow/complaint_clock.py), and no
clock of a review waits for it.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Unpack

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import joinedload

from ulss_tracker import clock
from ulss_tracker.errors import Refused, existing
from ulss_tracker.models import Case, Channel, Complaint, EventKind, Finding, User, db
from ulss_tracker.permissions import Permission
from ulss_tracker.scheme.workflow.complaint_clock import acknowledge_by, answer_by
from ulss_tracker.services.core.paging import Ordering, Rows
from ulss_tracker.services.core.preconditions import check_entered, check_version
from ulss_tracker.services.core.references import next_complaint_reference
from ulss_tracker.services.core.table import NO_FILTERS, Column, Filter, Place, Table
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.core.users import require
from ulss_tracker.services.history import history
from ulss_tracker.services.protection import audit
from ulss_tracker.services.search.narrowing import by_words

ANSWERED = "answered"
_WRITTEN = Complaint.name + "\n" + Complaint.contact + "\n" + Complaint.about
TABLE = Table(
    title="Complaints",
    columns=(
        Column("reference", "Complaint"),
        Column("name", "From"),
        Column("received", "Received", order=Ordering("received", Complaint.received_at)),
        Column("acknowledged", "Acknowledged"),
        Column("answer_by", "Answer by", order=Ordering("answer_by", Complaint.answer_by_at)),
        Column("case", "Case"),
    ),
    filters=(
        by_words(Complaint.reference + "\n" + _WRITTEN, case=Complaint.case_id),
        Filter("which", "Show", choices=[(ANSWERED, "Answered")], blank="To answer"),
        Filter("channel", "Channel", Complaint.channel, Channel, "Any"),
    ),
    default="answer_by",
)


def record(
    name: str,
    about: str,
    by: User,
    *,
    channel: Channel,
    received_at: datetime,
    contact: str = "",
    case: Case | None = None,
) -> Complaint:
    """Record a complaint with the true time it reached the office; its clock runs from then.

    Raises `Refused` for a time to come, and without a name or what it is about.
    """
    require(by, Permission.WORK_CASES)
    if received_at > clock.now():
        raise Refused("The time it was received must be now or in the past")
    if not name.strip() or not about.strip():
        raise Refused("Enter who complains, and of what")
    with transaction():
        complaint = Complaint(
            reference=next_complaint_reference(),
            case_id=case.id if case else None,
            channel=channel,
            name=name.strip(),
            contact=contact.strip(),
            about=about.strip(),
            received_at=received_at,
            recorded_at=clock.now(),
            recorded_by_id=by.id,
            acknowledge_by_at=acknowledge_by(received_at),
            answer_by_at=answer_by(received_at),
        )
        db.session.add(complaint)
        history.record(
            EventKind.COMPLAINT_RECORDED,
            by,
            case,
            complaint=complaint.reference,
            channel=channel,
            received_at=received_at,
        )
    return complaint


def get(reference: str) -> Complaint:
    """The complaint with this reference, and who did what.

    Raises `NotFound`, also where it is about a sealed case that the person reading is not named on.
    """
    query = (
        select(Complaint)
        .where(Complaint.reference == reference)
        .options(
            joinedload(Complaint.case).selectinload(Case.restrictions),
            joinedload(Complaint.recorded_by),
            joinedload(Complaint.acknowledged_by),
            joinedload(Complaint.answered_by),
        )
    )
    complaint = existing(db.session.scalar(query), "There is no complaint with this reference")
    if complaint.case is not None:
        audit.note_opening(complaint.case)
    return complaint


def page(filters: Mapping[str, Any] = NO_FILTERS, **place: Unpack[Place]) -> Rows[Complaint]:
    """A page of the complaints to answer, or of those that are answered."""
    is_open = Complaint.answered_at.is_(None)
    query = select(Complaint).options(joinedload(Complaint.case))
    query = query.where(~is_open if filters.get("which") == ANSWERED else is_open)
    return TABLE.rows(query, filters, **place)


def late() -> Sequence[Complaint]:
    """The complaints that should have been acknowledged or answered by now, the oldest first."""
    query = select(Complaint).where(is_late()).options(joinedload(Complaint.case))
    return list(db.session.scalars(query.order_by(Complaint.answer_by_at, Complaint.id)))


def is_late() -> ColumnElement[bool]:
    """The condition of being overdue, to answer or to acknowledge."""
    now = clock.now()
    unacknowledged = and_(Complaint.acknowledged_at.is_(None), Complaint.acknowledge_by_at < now)
    return and_(Complaint.answered_at.is_(None), or_(unacknowledged, Complaint.answer_by_at < now))


def acknowledge(complaint: Complaint, at: datetime, by: User, *, version: int) -> None:
    """Record that whoever complained was told that it was received.

    Raises `Refused` when it was acknowledged or answered, and for a time before it was received or
    to come.
    """
    require(by, Permission.WORK_CASES)
    check_version(complaint, version)
    if complaint.acknowledged_at is not None or complaint.answered_at is not None:
        raise Refused("It has been acknowledged")
    _check_time(complaint, at)
    with transaction():
        complaint.acknowledged_at, complaint.acknowledged_by_id = at, by.id
        history.record(
            EventKind.COMPLAINT_ACKNOWLEDGED,
            by,
            complaint.case,
            complaint=complaint.reference,
            at=at,
        )


def answer(
    complaint: Complaint, finding: Finding, words: str, at: datetime, by: User, *, version: int
) -> None:
    """Record how the complaint was answered, and when. Its clock ends.

    Raises `Refused` without what was answered, when it is answered already, and for a time before
    it was received or to come.
    """
    require(by, Permission.WORK_CASES)
    check_version(complaint, version)
    if complaint.answered_at is not None:
        raise Refused("It has been answered")
    check_entered(words, "Enter what was answered")
    _check_time(complaint, at)
    with transaction():
        complaint.answered_at, complaint.answered_by_id = at, by.id
        complaint.finding, complaint.answer = finding, words.strip()
        history.record(
            EventKind.COMPLAINT_ANSWERED,
            by,
            complaint.case,
            complaint=complaint.reference,
            at=at,
            finding=finding,
        )


def _check_time(complaint: Complaint, at: datetime) -> None:
    if at > clock.now():
        raise Refused("The time must be now or in the past")
    # A screen knows whole minutes only.
    if at < complaint.received_at.replace(second=0, microsecond=0):
        raise Refused("The time must be after the complaint was received")
