"""Undoing a merge, while nothing was done since that rests on it."""

from sqlalchemy import Select, or_, select

from ulss_tracker import clock
from ulss_tracker.errors import Refused
from ulss_tracker.models import Case, CaseMerge, Event, EventKind, User, db
from ulss_tracker.permissions import Permission
from ulss_tracker.scheme.workflow.stages import Step
from ulss_tracker.services import notifying
from ulss_tracker.services.cases import cases
from ulss_tracker.services.cases.merging import copy_records
from ulss_tracker.services.cases.merging.transfer import move, people_of
from ulss_tracker.services.core.preconditions import check_entered, check_version
from ulss_tracker.services.core.redirects import current
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.core.users import require
from ulss_tracker.services.history import history
from ulss_tracker.services.referral import progress

# What may be done to a case that was joined to, and the merge still be undone.
_HARMLESS = frozenset(
    {
        EventKind.NOTE_ADDED,
        EventKind.NOTE_PINNED,
        EventKind.NOTE_UNPINNED,
        EventKind.ASSIGNEE_CHANGED,
        EventKind.ASSESSED,
        EventKind.REMINDER_SEEN_TO,
        EventKind.REDATING_SIGNED,
        EventKind.NOTIFICATION_PLANNED,
    }
)


def why_not_unmerge(case_merge: CaseMerge) -> str:
    """Why the merge cannot be undone, and what can be done instead; empty when it can."""
    if case_merge.undone_at is not None:
        return "It is undone already."
    if case_merge.into.is_void:
        return f"{case_merge.into.reference} was joined to another case itself. Undo that first."
    since = db.session.scalar(_done_since(case_merge))
    if since is None:
        return ""
    return (
        f"Something was done since: {since.kind.label.lower()}. Take the requests it does not "
        f"belong to out of {case_merge.into.reference}, and open a case from them."
    )


def unmerge(case: Case, reason: str, by: User, *, version: int) -> Case:
    """Undo the merge of `case`: its requests come back to it, and its reviews go on.

    The case that it was joined to. Raises `Refused` without a reason, when it is joined to none,
    and when something was done in the other case since.
    """
    require(by, Permission.WORK_CASES)
    check_entered(reason, "Enter why they are not one proceeding")
    check_version(case, version)
    with transaction():
        case_merge = _to_undo(case)
        into = case_merge.into
        cases.lock_requests(into)
        cases.lock(case, into)
        if why := why_not_unmerge(case_merge):
            raise Refused(why)
        case.changed_at = into.changed_at = clock.now()
        requests = [request for request in into.requests if request.id in case_merge.request_ids]
        people = [person for person in people_of(into) if person.id in case_merge.person_ids]
        notifying.forget(into, requests, people)
        for request in requests:
            request.asks_about = []
        copy_records.take_back(case_merge, by)
        move(requests, people, case, by)
        for review in case.reviews:
            progress.take(review, Step.UNDO_JOINING, by, note=reason)
        for one, other in ((case, into), (into, case)):
            history.record(EventKind.CASES_SEPARATED, by, one, case=other.reference, reason=reason)
        case_merge.undone_at, case_merge.undone_by_id = clock.now(), by.id
    return into


def _done_since(case_merge: CaseMerge) -> Select[Event]:
    """The first thing done to the case that remains, or to what moved, since it was joined."""
    about = or_(
        Event.case_id.in_((case_merge.into_id, case_merge.case_id)),
        Event.request_id.in_(case_merge.request_ids),
    )
    query = select(Event).where(Event.id > case_merge.event_id, about, Event.kind.not_in(_HARMLESS))
    return query.order_by(Event.id).limit(1)


def _to_undo(case: Case) -> CaseMerge:
    query = current().where(CaseMerge.case_id == case.id)
    case_merge = db.session.scalar(query.with_for_update(of=CaseMerge))
    if case_merge is None:
        raise Refused(f"{case.reference} is not joined to another case")
    return case_merge
