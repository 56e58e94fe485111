"""A supervisor's word for each day due soon that a proposed change of the law would move.

It is given for one review or request, as the newest rehearsal found it: another rehearsal, or
another law, asks for each again.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Unpack

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import contains_eager, joinedload

from ulss_tracker import clock
from ulss_tracker.errors import NotAllowed, Refused
from ulss_tracker.models import (
    Case,
    EventKind,
    LawChange,
    LawFinding,
    LawRehearsal,
    LawStep,
    Review,
    User,
    db,
)
from ulss_tracker.permissions import Permission
from ulss_tracker.scheme.law.law import Law, current
from ulss_tracker.scheme.time.calendar import CalendarUnknown, working_days
from ulss_tracker.scheme.time.time_words import counted
from ulss_tracker.services.core.paging import Ordering, Rows
from ulss_tracker.services.core.table import NO_FILTERS, Column, SizedPlace, Table
from ulss_tracker.services.core.unit_of_work import locked_rows, transaction
from ulss_tracker.services.core.users import require
from ulss_tracker.services.history import history
from ulss_tracker.services.law import rehearsals, rehearsing
from ulss_tracker.services.protection.access_filter import reading_as_office

SOON = 10
"""Working days: no day due within them moves before a supervisor has agreed to it."""
_SOON_AT_MOST = timedelta(days=28)
_DAYS = ("last_day_on", "file_by_at", "safest_at")

TABLE = Table(
    title="Days due soon that a change of the law would move",
    columns=(
        Column("agree", "Tick"),
        Column("record", "Record"),
        Column("before", "As it is"),
        Column("after", "With the change"),
        Column("only", "Agree"),
        Column("change", "Change"),
    ),
    orders=(Ordering("due", LawFinding.moves_on),),
    default="due",
    heads="record",
)


def _soon_on() -> date:
    """The last day that is soon; where the holidays are not known, no sooner than it could be."""
    try:
        return working_days().add(clock.today(), SOON)
    except CalendarUnknown:
        return clock.today() + _SOON_AT_MOST


def _is_soon(moves_on: date | None) -> bool:
    return moves_on is not None and moves_on <= _soon_on()


def waits(finding: LawFinding) -> bool:
    """Whether a supervisor has yet to agree that this day moves."""
    return _is_soon(finding.moves_on) and finding.agreed_at is None


def _waiting() -> tuple[ColumnElement[bool], ...]:
    newest = select(func.max(LawRehearsal.id)).group_by(LawRehearsal.change_id)
    return (
        LawFinding.moves_on <= _soon_on(),
        LawFinding.agreed_at.is_(None),
        LawFinding.rehearsal_id.in_(
            select(LawRehearsal.id).where(
                LawRehearsal.id.in_(newest),
                LawRehearsal.ended_at.is_not(None),
                LawRehearsal.law_version == current().version,
                LawRehearsal.change_id.not_in(select(LawStep.change_id)),
            )
        ),
    )


def to_agree(
    filters: Mapping[str, Any] = NO_FILTERS, **place: Unpack[SizedPlace]
) -> Rows[LawFinding]:
    """A page of the days to which a supervisor has yet to agree, the soonest first."""
    query = (
        select(LawFinding)
        .join(LawFinding.rehearsal)
        .where(*_waiting())
        .options(
            contains_eager(LawFinding.rehearsal).joinedload(LawRehearsal.change),
            joinedload(LawFinding.review).joinedload(Review.case).selectinload(Case.restrictions),
            joinedload(LawFinding.request),
        )
    )
    return TABLE.rows(query, filters, **place)


def count_to_agree() -> int:
    """How many days wait for a supervisor's word."""
    return db.session.scalar(select(func.count(LawFinding.id)).where(*_waiting())) or 0


def why_not_agree(finding: LawFinding, by: User) -> str:
    """Why this person cannot agree to the move, in words; empty when they can."""
    if finding.rehearsal.change.proposed_by_id == by.id:
        return "You proposed this change: another supervisor must agree"
    return ""


def agree(finding_ids: Sequence[int], by: User) -> int:
    """Keep a supervisor's word that these days may move; say how many.

    What waits no longer is left. Raises `NotAllowed` to whoever proposed one of the changes, and
    `Refused` when nothing is left to agree to.
    """
    require(by, Permission.OVERRIDE_ASSESSMENT)
    with transaction():
        findings = locked_rows(LawFinding, LawFinding.id.in_(finding_ids), *_waiting())
        if not findings:
            raise Refused("This waits for a supervisor’s word no longer: look at the change again")
        for finding in findings:
            if refusal := why_not_agree(finding, by):
                raise NotAllowed(refusal)
            finding.agreed_at, finding.agreed_by_id = clock.now(), by.id
            history.record(
                EventKind.LAW_MOVE_AGREED,
                by,
                finding.review,
                finding.request,
                before=_due(finding.before),
                change=finding.rehearsal.change.reference,
                **_due(finding.after),
            )
    return len(findings)


def why_not_sign(change: LawChange, by: User) -> str:
    """Why this person cannot sign for want of a word, in words; empty when each is given."""
    of_change = LawFinding.rehearsal.has(LawRehearsal.change_id == change.id)
    with reading_as_office():  # a number names nobody
        waiting = db.session.scalar(select(func.count(LawFinding.id)).where(of_change, *_waiting()))
        is_own = db.session.scalar(
            select(LawFinding.id).where(of_change, LawFinding.agreed_by_id == by.id).limit(1)
        )
    if waiting:
        return (
            f"It moves {counted(waiting, 'day')} due within {SOON} working days: a supervisor must "
            "agree to each, under “To sign”"
        )
    return "You agreed to what it moves: another lawyer must sign it" if is_own else ""


def check_nothing_else_moves(change: LawChange, law: Law) -> None:
    """Raise `Refused` where what has happened since the rehearsal moves another day due soon."""
    rehearsal = rehearsals.latest(change)
    assert rehearsal is not None  # noqa: S101 - it is relied on
    columns = (LawFinding.review_id, LawFinding.request_id, LawFinding.before, LawFinding.after)
    query = select(*columns).where(
        LawFinding.rehearsal_id == rehearsal.id, LawFinding.agreed_at.is_not(None)
    )
    with reading_as_office():
        agreed = [_move(row._asdict()) for row in db.session.execute(query)]
        for _, findings in rehearsing.rehearse(law, since=rehearsal.asked_at):
            rows = [rehearsals.row_of(finding, rehearsal.id) for finding in findings]
            if any(_is_soon(row["moves_on"]) and _move(row) not in agreed for row in rows):
                raise Refused(
                    "A day due soon that it moves has come or changed since it was rehearsed: "
                    "have it rehearsed again"
                )


def _move(row: Mapping[str, Any]) -> tuple[object, ...]:
    """The record of a finding, and its days before and after."""
    days = [row[side].get(name) for side in ("before", "after") for name in _DAYS]
    return row["review_id"], row["request_id"], *days


def _due(answers: Mapping[str, Any]) -> dict[str, Any]:
    """The last day and the moment to file by, among answers as they are kept."""
    return {name: answers[name] for name in _DAYS[:2]}
