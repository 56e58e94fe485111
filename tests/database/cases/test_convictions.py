"""Offences: what may be recorded, and the answers that decide."""

from datetime import UTC, date, datetime

import pytest

from tests.support import build
from tests.support.sentences import convict, record
from tests.support.traces import events_left, kinds, nothing_kept
from ulss_tracker.errors import NotFound, Refused
from ulss_tracker.models import Conviction, EventKind, Plea
from ulss_tracker.scheme.offences.offence_forms import Form
from ulss_tracker.scheme.offences.offences import UnknownOffence
from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.services.cases import convictions

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("now")


# Offences.


def test_an_offence_puts_the_review_in_the_scheme() -> None:
    review = build.review()
    sentence = record(review)
    with events_left() as events:
        convict(sentence, offence_id="io-robbery", plea=Plea.VERDICT, text="robbery")
    assert review.verdict is Verdict.IN_SCHEME
    assert kinds(events) == [EventKind.CONVICTION_RECORDED, EventKind.ASSESSED]
    assert events[0].after == {
        "offence": "Robbery",
        "offence_id": "io-robbery",
        "form": "full",
        "answers": {},
        "plea": "verdict",
        "convicted_on": None,
    }


def test_another_sentence_in_the_scheme_brings_the_offender_in() -> None:
    review = build.review()
    convict(record(review), offence_id="no-oapa-47")
    convict(record(review, sentenced_on=date(2026, 3, 9)), offence_id="io-robbery")
    assert review.verdict is Verdict.IN_SCHEME


def test_a_second_sentence_with_no_offence_recorded_is_a_doubt_and_not_a_no() -> None:
    review = build.review()
    convict(record(review), offence_id="no-oapa-47")
    record(review, sentenced_on=date(2026, 3, 9))
    assert review.verdict is Verdict.MUST_CHECK


def test_burglary_with_violence_in_a_home_turns_out_to_be_in_the_scheme() -> None:
    review = build.review()
    burglary = convict(record(review), offence_id="no-burglary")
    assert review.verdict is Verdict.MUST_CHECK
    assert any(
        question["text"].startswith("Was it a home") for question in review.assessment.questions
    )

    with events_left() as events:
        answer(burglary, {"home_violence": "yes"})
    assert review.verdict is Verdict.IN_SCHEME
    assert kinds(events) == [EventKind.CONVICTION_CHANGED, EventKind.ASSESSED]
    assert (events[0].before["answers"], events[0].after["answers"]) == (
        {},
        {"home_violence": "yes"},
    )


def test_burglary_without_any_of_it_is_not_and_a_missing_answer_is_neither() -> None:
    review = build.review()
    burglary = convict(record(review), offence_id="no-burglary")
    answer(burglary, {"home_violence": "no"})
    assert review.verdict is Verdict.MUST_CHECK
    answer(burglary, {"home_violence": "no", "burglary_aim": "no", "third_home_burglary": "no"})
    assert review.verdict is Verdict.NOT_IN_SCHEME
    answer(burglary, {})
    assert review.verdict is Verdict.MUST_CHECK


def answer(conviction: Conviction, answers: dict[str, str]) -> None:
    review = conviction.sentence.review
    convictions.answer_conviction(review, conviction, answers, build.user(), review.version)


def test_an_attempt_is_said_to_be_one() -> None:
    review = build.review()
    murder = convict(record(review), offence_id="io-murder", form=Form.ATTEMPT)
    assert convictions.offence_words(murder) == "Attempt: Murder"
    assert review.verdict is Verdict.IN_SCHEME


def test_an_offence_in_nobodys_list_is_kept_in_words_and_must_be_checked() -> None:
    review = build.review()
    unknown = convict(record(review), offence_id=None, text="Insulting a herald")
    assert convictions.offence_words(unknown) == "Insulting a herald"
    assert review.verdict is Verdict.MUST_CHECK


@pytest.mark.parametrize("text", ["", "   "])
def test_an_offence_with_neither_row_nor_words_is_refused(text: str) -> None:
    sentence = record(build.review())
    with nothing_kept(), pytest.raises(Refused, match="Choose the offence, or write what it was"):
        convict(sentence, offence_id=None, text=text)


def test_an_offence_the_catalogue_does_not_hold_is_refused() -> None:
    sentence = record(build.review())
    with nothing_kept(), pytest.raises((NotFound, UnknownOffence)):
        convict(sentence, offence_id="io-nothing")


def test_plea_and_day_of_conviction_change_no_verdict() -> None:
    review = build.review()
    conviction = convict(record(review), offence_id="io-robbery")
    assessments = len(review.assessments)
    with events_left() as events:
        convictions.change_conviction(
            review,
            conviction,
            Plea.GUILTY_PLEA,
            date(2026, 2, 3),
            build.user(),
            review.version,
        )
    assert kinds(events) == [EventKind.CONVICTION_CHANGED]
    assert (events[0].before["plea"], events[0].after["plea"]) == (None, "guilty_plea")
    assert events[0].after["convicted_on"] == "2026-02-03"
    assert len(review.assessments) == assessments


def test_a_removed_offence_leaves_its_history() -> None:
    review = build.review()
    conviction = convict(record(review), offence_id="io-robbery")
    with events_left() as events:
        convictions.remove_conviction(review, conviction, build.user(), review.version)
    assert kinds(events) == [EventKind.CONVICTION_REMOVED, EventKind.ASSESSED]
    assert events[0].after["offence"] == "Robbery"
    assert review.verdict is Verdict.MUST_CHECK
