"""Two-person check: who confirms what against a court's record, and what undoes it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.support import build
from tests.support.roles import NOT_CASEWORK
from tests.support.sentences import correct
from tests.support.traces import events_left, kinds, nothing_kept
from ulss_tracker.errors import ChangedMeanwhile, NotAllowed, Refused
from ulss_tracker.models import CourtSource, EventKind, Fact, Review, User
from ulss_tracker.permissions import Role
from ulss_tracker.services.assessment import verification
from ulss_tracker.services.cases import cases, convictions

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)  # a Wednesday
pytestmark = pytest.mark.usefixtures("now")
PASSED_ON = date(2026, 3, 2)


@pytest.fixture
def review(now: None) -> Review:
    return build.eligible_review(sentenced_on=PASSED_ON)


def second() -> User:
    return build.user(email="second@example.org", name="Second Person")


def confirm(review: Review, *facts: Fact, by: User | None = None, version: int | None = None):
    build.confirm(review, facts or tuple(Fact), by=by or second(), version=version)


def confirmed(review: Review) -> set[Fact]:
    return {each.fact for each in verification.statuses(review) if each.verification}


# Confirming.


def test_a_second_person_confirms_all_three_against_a_named_record(review: Review) -> None:
    assert not verification.is_verified(review)
    with events_left() as events:
        confirm(review)
    assert verification.is_verified(review)
    assert review.unconfirmed_since_at is None
    made = review.verifications[0]
    assert (made.confirmed_by, made.confirmed_at) == (second(), NOW)
    assert (made.source, made.source_reference) == (CourtSource.SEALED_ORDER, "Order of the court")
    assert kinds(events) == [EventKind.FACTS_CONFIRMED]
    assert events[0].after == {
        "confirmed": ["sentence_date", "court", "offence"],
        "source": "sealed_order",
        "source_reference": "Order of the court",
    }


def test_each_fact_may_be_confirmed_for_itself_by_whoever_can(review: Review) -> None:
    confirm(review, Fact.COURT)
    assert confirmed(review) == {Fact.COURT}
    assert review.unconfirmed_since_at == NOW
    confirm(review, Fact.OFFENCE, Fact.SENTENCE_DATE, by=build.user(Role.SUPERVISOR))
    assert verification.is_verified(review)


@pytest.mark.parametrize("fact", list(Fact))
def test_nobody_confirms_what_they_recorded(review: Review, fact: Fact) -> None:
    with nothing_kept(), pytest.raises(Refused, match="somebody else must verify it"):
        confirm(review, fact, by=build.user())


def test_who_recorded_one_fact_may_verify_the_others(review: Review) -> None:
    build.change_court(review.case, "bradford", by=second())
    with pytest.raises(Refused, match="Court: you recorded this"):
        confirm(review)
    confirm(review, Fact.SENTENCE_DATE, Fact.OFFENCE)
    confirm(review, Fact.COURT, by=build.user())
    assert verification.is_verified(review)


def test_the_second_of_two_sentences_bars_whoever_recorded_it(review: Review) -> None:
    build.sentence(review, sentenced_on=date(2026, 3, 9), by=second())
    with pytest.raises(Refused, match="Date of sentence: you recorded this"):
        confirm(review, Fact.SENTENCE_DATE)
    with pytest.raises(Refused, match="Date of sentence: you recorded this"):
        confirm(review, Fact.SENTENCE_DATE, by=build.user())
    confirm(review, Fact.SENTENCE_DATE, by=build.user(Role.SUPERVISOR))


def test_what_is_not_recorded_or_not_chosen_is_not_confirmed() -> None:
    review, by = build.review(), second()
    build.sentence(review, sentenced_on=PASSED_ON)
    with nothing_kept(), pytest.raises(Refused, match="Offence: record the offence first"):
        confirm(review, Fact.OFFENCE)
    with nothing_kept(), pytest.raises(Refused, match="Choose what the record shows"):
        build.confirm(review, (), by=by)
    assert not verification.is_verified(review)


def test_a_sentence_without_an_offence_leaves_the_offences_unconfirmed(review: Review) -> None:
    confirm(review)
    build.sentence(review, sentenced_on=PASSED_ON, text="A fine")
    assert Fact.OFFENCE not in confirmed(review)


def test_only_those_who_work_cases_confirm_what_is_open_and_as_they_read_it(
    review: Review, at
) -> None:
    for role in NOT_CASEWORK:
        other = build.user(role)
        with nothing_kept(), pytest.raises(NotAllowed):
            confirm(review, by=other)
    seen = review.version
    at(NOW + timedelta(minutes=1))
    build.conviction(review.sentences[0], "io-murder")
    second()
    with nothing_kept(), pytest.raises(ChangedMeanwhile):
        confirm(review, version=seen)
    build.withdraw(review)
    with nothing_kept(), pytest.raises(Refused, match="closed"):
        confirm(review)


# A fact that changes is unconfirmed again.


def change_date(review: Review, **changes: object) -> None:
    correct(review.sentences[0], **{"sentenced_on": PASSED_ON} | changes)


@pytest.mark.parametrize(
    "changes", [{"sentenced_on": date(2026, 3, 3)}, {"varied_on": date(2026, 3, 10)}]
)
def test_another_date_is_unconfirmed(review: Review, changes: dict[str, object], at) -> None:
    confirm(review)
    later = NOW + timedelta(hours=1)
    at(later)
    change_date(review, **changes)
    assert confirmed(review) == {Fact.COURT, Fact.OFFENCE}
    assert review.unconfirmed_since_at == later
    with pytest.raises(Refused, match="somebody else"):
        confirm(review, Fact.SENTENCE_DATE, by=build.user())
    change_date(review)  # as it was confirmed
    assert verification.is_verified(review)
    assert review.unconfirmed_since_at is None


def test_other_words_or_another_judge_change_no_confirmed_fact(review: Review) -> None:
    confirm(review)
    change_date(review, text="Four years", judge="HHJ Other")
    assert verification.is_verified(review)


def test_another_court_is_unconfirmed_in_every_open_review_of_the_case(review: Review) -> None:
    other = cases.add_review(review.case, "Ann Other", build.user())
    build.conviction(build.sentence(other, sentenced_on=PASSED_ON))
    confirm(review)
    confirm(other)
    build.change_court(review.case, "bradford")
    for each in (review, other):
        assert confirmed(each) == {Fact.SENTENCE_DATE, Fact.OFFENCE}
        assert each.unconfirmed_since_at == NOW


def test_another_offence_is_unconfirmed_and_other_answers_are_not(review: Review) -> None:
    confirm(review)
    build.conviction(review.sentences[0], "no-burglary")
    assert confirmed(review) == {Fact.SENTENCE_DATE, Fact.COURT}
    confirm(review, Fact.OFFENCE)
    conviction = review.sentences[0].convictions[-1]
    answers = {"home_violence": "yes"}
    convictions.answer_conviction(review, conviction, answers, build.user(), review.version)
    assert verification.is_verified(review)


# What has waited too long.


def listed(long: bool = True) -> list[Review]:
    return list(verification.unverified({"long": True} if long else {}).rows)


def test_a_review_is_listed_once_it_has_waited_two_working_days(review: Review, at) -> None:
    assert listed() == []
    assert listed(long=False) == [review]
    at(datetime(2026, 3, 20, 9, 59, tzinfo=UTC))
    assert listed() == []
    at(datetime(2026, 3, 20, 10, tzinfo=UTC))
    assert listed() == [review]
    assert verification.count_unverified() == 1
    confirm(review)
    assert listed() == []
    assert verification.count_unverified() == 0


def test_a_weekend_is_no_working_day(at) -> None:
    at(datetime(2026, 3, 20, 16, tzinfo=UTC))  # a Friday
    review = build.eligible_review(sentenced_on=PASSED_ON)
    at(datetime(2026, 3, 23, 17, tzinfo=UTC))
    assert listed() == []
    at(datetime(2026, 3, 24, 16, tzinfo=UTC))
    assert listed() == [review]


def test_a_closed_review_and_one_without_a_sentence_are_not_listed(review: Review, at) -> None:
    build.review()
    build.withdraw(review)
    at(NOW + timedelta(days=30))
    assert listed() == []
