"""Giving many reviews or requests: who gets what, carried out, and undone.

Each is given in a transaction of its own, only as it was seen; one that cannot be is left, with
why, and keeps no other back.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm.exc import ObjectDeletedError

from ulss_tracker import clock
from ulss_tracker.errors import ChangedMeanwhile, NotAllowed, NotFound, Refused
from ulss_tracker.models import EventKind, Request, Review, User, db
from ulss_tracker.permissions import Permission
from ulss_tracker.services.assignment import assignment
from ulss_tracker.services.assignment.assignment import NOBODY
from ulss_tracker.services.core import users
from ulss_tracker.services.core.users import require
from ulss_tracker.services.history import history
from ulss_tracker.services.protection import holders
from ulss_tracker.services.protection.holders import Work

UNDO_WITHIN = timedelta(minutes=10)
"""How long what was given can be taken back at once."""
_CHANGED = "Somebody else changed it meanwhile: look at it as it is now"


@dataclass(frozen=True, slots=True)
class Ticked:
    """A review or a request ticked on a page, as it was seen there, and who is to have it."""

    id: int
    seen: int
    to_id: int = NOBODY


@dataclass(frozen=True, slots=True)
class Assignment:
    """A review or a request to give, as it was seen; or why it cannot be given.

    `to` is None while nobody is chosen; `note` is what they should know.
    """

    work: Work
    seen: int
    to: User | None = None
    note: str = ""
    why_not: str = ""

    @property
    def words(self) -> str:
        """From whom it goes to whom."""
        holder = holders.holder_of(self.work)
        to = self.to.name if self.to else "whom you choose"
        return f"From {holder.name if holder else 'nobody'} to {to}"


@dataclass(frozen=True, slots=True)
class Given:
    """An assignment that can be undone: whose it was, and a mark that its next change alters."""

    is_request: bool
    id: int
    left_as: int
    before_id: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome of one: the id or reference of its page, its name, whose it is now or why not."""

    key: int | str
    name: str
    words: str


@dataclass(frozen=True, slots=True)
class Result:
    """Those that were done, those left and why, and those that can be undone."""

    done: Sequence[Outcome]
    failed: Sequence[Outcome]
    given: Sequence[Given] = ()


def name_of(work: Work) -> str:
    """A review or a request as a result names it."""
    reference = work.case.reference if isinstance(work, Review) else work.reference
    return f"{work.offender_name or 'Name not known'}, {reference}"


def outcome_of(work: Work) -> Outcome:
    """The outcome of what was done: whose it is now."""
    holder = holders.holder_of(work)
    key = work.id if isinstance(work, Review) else work.reference
    return Outcome(key, name_of(work), f"assigned to {holder.name}" if holder else "unassigned")


def preview(works: Iterable[Work], by: User) -> list[Assignment]:
    """These as they are, to be given to whom is chosen, or why nobody can get them.

    Raises `NotAllowed`.
    """
    require(by, Permission.REASSIGN_WORK)
    return [
        Assignment(work, assignment.seen_of(work), why_not="" if _is_open(work) else "It has ended")
        for work in works
    ]


def of_ticked(
    kind: type[Work], ticked: Sequence[Ticked], to: User | None = None, note: str = ""
) -> list[Assignment]:
    """Those that were ticked, for this person or whom each names; a seal leaves out what it hides.

    Raises `Refused` when nothing was ticked.
    """
    if not ticked:
        raise Refused(f"Choose the {kind.__name__.lower()}s to give")
    query: Select[Any] = select(kind).where(kind.id.in_([tick.id for tick in ticked]))
    works: dict[int, Work] = {work.id: work for work in db.session.scalars(query)}
    people = {person.id: person for person in users.every()}
    return [
        Assignment(works[tick.id], tick.seen, to or people.get(tick.to_id), note)
        for tick in ticked
        if tick.id in works
    ]


def carry_out(assignments: Sequence[Assignment], by: User) -> Result:
    """Give each that somebody is chosen for and that is as it was seen. Raises `NotAllowed`."""
    require(by, Permission.REASSIGN_WORK)
    return _carry_out(
        [
            item if item.to or item.why_not else replace(item, why_not="Choose who to give it to")
            for item in assignments
        ],
        by,
    )


def undo(handed_over: Sequence[Given], at: datetime, by: User) -> Result:
    """Give each back to whoever had it, unless somebody changed it since.

    `at` is when it was done. Raises `NotAllowed`, and `Refused` when that is too long ago.
    """
    require(by, Permission.REASSIGN_WORK)
    if clock.now() - at > UNDO_WITHIN:
        minutes = int(UNDO_WITHIN.total_seconds() // 60)
        raise Refused(
            f"That was more than {minutes} minutes ago: give the work back under “Reassign work”"
        )
    assignments = []
    for piece in handed_over:
        work: Work | None = (
            db.session.get(Request, piece.id)
            if piece.is_request
            else db.session.get(Review, piece.id)
        )
        if work is not None:
            before = users.get(piece.before_id) if piece.before_id else None
            why_not = "" if _left_as(work) == piece.left_as else _CHANGED
            assignments.append(
                Assignment(work, assignment.seen_of(work), before, "Undone", why_not)
            )
    return _carry_out(assignments, by)


def _carry_out(assignments: Sequence[Assignment], by: User) -> Result:
    done: list[Outcome] = []
    failed: list[Outcome] = []
    handed_over: list[Given] = []
    for item in assignments:
        work = item.work
        try:
            outcome, before = outcome_of(work), holders.holder_of(work)
            if item.why_not:
                raise Refused(item.why_not)
            if item.to is not None:
                assignment.check_new_holder(work, item.to)
            assignment.assign(work, item.to, by, seen=item.seen, note=item.note)
        except (NotFound, ObjectDeletedError):
            continue  # in a case that has been sealed meanwhile: it is not to be named
        except ChangedMeanwhile:
            failed.append(replace(outcome, words=_CHANGED))
        except (NotAllowed, Refused) as refusal:
            failed.append(replace(outcome, words=str(refusal)))
        else:
            done.append(outcome_of(work))
            before_id = before.id if before else NOBODY
            handed_over.append(Given(isinstance(work, Request), work.id, _left_as(work), before_id))
    return Result(done, failed, handed_over)


def _is_open(work: Work) -> bool:
    return work.outcome is None if isinstance(work, Review) else work.state.is_waiting


def _left_as(work: Work) -> int:
    """The mark that its next change alters: a review's version, the line that gave a request."""
    if isinstance(work, Review):
        return work.version
    change = history.latest(work, EventKind.REQUEST_OWNER_CHANGED)
    return change.id if change else NOBODY
