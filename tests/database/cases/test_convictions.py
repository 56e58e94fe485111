"""Offences: what may be recorded, and the answers that decide."""

from datetime import UTC, date, datetime

import pytest

from tests.support import build
from tests.support.sentences import convict, record
from tests.support.traces import events_left, kinds, nothing_kept
from ulss_tracker.errors import NotFound, Refused
from ulss_tracker.models import EventKind, Plea
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
        "offence_role": None,
    }


def test_a_second_sentence_is_a_doubt_and_in_the_scheme_brings_the_offender_in() -> None:
    review = build.review()
    convict(record(review), offence_id="no-oapa-47")
    second = record(review, sentenced_on=date(2026, 3, 9))
    assert review.verdict is Verdict.MUST_CHECK
    convict(second, offence_id="io-robbery")
    assert review.verdict is Verdict.IN_SCHEME


def test_burglary_is_in_the_scheme_or_not_as_it_is_answered() -> None:
    review = build.review()
    burglary = convict(record(review), offence_id="no-burglary")

    def answer(**answers: str) -> None:
        convictions.answer_conviction(review, burglary, answers, build.user(), review.version)

    assert review.verdict is Verdict.MUST_CHECK
    questions = [question["text"] for question in review.assessment.questions]
    assert any(text.startswith("Was it a home") for text in questions)
    with events_left() as events:
        answer(home_violence="yes")
    assert review.verdict is Verdict.IN_SCHEME
    assert kinds(events) == [EventKind.CONVICTION_CHANGED, EventKind.ASSESSED]
    answers = (events[0].before["answers"], events[0].after["answers"])
    assert answers == ({}, {"home_violence": "yes"})
    answer(home_violence="no")
    assert review.verdict is Verdict.MUST_CHECK
    answer(home_violence="no", burglary_aim="no", third_home_burglary="no")
    assert review.verdict is Verdict.NOT_IN_SCHEME
    answer()
    assert review.verdict is Verdict.MUST_CHECK


def test_an_attempt_and_an_offence_in_nobodys_list_are_said_to_be_so() -> None:
    review, other = build.review(), build.review()
    murder = convict(record(review), offence_id="io-murder", form=Form.ATTEMPT)
    assert convictions.offence_words(murder) == "Attempt: Murder"
    assert review.verdict is Verdict.IN_SCHEME
    unknown = convict(record(other), offence_id=None, text="Insulting a herald")
    assert convictions.offence_words(unknown) == "Insulting a herald"
    assert other.verdict is Verdict.MUST_CHECK


def test_an_offence_with_neither_a_row_of_the_catalogue_nor_words_is_refused() -> None:
    sentence = record(build.review())
    for text in ("", "   "):
        with nothing_kept(), pytest.raises(Refused, match="Choose the offence, or write what"):
            convict(sentence, offence_id=None, text=text)
    with nothing_kept(), pytest.raises((NotFound, UnknownOffence)):
        convict(sentence, offence_id="io-nothing")


def test_plea_and_day_of_conviction_change_no_verdict() -> None:
    review, by = build.review(), build.user()
    conviction = convict(record(review), offence_id="io-robbery")
    assessments, plea, day = len(review.assessments), Plea.GUILTY_PLEA, date(2026, 2, 3)
    with events_left() as events:
        convictions.change_conviction(
            review, conviction, plea, day, by, review.version, offence_role="Lookout"
        )
    assert kinds(events) == [EventKind.CONVICTION_CHANGED]
    assert (events[0].before["plea"], events[0].after["plea"]) == (None, "guilty_plea")
    assert events[0].after["convicted_on"] == "2026-02-03"
    assert (conviction.offence_role, events[0].after["offence_role"]) == ("Lookout", "Lookout")
    assert len(review.assessments) == assessments


def test_a_removed_offence_leaves_its_history() -> None:
    review = build.review()
    conviction = convict(record(review), offence_id="io-robbery")
    with events_left() as events:
        convictions.remove_conviction(review, conviction, build.user(), review.version)
    assert kinds(events) == [EventKind.CONVICTION_REMOVED, EventKind.ASSESSED]
    assert events[0].after["offence"] == "Robbery"
    assert review.verdict is Verdict.MUST_CHECK
