"""Who may have work of a case: those to whom it opens, and who have no conflict of interest in it.

Every door by which work comes to somebody asks here: who takes or is given a review, the duty
desk, a seal, a stand-in, a check, a call. Nothing is left with nobody: where the first of several
may not have it, the next does.
"""

from collections.abc import Iterable, Sequence

from ulss_tracker import clock
from ulss_tracker.errors import Refused
from ulss_tracker.models import Case, EventKind, Request, Review, User
from ulss_tracker.services.core.preconditions import check_no_conflict
from ulss_tracker.services.history import history
from ulss_tracker.services.protection import access_filter

Work = Review | Request
"""A piece of work that is given to people: a review, or a request while it waits."""


def who_may_hold(case: Case | None, people: Iterable[User]) -> list[User]:
    """Those of these people who may have work of the case, in their order, each once.

    What is in no case yet anybody may have.
    """
    able = list(dict.fromkeys(people))
    if case is None or not able:
        return able
    barred_ids = case.conflicted_ids
    return [user for user in access_filter.who_may_see(case, able) if user.id not in barred_ids]


def why_not(case: Case | None, person: User) -> str:
    """Why this person may not have work of the case; "" when they may."""
    if case is None:
        return ""
    if person.id in case.conflicted_ids:
        return f"{person.name} declared a conflict of interest in it"
    if not access_filter.may_see(case, person):
        return f"{person.name} is not named on this sealed case"
    return ""


def check_may_hold(case: Case | None, person: User) -> None:
    """Raise where this person may not have work of the case.

    `NotAllowed` for a conflict of interest, `Refused` for a sealed case that does not name them,
    and for who has left.
    """
    if not person.is_active:
        raise Refused(f"{person.name} has left: choose somebody else")
    if case is None:
        return
    check_no_conflict(case, person)
    if why := why_not(case, person):
        raise Refused(f"{why}. A supervisor who is can name them under “Restrictions”.")


def holder_of(work: Work) -> User | None:
    """Whose the review or the request is; None for nobody's."""
    return work.assignee if isinstance(work, Review) else work.owner


def give(work: Work, to: User | None, by: User | None, note: str) -> None:
    """Record whose the work is now, in the caller's transaction; whether it may be is asked."""
    holder = holder_of(work)
    names = (holder.name if holder else "", to.name if to else "")
    if isinstance(work, Review):
        work.assignee, work.changed_at = to, clock.now()
        history.record(
            EventKind.ASSIGNEE_CHANGED,
            by,
            work,
            before={"assignee": names[0]},
            assignee=names[1],
            note=note,
        )
    else:
        work.owner = to
        history.record(
            EventKind.REQUEST_OWNER_CHANGED,
            by,
            work,
            before={"owner": names[0]},
            owner=names[1],
            note=note,
        )


def give_to_first(work: Work, people: Sequence[User], by: User | None, note: str) -> User | None:
    """Give the work to the first of these who may have it; None where none of them may."""
    to = next(iter(who_may_hold(work.case, people)), None)
    if to is not None:
        give(work, to, by, note)
    return to
