"""Preparing what the application for permission to refer will say."""

from dataclasses import dataclass, fields

from ulss_tracker import clock
from ulss_tracker.models import Application, EventKind, Review, User, db
from ulss_tracker.services.core.preconditions import check_may_work
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.history import history


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """The parts of the application that a person writes (CrimPR r.41.3(3), (4), (6))."""

    facts: str = ""
    aggravating: str = ""
    mitigating: str = ""
    why_lenient: str = ""
    authorities: str = ""
    document_links: str = ""


PARTS = tuple(field.name for field in fields(Prepared))


def prepare(review: Review, prepared: Prepared, by: User, *, version: int) -> Application:
    """Keep what has been written so far; nothing is required until the letter is issued.

    Raises `Refused` once the review is closed.
    """
    check_may_work(review, by, version)
    with transaction():
        application = review.application
        if application is None:
            application = Application(review=review)
            db.session.add(application)
        changed = [
            name for name in PARTS if (getattr(application, name) or "") != getattr(prepared, name)
        ]
        for name in PARTS:
            setattr(application, name, getattr(prepared, name))
        application.changed_at = review.changed_at = clock.now()
        application.changed_by_id = by.id
        history.record(EventKind.APPLICATION_CHANGED, by, review, fields=changed)
    return application
