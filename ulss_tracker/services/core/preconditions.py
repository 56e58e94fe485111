"""Checks before a record is changed: that the person may, that it is as they saw it, still open."""

from ulss_tracker.errors import ChangedMeanwhile, NotAllowed, Refused
from ulss_tracker.models import Case, Review, Team, User, columns
from ulss_tracker.permissions import Permission
from ulss_tracker.scheme.workflow.stages import VOID
from ulss_tracker.services.core.users import require

Versioned = columns.Versioned | Team | User
"""A record with a version: who saves over another's change is told."""


def check_entered(words: str, message: str) -> None:
    """Raise `Refused` with this message where no words were entered."""
    if not words.strip():
        raise Refused(message)


def check_version(record: Versioned, version: int) -> None:
    """Raise `ChangedMeanwhile` when `record` is no longer the one the person was looking at."""
    check_version_of(record, version=version)


def version_of(*records: Versioned) -> int:
    """The version of these together: each only ever grows, so any change makes it another."""
    return sum(record.version for record in records)


def check_version_of(*records: Versioned, version: int) -> None:
    """Raise `ChangedMeanwhile` when one of these is not as the person saw them together."""
    if version_of(*records) != version:
        raise ChangedMeanwhile(
            "Somebody else changed this record while you were working on it. "
            "Look at it as it is now, then make your change again."
        )


def check_may_work(review: Review, person: User, version: int) -> None:
    """Raise unless `person` works on cases, and the review is open and as they were looking at it.

    Raises `NotAllowed`, `ChangedMeanwhile` and `Refused`, in this order.
    """
    require(person, Permission.WORK_CASES)
    check_version(review, version)
    check_open(review)


def check_open(review: Review) -> None:
    """Raise `Refused` when the review is closed: what its outcome rests on stays as it was."""
    check_case_open(review.case)
    if review.outcome is not None:
        raise Refused("This review is closed. A supervisor can reopen it.")


def check_no_conflict(case: Case, by: User) -> None:
    """Raise `NotAllowed` when `by` declared a conflict of interest in the case: others work on it.

    Steps, verification, checks and issue of letters, and assignment ask this.
    """
    if by.id in case.conflicted_ids:
        raise NotAllowed(
            f"A conflict of interest in {case.reference} was declared for {by.name}: somebody else "
            "must do this. A supervisor can end it if it was declared by mistake"
        )


def check_case_open(case: Case) -> None:
    """Raise `Refused` when the case was opened by mistake or joined to another: no more is done."""
    if case.is_void:
        ending = next(review.outcome for review in case.reviews if review.outcome in VOID)
        raise Refused(
            f"{case.reference} is closed: {ending.label.lower()}. It is kept to be read, and "
            "nothing more is done in it."
        )
