"""One line of a case's history, and what bringing back what it changed means for its kind."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any

from ulss_tracker.errors import NotFound, Refused
from ulss_tracker.models import Case, Event, Request, Review, User, db
from ulss_tracker.services.core.preconditions import check_open

Values = dict[str, Any]
"""The facts of a record, by the names and in the form that the history has."""


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One line of the history, read in the case it is shown in."""

    event: Event
    case: Case

    @property
    def review(self) -> Review:
        """The review it is about."""
        return next(review for review in self.case.reviews if review.id == self.event.review_id)

    @property
    def request(self) -> Request:
        """The request it is about."""
        return next(each for each in self.case.requests if each.id == self.event.request_id)


def line_of(case: Case, event_id: int) -> HistoryLine:
    """The line of this case's history with this id.

    Raises `NotFound` for another case's, and for one about a request that is not in the case now.
    """
    event = db.session.get(Event, event_id)
    requests = {request.id for request in case.requests} | {None}
    if event is None or event.request_id not in requests or event.case_id not in {case.id, None}:
        raise NotFound("There is no such line in the history of this case")
    return HistoryLine(event, case)


class Change(ABC):
    """The change that one kind of event makes, and how it is brought back."""

    @abstractmethod
    def now(self, line: HistoryLine) -> Values:
        """The values as they stand now; they need not be plain yet."""

    def earlier(self, line: HistoryLine) -> Values:
        """The values as they stood before the event, which are to stand again."""
        return dict(line.event.before)

    def why_not(self, line: HistoryLine) -> str:
        """Why it cannot be brought back, with what can be done instead; empty when it can."""
        return closed(line.review)

    @abstractmethod
    def bring_back(self, line: HistoryLine, reason: str, by: User) -> None:
        """Have the record stand as it did, by the same service as any other change of it."""


def closed(review: Review) -> str:
    """Why nothing of the review can be changed; empty while it is open."""
    try:
        check_open(review)
    except Refused as error:
        return str(error)
    return ""
