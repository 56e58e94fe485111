"""Letters being written, looked up: one of them, a case's, those that wait for somebody."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import joinedload, selectinload

from ulss_tracker.errors import NotFound
from ulss_tracker.models import (
    BatchItem,
    BatchState,
    Case,
    DraftState,
    LetterBatch,
    LetterDraft,
    LetterKind,
    Request,
    Review,
    Sentence,
    db,
)

UNFINISHED = (DraftState.WRITING, DraftState.CHECKED)


def get(draft_id: int) -> LetterDraft:
    """The letter being written, with all that its page shows. Raises `NotFound`.

    In a sealed case it is not found either, by whoever is not named on the case.
    """
    letter_drafts = get_all([draft_id])
    if not letter_drafts:
        raise NotFound("There is no such letter")
    return letter_drafts[0]


def get_all(draft_ids: Sequence[int], *, held: bool = False) -> list[LetterDraft]:
    """These letters being written, as `get` gives one, in the order of their numbers.

    `held`: nobody else changes them until the transaction ends.
    """
    query = (
        select(LetterDraft)
        .join(Case, Case.id == LetterDraft.case_id)
        .where(LetterDraft.id.in_(draft_ids))
        .order_by(LetterDraft.id)
        .options(
            joinedload(LetterDraft.case).options(
                selectinload(Case.reviews).options(
                    joinedload(Review.assignee), joinedload(Review.deadline)
                ),
                selectinload(Case.restrictions),
            ),
            joinedload(LetterDraft.review).options(
                selectinload(Review.sentences).selectinload(Sentence.convictions),
                selectinload(Review.decisions),
                selectinload(Review.filings),
                selectinload(Review.assessments),
                selectinload(Review.application),
                selectinload(Review.submissions),
                selectinload(Review.hearings),
                selectinload(Review.respondents_notices),
                selectinload(Review.court_decisions),
            ),
            joinedload(LetterDraft.request),
            joinedload(LetterDraft.written_by),
            joinedload(LetterDraft.checked_by),
        )
    )
    if held:
        query = query.with_for_update(of=LetterDraft)
    return list(db.session.scalars(query))


def of_case(case_id: int) -> Select[LetterDraft]:
    """The statement of a case's letters that nobody has finished."""
    return select(LetterDraft).where(
        LetterDraft.case_id == case_id, LetterDraft.state.in_(UNFINISHED)
    )


def with_people(query: Select[LetterDraft]) -> Select[LetterDraft]:
    """The same with whom each is about and to, and who wrote and checked it."""
    return query.options(
        joinedload(LetterDraft.review),
        joinedload(LetterDraft.request),
        joinedload(LetterDraft.written_by),
        joinedload(LetterDraft.checked_by),
    )


def of_review(review: Review) -> list[LetterDraft]:
    """The review's letters that nobody has finished, the oldest first."""
    query = with_people(of_case(review.case_id)).where(LetterDraft.review_id == review.id)
    return list(db.session.scalars(query.order_by(LetterDraft.id)))


def unfinished(
    kind: LetterKind, case: Case, review: Review | None, request: Request | None
) -> LetterDraft | None:
    """The letter of this kind to this person that somebody has begun, if any."""
    query = of_case(case.id).where(
        LetterDraft.kind == kind,
        LetterDraft.review_id == (review.id if review else None),
        LetterDraft.request_id == (request.id if request else None),
    )
    return db.session.scalar(query.order_by(LetterDraft.id).limit(1))


def unfinished_of(assignees: Sequence[int], most: int) -> list[LetterDraft]:
    """The letters that these people have to finish, the longest untouched first.

    Those they write, and those of the reviews they hold: of a letter about no offender, of any
    review in its case. Not those that a letter to everyone is issuing by itself.
    """
    query = (
        select(LetterDraft)
        .where(_are_theirs(assignees))
        .options(
            joinedload(LetterDraft.case).selectinload(Case.restrictions),
            joinedload(LetterDraft.review),
            joinedload(LetterDraft.request),
            joinedload(LetterDraft.written_by),
        )
        .order_by(LetterDraft.changed_at, LetterDraft.id)
        .limit(most)
    )
    return list(db.session.scalars(query))


def issued_by_machine() -> ColumnElement[bool]:
    """Whether a letter to everyone that goes on is issuing the draft by itself."""
    return exists().where(
        BatchItem.draft_id == LetterDraft.id,
        BatchItem.batch_id == LetterBatch.id,
        LetterBatch.state == BatchState.RUNNING,
    )


def _are_theirs(people: Sequence[int]) -> ColumnElement[bool]:
    """Whether a letter is one of these people's to finish."""
    # Looked up for each of the few letters begun, not read for every review held.
    is_held = exists().where(Review.assignee_id.in_(people))
    theirs = or_(
        LetterDraft.written_by_id.in_(people),
        is_held.where(Review.id == LetterDraft.review_id),
        and_(LetterDraft.review_id.is_(None), is_held.where(Review.case_id == LetterDraft.case_id)),
    )
    return and_(LetterDraft.state.in_(UNFINISHED), theirs, ~issued_by_machine())
