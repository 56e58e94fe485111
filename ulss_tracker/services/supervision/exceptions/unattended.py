"""Exceptions in what was left: no one on duty, unassigned, held back, late, untold, unfinished."""

from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from ulss_tracker import clock
from ulss_tracker.models import (
    Application,
    Case,
    Draft,
    DraftState,
    LetterDraft,
    Request,
    Review,
    User,
    db,
)
from ulss_tracker.scheme.time.time_words import day_words
from ulss_tracker.services import letters, notifying
from ulss_tracker.services.cases import complaints
from ulss_tracker.services.core import users
from ulss_tracker.services.core.paging import Ordering
from ulss_tracker.services.information_rights import rights_requests
from ulss_tracker.services.people import rota
from ulss_tracker.services.protection import holds
from ulss_tracker.services.referral import due_chases
from ulss_tracker.services.requests import held_requests, retention
from ulss_tracker.services.supervision.exceptions.group import (
    LIVING,
    TO_FILE,
    Found,
    Item,
    Part,
    key_of,
    kind,
    of_reviews,
)

_OLDEST_LETTER = Ordering("changed", LetterDraft.changed_at)
_STALE_DRAFT = timedelta(days=3)
_PUBLIC_DRAFT_KEPT = timedelta(hours=25)


@kind(
    "Nobody on duty within a week",
    "Nobody is alarmed then when time to file runs out. Put somebody on the duty rota.",
)
def duty_gaps(part: Part) -> Found:
    """List the times of the next seven days at which nobody is on duty."""
    return part.first(
        rota.gaps_ahead(),
        lambda gap: Item(reference="Duty rota", why=f"Nobody is on duty {gap.words}"),
    )


@kind("Unassigned reviews", "Nobody is reminded first, so give each to somebody.")
def unassigned(part: Part) -> Found:
    """List open reviews that are unassigned."""
    where = (*LIVING, Review.assignee_id.is_(None))
    return of_reviews(where, lambda review: review.state.label, part)


@kind(
    "Assigned to somebody who cannot work on it",
    "They have left or do other work now. Give each to somebody, many at once under “Reassign "
    "work”.",
)
def assignee_gone(part: Part) -> Found:
    """List open reviews assigned to somebody who has left, or does other work now."""
    may_be_assigned = select(User.id).where(users.may_be_assigned())
    return of_reviews(
        (*LIVING, Review.assignee_id.not_in(may_be_assigned)),
        lambda review: f"Assigned to {review.assignee.name}" if review.assignee else "",
        part,
    )


@kind(
    "Requests held for a person to look at",
    "Nothing is done about them until somebody releases or closes them.",
)
def quarantined(part: Part) -> Found:
    """Requests held for a person to look at."""
    return part.first(
        held_requests.waiting(),
        lambda request: Item(
            reference=request.reference,
            request_reference=request.reference,
            name=request.offender_name,
            why=request.quarantine_reason or "Held",
        ),
    )


@kind("Papers late", "The CPS is to be chased.")
def papers_late(part: Part) -> Found:
    """Cases whose papers the CPS is to be chased for."""
    return part.of(
        due_chases.of_all(clock.now()),
        lambda due: f"{due.chase.due_on}_{due.case.id:010}",
        lambda due: Item(
            reference=due.case.reference,
            name=", ".join(review.offender_name for review in due.case.reviews),
            why=f"Chase {due.chase.whom}: {len(due.wanted)} "
            f"{'paper is' if len(due.wanted) == 1 else 'papers are'} wanted",
            file_by_at=due.file_by_at,
            review_id=due.case.reviews[0].id if due.case.reviews else None,
        ),
    )


@kind("People not told in time", "They should have been told by now.")
def untold(part: Part) -> Found:
    """People who should have been told by now."""
    page = notifying.page()
    return part.first(
        [notification for notification in page.rows if notification.due_by_at < clock.now()],
        lambda notification: Item(
            reference=notification.reference,
            name=notification.offender_name,
            why=f"{notifying.who(notification)}: {notifying.about_words(notification)}",
            review_id=notification.review_id,
        ),
        notifying.waiting().overdue,
    )


