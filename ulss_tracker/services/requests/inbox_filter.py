"""The filters of the inbox."""

from sqlalchemy import ColumnElement, or_

from ulss_tracker.models import Channel, Deadline, Request
from ulss_tracker.scheme.workflow.requester_role import RequesterRole
from ulss_tracker.services.assignment.assignment import NOBODY
from ulss_tracker.services.core import tags, teams, users
from ulss_tracker.services.core.table import Filter, FilterKind, days
from ulss_tracker.services.matching import same_words
from ulss_tracker.services.search.narrowing import by_words

# A deadline that is not there yet hides nothing.
IS_UNDATED = or_(Deadline.request_id.is_(None), Deadline.find_day_by_at.is_not(None))


def _is_owned_by(owner: int) -> ColumnElement[bool]:
    return Request.owner_id == (None if owner == NOBODY else owner)


def _is_of_team(number: int) -> ColumnElement[bool]:
    return Request.owner_id.in_(teams.members_of(number))


def _owners() -> list[tuple[int, str]]:
    return [(NOBODY, "Nobody"), *users.names()]


FILTERS = (
    Filter("state", "Status", kind=FilterKind.KEPT),
    by_words(request=Request.id),
    Filter("channel", "How it reached us", Request.channel, Channel, "Any way"),
    Filter("standing", "Who asked", Request.standing, RequesterRole, "Anybody"),
    Filter("owner", "Owner", _is_owned_by, _owners, "Anybody or nobody", int),
    Filter("team", "Team", _is_of_team, teams.names, "Any team", int),
    tags.FILTER,
    *days(Request.received_at, ("received_from", "Received from"), ("received_to", "Received to")),
    Filter(
        "undated",
        "Only those whose day of sentence must be found",
        lambda _: IS_UNDATED,
        kind=FilterKind.TICK,
    ),
    same_words.EACH,
)
