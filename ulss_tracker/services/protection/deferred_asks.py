"""Asks whose outcome a page may not tell: kept alike for everybody, and done by a job.

A page that did it itself would tell by its time whether there is such an account or request.
"""

from collections.abc import Callable, Mapping

from sqlalchemy import select

from ulss_tracker import clock
from ulss_tracker.models import AskKind, DeferredAsk, db
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.protection import security_log
from ulss_tracker.services.protection.security_log import Source

Doing = Mapping[AskKind, Callable[[DeferredAsk], None]]


def add(
    kind: AskKind, subject: str, *, source: Source | None = None, wants_factor: bool = False
) -> None:
    """Keep what was asked for: one row, whatever `subject` says."""
    origin = source or Source("")
    with transaction():
        db.session.add(
            DeferredAsk(
                kind=kind,
                subject=subject,
                wants_factor=wants_factor,
                asked_at=clock.now(),
                page=origin.page,
                address=origin.address,
                device=origin.device,
                request_id=origin.request_id,
            )
        )


def do_waiting(doing: Doing) -> int:
    """Do each thing that was asked for, the oldest first, by the function of its kind; how many.

    What each notes is in the security log as of where it was asked. One that fails holds up no
    other, stays, and is raised once the others are done.
    """
    failure: Exception | None = None
    numbers = db.session.scalars(select(DeferredAsk.id).order_by(DeferredAsk.id)).all()
    done = 0
    for number in numbers:
        try:
            done += _do(number, doing)
        except Exception as error:
            failure = failure or error
    if failure is not None:
        raise failure
    return done


def _do(number: int, doing: Doing) -> bool:
    ask = db.session.get(DeferredAsk, number)
    if ask is None:
        return False
    source = Source(ask.page, ask.address, ask.device, ask.request_id)
    with security_log.of_source(source), transaction():
        doing[ask.kind](ask)
        db.session.delete(ask)
    return True
