"""One letter to everyone who asked: planned, begun, stopped, gone on with. `batch_run` issues it.

The letter is written once, to one of them; the others get the same typed words, each with their own
name, address and reference. Rows are the truth. A person is in a batch once and has one draft in
it, and a draft has one letter: however often the work is begun, cut off and begun again, and by
however many at once, nobody gets two.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from ulss_tracker import clock
from ulss_tracker.errors import Refused, existing
from ulss_tracker.models import (
    BatchItem,
    BatchState,
    EventKind,
    Letter,
    LetterBatch,
    LetterDraft,
    LetterKind,
    Message,
    Request,
    User,
    db,
)
from ulss_tracker.permissions import Permission
from ulss_tracker.scheme.workflow.notifying import party_of
from ulss_tracker.services import notifying
from ulss_tracker.services.core.preconditions import check_version
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.core.users import require
from ulss_tracker.services.history import history
from ulss_tracker.services.letters import drafting, drafts, issuing, preparing, sending, subject
from ulss_tracker.services.letters.kinds import kind_of


@dataclass(frozen=True, slots=True)
class Excepted:
    """One who asked and gets no letter, and why."""

    request: Request
    why: str


@dataclass(frozen=True, slots=True)
class Plan:
    """Who would get the letter, and who would not."""

    to: Sequence[Request]
    excepted: Sequence[Excepted]


@dataclass(frozen=True, slots=True)
class Progress:
    """How many letters there are to be, how many are issued (`posted`: by post), who gets none."""

    total: int
    issued: int
    posted: int
    excepted: Sequence[Excepted]

    @property
    def waiting(self) -> int:
        return self.total - self.issued


def may_go_to_everyone(draft: LetterDraft) -> bool:
    """Whether it is a letter to somebody who asked, that others who asked could get as well."""
    return (
        kind_of(draft.kind).is_for_everyone
        and draft.request is not None
        and draft.state in drafts.UNFINISHED
        and len(draft.case.requests) > 1
    )


def plan(draft: LetterDraft) -> Plan:
    """Who of those who asked would get this letter, victims and bereaved families first.

    Its own reader is among them.
    """
    to: list[Request] = []
    excepted: list[Excepted] = []
    has = _have_it(draft)
    goes_on = draft.review if draft.review and draft.review.outcome is None else None
    is_late = goes_on is not None and draft.kind is LetterKind.OUT_OF_TIME
    late = notifying.told_out_of_time(goes_on) if goes_on and is_late else set()
    query = select(Request).where(Request.case_id == draft.case_id).order_by(Request.id)
    everybody = db.session.scalars(query.options(selectinload(Request.asks_about)))
    for request in sorted(everybody, key=lambda request: not party_of(request.standing).is_first):
        why = sending.why_no_letter(request) or (
            "They have this letter already" if request.id in has else ""
        )
        why = why or _in_another_language(draft, request)
        if draft.review is not None and not request.is_about(draft.review):
            why = f"They did not ask about {draft.review.offender_name}"
        if is_late and request.id not in late:
            why = "A longer limit may help them: a lawyer must check"
        if why:
            excepted.append(Excepted(request, why))
        else:
            to.append(request)
    return Plan(to, excepted)


def begin(draft: LetterDraft, by: User, *, version: int | None = None) -> LetterBatch:
    """Draft the letter to everyone who is to get it, and have them issued. Twice is once.

    Raises `NotAllowed`, `Refused` when it is no letter to those who asked, when nobody would get it
    or when something the letter must say is missing, and `ChangedMeanwhile`.
    """
    require(by, Permission.WORK_CASES)
    begun = db.session.scalar(select(LetterBatch).where(LetterBatch.sample_id == draft.id))
    if begun is not None:
        return begun
    if version is not None:
        check_version(draft, version)
    if not may_go_to_everyone(draft):
        raise Refused("Only an unfinished letter to somebody who asked can go to the others too")
    why_not = issuing.blocked(draft)
    missing = preparing.prepared(subject.of_draft(draft)).missing
    if why_not or missing:
        raise Refused(why_not or f"Before it can be issued, record: {'; '.join(missing)}")
    planned = plan(draft)
    if not planned.to:
        raise Refused("Nobody who asked can be written to: see why beside each name")
    with transaction():
        batch = LetterBatch(
            case=draft.case, sample=draft, started_at=clock.now(), started_by_id=by.id
        )
        db.session.add(batch)
        own = drafting.draft_to_each(draft, planned.to, by)
        for request in planned.to:
            db.session.add(BatchItem(batch=batch, request=request, draft=own[request.id]))
        for excepted in planned.excepted:
            db.session.add(BatchItem(batch=batch, request=excepted.request, why_not=excepted.why))
        _record(EventKind.LETTERS_TO_EVERYONE_BEGUN, batch, by)
    return batch


def get(batch_id: int) -> LetterBatch:
    """The batch, with its case. Raises `NotFound`, also when its case is sealed to the reader."""
    batch = existing(db.session.get(LetterBatch, batch_id), "There are no such letters")
    drafts.get(batch.sample_id)
    return batch


def of_draft(draft: LetterDraft) -> LetterBatch | None:
    """The batch this draft's letter is or was issued in, if any."""
    query = (
        select(LetterBatch)
        .join(BatchItem, BatchItem.batch_id == LetterBatch.id)
        .where(BatchItem.draft_id == draft.id)
    )
    return db.session.scalar(query)


