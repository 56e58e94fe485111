"""The law desk: a lawyer proposes a change of the law, another signs it, and then it decides.

A proposal never changes. It ends by one step: signed, refused or withdrawn. What was signed is
undone by a change of its own, proposed, rehearsed and signed like any other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any, Unpack

from sqlalchemy import exists, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased, joinedload

from ulss_tracker import clock
from ulss_tracker.errors import ChangedMeanwhile, NotAllowed, Refused, existing
from ulss_tracker.models import EventKind, LawChange, LawStep, LawStepKind, User, db
from ulss_tracker.permissions import Permission
from ulss_tracker.scheme.law import law
from ulss_tracker.scheme.law.change import Change, ChangeKind
from ulss_tracker.scheme.law.change_files import WrittenChange
from ulss_tracker.scheme.law.saying import forgotten
from ulss_tracker.scheme.offences.offences import load_catalogue
from ulss_tracker.services.core import law_in_force
from ulss_tracker.services.core.paging import Ordering, Rows
from ulss_tracker.services.core.preconditions import check_entered
from ulss_tracker.services.core.references import next_law_reference
from ulss_tracker.services.core.table import NO_FILTERS, Column, Filter, Place, Table
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.core.users import require
from ulss_tracker.services.history import history
from ulss_tracker.services.law import agreement, rehearsals

OPEN = "open"
TABLE = Table(
    title="Changes of the law",
    columns=(
        Column("reference", "Change"),
        Column("title", "What changes"),
        Column("proposed", "Proposed", order=Ordering("proposed", LawChange.proposed_at)),
        Column(
            "decides_from",
            "Decides from",
            order=Ordering("decides_from", LawChange.decides_from_on),
        ),
        Column("now", "Now", lambda row: row.step.step if row.step else "To sign"),
    ),
    filters=(
        Filter(
            "which",
            "Show",
            choices=[(OPEN, "To sign"), *((step.value, step.label) for step in LawStepKind)],
            blank="All",
        ),
    ),
    default="-proposed",
)
_STEPS = {
    LawStepKind.SIGNED: EventKind.LAW_CHANGE_SIGNED,
    LawStepKind.REFUSED: EventKind.LAW_CHANGE_REFUSED,
    LawStepKind.WITHDRAWN: EventKind.LAW_CHANGE_WITHDRAWN,
}
_LOST = (
    "These have an answer, and would be not in the catalogue: {lost}. Keep under `before` what the "
    "offence was, or say that it is meant"
)
_SHOWN = (
    joinedload(LawChange.proposed_by),
    joinedload(LawChange.undoes),
    joinedload(LawChange.step).joinedload(LawStep.by),
)


@dataclass(frozen=True, slots=True)
class ProposalInput:
    """A change as a lawyer writes it: what it is, why, and from which day it decides.

    `is_loss_meant`: sentences that have an answer may be of no row of the catalogue any more.
    """

    kind: ChangeKind
    title: str
    why: str
    content: str
    decides_from_on: date
    is_loss_meant: bool = False


def propose(said: ProposalInput, by: User | None, *, source_hash: str = "") -> LawChange:
    """Propose a change, which has been read as the law would read it. It decides nothing yet.

    `by` is None where the tracker found a difference itself. Raises `Refused` with the reason for
    content that does not hold together with the law in force.
    """
    if by is not None:
        require(by, Permission.KEEP_LAW)
    if not said.title.strip() or not said.why.strip():
        raise Refused("Enter what changes, and why")
    content = "\n".join(said.content.split("\r\n")).strip() + "\n"
    proposal = Change("This change", said.kind, content, said.decides_from_on, by=_name(by))
    held = load_catalogue()
    with law.obeying(rehearsals.law_with(proposal)):
        lost = forgotten(proposal, held)
    if lost and not said.is_loss_meant:
        raise Refused(_LOST.format(lost="; ".join(lost)))
    return _keep(said, content, by, source_hash=source_hash)


def propose_undoing(change: LawChange, why: str, by: User) -> LawChange:
    """Propose that a signed change counts no longer, from today.

    Raises `Refused` for one that is not signed, or that is undone or to be undone already.
    """
    require(by, Permission.KEEP_LAW)
    if why_not := why_not_undo(change):
        raise Refused(why_not)
    check_entered(why, "Enter why it is to be undone")
    title = f"Undo {change.reference}: {change.title}"[:200]
    proposal_input = ProposalInput(change.kind, title, why, "", clock.today())
    return _keep(proposal_input, "", by, undoes=change)


def _keep(
    said: ProposalInput,
    content: str,
    by: User | None,
    *,
    undoes: LawChange | None = None,
    source_hash: str = "",
) -> LawChange:
    with transaction():
        made = LawChange(
            reference=next_law_reference(),
            kind=said.kind,
            title=said.title.strip(),
            why=said.why.strip(),
            content=content,
            decides_from_on=said.decides_from_on,
            undoes_id=undoes.id if undoes else None,
            source_hash=source_hash,
            proposed_at=clock.now(),
            proposed_by_id=by.id if by else None,
        )
        db.session.add(made)
        history.record(
            EventKind.LAW_CHANGE_PROPOSED,
            by,
            change=made.reference,
            title=made.title,
            decides_from_on=made.decides_from_on,
            undoes=undoes.reference if undoes else "",
        )
        rehearsals.ask(made, by)
    return made


def sign(change: LawChange, by: User) -> None:
    """Sign a change that another lawyer proposed and that was rehearsed: from its day it decides.

    Raises `NotAllowed` to whoever proposed it, and `Refused` where it ended, was not rehearsed
    against the law in force, or does not hold together with that any more; or where a supervisor
    has not agreed to each day due soon that it moves.
    """
    require(by, Permission.KEEP_LAW)
    if why_not := why_not_sign(change, by):
        raise (NotAllowed if change.proposed_by_id == by.id else Refused)(why_not)
    law_signed = rehearsals.law_with(law_in_force.as_signed(change, by, clock.today()))
    agreement.check_nothing_else_moves(change, law_signed)
    _end(change, LawStepKind.SIGNED, "", by)


def refuse(change: LawChange, note: str, by: User) -> None:
    """Refuse a change that somebody else proposed, and say why.

    Raises `NotAllowed` to whoever proposed it: they withdraw it. Raises `Refused` where it ended.
    """
    require(by, Permission.KEEP_LAW)
    if change.proposed_by_id == by.id:
        raise NotAllowed("You proposed this change: withdraw it")
    _end(change, LawStepKind.REFUSED, _reason(note), by)


def withdraw(change: LawChange, note: str, by: User) -> None:
    """Withdraw one's own proposal. Raises `NotAllowed` to anybody else, `Refused` once it ended."""
    require(by, Permission.KEEP_LAW)
    if change.proposed_by_id != by.id:
        raise NotAllowed("Only whoever proposed a change withdraws it: refuse it")
    _end(change, LawStepKind.WITHDRAWN, _reason(note), by)


