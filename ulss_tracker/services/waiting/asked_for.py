"""Things people ask of one another: checks of letters, notes, calls, what is owed."""

from collections.abc import Collection, Iterator

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from ulss_tracker import clock
from ulss_tracker.models import (
    AddedLater,
    CheckRequest,
    ContactChange,
    ContactChangeState,
    DraftState,
    Event,
    EventKind,
    LetterDraft,
    Mention,
    OwedItem,
    PlannedCall,
    PostedCode,
    PostedCodeState,
    Request,
    Reversal,
    Review,
    User,
    WaitKind,
    db,
)
from ulss_tracker.permissions import Permission
from ulss_tracker.services.waiting.wanted import Wanted, active, only


def of_letters(case_ids: Collection[int]) -> Iterator[Wanted]:
    """Letters to check, where somebody asked for it; and those checked, for who wrote them."""
    query = select(LetterDraft).where(
        LetterDraft.case_id.in_(case_ids),
        LetterDraft.state.in_((DraftState.WRITING, DraftState.CHECKED)),
    )
    drafts = list(db.session.scalars(query))
    asking = (
        select(CheckRequest)
        .where(CheckRequest.draft_id.in_([each.id for each in drafts]))
        .order_by(CheckRequest.id)
    )
    asked = {each.draft_id: each for each in db.session.scalars(asking)} if drafts else {}
    for draft in drafts:
        of_letter = {
            "case_id": draft.case_id,
            "review_id": draft.review_id,
            "request_id": draft.request_id,
            "words": draft.kind.label,
            "was_asked": True,
        }
        check = asked.get(draft.id)
        if draft.state is DraftState.CHECKED and draft.checked_at is not None:
            yield Wanted(
                kind=WaitKind.LETTER_CHECKED,
                subject_id=draft.id,
                since_at=draft.checked_at,
                from_at=draft.checked_at,
                for_id=draft.written_by_id,
                permission=Permission.WORK_CASES,
                by_id=draft.checked_by_id,
                **of_letter,  # type: ignore[arg-type]
            )
        elif draft.state is DraftState.WRITING and check is not None:
            yield Wanted(
                kind=WaitKind.CHECK_LETTER,
                subject_id=draft.id,
                since_at=check.asked_at,
                from_at=check.asked_at,
                for_id=check.of_id,
                permission=Permission.WORK_CASES,
                by_id=check.asked_by_id,
                barred=frozenset({draft.written_by_id}),
                **of_letter,  # type: ignore[arg-type]
            )


def of_mentions(case_ids: Collection[int]) -> Iterator[Wanted]:
    """Notes and comments on letters of these cases, for those they mention."""
    query = (
        select(Mention, Event.kind)
        .join(Event, Event.id == Mention.event_id)
        .where(Mention.case_id.in_(case_ids))
    )
    for each, kind in db.session.execute(query):
        is_note = kind is EventKind.NOTE_ADDED
        yield Wanted(
            kind=WaitKind.MENTION if is_note else WaitKind.COMMENT,
            subject_id=each.id,
            since_at=each.at,
            from_at=each.at,
            case_id=each.case_id,
            for_id=each.person_id,
            by_id=each.by_id,
            was_asked=True,
        )


def of_reversals(case_ids: Collection[int]) -> Iterator[Wanted]:
    """Proposals to bring something back in these cases, for anybody else to approve or not."""
    query = select(Reversal).where(Reversal.case_id.in_(case_ids), Reversal.ended_at.is_(None))
    for each in db.session.scalars(query.options(joinedload(Reversal.event))):
        yield Wanted(
            kind=WaitKind.APPROVE_REVERSAL,
            subject_id=each.id,
            since_at=each.proposed_at,
            from_at=each.proposed_at,
            case_id=each.case_id,
            review_id=each.event.review_id,
            request_id=each.event.request_id,
            permission=Permission.WORK_CASES,
            by_id=each.proposed_by_id,
            was_asked=True,
            barred=only(each.proposed_by_id),
        )


def of_calls(case_ids: Collection[int], request_ids: Collection[int]) -> Iterator[Wanted]:
    """Calls to make about these cases and requests, from the day for which they are planned."""
    query = select(PlannedCall).where(
        or_(PlannedCall.case_id.in_(case_ids), PlannedCall.request_id.in_(request_ids)),
        PlannedCall.ended_at.is_(None),
    )
    for each in db.session.scalars(query):
        yield Wanted(
            kind=WaitKind.CALL,
            subject_id=each.id,
            since_at=each.made_at,
            from_at=clock.start_of(each.due_on),
            case_id=each.case_id or (each.request.case_id if each.request else None),
            request_id=each.request_id,
            for_id=each.person_id,
            words=each.words,
            by_id=each.made_by_id,
            was_asked=True,
        )


