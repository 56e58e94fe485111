"""That the application reached the Registrar, and that it reached the offender."""

from datetime import datetime

from ulss_tracker import clock
from ulss_tracker.errors import Refused
from ulss_tracker.models import EventKind, Filing, FilingKind, LetterKind, Review, User, db
from ulss_tracker.permissions import Permission
from ulss_tracker.scheme.workflow import Step
from ulss_tracker.services import history, progress
from ulss_tracker.services.cases import check_version
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

    CrimPR r.41.2(1). Raises `Refused` for a moment in the future.
    """
    require(by, Permission.WORK_CASES)
    check_version(review, version)
    step, letter_kind, event_kind = _RECORDS[kind]
    if at > clock.now():
        raise Refused("The date and time must be now or in the past")
    with saving():
        progress.take(review, step, by)
        letter = [letter for letter in review.letters if letter.kind is letter_kind][-1]
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
        history.record(event_kind, by=by, review=review, after={"at": at, "method": method})
    return filing
