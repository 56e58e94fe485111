"""The hearing and the revised sentence of the old register become records of the court."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from tests.support import build
from tests.support.register import register, row
from ulss_tracker.errors import Refused
from ulss_tracker.models import CorrectedFact, Event, EventKind, RegisterRow, Review, db
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.stages import Outcome, State
from ulss_tracker.services.referral import court
from ulss_tracker.services.register import at_court, exporting, importing, lists, resolve
from ulss_tracker.services.register.at_court import COURT
from ulss_tracker.services.register.sheet import Column

REFERRED = {"outcome": "Referred to the Court of Appeal", "hearing": "01/03/2019"}


def bring(**cells: str) -> Review:
    by = build.user(Role.SUPERVISOR)
    importing.import_file(importing.bring(register(row(**cells)), by), by)
    return db.session.scalars(select(Review)).one()


def doubts(**cells: str) -> list[str]:
    planned = importing.plan(register(row(**cells)))
    return [each.text for each in planned.doubts if each.column is Column.HEARING]


def exported() -> dict[Column, str]:
    return exporting.cells_now(db.session.scalars(select(RegisterRow)).one())


def corrected(review: Review, fact: CorrectedFact, value: str) -> None:
    resolve.correct(review, fact, value, "The judgment", build.user(Role.SUPERVISOR))


def test_a_hearing_and_a_longer_sentence_are_records_of_the_court(app: Flask) -> None:
    review = bring(**REFERRED, revised="7 years’ custody ")
    (hearing,) = review.hearings
    assert (hearing.heard_on, hearing.court) == (date(2019, 3, 1), COURT)
    (decision,) = review.court_decisions
    assert (decision.outcome, decision.revised_sentence) == (Outcome.INCREASED, "7 years’ custody")
    assert decision.decided_on is None  # the register does not say when
    assert court.supreme_court_by(review) is None
    kinds = list(db.session.scalars(select(Event.kind).where(Event.review_id == review.id)))
    assert EventKind.HEARING_LISTED in kinds
    assert EventKind.COURT_DECIDED in kinds


@pytest.mark.parametrize(
    ("revised", "outcome", "kept"),
    [
        ("Sentence Unchanged", Outcome.UNCHANGED, ""),
        ("Unchanged, but the minimum term is 9 years", Outcome.UNCHANGED, None),
        ("Leave refused", Outcome.LEAVE_REFUSED, ""),
        ("increased to 9 years", Outcome.INCREASED, None),
    ],
)
def test_words_that_say_no_more_than_the_outcome_are_no_sentence(
    app: Flask, revised: str, outcome: Outcome, kept: str | None
) -> None:
    (decision,) = bring(**REFERRED, revised=revised).court_decisions
    assert decision.outcome is outcome
    assert decision.revised_sentence == (revised if kept is None else kept)
    assert exported()[Column.REVISED] == revised


@pytest.mark.parametrize(
    ("cells", "state", "outcome", "days"),
    [
        ({**REFERRED, "revised": "TBC"}, State.AT_COURT, None, [date(2019, 3, 1)]),
        ({**REFERRED, "hearing": "TBC", "revised": "TBC"}, State.REFERRED, None, []),
        (
            {"outcome": "Application Withdrawn", "hearing": "26/03/2019"},
            State.CLOSED,
            Outcome.WITHDRAWN,
            [date(2019, 3, 26)],
        ),
    ],
)
def test_one_not_decided_is_as_far_as_its_hearing(
    app: Flask, cells: dict[str, str], state: State, outcome: Outcome | None, days: list[date]
) -> None:
    assert doubts(**cells) == []
    review = bring(**cells)
    assert (review.state, review.outcome) == (state, outcome)
    assert [hearing.heard_on for hearing in review.hearings] == days
    assert review.court_decisions == []


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({**REFERRED, "hearing": "soon"}, "Not a date of hearing"),
        ({**REFERRED, "hearing": "01/03/2019 or later"}, "Not a date of hearing"),
        ({**REFERRED, "hearing": "01/01/2019"}, "Hearing before the sentence"),
        ({"outcome": "Not Referred", "hearing": "01/03/2019"}, "A hearing, though"),
        ({**REFERRED, "hearing": "N/A", "revised": "7 years"}, "No date of hearing, though"),
    ],
)
def test_a_hearing_in_doubt_is_named_and_no_hearing_is_made_of_it(
    app: Flask, cells: dict[str, str], said: str
) -> None:
    assert [text for text in doubts(**cells) if text.startswith(said)]
    review = bring(**cells)
    assert review.hearings == []
    assert exported()[Column.HEARING] == cells["hearing"]


def test_several_days_of_hearing_are_all_kept_and_named(app: Flask) -> None:
    cells = {**REFERRED, "hearing": "01/03/2019 and 02/04/2019"}
    assert doubts(**cells)[0].startswith("Several dates of hearing")
    review = bring(**cells)
    assert [each.heard_on for each in review.hearings] == [date(2019, 3, 1), date(2019, 4, 2)]
    assert exported()[Column.HEARING] == cells["hearing"]


def test_what_is_corrected_leaves_in_both_and_the_rest_to_the_letter(app: Flask) -> None:
    review = bring(**REFERRED, revised=" 7 years’ custody")
    corrected(review, CorrectedFact.HEARING, "2 April 2019")
    cells = exported()
    assert (cells[Column.HEARING], cells[Column.REVISED]) == ("02/04/2019", " 7 years’ custody")
    corrected(review, CorrectedFact.REVISED, "8 years’ custody")
    assert exported()[Column.REVISED] == "8 years’ custody"
    assert build.case_update()[0][7:] == [
        "02/04/2019",
        "3 years’ imprisonment",
        "8 years’ custody",
    ]
    corrected(review, CorrectedFact.OUTCOME, Outcome.UNCHANGED.value)
    assert exported()[Column.REVISED] == "Sentence unchanged"
    log = lists.corrections().rows
    assert [(each.before, each.after) for each in log][1:] == [
        ("7 years’ custody", "8 years’ custody"),
        ("2019-03-01", "2019-04-02"),
    ]


def test_what_cannot_be_is_refused(app: Flask) -> None:
    review = bring(**REFERRED, revised="7 years")
    for fact, value in (
        (CorrectedFact.HEARING, "soon"),
        (CorrectedFact.HEARING, "01/03/2019 and 02/03/2019"),
        (CorrectedFact.HEARING, "1 March 2099"),
        (CorrectedFact.REVISED, ""),
    ):
        with pytest.raises(Refused):
            corrected(review, fact, value)
        assert len(review.hearings) == len(review.court_decisions) == 1


def test_a_revised_sentence_needs_a_court_that_decided(app: Flask) -> None:
    review = bring()
    with pytest.raises(Refused, match="outcome first"):
        corrected(review, CorrectedFact.REVISED, "7 years")


def test_a_register_that_came_before_the_court_s_records_did_leaves_as_it_was_written(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(at_court, "record", lambda *_given: None)
    bring(**REFERRED, revised="7 years’ custody")
    cells = exported()
    assert (cells[Column.HEARING], cells[Column.REVISED]) == ("01/03/2019", "7 years’ custody")
    assert build.case_update()[0][7::2] == ["01/03/2019", "7 years’ custody"]


def test_the_register_itself_is_published_as_it_was_written(app: Flask) -> None:
    bring(initials="MBB", **REFERRED, revised="8 years imprisonment.")
    (line,) = build.case_update()
    assert line[1] == "MBB"
    assert line[5:] == [
        "Complete",
        "Referred to the Court of Appeal",
        "01/03/2019",
        "3 years’ imprisonment",
        "8 years imprisonment.",
    ]
