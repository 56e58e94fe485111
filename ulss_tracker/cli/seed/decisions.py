"""The law officer's decision, the application that was filed, and what the court decided."""

import hashlib
import json

from ulss_tracker.cli.seed.events import Events, Ids
from ulss_tracker.cli.seed.generate import DrawnCase
from ulss_tracker.cli.seed.loading import Loader
from ulss_tracker.models import DecisionChoice, EventKind, FilingKind, LetterKind, LetterSize
from ulss_tracker.scheme.time.filing import NEAR_MISS
from ulss_tracker.scheme.workflow.stages import Outcome, State, Step

_REASONS = "Reasons as the minute gives them."
_METHOD = "Email to the Registrar"
_LATE = "The sentencing remarks came late."
# One page, blank: what is measured holds as many letters as a register does, not as many words.
_PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)
_STEPS = {
    DecisionChoice.REFER: (Step.DECIDE_TO_REFER, State.TO_FILE),
    DecisionChoice.DO_NOT_REFER: (Step.DECIDE_NOT_TO_REFER, State.TO_TELL),
}


class Deciding:
    """Rows of decisions, applications, filings and the court's decisions."""

    def __init__(self, loader: Loader) -> None:
        self._decisions = loader.sheet(
            "decision", "review_id choice decided_by_id decided_at", reasons=_REASONS
        )
        self._next_letter = loader.first_id("letter")
        self._letters = loader.sheet(
            "letter",
            "id case_id review_id series issued_at issued_by_id",
            kind=LetterKind.REFERRAL.value,
            language="en",
            size=LetterSize.STANDARD.value,
            version=1,
            template_version="",
            values="{}",
            html="",
            pdf=_PDF,
            sha256=hashlib.sha256(_PDF).hexdigest(),
        )
        self._filings = loader.sheet(
            "filing",
            "review_id letter_id at late_reason recorded_at recorded_by_id",
            kind=FilingKind.FILING.value,
            method=_METHOD,
            reference="",
        )
        self._court = loader.sheet(
            "court_decision",
            "review_id decided_on outcome revised_sentence recorded_at recorded_by_id",
            citation="",
        )

    def decide(
        self, drawn: DrawnCase, ids: Ids, choice: DecisionChoice, at: str, events: Events
    ) -> None:
        """The law officer decided."""
        self._decisions.add((ids.review, choice.value, drawn.officer_id, at))
        step, state = _STEPS[choice]
        events.moved(step, State.LAW_OFFICERS, state, at, drawn.officer_id, ids)

    def file(self, drawn: DrawnCase, ids: Ids, events: Events) -> None:
        """The application was issued and reached the Registrar."""
        assert drawn.filed_at  # noqa: S101 - the caller has looked
        at, by_id = drawn.filed, drawn.assignee_id
        letter_id = self._next_letter
        self._next_letter += 1
        series = f"referral:review:{ids.review}"
        self._letters.add((letter_id, ids.case, ids.review, series, at, by_id))
        late = _LATE if drawn.file_by_at - drawn.filed_at < NEAR_MISS else ""
        self._filings.add((ids.review, letter_id, at, late, at, by_id))
        said = {"at": drawn.filed_at.isoformat(), "method": _METHOD, "reference": ""}
        after = json.dumps(said | {"late_reason": late})
        events.of_review(EventKind.FILED, at, by_id, ids, after)

    def decide_in_court(self, drawn: DrawnCase, ids: Ids, events: Events) -> None:
        """The Court of Appeal decided, on the day the review ended."""
        assert drawn.ended_at  # noqa: S101 - the caller has looked
        assert drawn.outcome  # noqa: S101
        on, outcome = drawn.ended_at.date().isoformat(), drawn.outcome.value
        revised = "5 years’ imprisonment" if drawn.outcome is Outcome.INCREASED else ""
        row = (ids.review, on, outcome, revised, drawn.ended, drawn.assignee_id)
        self._court.add(row)
        after = (
            f'{{"decided_on": "{on}", "outcome": "{outcome}",'
            f' "revised_sentence": "{revised}", "citation": ""}}'
        )
        events.of_review(EventKind.COURT_DECIDED, drawn.ended, drawn.assignee_id, ids, after)
