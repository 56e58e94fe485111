"""A review with a key too few, and the acts that the two-person lock holds."""

from datetime import UTC, date, datetime

from tests.support import build
from ulss_tracker.models import Filing, FilingKind, LockOpening, Review, User
from ulss_tracker.permissions import Permission, Role, may
from ulss_tracker.scheme.workflow.stages import LawOfficer
from ulss_tracker.services.cases import cases
from ulss_tracker.services.referral import filings, lock_openings, submissions

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
PASSED_ON = date(2026, 3, 2)
# Counted from it: the last day is Monday 30 March 2026, to file by 5pm in London.
FILE_BY = datetime(2026, 3, 30, 16, tzinfo=UTC)
WORKS = [role for role in Role if may(role, Permission.WORK_CASES)]
REASON = "The court’s office is shut, and the CPS does not answer."


def submit(review: Review, by: User) -> None:
    submissions.submit(review, build.WORDS, LawOfficer.ATTORNEY_GENERAL, by, version=review.version)


def unlock(review: Review, by: User | None = None, reason: str = REASON) -> LockOpening:
    return lock_openings.open_lock(review, reason, by or build.user(), version=review.version)


def lose_a_key(review: Review) -> Review:
    """The review as it is after its court was corrected: nobody has verified the new one."""
    cases.change_court(
        review.case,
        court_id="bristol" if review.case.court_id == "leeds" else "leeds",
        court_text="Bristol" if review.case.court_id == "leeds" else "Leeds",
        number="",
        by=build.user(),
        version=review.case.version,
    )
    return review


def file(review: Review, at: datetime, by: User | None = None, why: str = "") -> Filing:
    return filings.record_filing(
        review,
        FilingKind.FILING,
        at=at,
        method="By email",
        by=by or build.user(),
        version=review.version,
        late_reason=why,
    )
