"""Changes of contact details that wait for the office's call: let through or refused."""

from datetime import timedelta

from sqlalchemy import delete, or_

from ulss_tracker import clock
from ulss_tracker.errors import Refused
from ulss_tracker.models import (
    ContactChange,
    ContactChangeState,
    EventKind,
    Request,
    User,
    db,
)
from ulss_tracker.permissions import Permission
from ulss_tracker.services.core.unit_of_work import locked, transaction
from ulss_tracker.services.core.users import require
from ulss_tracker.services.history import history
from ulss_tracker.services.requests import contact_changes

KEPT_FOR = timedelta(days=28)


def waiting(request: Request) -> ContactChange | None:
    """The change that waits until the office has telephoned; None where none does."""
    query = contact_changes.newest_first(request, ContactChangeState.WAITING)
    return db.session.scalar(query.where(ContactChange.call_since.is_not(None)).limit(1))


def made_lately(request: Request) -> list[ContactChange]:
    """Changes made online in the last weeks, the newest first: where they were reached before."""
    query = contact_changes.newest_first(request, ContactChangeState.DONE)
    return list(db.session.scalars(query.where(ContactChange.asked_at > clock.now() - KEPT_FOR)))


def answer(request: Request, by: User, *, lets_through: bool, note: str) -> None:
    """Let the change through after a call, or refuse it; `note` says how one made sure, or why.

    Raises `Refused` when it was answered meanwhile, or how to reach them is another by now.
    """
    require(by, Permission.WORK_CASES)
    with locked(request):
        change = waiting(request)
        if change is None:
            raise Refused("This change was answered meanwhile, or they asked for another")
        if lets_through and change.before != contact_changes.details(request):
            raise Refused(
                "How to reach them was changed after they asked. Refuse this change, and correct"
                " how to reach them yourself"
            )
        history.record(
            EventKind.CONTACT_CHANGE_ANSWERED,
            by,
            request.case,
            request,
            answer="Let through" if lets_through else "Refused",
            note=note,
        )
        if lets_through:
            contact_changes.make(request, change, by)
        else:
            change.state = ContactChangeState.REFUSED


def forget_old() -> int:
    """Delete changes of four weeks ago, but those that wait for a call; how many there were."""
    old = delete(ContactChange).where(
        ContactChange.asked_at < clock.now() - KEPT_FOR,
        or_(
            ContactChange.state != ContactChangeState.WAITING,
            ContactChange.call_since.is_(None),
        ),
    )
    with transaction():
        return len(db.session.execute(old.returning(ContactChange.id)).all())
