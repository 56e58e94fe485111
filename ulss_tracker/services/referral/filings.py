"""That the application reached the Registrar, and that it reached the offender."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO

from ulss_tracker import clock
from ulss_tracker.errors import Refused
from ulss_tracker.models import (
    DocumentKind,
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
from ulss_tracker.scheme.time.filing import timeliness
from ulss_tracker.scheme.workflow.stages import Step
from ulss_tracker.scheme.workflow.two_keys import Keys
from ulss_tracker.services import notifying
from ulss_tracker.services.assessment import two_keys
from ulss_tracker.services.core.preconditions import check_version
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.core.users import require
from ulss_tracker.services.files import attachments, receiving
from ulss_tracker.services.files.receiving import Received
from ulss_tracker.services.history import history
from ulss_tracker.services.referral import lock_openings, progress

_RECORDS = {
    FilingKind.FILING: (Step.FILE, LetterKind.REFERRAL, EventKind.FILED),
    FilingKind.SERVICE: (Step.SERVE, LetterKind.OFFENDER_NOTICE, EventKind.SERVED),
}
# The year, five figures, and the kind of appeal: 202601234 A1.
_APPEAL_NUMBER = re.compile(r"\b(20\d\d)[ /]?(\d{5})[ /]?([A-D]\d)\b")


@dataclass(frozen=True, slots=True)
class ProofOfArrival:
    """The proof that a letter arrived: a reference, a file, or both; and its posting, if it was."""

    reference: str = ""
    name: str = ""
    content: bytes | IO[bytes] = b""
    posted_on: date | None = None
    posted_by: str = ""


def record_filing(
    review: Review,
    kind: FilingKind,
    *,
    at: datetime,
    method: str,
    by: User,
    version: int,
    shown_by: ProofOfArrival | None = None,
    late_reason: str = "",
) -> Filing:
    """Record when and how a letter reached the Registrar (filing) or the offender (service).

    CrimPR r.41.2(1). They may come in either order; with both the sentence is referred. Filing
    alone meets the time limit (CJA 1988 Sch 3 para 1). What arrived is the version that had been
    issued by then; `shown_by` is the proof. Filing within a day of the end, or after it, is
    recorded as it happened and wants `late_reason`. In the last two hours it is recorded though
    the two-person lock is shut, and a supervisor looks at it. Raises `Refused` for a moment in the
    future, for one before the letter was issued or posted, for a posting without its day or its
    person, without a reason that is wanted, and before the last two hours while the lock is shut.
    """
    require(by, Permission.WORK_CASES)
    check_version(review, version)
    step, letter_kind, event_kind = _RECORDS[kind]
    if at > clock.now():
        raise Refused("The date and time must be now or in the past")
    keys = two_keys.of_review(review)
    if kind is FilingKind.FILING and not late_reason.strip():
        _check_needs_no_reason(review, at, keys)
    shown_by = shown_by or ProofOfArrival()
    _check_posting(shown_by, at)
    received = receiving.receive(shown_by.content) if shown_by.content else None
    with transaction():
        evidence = _keep_evidence(review, kind, shown_by.name, received, by)
        progress.take(review, step, by)
        letter = _letter_by_then(review, letter_kind, at)
        filing = Filing(
            review=review,
            letter_id=letter.id,
            kind=kind,
            at=at,
            method=method,
            reference=shown_by.reference.strip(),
            evidence_id=evidence,
            posted_on=shown_by.posted_on,
            posted_by=shown_by.posted_by.strip(),
            late_reason=late_reason.strip(),
            recorded_at=clock.now(),
            recorded_by_id=by.id,
        )
        db.session.add(filing)
        if kind is FilingKind.FILING:
            review.filed_at = at  # from here the time limit is met, whatever else is to do
            if keys.is_shut:
                lock_openings.note_filed(review, keys, late_reason.strip(), by)
            notifying.plan_for_referral(review, by)
            _take_appeal_number(review, filing.reference, by)
        history.record(
            event_kind,
            by,
            review,
            at=at,
            method=method,
            reference=filing.reference,
            late_reason=filing.late_reason,
        )
        if not progress.find(review, Step.COMPLETE_REFERENCE, by).wanting:
            progress.take(review, Step.COMPLETE_REFERENCE, by)
    return filing


def _check_posting(shown_by: ProofOfArrival, at: datetime) -> None:
    if bool(shown_by.posted_on) != bool(shown_by.posted_by.strip()):
        raise Refused("Enter both who posted it and on what day, or neither")
    if shown_by.posted_on and shown_by.posted_on > clock.day_of(at):
        raise Refused("It cannot have arrived before the day on which it was posted")


def appeal_number(words: str) -> str:
    """The Criminal Appeal Office number in these words, as 2026/01234/A1; empty without one."""
    number = _APPEAL_NUMBER.search(words)
    return "/".join(number.groups()) if number else ""


def _take_appeal_number(review: Review, reference: str, by: User) -> None:
    """Put the court's number into the application, where it has none yet."""
    application, number = review.application, appeal_number(reference)
    if application and number and not application.appeal_number:
        application.appeal_number = number
        history.record(EventKind.APPLICATION_CHANGED, by, review, fields=["appeal_number"])


def _check_needs_no_reason(review: Review, at: datetime, keys: Keys) -> None:
    if wants_reason(review, at):
        raise Refused(
            "This was filed within 24 hours of the moment to file by, or after it: "
            "enter why it came to that"
        )
    if keys.is_shut:
        raise Refused(f"{keys.words}: enter why it was filed before that")


def wants_reason(review: Review, at: datetime) -> bool:
    """Whether filing at that moment is so near the end, or past it, that the office asks why."""
    if review.file_by_at is None or review.last_day_on is None:
        return False
    how = timeliness(at, file_by_at=review.file_by_at, last_day_on=review.last_day_on)
    return how.wants_reason


def _keep_evidence(
    review: Review, kind: FilingKind, name: str, received: Received | None, by: User
) -> int | None:
    if received is None:
        return None
    document = attachments.add(
        review.case,
        name=name,
        content=received,
        kind=DocumentKind.EVIDENCE_OF_SERVICE,
        description=f"Proof: {kind.label.lower()}",
        by=by,
    )
    return document.id


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
