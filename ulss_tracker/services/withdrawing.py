"""Withdrawing a request. The case goes on: the law officers may look at a sentence nobody asked
about, and only a supervisor ends a review.
"""

from ulss_tracker.errors import Refused
from ulss_tracker.models import Channel, EventKind, Request, RequestState, User, db
from ulss_tracker.permissions import Permission
from ulss_tracker.services import history, telling
from ulss_tracker.services.saving import saving
from ulss_tracker.services.users import require

MAY_BE_WITHDRAWN = frozenset({RequestState.NEW, RequestState.QUARANTINED, RequestState.IN_CASE})


def record(request: Request, channel: Channel, note: str, by: User) -> None:
    """Record that somebody withdrew their request by phone, email or letter.

    Raises `Refused` for the online form, which records it itself, and when the request is
    withdrawn or closed already.
    """
    require(by, Permission.WORK_CASES)
    if channel is Channel.FORM:
        raise Refused("Choose how they told us")
    with saving():
        # Held against anybody who opens a case from it, or withdraws it online, at this moment.
        db.session.refresh(request, with_for_update={"of": Request})
        if request.state not in MAY_BE_WITHDRAWN:
            raise Refused(f"This request cannot be withdrawn: it is {request.state.label.lower()}")
        mark(request, channel, note, by)


def mark(request: Request, channel: Channel, note: str, by: User | None) -> None:
    """Withdraw a request that may be; inside the caller's transaction. `by` None: online."""
    request.state = RequestState.WITHDRAWN
    history.record(
        EventKind.REQUEST_WITHDRAWN,
        by=by,
        request=request,
        case=request.case,
        after={"reference": request.reference, "channel": channel, "note": note},
    )
    telling.excuse_withdrawn(request, by)
