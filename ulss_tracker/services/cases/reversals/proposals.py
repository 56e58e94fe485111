"""A supervisor proposes to bring something back, and a second person approves it or does not.

What stands again is written by the service that any other change of it goes through, so deadlines,
plans and indexes follow; the history has the proposal, its end, and the change itself. Nothing is
taken out of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from ulss_tracker import clock
from ulss_tracker.errors import ChangedMeanwhile, NotAllowed, NotFound, Refused, existing
from ulss_tracker.models import Case, Event, EventKind, ProposalEnd, Reversal, User, db
from ulss_tracker.permissions import Permission
from ulss_tracker.services.cases import cases
from ulss_tracker.services.cases.reversals.endings import RequestWithdrawal, ReviewEnding
from ulss_tracker.services.cases.reversals.facts import CourtChange, OffenderChange, WhoAskedChange
from ulss_tracker.services.cases.reversals.line import Change, HistoryLine, Values, line_of
from ulss_tracker.services.cases.reversals.sentences import (
    ConvictionChange,
    ConvictionRemoval,
    SentenceChange,
    SentenceRemoval,
)
from ulss_tracker.services.core.preconditions import (
    check_entered,
    check_no_conflict,
    check_version_of,
)
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.core.users import require
from ulss_tracker.services.history import history

_CHANGES: dict[EventKind, Change] = {
    EventKind.OFFENDER_CHANGED: OffenderChange(),
    EventKind.CASE_CHANGED: CourtChange(),
    EventKind.WHO_ASKED_CHANGED: WhoAskedChange(),
    EventKind.SENTENCE_CHANGED: SentenceChange(),
    EventKind.SENTENCE_REMOVED: SentenceRemoval(),
    EventKind.CONVICTION_CHANGED: ConvictionChange(),
    EventKind.CONVICTION_REMOVED: ConvictionRemoval(),
    EventKind.OUTCOME_REACHED: ReviewEnding(),
    EventKind.REQUEST_WITHDRAWN: RequestWithdrawal(),
}
_ENDS = {
    ProposalEnd.APPROVED: EventKind.REVERSAL_APPROVED,
    ProposalEnd.REFUSED: EventKind.REVERSAL_REFUSED,
    ProposalEnd.WITHDRAWN: EventKind.REVERSAL_WITHDRAWN,
}


@dataclass(frozen=True, slots=True)
class Prospect:
    """The effect of bringing a line back: how it stands and how it would; or why it cannot be."""

    event: Event
    before: Values
    after: Values
    why_not: str


def is_of_kind(event: Event) -> bool:
    """Whether an event of this kind changed or ended something that can be brought back."""
    return event.kind in _CHANGES


def prospect(case: Case, event_id: int) -> Prospect:
    """Say what bringing back this line of the case's history would do.

    Raises `NotFound` for a line of another case, or one that changed nothing to be brought back.
    """
    line = line_of(case, event_id)
    if not is_of_kind(line.event):
        raise NotFound("This line of the history changed nothing that could be brought back")
    change = _CHANGES[line.event.kind]
    before, after = history.plain(change.now(line)), history.plain(change.earlier(line))
    return Prospect(line.event, before, after, change.why_not(line) or _same(before, after))


def propose(case: Case, event_id: int, reason: str, by: User, *, version: int) -> Reversal:
    """Propose that what this line changed stands again as before; a second person approves it.

    `version` is that of the case and its reviews together, as the person saw them. Raises
    `NotAllowed`, `ChangedMeanwhile`, and `Refused` without a reason, where it cannot be, or was
    proposed already.
    """
    require(by, Permission.BRING_BACK)
    check_no_conflict(case, by)
    check_entered(reason, "Enter how it came to be changed or ended by mistake")
    with transaction():
        _hold(case)
        check_version_of(case, *case.reviews, version=version)
        change = prospect(case, event_id)
        if change.why_not:
            raise Refused(change.why_not)
        if waiting_for(case, event_id) is not None:
            raise Refused("This was proposed already, and waits for a second person")
        made = Reversal(
            event=change.event,
            case=case,
            reason=reason,
            before=change.before,
            after=change.after,
            proposed_at=clock.now(),
            proposed_by=by,
        )
        db.session.add(made)
        _record(EventKind.REVERSAL_PROPOSED, made, by, reason=reason)
    return made


def why_not_approve(reversal: Reversal, by: User) -> str:
    """Why `by` cannot approve this, in words; empty when they can."""
    if reversal.proposed_by_id == by.id:
        return "You proposed this: another person must approve it"
    return prospect(reversal.case, reversal.event_id).why_not


def approve(reversal: Reversal, by: User) -> None:
    """Approve what somebody else proposed: it stands again as it did.

    Raises `NotAllowed`, `ChangedMeanwhile` where the record is not as it was when this was
    proposed, and `Refused` where it cannot be any more or this has ended.
    """
    require(by, Permission.WORK_CASES)
    check_no_conflict(reversal.case, by)
    if reversal.proposed_by_id == by.id:
        raise NotAllowed(why_not_approve(reversal, by))
    with transaction():
        _hold(reversal.case)
        _hold_waiting(reversal)
        change = prospect(reversal.case, reversal.event_id)
        if change.why_not:
            raise Refused(change.why_not)
        if (change.before, change.after) != (reversal.before, reversal.after):
            raise ChangedMeanwhile(
                "This has changed since it was proposed. Refuse it, and ask for it to be proposed "
                "again as it stands now."
            )
        _end(reversal, ProposalEnd.APPROVED, by, reason=reversal.reason)
        line = line_of(reversal.case, reversal.event_id)
        _CHANGES[change.event.kind].bring_back(line, reversal.reason, by)


def refuse(reversal: Reversal, note: str, by: User) -> None:
    """Refuse what somebody else proposed, and say why; nothing changes. Raises as `approve`."""
    require(by, Permission.WORK_CASES)
    check_no_conflict(reversal.case, by)
    if reversal.proposed_by_id == by.id:
        raise NotAllowed("You proposed this: withdraw it instead")
    check_entered(note, "Enter why it is not to be brought back")
    with transaction():
        _hold_waiting(reversal)
        reversal.note = note
        _end(reversal, ProposalEnd.REFUSED, by, note=note)


def withdraw(reversal: Reversal, by: User) -> None:
    """Withdraw one's own proposal. Raises `NotAllowed`, and `Refused` when it has ended."""
    require(by, Permission.WORK_CASES)
    if reversal.proposed_by_id != by.id:
        raise NotAllowed("Only whoever proposed this can withdraw it")
    with transaction():
        _hold_waiting(reversal)
        _end(reversal, ProposalEnd.WITHDRAWN, by)


