"""The lines of history, in words, and what narrows a list of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from flask import url_for

from ulss_tracker.models import Case, Event, EventKind
from ulss_tracker.permissions import Permission, may
from ulss_tracker.services.cases import reversals
from ulss_tracker.web.casework.cases.timeline_words import text_of
from ulss_tracker.web.core.sessions import staff

# They follow of themselves from what a person did, in the same press.
_FOLLOW = frozenset(
    {
        EventKind.ASSESSED,
        EventKind.STAGE_CHANGED,
        EventKind.DEADLINE_CHANGED,
        EventKind.OUTCOME_REACHED,
        EventKind.NOTIFICATION_PLANNED,
        EventKind.NOTIFICATION_SUPERSEDED,
    }
)
# So do these from the same press, if it did this first.
_WITH = {
    EventKind.PAPER_CHANGED: frozenset({EventKind.PAPER_CHANGED}),
    EventKind.CASE_OPENED: frozenset({EventKind.REQUEST_JOINED, EventKind.REVIEW_OPENED}),
}
_ONE_PRESS = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class TimelineLine:
    """One entry of the timeline, as the template's macro takes it; `also` followed from it.

    `bring_back` is the address at which what it changed can be brought back, where it can.
    """

    title: str
    by: str
    at: datetime
    text: str
    also: tuple["TimelineLine", ...] = ()
    bring_back: str = ""


def presses(events: Sequence[Event], case: Case) -> list[TimelineLine]:
    """The events as lines in the order given; those that followed from one stand under it.

    So do further papers that were recorded together with one, and what a case was opened with.

    Whoever may propose it has at each line that changed something the way to bring it back.
    """
    drawn = {
        event.id: replace(line, bring_back=_bring_back(event, case))
        for event, line in zip(events, lines(events, case), strict=True)
    }
    under: dict[int, list[TimelineLine]] = {}
    cause = last = None
    for event in sorted(events, key=lambda event: event.id):
        if cause is None or last is None or not _is_same_press(event, last, cause):
            cause, under[event.id] = event, []
        elif event.kind in _FOLLOW or event.kind in _WITH.get(cause.kind, ()):
            under[cause.id].append(drawn[event.id])
        elif cause.kind in _FOLLOW:  # what followed was written down before what it followed from
            under[event.id] = [drawn[cause.id], *under.pop(cause.id)]
            cause = event
        else:
            cause, under[event.id] = event, []
        last = event
    return [
        replace(drawn[event.id], also=tuple(under[event.id]))
        for event in events
        if event.id in under
    ]


def _bring_back(event: Event, case: Case) -> str:
    if not may(staff().role, Permission.BRING_BACK) or not reversals.is_of_kind(event):
        return ""
    return url_for("casework.propose_reversal", reference=case.reference, event_id=event.id)


def _is_same_press(event: Event, last: Event, cause: Event) -> bool:
    """Whether it is of the same review, or one of the two is of the whole case."""
    is_near = event.by_id == last.by_id and event.at - last.at < _ONE_PRESS
    return is_near and (
        event.review_id == cause.review_id or None in (event.review_id, cause.review_id)
    )


def lines(events: Iterable[Event], case: Case) -> list[TimelineLine]:
    """The events as lines, in the order given; whose they are, where a case has several."""
    names = {review.id: review.offender_name for review in case.reviews}
    several = len(names) > 1
    return [
        TimelineLine(
            title=event.kind.label
            + (f": {names[event.review_id]}" if several and event.review_id in names else ""),
            by=event.by.name if event.by else "",
            at=event.at,
            text=text_of(event),
        )
        for event in events
    ]
