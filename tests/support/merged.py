"""Two cases about one proceeding, merged and unmerged as a person would."""

from collections.abc import Sequence
from datetime import UTC, datetime

from tests.support import build
from ulss_tracker.models import LetterKind, PaperKind, Review
from ulss_tracker.permissions import Role
from ulss_tracker.services import letters
from ulss_tracker.services.cases import merging
from ulss_tracker.services.core import preconditions
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.protection import sealing
from ulss_tracker.services.referral import papers

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
WHY = "The same court case number"


def join(
    closing: Review,
    remaining: Review,
    by: Role = Role.CASEWORKER,
    why: str = WHY,
    *,
    into: Review | None = None,
    carried: Sequence[str] = (),
    version: int | None = None,
) -> None:
    """Join the case of the one review to that of the other, with what is `carried` copied.

    `into` is the review that the one that closes is said to be of, where it is not the other.
    """
    seen = preconditions.version_of(closing.case, remaining.case) if version is None else version
    same = {closing.id: (into or remaining).id}
    merging.merge(
        closing.case, remaining.case, same, why, build.user(by), version=seen, carried=carried
    )


def undo(closing: Review, by: Role = Role.CASEWORKER, why: str = "Two men") -> None:
    """Undo the merge of this review's case with the one that it was joined to."""
    merging.unmerge(closing.case, why, build.user(by), version=closing.case.version)


# Work in a case that stands in the way of closing it.


@transaction()
def submitted(review: Review) -> None:
    """The law officers were sent papers."""
    if not review.sentences[0].convictions:
        build.conviction(review.sentences[0])
    build.submit(review)


def decided(review: Review) -> None:
    """A law officer has decided."""
    submitted(review)
    build.decide(review)


def sealed(review: Review) -> None:
    """The case is sealed, and nobody is named on it."""
    sealing.seal(review.case, [], "A judge’s family", build.user(Role.SUPERVISOR))


def drafted(review: Review) -> None:
    """A letter is being written."""
    letters.draft(LetterKind.CPS_PAPERS, build.user(), case=review.case, review=review)


def papers_wanted(review: Review) -> None:
    """The CPS was asked for papers."""
    papers.ask(review.case, [PaperKind.INDICTMENT], [], build.user())
