"""The review, the sentence it is of, what the rules said, and what was believed of it."""

from datetime import timedelta
from typing import Any

from ulss_tracker import clock
from ulss_tracker.cli.seed.events import Events, Ids
from ulss_tracker.cli.seed.generate import DrawnCase
from ulss_tracker.cli.seed.loading import Loader
from ulss_tracker.cli.seed.rules import facts_of
from ulss_tracker.models import EventKind, Origin
from ulss_tracker.scheme.offences.facts import OrderKind
from ulss_tracker.scheme.offences.offence_forms import Form
from ulss_tracker.services.history import versions

SENTENCE = "3 years’ imprisonment"


class Reviewing:
    """Rows of reviews and of what they rest on."""

    def __init__(self, loader: Loader) -> None:
        self._text, self._nothing = loader.text, loader.nothing
        self._reviews = loader.sheet(
            "review",
            "id case_id offender_name state outcome assignee_id last_day_on file_by_at"
            " earliest_file_by_at verdict opened_at changed_at filed_at outcome_at closed_at"
            " unconfirmed_since_at",
            offender_address="",
            outcome_note="",
            is_historical=False,
            origin=Origin.DEMO.value,
            version=1,
        )
        self._sentences = loader.sheet(
            "sentence",
            "id review_id sentenced_on recorded_by_id",
            order_kind=OrderKind.IMPRISONMENT.value,
            text=SENTENCE,
            judge="",
        )
        self._convictions = loader.sheet(
            "conviction",
            "sentence_id offence_id text recorded_by_id",
            form=Form.FULL.value,
            answers="{}",
        )
        self._assessments = loader.sheet(
            "assessment",
            "review_id verdict tests facts catalogue_version made_at made_by_id",
            questions="[]",
            overrides=False,
            override_reason="",
        )
        self._believed = loader.sheet(
            "review_version",
            "review_id case_id from_at state outcome verdict court_id family standing"
            " sentenced_on last_day_on received_at received_on filed_at ended_at ended_on"
            " days_taken hours_to_spare",
            received_after_hours=False,
            is_historical=False,
        )

    def add(self, drawn: DrawnCase, ids: Ids, events: Events) -> None:
        """The offender's review was opened, the sentence recorded and assessed."""
        at, by_id, answer, nothing = drawn.received, drawn.assignee_id, drawn.answer, self._nothing
        outcome = drawn.outcome.value if drawn.outcome else nothing
        self._reviews.add(
            (
                ids.review,
                ids.case,
                drawn.who.said,
                drawn.state.value,
                outcome,
                by_id,
                drawn.last_day,
                drawn.file_by,
                drawn.file_by,
                answer.verdict,
                at,
                at,
                drawn.filed,
                drawn.ended,
                drawn.ended,
                nothing if drawn.outcome else at,
            )
        )
        self._sentences.add((ids.sentence, ids.review, drawn.sentence_day, by_id))
        self._convictions.add((ids.sentence, answer.offence_id, answer.title, by_id))
        self._assessments.add(
            (
                ids.review,
                answer.verdict,
                self._text(answer.tests),
                self._text(facts_of(answer.offence_id, drawn.court, drawn.sentence_day)),
                answer.catalogue_version,
                at,
                by_id,
            )
        )
        self._believe(drawn, ids, outcome)
        opened = f'{{"offender_name": {drawn.who.said_json}}}'
        events.of_review(EventKind.REVIEW_OPENED, at, by_id, ids, opened)
        passed = (
            f'{{"sentenced_on": "{drawn.sentence_day}", "varied_on": null, "order_kind":'
            f' "imprisonment", "came_by": null, "text": "{SENTENCE}", "judge": "", "parts": [],'
            ' "confirmed_doubts": []}'
        )
        events.of_review(EventKind.SENTENCE_RECORDED, at, by_id, ids, passed)
        answered = (
            f'{{"verdict": "{answer.verdict}", "last_day_on": "{drawn.last_day}",'
            f' "file_by_at": "{drawn.file_by_at.isoformat()}"}}'
        )
        events.of_review(EventKind.ASSESSED, at, by_id, ids, answered)

    def _believe(self, drawn: DrawnCase, ids: Ids, outcome: Any) -> None:
        nothing = self._nothing
        ended_on = taken = spare = nothing
        if drawn.ended_at:
            ended_on = clock.day_of(drawn.ended_at).isoformat()
            taken = versions.days_between(drawn.received_at, drawn.ended_at)
        if drawn.filed_at:
            spare = (clock.end_of(drawn.last_day_on) - drawn.filed_at) // timedelta(hours=1)
        self._believed.add(
            (
                ids.review,
                ids.case,
                drawn.ended if drawn.outcome else drawn.received,
                drawn.state.value,
                outcome,
                drawn.answer.verdict,
                drawn.court.id,
                drawn.answer.family,
                drawn.standing.value,
                drawn.sentence_day,
                drawn.last_day,
                drawn.received,
                drawn.received_day,
                drawn.filed,
                drawn.ended,
                ended_on,
                taken,
                spare,
            )
        )
