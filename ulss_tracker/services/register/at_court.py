"""The register's record of the Court of Appeal: the hearing, and the sentence as revised.

The register has the day of the hearing and no day on which the court decided, so none is made up:
the decision of such a row has no date.
"""

from collections.abc import Sequence
from datetime import date

from ulss_tracker.models import Review, User
from ulss_tracker.scheme.workflow.stages import Outcome
from ulss_tracker.services.referral import court
from ulss_tracker.services.referral.court import CourtDecisionInput, HearingInput
from ulss_tracker.services.register.cells import (
    Revised,
    is_empty,
    read_outcome,
    read_revised,
)
from ulss_tracker.services.register.dates import SCHEME_BEGAN_ON, read_dates
from ulss_tracker.services.register.sheet import Column, SheetRow

COURT = "Court of Appeal (Criminal Division)"
DECIDED = (Outcome.INCREASED, Outcome.UNCHANGED, Outcome.LEAVE_REFUSED)
TO_COME = "TBC"
NOTHING = "N/A"
_WORDS = {Outcome.UNCHANGED: "Sentence unchanged", Outcome.LEAVE_REFUSED: "Leave refused"}
_BARE = 3  # "Sentence unchanged", "Unchanged": words that say no more than the outcome does


def is_referred(row: SheetRow) -> bool:
    """Whether the row says that the sentence was referred to the Court of Appeal."""
    return read_outcome(row.said(Column.OUTCOME)).is_referred


def may_be_heard(row: SheetRow) -> bool:
    """Whether a hearing fits the row's outcome: one withdrawn may have had its day."""
    reading = read_outcome(row.said(Column.OUTCOME))
    return reading.is_referred or reading.outcome is Outcome.WITHDRAWN


def hearings_of(row: SheetRow) -> Sequence[date]:
    """The days of hearing that the row gives; none where any of it is uncertain."""
    if is_empty(row.said(Column.HEARING)) or not may_be_heard(row):
        return []
    reading = read_dates(row.cells[Column.HEARING])
    if reading.unread or any(day < SCHEME_BEGAN_ON for day in reading.dates):
        return []
    sentenced = read_dates(row.cells[Column.SENTENCED]).dates
    if reading.dates and sentenced and max(reading.dates) < min(sentenced):
        return []
    return list(dict.fromkeys(reading.dates))


def decision_of(row: SheetRow) -> tuple[Outcome, str] | None:
    """Read the court's decision in the row, and the revised sentence; None while that is open."""
    revised = read_revised(row.said(Column.REVISED))
    if not is_referred(row) or revised is Revised.NOT_GIVEN or revised.outcome is None:
        return None
    text = row.cells[Column.REVISED].strip()
    says_no_more = revised.outcome is not Outcome.INCREASED and len(text.split()) <= _BARE
    return revised.outcome, "" if says_no_more else text


def record(review: Review, row: SheetRow, by: User) -> None:
    """Keep the row's hearings and decision as records of the court, in the caller's transaction."""
    for heard_on in hearings_of(row):
        add_hearing(review, heard_on, by)
    decided = decision_of(row)
    if decided is not None:
        add_decision(review, *decided, by)


def add_hearing(review: Review, heard_on: date, by: User) -> None:
    """A hearing of which only the day is known."""
    hearing = HearingInput(on=heard_on, at=None, court=COURT)
    court.add_hearing(review, hearing, by, is_time_awaited=False)


def add_decision(review: Review, outcome: Outcome, revised_sentence: str, by: User) -> None:
    """A decision of the court whose day is not known."""
    decision = CourtDecisionInput(on=None, outcome=outcome, revised_sentence=revised_sentence)
    court.add_decision(review, decision, by)


def hearing_words(review: Review) -> str:
    """The cell for the hearing: the day last listed, TBC while one may come, or N/A."""
    if review.hearings:
        return review.hearings[-1].heard_on.strftime("%d/%m/%Y")
    return TO_COME if review.outcome is None else NOTHING


def revised_words(review: Review) -> str:
    """The cell for the revised sentence: what the court last decided, TBC, or N/A."""
    if review.outcome is not None and review.outcome not in DECIDED:
        return NOTHING
    if review.outcome is None or not review.court_decisions:
        return TO_COME
    decided = review.court_decisions[-1]
    return decided.revised_sentence or _WORDS.get(decided.outcome, TO_COME)
