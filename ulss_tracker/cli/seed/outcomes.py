"""How a closed review ended, and who was told of it."""

from datetime import date
from functools import cache

from ulss_tracker import clock
from ulss_tracker.cli.seed.decisions import Deciding
from ulss_tracker.cli.seed.events import Events, Ids
from ulss_tracker.cli.seed.generate import REFERRED, DrawnCase
from ulss_tracker.cli.seed.loading import Loader
from ulss_tracker.models import DecisionChoice, EventKind, Means, NotificationState
from ulss_tracker.scheme.workflow.notifying import (
    About,
    Party,
    office_key,
    office_tells,
    party_of,
    tell_by,
)
from ulss_tracker.scheme.workflow.stages import Outcome, State, Step


class Ending:
    """Rows of who was told, after those of what they were told of."""

    def __init__(self, loader: Loader, deciding: Deciding) -> None:
        self._deciding = deciding
        self._nothing, self._instant = loader.nothing, loader.instant
        self._notifications = loader.sheet(
            "telling",
            "case_id review_id request_id person_key party detail known_at due_by_at told_at"
            " told_by_id",
            about=About.OUTCOME.value,
            state=NotificationState.TOLD.value,
            means=Means.EMAIL.value,
            note="",
            reason="",
            version=1,
        )
        self._due = cache(self._tell_by)

    def add(self, drawn: DrawnCase, ids: Ids, events: Events) -> None:
        """The review came to its outcome, everybody was told, and it was closed."""
        assert drawn.outcome  # noqa: S101 - the caller has looked
        at, by_id, deciding = drawn.ended, drawn.assignee_id, self._deciding
        if drawn.outcome is Outcome.NOT_REFERRED:
            deciding.decide(drawn, ids, DecisionChoice.DO_NOT_REFER, at, events)
        elif drawn.outcome in REFERRED:
            deciding.decide(drawn, ids, DecisionChoice.REFER, drawn.filed, events)
            deciding.file(drawn, ids, events)
            deciding.decide_in_court(drawn, ids, events)
        after = f'{{"outcome": "{drawn.outcome.value}", "note": ""}}'
        events.of_review(EventKind.OUTCOME_REACHED, at, by_id, ids, after)
        self._tell(drawn, ids, drawn.outcome)
        events.moved(Step.CLOSE, State.TO_TELL, State.CLOSED, at, by_id, ids)
        events.of_review(EventKind.REVIEW_CLOSED, at, by_id, ids, after)

    def _tell(self, drawn: DrawnCase, ids: Ids, outcome: Outcome) -> None:
        assert drawn.ended_at  # noqa: S101 - the caller has looked
        at, day = drawn.ended, clock.day_of(drawn.ended_at)
        told = [(ids.request, f"request:{ids.request}", party_of(drawn.standing))]
        for party in _office_tells(outcome):
            told.append((self._nothing, office_key(party, ids.review), party))
        for request_id, key, party in told:
            due = self._due(party, day)
            row = (ids.case, ids.review, request_id, key, party.value, outcome.value, at, due, at)
            self._notifications.add((*row, drawn.assignee_id))

    def _tell_by(self, party: Party, day: date) -> str:
        return self._instant(tell_by(party, clock.start_of(day)))


@cache
def _office_tells(outcome: Outcome) -> tuple[Party, ...]:
    return office_tells(About.OUTCOME, outcome, is_filed=outcome in REFERRED)
