"""Expiry of what was never sent: unfinished drafts, with the files uploaded to them."""

from datetime import timedelta

from sqlalchemy import delete, select, update

from ulss_tracker import clock
from ulss_tracker.models import Document, Draft, db
from ulss_tracker.services.core import office_details
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.operations import clock_jumps


def forget_old_drafts() -> int:
    """Delete the drafts nobody has changed for the office's `draft_hours`; how many there were.

    One that a code opens is kept until the file-by moment of the day typed, where that is later.
    A file that belongs to a request is kept, whatever draft it came by. Nothing is deleted within a
    day of a jump of the clock.
    """
    if not clock_jumps.may_delete():
        return 0
    before = clock.now() - timedelta(hours=office_details.current().DRAFT_HOURS)
    is_past = Draft.keep_until.is_(None) | (Draft.keep_until < clock.now())
    is_old = (Draft.changed_at < before) & is_past
    old = select(Draft.key).where(is_old)
    with transaction():
        of_requests = Document.request_id.is_not(None) & Document.draft_key.in_(old)
        db.session.execute(update(Document).where(of_requests).values(draft_key=None))
        gone = db.session.execute(delete(Draft).where(is_old).returning(Draft.key))
        return len(gone.all())
