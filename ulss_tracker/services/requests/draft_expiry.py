"""Expiry of what was never sent: unfinished drafts, with the files uploaded to them."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, select, update

from ulss_tracker import clock
from ulss_tracker.models import Document, Draft, db
from ulss_tracker.services.core import office_details
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.operations import clock_jumps
from ulss_tracker.services.protection import holds

MOST_AT_ONCE = 1_000


def forget_old_drafts() -> int:
    """Delete the drafts nobody has changed for the office's `draft_hours`; how many there were.

    One that a code opens is kept until the file-by moment of the day typed, where that is later,
    and one that names a person under a legal hold until that ends. A file that belongs to a request
    is kept, whatever draft it came by. Nothing is deleted within a day of a jump of the clock.
    """
    if not clock_jumps.may_delete():
        return 0
    is_old, among = _is_old(clock.now()), holds.in_force()
    drafts = db.session.scalars(select(Draft).where(is_old).order_by(Draft.changed_at))
    old = [draft.key for draft in drafts if not holds.of(draft, among)][:MOST_AT_ONCE]
    with transaction():
        of_requests = Document.request_id.is_not(None) & Document.draft_key.in_(old)
        db.session.execute(update(Document).where(of_requests).values(draft_key=None))
        is_old &= Draft.key.in_(old)  # nobody has gone on with it meanwhile
        gone = db.session.execute(delete(Draft).where(is_old).returning(Draft.key))
        return len(gone.all())


def count_due(by: datetime) -> int:
    """How many drafts nobody will have changed for so long by a moment."""
    among = holds.in_force()
    return sum(
        not holds.of(draft, among) for draft in db.session.scalars(select(Draft).where(_is_old(by)))
    )


def _is_old(by: datetime) -> ColumnElement[bool]:
    before = by - timedelta(hours=office_details.current().DRAFT_HOURS)
    return (Draft.changed_at < before) & (Draft.keep_until.is_(None) | (Draft.keep_until < by))
