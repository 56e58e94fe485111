"""Sentences: what may be recorded, and that the rules are asked again each time."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from tests.support import build
from tests.support.roles import NOT_CASEWORK
from tests.support.sentences import PASSED_ON, convict, correct, passed, record
from tests.support.traces import events_left, kinds, nothing_kept
from ulss_tracker.errors import ChangedMeanwhile, NotAllowed, NotFound, Refused
from ulss_tracker.models import Conviction, EventKind, Plea, Review, db
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.scheme.workflow.stages import State
from ulss_tracker.services.cases import convictions, sentences
from ulss_tracker.services.cases.convictions import ConvictionInput

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("now")
TODAY = NOW.date()


# A sentence.


def test_a_sentence_gives_the_review_its_time_limit_at_once() -> None:
    review = build.review()
    with events_left() as events:
        sentence = record(review, judge="HHJ Example")
    assert review.last_day_on == date(2026, 3, 30)
    assert review.file_by_at == datetime(2026, 3, 30, 16, tzinfo=UTC)  # 5pm, British summer time
    assert review.earliest_file_by_at == review.file_by_at
    assert review.verdict is Verdict.MUST_CHECK  # no offence yet: unknown is not a no
    assert kinds(events) == [
        EventKind.SENTENCE_RECORDED,
        EventKind.ASSESSED,
        EventKind.STAGE_CHANGED,
        EventKind.DEADLINE_CHANGED,
    ]
    assert review.state is State.CHECKING  # nobody has to press a button for that
    assert events[0].after == {
        "sentenced_on": "2026-03-02",
        "varied_on": None,
        "order_kind": "imprisonment",
        "came_by": None,
        "text": "3 years' imprisonment",
        "judge": "HHJ Example",
        "parts": [],
        "confirmed_doubts": [],
    }
    assert sentence.review is review


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"sentenced_on": TODAY + timedelta(days=1)}, "today or in the past"),
        ({"sentenced_on": TODAY + timedelta(days=3000)}, "today or in the past"),
        ({"varied_on": TODAY + timedelta(days=1)}, "varied must be today or in the past"),
        ({"varied_on": PASSED_ON - timedelta(days=1)}, "on or after the date of sentence"),
        ({"sentenced_on": date(1970, 1, 1)}, "bank holidays of England and Wales"),
        ({"sentenced_on": date(1, 1, 1)}, "bank holidays of England and Wales"),
    ],
)
def test_a_sentence_that_cannot_be_is_neither_recorded_nor_changed_into(
    wrong: dict[str, date], words: str
) -> None:
    review, by = build.review(), build.user()
    with nothing_kept(), pytest.raises(Refused, match=words):
        record(review, **wrong)
    sentence = record(review)
    with nothing_kept(), pytest.raises(Refused, match=words):
        correct(sentence, by, **wrong)


def test_today_is_not_the_future_even_late_in_the_london_evening(at) -> None:
    """Half past midnight in London on 1 July is still June in UTC."""
    at(datetime(2026, 6, 30, 23, 30, tzinfo=UTC))
    review = build.review()
    record(review, sentenced_on=date(2026, 7, 1))
    assert review.last_day_on == date(2026, 7, 29)


def test_a_variation_in_time_starts_the_days_again_and_keeps_the_earlier_alarm() -> None:
    review = build.review()
    record(review, varied_on=date(2026, 3, 16))
    assert review.last_day_on == date(2026, 4, 13)
    assert review.earliest_file_by_at == datetime(2026, 3, 30, 16, tzinfo=UTC)


def test_with_several_sentences_time_runs_from_the_last() -> None:
    review = build.review()
    record(review)
    record(review, sentenced_on=date(2026, 3, 9))
    assert review.last_day_on == date(2026, 4, 6)  # Easter Monday: never rolled forward
    assert review.file_by_at == datetime(2026, 4, 2, 16, tzinfo=UTC)  # Thursday before Good Friday
    assert review.earliest_file_by_at == datetime(2026, 3, 30, 16, tzinfo=UTC)


def test_a_corrected_sentence_keeps_what_it_said_before() -> None:
    review = build.review()
    sentence = record(review)
    with events_left() as events:
        correct(sentence, sentenced_on=date(2026, 3, 9), text="4 years' imprisonment")
    assert kinds(events) == [EventKind.SENTENCE_CHANGED, EventKind.ASSESSED]
    assert (events[0].before["text"], events[0].after["text"]) == (
        "3 years' imprisonment",
        "4 years' imprisonment",
    )
    assert events[0].before["sentenced_on"] == "2026-03-02"
    assert review.last_day_on == date(2026, 4, 6)


def test_a_removed_sentence_takes_its_offences_and_its_days_and_leaves_its_history() -> None:
    review = build.review()
    sentence = record(review)
    convict(sentence, offence_id="io-robbery")
    assert review.verdict is Verdict.IN_SCHEME
    with events_left() as events:
        sentences.remove_sentence(review, sentence, build.user(), review.version)
    # The requester's own day counts again.
    assert kinds(events) == [
        EventKind.SENTENCE_REMOVED,
        EventKind.ASSESSED,
        EventKind.DEADLINE_CHANGED,
    ]
    assert events[0].after["text"] == "3 years' imprisonment"
    assert (review.last_day_on, review.file_by_at, review.earliest_file_by_at) == (None,) * 3
    assert review.verdict is Verdict.MUST_CHECK  # nothing known: never a no
    assert db.session.scalar(select(func.count(Conviction.id))) == 0


def test_removing_one_of_two_sentences_brings_back_the_others_days() -> None:
    review = build.review()
    record(review)
    mistaken = record(review, sentenced_on=date(2026, 3, 9))
    sentences.remove_sentence(review, mistaken, build.user(), review.version)
    assert review.last_day_on == date(2026, 3, 30)


# Who may, and when.

ACTS = ["sentence", "change", "remove", "convict", "plea", "answer", "unconvict"]


def act(
    name: str, review: Review, role: Role = Role.CASEWORKER, version: int | None = None
) -> None:
    """Do one of the things that change what a review rests on."""
    sentence = review.sentences[0]
    conviction = sentence.convictions[0]
    by = build.user(role)
    seen = review.version if version is None else version
    {
        "sentence": lambda: sentences.record_sentence(review, passed(), by, seen),
        "change": lambda: sentences.change_sentence(review, sentence, passed(), by, seen),
        "remove": lambda: sentences.remove_sentence(review, sentence, by, seen),
        "convict": lambda: convictions.record_conviction(
            review, sentence, ConvictionInput(offence_id="io-murder"), by, seen
        ),
        "plea": lambda: convictions.change_conviction(
            review, conviction, Plea.VERDICT, None, by, seen
        ),
        "answer": lambda: convictions.answer_conviction(review, conviction, {}, by, seen),
        "unconvict": lambda: convictions.remove_conviction(review, conviction, by, seen),
    }[name]()


@pytest.mark.parametrize("name", ACTS)
def test_each_is_done_by_a_caseworker(name: str) -> None:
    with events_left() as events:
        act(name, build.eligible_review())
    assert events


def test_only_those_who_work_cases_change_what_a_review_rests_on(subtests: pytest.Subtests) -> None:
    review = build.eligible_review()
    for role in NOT_CASEWORK:
        for name in ACTS:
            with subtests.test(role=role, name=name):
                build.user(role)
                with nothing_kept(), pytest.raises(NotAllowed):
                    act(name, review, role)


def test_nobody_changes_what_somebody_else_has_just_changed(subtests: pytest.Subtests) -> None:
    review = build.eligible_review()
    seen = review.version
    theirs = passed(text="Theirs", sentenced_on=date(2026, 3, 16))
    sentences.record_sentence(review, theirs, build.user(), seen)
    for name in ACTS:
        with subtests.test(name=name), nothing_kept(), pytest.raises(ChangedMeanwhile):
            act(name, review, version=seen)


def test_nothing_a_closed_review_rests_on_changes(subtests: pytest.Subtests) -> None:
    review = build.eligible_review()
    build.withdraw(review)
    for name in ACTS:
        refused = pytest.raises(Refused, match="This review is closed")
        with subtests.test(name=name), nothing_kept(), refused:
            act(name, review)


def test_another_reviews_sentence_or_offence_is_not_found() -> None:
    mine, theirs = build.eligible_review(), build.eligible_review(offender_name="Another")
    sentence = theirs.sentences[0]
    with pytest.raises(NotFound):
        sentences.find_sentence(mine, sentence.id)
    with pytest.raises(NotFound):
        convictions.find_conviction(mine, sentence.convictions[0].id)
    assert sentences.find_sentence(theirs, sentence.id) is sentence
    assert (
        convictions.find_conviction(theirs, sentence.convictions[0].id) is sentence.convictions[0]
    )


def test_forty_offences_are_judged_together() -> None:
    review = build.review()
    sentence = record(review)
    for number in range(39):
        convict(sentence, offence_id="no-oapa-47", text=f"Count {number + 1}")
    assert review.verdict is Verdict.NOT_IN_SCHEME
    convict(sentence, offence_id="io-robbery")
    assert review.verdict is Verdict.IN_SCHEME
