"""Bringing back a review that was ended by mistake, and a request that was withdrawn by mistake."""

from sqlalchemy import exists, or_, select

from ulss_tracker.models import (
    Event,
    EventKind,
    Notification,
    NotificationState,
    RequestState,
    User,
    db,
)
from ulss_tracker.scheme.workflow.notifying import About
from ulss_tracker.scheme.workflow.stages import State, Step
from ulss_tracker.services.cases.reversals.line import Change, HistoryLine, Values
from ulss_tracker.services.referral import progress
from ulss_tracker.services.requests import withdrawals

_WRITE_AGAIN = (
    "What people were told cannot be taken back. A supervisor can reopen the review, and then "
    "write to them again"
)


class ReviewEnding(Change):
    """A review that ended: it stands at the stage where it stood, with all that was done."""

    def now(self, line: HistoryLine) -> Values:
        return {"outcome": line.review.outcome, "state": line.review.state}

    def earlier(self, line: HistoryLine) -> Values:
        return {"outcome": None, "state": self._moved(line).before["state"]}

    def why_not(self, line: HistoryLine) -> str:
        """Not what law officers or a court decided, nor what people have been told of."""
        review, event = line.review, line.event
        if review.outcome is None:
            return "The review is open: it was reopened since"
        again = select(Event.id).where(
            Event.review_id == review.id, Event.kind == event.kind, Event.id > event.id
        )
        if db.session.scalar(again.limit(1)) is not None:
            return "It was reopened and ended again since. Bring back what the later line ended"
        return progress.why_not_back(review) or self._known(line)

    def bring_back(self, line: HistoryLine, reason: str, by: User) -> None:
        back_to = State(self.earlier(line)["state"])
        progress.take(line.review, Step.BRING_BACK, by, note=reason, back_to=back_to)

    def _moved(self, line: HistoryLine) -> Event:
        """The line that says from which stage it was ended: the last one before the outcome."""
        query = select(Event).where(
            Event.review_id == line.review.id,
            Event.kind == EventKind.STAGE_CHANGED,
            Event.id < line.event.id,
        )
        return db.session.scalars(query.order_by(Event.id.desc()).limit(1)).one()

    def _known(self, line: HistoryLine) -> str:
        """Why it is too late: somebody has a letter since, or was told how it ended."""
        issued = exists().where(
            Event.case_id == line.case.id,
            or_(Event.review_id == line.review.id, Event.review_id.is_(None)),
            Event.kind == EventKind.LETTER_ISSUED,
            Event.id > line.event.id,
        )
        notified = exists().where(
            Notification.review_id == line.review.id,
            Notification.about == About.OUTCOME,
            Notification.state == NotificationState.TOLD,
            Notification.superseded_at.is_(None),
        )
        if db.session.scalar(select(issued)):
            return f"A letter has been issued since it ended. {_WRITE_AGAIN}"
        if db.session.scalar(select(notified)):
            return f"Somebody has been told how it ended. {_WRITE_AGAIN}"
        return ""


class RequestWithdrawal(Change):
    """A request that was withdrawn: it is in its case again, and is answered like the others."""

    def now(self, line: HistoryLine) -> Values:
        return {"request_state": line.request.state}

    def earlier(self, line: HistoryLine) -> Values:
        return {"request_state": RequestState.IN_CASE}

    def why_not(self, line: HistoryLine) -> str:
        """Not what stands again already, nor in a case in which nothing more is done."""
        if line.request.state is not RequestState.WITHDRAWN:
            return "The request is not withdrawn any more"
        if line.case.is_void:
            return "The case is closed, and nothing more is done in it. Undo that first"
        return ""

    def bring_back(self, line: HistoryLine, reason: str, by: User) -> None:
        withdrawals.undo(line.request, reason, by)
