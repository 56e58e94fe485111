"""Drafts of worksheet, submission and application: kept as people write them, every version.

What is written in one is offered in the others as far as they say it too, from the facts to why it
is lenient. The advice is for the law officers alone, and is never offered to another.
"""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from ulss_tracker import clock
from ulss_tracker.errors import Refused, existing
from ulss_tracker.models import DecisionChoice, DraftOf, EventKind, Review, User, WrittenDraft, db
from ulss_tracker.permissions import Permission, may
from ulss_tracker.services.core.preconditions import check_no_conflict, check_open
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.core.users import require
from ulss_tracker.services.history import history
from ulss_tracker.services.referral import applications, submissions, worksheets

LONGEST = 50_000
"""The letters of one part; the forms hold to it too."""
A_SITTING = timedelta(minutes=10)
"""For so long one person's autosaves are one version."""
PARTS: Mapping[DraftOf, tuple[str, ...]] = {
    DraftOf.SUBMISSION: ("facts", "advice", "victims_view", "options", "recommendation"),
    DraftOf.APPLICATION: applications.PARTS,
    DraftOf.WORKSHEET: tuple(worksheets.LABELS),
}
_SHARED = (
    "facts",
    "antecedents",
    "aggravating",
    "mitigating",
    "how_judge",
    "sentencing_range",
    "why_lenient",
)


def keep(
    review: Review, kind: DraftOf, words: Mapping[str, str], by: User, *, is_autosaved: bool = False
) -> WrittenDraft | None:
    """Keep what is written so far; None when it is what was kept last.

    An autosave goes on with the same person's own version of the last ten minutes; anything else
    is a new version. It changes nothing that others rely on. Raises `NotAllowed`, and `Refused`
    once the review has ended and for a part of more than 50,000 letters.
    """
    if not may_keep(kind, by):
        require(by, Permission.WORK_CASES)
    check_open(review)
    parts: Iterable[str] = PARTS[kind]
    if kind is DraftOf.WORKSHEET:
        check_no_conflict(review.case, by)
        parts = worksheets.labels(review)
    written = {name: words.get(name, "").replace("\r\n", "\n") for name in parts}
    if any(len(text) > LONGEST for text in written.values()):
        raise Refused(f"A part has more than {LONGEST:,} letters: shorten it, or it is not kept")
    with transaction():
        # One after the other: two windows may save at once.
        db.session.execute(select(Review.id).where(Review.id == review.id).with_for_update())
        before = latest(review, kind)
        if written == (before.words if before else dict.fromkeys(parts, "")):
            return None
        now = clock.now()
        if before and is_autosaved and _goes_on(before, by):
            before.words, before.saved_at = written, now
            return before
        draft = WrittenDraft(
            review=review,
            kind=kind,
            version=before.version + 1 if before else 1,
            words=written,
            is_autosaved=is_autosaved,
            begun_at=now,
            saved_at=now,
            saved_by_id=by.id,
        )
        db.session.add(draft)
        history.record(EventKind.DRAFT_KEPT, by, review, draft=kind.label, version=draft.version)
    return draft


def may_keep(kind: DraftOf, person: User) -> bool:
    """Whether somebody may write it: who works cases; of the worksheet, who advises too."""
    if may(person.role, Permission.WORK_CASES):
        return True
    return kind is DraftOf.WORKSHEET and may(person.role, Permission.WRITE_ADVICE)


def latest(review: Review, kind: DraftOf) -> WrittenDraft | None:
    """The newest version; None before anything was kept."""
    query = _of(review, kind).order_by(WrittenDraft.version.desc())
    return db.session.scalar(query.limit(1))


def versions(review: Review, kind: DraftOf) -> list[WrittenDraft]:
    """Every version, the newest first, with who wrote each, in one query."""
    query = _of(review, kind).options(joinedload(WrittenDraft.saved_by))
    return list(db.session.scalars(query.order_by(WrittenDraft.version.desc())))


def count(review: Review, kind: DraftOf) -> int:
    """How many versions there are."""
    query = _of(review, kind).with_only_columns(func.count(WrittenDraft.id))
    return db.session.scalars(query).one()


def get(review: Review, kind: DraftOf, version: int) -> WrittenDraft:
    """One version. Raises `NotFound`."""
    query = _of(review, kind).where(WrittenDraft.version == version)
    return existing(db.session.scalar(query), "There is no such version")


def to_go_on_with(review: Review, kind: DraftOf, version: int | None = None) -> dict[str, str]:
    """The words a form begins with: a version that is asked for, or the newest there is.

    What was saved or sent since a draft counts before it. A part that is empty and that the other
    text has too is offered from there. Raises `NotFound` for a version that is not there.
    """
    if version is not None:
        return dict.fromkeys(PARTS[kind], "") | get(review, kind, version).words
    words = _newest(review, kind)
    for other in DraftOf:
        if other is not kind and any(name in words and not words[name] for name in _SHARED):
            written = _newest(review, other)
            if other is DraftOf.WORKSHEET:
                written["sentencing_range"] = worksheets.range_in_words(written)
            words |= {
                name: written.get(name, "") for name in _SHARED if name in words and not words[name]
            }
    return words


def _of(review: Review, kind: DraftOf) -> Select[WrittenDraft]:
    return select(WrittenDraft).where(
        WrittenDraft.review_id == review.id, WrittenDraft.kind == kind
    )


def _newest(review: Review, kind: DraftOf) -> dict[str, str]:
    draft = latest(review, kind)
    if kind is DraftOf.SUBMISSION:
        sent = submissions.latest(review)
        saved, saved_at = (dict(sent.pack), sent.made_at) if sent else ({}, None)
        labels = {choice.label: choice.value for choice in DecisionChoice}
        saved["recommendation"] = labels.get(saved.get("recommendation", ""), "")
    elif kind is DraftOf.WORKSHEET:
        saved, saved_at = {}, None
    else:
        written = review.application
        saved = {name: getattr(written, name, "") for name in PARTS[kind]}
        saved_at = written.changed_at if written else None
    if draft and (saved_at is None or draft.saved_at > saved_at):
        return dict.fromkeys(PARTS[kind], "") | draft.words
    return {name: saved.get(name, "") for name in PARTS[kind]}


def _goes_on(before: WrittenDraft, by: User) -> bool:
    is_own = before.is_autosaved and before.saved_by_id == by.id
    return is_own and clock.now() - before.begun_at < A_SITTING
