"""The merge itself: requests and people to tell go to the case that remains, and one closes."""

from collections.abc import Collection, Mapping, Sequence

from ulss_tracker import clock
from ulss_tracker.errors import Refused
from ulss_tracker.models import (
    Case,
    CaseMerge,
    Conflict,
    Event,
    EventKind,
    Request,
    Restriction,
    RestrictionKind,
    Review,
    User,
    db,
)
from ulss_tracker.permissions import Permission
from ulss_tracker.scheme.workflow.stages import Step
from ulss_tracker.services import notifying
from ulss_tracker.services.cases import cases
from ulss_tracker.services.cases.merging import copy_records
from ulss_tracker.services.cases.merging.checks import check_time, hindrances, same_offenders
from ulss_tracker.services.cases.merging.transfer import move, people_of
from ulss_tracker.services.core import users
from ulss_tracker.services.core.preconditions import (
    check_entered,
    check_no_conflict,
    check_version_of,
)
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.core.users import require
from ulss_tracker.services.history import history
from ulss_tracker.services.protection import holders, restrictions
from ulss_tracker.services.referral import progress

_IN_CONFLICT = "Whoever had it has a conflict of interest in the case that was joined"


def merge(
    closing: Case,
    remaining: Case,
    same: Mapping[int, int],
    reason: str,
    by: User,
    *,
    version: int,
    carried: Collection[str] = (),
) -> CaseMerge:
    """Join `closing` to `remaining`: its requests move there, and it closes.

    `same` says, for each review of `closing`, which review of `remaining` is of the same offender
    and goes on; `carried` names what goes there too (`copy_records.Item.id`). `version` is that of
    the two together (`preconditions.version_of`). Raises `Refused` without a reason, for an
    offender whom `remaining` does not have, for two last days that differ, and while anything else
    stands in the way.
    """
    require(by, Permission.WORK_CASES)
    check_entered(reason, "Enter how you know that they are one proceeding")
    check_version_of(closing, remaining, version=version)
    check_no_conflict(remaining, by)
    with transaction():
        cases.lock_requests(closing)
        cases.lock(closing, remaining)
        if reasons := hindrances(closing, remaining):
            raise Refused(" ".join(reasons))
        goes_on = same_offenders(closing, remaining, same)
        made = copy_records.carry(closing, remaining, goes_on, carried, by)
        check_time(goes_on)
        closing.changed_at = remaining.changed_at = clock.now()
        requests, people = list(closing.requests), people_of(closing)
        _narrow_requests(requests, goes_on, remaining)
        move(requests, people, remaining, by)
        for review, other in goes_on:
            _protect(review, other, by)
            progress.take(review, Step.JOIN_TO_CASE, by, note=reason)
        _carry_conflicts(closing, remaining, by)
        notifying.plan_what_is_known(remaining, by)
        last = _record(closing, remaining, requests, reason, by)
        case_merge = CaseMerge(
            case=closing,
            into=remaining,
            reason=reason,
            request_ids=[request.id for request in requests],
            person_ids=[person.id for person in people],
            carried=made,
            event_id=last.id,
            at=clock.now(),
            by_id=by.id,
        )
        db.session.add(case_merge)
    return case_merge


def _narrow_requests(
    requests: Sequence[Request], goes_on: Sequence[tuple[Review, Review]], remaining: Case
) -> None:
    """Whoever asked goes on asking about the same offenders, by the reviews that go on."""
    for request in requests:
        named = {other.id: other for review, other in goes_on if request.is_about(review)}
        is_all = len(named) == len(remaining.reviews)
        request.asks_about = [] if is_all else list(named.values())


def _protect(review: Review, other: Review, by: User) -> None:
    """Copy the restrictions of the case that closes to the one that remains."""
    known = {(each.kind, each.protects, each.terms) for each in restrictions.of_review(other)}
    for restriction in restrictions.of_review(review):
        is_known = (restriction.kind, restriction.protects, restriction.terms) in known
        if restriction.kind is RestrictionKind.SEALED or is_known:
            continue
        restrictions.add(
            Restriction(
                review=other,
                kind=restriction.kind,
                protects=restriction.protects,
                terms=restriction.terms,
                made_on=restriction.made_on,
                until_on=restriction.until_on,
                is_automatic=restriction.is_automatic,
            ),
            other,
            by,
        )


def _carry_conflicts(closing: Case, remaining: Case, by: User) -> None:
    """Whoever has a conflict of interest in the case that closes has it in the one that remains.

    What they have there goes to whoever joins the two.
    """
    known_ids = remaining.conflicted_ids
    for each in list(closing.conflicts):
        if each.ended_at is None and each.person_id not in known_ids:
            remaining.conflicts.append(
                Conflict(person_id=each.person_id, reason=each.reason, declared_at=each.declared_at)
            )
            words = f"a conflict of interest of {each.person.name}: {each.reason}"
            history.record(
                EventKind.CARRIED_OVER, by, remaining, case=closing.reference, carried=[words]
            )
    for review in remaining.reviews:
        holder = review.assignee if review.outcome is None else None
        if holder is not None and holders.why_not(remaining, holder):
            holders.give_to_first(review, [by, *users.assignees()], by, _IN_CONFLICT)


def _record(
    closing: Case, remaining: Case, requests: Sequence[Request], reason: str, by: User
) -> Event:
    """Write it into the history of both; the last line written."""
    moved = [request.reference for request in requests]
    history.record(
        EventKind.CASE_JOINED, by, closing, case=remaining.reference, requests=moved, reason=reason
    )
    last = history.record(
        EventKind.CASE_TAKEN_IN,
        by,
        remaining,
        case=closing.reference,
        requests=moved,
        reason=reason,
    )
    db.session.flush()
    return last
