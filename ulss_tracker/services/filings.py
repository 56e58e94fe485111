"""That the application reached the Registrar, and that it reached the offender."""

from datetime import datetime

from ulss_tracker import clock
from ulss_tracker.errors import Refused
from ulss_tracker.models import (
    EventKind,
    Filing,
    FilingKind,
    Letter,
    LetterKind,
    Review,
    User,
    db,
)
from ulss_tracker.permissions import Permission
from ulss_tracker.scheme.workflow import Step
from ulss_tracker.services import history, progress, telling
from ulss_tracker.services.editing import check_version
from ulss_tracker.services.saving import saving
from ulss_tracker.services.users import require

_RECORDS = {
    FilingKind.FILING: (Step.FILE, LetterKind.REFERRAL, EventKind.FILED),
    FilingKind.SERVICE: (Step.SERVE, LetterKind.OFFENDER_NOTICE, EventKind.SERVED),
}


def record_filing(
    review: Review, kind: FilingKind, *, at: datetime, method: str, by: User, version: int
) -> Filing:
    """Record when and how a letter reached the Registrar (filing) or the offender (service).

    CrimPR r.41.2(1). They may come in either order; with both the sentence is referred. Filing
    alone meets the time limit (CJA 1988 Sch 3 para 1). What arrived is the version that had been
    issued by then. Raises `Refused` for a moment in the future, and for one before the letter was
    issued.
    """
    require(by, Permission.WORK_CASES)
    check_version(review, version)
    step, letter_kind, event_kind = _RECORDS[kind]
    if at > clock.now():
        raise Refused("The date and time must be now or in the past")
    with saving():
        progress.take(review, step, by)
        letter = _letter_by_then(review, letter_kind, at)
        filing = Filing(
            review=review,
            letter_id=letter.id,
            kind=kind,
            at=at,
            method=method,
            recorded_at=clock.now(),
            recorded_by_id=by.id,
        )
        db.session.add(filing)
        if kind is FilingKind.FILING:
            review.filed_at = at  # from here the time limit is met, whatever else is to do
            telling.plan_for_referral(review, by)
        history.record(event_kind, by=by, review=review, after={"at": at, "method": method})
        if not progress.find(review, Step.COMPLETE_REFERENCE, by).wanting:
            progress.take(review, Step.COMPLETE_REFERENCE, by)
    return filing


def _letter_by_then(review: Review, kind: LetterKind, at: datetime) -> Letter:
    """The newest version issued by `at`, which is known to the minute."""
    issued = [
        letter
        for letter in review.letters
        if letter.kind is kind and letter.issued_at.replace(second=0, microsecond=0) <= at
    ]
    if not issued:
        raise Refused("The date and time must not be before the letter was issued")
    return issued[-1]