def get(reversal_id: int) -> Reversal:
    """The proposal with this id, its case opened as any.

    Raises `NotFound`, also in a sealed case that the person reading is not named on.
    """
    reversal = existing(
        db.session.scalar(_with_people().where(Reversal.id == reversal_id)),
        "There is no such proposal",
    )
    cases.get_case(reversal.case.reference)
    return reversal


def waiting(case: Case) -> Sequence[Reversal]:
    """The proposals of a case that wait for a second person, the first made first."""
    query = _with_people().where(Reversal.case_id == case.id, Reversal.ended_at.is_(None))
    return db.session.scalars(query.order_by(Reversal.id)).all()


def waiting_for(case: Case, event_id: int) -> Reversal | None:
    """The proposal about this line that waits for a second person; None where none does."""
    return next((reversal for reversal in waiting(case) if reversal.event_id == event_id), None)


def _with_people() -> Select[Reversal]:
    return select(Reversal).options(
        joinedload(Reversal.case),
        joinedload(Reversal.event),
        joinedload(Reversal.proposed_by),
        joinedload(Reversal.ended_by),
    )


def _same(before: Values, after: Values) -> str:
    return "It stands as it did before: there is nothing to bring back" if before == after else ""


def _hold(case: Case) -> None:
    """Hold the case with all that is in it, as it is now, until the transaction ends."""
    cases.lock_requests(case)
    cases.lock(case)


def _hold_waiting(reversal: Reversal) -> None:
    """Hold the proposal as it is now. Raises `Refused` when it has ended."""
    db.session.refresh(reversal, with_for_update={"of": Reversal})
    if reversal.ended_at is not None:
        raise Refused("This has been approved, refused or withdrawn already")


def _end(reversal: Reversal, how: ProposalEnd, by: User, **details: Any) -> None:
    reversal.ended_at, reversal.ended_by, reversal.ended_as = clock.now(), by, how
    _record(_ENDS[how], reversal, by, **details)


def _record(kind: EventKind, reversal: Reversal, by: User, **details: Any) -> None:
    """Add the line of history, on the same review or request as the line that it is about."""
    line, event = HistoryLine(reversal.event, reversal.case), reversal.event
    history.record(
        kind,
        by,
        line.case,
        line.review if event.review_id else None,
        line.request if event.request_id else None,
        event_kind=event.kind,
        event_at=event.at,
        **details,
    )