def of_owed(case_ids: Collection[int], request_ids: Collection[int]) -> Iterator[Wanted]:
    """Things requesters still owe, from the day after it was wanted: somebody is to chase it."""
    query = (
        select(OwedItem)
        .join(OwedItem.request)
        .where(
            or_(Request.case_id.in_(case_ids), Request.id.in_(request_ids)),
            OwedItem.ended_at.is_(None),
        )
        .options(joinedload(OwedItem.request).joinedload(Request.owner))
    )
    for each in db.session.scalars(query):
        late_at = clock.end_of(each.wanted_by_on)
        yield Wanted(
            kind=WaitKind.OWED,
            subject_id=each.id,
            since_at=late_at,
            from_at=late_at,
            case_id=each.request.case_id,
            request_id=each.request_id,
            for_id=_chaser(each),
            words=each.words,
        )


def of_added(case_ids: Collection[int], request_ids: Collection[int]) -> Iterator[Wanted]:
    """Additions that requesters made to their requests, for whoever has each, else for anyone."""
    query = (
        select(AddedLater)
        .join(AddedLater.request)
        .where(or_(Request.case_id.in_(case_ids), Request.id.in_(request_ids)))
        .options(joinedload(AddedLater.request).joinedload(Request.owner))
    )
    for each in db.session.scalars(query):
        holder = _holder(each.request)
        yield Wanted(
            kind=WaitKind.ADDED,
            subject_id=each.id,
            since_at=each.added_at,
            from_at=each.added_at,
            case_id=each.request.case_id,
            request_id=each.request_id,
            for_id=holder.id if holder else None,
            permission=Permission.WORK_CASES,
            was_asked=True,
        )


def of_contact_changes(case_ids: Collection[int], request_ids: Collection[int]) -> Iterator[Wanted]:
    """Changes of contact details that wait for a call, by whoever has the request, else anyone."""
    query = (
        select(ContactChange)
        .join(ContactChange.request)
        .where(
            or_(Request.case_id.in_(case_ids), Request.id.in_(request_ids)),
            ContactChange.state == ContactChangeState.WAITING,
            ContactChange.call_since.is_not(None),
        )
        .options(joinedload(ContactChange.request).joinedload(Request.owner))
    )
    for each in db.session.scalars(query):
        holder = _holder(each.request)
        assert each.call_since  # noqa: S101 - the query asks for it
        yield Wanted(
            kind=WaitKind.CONTACT_CHANGE,
            subject_id=each.id,
            since_at=each.call_since,
            from_at=each.call_since,
            case_id=each.request.case_id,
            request_id=each.request_id,
            for_id=holder.id if holder else None,
            permission=Permission.WORK_CASES,
            was_asked=True,
        )


def of_codes_to_post(case_ids: Collection[int], request_ids: Collection[int]) -> Iterator[Wanted]:
    """New codes asked for by post, by whoever has the request, else anyone."""
    query = (
        select(PostedCode)
        .join(PostedCode.request)
        .where(
            or_(Request.case_id.in_(case_ids), Request.id.in_(request_ids)),
            PostedCode.state == PostedCodeState.WAITING,
        )
        .options(joinedload(PostedCode.request).joinedload(Request.owner))
    )
    for each in db.session.scalars(query):
        holder = _holder(each.request)
        yield Wanted(
            kind=WaitKind.POST_CODE,
            subject_id=each.id,
            since_at=each.asked_at,
            from_at=each.asked_at,
            case_id=each.request.case_id,
            request_id=each.request_id,
            for_id=holder.id if holder else None,
            permission=Permission.WORK_CASES,
            was_asked=True,
        )


def _chaser(item: OwedItem) -> int:
    """Who chases it: whoever has the request or its case, else whoever asked for it."""
    holder = _holder(item.request)
    return holder.id if holder is not None else item.asked_by_id


def _holder(request: Request) -> User | None:
    """Whoever has the request, or of its case the review that presses most."""
    owner = active(request.owner)
    if request.case_id is not None:
        query = (
            select(Review)
            .where(Review.case_id == request.case_id, Review.outcome.is_(None))
            .order_by(Review.earliest_file_by_at, Review.id)
            .options(joinedload(Review.assignee))
        )
        held = (active(each.assignee) for each in db.session.scalars(query))
        owner = next((each for each in held if each is not None), owner)
    return owner
