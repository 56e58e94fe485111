"""“In hand”: one press by which somebody says that they see to a matter on their list.

It acknowledges alarms and reminders, accepts what was given, and takes what is nobody's. It ends no
alarm: only a changed state does (services/messaging/duty_alarms.py). A mark of safety, another
offender or a file that is not open yet stops what would be taken on: its own page has them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ulss_tracker.errors import NotAllowed, Refused
from ulss_tracker.models import EmailUse, FileState, Request, User, Wait, WaitKind
from ulss_tracker.services.assignment import assignment
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.messaging import duty_alarms, reminders, safe_contacts
from ulss_tracker.services.waiting import waits
from ulss_tracker.services.waiting.my_work import WorkItem
from ulss_tracker.services.waiting.reasons import Reason, Why

_TO_READ = {
    WaitKind.MENTION,
    WaitKind.COMMENT,
    WaitKind.QUESTION_ANSWERED,
    WaitKind.FILED,
    WaitKind.ADDED,
}


@dataclass(frozen=True, slots=True)
class Taken:
    """The result for one matter: the reasons that were answered, or why none was."""

    item: WorkItem
    answered: Sequence[Reason] = ()
    refusal: str = ""


def take(items: Sequence[WorkItem], by: User) -> list[Taken]:
    """Take these in hand, each in one act by itself: nothing of one that is refused is kept."""
    taken = []
    for item in items:
        try:
            with transaction():
                taken.append(Taken(item, _take(item, by)))
        except (NotAllowed, Refused) as refusal:
            taken.append(Taken(item, refusal=str(refusal)))
    return taken


def words(item: WorkItem) -> str:
    """The words of the button; empty where there is nothing to press."""
    reasons = _to_answer(item)
    if not reasons and not _is_of_nobody(item):
        return ""
    is_read = bool(reasons) and all(_is_to_read(reason) for reason in reasons)
    return "Seen" if is_read else "In hand"


def _take(item: WorkItem, by: User) -> list[Reason]:
    if _is_of_nobody(item):
        _check_seen(item.record)
        assignment.take(item.record, by, seen=assignment.seen_of(item.record))
    reasons = _to_answer(item)
    for reason in reasons:
        if reason.why is Why.ALARM:
            duty_alarms.acknowledge(reason.record, by)
        elif reason.why is Why.REMINDER:
            reminders.acknowledge(reason.record, by)
        else:
            if reason.why is Why.GIVEN:
                _check_seen(*_requests_of(item))
            waits.take(reason.record, by)
    return reasons


def _requests_of(item: WorkItem) -> Sequence[Request]:
    return [item.record] if isinstance(item.record, Request) else item.record.case.requests


def _check_seen(*requests: Request) -> None:
    """Raise `Refused` where whoever takes these on must first see what they hold."""
    safe = safe_contacts.of_requests([request.id for request in requests])
    for request in requests:
        use = safe_contacts.email_use(request, safe.get(request.id))
        if request.no_contact_reason.strip() or use is EmailUse.NONE:
            raise Refused("Read first how whoever asked may be reached safely")
        if request.other_offenders.strip():
            raise Refused("It names other offenders too: read it first")
        if any(document.state is not FileState.READY for document in request.documents):
            raise Refused("A file of it has not been opened yet: look at it first")


def _to_answer(item: WorkItem) -> list[Reason]:
    """The reasons that the press answers.

    What is only to be read, or was asked of somebody else, is where nothing else is.
    """
    unanswered = [reason for reason in item.reasons if _is_unanswered(reason)]
    main = [item for item in unanswered if not (item.is_of_other or _is_to_read(item))]
    return main or ([] if _is_of_nobody(item) else unanswered)


def _is_unanswered(reason: Reason) -> bool:
    if isinstance(reason.record, Wait):
        kind = reason.record.kind
        return not (kind.is_dated or kind.is_declined or reason.record.taken_by_id is not None)
    if reason.why is Why.ALARM:
        return not reason.record.is_in_hand
    return reason.why is Why.REMINDER


def _is_to_read(reason: Reason) -> bool:
    return isinstance(reason.record, Wait) and reason.record.kind in _TO_READ


def _is_of_nobody(item: WorkItem) -> bool:
    """Whether it is a request that waits and that nobody has who can work on it."""
    return isinstance(item.record, Request) and not item.is_own and item.deadline is not None