@kind("Complaints overdue", "They should have been acknowledged or answered by now.")
def complaints_late(part: Part) -> Found:
    """Complaints that nobody acknowledged or answered in time."""
    return part.of(
        complaints.late(),
        lambda complaint: key_of(complaint.answer_by_at, complaint.id),
        lambda complaint: Item(
            reference=complaint.reference,
            why="Not answered in time"
            if complaint.answer_by_at < clock.now()
            else "Not acknowledged in time",
            complaint_reference=complaint.reference,
        ),
    )


@kind("Requests about personal data overdue", "The law gave a day for the answer, and it is past.")
def rights_late(part: Part) -> Found:
    """Requests about personal data that nobody answered in time."""
    return part.of(
        rights_requests.late(),
        lambda row: f"{row.answer_by_on}_{row.id:010}",
        lambda row: Item(
            reference=row.reference, why=row.kind.label, rights_reference=row.reference
        ),
    )


@kind("Legal holds to review", "Say whether each is still needed: until then it stays.")
def holds_to_review(part: Part) -> Found:
    """Legal holds whose day of review has come."""
    return part.of(
        holds.to_review(),
        lambda hold: f"{hold.review_on}_{hold.id:010}",
        lambda hold: Item(reference=f"Hold {hold.id}", why=hold.matter, hold_id=hold.id),
    )


@kind(
    "Kept as long as the rules say",
    "Look at each: propose to erase it, or place a legal hold that says why it is still needed.",
)
def kept_long(part: Part) -> Found:
    """Cases and requests whose time to be kept is over."""
    return part.of(
        retention.due(),
        lambda record: f"{record.due_on}_{record.reference}",
        lambda record: Item(
            reference=record.reference,
            why=f"{record.rule.words('what')}, kept until {day_words(record.due_on)}"
            + "".join(f". Held: {matter}" for matter in record.held_for),
            case_reference=record.reference if record.model is Case else "",
            request_reference=record.reference if record.model is Request else "",
        ),
    )


@kind("Letters left unfinished", "Not changed for three days, and not issued.")
def stale_letters(part: Part) -> Found:
    """Letters begun and left."""
    before = clock.now() - _STALE_DRAFT
    unfinished = LetterDraft.state.in_([DraftState.WRITING, DraftState.CHECKED])
    return part.read(
        select(LetterDraft).where(
            unfinished, LetterDraft.changed_at < before, ~letters.issued_by_machine()
        ),
        _OLDEST_LETTER,
        lambda draft: Item(
            reference=draft.case.reference,
            why=f"{draft.kind.label}, {draft.state.label.lower()}, by {draft.written_by.name}",
            draft_id=draft.id,
        ),
        joinedload(LetterDraft.case),
        joinedload(LetterDraft.written_by),
    )


@kind("Applications left unfinished", "Begun, not changed for three days, and not filed.")
def stale_applications(part: Part) -> Found:
    """Applications begun and left."""
    before = clock.now() - _STALE_DRAFT
    where = (
        *TO_FILE,
        Review.id.in_(select(Application.review_id).where(Application.changed_at < before)),
    )
    return of_reviews(where, lambda review: review.state.label, part)


@kind("Public drafts kept too long", "They hold people’s data. See that the jobs are running.")
def old_drafts(_part: Part) -> Found:
    """Public drafts are nobody's to read: only that they should have been deleted is said."""
    old = Draft.changed_at < clock.now() - _PUBLIC_DRAFT_KEPT
    count = db.session.scalar(select(func.count()).select_from(Draft).where(old)) or 0
    words = "Unfinished public requests that should have been deleted after 24 hours"
    items = [Item(reference="The job “forget drafts”", why=words)] if count else []
    return Found(items, len(items))
