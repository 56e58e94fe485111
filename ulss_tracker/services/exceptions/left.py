"""Exceptions in what was left: held by nobody, held back, late, untold, unfinished."""

from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from ulss_tracker import clock
from ulss_tracker.models import Application, Draft, DraftState, LetterDraft, Review, db
from ulss_tracker.services import letters, papers, quarantine, telling
from ulss_tracker.services.exceptions.group import LIVING, TO_FILE, Group, Item, of_reviews

_STALE_DRAFT = timedelta(days=3)
_PUBLIC_DRAFT_KEPT = timedelta(hours=25)


def unassigned(shown: int) -> Group:
    """Open reviews that nobody holds."""
    where = (*LIVING, Review.holder_id.is_(None))
    return of_reviews(
        "unassigned",
        "Held by nobody",
        "Nobody is reminded first, so give each to somebody.",
        where,
        lambda review: review.state.label,
        shown,
    )


def quarantined(shown: int) -> Group:
    """Requests held for a person to look at."""
    held = quarantine.waiting()
    return Group(
        "quarantined",
        "Requests held for a person to look at",
        "Nothing is done about them until somebody releases or closes them.",
        [
            Item(
                reference=each.reference,
                request_reference=each.reference,
                name=each.offender_name,
                why=each.quarantine_reason or "Held",
            )
            for each in held[:shown]
        ],
        len(held),
    )


def papers_late(shown: int) -> Group:
    """Cases whose papers the CPS is to be chased for."""
    due = papers.due_chases(clock.now())
    return Group(
        "papers_late",
        "Papers late",
        "The CPS is to be chased.",
        [
            Item(
                reference=each.case.reference,
                name=", ".join(review.offender_name for review in each.case.reviews),
                why=f"Chase {each.chase.whom}: {len(each.wanted)} "
                f"{'paper is' if len(each.wanted) == 1 else 'papers are'} wanted",
                review_id=each.case.reviews[0].id if each.case.reviews else None,
            )
            for each in due[:shown]
        ],
        len(due),
    )


def untold(shown: int) -> Group:
    """People who should have been told by now."""
    waiting = telling.waiting()
    page = telling.page()
    late = [each for each in page.rows if each.due_by_at < clock.now()][:shown]
    return Group(
        "untold",
        "People not told in time",
        "They should have been told by now.",
        [
            Item(
                reference=each.case.reference,
                name=each.review.offender_name if each.review else "",
                why=f"{telling.who(each)}: {telling.about_words(each)}",
                review_id=each.review_id,
            )
            for each in late
        ],
        waiting.overdue,
    )


def stale_letters(shown: int) -> Group:
    """Letters begun and left."""
    before = clock.now() - _STALE_DRAFT
    unfinished = LetterDraft.state.in_([DraftState.WRITING, DraftState.CHECKED])
    stale = (unfinished, LetterDraft.changed_at < before, ~letters.issued_by_machine())
    query = (
        select(LetterDraft)
        .where(*stale)
        .options(joinedload(LetterDraft.case), joinedload(LetterDraft.written_by))
        .order_by(LetterDraft.changed_at, LetterDraft.id)
        .limit(shown)
    )
    return Group(
        "stale_letters",
        "Letters left unfinished",
        "Not changed for three days, and not issued.",
        [
            Item(
                reference=each.case.reference,
                why=f"{each.kind.label}, {each.state.label.lower()}, by {each.written_by.name}",
                draft_id=each.id,
            )
            for each in db.session.scalars(query)
        ],
        db.session.scalar(select(func.count(LetterDraft.id)).where(*stale)) or 0,
    )


def stale_applications(shown: int) -> Group:
    """Applications begun and left."""
    before = clock.now() - _STALE_DRAFT
    stale = select(Application.review_id).where(Application.changed_at < before)
    return of_reviews(
        "stale_applications",
        "Applications left unfinished",
        "Begun, not changed for three days, and not filed.",
        (*TO_FILE, Review.id.in_(stale)),
        lambda review: review.state.label,
        shown,
    )


def old_drafts(_shown: int) -> Group:
    """Public drafts are nobody's to read: only that they should have been deleted is said."""
    old = Draft.changed_at < clock.now() - _PUBLIC_DRAFT_KEPT
    count = db.session.scalar(select(func.count()).select_from(Draft).where(old)) or 0
    words = "Unfinished public requests that should have been deleted after 24 hours"
    items = [Item(reference="The job “forget drafts”", why=words)] if count else []
    return Group(
        "old_drafts",
        "Public drafts kept too long",
        "They hold people’s data. See that the jobs are running.",
        items,
        1 if count else 0,
    )