def progress(batch: LetterBatch) -> Progress:
    """How far it is, counted from the letters themselves."""
    total, issued, posted = db.session.execute(
        select(func.count(BatchItem.id), func.count(Letter.id), func.count(Message.id))
        .outerjoin(Letter, Letter.draft_id == BatchItem.draft_id)
        .outerjoin(Message, (Message.id == Letter.message_id) & Message.by_hand)
        .where(BatchItem.batch_id == batch.id, BatchItem.why_not == "")
    ).one()
    excepted = db.session.scalars(
        select(BatchItem)
        .where(BatchItem.batch_id == batch.id, BatchItem.why_not != "")
        .options(joinedload(BatchItem.request))
        .order_by(BatchItem.request_id)
    )
    none = [Excepted(item.request, item.why_not) for item in excepted]
    return Progress(total, issued, posted, none)


def stop(batch: LetterBatch, by: User, *, version: int) -> None:
    """Issue no more for now. The few being made this moment are still issued."""
    _turn(batch, by, version, BatchState.RUNNING, BatchState.STOPPED)


def go_on(batch: LetterBatch, by: User, *, version: int) -> None:
    """Issue the rest."""
    _turn(batch, by, version, BatchState.STOPPED, BatchState.RUNNING)


def _have_it(draft: LetterDraft) -> set[int]:
    """The requests that were already sent a letter of this kind about this offender."""
    query = select(Letter.request_id).where(
        Letter.case_id == draft.case_id,
        Letter.review_id == draft.review_id,
        Letter.kind == draft.kind,
        Letter.request_id.is_not(None),
    )
    return {number for number in db.session.scalars(query) if number is not None}


def _in_another_language(draft: LetterDraft, request: Request) -> str:
    """Why typed words cannot go to somebody who asked for another language, or nothing."""
    wanted = drafting.language_for(draft.kind, request)
    is_typed = any(words.strip() for words in draft.words.values())
    if request.id == draft.request_id or wanted == draft.language or not is_typed:
        return ""
    name = drafting.LANGUAGES[wanted]
    return (
        f"They asked for {name}, and what you typed is in {drafting.LANGUAGES[draft.language]}. "
        f"Write this letter to one of them in {name}, then send that one to the others"
    )


def _turn(
    batch: LetterBatch, by: User, version: int, before: BatchState, after: BatchState
) -> None:
    require(by, Permission.WORK_CASES)
    check_version(batch, version)
    if batch.state is not before:
        raise Refused(f"These letters are now “{batch.state.label}”")
    kinds = {
        BatchState.STOPPED: EventKind.LETTERS_TO_EVERYONE_STOPPED,
        BatchState.RUNNING: EventKind.LETTERS_TO_EVERYONE_RESUMED,
    }
    with transaction():
        batch.state = after
        _record(kinds[after], batch, by)


def _record(kind: EventKind, batch: LetterBatch, by: User) -> None:
    history.record(kind, by, batch.case, batch.sample.review, letter=batch.sample.kind)
