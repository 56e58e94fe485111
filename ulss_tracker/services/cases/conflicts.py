"""A conflict of interest in a case: declared by whoever has it, and the work passed on at once.

Law officers pass a decision to one another instead (`referral.submissions.pass_on`). The clock runs
on: what matters is that somebody else has the work the same minute.
"""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ulss_tracker import clock
from ulss_tracker.errors import Refused, existing
from ulss_tracker.models import Case, Conflict, EventKind, Review, User, db
from ulss_tracker.permissions import Permission
from ulss_tracker.services.assignment import assignment
from ulss_tracker.services.core import users
from ulss_tracker.services.core.preconditions import (
    check_case_open,
    check_entered,
    check_no_conflict,
    check_version,
)
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.core.users import require
from ulss_tracker.services.history import history
from ulss_tracker.services.protection import holders


def of_person(case: Case, person: User) -> Conflict | None:
    """The conflict that this person declared in the case and that has not ended."""
    conflicts = (conflict for conflict in open_in(case) if conflict.person_id == person.id)
    return next(conflicts, None)


def open_in(case: Case) -> list[Conflict]:
    """The conflicts declared in the case that have not ended, with whose they are, in one query."""
    query = (
        select(Conflict)
        .where(Conflict.case_id == case.id, Conflict.ended_at.is_(None))
        .options(joinedload(Conflict.person), joinedload(Conflict.passed_to))
        .order_by(Conflict.id)
    )
    return list(db.session.scalars(query))


def held(case: Case, person: User) -> list[Review]:
    """The reviews of the case that this person holds and that have not ended."""
    return [each for each in case.reviews if each.assignee_id == person.id and each.outcome is None]


def may_take_it_on(case: Case, person: User) -> list[User]:
    """Those who may take the reviews on: who work cases, can open this and have no conflict."""
    return [user for user in holders.who_may_hold(case, users.assignees()) if user != person]


def declare(case: Case, reason: str, by: User, *, passed_to: User | None, version: int) -> Conflict:
    """Declare that `by` has a conflict of interest, and give the reviews they hold to another.

    Raises `NotAllowed` to those who neither work on cases nor advise; `Refused` without a reason,
    when it is declared already, for a case that is void, and while they hold a review and name
    nobody, or somebody who has a conflict themselves or has left.
    """
    require(by, Permission.DECLARE_CONFLICT)
    check_version(case, version)
    check_case_open(case)
    if of_person(case, by) is not None:
        raise Refused("You have declared this already")
    check_entered(reason, "Enter what the conflict is")
    to_give = held(case, by)
    if to_give and passed_to is None:
        raise Refused("Choose who takes on the reviews that are assigned to you")
    if passed_to is not None and (passed_to == by or not passed_to.is_active):
        raise Refused("Choose somebody else who works here")
    if passed_to is not None:
        check_no_conflict(case, passed_to)
    with transaction():
        for review in to_give:
            assert passed_to is not None  # noqa: S101 - asked above
            assignment.assign(
                review, passed_to, by, seen=review.version, note="A conflict of interest"
            )
        conflict = Conflict(
            case=case,
            person_id=by.id,
            reason=reason.strip(),
            passed_to_id=passed_to.id if passed_to and to_give else None,
            declared_at=clock.now(),
        )
        db.session.add(conflict)
        case.changed_at = clock.now()
        history.record(
            EventKind.CONFLICT_DECLARED,
            by,
            case,
            reason=conflict.reason,
            passed_to=passed_to.name if passed_to and to_give else "",
        )
    return conflict


def end(case: Case, conflict_id: int, by: User) -> None:
    """End a conflict that was declared by mistake: the person may work on the case again.

    Raises `NotAllowed` to all but supervisors and to the person themselves, and `NotFound`.
    """
    require(by, Permission.REASSIGN_WORK)
    check_no_conflict(case, by)
    conflict = existing(
        next((conflict for conflict in open_in(case) if conflict.id == conflict_id), None),
        "There is no such conflict in this case",
    )
    with transaction():
        conflict.ended_at = case.changed_at = clock.now()
        conflict.ended_by_id = by.id
        history.record(EventKind.CONFLICT_ENDED, by, case, person=conflict.person.name)
