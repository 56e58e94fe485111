"""Rehearsals of proposed changes: asked for on a page, made by the jobs, relied on by who signs."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, Unpack

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import joinedload

from ulss_tracker import clock
from ulss_tracker.errors import Refused
from ulss_tracker.models import Case, LawChange, LawFinding, LawRehearsal, Request, Review, User, db
from ulss_tracker.permissions import Permission
from ulss_tracker.scheme.law.change import Change
from ulss_tracker.scheme.law.law import Law, current
from ulss_tracker.scheme.law.loading import load_law
from ulss_tracker.scheme.table import TableError
from ulss_tracker.services.core import law_in_force
from ulss_tracker.services.core.paging import Ordering, Rows
from ulss_tracker.services.core.table import NO_FILTERS, Column, Place, Table
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.core.users import require
from ulss_tracker.services.law import effects, rehearsing
from ulss_tracker.services.law.rehearsing import Finding

FINDINGS = Table(
    title="What would be other",
    columns=(
        Column("record", "Record"),
        Column("before", "As it is"),
        Column("after", "With this change"),
        Column("to_tell", "To tell", classes="govuk-table__cell--numeric"),
    ),
    orders=(Ordering("act_by", LawFinding.act_by_on),),
    default="act_by",
)


def law_with(change: Change) -> Law:
    """The law in force with one more change, from its day on. Raises `Refused` with the reason."""
    on = max(clock.today(), change.decides_from_on)
    try:
        return load_law([*law_in_force.signed(), change], on)
    except TableError as fault:
        raise Refused(str(fault)) from fault


def ask(change: LawChange, by: User | None) -> LawRehearsal:
    """Have a proposed change rehearsed by the jobs; one that waits or runs is the same one."""
    waiting = select(LawRehearsal).where(
        LawRehearsal.change_id == change.id, LawRehearsal.ended_at.is_(None)
    )
    rehearsal = db.session.scalar(waiting.limit(1))
    if rehearsal is not None:
        return rehearsal
    with transaction():
        made = LawRehearsal(
            change=change,
            law_version="",
            asked_at=clock.now(),
            asked_by_id=by.id if by else None,
            counts={},
        )
        db.session.add(made)
    return made


def ask_again(change: LawChange, by: User) -> LawRehearsal:
    """The same, asked by a lawyer. Raises `Refused` for a change that has ended."""
    require(by, Permission.KEEP_LAW)
    if change.step is not None:
        raise Refused("This change is not waiting any more")
    return ask(change, by)


def run_waiting(texts: effects.Texts = dict) -> int:
    """Make every rehearsal that was asked for; how many records were read.

    One that was cut off begins again. `texts` are compared besides what the law itself says.
    """
    waiting = select(LawRehearsal.id).where(LawRehearsal.ended_at.is_(None))
    return sum(_run(number, texts) for number in list(db.session.scalars(waiting)))


def _run(number: int, texts: effects.Texts) -> int:
    rehearsal = db.session.get_one(LawRehearsal, number)
    change = law_in_force.as_signed(rehearsal.change.undoes or rehearsal.change, None, None)
    try:
        law = law_with(law_in_force.as_signed(rehearsal.change, None, None))
    except Refused as refusal:
        with transaction():
            rehearsal.error, rehearsal.ended_at = str(refusal)[:500], clock.now()
        return 0
    shows = effects.effects(change, law, texts)
    with transaction():
        db.session.execute(delete(LawFinding).where(LawFinding.rehearsal_id == number))
        rehearsal.law_version, rehearsal.shows = current().version, shows
        rehearsal.done, rehearsal.total = 0, rehearsing.count()
    counts: Counter[str] = Counter()
    for read, findings in rehearsing.rehearse(law):
        counts.update(rehearsing.counts_of(findings))
        counts["read"] += read
        rows = [row_of(finding, number) for finding in findings]
        with transaction():
            if rows:
                db.session.execute(insert(LawFinding), rows)
            rehearsal.done = counts["read"]
        db.session.expunge_all()  # a hundred thousand of them need not be remembered
        rehearsal = db.session.get_one(LawRehearsal, number)
    with transaction():
        rehearsal.counts = dict(counts)
        rehearsal.total = rehearsal.done
        rehearsal.ended_at = clock.now()
    return counts["read"]


def row_of(finding: Finding, rehearsal_id: int) -> dict[str, Any]:
    """The row of `law_finding` that keeps a finding."""
    record = finding.record
    return {
        "rehearsal_id": rehearsal_id,
        "review_id": record.id if isinstance(record, Review) else None,
        "request_id": record.id if isinstance(record, Request) else None,
        "act_by_on": finding.act_by_on,
        "before": finding.before.as_plain(),
        "after": finding.after.as_plain(),
        "to_tell": finding.to_tell,
        "moves_on": finding.moves_on,
    }


def latest(change: LawChange) -> LawRehearsal | None:
    """The newest rehearsal of a change; None before the first."""
    query = (
        select(LawRehearsal)
        .where(LawRehearsal.change_id == change.id)
        .options(joinedload(LawRehearsal.asked_by))
        .order_by(LawRehearsal.id.desc())
        .limit(1)
    )
    return db.session.scalar(query)


def why_not_relied_on(change: LawChange) -> str:
    """Why nobody can sign on the newest rehearsal, in words; empty when they can."""
    rehearsal = latest(change)
    if rehearsal is None or rehearsal.ended_at is None:
        return "The rehearsal is not done yet"
    if rehearsal.error:
        return f"It does not hold together with the law in force: {rehearsal.error}"
    if rehearsal.law_version != current().version:
        return "The law has changed since it was rehearsed: have it rehearsed again"
    return ""


def findings(rehearsal: LawRehearsal, **place: Unpack[Place]) -> Rows[LawFinding]:
    """A page of what a rehearsal found, the soonest to act first."""
    query = (
        select(LawFinding)
        .where(LawFinding.rehearsal_id == rehearsal.id)
        .options(
            joinedload(LawFinding.review).joinedload(Review.case).selectinload(Case.restrictions),
            joinedload(LawFinding.request),
            joinedload(LawFinding.agreed_by),
        )
    )
    return FINDINGS.rows(query, NO_FILTERS, **place)


def counts_shown(rehearsal: LawRehearsal) -> Sequence[tuple[str, int]]:
    """The counts of a rehearsal under their headings."""
    return [
        (words, int(rehearsal.counts.get(name, 0))) for name, words in rehearsing.HEADINGS.items()
    ]
