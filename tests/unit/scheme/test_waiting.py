"""The words for what a review waits for at each stage; bands, milestones, rungs, officers."""

import pytest

from tests.support.tables import from_table
from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.scheme.time.bands import Band
from ulss_tracker.scheme.workflow.guards import Position
from ulss_tracker.scheme.workflow.ladders import words_of
from ulss_tracker.scheme.workflow.milestones import Milestone
from ulss_tracker.scheme.workflow.stages import LawOfficer, State, Step
from ulss_tracker.scheme.workflow.waiting import request_waits_for, waits_for
from ulss_tracker.scheme.workflow.workflow import is_done


def waits(state: State, **changes: object) -> str:
    facts: dict[str, object] = {"is_held": True, "has_file_by": True, "is_filed": False}
    verdict = changes.pop("verdict", Verdict.IN_SCHEME)
    return waits_for(state, verdict, **(facts | changes))  # type: ignore[arg-type]


@from_table
def test_each_stage_waits_for_somebody(state: State, words: str) -> None:
    assert waits(state) == words


def test_somebody_to_hold_it_comes_first_until_it_has_ended() -> None:
    assert waits(State.LAW_OFFICERS, is_held=False) == "Us: to be assigned"
    assert waits(State.TO_TELL, is_held=False) == "Us: telling people"


def test_the_sentence_comes_before_the_offences_and_those_before_the_scheme() -> None:
    assert waits(State.CHECKING, has_file_by=False, verdict=None) == "Us: the sentence"
    assert waits(State.CHECKING, verdict=None) == "Us: the offences"


def test_once_filed_it_waits_for_service() -> None:
    assert waits(State.TO_FILE, is_filed=True) == "Us: service"


@from_table
def test_a_request_waits_to_be_looked_at_dated_and_put_in_a_case(
    is_looked_at: bool, has_file_by: bool, is_held: bool, words: str
) -> None:
    said = request_waits_for(is_looked_at=is_looked_at, has_file_by=has_file_by, is_held=is_held)
    assert said == words


@pytest.mark.parametrize("kind", [Band, Milestone, LawOfficer])
def test_everything_that_is_shown_has_words_of_its_own(kind: type[Band]) -> None:
    labels = [each.label for each in kind]
    assert all(label[0].isupper() for label in labels)
    assert len(set(labels)) == len(labels)


def test_a_rung_says_what_it_is_and_one_that_is_gone_its_id() -> None:
    assert words_of("1_hour") == "One hour left to file"
    assert words_of("9_days") == "9_days"


def test_a_decision_passes_to_the_other_law_officer_and_back() -> None:
    for each in LawOfficer:
        assert each.other is not each
        assert each.other.other is each


def test_filing_and_service_are_done_once() -> None:
    assert not is_done(Step.FILE, Position(is_served=True))
    assert is_done(Step.FILE, Position(is_filed=True))
    assert is_done(Step.SERVE, Position(is_served=True))
    assert not is_done(Step.REQUEST_PAPERS, Position(is_filed=True, is_served=True))
