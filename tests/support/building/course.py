"""The course of a review: submission and decision, and a changed name taken back."""

from typing import Any

from sqlalchemy import select

from tests.support.building.people import user
from tests.support.building.reviews import eligible_review, verify
from ulss_tracker.models import (
    Case,
    Decision,
    DecisionChoice,
    Event,
    EventKind,
    Reversal,
    Review,
    Submission,
    User,
    db,
)
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.stages import LawOfficer, Step
from ulss_tracker.services.cases import cases, reversals
from ulss_tracker.services.core import preconditions
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.referral import decisions, progress, submissions


def renamed(review: Review, name: str = "Jon Archer") -> Event:
    """The line of history of an offender whose name was changed, by mistake."""
    offender = cases.Offender(name=name, born_on=None, address="1 High Street")
    cases.change_offender(review, offender, user(), review.version)
    query = select(Event).where(Event.kind == EventKind.OFFENDER_CHANGED)
    return db.session.scalars(query.order_by(Event.id.desc()).limit(1)).one()


def reversal(event: Event, *, by: User | None = None) -> Reversal:
    """A proposal of a supervisor that what this line changed stands again as it did before."""
    by = by or user(Role.SUPERVISOR, email="proposer@example.org", name="First Proposer")
    case = db.session.get_one(Case, event.case_id)
    version = preconditions.version_of(case, *case.reviews)
    return reversals.propose(case, event.id, "The wrong person", by, version=version)


WORDS = submissions.Words(
    facts="He robbed a shop with a knife.",
    advice="The sentence is outside the range. It should be referred.",
    victims_view="She is afraid to go out.",
)


def submit(review: Review, *, by: User | None = None) -> Submission:
    """The review, verified, sent to the law officers with a pack of ordinary words."""
    with transaction():
        verify(review)
        db.session.flush()  # the review's version is then that of what was verified
        return submissions.submit(
            review, WORDS, LawOfficer.ATTORNEY_GENERAL, by or user(), version=review.version
        )


def review_to_decide(**changes: Any) -> Review:
    """An eligible review that is with the law officers. `changes` are those of `asked`."""
    with transaction():
        made = eligible_review(**changes)
        submit(made)
    return made


def review_to_file(**changes: Any) -> Review:
    """A review that a law officer has decided to refer. `changes` are those of `asked`."""
    with transaction():
        made = review_to_decide(**changes)
        decide(made)
    return made


def withdraw(review: Review) -> None:
    """Have a supervisor end the review: whoever asked for it no longer does."""
    by = user(Role.SUPERVISOR)
    progress.move(review, Step.WITHDRAW, by, version=review.version, note="She asked us to stop")


def decide(
    review: Review,
    choice: DecisionChoice = DecisionChoice.REFER,
    reasons: str = "Outside the range of sentences a judge could reasonably pass.",
    *,
    by: User | None = None,
    **changes: Any,
) -> Decision:
    """A law officer's decision on the submission as it is. `changes` are those of the service."""
    sent = submissions.latest(review)
    said: dict[str, Any] = {"version": review.version, "seen_sha256": sent.sha256 if sent else ""}
    return decisions.decide(review, choice, reasons, by or user(Role.LAW_OFFICER), **said | changes)
