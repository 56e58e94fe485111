"""How an open review came to the stage it is at: the steps, its paper, its submission."""

import json

from ulss_tracker.cli.seed.decisions import Deciding
from ulss_tracker.cli.seed.events import Events, Ids
from ulss_tracker.cli.seed.generate import DrawnCase
from ulss_tracker.cli.seed.loading import Loader
from ulss_tracker.cli.seed.reviews import SENTENCE
from ulss_tracker.models import (
    Assessment,
    Case,
    Conviction,
    DecisionChoice,
    EventKind,
    Origin,
    PaperKind,
    Request,
    Review,
    Sentence,
)
from ulss_tracker.scheme.offences.facts import OrderKind
from ulss_tracker.scheme.offences.offence_forms import Form
from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.scheme.workflow.stages import LawOfficer, State, Step
from ulss_tracker.services.referral import submissions

_WAY = (
    (Step.START_CHECKING, State.CHECKING),
    (Step.REQUEST_PAPERS, State.AWAITING_PAPERS),
    (Step.RECEIVE_PAPERS, State.UNDER_CONSIDERATION),
    (Step.SEND_TO_LAW_OFFICERS, State.LAW_OFFICERS),
    (Step.DECIDE_TO_REFER, State.TO_FILE),
)
_WORDS = submissions.Words(
    facts="The offender pleaded guilty on the day of trial.",
    advice="The sentence falls outside the range that a judge could reasonably consider.",
    victims_view="",
)
_PAPER = PaperKind.SENTENCING_REMARKS


class Stages:
    """Rows of papers and submissions, and the steps of open reviews."""

    def __init__(self, loader: Loader, deciding: Deciding) -> None:
        self._deciding = deciding
        self._text, self._nothing = loader.text, loader.nothing
        self._papers = loader.sheet(
            "paper",
            "case_id asked_at asked_by_id received_at",
            kind=_PAPER.value,
            name="",
            late_reason="",
            not_applicable_reason="",
            version=1,
        )
        self._submissions = loader.sheet(
            "submission",
            "review_id pack sha256 addressed_to made_at made_by_id",
            version=1,
        )

    def add(self, drawn: DrawnCase, ids: Ids, events: Events) -> None:
        """Every step from the start to where the review is, taken when the request came."""
        at, by_id = drawn.received, drawn.assignee_id
        before = State.RECEIVED
        for step, state in _WAY:
            if step is Step.DECIDE_TO_REFER:
                self._deciding.decide(drawn, ids, DecisionChoice.REFER, at, events)
            else:
                events.moved(step, before, state, at, by_id, ids)
            if step is Step.REQUEST_PAPERS:
                asked = f'{{"papers": ["{_PAPER.label}"]}}'
                events.of_case(EventKind.PAPERS_ASKED, at, by_id, ids, asked)
                is_wanted = drawn.state is State.AWAITING_PAPERS
                self._papers.add((ids.case, at, by_id, self._nothing if is_wanted else at))
            if step is Step.SEND_TO_LAW_OFFICERS:
                self._submit(drawn, ids, events)
            before = state
            if state is drawn.state:
                break

    def _submit(self, drawn: DrawnCase, ids: Ids, events: Events) -> None:
        pack = submissions.pack(_as_records(drawn, ids), _WORDS, [])
        sha256, officer = submissions.fingerprint(pack), LawOfficer.ATTORNEY_GENERAL.value
        packed = self._text(json.dumps(pack))
        row = (ids.review, packed, sha256, officer, drawn.received, drawn.assignee_id)
        self._submissions.add(row)
        after = f'{{"version": 1, "sha256": "{sha256}", "addressed_to": "{officer}"}}'
        events.of_review(EventKind.SUBMITTED, drawn.received, drawn.assignee_id, ids, after)


def _as_records(drawn: DrawnCase, ids: Ids) -> Review:
    """The review as the services know it, never to be stored: what a submission is made from."""
    answer = drawn.answer
    conviction = Conviction(offence_id=answer.offence_id, form=Form.FULL, text=answer.title)
    sentence = Sentence(
        sentenced_on=drawn.sentenced_on,
        order_kind=OrderKind.IMPRISONMENT,
        text=SENTENCE,
        judge="",
        convictions=[conviction],
    )
    case = Case(
        reference=ids.reference,
        court_text=drawn.court.name,
        court_case_number="",
        requests=[Request(standing=drawn.standing, received_at=drawn.received_at)],
    )
    return Review(
        case=case,
        offender_name=drawn.who.name,
        origin=Origin.DEMO,
        sentences=[sentence],
        assessments=[Assessment(tests=json.loads(answer.tests))],
        verdict=Verdict(answer.verdict),
        last_day_on=drawn.last_day_on,
        file_by_at=drawn.file_by_at,
    )
