"""Two cases about one proceeding, merged and unmerged as a person would."""

from datetime import UTC, datetime

from tests.support import build
from ulss_tracker.models import Review
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.stages import Step
from ulss_tracker.services.cases import merging
from ulss_tracker.services.core import preconditions
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.referral import progress

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
WHY = "The same court case number"


@transaction()
def review_that_remains() -> Review:
    """The review of the case that remains."""
    made = build.review(offender_name="John Archer", requester_name="First")
    build.sentence(made)
    return made


@transaction()
def review_that_closes() -> Review:
    """The review of a case opened later about the same proceeding."""
    made = build.review(offender_name="Jon Archer", requester_name="Second")
    build.sentence(made)
    return made


def join(closing: Review, remaining: Review, by: Role = Role.CASEWORKER, why: str = WHY) -> None:
    """Join the case of the one review to that of the other, with nothing copied."""
    merging.merge(
        closing.case,
        remaining.case,
        {closing.id: remaining.id},
        why,
        build.user(by),
        version=preconditions.version_of(closing.case, remaining.case),
    )


def undo(closing: Review, by: Role = Role.CASEWORKER, why: str = "Two men") -> None:
    """Undo the merge of this review's case with the one that it was joined to."""
    merging.unmerge(closing.case, why, build.user(by), version=closing.case.version)


def end(review: Review) -> None:
    """Bring the review to an end, as one that nobody wants any longer."""
    by = build.user(Role.SUPERVISOR)
    progress.move(review, Step.WITHDRAW, by, version=review.version, note="No longer wanted")
