"""The filter of the inbox."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, or_

from ulss_tracker import clock
from ulss_tracker.models import Channel, Deadline, Request
from ulss_tracker.scheme.workflow.standing import Standing
from ulss_tracker.services.assignment.assignment import NOBODY
from ulss_tracker.services.core import teams

# A deadline that is not there yet hides nothing.
IS_UNDATED = or_(Deadline.request_id.is_(None), Deadline.find_day_by_at.is_not(None))


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxFilter:
    """The filter of requests; everything empty is everything.

    The dates received are London days, both of them included. `undated` leaves only requests whose
    day of sentence must be found; `owner` those of one person by id, or of nobody (`NOBODY`);
    `team` those of anybody in a team.
    """

    channel: Channel | None = None
    standing: Standing | None = None
    received_from: date | None = None
    received_to: date | None = None
    undated: bool = False
    owner: int | None = None
    team: int | None = None

    @property
    def conditions(self) -> list[ColumnElement[bool]]:
        """The same, to be asked of requests with their deadlines."""
        conditions: list[ColumnElement[bool]] = []
        if self.channel is not None:
            conditions.append(Request.channel == self.channel)
        if self.standing is not None:
            conditions.append(Request.standing == self.standing)
        if self.received_from is not None:
            conditions.append(Request.received_at >= clock.start_of(self.received_from))
        if self.received_to is not None:
            conditions.append(Request.received_at < clock.end_of(self.received_to))
        if self.undated:
            conditions.append(IS_UNDATED)
        if self.owner is not None:
            conditions.append(Request.owner_id == (None if self.owner == NOBODY else self.owner))
        if self.team is not None:
            conditions.append(Request.owner_id.in_(teams.members_of(self.team)))
        return conditions
