"""Whether a request that is open on the status page somewhere may go on being read there."""

from ulss_tracker import clock
from ulss_tracker.models import Request, StatusLeft, db, inserting
from ulss_tracker.services.core.unit_of_work import transaction


def close(request: Request) -> None:
    """Close the request wherever it is open: a copy of the browser's cookie opens nothing more."""
    now = clock.now()
    leaving = inserting(StatusLeft).values(request_id=request.id, left_at=now)
    leaving = leaving.on_conflict_do_update(index_elements=["request_id"], set_={"left_at": now})
    with transaction():
        db.session.execute(leaving)


def was_closed(request: Request, opened_at: float) -> bool:
    """Whether it was closed since this moment, in seconds, at which it was opened."""
    left = db.session.get(StatusLeft, request.id)
    return left is not None and opened_at < left.left_at.timestamp()