def _end(change: LawChange, step: LawStepKind, note: str, by: User) -> None:
    if change.step is not None:
        raise Refused(f"This change was {change.step.step.label.lower()} already")
    now = clock.now()
    said = f"{change.reference} {step} {now.isoformat()} {change.content}"
    try:
        with transaction():
            db.session.add(
                LawStep(
                    change_id=change.id,
                    step=step,
                    note=note,
                    sha256=sha256(said.encode()).hexdigest(),
                    at=now,
                    by_id=by.id,
                )
            )
            db.session.flush()
            history.record(_STEPS[step], by, change=change.reference, title=change.title, note=note)
    except IntegrityError as error:
        raise ChangedMeanwhile("Somebody else has ended this proposal meanwhile") from error
    db.session.refresh(change)
    law.obey(law_in_force.law)


def _reason(note: str) -> str:
    check_entered(note, "Enter why")
    return note.strip()


def why_not_sign(change: LawChange, user: User) -> str:
    """Why this person cannot sign the change now, in words; empty when they can."""
    if change.step is not None:
        return f"This change was {change.step.step.label.lower()} already"
    if change.proposed_by_id == user.id:
        return "You proposed this change: another lawyer must sign it"
    return rehearsals.why_not_relied_on(change) or agreement.why_not_sign(change, user)


def why_not_undo(change: LawChange) -> str:
    """Why the change cannot be undone, in words; empty when it can."""
    if change.step is None or change.step.step is not LawStepKind.SIGNED:
        return "Only a signed change is undone"
    later = (
        select(LawChange.id)
        .outerjoin(LawStep)
        .where(
            LawChange.undoes_id == change.id,
            (LawStep.id.is_(None)) | (LawStep.step == LawStepKind.SIGNED),
        )
    )
    if db.session.scalar(select(exists(later))):
        return "It is undone, or somebody has proposed to undo it"
    return ""


def get(reference: str) -> LawChange:
    """The change with this reference, with who did what. Raises `NotFound`."""
    query = select(LawChange).where(LawChange.reference == reference).options(*_SHOWN)
    return existing(db.session.scalar(query), "There is no change of the law with this reference")


def undoings(change: LawChange) -> Sequence[LawChange]:
    """The changes that undo this one, proposed or signed, the newest first."""
    query = select(LawChange).where(LawChange.undoes_id == change.id).options(*_SHOWN)
    return list(db.session.scalars(query.order_by(LawChange.id.desc())))


def page(filters: Mapping[str, Any] = NO_FILTERS, **place: Unpack[Place]) -> Rows[LawChange]:
    """A page of the changes: all, those that ended by one step, or those that wait."""
    query = select(LawChange).options(*_SHOWN)
    if which := filters.get("which"):
        ends = aliased(LawStep)
        query = query.outerjoin(ends, ends.change_id == LawChange.id)
        query = query.where(ends.id.is_(None) if which == OPEN else ends.step == LawStepKind(which))
    return TABLE.rows(query, filters, **place)


def written(change: LawChange) -> WrittenChange:
    """The change as a file would hold it."""
    step = change.step if change.step and change.step.step is LawStepKind.SIGNED else None
    signed_on = clock.day_of(step.at) if step else None
    return WrittenChange(
        change.title,
        change.why,
        law_in_force.as_signed(change, step.by if step else None, signed_on),
    )


def _name(by: User | None) -> str:
    return by.name if by else law_in_force.THE_TRACKER
