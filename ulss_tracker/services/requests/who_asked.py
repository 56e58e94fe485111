"""The relation of somebody who asked to the case, and whether they were told of the scheme.

A longer limit may depend on the first: it leads only once a second person has verified it, against
a source. The second is recorded and counted: a duty to tell victims
may be in the Victims and Courts Act 2026, whose words were not available.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from ulss_tracker import clock
from ulss_tracker.errors import Refused
from ulss_tracker.models import Event, EventKind, Request, RoleSource, User, db
from ulss_tracker.permissions import Permission
from ulss_tracker.scheme.time.policies import longer_limits
from ulss_tracker.scheme.workflow.requester_role import RequesterRole
from ulss_tracker.services.assessment import assessing
from ulss_tracker.services.core.preconditions import check_entered, check_no_conflict
from ulss_tracker.services.core.unit_of_work import locked
from ulss_tracker.services.core.users import require
from ulss_tracker.services.history import history

_RECORDED = (EventKind.WHO_ASKED_CHANGED, EventKind.REQUEST_CORRECTED)
_WAS_TOLD = {"Yes": True, "No": False, "Not known": None}


@dataclass(frozen=True, slots=True)
class WhoAsked:
    """A standing, and whether, by whom and on which day they were told; None is not known."""

    standing: RequesterRole
    was_told: bool | None = None
    told_by: str = ""
    told_on: date | None = None


def of_request(request: Request) -> WhoAsked:
    """Read who asked as it is recorded."""
    return WhoAsked(request.standing, request.was_told, request.told_by, request.told_on)


def in_words(answers: WhoAsked) -> dict[str, object]:
    """Who asked as the history says it."""
    was_told = {value: words for words, value in _WAS_TOLD.items()}[answers.was_told]
    return asdict(answers) | {"standing": answers.standing.label, "was_told": was_told}


def from_words(values: Mapping[str, Any]) -> WhoAsked:
    """Who asked, from what the history says."""
    (standing,) = (standing for standing in RequesterRole if standing.label == values["standing"])
    told_on = values["told_on"] and date.fromisoformat(values["told_on"])
    return WhoAsked(standing, _WAS_TOLD[values["was_told"]], values["told_by"], told_on)


def correct(request: Request, answers: WhoAsked, by: User) -> bool:
    """Keep who asked as it should be; whether anything changed.

    Another standing may have another time limit: the deadline of the request, and the reviews of
    its case, are counted again, and what moved is kept before and after.
    """
    require(by, Permission.WORK_CASES)
    with locked(request):
        before = of_request(request)
        if before == answers:
            return False
        if before.standing is not answers.standing:
            request.verified_standing = None
        for name, value in asdict(answers).items():
            setattr(request, name, value)
        history.record(
            EventKind.WHO_ASKED_CHANGED,
            by,
            request.case,
            request,
            before=in_words(before),
            **in_words(answers),
        )
        if request.case is not None:
            assessing.keep_limits(request.case, by)
    return True


def rests_on_it(request: Request) -> bool:
    """Whether a longer limit is law for people of their standing, for a day that may be theirs."""
    day = request.sentenced_on
    return any(
        policy.is_for(request.standing) and (day is None or policy.covers(day))
        for policy in longer_limits()
    )


def recorded_by(request: Request) -> frozenset[int]:
    """Those of the office who recorded what somebody is: none of them may verify it."""
    query = select(Event.by_id).where(Event.request_id == request.id, Event.kind.in_(_RECORDED))
    return frozenset({request.logged_by_id, *db.session.scalars(query)} - {None})


def why_not(request: Request, by: User) -> str:
    """Why this person cannot verify who asked, in words; empty where they can."""
    if request.is_standing_verified:
        return "Who asked is verified already"
    if by.id in recorded_by(request):
        return "You recorded who asked: somebody else must verify it"
    return ""


def verify(request: Request, source: RoleSource, source_reference: str, by: User) -> None:
    """Record that this person saw, in a source, that somebody is what they say to the case.

    A longer limit that is law for them then leads: the request and the reviews of its case are
    counted again, and what moved is kept. Raises `Refused` for whoever recorded it.
    """
    require(by, Permission.VERIFY_FACTS)
    if request.case is not None:
        check_no_conflict(request.case, by)
    with locked(request):
        if refusal := why_not(request, by):
            raise Refused(refusal)
        request.verified_standing, request.standing_source = request.standing, source
        request.standing_source_reference = source_reference
        request.standing_verified_at, request.standing_verified_by_id = clock.now(), by.id
        history.record(
            EventKind.WHO_ASKED_VERIFIED,
            by,
            request.case,
            request,
            standing=request.standing.label,
            verified_against=source.label,
            source_reference=source_reference,
        )
        if request.case is not None:
            assessing.keep_limits(request.case, by)


def why_not_take_back(request: Request, by: User) -> str:
    """Why this person cannot take the verification back, in words; empty where they can."""
    if not request.is_standing_verified:
        return "Nobody has verified who asked"
    if by.id == request.standing_verified_by_id:
        return "You verified who asked: somebody else must take it back"
    return ""


def take_back(request: Request, reason: str, by: User) -> None:
    """Record that a verification was a mistake, and why: the 28 days lead again.

    What moved is counted and kept as for a verification. Raises `Refused` for whoever verified it.
    """
    require(by, Permission.VERIFY_FACTS)
    check_entered(reason, "Enter why it is taken back")
    if request.case is not None:
        check_no_conflict(request.case, by)
    with locked(request):
        if refusal := why_not_take_back(request, by):
            raise Refused(refusal)
        request.verified_standing = None
        history.record(
            EventKind.WHO_ASKED_UNVERIFIED,
            by,
            request.case,
            request,
            standing=request.standing.label,
            note=reason.strip(),
        )
        if request.case is not None:
            assessing.keep_limits(request.case, by)
