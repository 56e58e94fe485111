"""The words that people searched for are kept for 90 days; that they searched is kept for ever.

The words stand in a table of their own, which no hash covers: the chain of the history bears that
they go.
"""

from datetime import timedelta

from sqlalchemy import delete, select

from ulss_tracker import clock
from ulss_tracker.models import AuditEntry, SearchWords, db
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.operations import clock_jumps

KEPT_FOR = timedelta(days=90)


def forget_old() -> int:
    """Delete the words of searches longer ago; how many there were.

    Nothing is deleted within a day of a jump of the clock.
    """
    if not clock_jumps.may_delete():
        return 0
    old = select(AuditEntry.id).where(AuditEntry.at < clock.now() - KEPT_FOR)
    with transaction():
        gone = db.session.execute(
            delete(SearchWords)
            .where(SearchWords.audit_id.in_(old))
            .returning(SearchWords.audit_id)
            .execution_options(synchronize_session=False)
        )
        return len(gone.all())
